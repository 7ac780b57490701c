"""Imports that do not reach their end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest.importing import KILLED, import_items, start_run
from ingest.models import ImportRun
from ingest.records import WorkRecord
from ingest.tasks import close_runs
from researchers.models import Researcher
from tests.ingest.records import load, make_record
from works.models import Topic, Work

pytestmark = pytest.mark.django_db

State = ImportRun.State


def stopped_after(*records: WorkRecord) -> Iterator[WorkRecord]:
    yield from records
    raise KeyboardInterrupt


def test_ctrl_c_keeps_what_was_stored_and_counts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.loading.Loader.load.__kwdefaults__", {"batch": 1})
    records = [make_record(str(n), authors=("Ada Lindqvist",), categories=["cs.LG"]) for n in range(3)]
    run = import_items(start_run("credence", "test"), stopped_after(*records))
    assert (run.state, run.error, run.read) == (State.FAILED, "It was interrupted.", 3)
    assert Work.objects.count() == 3
    assert Topic.objects.get(name="Machine Learning").works_count == 3
    assert Researcher.objects.get().works_count == 3


def test_importing_again_after_an_interruption_brings_in_the_rest() -> None:
    records = [make_record(str(n)) for n in range(3)]
    import_items(start_run("credence", "test"), stopped_after(*records[:2]))
    run = load(*records)
    assert run.state == State.DONE
    assert Work.objects.count() == 3


@pytest.mark.parametrize(
    ("state", "minutes", "closed"),
    [(State.RUNNING, 11, 1), (State.RUNNING, 9, 0), (State.DONE, 11, 0), (State.FAILED, 11, 0)],
)
def test_a_run_that_was_killed_does_not_say_for_ever_that_it_runs(
    state: str, minutes: int, closed: int
) -> None:
    run = start_run("credence", "test")
    heard_at = timezone.now() - timedelta(minutes=minutes)
    ImportRun.objects.update(state=state, heard_at=heard_at, error="")
    assert close_runs() == closed
    run.refresh_from_db()
    assert (run.state, run.error) == ((State.FAILED, KILLED) if closed else (state, ""))
    assert bool(run.finished_at) == bool(closed)


def test_the_topics_of_a_killed_run_are_counted() -> None:
    load(make_record("1", categories=["cs.LG"]))
    Topic.objects.update(works_count=0)
    run = start_run("credence", "test")
    ImportRun.objects.filter(pk=run.pk).update(heard_at=timezone.now() - timedelta(hours=1))
    close_runs()
    assert Topic.objects.get(name="Machine Learning").works_count == 1
