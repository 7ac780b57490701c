"""What a claimant is told about their evidence."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from claims.evidence.addressed import addressed
from claims.evidence.kinds import Kind
from claims.models import Evidence


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice to the claimant."""

    subject: str
    text: str


def day(moment: datetime) -> str:
    return date_format(moment, "F j, Y")


def page_of(evidence: Evidence) -> str:
    return "your page" if evidence.claim.is_holding else "the page you claim"


def consequence(evidence: Evidence) -> str:
    """What it means that a piece ended."""
    if evidence.claim.is_holding:
        return "The verification level of your page may be lower now."
    return "Your claim stays open."


def missed(evidence: Evidence, kind: Kind) -> Letter:
    """A check did not find it any more, and the time of grace has begun."""
    return Letter(
        f"Evidence for {page_of(evidence)} was not found again: {kind.title}",
        f"We looked again for what ties you to {page_of(evidence)} and did not find this any more:\n\n"
        f"{addressed(evidence.found)}\n\n"
        f"It counts until {day(evidence.counts_until)}. We look again every day until then; if it is found, "
        f"nothing changes.\n\nWhat you can do: {kind.advise(evidence.claim)}",
    )


def ended(evidence: Evidence, kind: Kind, because: str) -> Letter:
    """It counts no more."""
    return Letter(
        f"Evidence for {page_of(evidence)} does not count any more: {kind.title}",
        f"This tied you to {page_of(evidence)} and does not count any more:\n\n{addressed(evidence.found)}\n\n"
        f"Why: {because}\n\n{consequence(evidence)} What you can do: {kind.advise(evidence.claim)}",
    )


def expiring(evidence: Evidence, kind: Kind) -> Letter:
    """It will end by itself, unless somebody does something."""
    return Letter(
        f"Evidence for {page_of(evidence)} is about to expire: {kind.title}",
        f"This ties you to {page_of(evidence)}:\n\n{addressed(evidence.found)}\n\n"
        f"It counts until {day(evidence.expires_at)}, and cannot be renewed without you. "
        f"What you can do: {kind.advise(evidence.claim)}",
    )


def doubted(because: str) -> Letter:
    """An administrator took back that the identity was confirmed."""
    return Letter(
        "Your identity is not confirmed any more",
        f"An administrator had confirmed who you are, and has taken that back.\n\nWhy: {because}\n\n"
        "The verification level of your page may be lower now. Your claim and your evidence stand as they were.",
    )


def unfounded() -> Letter:
    """What the confirmation of the identity was about does not count any more."""
    return Letter(
        "Your identity is not confirmed any more",
        "An administrator had confirmed who you are, on two kinds of strong evidence. Fewer count now, so the "
        "confirmation ended with them.\n\nThe verification level of your page may be lower now. When two kinds of "
        "strong evidence count again, an administrator can decide anew.",
    )
