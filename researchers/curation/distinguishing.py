"""Two people who are easily taken for one: said once, and never again merged."""

from django.db import transaction
from django.utils.formats import date_format

from accounts.models import User
from researchers.curation.holding import begin, hold
from researchers.curation.merging import refuse_same
from researchers.curation.moving import tell_apart
from researchers.curation.plans import Plan, Record, distinction_between, log
from researchers.curation.refusals import CannotCurate
from researchers.curation.seen import mark_of, refuse_unseen
from researchers.models import IdentityEvent, Researcher


@transaction.atomic
def distinguish(
    one: Researcher, other: Researcher, *, by: User, reason: str = "", seen: str | None = None
) -> IdentityEvent:
    """Say that these are two people. Raises CannotCurate."""
    refuse_same(one, other)
    one, other = begin(one, other, by=by)
    hold([], one, other)
    one, other = begin(one, other, by=by)
    plan = plan_distinction(one, other)
    refuse_unseen(mark_of(plan), seen)
    pair = tell_apart(one, other, by=by, reason=reason)
    return log(plan, Record(distinction=pair), other=other, by=by, reason=reason)


def plan_distinction(one: Researcher, other: Researcher) -> Plan:
    refuse_same(one, other)
    if known := distinction_between(one, other):
        raise CannotCurate(
            f"They are known to be two people since {date_format(known.at, 'F j, Y')}. Nothing was changed."
        )
    return Plan(kind=IdentityEvent.Kind.DISTINGUISH, researcher=one, other=other)
