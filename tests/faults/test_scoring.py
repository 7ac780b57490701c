"""Whoever scores all works is killed in the midst of storing, in a real process; it is as if it had not begun."""

import pytest

from researchers.scoring import score_all
from tests.builders import make_work
from tests.faults.processes import PATIENCE, eventually, kill, nobody_has_locks, start, stopped_at
from tests.works.scores.corpora import titles
from works.models import TextSpace, WorkScore
from works.scores import full, nearest, phrases

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = """
import sys
import django
django.setup()
from works.scores import full, nearest, phrases
full.FEWEST_WORKS, phrases.FEWEST_WORKS, nearest.FEWEST_EARLIER = 20, 10, 5
from django.core.management import execute_from_command_line as run
run(sys.argv)
"""
PLACING = ("works_scoregroup", "EXCLUSIVE")
RECORD = 30


@pytest.fixture
def works(monkeypatch):
    monkeypatch.setattr(full, "FEWEST_WORKS", 20)
    monkeypatch.setattr(phrases, "FEWEST_WORKS", 10)
    monkeypatch.setattr(nearest, "FEWEST_EARLIER", 5)
    for place, title in enumerate(titles(RECORD)):
        WorkScore.objects.create(work=make_work(title, year=1990 + place))


def test_a_command_that_is_killed_leaves_all_as_it_was_and_the_same_again_does_it(works):
    command = start(SMALL, "score_works", "--all")
    with stopped_at(*PLACING, command):
        kill(command)
    eventually(nobody_has_locks)
    assert not TextSpace.objects.exists()
    assert WorkScore.objects.filter(stale_at__isnull=False, vector=None).count() == RECORD
    assert score_all() == RECORD
    assert WorkScore.objects.filter(stale_at=None, space=TextSpace.objects.get()).count() == RECORD


def test_whoever_comes_while_another_process_stores_leaves_it_to_that_one(works):
    command = start(SMALL, "score_works", "--all")
    with stopped_at(*PLACING, command):
        assert score_all() is None
    command.communicate(timeout=PATIENCE)
    assert command.returncode == 0
    assert not WorkScore.objects.exclude(stale_at=None).exists()
