"""What every step of a claim shares: only one of two at once wins, and each leaves a line in the log."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User
from claims.models import Claim, ClaimEvent


class ClaimMoved(Exception):
    """The claim is no longer in a state from which this step leads on."""


class EmailNotConfirmed(Exception):
    """The claimant has no confirmed e-mail address."""


class PageTaken(Exception):
    """The page belongs to somebody, or is no page of its own any more."""


class HoldsAnotherPage(Exception):
    """The claimant already has a page."""


class OwnClaim(Exception):
    """Nobody decides on their own claim."""


def take_step(
    claim: Claim, state: Claim.State, *, among: Sequence[str], by: User | None, note: str = "", **fields: Any
) -> None:
    """Move the claim if it still stands in one of the states `among`, and log it. At its end its evidence ends."""
    is_end = state not in Claim.LIVE_STATES
    if is_end:
        fields |= {"identity_decided_at": None, "identity_decided_by": None}
    won = Claim.objects.filter(pk=claim.pk, state__in=among).update(state=state, **fields)
    if not won:
        raise ClaimMoved(claim)
    if is_end:
        claim.evidence.end(f"The claim was {state.label.lower()}.")
    ClaimEvent.objects.create(claim=claim, state=state, by=by, note=note)
    claim.state = state


def refuse_own(claim: Claim, *, by: User) -> None:
    if claim.user_id == by.pk:
        raise OwnClaim(claim)


def has_confirmed_email(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, verified=True).exists()
