"""Reports of errors on a page, which need no account."""

from django.db.models.functions import Now

from accounts.models import User
from claims.models import ErrorReport
from common.quotas import TooMany, spend
from researchers.models import Researcher

REPORTS_AN_HOUR = 5
HOUR = 3600


class TooManyReports(Exception):
    """This network address has sent as many reports as it may in an hour."""


class AlreadyClosed(Exception):
    """Somebody else has closed this report."""


def report_error(
    researcher: Researcher, *, message: str, email: str, by: User | None, address: str
) -> ErrorReport:
    """Keep a report for the administrators."""
    try:
        spend(f"error-reports:{address}", most=REPORTS_AN_HOUR, within_seconds=HOUR)
    except TooMany as error:
        raise TooManyReports(address) from error
    return ErrorReport.objects.create(researcher=researcher, message=message, email=email, user=by)


def close_report(report: ErrorReport, *, by: User) -> None:
    """Say that a report has been dealt with."""
    if not ErrorReport.objects.open().filter(pk=report.pk).update(closed_at=Now(), closed_by=by):
        raise AlreadyClosed(report)
