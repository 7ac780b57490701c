"""Which answers of the claimant's sheet are carried out on approval: all, but those that an administrator denies."""

from django.db import transaction

from accounts.models import User
from claims.examination.checking import hold
from claims.examination.keeping import log
from claims.models import Claim, ClaimAnswer
from claims.steps import ClaimMoved, refuse_own

DENIED = "An administrator decided not to carry this answer out."


class AlreadySo(Exception):
    """The answer is denied, or allowed, already; or it is gone."""


@transaction.atomic
def deny(claim: Claim, answer: int, *, by: User) -> None:
    """Do not carry this answer out when the claim is approved."""
    say(claim, answer, before="", after=DENIED, note="An answer for a work will not be carried out.", by=by)


@transaction.atomic
def allow(claim: Claim, answer: int, *, by: User) -> None:
    """Carry it out after all."""
    say(
        claim,
        answer,
        before=DENIED,
        after="",
        note="An answer for a work will be carried out after all.",
        by=by,
    )


def say(claim: Claim, answer: int, *, before: str, after: str, note: str, by: User) -> None:
    held = hold(claim)
    refuse_own(held, by=by)
    if not held.is_open:
        raise ClaimMoved(claim)
    if not ClaimAnswer.objects.filter(claim=held, pk=answer, refused=before).update(refused=after):
        raise AlreadySo(answer)
    log(held, note, by=by)
