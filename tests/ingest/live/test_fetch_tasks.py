"""Fetches in the background, by real workers that are killed in the midst of them."""

import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from celery.exceptions import AlwaysEagerIgnored
from django.db import connection, transaction
from django.utils import timezone
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from accounts.models import User
from config.celery import app
from ingest.loading.runs import conclude, held_runs, plan_run
from ingest.models import ImportRun
from ingest.previews import ImportPreview
from ingest.uploads.submitting import accept, open_preview, repeat
from ingest.uploads.testimony import keep_items
from tests.ingest.live import bodies
from tests.ingest.records import make_record
from tests.waiting import eventually, somebody_waits_for_a_lock
from works.models import Authorship, SourceRecord, Work

CHECKOUT = Path(__file__).resolve().parents[3]
# A worker that does what is nudged in one queue of its own, whoever nudges.
PROGRAM = """
import sys
from config.celery import app
app.conf.task_default_queue = sys.argv[1]
app.conf.task_routes, app.conf.task_queues = {}, None
app.worker_main(["worker", "--pool", "solo", "--loglevel", "ERROR",
                 "--without-gossip", "--without-mingle", "--without-heartbeat"])
"""
DOIS = [f"10.5555/{number}" for number in range(6)]
SILENT = 2  # of these DOIs the service keeps the worker waiting
STATE = ImportRun.State

pytestmark = pytest.mark.django_db(transaction=True)


class Crossref:
    """A service that is silent about one DOI until it is told to go on."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.asked, self.go_on = threading.Event(), threading.Event()
        for doi in DOIS:
            server.expect_request(f"/crossref/works/{doi}").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        doi = request.path.removeprefix("/crossref/works/")
        if doi == DOIS[SILENT]:
            self.asked.set()
            self.go_on.wait(60)
        said = bodies.crossref_single(doi, f"Work {doi}")
        return Response(json.dumps(said), content_type="application/json")

    def asked_for(self, doi: str) -> int:
        return sum(request.path.endswith(doi) for request, _ in self.server.log)


@pytest.fixture
def crossref(httpserver: HTTPServer) -> Iterator[Crossref]:
    service = Crossref(httpserver)
    yield service
    service.go_on.set()


@pytest.fixture
def queue() -> str:
    return f"fetch-fault-test-{uuid.uuid4().hex}"


@contextmanager
def worker(server: HTTPServer, queue: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test's database; killed at the end, whatever it is about."""
    database = connection.settings_dict
    where = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(str(database['HOST']), safe='')}"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, queue],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": where,
            "CREDENCE_CONTACT_EMAIL": "desk@credence.example",
            "CREDENCE_CROSSREF_URL": server.url_for("/crossref"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def sweep(queue: str) -> None:
    """What beat does every few seconds, really sent although the suite does its tasks at once."""
    with pytest.warns(AlwaysEagerIgnored):
        app.send_task("ingest.tasks.take_up_runs", queue=queue)


def planned() -> ImportRun:
    """As a page plans it; the nudge of the page got lost."""
    request = {"dois": DOIS, "services": ["crossref"]}
    return plan_run("", "6 DOIs", kind=ImportRun.Kind.FETCH, request=request)


def a_minute_passes(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk).update(heard_at=timezone.now() - timedelta(minutes=2))


def left_behind(run: ImportRun) -> bool:
    """The dead worker's connection is gone, and the run still says that it is running."""
    run.refresh_from_db()
    return run.state == STATE.RUNNING and run.pk not in held_runs()


def done(run: ImportRun) -> bool:
    run.refresh_from_db()
    return run.state == STATE.DONE


def test_a_fetch_whose_workers_are_killed_is_taken_up_until_it_is_done(
    crossref: Crossref, queue: str
) -> None:
    run = planned()
    with worker(crossref.server, queue):
        sweep(queue)
        assert crossref.asked.wait(60)
        eventually(lambda: Work.objects.count() == SILENT)
    eventually(lambda: left_behind(run))
    assert (run.read, run.error) == (SILENT, "")

    a_minute_passes(run)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE works_sourcerecord IN ACCESS EXCLUSIVE MODE")
        crossref.go_on.set()
        with worker(crossref.server, queue):
            sweep(queue)
            eventually(somebody_waits_for_a_lock, seconds=60)
    eventually(lambda: left_behind(run))
    assert Work.objects.count() == SILENT

    a_minute_passes(run)
    with worker(crossref.server, queue):
        sweep(queue)
        eventually(lambda: done(run), seconds=60)
    assert (run.read, run.created, run.rejected, run.checkpoint) == (6, 6, 0, {})
    assert sorted(SourceRecord.objects.values_list("source_id", flat=True)) == DOIS
    assert Work.objects.count() == 6
    assert Authorship.objects.count() == 12
    assert [crossref.asked_for(doi) for doi in DOIS] == [1, 1, 3, 1, 1, 1]


def test_a_fetch_in_the_hands_of_a_living_worker_is_left_to_it(crossref: Crossref, queue: str) -> None:
    run = planned()
    with worker(crossref.server, queue):
        sweep(queue)
        assert crossref.asked.wait(60)
        a_minute_passes(run)
        with worker(crossref.server, queue):
            sweep(queue)
            sweep(queue)
            eventually(lambda: queue_is_empty(queue), seconds=60)
            crossref.go_on.set()
            eventually(lambda: done(run), seconds=60)
    assert [crossref.asked_for(doi) for doi in DOIS] == [1] * 6
    assert (run.read, run.created) == (6, 6)


def queue_is_empty(queue: str) -> bool:
    with app.connection_for_read() as broker:
        return not broker.default_channel.client.llen(queue)


@pytest.fixture
def hers(carol: User) -> ImportPreview:
    """What Carol pasted, and what the services answered when it was looked at."""
    preview = open_preview(carol, kind=ImportRun.Kind.FETCH, source="6 DOIs", request={"dois": DOIS})
    kept = keep_items(make_record(doi, source="crossref", identifiers={"doi": doi}) for doi in DOIS)
    preview.request["kept"], preview.state = kept, ImportPreview.State.READY
    preview.save()
    return preview


def test_what_somebody_asked_for_in_the_browser_is_done_even_if_the_broker_lost_it(
    hers: ImportPreview, carol: User, crossref: Crossref, queue: str
) -> None:
    run = accept(hers, by=carol)
    assert run.state == STATE.WAITING
    with worker(crossref.server, queue):
        sweep(queue)
        eventually(lambda: done(run), seconds=60)
        assert (run.read, run.created, crossref.server.log) == (6, 6, [])
        again = repeat(run, by=carol)
        ImportRun.objects.filter(pk=again.pk).update(request={"dois": DOIS, "services": ["crossref"]})
        crossref.go_on.set()
        sweep(queue)
        eventually(lambda: done(again), seconds=60)
    assert (again.read, again.created, len(crossref.server.log)) == (6, 0, 6)
    assert Work.objects.count() == 6


def test_a_fetch_that_failed_or_was_canceled_is_not_taken_up(crossref: Crossref, queue: str) -> None:
    failed, canceled, last = planned(), planned(), planned()
    conclude(failed, STATE.FAILED, "out of memory")
    conclude(canceled, STATE.CANCELED)
    crossref.go_on.set()
    with worker(crossref.server, queue):
        sweep(queue)
        eventually(lambda: done(last), seconds=60)
    assert list(ImportRun.objects.order_by("pk").values_list("state", "read")) == [
        (STATE.FAILED, 0),
        (STATE.CANCELED, 0),
        (STATE.DONE, 6),
    ]
