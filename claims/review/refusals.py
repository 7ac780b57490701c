"""Why an administrator's decision was not carried out, in words."""

from django.db import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

from claims.models import Claim
from claims.review import deciding
from claims.review.assigning import NotTaken
from claims.review.freshness import NewsSince
from claims.review.uniting import CannotApprove
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, OwnClaim, PageTaken
from common.templatetags.text import moment

OWN = (
    "This is your own claim, or one to a page that you hold or claim yourself. "
    "Another administrator has to decide it."
)
REFUSALS: dict[type[Exception], str] = {
    OwnClaim: OWN,
    deciding.AccountDeactivated: "The account of the claimant is deactivated. Nothing was changed.",
    ClaimMoved: "This claim has moved on in the meantime; here is where it stands now. Nothing was changed.",
    PageTaken: (
        "The page cannot be given any more: it belongs to somebody else, was merged into another, is kept in memory, "
        "or is not public. Nothing was changed."
    ),
    HoldsAnotherPage: "The claimant already has a page, and one person has one page. Nothing was changed.",
    EmailNotConfirmed: "The claimant has no confirmed e-mail address any more. Nothing was changed.",
    NewsSince: (
        "Something has happened to this claim since you opened it, and is told below. Nothing was changed. "
        "If your decision stands, send it again."
    ),
    CannotApprove: "The records cannot be made one page, so nothing was changed.",
    deciding.ClaimedAgain: "The claimant has another claim to this page that is not decided. Nothing was changed.",
    NotTaken: "This ticket is not assigned to you, or not any more.",
}

BUSY = (DeadlockDetected, LockNotAvailable)
LATER = "Somebody else is changing it just now; try again."


def busy_words(error: OperationalError) -> str:
    """What to say where two wanted the same rows and the database let the other one win. Raises any other error."""
    if not isinstance(error.__cause__, BUSY):
        raise error
    return LATER


def words_for(error: Exception) -> str:
    why = f" {error}" if isinstance(error, CannotApprove) else ""
    return f"{REFUSALS[type(error)]}{why}"


def taken_words(claim: Claim) -> str:
    """Who is at it, and until when."""
    until = f" until {moment(claim.assigned_until)}" if claim.assigned_until else ""
    return f"{claim.assigned_to or 'Somebody else'} has taken this ticket{until}."
