"""What a kind of evidence is: how it is looked for, how much it says, and how long it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.models import Claim


class CannotCheckNow(Exception):
    """Whom we would have to ask does not answer: neither found nor missed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found."""

    found: str  # in words, for people
    reference: str  # what tells this finding from another of its kind, as long as it is about the same
    until: datetime | None = None  # when it ends by itself, if that is before the lifetime of its kind


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a kind before a check, by references."""

    current: str = ""  # found before, and not ended
    set_aside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of evidence. `check` finds it again and again; without one, people record what they saw.

    A check never finds what an administrator has set aside. Of the rest it finds what it found before as long as
    that holds, for it is what an administrator has weighed; else the best.
    """

    key: str
    title: str
    is_strong: bool
    lifetime: timedelta
    recheck_every: timedelta | None
    check: Callable[[Claim, Known], Finding | None] | None
    said_by: str  # who says so, in a word or two
    how_checked: str
    why_it_counts: str
    advice: str  # to the claimant, where it is missing
    is_retired: bool = False

    @property
    def is_seen_by_people(self) -> bool:
        """Whether no check of ours ever finds it."""
        return self.check is None and not self.is_retired

    def expires_at(self, found_at: datetime, finding: Finding) -> datetime:
        """Until when this finding counts."""
        by_itself = found_at + self.lifetime
        return min(by_itself, finding.until) if finding.until else by_itself


def retired(key: str) -> Kind:
    """A kind that is not among the kinds any more: what was found of it counts until it expires."""
    return Kind(
        key=key,
        title=f"{key} (no longer looked for)",
        is_strong=False,
        lifetime=timedelta(0),
        recheck_every=None,
        check=None,
        said_by="a check that is no longer made",
        how_checked="It is no longer looked for, and counts until it expires.",
        why_it_counts="",
        advice="Look on the page of your claim for what else can tie you to the record.",
        is_retired=True,
    )


def page_of(claim: Claim) -> int:
    """The page to which evidence has to tie the claimant: by now theirs, or the one claimed."""
    held = getattr(claim.user, "researcher", None) if claim.is_approved else None
    return held.pk if held else claim.page.pk
