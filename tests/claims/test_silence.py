"""Who did not answer while a claim waits is asked again: the silent alone, and few at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.examination.examining import examine
from claims.examination.silence import ask_again
from claims.flow.drafting import name_target
from claims.models import Claim
from claims.tasks import ask_silent_again
from tests.claims.tied import sent

pytestmark = pytest.mark.django_db


def silent(board, place: str) -> Claim:
    """A claim that waits, whose place did not answer an hour ago."""
    board.is_silent = True
    claim = sent()
    name_target(claim, board, f"board:{place}")
    board.hung_up[f"board:{place}"] = claim.checks.get(kind=board.key).token
    examine(claim.pk)
    claim.checks.update(looked_at=timezone.now() - timedelta(hours=1))
    board.is_silent = False
    return claim


@pytest.fixture
def waiting(oracle, board) -> Claim:
    oracle.answer = None
    return silent(board, "north")


def is_due(claim: Claim) -> bool:
    return Claim.objects.get(pk=claim.pk).checks_due_at is not None


def test_who_answers_now_is_believed_and_the_rules_are_asked(waiting, board):
    assert ask_silent_again() == 1
    assert waiting.evidence.get().kind == board.key
    assert is_due(waiting)
    assert ask_silent_again() == 0


def test_nobody_else_is_asked(waiting, oracle):
    asked = oracle.asked
    ask_silent_again()
    assert oracle.asked == asked


def test_who_says_no_ends_it(waiting, board):
    board.hung_up.clear()
    ask_silent_again()
    assert waiting.checks.get(kind=board.key).result == "missed"
    assert not is_due(waiting)


def test_who_is_silent_again_is_left_in_peace_for_a_while(waiting, board):
    board.is_silent = True
    assert [ask_silent_again(), ask_silent_again()] == [1, 0]
    assert waiting.checks.get(kind=board.key).result == "unavailable"
    assert not is_due(waiting)


def test_the_longest_silent_come_first_and_the_others_later(waiting, board):
    later = silent(board, "south")
    assert ask_again(1) == 1
    assert (is_due(waiting), is_due(later)) == (True, False)
    assert ask_again(1) == 1
    assert is_due(later)


@pytest.mark.parametrize("state", [Claim.State.DRAFT, Claim.State.APPROVED, Claim.State.REJECTED])
def test_nobody_is_asked_for_a_claim_that_does_not_wait(waiting, state):
    Claim.objects.update(state=state)
    assert ask_silent_again() == 0


def test_a_check_of_ours_that_broke_is_made_again(waiting, board, oracle):
    waiting.checks.filter(kind=board.key).delete()
    waiting.checks.filter(kind="coauthor").update(result="unavailable")
    asked = oracle.asked
    assert ask_silent_again() == 1
    assert oracle.asked == asked + 1
    assert waiting.checks.get(kind="coauthor").result == "missed"


def test_a_check_that_breaks_again_is_loud_and_keeps_no_other(waiting, board, monkeypatch):
    other = silent(board, "south")
    check = board.check

    def breaks(claim, known):
        if claim.pk == waiting.pk:
            raise ZeroDivisionError
        return check(claim, known)

    monkeypatch.setattr(board, "check", breaks)
    with pytest.raises(ExceptionGroup):
        ask_silent_again()
    assert other.evidence.exists()
    assert not waiting.evidence.exists()
