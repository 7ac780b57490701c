"""What trust is computed from: one frozen structure, the same in the database and in trust.json.

Unknown fields are refused when it is decoded, so citations, followers, novelty or anything else that
is not evidence of identity and authorship has no way in.
"""

from datetime import date
from typing import Literal

import msgspec


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
    """An approved claim: when it was approved, and whether the claimant's e-mail address is confirmed."""

    approved_on: date
    email_confirmed: bool


class StrongEvidence(Evidence, frozen=True):
    """An independent, checked tie between the claimant and the record. It counts until it expires."""

    kind: str
    checked_on: date
    expires_on: date

    def counts_on(self, day: date) -> bool:
        return self.checked_on <= day < self.expires_on


class Inputs(Evidence, frozen=True, kw_only=True):
    """Everything that the score of one researcher depends on, apart from the day.

    Counts are of listed works: attributed (accepted or disputed), neither withdrawn nor retracted, and not
    known from a user's upload alone.
    `agreed_works` are those of which at least two independent witnesses print the same author.
    Raises ValueError, or msgspec.ValidationError when decoding, for counts that cannot be.
    """

    version: Literal[1] = 1
    works: int = 0
    sources: tuple[SourceEvidence, ...] = ()
    agreed_works: int = 0
    orcid_ids: tuple[OrcidEvidence, ...] = ()
    claim: ClaimEvidence | None = None
    confirmed_works: int = 0
    disputed_works: int = 0
    strong_evidence: tuple[StrongEvidence, ...] = ()
    administrator_decided_on: date | None = None

    def __post_init__(self) -> None:
        if self.works < 0:
            raise ValueError("A number of works is never negative.")
        for count in self.counts():
            if not 0 <= count <= self.works:
                raise ValueError(f"{count} is not a part of {self.works} listed works.")

    def counts(self) -> tuple[int, ...]:
        """Every count that is a part of the listed works."""
        singly = (self.agreed_works, self.confirmed_works, self.disputed_works)
        stated = tuple(source.works for source in self.sources)
        return singly + stated + tuple(orcid.works for orcid in self.orcid_ids)

    def strong_kinds_on(self, day: date) -> frozenset[str]:
        """The different kinds of strong evidence that count on this day."""
        return frozenset(piece.kind for piece in self.strong_evidence if piece.counts_on(day))
