"""Imports: how far they are, what they set aside, and the way to end or repeat them."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ingest.loading.carrying import carry_out_run
from ingest.loading.runs import start_run
from ingest.models import ImportPreview, ImportProblem, ImportRun
from ingest.problems import harmless
from ingest.uploads.folder import delete_upload
from ingest.uploads.making_previews import make_preview
from ingest.uploads.submitting import accept
from tests.ingest.records import load, make_record
from tests.ingest.submissions import line, made_preview

pytestmark = pytest.mark.django_db

State, Kind = ImportRun.State, ImportRun.Kind
READ = ["ingest:run", "ingest:problems_jsonl", "ingest:problems_csv"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ours(as_user, admin):
    return as_user(admin)


def page_of(run):
    return reverse("ingest:run", args=[run.pk])


def own_run(user, **fields):
    return ImportRun.objects.create(
        **{"started_by": user, "source": "works.bib", "kind": Kind.UPLOAD, **fields}
    )


def add_problems(run, *reasons, **fields):
    ImportProblem.objects.bulk_create(
        ImportProblem(run=run, position=f"file, line {n}", reason=reason, **fields)
        for n, reason in enumerate(reasons, start=1)
    )


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("bob", 404), ("carol", 200), ("admin", 200)])
@pytest.mark.parametrize("name", READ)
def test_a_run_is_its_owners_and_the_administrators(carol, request, as_user, who, status, name):
    run = own_run(carol, state=State.DONE)
    client = as_user(request.getfixturevalue(who) if who else None)
    assert client.get(reverse(name, args=[run.pk])).status_code == status


def test_a_run_of_a_command_is_the_administrators(carol, as_user, ours):
    run = load(make_record())
    assert as_user(carol).get(page_of(run)).status_code == 404
    assert ours.get(page_of(run)).status_code == 200


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("carol", 404), ("admin", 200)])
def test_the_history_is_the_administrators(request, as_user, who, status):
    client = as_user(request.getfixturevalue(who) if who else None)
    assert client.get(reverse("ingest:history")).status_code == status


@pytest.mark.parametrize(
    ("name", "who", "status", "asked"),
    [
        ("ingest:cancel", None, 302, False),
        ("ingest:cancel", "bob", 404, False),
        ("ingest:cancel", "carol", 302, True),
        ("ingest:cancel", "admin", 302, True),
    ],
)
def test_the_owner_and_administrators_cancel(carol, request, as_user, name, who, status, asked):
    run = own_run(carol, state=State.RUNNING)
    client = as_user(request.getfixturevalue(who) if who else None)
    assert client.post(reverse(name, args=[run.pk])).status_code == status
    run.refresh_from_db()
    assert (run.cancel_asked, run.state) == (asked, State.RUNNING)


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("bob", 404), ("carol", 404)])
def test_only_administrators_repeat(carol, request, as_user, who, status):
    run = own_run(carol, state=State.DONE)
    client = as_user(request.getfixturevalue(who) if who else None)
    assert client.post(reverse("ingest:again", args=[run.pk])).status_code == status
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("name", ["ingest:cancel", "ingest:again"])
def test_deeds_are_posted_with_the_token(admin, ours, name):
    run = own_run(admin, state=State.RUNNING)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse(name, args=[run.pk])
    assert (ours.get(address).status_code, strict.post(address).status_code) == (405, 403)


def test_one_sees_ones_own_imports_and_administrators_those_of_everybody(carol, bob, as_user, ours):
    own_run(carol, source="carol.bib")
    own_run(bob, source="bob.bib")
    hers = as_user(carol).get(reverse("ingest:index")).content.decode()
    assert ("carol.bib" in hers, "bob.bib" in hers) == (True, False)
    everything = ours.get(reverse("ingest:history")).content.decode()
    assert ("carol.bib" in everything, "Bob Okafor" in everything) == (True, True)


def test_the_history_is_filtered_by_state(carol, ours):
    own_run(carol, source="carol.bib", state=State.FAILED)
    own_run(carol, source="other.bib", state=State.DONE)
    page = ours.get(reverse("ingest:history"), {"show": "failed"}).content.decode()
    assert ("carol.bib" in page, "other.bib" in page) == (True, False)
    assert (
        "No import is in this state"
        in ours.get(reverse("ingest:history"), {"show": "running"}).content.decode()
    )
    assert "other.bib" in ours.get(reverse("ingest:history"), {"show": "nonsense"}).content.decode()


def test_a_run_shows_its_figures_and_problems_and_hides_no_markup(ours):
    run = load(make_record())
    add_problems(run, "no title", piece="<script>alert(1)")
    page = ours.get(page_of(run)).content.decode()
    assert "no title" in page
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


def test_problems_come_by_fifty_and_by_reason(ours):
    run = load(make_record())
    add_problems(run, *["no title"] * 60, "no year")
    assert len(ours.get(page_of(run)).context["page"].object_list) == 50
    chosen = ours.get(page_of(run), {"reason": "no year"})
    assert [problem.reason for problem in chosen.context["page"]] == ["no year"]
    assert "problems.csv?reason=no+year" in chosen.content.decode()
    assert [(one.text, one.problems) for one in chosen.context["reasons"]] == [
        ("no title", 60),
        ("no year", 1),
    ]
    assert ours.get(page_of(run), {"reason": "\0"}).status_code == 200


def body_of(answer):
    return b"".join(answer.streaming_content).decode()


def test_problems_are_downloaded_as_json_lines(ours):
    run = load(make_record())
    add_problems(run, "no title", "no year", piece="Ünï\n{}")
    answer = ours.get(reverse("ingest:problems_jsonl", args=[run.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}-problems.jsonl"'
    assert [json.loads(row) for row in body_of(answer).splitlines()] == [
        {"position": "file, line 1", "reason": "no title", "piece": "Ünï\n{}"},
        {"position": "file, line 2", "reason": "no year", "piece": "Ünï\n{}"},
    ]


def test_problems_are_downloaded_as_a_table_without_formulas(ours):
    run = load(make_record())
    add_problems(run, "no title", "no year", piece='=HYPERLINK("x"), "y"')
    answer = ours.get(reverse("ingest:problems_csv", args=[run.pk]), {"reason": "no year"})
    table = body_of(answer)
    assert list(csv.reader(StringIO(table))) == [
        ["position", "reason", "piece"],
        ["file, line 2", "no year", '\'=HYPERLINK("x"), "y"'],
    ]
    assert table.startswith('"position","reason","piece"\r\n"file, line 2","no year",')


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_cell_is_never_a_formula(cell, shown):
    assert harmless(cell) == shown


def test_a_running_import_asks_again_and_a_finished_one_stops(ours):
    run = start_run("credence", "file")
    piece = ours.get(page_of(run), headers={"HX-Request": "true"})
    assert (piece.status_code, "every 1s" in piece.content.decode()) == (200, True)
    assert f'<a href="{page_of(run)}">Refresh</a>' in piece.content.decode()
    ImportRun.objects.update(state=State.DONE)
    piece = ours.get(page_of(run), headers={"HX-Request": "true"})
    assert (piece.status_code, "every 1s" in piece.content.decode()) == (286, False)


@pytest.mark.parametrize(
    ("share", "bar", "words"),
    [(0.254, 'max="1" value="0.254"', "2,000 records read · 25 % · 100 records a second"),
     (None, "<progress aria-label", "2,000 records read · 100 records a second")],
)  # fmt: skip
def test_a_running_import_says_how_far_and_how_fast_it_is(ours, share, bar, words):
    run = start_run("credence", "file")
    now = timezone.now()
    ImportRun.objects.update(
        read=2000, done_share=share, started_at=now - timedelta(seconds=20), heard_at=now
    )
    page = ours.get(page_of(run)).content.decode()
    assert bar in page
    assert words in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.WAITING}, "Waiting for its turn"),
        ({"state": State.RUNNING, "cancel_asked": True}, "Ending after the batch"),
        (
            {"state": State.FAILED, "error": "the disk is full", "read": 3},
            "What was read before that is kept.",
        ),
        ({"state": State.CANCELED, "read": 3}, "What was imported until then is kept."),
        ({"state": State.CANCELED}, "nothing was imported"),
    ],
)
def test_every_state_says_what_happened_and_what_was_kept(carol, ours, fields, words):
    assert words in ours.get(page_of(own_run(carol, **fields))).content.decode()


def test_a_waiting_import_is_canceled_at_once_and_then_not_carried_out(carol, as_user):
    run = accept(made_preview(carol), by=carol)
    as_user(carol).post(reverse("ingest:cancel", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, bool(run.finished_at)) == (State.CANCELED, True)
    assert not carry_out_run(run.pk)


def test_what_has_ended_is_not_canceled(carol, as_user):
    run = own_run(carol, state=State.DONE)
    answer = as_user(carol).post(reverse("ingest:cancel", args=[run.pk]), follow=True)
    assert "This import had ended already." in answer.content.decode()
    run.refresh_from_db()
    assert not run.cancel_asked


def test_an_administrator_repeats_an_import_which_stays_its_owners_word(
    carol, admin, ours, django_capture_on_commit_callbacks
):
    run = accept(made_preview(carol, [line("1")]), by=carol)
    carry_out_run(run.pk)
    with django_capture_on_commit_callbacks(execute=True):
        answer = ours.post(reverse("ingest:again", args=[run.pk]))
    repeated = ImportRun.objects.latest("pk")
    assert answer.url == page_of(repeated)
    assert (repeated.started_by, repeated.request) == (admin, run.request)
    assert (repeated.state, repeated.read, repeated.unchanged) == (State.DONE, 1, 1)


def test_repeating_a_fetch_asks_the_services_again(carol, ours):
    request = {"dois": ["10.1234/1"], "kept": "0" * 32}
    run = own_run(carol, kind=Kind.FETCH, state=State.DONE, request=request)
    ours.post(reverse("ingest:again", args=[run.pk]))
    assert ImportRun.objects.latest("pk").request == {"dois": ["10.1234/1"]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.RUNNING}, "This import is not done yet"),
        ({"state": State.DONE, "kind": Kind.FILES}, "repeat the command"),
        ({"state": State.DONE, "request": {"upload": "0" * 32, "file": "x"}}, "upload it again"),
    ],
)
def test_what_cannot_be_repeated_says_why(carol, ours, fields, words):
    run = own_run(carol, **fields)
    assert words in ours.post(reverse("ingest:again", args=[run.pk]), follow=True).content.decode()
    assert ImportRun.objects.count() == 1


def test_a_run_whose_file_is_gone_fails_and_says_so(carol, as_user):
    run = accept(made_preview(carol), by=carol)
    delete_upload(run.request["upload"])
    carry_out_run(run.pk)
    run.refresh_from_db()
    assert (run.state, "uploaded again" in run.error) == (State.FAILED, True)


def test_what_was_kept_is_imported_without_asking_again(carol, monkeypatch):
    fetched = [make_record("10.1234/1", source="crossref", authors=[{"name": "Ada Lindqvist"}])]
    monkeypatch.setattr("ingest.uploads.making_previews.fetch_items", lambda *args, **kwargs: iter(fetched))
    waiting = ImportPreview.objects.create(
        user=carol, kind="fetch", source="DOI 10.1234/1", request={"dois": ["10.1234/1"]}
    )
    make_preview(waiting.pk)
    waiting.refresh_from_db()
    run = accept(waiting, by=carol)
    carry_out_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created) == (State.DONE, 1)


@pytest.mark.parametrize("name", ["ingest:index", "ingest:history"])
def test_the_list_costs_the_same_for_two_runs_and_for_twenty(admin, ours, count_queries, name):
    def add(number):
        for _ in range(number):
            own_run(admin)

    add(2)
    few = count_queries(lambda: ours.get(reverse(name)))
    add(18)
    assert count_queries(lambda: ours.get(reverse(name))) == few


def test_a_run_costs_the_same_for_two_problems_and_for_fifty(ours, count_queries):
    few, many = load(make_record()), load(make_record())
    add_problems(few, "no title", "no year")
    add_problems(many, *[f"reason {n}" for n in range(50)])
    cost = count_queries(lambda: ours.get(page_of(few)))
    assert count_queries(lambda: ours.get(page_of(many))) == cost
