"""What every step of a claim shares: where it may lead, that one of two at once wins, and a line in the log."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.functions import Now

from accounts.models import User
from claims.models import Claim, ClaimEvent
from researchers.models import Researcher

State = Claim.State

# From each state, where a claim may go. Nothing else is a step, whoever takes it.
STEPS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset(
        {State.NEEDS_INFORMATION, State.APPROVED, State.REJECTED, State.WITHDRAWN},
    ),
    State.NEEDS_INFORMATION: frozenset({State.SUBMITTED, State.APPROVED, State.REJECTED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.DISPUTED, State.REVOKED}),
    State.DISPUTED: frozenset({State.APPROVED, State.REVOKED}),
    State.REJECTED: frozenset({State.SUBMITTED}),
    State.WITHDRAWN: frozenset(),
    State.REVOKED: frozenset({State.APPROVED}),
}


class ClaimMoved(Exception):
    """The claim is no longer in a state from which this step leads on."""


class NoSuchStep(Exception):
    """No claim ever goes from one of these states to the other."""


class EmailNotConfirmed(Exception):
    """The claimant has no confirmed e-mail address."""


class PageTaken(Exception):
    """The page belongs to somebody, or is no page of its own any more."""


class HoldsAnotherPage(Exception):
    """The claimant already has a page."""


class OwnClaim(Exception):
    """Nobody decides on their own claim, nor on one to a page that they hold or claim themselves."""


def take_step(
    claim: Claim,
    state: Claim.State,
    *,
    among: Iterable[str],
    by: User | None,
    note: str = "",
    about: str = ClaimEvent.About.STEP,
    **fields: Any,
) -> ClaimEvent:
    """Move the claim if it still stands in one of the states `among`, and log it. At its end its evidence ends.

    Once it gives its claimant a page, also again, the page is told what they said, and evidence is looked for anew.
    """
    among = list(among)
    refuse_unknown(state, among)
    is_end = state not in Claim.LIVE_STATES
    if is_end:
        fields |= {"identity_decided_at": None, "identity_decided_by": None, "checks_due_at": None}
    if state == State.APPROVED:
        fields.setdefault("checks_due_at", Now())
    won = Claim.objects.filter(pk=claim.pk, state__in=among).update(state=state, **fields)
    if not won:
        raise ClaimMoved(claim)
    if is_end:
        claim.evidence.end(f"The claim was {state.label.lower()}.")
    claim.state = state
    return ClaimEvent.objects.create(claim=claim, about=about, state=state, by=by, note=note)


def refuse_unknown(state: str, among: Iterable[str]) -> None:
    """Raise NoSuchStep where one of the states leads elsewhere."""
    if unknown := [one for one in among if state not in STEPS[one]]:
        raise NoSuchStep(unknown, state)


def refuse_own(claim: Claim, *, by: User) -> None:
    if is_concerned(by, claim):
        raise OwnClaim(claim)


def is_concerned(user: User, claim: Claim) -> bool:
    """Whether it is their own claim, one to a page that they hold or claim themselves, be it one of several, or one for
    which they vouch: what somebody has said is not weighed by the same person.
    """
    is_theirs = user.pk == claim.user_id or is_holder(user, claim) or user.claims.rivaling(claim).exists()
    return is_theirs or claim.vouches.standing().given_by(user).exists()


def is_holder(user: User, claim: Claim) -> bool:
    return Researcher.objects.filter(pk__in=claim.record_ids(), user=user).exists()


def has_confirmed_email(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, verified=True).exists()
