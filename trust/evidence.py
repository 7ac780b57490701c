"""What trust is computed from: one frozen structure, the same in the database and in trust.json.

Unknown fields are refused when it is decoded, so citations, followers, novelty or anything else that
is not evidence of identity and authorship has no way in.
"""

from datetime import date
from typing import Literal

import msgspec

# Of different iDs so many are kept, those printed most: one is a support, a third already all the doubt there is.
MOST_ORCID_IDS = 20
# Of either way the nearest are kept: as many as bring all the points that there are even from the farthest distance.
MOST_SUPPORTERS = 12


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of evidence that cannot be changed after it was gathered."""


class SourceEvidence(Evidence, frozen=True):
    """How many of the listed works a source states, and when it was last read with something new."""

    name: str
    works: int
    read_on: date


class OrcidEvidence(Evidence, frozen=True):
    """An ORCID iD, and on how many listed works it is printed beside this researcher's name."""

    value: str
    works: int


class ClaimEvidence(Evidence, frozen=True):
    """An approved claim: when it was approved, and whether the claimant's e-mail address is confirmed.

    While somebody disputes it, the page stays the claimant's.
    """

    approved_on: date
    email_confirmed: bool
    is_disputed: bool = False


class CheckedEvidence(Evidence, frozen=True):
    """A checked tie between the claimant and the record: found on a day, counting until another.

    Strong evidence ties somebody to the record by itself; other evidence only supports. `failing_since` is the day
    on which a check missed it first; `counts_until` is then the end of the grace.
    """

    kind: str
    strong: bool
    checked_on: date
    counts_until: date
    failing_since: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.checked_on <= day < self.counts_until


class Support(Evidence, frozen=True):
    """Support of one verified person, by their public id, and how far they are from an administrator's decision.

    A co-author supports with a work that they have confirmed as theirs, a voucher with their word. The distance is
    0 where an administrator decided their claim, else one more than that of the nearest who supports them.
    """

    way: Literal["coauthor", "vouch"]
    by: str
    distance: Literal[0, 1, 2]
    given_on: date
    counts_until: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.given_on <= day and (self.counts_until is None or day < self.counts_until)


class Inputs(Evidence, frozen=True, kw_only=True):
    """Everything that the score of one researcher depends on, apart from the day.

    Counts are of listed works: attributed (accepted or disputed), neither withdrawn nor retracted, and not
    known from a user's upload alone.
    `agreed_works` are those of which at least two independent witnesses print the same author;
    `confirmed_works` those that whoever holds the page today said "mine" to; `unresolved_works` those that may be
    another researcher's of a like name.
    Raises ValueError, or msgspec.ValidationError when decoding, for counts that cannot be.
    """

    version: Literal[2] = 2
    works: int = 0
    sources: tuple[SourceEvidence, ...] = ()
    agreed_works: int = 0
    orcid_ids: tuple[OrcidEvidence, ...] = ()
    claim: ClaimEvidence | None = None
    confirmed_works: int = 0
    disputed_works: int = 0
    unresolved_works: int = 0
    evidence: tuple[CheckedEvidence, ...] = ()
    identity_decided_on: date | None = None
    support: tuple[Support, ...] = ()

    def __post_init__(self) -> None:
        if self.works < 0:
            raise ValueError("A number of works is never negative.")
        for count in self.counts():
            if not 0 <= count <= self.works:
                raise ValueError(f"{count} is not a part of {self.works} listed works.")

    def counts(self) -> tuple[int, ...]:
        """Every count that is a part of the listed works."""
        singly = (self.agreed_works, self.confirmed_works, self.disputed_works, self.unresolved_works)
        stated = tuple(source.works for source in self.sources)
        return singly + stated + tuple(orcid.works for orcid in self.orcid_ids)

    def strong_kinds_on(self, day: date) -> frozenset[str]:
        """The different kinds of strong evidence that count on this day."""
        return frozenset(piece.kind for piece in self.evidence if piece.strong and piece.counts_on(day))

    def supporting_kinds_on(self, day: date) -> frozenset[str]:
        """The different kinds of evidence that count on this day and are not strong."""
        return frozenset(piece.kind for piece in self.evidence if not piece.strong and piece.counts_on(day))

    def supporters_on(self, day: date, way: str) -> tuple[Support, ...]:
        """Who supports in this way on this day, each once."""
        nearest_last = sorted(self.support, key=lambda one: -one.distance)
        current = [one for one in nearest_last if one.way == way and one.counts_on(day)]
        return tuple({one.by: one for one in current}.values())

    def due_after(self, day: date) -> date | None:
        """The next day on which something here begins or stops to count; None if nothing ever does."""
        begins = [one.checked_on for one in self.evidence] + [one.given_on for one in self.support]
        ends = [one.counts_until for one in self.evidence] + [one.counts_until for one in self.support]
        if self.identity_decided_on:
            begins.append(self.identity_decided_on)
        return min((moment for moment in (*begins, *ends) if moment and moment > day), default=None)
