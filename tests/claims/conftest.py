"""Carol claims the page of "Carol Stranger-Holm"; Dora has nothing to do with it."""

import pytest

from accounts.models import User
from claims.models import Claim
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher, make_user


@pytest.fixture
def page(db: None) -> Researcher:
    """An unclaimed page."""
    return make_researcher("Carol Stranger-Holm", slug="carol-stranger-holm", trust_stale_at=None)


@pytest.fixture
def claim(page: Researcher, carol: User) -> Claim:
    """Carol's open claim to `page`."""
    return make_claim(page, carol, reason="I worked there from 2015 to 2021.")


@pytest.fixture
def dora(db: None) -> User:
    """Has an account, and nothing else."""
    return make_user("dora@example.org", name="Dora Passerby")
