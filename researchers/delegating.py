"""Letting somebody else look after a page, and ending it."""

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.models import User
from researchers.editing import refuse_contested
from researchers.models import Delegate, DelegateAsk, Researcher

MOST_DELEGATES = 5
# So that nobody keeps a list of people here. Addresses at which somebody accepted do not count.
MOST_ASKED = 20


class NotTheirsToGive(Exception):
    """Only who holds a page has somebody look after it."""


class TooManyDelegates(Exception):
    """As many as there may be look after the page."""


class TooManyAsked(Exception):
    """As many addresses as there may be are asked, and nobody has accepted there."""


class NoLongerAsked(Exception):
    """The task was ended, or the page is not that of who gave it any more."""


def ask_delegate(researcher: Researcher, user: User, *, by: User) -> Delegate | None:
    """Ask somebody to look after the page. None where they are asked, or do so, already.

    Those who have not answered do not count: else the number would tell the holder who has an account.

    Raises NotTheirsToGive, TooManyDelegates, PageContested.
    """
    with transaction.atomic():
        hold_own(researcher, by)
        refuse_contested(researcher)
        refuse_full(researcher)
        standing = Delegate.objects.standing().filter(researcher=researcher)
        if user == by or standing.filter(user=user).exists():
            return None
        # What was given by a former holder counts no more, and must not stand in the way.
        Delegate.objects.filter(researcher=researcher, user=user, ended_at=None).update(ended_at=Now())
        return Delegate.objects.create(researcher=researcher, user=user, given_by=by)


def refuse_full(researcher: Researcher) -> None:
    if Delegate.objects.acting().filter(researcher=researcher).count() >= MOST_DELEGATES:
        raise TooManyDelegates(researcher)


@transaction.atomic
def accept(delegate: Delegate, *, by: User) -> None:
    """Take the task on. Raises NoLongerAsked, TooManyDelegates, PageContested: to a disputed page comes nobody new."""
    Researcher.objects.filter(pk=delegate.researcher_id).hold()
    asked = Delegate.objects.standing().filter(pk=delegate.pk, user=by, accepted_at=None)
    if not asked.exists():
        raise NoLongerAsked(delegate)
    refuse_contested(delegate.researcher)
    refuse_full(delegate.researcher)
    # One ask is answered. Had they been asked at two addresses, that both vanish would tell whose both are.
    answered = DelegateAsk.objects.filter(delegate=delegate).order_by("pk")
    DelegateAsk.objects.filter(pk__in=answered.values("pk")[:1]).delete()
    if not Delegate.objects.filter(pk__in=asked.values("pk"), ended_at=None).update(accepted_at=Now()):
        raise NoLongerAsked(delegate)


def end(delegate: Delegate, *, by: User) -> None:
    """End the task, whichever of the two wants it. Raises NoLongerAsked."""
    standing = Delegate.objects.filter(pk=delegate.pk, ended_at=None)
    if delegate.user_id != by.pk:
        standing = standing.filter(researcher__user=by)
    if not Delegate.objects.filter(pk__in=standing.values("pk"), ended_at=None).update(ended_at=Now()):
        raise NoLongerAsked(delegate)


def refuse_too_many(asks: QuerySet[DelegateAsk], email: str) -> None:
    if not asks.filter(email=email).exists() and asks.count() >= MOST_ASKED:
        raise TooManyAsked(email)


def asked_by(ask: DelegateAsk) -> Delegate | None:
    """Whose task rests on this ask alone, and is not accepted."""
    if ask.delegate_id is None:
        return None
    others = DelegateAsk.objects.filter(delegate=ask.delegate_id).exclude(pk=ask.pk)
    waiting = Delegate.objects.standing().filter(pk=ask.delegate_id, accepted_at=None)
    return None if others.exists() else waiting.select_related("researcher").first()


def hold_own(researcher: Researcher, by: User) -> None:
    own = Researcher.objects.current().filter(pk=researcher.pk, user=by)
    if not own.select_for_update(no_key=True).values_list("pk"):
        raise NotTheirsToGive(researcher)
