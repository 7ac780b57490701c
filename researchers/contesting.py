"""What a dispute does to a page and to a listed work: what is contested stays as it is until somebody has decided."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from researchers.curation.changes import Change, Standing, write
from researchers.curation.holding import mark_stale
from researchers.curation.moving import CURATED, REJECTED
from researchers.curation.names import printed_names, refit_names
from researchers.curation.plans import Plan, Record, log
from researchers.models import Attribution, IdentityEvent, Researcher

DISPUTED, PROPOSED = Attribution.Status.DISPUTED, Attribution.Status.PROPOSED
OFFERED = "Somebody of this name disputed that it is another researcher's."
HALF = 0.5


def contest(row: Attribution, *, since: datetime) -> str:
    """Mark a listed work and keep it as it is; how it stood before. Whoever calls holds it.

    Who decided on it and when stays, so that it can stand again as it did.
    """
    Attribution.objects.filter(pk=row.pk).update(status=DISPUTED, contested_at=since)
    mark_stale([row.authorship_id], row.researcher_id)
    return row.status


def contested_rows(page: Researcher, since: datetime) -> list[Attribution]:
    """What was contested at that moment: also on a work that the work became a part of since."""
    rows = Attribution.objects.filter(researcher=page, contested_at=since)
    return list(rows.select_related("authorship").order_by("pk"))


def let_stand(rows: Iterable[Attribution], *, status: str) -> None:
    """Everything as it was before it was contested."""
    rows = list(rows)
    Attribution.objects.filter(pk__in=[row.pk for row in rows]).update(status=status, contested_at=None)
    mark_stale([row.authorship_id for row in rows], *{row.researcher_id for row in rows})


def take_away(
    page: Researcher,
    rows: Iterable[Attribution],
    *,
    status: str,
    by: User,
    reason: str,
    offer_to: Researcher | None,
) -> IdentityEvent:
    """Say that the works are not theirs, whoever said they are; what stood before is `status` again if it is undone.

    Where somebody of the same name says so, the name is offered to their page.
    """
    rows = list(rows)
    now = timezone.now()
    changes = [taken(row, status=status, by=by, at=now) for row in rows]
    if offer_to is not None:
        changes += offers(rows, offer_to, at=now)
    names = tuple(sorted(printed_names(row.authorship_id for row in rows)))
    plan = Plan(
        kind=IdentityEvent.Kind.REJECT, researcher=page, other=None, changes=tuple(changes), names=names
    )
    write(plan.changes)
    refit_names([page.pk], names)
    return log(plan, Record(changes=plan.changes, names=names), other=None, by=by, reason=reason)


def taken(row: Attribution, *, status: str, by: User, at: datetime) -> Change:
    before = replace(Standing.of(row), status=status)
    refused = replace(before, status=REJECTED, basis=CURATED, reasons=(), decided_by=by.pk, decided_at=at)
    return Change(row.authorship_id, row.researcher_id, before, refused)


def offers(rows: Iterable[Attribution], page: Researcher, *, at: datetime) -> list[Change]:
    """The same names, proposed to a page about which nothing is known of them and that has no other on the work."""
    rows = list(rows)
    works = [row.authorship.work_id for row in rows]
    there = Attribution.objects.filter(researcher=page, authorship__work__in=works)
    known = set(there.values_list("authorship__work", flat=True))
    proposed = Standing(PROPOSED, Attribution.Basis.MATCHED, HALF, (OFFERED,), None, at)
    return [
        Change(row.authorship_id, page.pk, None, proposed)
        for row in rows
        if row.authorship.work_id not in known
    ]
