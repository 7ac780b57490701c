"""Claims that were just sent, and such as a rule approves. All of it is invented."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from claims.models import Claim
from researchers.models import Researcher
from tests.builders import make_authorship, make_claim, make_researcher, make_user, make_work
from tests.claims.facts import ORCID


def with_orcid(user: User, orcid: str = ORCID) -> User:
    """As after signing in at ORCID."""
    user.socialaccount_set.create(provider="orcid", uid=orcid)
    return user


def make_printed(page: Researcher, works: int = 2, orcid: str = ORCID) -> Researcher:
    """The page lists so many works that print the iD."""
    for _ in range(works):
        make_authorship(make_work(), page, position=0, orcid=orcid)
    return page


def sent(page: Researcher | None = None, user: User | None = None, **fields: Any) -> Claim:
    """A claim that was just sent."""
    page = page or make_researcher("Carol Stranger-Holm")
    user = user or make_user(name=page.preferred_name)
    return make_claim(page, user, checks_due_at=timezone.now(), **fields)


def tied() -> Claim:
    """One that a rule approves."""
    claim = sent(make_printed(make_researcher("Carol Stranger-Holm")))
    with_orcid(claim.user)
    return claim
