"""What each kind of evidence asks of a claimant: what to do, what to name, what to put there."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from claims.evidence import KINDS, Kind, Known, Request
from claims.evidence.addressed import addressed
from claims.models import Claim, Evidence, EvidenceCheck


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of evidence, what it asks for, and what was found of it so far."""

    kind: Kind
    check: EvidenceCheck
    request: Request
    evidence: Evidence | None

    @property
    def is_found(self) -> bool:
        return bool(self.evidence and self.evidence.counts)

    @property
    def is_strong(self) -> bool:
        """Whether it alone is enough: what was found may be more or less than its kind usually is."""
        if self.evidence:
            return self.evidence.is_strong
        return self.kind.is_strong and self.request.can_be_strong

    @property
    def found(self) -> str:
        """What was found, or what came of the latest look, said to the claimant."""
        return addressed(self.evidence.found if self.evidence and self.is_found else self.check.words)

    @property
    def is_shown(self) -> bool:
        """Whether there is something to do, or something was named or found."""
        return self.request.is_possible or bool(self.evidence or self.check.target)


def checks_of(claim: Claim) -> dict[str, EvidenceCheck]:
    """By kind the row with the claimant's target and token; made here where it is missing."""
    known = {row.kind: row for row in claim.checks.all()}
    missing = [key for key in KINDS if key not in known]
    if missing:
        new = [EvidenceCheck(claim=claim, kind=key, token=new_token()) for key in missing]
        # Somebody else may make them at this moment: theirs are as good.
        EvidenceCheck.objects.bulk_create(new, ignore_conflicts=True)
        known = {row.kind: row for row in claim.checks.all()}
    return {key: known[key] for key in KINDS}


def new_token() -> str:
    """What nobody guesses."""
    return secrets.token_urlsafe(24)


def known_of(check: EvidenceCheck | None, pieces: Sequence[Evidence]) -> Known:
    """What a kind has to know before it asks or looks. Where there is no check yet, nothing was named."""
    current = next((piece.reference for piece in pieces if piece.ended_at is None), "")
    set_aside = frozenset(piece.reference for piece in pieces if piece.is_set_aside)
    if check is None:
        return Known(current, set_aside)
    return Known(current, set_aside, target=check.target, token=check.token)


def asked_of(claim: Claim) -> list[Asked]:
    """Every kind that a claimant can do something about, the strong ones first."""
    pieces = list(claim.evidence.for_check())
    asked = []
    for key, check in checks_of(claim).items():
        own = [piece for piece in pieces if piece.kind == key]
        current = next((piece for piece in own if piece.ended_at is None), None)
        kind = KINDS[key]
        asked.append(Asked(kind, check, kind.ask(claim, known_of(check, own)), current))
    return sorted(asked, key=lambda one: not one.kind.is_strong)


def is_anything_offered(claim: Claim) -> bool:
    """Whether there is something besides words: a target was named, or evidence was found."""
    return claim.checks.exclude(target="").exists() or claim.evidence.current().exists()
