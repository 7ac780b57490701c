"""Whether it was right to refuse an undoing: tried out, and left as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import transaction

from accounts.models import User
from researchers.curation import undoing
from researchers.curation.plans import Record
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.models import IdentityEvent
from tests.researchers.curation.soundness import unsound

LIMITS = ("gone_pages", "other_distinctions", "taken_page", "twice_on_one_work", "two_orcids")


def check_refusal(event: IdentityEvent, refusal: CannotCurate, *, by: User) -> None:
    """What is named stands in the way, and only that; what names nothing would break the record."""
    with transaction.atomic():
        if isinstance(refusal, StandsInTheWay):
            check_named(event, refusal.later, by=by)
        else:
            check_unsound(event, refusal, by=by)
        transaction.set_rollback(True)


def check_named(event: IdentityEvent, later: IdentityEvent, *, by: User) -> None:
    assert later.pk > event.pk
    assert later in IdentityEvent.objects.standing()
    assert touched(event) & touched(later), (event, later)
    if clear(later, by=by):
        still = refusal_of(event, by=by)
        assert not (isinstance(still, StandsInTheWay) and still.later == later)


def touched(event: IdentityEvent) -> set[tuple[str, int]]:
    """Pages and names that a decision is about."""
    names = {("name", change.authorship) for change in Record.read(event.details).changes}
    return names | {("page", page) for page in (event.researcher_id, event.other_id) if page}


def clear(event: IdentityEvent, *, by: User) -> bool:
    """Undo it, after what stands in its way; whether that could be done."""
    refusal = refusal_of(event, by=by)
    while isinstance(refusal, StandsInTheWay):
        if not clear(refusal.later, by=by):
            return False
        refusal = refusal_of(event, by=by)
    return refusal is None


def refusal_of(event: IdentityEvent, *, by: User) -> CannotCurate | None:
    """Undo it; why not, if not."""
    try:
        undoing.undo(event, by=by)
    except CannotCurate as refusal:
        return refusal
    return None


def check_unsound(event: IdentityEvent, refusal: CannotCurate, *, by: User) -> None:
    with whatever_the_limits():
        assert refusal_of(event, by=by) is None
    assert unsound(), refusal


@contextmanager
def whatever_the_limits() -> Iterator[None]:
    """Undo as if anybody could be anything."""
    allowed = {f"refuse_{name}": lambda *said: None for name in LIMITS}
    with patch.multiple(undoing, **allowed):
        yield
