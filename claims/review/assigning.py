"""Which administrator is at a claim, so that two do not decide it at once. Whoever is, is for half an hour."""

from datetime import datetime, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from claims.models import Claim
from claims.steps import ClaimMoved, refuse_own

LEASE = timedelta(minutes=30)


class TakenByOther(Exception):
    """Another administrator is at this claim."""


class NotTaken(Exception):
    """This administrator is not at this claim, or not any more."""


def take(claim: Claim, *, by: User) -> datetime:
    """Be at a claim until the moment returned. Taking it again prolongs that; of two at once one wins."""
    refuse_own(claim, by=by)
    until = timezone.now() + LEASE
    mine = Claim.objects.free_for(by).filter(pk=claim.pk)
    if not mine.update(assigned_to=by, assigned_until=until):
        raise why_not(claim)
    return until


def release(claim: Claim, *, by: User) -> None:
    """Leave it to others."""
    mine = Claim.objects.filter(pk=claim.pk, assigned_to=by, assigned_until__gt=Now())
    if not mine.update(assigned_to=None, assigned_until=None):
        raise NotTaken(claim)


def why_not(claim: Claim) -> Exception:
    """What stood against taking it, as it stands now."""
    current = Claim.objects.select_related("assigned_to").get(pk=claim.pk)
    return TakenByOther(current) if current.is_open else ClaimMoved(current)


def taken_by_other(claim: Claim, user: User) -> User | None:
    """Who else is at it now."""
    return claim.taker if claim.taker != user else None
