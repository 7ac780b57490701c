"""What a page shows of the evidence of a claim."""

from dataclasses import dataclass

from claims.evidence import KINDS, kind_of
from claims.evidence.addressed import addressed
from claims.evidence.kinds import Kind
from claims.models import Claim, Evidence, EvidenceCheck, Vouch

ENDED_SHOWN = 20
VOUCHES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of evidence, what was found of it, if anything, and the latest look for it."""

    kind: Kind
    evidence: Evidence | None
    check: EvidenceCheck | None = None
    advice: str = ""

    @property
    def is_strong(self) -> bool:
        """What was found may say more or less than its kind usually does."""
        return self.evidence.is_strong if self.evidence else self.kind.is_strong

    @property
    def found(self) -> str:
        """What was found, said to the claimant."""
        return addressed(self.evidence.found) if self.evidence else ""

    @property
    def words(self) -> str:
        """What came of the latest look, said to the claimant."""
        return addressed(self.check.words) if self.check else ""

    @property
    def is_strong_and_counts(self) -> bool:
        return bool(self.evidence and self.evidence.counts and self.evidence.is_strong)


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """What `claims/_checked.html` shows: each kind while the claim lives, vouches, what ended, latest first."""

    pieces: list[Piece]
    ended: list[Piece]
    vouches: list[Vouch]

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The pieces that were found and have not ended, by their keys and titles."""
        return [(piece.evidence.pk, piece.kind.title) for piece in self.pieces if piece.evidence]

    @property
    def strong(self) -> list[str]:
        """The kinds of strong evidence that count, by their titles."""
        return [piece.kind.title for piece in self.pieces if piece.is_strong_and_counts]


def evidence_of(claim: Claim) -> EvidenceList:
    rows = list(claim.evidence.for_list()[: len(KINDS) + ENDED_SHOWN])
    current = {row.kind: row for row in rows if row.ended_at is None}
    checks = {row.kind: row for row in claim.checks.all()}
    keys = list(dict.fromkeys([*KINDS, *current])) if claim.is_live else []
    return EvidenceList(
        pieces=[piece_of(claim, kind_of(key), current.get(key), checks.get(key)) for key in keys],
        ended=[Piece(kind_of(row.kind), row) for row in rows if row.ended_at][:ENDED_SHOWN],
        vouches=list(claim.vouches.for_evidence()[:VOUCHES_SHOWN]),
    )


def piece_of(claim: Claim, kind: Kind, evidence: Evidence | None, check: EvidenceCheck | None) -> Piece:
    return Piece(kind, evidence, check, kind.advise(claim))
