"""What the person described may change on their page."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from accounts.models import User
from researchers.models import Researcher


class NotTheirPage(Exception):
    """Somebody wanted to edit a page that is not theirs, or no longer."""


def edit_profile(researcher: Researcher, *, by: User, bio: str, home_page: str, collaboration: str) -> None:
    """Let the person who claimed the page say who they are. Raises NotTheirPage."""
    # One conditional UPDATE: a claim revoked a moment ago must win.
    changed = Researcher.objects.filter(pk=researcher.pk, user=by).update(
        bio=bio, home_page=home_page, collaboration=collaboration, version=F("version") + 1
    )
    if not changed:
        raise NotTheirPage(researcher)


def may_edit(researcher: Researcher, user: User | AnonymousUser) -> bool:
    return researcher.is_claimed and researcher.user_id == user.pk
