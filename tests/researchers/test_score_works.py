"""The command `score_works`, and the tasks that score works."""

import json

import pytest

from config.schedule import CELERY_BEAT_SCHEDULE
from researchers import tasks
from researchers.management.commands import score_works
from researchers.scoring import score_all
from tests.builders import make_work
from tests.commands import run_command
from works.models import WorkScore
from works.scores import scoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_works():
    """Which wait, in a record that is too small to compare texts."""
    for name in ("Kites", "Birds"):
        WorkScore.objects.create(work=make_work(name))


@pytest.fixture
def no_full_scoring(monkeypatch):
    monkeypatch.setattr(tasks, "is_full_scoring_due", lambda: False)


def waiting():
    return WorkScore.objects.exclude(stale_at=None).count()


@pytest.mark.parametrize("words", [(), ("--all",)])
def test_what_waits_is_scored(two_works, capsys, words):
    assert run_command("score_works", *words, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["scored"] == 2
    assert answer.keys() == {"scored", "seconds"}
    assert waiting() == 0


def test_where_nothing_waits_nothing_is_scored_unless_all_are_asked_for(two_works, capsys):
    score_all()
    assert run_command("score_works", "--json") == 0
    assert json.loads(capsys.readouterr().out)["scored"] == 0
    assert run_command("score_works", "--all") == 0
    assert capsys.readouterr().out.startswith("Scored 2 in ")


def test_wrong_use_is_refused(capsys):
    assert run_command("score_works", "--every") == 2


def test_it_is_said_that_another_process_scores_all(two_works, capsys, monkeypatch):
    monkeypatch.setattr(scoring, "TRY_ALONE", "SELECT false")
    assert run_command("score_works", "--all") == 1
    assert "Another process scores all works just now." in capsys.readouterr().err
    assert waiting() == 2


def test_the_sweep_has_all_scored_where_that_is_due(two_works):
    assert tasks.sweep_scores() == 0  # the suite does at once what it asks for
    assert waiting() == 0
    assert tasks.score_all_works_if_due() == 0


def test_the_sweep_scores_batch_by_batch_until_nothing_waits(monkeypatch, no_full_scoring):
    batches = iter([200, 200, 7, 0])
    monkeypatch.setattr(tasks, "score_some", lambda: next(batches))
    assert tasks.sweep_scores() == 407


def test_the_sweep_leaves_off_after_a_while(monkeypatch, no_full_scoring):
    monkeypatch.setattr(tasks, "SOME_TIME", 0)
    monkeypatch.setattr(tasks, "score_some", lambda: 200)
    assert tasks.sweep_scores() == 200


def test_by_night_all_are_scored_where_something_changed(two_works):
    assert tasks.score_all_works() == 2


def test_beat_asks_for_both():
    asked = {entry["task"] for entry in CELERY_BEAT_SCHEDULE.values()}
    assert asked >= {"researchers.tasks.sweep_scores", "researchers.tasks.score_all_works"}


def test_the_command_does_not_leave_the_first_full_scoring_to_others(two_works, capsys, monkeypatch):
    monkeypatch.setattr(scoring, "somebody_has_turn", lambda: True)
    assert run_command("score_works", "--json") == 0
    assert json.loads(capsys.readouterr().out)["scored"] == 2
    assert waiting() == 0


def test_works_that_others_have_in_hand_are_not_said_to_be_done(two_works, capsys, monkeypatch):
    monkeypatch.setattr(score_works, "is_full_scoring_needed", lambda: False)
    monkeypatch.setattr(score_works, "score_some", lambda: 0)
    assert run_command("score_works") == 1
    assert "2 works still wait" in capsys.readouterr().err
