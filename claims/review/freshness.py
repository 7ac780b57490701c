"""Deciding on what was seen: whatever has happened to a claim since stops the decision."""

from collections.abc import Callable, Sequence

from django.db import transaction

from claims.models import Claim, ClaimEvent
from claims.models.folding import folded
from claims.review.deciding import hold_all_concerned, hold_with_claimant


class NewsSince(Exception):
    """Something has happened to the claim that whoever decides has not seen."""


def last_event(claim: Claim) -> int:
    """The number of the last line of its log, as loaded with the claim."""
    return max((event.pk for event in claim.events.all()), default=0)


def news_since(claim: Claim, seen: int) -> Sequence[ClaimEvent]:
    """What was written into its log since."""
    return folded([event for event in claim.events.all() if event.pk > seen])


@transaction.atomic
def do_as_seen(claim: Claim, seen: int, deed: Callable[[], object]) -> None:
    """Do it, unless the log has lines that were not seen; nothing more is written into it meanwhile."""
    if claim.is_holding and claim.user:
        hold_all_concerned(claim, claim.user)
    else:
        hold_with_claimant(claim)
    if claim.events.filter(pk__gt=seen).exists():
        raise NewsSince(claim)
    deed()
