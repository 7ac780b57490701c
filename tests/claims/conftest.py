"""Carol claims the page of "Carol Stranger-Holm"; Dora has nothing to do with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from accounts.models import User
from claims.evidence import COAUTHOR, KINDS, Kind
from claims.flow.drafting import begin_claim
from claims.models import Claim
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher, make_user
from tests.claims.notice_board import NoticeBoard
from tests.claims.oracle import Oracle


@pytest.fixture
def page(db: None) -> Researcher:
    """An unclaimed page."""
    return make_researcher("Carol Stranger-Holm", slug="carol-stranger-holm", trust_stale_at=None)


@pytest.fixture
def claim(page: Researcher, carol: User) -> Claim:
    """Carol's open claim to `page`."""
    return make_claim(page, carol, reason="I worked there from 2015 to 2021.")


@pytest.fixture
def draft(page: Researcher, carol: User) -> Claim:
    """Carol's claim to `page`, begun and not sent."""
    return begin_claim(page, by=carol)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> NoticeBoard:
    """One more kind of evidence: a token at a place that the claimant names."""
    board = NoticeBoard()
    monkeypatch.setitem(KINDS, board.key, board)
    return board


@pytest.fixture
def carried_out(django_capture_on_commit_callbacks: Callable[..., Any]) -> AbstractContextManager[Any]:
    """Within it, what waits for a commit is done at the end, as if there had been one."""
    return django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def dora(db: None) -> User:
    """Has an account, and nothing else."""
    return make_user("dora@example.org", name="Dora Passerby")


@pytest.fixture
def oracle(monkeypatch: pytest.MonkeyPatch) -> Oracle:
    """Answers for the word of co-authors; no other kind finds anything."""
    oracle = Oracle()
    for kind in KINDS.values():
        check = oracle if kind is COAUTHOR else lambda claim, known: None
        monkeypatch.setattr(kind, "check", check)
    return oracle


@pytest.fixture
def kind(oracle: Oracle) -> Kind:
    """The kind for which the oracle answers."""
    return COAUTHOR


@pytest.fixture
def approved(carol: User) -> Claim:
    """An approved claim, whose page is not stale."""
    return make_claim(make_researcher(trust_stale_at=None), carol, state=Claim.State.APPROVED)
