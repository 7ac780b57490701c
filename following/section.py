"""The follow button, as the researcher page and the list of followed people show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from following.models import Follow
from researchers.models import Researcher


@dataclass(frozen=True, slots=True)
class FollowSection:
    """What `following/_section.html` shows."""

    researcher: Researcher
    signed_in: bool
    is_following: bool

    @property
    def count(self) -> int:
        return self.researcher.followers_count


def follow_section(researcher: Researcher, user: User | AnonymousUser) -> FollowSection:
    is_following = isinstance(user, User) and Follow.objects.of(user).to(researcher).exists()
    return FollowSection(researcher=researcher, signed_in=user.is_authenticated, is_following=is_following)


def followed_sections(pages: Iterable[int]) -> list[FollowSection]:
    """The buttons of researchers who are followed, for a list of them."""
    wanted = list(pages)
    people = Researcher.objects.in_bulk(wanted)
    return [FollowSection(researcher=people[pk], signed_in=True, is_following=True) for pk in wanted]
