"""Imports that do not reach their end, and how they are gone on with."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils import timezone

from ingest.checkpoints import Checkpoint
from ingest.loading.carrying import carry_out_run
from ingest.loading.importing import import_items
from ingest.loading.loader import Tally
from ingest.loading.runs import (
    GIVEN_UP,
    LEFT_BEHIND,
    LOCK_SPACE,
    MOST_ATTEMPTS,
    close_orphans,
    held_runs,
    plan_run,
    release,
    resumable_run,
    start_run,
    take,
)
from ingest.models import ImportRun
from ingest.records import WorkRecord
from ingest.streams import BadSource
from ingest.tasks import take_up_runs
from researchers.models import Researcher
from tests.ingest.records import load, make_record
from works.models import Topic, Work

pytestmark = pytest.mark.django_db

State, Kind = ImportRun.State, ImportRun.Kind
INTERRUPTED = "It was interrupted. The same command again goes on from where it stopped."


@pytest.fixture
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.loading.loader.Loader.load.__kwdefaults__", {"batch": 2})


@pytest.fixture
def other_connection() -> Iterator[psycopg.Connection]:
    with psycopg.connect(**connection.get_connection_params()) as other:
        yield other


def stopped_after(*items: WorkRecord | Checkpoint) -> Iterator[WorkRecord | Checkpoint]:
    yield from items
    raise KeyboardInterrupt


@pytest.mark.usefixtures("batches_of_two")
def test_ctrl_c_keeps_what_was_stored_and_counts_it() -> None:
    records = [make_record(str(n), authors=("Ada Lindqvist",), categories=["cs.LG"]) for n in range(4)]
    run = import_items(start_run("credence", "test"), stopped_after(*records))
    assert (run.state, run.error, run.read) == (State.FAILED, INTERRUPTED, 4)
    assert Work.objects.count() == 4
    assert Topic.objects.get(name="Machine Learning").works_count == 4
    assert Researcher.objects.get().works_count == 4


def test_importing_again_after_an_interruption_brings_in_the_rest() -> None:
    records = [make_record(str(n)) for n in range(3)]
    import_items(start_run("credence", "test"), stopped_after(*records[:2]))
    run = load(*records)
    assert run.state == State.DONE
    assert Work.objects.count() == 3


@pytest.mark.usefixtures("batches_of_two")
def test_an_interrupted_run_is_gone_on_with() -> None:
    records = [make_record(str(n)) for n in range(7)]
    first = import_items(start_run("credence", "file"), stopped_after(*records[:5]))
    assert (first.read, first.checkpoint) == (4, {"items": 4})
    again = resumable_run("credence", "file")
    assert again
    assert again.pk == first.pk
    run = import_items(again, records)
    assert (run.state, run.error, run.read, run.created, run.unchanged) == (State.DONE, "", 7, 7, 0)
    assert run.checkpoint == {}
    assert Work.objects.count() == 7


@pytest.mark.usefixtures("batches_of_two")
def test_another_import_is_not_taken_for_the_one_that_was_interrupted() -> None:
    import_items(start_run("credence", "file"), stopped_after(make_record("1"), make_record("2")))
    assert resumable_run("credence", "another file") is None
    assert resumable_run("acl", "file") is None
    assert resumable_run("credence", "file", request={"files": "changed"}) is None


def test_a_run_that_reached_its_end_is_not_gone_on_with() -> None:
    import_items(start_run("credence", "file"), [make_record("1")])
    assert resumable_run("credence", "file") is None


def test_a_run_is_in_one_hand_at_a_time(other_connection: psycopg.Connection) -> None:
    run = start_run("credence", "file")
    assert run.pk in held_runs()
    held = "SELECT pg_try_advisory_lock(%s, %s)"
    assert other_connection.execute(held, [LOCK_SPACE, run.pk]).fetchone() == (False,)
    import_items(run, [])
    assert run.pk not in held_runs()
    assert other_connection.execute(held, [LOCK_SPACE, run.pk]).fetchone() == (True,)
    assert take(run) is None


@pytest.mark.parametrize(
    ("state", "minutes", "kind", "then"),
    [
        (State.RUNNING, 2, Kind.FILES, State.FAILED),
        (State.RUNNING, 2, Kind.UPLOAD, State.WAITING),
        (State.RUNNING, 2, Kind.FETCH, State.WAITING),
        (State.RUNNING, 0, Kind.FILES, State.RUNNING),
        (State.DONE, 2, Kind.FILES, State.DONE),
        (State.CANCELED, 2, Kind.UPLOAD, State.CANCELED),
    ],
)
def test_a_run_that_was_killed_does_not_say_for_ever_that_it_runs(
    state: str, minutes: int, kind: str, then: str
) -> None:
    run = start_run("credence", "test", kind=kind)
    release(run)
    ImportRun.objects.update(state=state, heard_at=timezone.now() - timedelta(minutes=minutes), error="")
    assert close_orphans() == (state != then)
    run.refresh_from_db()
    assert run.state == then
    assert run.error == (LEFT_BEHIND if then == State.FAILED else "")


def test_a_long_silence_of_a_living_process_is_no_death() -> None:
    run = start_run("credence", "test")
    ImportRun.objects.update(heard_at=timezone.now() - timedelta(days=1))
    assert close_orphans() == 0
    release(run)
    assert close_orphans() == 1


def breaks_down(run: ImportRun) -> None:
    """A worker takes the run and is gone."""
    taken = take(run, anew=False)
    assert taken
    release(taken)
    ImportRun.objects.update(heard_at=timezone.now() - timedelta(minutes=2))


def test_a_run_that_kills_its_workers_is_given_up_after_three() -> None:
    run = plan_run("credence", "poison", kind=Kind.UPLOAD, request={})
    states = []
    for _attempt in range(MOST_ATTEMPTS):
        breaks_down(run)
        assert close_orphans() == 1
        run.refresh_from_db()
        states.append(run.state)
    assert states == [State.WAITING, State.WAITING, State.FAILED]
    assert (run.error, bool(run.finished_at), close_orphans()) == (GIVEN_UP, True, 0)
    assert take(run, anew=False) is None
    assert run.pk not in held_runs()


def test_a_broker_that_sends_a_deadly_run_again_at_once_does_not_keep_it_alive() -> None:
    run = plan_run("credence", "poison", kind=Kind.UPLOAD, request={})
    for _attempt in range(MOST_ATTEMPTS):
        breaks_down(run)
    assert take(run, anew=False) is None
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, GIVEN_UP)


@pytest.mark.usefixtures("batches_of_two")
def test_who_gets_on_may_be_broken_off_often() -> None:
    run = plan_run("credence", "file", kind=Kind.UPLOAD, request={})
    ImportRun.objects.update(attempts=2)
    taken = take(run, anew=False)
    assert taken
    assert taken.attempts == MOST_ATTEMPTS
    stored = import_items(taken, stopped_after(make_record("1"), make_record("2")))
    assert (stored.attempts, stored.checkpoint) == (0, {"items": 2})


def test_a_person_may_try_again_what_was_given_up() -> None:
    run = plan_run("credence", "poison", kind=Kind.UPLOAD, request={})
    ImportRun.objects.update(state=State.FAILED, attempts=MOST_ATTEMPTS)
    taken = take(run)
    assert taken
    assert (taken.state, taken.attempts) == (State.RUNNING, 1)


def test_a_run_that_is_taken_is_heard_of() -> None:
    run = plan_run("credence", "file", kind=Kind.UPLOAD, request={})
    ImportRun.objects.update(heard_at=timezone.now() - timedelta(days=1))
    taken = take(run)
    assert taken
    assert taken.heard_at > timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("broken", "lines", "last"),
    [(1, 1, "a0.xml: is cut short"), (10, 10, "a9.xml: is cut short"), (1_012, 11, "and 1,002 more")],
)
def test_of_many_broken_sources_the_first_ten_are_named(broken: int, lines: int, last: str) -> None:
    sources = [BadSource(f"a{n}.xml", "is cut short") for n in range(broken)]
    run = import_items(start_run("credence", "folder"), sources)
    assert run.state == State.FAILED
    assert (len(run.error.splitlines()), run.error.splitlines()[-1]) == (lines, last)


def test_what_the_database_refuses_ends_the_run_and_is_said() -> None:
    def too_much() -> Iterator[WorkRecord]:
        yield make_record()
        raise OperationalError("index row size 2816 exceeds the maximum")

    run = start_run("credence", "file", kind=Kind.UPLOAD)
    with pytest.raises(OperationalError):
        import_items(run, too_much())
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "index row size 2816 exceeds the maximum")
    assert run.pk not in held_runs()


def test_a_run_whose_database_is_gone_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Iterator[WorkRecord]:
        monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda self: False)
        raise OperationalError("the connection is lost")
        yield

    run = start_run("credence", "file", kind=Kind.UPLOAD)
    with pytest.raises(OperationalError):
        import_items(run, gone())
    run.refresh_from_db()
    assert (run.state, run.error) == (State.RUNNING, "")


def test_a_run_that_cannot_even_begin_says_so_and_lets_go() -> None:
    run = plan_run("credence", "file", kind=Kind.UPLOAD, request={"file": "works.bib"})
    with pytest.raises(KeyError):
        carry_out_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "KeyError: 'upload'")
    assert run.pk not in held_runs()


@pytest.mark.usefixtures("batches_of_two")
def test_a_canceled_import_keeps_what_was_stored() -> None:
    def cancel(tally: Tally) -> None:
        ImportRun.objects.update(cancel_asked=True)

    records = [make_record(str(n), authors=("Ada Lindqvist",)) for n in range(4)]
    run = import_items(start_run("credence", "test", kind=Kind.UPLOAD), records, progress=cancel)
    assert (run.state, run.error, run.read) == (State.CANCELED, "It was canceled.", 2)
    assert Researcher.objects.get().works_count == Work.objects.count() == 2
    assert take(run) is None


def test_a_service_is_gone_on_with_at_its_own_checkpoint() -> None:
    run = start_run("", "doi:1", kind=Kind.FETCH)
    run = import_items(run, stopped_after(make_record("1"), Checkpoint({"cursor": "x"}, share=0.5)))
    assert (run.read, run.checkpoint, run.done_share) == (1, {"cursor": "x"}, 0.5)
    again = resumable_run("", "doi:1", kind=Kind.FETCH)
    assert again
    run = import_items(again, [make_record("2")])
    assert (run.state, run.read, run.created, run.checkpoint) == (State.DONE, 2, 2, {})


def test_the_topics_of_a_killed_run_are_counted() -> None:
    load(make_record("1", categories=["cs.LG"]))
    Topic.objects.update(works_count=0)
    release(start_run("credence", "test"))
    ImportRun.objects.update(state=State.RUNNING, heard_at=timezone.now() - timedelta(hours=1))
    take_up_runs()
    assert Topic.objects.get(name="Machine Learning").works_count == 1


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_killed_process_the_server_still_serves_is_gone_on_with(
    other_connection: psycopg.Connection,
) -> None:
    run = start_run("credence", "file")
    release(run)
    other_connection.autocommit = True
    other_connection.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, run.pk])
    leaving = threading.Timer(0.5, other_connection.close)
    leaving.start()
    again = resumable_run("credence", "file")
    leaving.join()
    assert again
    assert again.pk == run.pk
    release(again)
