"""What the person described, and those who look after their page, may change there."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q

from accounts.models import User
from researchers.models import Delegate, Researcher


class NotTheirPage(Exception):
    """Somebody wanted to edit a page that is not theirs, or no longer."""


class PageContested(Exception):
    """Whose the page is, is disputed: what it says stays as it is until somebody has decided."""


def refuse_contested(researcher: Researcher) -> None:
    """Raises PageContested. Asked of the row as it is held: a dispute opened a moment ago wins."""
    if Researcher.objects.filter(pk=researcher.pk, contested_at__isnull=False).exists():
        raise PageContested(researcher)


def edit_profile(researcher: Researcher, *, by: User, bio: str, home_page: str, collaboration: str) -> None:
    """Let whoever may edit the page say who the person is. Raises NotTheirPage, PageContested."""
    # One conditional UPDATE: a claim revoked or disputed a moment ago must win.
    theirs = Q(user=by) | Q(pk__in=Delegate.objects.acting().filter(user=by).values("researcher"))
    own = Researcher.objects.filter(theirs, pk=researcher.pk)
    changed = own.filter(contested_at=None).update(
        bio=bio, home_page=home_page, collaboration=collaboration, version=F("version") + 1
    )
    if not changed:
        raise PageContested(researcher) if own.exists() else NotTheirPage(researcher)


def holds(researcher: Researcher, user: User | AnonymousUser) -> bool:
    """Whether the page is theirs."""
    return researcher.is_claimed and researcher.user_id == user.pk


def may_edit(researcher: Researcher, user: User | AnonymousUser) -> bool:
    """Whether they may edit the profile and answer for works: the page is theirs, or they look after it."""
    return holds(researcher, user) or looks_after(researcher, user)


def looks_after(researcher: Researcher, user: User | AnonymousUser) -> bool:
    """Whether the holder has made them a delegate, and they have accepted."""
    return (
        isinstance(user, User) and Delegate.objects.acting().filter(researcher=researcher, user=user).exists()
    )
