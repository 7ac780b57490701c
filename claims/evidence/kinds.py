"""What a kind of evidence is: how it is looked for, how much it says, and how long it counts."""

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
    is_strong: bool | None = None  # where this finding says more or less than its kind does


class Missed(Exception):
    """Nothing was found; the words tell the claimant what was looked at, and what was there instead."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a kind before a check, by references."""

    current: str = ""  # found before, and not ended
    set_aside: frozenset[str] = frozenset()
    target: str = ""  # what the claimant has named: an address of a page, a domain, …
    token: str = ""  # what has to stand there: for this claim and this kind alone


@dataclass(frozen=True, slots=True)
class Instead:
    """What may be put there in place of the code."""

    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a kind of evidence asks of the claimant."""

    steps: tuple[str, ...]  # what to do, in words, in order
    target_label: str = ""  # what the claimant has to name; empty: nothing
    target_help: str = ""
    place: str = ""  # the page of ours on which it is done, where there is one
    code: str = ""  # what to copy and put there
    instead: tuple[Instead, ...] = ()
    can_be_strong: bool = True  # whether it can be for this page, where the kind is
    is_possible: bool = True  # whether there is anything to do for this page


@dataclass(frozen=True, slots=True)
class Explanation:
    """What everybody may know of a kind of evidence."""

    said_by: str  # who says so, in a word or two
    how_checked: str
    why_it_counts: str


class Kind:
    """One kind of evidence: how to ask for it, how to check it, how to explain it.

    A check never finds what an administrator has set aside. Of the rest it finds what it found before as long as
    that holds, for it is what an administrator has weighed; else the best.
    """

    key: str
    title: str
    is_strong: bool
    lifetime: timedelta
    recheck_every: timedelta | None = None
    # Whether a check asks others over the network: then nobody's rows are held meanwhile.
    is_remote = False
    # Whether no check of ours ever finds it: people record what they saw.
    is_seen_by_people = False
    is_retired = False
    # Whether the claimant names what is to be looked at.
    wants_target = False
    said_by: str
    how_checked: str
    why_it_counts: str
    advice: str  # to the claimant, where it is missing

    @property
    def is_checked(self) -> bool:
        """Whether a check of ours finds it."""
        return not self.is_seen_by_people and not self.is_retired

    def ask(self, claim: Claim, known: Known) -> Request:
        """What the claimant is to do. `known` has what they named, and their token."""
        return Request(steps=(self.advice,))

    def advise(self, claim: Claim) -> str:
        """What the claimant can do where it is missing, in a sentence or two."""
        return self.advice

    def clean_target(self, claim: Claim, text: str) -> str:
        """What the claimant named, as it is kept and looked at. Raises ValueError with the reason in words."""
        raise ValueError("Nothing has to be named for this.")

    def check(self, claim: Claim, known: Known) -> Finding | None:
        """Look for it. Raises Missed to say what was there instead, CannotCheckNow where nobody can say."""
        return None

    def explain(self) -> Explanation:
        return Explanation(self.said_by, self.how_checked, self.why_it_counts)

    def expires_at(self, found_at: datetime, finding: Finding) -> datetime:
        """Until when this finding counts."""
        by_itself = found_at + self.lifetime
        return min(by_itself, finding.until) if finding.until else by_itself


class Retired(Kind):
    """A kind that is not among the kinds any more: what was found of it counts until it expires."""

    is_strong = False
    lifetime = timedelta(0)
    said_by = "a check that is no longer made"
    how_checked = "It is no longer looked for, and counts until it expires."
    why_it_counts = ""
    advice = "Look on the page of your claim for what else can tie you to the record."
    is_retired = True

    def __init__(self, key: str) -> None:
        self.key = key
        self.title = f"{key} (no longer looked for)"


def page_of(claim: Claim) -> int:
    """The page to which evidence has to tie the claimant: by now theirs, or the one claimed."""
    held = getattr(claim.user, "researcher", None) if claim.is_holding else None
    return held.pk if held else claim.page.pk
