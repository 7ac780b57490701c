"""The background task, in real worker processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from celery.exceptions import AlwaysEagerIgnored
from django.db import connection, transaction

from config.celery import app
from researchers.models import Researcher
from tests.builders import make_researcher, make_works
from trust.gathering import gather
from trust.models import TrustEvent, TrustSnapshot
from trust.refreshing import stale_researchers
from trust.scoring import score
from trust.tasks import score_trust_range, sweep_trust

CHECKOUT = Path(__file__).resolve().parents[2]
QUEUE = "trust-fault-test"
PATIENCE = 60


@pytest.mark.django_db
def test_a_sweep_scores_everybody_who_is_stale():
    for _ in range(3):
        make_researcher()
    assert sweep_trust() == 3
    assert sweep_trust() == 0


@pytest.mark.django_db
def test_a_range_task_scores_its_range():
    ada = make_researcher()
    assert score_trust_range(ada.pk, ada.pk + 100) == 1


def database_url() -> str:
    """The address of the test's own database."""
    database = connection.settings_dict
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(str(database['HOST']), safe='')}"


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test's database; dead at the end, whatever happened."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo", "--queues", QUEUE]
    quiet = ["--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database_url()}
    process = subprocess.Popen(
        command + quiet, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, f"Still not: {what.__doc__}"
        time.sleep(0.02)


def somebody_waits_for_a_lock() -> bool:
    """A worker is in the midst of storing a batch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def everybody_is_scored() -> bool:
    """Nobody is stale any more."""
    return stale_researchers() == 0


def nudge() -> None:
    """What beat does every few seconds, really sent although the suite does its tasks at once."""
    with pytest.warns(AlwaysEagerIgnored):
        app.send_task("trust.tasks.sweep_trust", queue=QUEUE)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing():
    people = [make_researcher() for _ in range(30)]
    for number, person in enumerate(people):
        make_works(number % 8, authors=[person])
    with worker() as first:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE trust_trustevent IN EXCLUSIVE MODE")
            nudge()
            wait_until(somebody_waits_for_a_lock)
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        assert first.returncode == -signal.SIGKILL
    assert stale_researchers() == 30
    assert not TrustSnapshot.objects.exists()

    with worker():
        nudge()
        wait_until(everybody_is_scored)
    stored = {snapshot.pk: snapshot for snapshot in TrustSnapshot.objects.all()}
    evidence = gather([person.pk for person in people])
    assert {pk: (snapshot.evidence, snapshot.result) for pk, snapshot in stored.items()} == {
        pk: (inputs, score(inputs, stored[pk].computed_at.date())) for pk, inputs in evidence.items()
    }
    assert TrustEvent.objects.count() == 30
    assert Researcher.objects.exclude(trust_score=None).count() == 30
