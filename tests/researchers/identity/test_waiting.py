"""What cannot be resolved now: it waits, it is said why, and the next run does it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import IntegrityError, connection, transaction

from researchers import tasks
from researchers.identity import resolving, units
from researchers.identity.planning import plan, something_waits
from researchers.identity.running import StillWaiting, resolve_all
from researchers.models import Attribution, Block
from researchers.tasks import resolve_names, sweep_identities
from tests.commands import run_command
from tests.ingest.records import load
from tests.researchers.identity.seers import by_domain, printed, whose

LUND, UMEA = "lund.example", "umea.example"


@pytest.fixture(autouse=True)
def _seer(monkeypatch):
    monkeypatch.setattr(units, "resolve_block", by_domain)


@pytest.fixture
def homonyms(db):
    """One page that should be two, which waits."""
    load(printed("1", ("Yang Liu", LUND)), printed("2", ("Yang Liu", UMEA)))


def waits():
    return Block.objects.filter(stale_at__isnull=False).exists()


def decided_each_time(monkeypatch, times=1_000):
    """Somebody decides about these people whenever they are compared, so many times."""
    real, left = resolving.read_again, iter(range(times))

    def decided(*args):
        if next(left, None) is not None:
            raise resolving.MetOthers("somebody decided")
        real(*args)

    monkeypatch.setattr(resolving, "read_again", decided)


@pytest.mark.usefixtures("homonyms")
def test_the_command_says_what_waits_and_why_and_ends_with_status_1(monkeypatch, capsys):
    decided_each_time(monkeypatch)
    assert run_command("resolve_identities") == 1
    said = capsys.readouterr()
    assert said.out.startswith("0 authorships")
    assert "2 authorships still wait:\n1 part: 5 times somebody decided." in said.err
    assert "the same command again does the rest" in said.err
    assert waits()
    monkeypatch.undo()
    monkeypatch.setattr(units, "resolve_block", by_domain)
    assert run_command("resolve_identities") == 0
    assert not waits()
    assert len(set(whose().values())) == 2


@pytest.mark.usefixtures("homonyms")
@pytest.mark.parametrize("times", [1, resolving.ATTEMPTS - 1])
def test_what_passes_while_the_command_is_at_it_is_not_told(monkeypatch, capsys, times):
    decided_each_time(monkeypatch, times)
    assert run_command("resolve_identities") == 0
    assert capsys.readouterr().err == ""
    assert not waits()


def test_a_busy_part_is_tried_again_after_the_others_and_does_not_keep_them(db, monkeypatch):
    monkeypatch.setattr("researchers.identity.planning.PART", 2)
    load(
        printed("1", ("Yang Liu", LUND), ("Bo Berg", LUND)),
        printed("2", ("Yang Liu", UMEA), ("Bo Berg", UMEA)),
    )
    decided_each_time(monkeypatch, resolving.ATTEMPTS)
    sizes = [size for size, _ in resolve_all()]
    assert sizes == [2, 2]
    assert not waits()


@pytest.mark.usefixtures("homonyms")
def test_what_the_database_refuses_again_and_again_is_named(monkeypatch):
    def refused(*args, **options):
        raise IntegrityError("address_is_taken")

    monkeypatch.setattr(resolving, "write", refused)
    with pytest.raises(StillWaiting, match="address_is_taken"):
        list(resolve_all())
    assert waits()


@pytest.mark.usefixtures("homonyms")
def test_the_background_leaves_it_for_the_next_sweep_and_logs_why(monkeypatch, caplog):
    Block.objects.update(stale_at="2020-01-01T00:00Z")
    decided_each_time(monkeypatch, resolving.ATTEMPTS)
    with caplog.at_level(logging.WARNING):
        assert sweep_identities() == 1
    assert "Part 0 of the names is left for the next sweep: 5 times somebody decided." in caplog.text
    assert waits()
    assert sweep_identities() == 1
    assert not waits()


@pytest.mark.usefixtures("homonyms")
def test_names_that_come_while_the_command_is_at_it_are_not_its_business(monkeypatch):
    real = resolving.write

    def somebody_imports(*args, **options):
        real(*args, **options)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO researchers_block (key, joint, stale_at) VALUES ('late', 'late', clock_timestamp())"
            )

    monkeypatch.setattr(resolving, "write", somebody_imports)
    assert run_command("resolve_identities") == 0
    assert Block.objects.get(stale_at__isnull=False).key == "late"


# With connections of their own


@pytest.fixture
def elsewhere():
    """Do something in another connection; what is given back ends it."""
    end, threads = Event(), ThreadPoolExecutor(1)

    def begin(deed):
        begun = Event()

        def run():
            try:
                with transaction.atomic():
                    deed()
                    begun.set()
                    assert end.wait(60)
            finally:
                connection.close()

        done = threads.submit(run)
        assert begun.wait(60)
        return lambda: (end.set(), done.result())

    yield begin
    end.set()
    threads.shutdown()


@pytest.mark.django_db(transaction=True)
def test_rows_that_somebody_keeps_are_told_of_and_others_are_not_kept_waiting(
    elsewhere, homonyms, monkeypatch
):
    monkeypatch.setattr(resolving, "PATIENCE", 0.5)
    let_go = elsewhere(lambda: list(Attribution.objects.select_for_update().values_list("pk")))
    with pytest.raises(StillWaiting, match="somebody kept what it wanted to change"):
        list(resolve_all())
    assert waits()
    let_go()
    list(resolve_all())
    assert not waits()


@pytest.mark.django_db(transaction=True)
def test_what_is_being_resolved_is_not_planned_anew(elsewhere, homonyms, monkeypatch):
    monkeypatch.setattr("researchers.identity.planning.ABANDONED", 0)
    Block.objects.update(stale_at="2020-01-01T00:00Z")
    (part,) = plan()
    assert something_waits()

    def take():
        with connection.cursor() as cursor:
            cursor.execute(resolving.TRY_PART, {"part": part})

    let_go = elsewhere(take)
    assert not something_waits()
    assert resolve_names(part) == 0  # somebody else does it
    let_go()
    assert something_waits()
    assert resolve_names(part) == 2


@pytest.mark.django_db(transaction=True)
def test_what_one_sweep_is_planning_another_does_not_plan(homonyms, monkeypatch):
    Block.objects.update(stale_at="2020-01-01T00:00Z")
    planned = []

    def sweep_elsewhere():
        try:
            return sweep_identities()
        finally:
            connection.close()

    def take_long():
        planned.append("anew")
        if len(planned) == 1:
            with ThreadPoolExecutor(1) as threads:
                assert threads.submit(sweep_elsewhere).result(60) == 0
        return {}

    monkeypatch.setattr(tasks, "plan", take_long)
    sweep_identities()
    assert planned == ["anew"]
    with ThreadPoolExecutor(1) as threads:  # and it is over with the sweep
        threads.submit(sweep_elsewhere).result(60)
    assert planned == ["anew"] * 2
