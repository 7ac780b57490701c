"""What a claimant may do: claim a page, answer, withdraw."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.models import Claim, ClaimEvent
from claims.steps import EmailNotConfirmed, HoldsAnotherPage, PageTaken, has_confirmed_email, take_step
from researchers.models import Researcher

MOST_OPEN_CLAIMS = 3


class AlreadyClaiming(Exception):
    """This person's claim to this page is still open."""


class TooManyClaims(Exception):
    """This person has as many open claims as one may have at a time."""


def submit_claim(researcher: Researcher, *, by: User, reason: str) -> Claim:
    """Say that this page is `by`'s, and why."""
    refuse_claim(researcher, by=by)
    try:
        with transaction.atomic():
            # Held until commit, so that claims sent at the same moment are counted one after the other.
            User.objects.select_for_update().get(pk=by.pk)
            if by.claims.open().count() >= MOST_OPEN_CLAIMS:
                raise TooManyClaims(by)
            claim = Claim.objects.create(researcher=researcher, user=by, reason=reason)
            ClaimEvent.objects.create(claim=claim, state=claim.state, by=by)
    except IntegrityError as error:
        raise AlreadyClaiming(researcher) from error
    return claim


def refuse_claim(researcher: Researcher, *, by: User) -> None:
    """Raise what speaks against a claim of `by` to this page, if anything does."""
    if researcher.user_id or researcher.merged_into_id:
        raise PageTaken(researcher)
    if Researcher.objects.filter(user=by).exists():
        raise HoldsAnotherPage(by)
    if by.claims.open().about(researcher).exists():
        raise AlreadyClaiming(researcher)
    if not has_confirmed_email(by):
        raise EmailNotConfirmed(by)


@transaction.atomic
def answer_question(claim: Claim, *, by: User, answer: str) -> None:
    """Give what an administrator asked for; the claim keeps its place in the queue."""
    take_step(claim, Claim.State.SUBMITTED, among=[Claim.State.NEEDS_INFORMATION], by=by, note=answer)


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: User) -> None:
    """Take an open claim back."""
    take_step(claim, Claim.State.WITHDRAWN, among=Claim.OPEN_STATES, by=by, decided_at=Now())
