"""Where a claim stands, in words: its place in the queue, the rule that approved it, what held it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince

from claims.evidence.addressed import addressed
from claims.examination.rules import title_of, words_of
from claims.models import Claim
from claims.review.figures import expected_wait


@dataclass(frozen=True, slots=True)
class Standing:
    """What `claims/_standing.html` says."""

    ahead: int = 0  # claims that are decided before this one
    expected: str = ""  # within which time half of the others were decided; empty where too few were
    rule: str = ""  # the title of the rule that approved it
    held_back: Sequence[str] = ()


def standing_of(claim: Claim) -> Standing:
    if claim.rule:
        return Standing(rule=title_of(claim.rule))
    if claim.state != Claim.State.SUBMITTED:
        return Standing()
    return Standing(
        ahead=Claim.objects.ahead_of(claim).count(),
        expected=in_words(expected_wait()),
        held_back=[addressed(words_of(code)) for code in claim.held_back],
    )


def in_words(wait: timedelta | None) -> str:
    """ "3 days, 4 hours"; a day more or less is all that anybody can say."""
    if wait is None:
        return ""
    now = timezone.now()
    return timesince(now - max(wait, timedelta(minutes=1)), now)
