"""What the background takes up by itself, minute by minute."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from researchers import tasks
from researchers.identity import planning, resolving
from researchers.identity.planning import ABANDONED, plan, something_waits
from researchers.identity.resolving import TooBusy, resolve_part
from researchers.identity.running import resolve_all
from researchers.models import Attribution, Block, Commonness
from researchers.tasks import resolve_names, resolve_or_leave, sweep_identities
from tests.ingest.records import load, make_record
from tests.researchers.identity.seers import run
from works.models import Authorship

pytestmark = pytest.mark.django_db

LONG_AGO = "2020-01-01T00:00Z"
FAMILIES = ("Lindqvist", "Okafor", "Baranov", "Dellacroce", "Fujimori", "Grzybek", "Hakimi", "Jelinek")


@pytest.fixture
def queued(monkeypatch):
    """Parts that wait for a worker, in small parts."""
    found = []
    monkeypatch.setattr(planning, "PART", 1)
    monkeypatch.setattr(tasks, "resolve_soon", found.append)
    return found


def print_names(*names):
    load(*(make_record(name, authors=(name,)) for name in names))


def let_time_pass(seconds: float = 10_000) -> None:
    """Since anything became stale, or was planned or resolved."""
    with connection.cursor() as cursor:
        for moment in ("stale_at", "planned_at", "resolved_at"):
            cursor.execute(
                f"UPDATE researchers_block SET {moment} = {moment} - make_interval(secs => %s)", [seconds]
            )


@pytest.fixture
def backlog():
    print_names(*(f"Ada {family}" for family in FAMILIES))
    let_time_pass(60)


@pytest.mark.usefixtures("backlog")
def test_sweeps_plan_once_and_queue_no_part_again_while_somebody_is_at_it(queued):
    assert [sweep_identities() for _ in range(3)] == [len(FAMILIES), 0, 0]
    assert queued == list(range(tasks.AT_ONCE))


@pytest.mark.usefixtures("backlog")
def test_whoever_is_done_with_a_part_has_the_next_one_done(queued):
    sweep_identities()
    done = []
    while queued:
        done.append(resolve_names(queued.pop(0)))
    assert sum(done) == len(FAMILIES)
    assert not Block.objects.exclude(stale_at=None).exists()


@pytest.mark.usefixtures("backlog")
def test_a_part_that_fails_keeps_nobody_from_the_others(queued, monkeypatch):
    sweep_identities()
    failing = tasks.AT_ONCE - 1
    real = tasks.resolve_part

    def resolve_part(part):
        if part == failing:
            raise ZeroDivisionError
        return real(part)

    monkeypatch.setattr(tasks, "resolve_part", resolve_part)
    while queued:
        part = queued.pop(0)
        with pytest.raises(ZeroDivisionError) if part == failing else nullcontext():
            resolve_names(part)
    assert set(Block.objects.exclude(stale_at=None).values_list("part", flat=True)) == {failing}


@pytest.mark.usefixtures("backlog", "queued")
@pytest.mark.parametrize("planned_anew", [True, False])
def test_who_leaves_a_part_takes_nothing_from_what_was_planned_anew_under_its_number(
    planned_anew, monkeypatch
):
    sweep_identities()

    def busy(part):
        if planned_anew:
            plan()
        raise TooBusy

    monkeypatch.setattr(tasks, "resolve_part", busy)
    resolve_or_leave(0)
    assert Block.objects.filter(part=0).exists() is planned_anew


@pytest.mark.usefixtures("backlog")
def test_a_sweep_has_everything_resolved(monkeypatch):
    monkeypatch.setattr(planning, "PART", 1)
    assert sweep_identities() == len(FAMILIES)
    assert not Block.objects.exclude(stale_at=None).exists()


@pytest.mark.usefixtures("backlog")
@pytest.mark.parametrize(("silent", "expected"), [(ABANDONED / 2, 0), (ABANDONED * 2, len(FAMILIES))])
def test_parts_that_nobody_does_any_more_are_planned_again(queued, silent, expected):
    sweep_identities()
    let_time_pass(silent)
    assert sweep_identities() == expected


@pytest.mark.django_db(transaction=True)  # a part is in hand until its transaction ends
@pytest.mark.usefixtures("backlog")
@pytest.mark.parametrize("lasting", [0, ABANDONED * 2])
def test_parts_are_not_abandoned_as_long_as_one_after_the_other_is_done_however_long_it_takes(
    queued, monkeypatch, lasting
):
    sweep_identities()
    let_time_pass(ABANDONED * 2)
    begun = timezone.now() - timedelta(seconds=lasting)
    monkeypatch.setattr(resolving, "moment_of_turn", lambda: begun)
    resolve_part(0)
    assert Block.objects.exclude(resolved_at=None).values_list("resolved_at", flat=True).get() == begun
    assert sweep_identities() == 0
    let_time_pass(ABANDONED * 2)
    assert sweep_identities() == len(FAMILIES) - 1


def test_a_part_that_is_queued_goes_once_it_would_be_planned_again(monkeypatch):
    sent = []
    monkeypatch.setattr(resolve_names, "apply_async", lambda args, **options: sent.append((args, options)))
    print_names("Ada Lindqvist")
    let_time_pass()
    sweep_identities()
    assert sent == [((0,), {"expires": tasks.EXPIRES})]
    assert tasks.EXPIRES <= ABANDONED


# Measuring


@pytest.fixture
def people_of_the_source():
    """Whom the source tells apart and names do not."""
    for number in "12":
        author = {"name": "Ada Lindqvist", "source_author_id": f"ada-{number}"}
        load(make_record(number, authors=(author,)))


def bases():
    return set(Attribution.objects.values_list("basis", flat=True))


@pytest.mark.usefixtures("people_of_the_source")
def test_a_sweep_in_the_midst_of_a_measured_run_does_not_look_at_the_ids_of_sources(monkeypatch):
    steps = resolve_all(everything=True, source_ids=False)
    real = planning.divide

    def half_an_hour_later(cursor):
        parts = real(cursor)
        let_time_pass()
        return parts

    monkeypatch.setattr(planning, "divide", half_an_hour_later)
    monkeypatch.setattr(
        "researchers.identity.running.work_off", lambda parts: sweep_identities() and iter(())
    )
    assert list(steps) == []
    assert bases() == {"matched"}


@pytest.mark.usefixtures("people_of_the_source")
@pytest.mark.parametrize(("options", "expected"), [({}, "matched"), ({"everything": True}, "source_id")])
def test_a_measured_run_that_broke_off_is_ended_as_it_was_begun_unless_everything_is_wanted(
    options, expected
):
    plan(everything=True, source_ids=False)
    run(**options)
    assert bases() == {expected}


@pytest.mark.usefixtures("people_of_the_source")
def test_a_measured_run_that_broke_off_lets_ids_of_sources_count_for_others_that_wait():
    plan(everything=True, source_ids=False)
    for number in "34":
        author = {"name": "Bo Berg", "source_author_id": f"bo-{number}"}
        load(make_record(number, authors=(author,)))
    run()
    found = set(Attribution.objects.values_list("authorship__name", "basis"))
    assert found == {("Ada Lindqvist", "matched"), ("Bo Berg", "source_id")}


@pytest.mark.usefixtures("people_of_the_source")
def test_after_a_measured_run_ids_of_sources_count_again():
    run(everything=True, source_ids=False)
    assert not Block.objects.filter(source_ids=False).exists()
    run(everything=True)
    assert bases() == {"source_id"}


# Who waits


@pytest.mark.parametrize(
    ("oldest", "newest", "expected"),
    [(10, 10, False), (40, 40, True), (300, 10, False), (700, 10, True), (700, 40, True)],
)
def test_names_wait_for_the_end_of_an_import_but_not_for_ever(oldest, newest, expected):
    print_names("Ada Lindqvist")
    let_time_pass(oldest - newest)
    print_names("Bo Berg")
    let_time_pass(newest)
    assert something_waits() is expected


def test_a_record_in_which_nothing_was_ever_resolved_waits():
    assert not something_waits()
    print_names("Ada Lindqvist", "Bo Berg")
    Authorship.objects.update(block="")
    Block.objects.all().delete()
    assert something_waits()
    assert sweep_identities() == 1
    assert Block.objects.filter(resolved_at__isnull=False).count() == 2
    assert Commonness.objects.exists()
    assert not something_waits()
