"""Looks at places that people name may take long, and leave workers to all else."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.examination import slots
from claims.examination.examining import examine
from claims.examination.rechecking import recheck_due
from claims.flow.drafting import name_target
from claims.models import Claim
from claims.tasks import ask_silent_again
from tests.builders import make_evidence
from tests.claims.tied import sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_slot(monkeypatch):
    monkeypatch.setattr(slots, "number_of_slots", lambda: 1)


@contextmanager
def others_at_it():
    """Another process looks somewhere."""
    looking = slots.slot()

    def end():
        looking.__exit__(None, None, None)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(looking.__enter__).result()
        try:
            yield
        finally:
            pool.submit(end).result()


@pytest.fixture
def named(oracle, board) -> Claim:
    oracle.answer = None
    claim = sent()
    name_target(claim, board, "board:north")
    board.hung_up["board:north"] = claim.checks.get(kind=board.key).token
    return claim


def test_a_claim_that_names_a_place_waits_while_others_look(named):
    with others_at_it():
        assert not examine(named.pk)
        waiting = Claim.objects.get(pk=named.pk)
        assert waiting.checks_due_at
        assert (waiting.checks_leased_until, waiting.checked_at) == (None, None)
    assert examine(named.pk)
    assert named.evidence.exists()


def test_a_claim_that_names_none_does_not_wait(oracle):
    oracle.answer = None
    claim = sent()
    with others_at_it():
        assert examine(claim.pk)


def test_evidence_that_is_looked_at_again_waits_too(named, board):
    make_evidence(named, board.key, next_check_at=timezone.now())
    with others_at_it():
        assert recheck_due(10) == 0
    assert recheck_due(10) == 1


def test_who_did_not_answer_is_not_asked_while_others_look(named, board):
    board.is_silent = True
    examine(named.pk)
    named.checks.update(looked_at=timezone.now() - timedelta(hours=1))
    with others_at_it():
        assert ask_silent_again() == 0
    assert ask_silent_again() == 1


def test_a_slot_is_free_again_when_a_look_breaks():
    with pytest.raises(ZeroDivisionError), slots.slot():
        raise ZeroDivisionError
    with others_at_it():
        pass


@pytest.mark.parametrize(("cores", "expected"), [(None, 1), (1, 1), (2, 1), (8, 7)])
def test_one_core_is_left_to_all_else_where_there_are_several(monkeypatch, cores, expected):
    monkeypatch.undo()
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert slots.number_of_slots() == expected
