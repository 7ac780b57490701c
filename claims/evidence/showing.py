"""What a page shows of the evidence of a claim."""

from dataclasses import dataclass

from claims.evidence import KINDS, kind_of
from claims.evidence.kinds import Kind
from claims.models import Claim, Evidence, Vouch

ENDED_SHOWN = 20
VOUCHES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of evidence, and what was found of it, if anything."""

    kind: Kind
    evidence: Evidence | None

    @property
    def is_strong_and_counts(self) -> bool:
        return bool(self.evidence and self.evidence.counts and self.evidence.is_strong)


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """What `claims/_evidence.html` shows: each kind while the claim lives, vouches, what ended, latest first."""

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
    keys = list(dict.fromkeys([*KINDS, *current])) if claim.is_live else []
    return EvidenceList(
        pieces=[Piece(kind_of(key), current.get(key)) for key in keys],
        ended=[Piece(kind_of(row.kind), row) for row in rows if row.ended_at][:ENDED_SHOWN],
        vouches=list(claim.vouches.for_evidence()[:VOUCHES_SHOWN]),
    )
