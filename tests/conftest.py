"""The cast, and what every test may ask for. Ada owns her page, Bob wrote with her, Carol is a stranger."""

import gc
import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, settings

from accounts.models import User
from researchers.models import Researcher
from tests.builders import make_researcher, make_user

SELDOM = (20_000, 20, 100)
LOCAL = ("127.0.0.1", "::1", "localhost")

# What a clock says beside other work is no property of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end, and looking through them for garbage takes a tenth of a second each time."""
    gc.set_threshold(*SELDOM)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be talked to."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL:
            raise AssertionError(f"A test wanted to connect to {address}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_locally)


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Rate limits and cached pages of one test are not another's."""
    cache.clear()


@pytest.fixture
def ada_page(db: None) -> Researcher:
    """A claimed page."""
    user = make_user("ada@example.org", name="Ada Lindqvist")
    return make_researcher("Ada Lindqvist", user=user, claimed_at=timezone.now(), verification_level=2)


@pytest.fixture
def ada(ada_page: Researcher) -> User:
    """Owns the page `ada_page`."""
    assert ada_page.user
    return ada_page.user


@pytest.fixture
def bob_page(db: None) -> Researcher:
    user = make_user("bob@example.org", name="Bob Okafor")
    return make_researcher("Bob Okafor", user=user, claimed_at=timezone.now(), verification_level=2)


@pytest.fixture
def bob(bob_page: Researcher) -> User:
    """Owns the page `bob_page`."""
    assert bob_page.user
    return bob_page.user


@pytest.fixture
def carol(db: None) -> User:
    """A stranger with an account."""
    return make_user("carol@example.org", name="Carol Stranger")


@pytest.fixture
def admin(db: None) -> User:
    """An administrator."""
    return make_user("admin@example.org", name="Wilma Warden", is_staff=True, is_superuser=True)


@pytest.fixture
def as_user() -> Callable[[User | None], Client]:
    """A client signed in as somebody, or as nobody."""

    def client_of(user: User | None) -> Client:
        client = Client()
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of


@pytest.fixture
def count_queries() -> Callable[[Callable[[], Any]], int]:
    def count(deed: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            deed()
        return len(queries)

    return count
