"""Part 5 of the researcher page: an invitation, or why there can be none now."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from collaboration.obstacles import Obstacle, obstacle_between
from researchers.models import Researcher


@dataclass(frozen=True, slots=True)
class CollaborationSection:
    """What `collaboration/_section.html` shows."""

    researcher: Researcher
    obstacle: Obstacle | None


def collaboration_section(researcher: Researcher, user: User | AnonymousUser) -> CollaborationSection:
    return CollaborationSection(researcher=researcher, obstacle=obstacle_between(researcher, user))
