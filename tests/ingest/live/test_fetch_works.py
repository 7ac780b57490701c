"""The command that brings works in from live services."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ingest.models import ImportRun
from researchers.models import Researcher
from tests.commands import run_command
from tests.ingest.live import bodies
from tests.ingest.live.bodies import ADA
from tests.ingest.live.test_fetching import know
from tests.waiting import eventually
from works.models import SourceRecord, Work

CHECKOUT = Path(__file__).resolve().parents[3]
PROGRAM = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
KEYS = ("read", "created", "updated", "unchanged", "rejected")


def fetch(*words: object) -> int:
    """The exit status of `fetch_works` with these words."""
    return run_command("fetch_works", *words)


def figures(capsys: pytest.CaptureFixture[str]) -> tuple[int, ...]:
    said = json.loads(capsys.readouterr().out)
    assert set(said) >= {*KEYS, "seconds"}
    return tuple(said[key] for key in KEYS)


@pytest.mark.django_db
def test_works_go_in_and_the_figures_come_out(served: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    know(served, "10.5555/1")
    assert fetch("--doi", "https://doi.org/10.5555/1", "--json") == 0
    assert figures(capsys) == (2, 1, 1, 0, 0)  # two statements of one work
    work = Work.objects.get()
    assert work.title == "Tides in a bathtub"
    assert set(SourceRecord.objects.values_list("source", flat=True)) == {"crossref", "openalex"}
    assert set(Researcher.objects.values_list("preferred_name", flat=True)) == {"Ada Lindqvist", "Bob Okafor"}
    run = ImportRun.objects.get()
    assert (run.kind, run.state, run.source) == (ImportRun.Kind.FETCH, ImportRun.State.DONE, "DOI 10.5555/1")
    assert run.request == {"dois": ["10.5555/1"], "by_operator": True}


@pytest.mark.django_db
def test_fetching_again_changes_nothing(served: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    know(served, "10.5555/1")
    fetch("--doi", "10.5555/1")
    capsys.readouterr()
    assert fetch("--doi", "10.5555/1", "--json") == 0
    assert figures(capsys) == (2, 0, 0, 2, 0)


@pytest.mark.django_db
def test_what_nobody_knows_is_said_and_the_rest_is_kept(
    served: HTTPServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    know(served, "10.5555/1")
    served.expect_request("/crossref/works/10.5555/0").respond_with_data("Resource not found.", status=404)
    words = ["--doi", "10.5555/0", "--doi", "10.5555/1", "--service", "crossref"]
    assert fetch(*words, "--problems", tmp_path / "problems.jsonl") == 0
    said = capsys.readouterr().err
    assert "set aside: DOI 10.5555/0: Crossref does not know this DOI" in said
    problem = json.loads((tmp_path / "problems.jsonl").read_text())
    assert (problem["position"], problem["piece"]) == ("DOI 10.5555/0", "")
    assert Work.objects.count() == 1


@pytest.mark.django_db
def test_nothing_known_is_status_1(served: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    served.expect_request(f"/orcid/v3.0/{ADA}/record").respond_with_json(
        bodies.orcid_error(404, "Resource not found"), status=404
    )
    assert fetch("--orcid", ADA) == 1
    assert "ORCID does not know this ORCID iD" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_list_without_hits_is_status_1(served: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    served.expect_request("/openalex/works").respond_with_json(bodies.openalex_page([]))
    assert fetch("--query", "tides on Mars") == 1
    assert "No service knows anything" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "nothing to fetch"),
        (["--doi", "nonsense"], "this is no DOI: nonsense"),
        (["--orcid", "0000-0002-1825-0098"], "this is no ORCID iD"),
        (["--query", "x", "--limit", "0"], "the limit must be"),
        (["--query", "x", "--limit", "many"], "invalid int value"),
        (["--query", "x", "--service", "scopus"], "invalid choice"),
        (["--doi", "10.5555/1", "--service", "dblp"], "DBLP cannot be asked for a DOI"),
        (["--doi", "10.5555/1", "--problems", "/nowhere/x"], "cannot be written"),
    ],
)
@pytest.mark.django_db
def test_wrong_use_is_status_2_and_leaves_no_run(
    words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch(*words) == 2
    assert reason in capsys.readouterr().err
    assert not ImportRun.objects.exists()


def start_fetch(server: HTTPServer, *words: str) -> subprocess.Popen[str]:
    """`manage.py fetch_works` as a process of its own, on the test's database and against the test's server."""
    database = connection.settings_dict
    where = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(str(database['HOST']), safe='')}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "fetch_works", *words],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": where,
            "CREDENCE_CONTACT_EMAIL": "desk@credence.example",
            "CREDENCE_CROSSREF_URL": server.url_for("/crossref"),
            "CREDENCE_OPENALEX_URL": server.url_for("/openalex/"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


DOIS = [f"10.5555/{number}" for number in range(5)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_fetch_that_was_ended_goes_on_where_it_stopped(httpserver: HTTPServer, end: signal.Signals) -> None:
    held, release = threading.Event(), threading.Event()

    def hold(request: Request) -> Response:
        held.set()
        release.wait(30)
        return Response(json.dumps(bodies.crossref_single(DOIS[3])), content_type="application/json")

    for doi in (*DOIS[:3], DOIS[4]):
        httpserver.expect_request(f"/crossref/works/{doi}").respond_with_json(
            bodies.crossref_single(doi, doi)
        )
    httpserver.expect_request(f"/crossref/works/{DOIS[3]}").respond_with_handler(hold)
    words = [*(word for doi in DOIS for word in ("--doi", doi)), "--service", "crossref"]
    first = start_fetch(httpserver, *words)
    assert held.wait(60)
    eventually(lambda: Work.objects.count() == 3)
    first.send_signal(end)
    release.set()
    first.communicate(timeout=60)
    assert first.returncode != 0
    stored = Work.objects.count()
    httpserver.clear_log()
    second = start_fetch(httpserver, *words, "--json")
    out, err = second.communicate(timeout=60)
    assert second.returncode == 0, err
    assert "Going on after 3 records" in err or stored > 3
    assert [request.path[-1] for request, _ in httpserver.log] == ["3", "4"][stored - 3 :]
    assert Work.objects.count() == 5
    assert [json.loads(out)[key] for key in ("read", "created", "rejected")] == [5, 5, 0]
    assert ImportRun.objects.get().state == ImportRun.State.DONE
