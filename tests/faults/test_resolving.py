"""Whoever tells who is who is killed in the midst of it, in real processes; whoever goes on ends as if it had not."""

import os
import signal
import time

import pytest
from celery.exceptions import AlwaysEagerIgnored
from django.db import connection, transaction

from config.celery import app
from researchers.counters import refresh_all_stale
from researchers.identity.running import resolve_all
from researchers.models import Block, IdentityEvent, Researcher
from tests.faults.people import bring_in
from tests.faults.processes import (
    MANAGE,
    PATIENCE,
    Process,
    children_of,
    eventually,
    facts,
    kill,
    nobody_has_locks,
    start,
    stopped_at,
    workers,
)

pytestmark = pytest.mark.django_db(transaction=True)
A_MINUTE = 1.0  # of a hurried beat, in seconds
LONG_AGO = "2020-01-01T00:00Z"

PLANNING = ("researchers_commonness", "EXCLUSIVE")
GATHERING = ("works_citation", "ACCESS EXCLUSIVE")  # nothing else keeps somebody from reading
HOLDING = ("researchers_attribution", "EXCLUSIVE")
WRITING = ("researchers_externalid", "EXCLUSIVE")
NOTING = ("researchers_identityevent", "EXCLUSIVE")


@pytest.fixture
def undisturbed():
    """What there is to know in the end of the works that are imported: found out, and forgotten again."""
    bring_in()
    with transaction.atomic():
        list(resolve_all())
        refresh_all_stale()
        known = facts()
        assert {"merge", "split"} <= set(IdentityEvent.objects.values_list("kind", flat=True))
        transaction.set_rollback(True)
    return known


def resolving(*words: str) -> Process:
    return start(MANAGE, "resolve_identities", *words)


def ended(process: Process) -> tuple[int, str]:
    _, said = process.communicate(timeout=PATIENCE)
    return process.returncode, said


def finish() -> None:
    """What the same command again does, without a process of its own."""
    eventually(nobody_has_locks)
    list(resolve_all())
    refresh_all_stale()


def test_a_command_that_is_killed_wherever_it_is_and_the_same_again_end_like_one_left_alone(undisturbed):
    before = facts()["attributions"]
    for place in (PLANNING, GATHERING, HOLDING, WRITING, NOTING):
        command = resolving("--all")
        with stopped_at(*place, command):
            kill(command)
        eventually(nobody_has_locks)
    assert facts()["attributions"] == before  # each part merges or splits, so that none came to its end
    assert ended(resolving()) == (0, "")
    assert facts() == undisturbed


def test_a_killed_process_of_the_command_is_told_of_and_spoils_nothing(undisturbed):
    command = resolving()
    with stopped_at(*NOTING, command):
        children_of(command)[-1].kill()
        status, said = ended(command)
    assert status == 1
    assert said.startswith("CommandError: A process that resolved was killed from outside")
    assert "Traceback" not in said
    finish()
    assert facts() == undisturbed


def test_ctrl_c_lets_what_is_in_hand_come_to_its_end_and_leaves_the_rest(undisturbed):
    command = resolving()
    with stopped_at(*NOTING, command):
        os.killpg(command.pid, signal.SIGINT)
    status, said = ended(command)
    assert (status, said.partition(".")[0]) == (1, "CommandError: It was interrupted")
    assert Block.objects.filter(stale_at=None).exists()
    assert Block.objects.filter(stale_at__isnull=False).exists()
    finish()
    assert facts() == undisturbed


def test_a_database_that_goes_away_is_told_of_at_once(undisturbed):
    command = resolving()
    with stopped_at(*HOLDING, command), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    status, said = ended(command)
    assert status == 1
    assert said.startswith("CommandError: The database does not answer")
    finish()
    assert facts() == undisturbed


def beat(queue: str) -> None:
    """What beat does every minute, really sent although the suite does its tasks at once."""
    Block.objects.filter(stale_at__isnull=False).update(stale_at=LONG_AGO)
    for task in ("sweep_identities", "sweep_counters"):
        with pytest.warns(AlwaysEagerIgnored):
            app.send_task(f"researchers.tasks.{task}", queue=queue)
    time.sleep(A_MINUTE)


def at_rest() -> bool:
    stale = Researcher.objects.exclude(counters_stale_at=None)
    return not Block.objects.filter(stale_at__isnull=False).exists() and not stale.exists()


def test_killed_workers_and_new_ones_end_like_a_command_left_alone(undisturbed):
    queue = f"faults-{connection.settings_dict['NAME']}"
    with workers(2, queue) as (first, second):
        beat(queue)
        with stopped_at(*NOTING, first):
            kill(first)
            kill(second)
    eventually(nobody_has_locks)
    with workers(2, queue):
        eventually(lambda: at_rest() or beat(queue))
    assert facts() == undisturbed
