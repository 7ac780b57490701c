"""Works that are not theirs: taken from a page, and never listed there again; whose they are stays open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from researchers.curation.changes import Change, Standing, write
from researchers.curation.holding import begin, hold
from researchers.curation.limits import refuse_contested
from researchers.curation.moving import CURATED, REJECTED, listed_on, refuse_confirmed
from researchers.curation.names import printed_names, refit_names
from researchers.curation.plans import Plan, Record, log
from researchers.curation.seen import mark_of, refuse_unseen
from researchers.models import Attribution, IdentityEvent, Researcher


@transaction.atomic
def reject(
    page: Researcher, authorships: Iterable[int], *, by: User, reason: str = "", seen: str | None = None
) -> IdentityEvent:
    """Say that these are not theirs, in one decision. Raises CannotCurate."""
    authorships = list(authorships)
    begin(page, by=by)
    hold(authorships, page)
    (page,) = begin(page, by=by)
    plan = plan_rejection(page, authorships, by=by)
    refuse_unseen(mark_of(plan), seen)
    write(plan.changes)
    refit_names([page.pk], plan.names)
    return log(plan, Record(changes=plan.changes, names=plan.names), other=None, by=by, reason=reason)


def plan_rejection(page: Researcher, authorships: Sequence[int], *, by: User) -> Plan:
    """What taking the works away would change. Raises CannotCurate."""
    chosen = list(listed_on(page, authorships))
    changes = tuple(changes_of(chosen, by=by, at=timezone.now()))
    refuse_contested(changes)
    refuse_confirmed(chosen)
    return Plan(
        kind=IdentityEvent.Kind.REJECT,
        researcher=page,
        other=None,
        changes=changes,
        names=tuple(sorted(printed_names(row.authorship_id for row in chosen))),
    )


def changes_of(chosen: Iterable[Attribution], *, by: User, at: datetime) -> Iterable[Change]:
    """Never again theirs, whatever an import says."""
    for row in chosen:
        before = Standing.of(row)
        refused = replace(before, status=REJECTED, basis=CURATED, reasons=(), decided_by=by.pk, decided_at=at)
        yield Change(row.authorship_id, row.researcher_id, before, refused)
