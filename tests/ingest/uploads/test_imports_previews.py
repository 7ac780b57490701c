"""What importing would do, before anything is written; then yes or no."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ingest.checkpoints import Checkpoint
from ingest.loading.carrying import carry_out_run, items_of
from ingest.models import ImportPreview, ImportRun, PreviewRow
from ingest.previews import MOST_ATTEMPTS
from ingest.records import BadRecord
from ingest.uploads.folder import delete_upload, folder, is_there
from ingest.uploads.making_previews import (
    GIVEN_UP,
    OUR_FAULT,
    TOO_SLOW,
    TimeIsUp,
    Watch,
    make_preview,
    sweep_previews,
)
from ingest.uploads.previewing import compare, preview
from ingest.uploads.submitting import accept
from ingest.uploads.testimony import said_by
from tests.ingest.records import load, make_record, work_of
from tests.ingest.submissions import line, made_preview, waiting_preview
from works.models import SourceRecord, Work

pytestmark = pytest.mark.django_db

State = ImportPreview.State


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hers(as_user, carol):
    return as_user(carol)


def record(doi, *, source="crossref", source_id="", **fields):
    return make_record(source_id or doi, source=source, identifiers={"doi": doi}, **fields)


def outcomes(*items):
    return [row.outcome for row in preview(items)]


def test_records_are_told_apart_by_what_would_become_of_them():
    load(record("10.1234/known"), record("10.1234/changes"), record("10.1234/other", source="arxiv"))
    found = outcomes(
        record("10.1234/known"),
        record("10.1234/changes", title="Another title by now"),
        record("10.1234/other"),
        record("10.1234/new"),
        record("10.1234/new", source="arxiv"),
        record("10.1234/new"),
        BadRecord("the title is empty", name="file", line=7),
    )
    assert found == ["known", "changed", "joined", "repeated", "repeated", "new", "unreadable"]


@pytest.mark.parametrize("names_at_once", [1, 50_000])
def test_of_repeated_statements_the_last_one_counts_as_it_does_for_the_import(names_at_once, monkeypatch):
    monkeypatch.setattr("ingest.uploads.previewing.NAMES_AT_ONCE", names_at_once)
    load(record("10.1234/1", authors=["Ada Lindqvist"]))
    first, last = (record("10.1234/1", title=title, authors=["Ada Lindqvist"]) for title in ("One", "Two"))
    new = record("10.1234/2", authors=["Ada Lindqvist"])
    found = preview([first, new, last, new])
    assert [row.outcome for row in found] == ["repeated", "repeated", "changed", "new"]
    assert [row.work_id for row in found] == [None, None, work_of("10.1234/1", "crossref").pk, None]


def test_works_are_compared_a_few_at_a_time_and_still_told_apart(monkeypatch):
    compared = []

    def comparing(records, met):
        compared.append(len(records))
        return compare(records, met)

    monkeypatch.setattr("ingest.uploads.previewing.NAMES_AT_ONCE", 4)
    monkeypatch.setattr("ingest.uploads.previewing.compare", comparing)
    pair = ["Ada Lindqvist", {"name": "Bob Okafor", "affiliations": ["University of Tides"]}]
    items = [record(f"10.1234/{n}", authors=pair) for n in range(5)]
    assert outcomes(*items, record("10.1234/0", source="arxiv", authors=pair)) == ["new"] * 5 + ["repeated"]
    assert compared == [2, 2, 2]


def test_rows_lead_to_the_known_work_and_say_who_wrote_when():
    load(record("10.1234/1", source="arxiv"))
    names = tuple(f"Author {letter}" for letter in "ABCDE")
    joined, alone = preview([record("10.1234/1", authors=names), record("10.1234/2", authors=names[:1])])
    assert joined.work_id == work_of("10.1234/1", "arxiv").pk
    assert (joined.authors, joined.year) == ("Author A, Author B, Author C and 2 more", 2020)
    assert (alone.work_id, alone.authors) == (None, "Author A")


def test_a_bad_record_says_where_and_why():
    (row,) = preview([BadRecord("the title is empty", name="works.bib", line=7)])
    assert (row.place, row.reason) == ("works.bib, line 7", "the title is empty")


def test_nothing_is_written():
    load(record("10.1234/1"))
    before = list(SourceRecord.objects.values()), list(Work.objects.values())
    preview([record("10.1234/1", title="Another"), record("10.1234/2")])
    assert (list(SourceRecord.objects.values()), list(Work.objects.values())) == before


def test_what_was_foretold_happens(carol):
    load(record("10.1234/1", source="arxiv"))
    made = made_preview(carol, [line("1"), line("2"), line("2"), "{}"])
    assert made.counts == {"joined": 1, "new": 1, "repeated": 1, "unreadable": 1}
    run = accept(made, by=carol)
    carry_out_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created, run.rejected) == (ImportRun.State.DONE, 1, 1)
    assert made_preview(carol, [line("1"), line("2")]).counts == {"known": 2}


def test_the_same_file_again_brings_nothing(carol, hers):
    carry_out_run(accept(made_preview(carol), by=carol).pk)
    again = made_preview(carol)
    assert again.importable == 0
    page = hers.get(again.get_absolute_url()).content.decode()
    assert "nothing to import" in page
    assert reverse("ingest:import", args=[again.pk]) not in page


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["%PDF-1.7"], "works.jsonl: looks like none of the formats that are read"),
        (["\n\n"], "looks like none of the formats"),
        (["BZh broken"], "works.jsonl: is damaged or cut short"),
    ],
)
def test_what_cannot_be_read_at_all_fails_with_its_name_and_reason(carol, hers, lines, words):
    made = made_preview(carol, lines)
    assert (made.state, made.rows.count()) == (State.FAILED, 0)
    assert words in made.error
    assert "Nothing was imported." in hers.get(made.get_absolute_url()).content.decode()


def test_a_lost_file_fails_with_the_advice_to_send_it_again(carol):
    waiting = waiting_preview(carol)
    delete_upload(waiting.request["upload"])
    make_preview(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (
        State.FAILED,
        "The uploaded file is no longer here. Please upload it again.",
    )


def test_reading_that_takes_too_long_is_given_up(carol, monkeypatch):
    monkeypatch.setattr("ingest.uploads.making_previews.LONGEST", -1)
    assert made_preview(carol).error == TOO_SLOW["upload"]


def test_waiting_for_a_registry_is_a_sign_of_life_and_has_an_end(carol, monkeypatch):
    asked = ImportPreview.objects.create(user=carol, kind="fetch", source="x", state=State.RUNNING)
    ImportPreview.objects.update(heard_at="2026-01-01T00:00:00Z")
    watch = Watch(asked)
    watch.rest(0)
    asked.refresh_from_db()
    assert asked.heard_at > timezone.now() - timedelta(minutes=1)
    monkeypatch.setattr("ingest.uploads.making_previews.LONGEST", -1)
    with pytest.raises(TimeIsUp):
        watch.rest(0)


REST = {"done": 2, "asks": [{"service": "crossref", "about": "doi", "values": ["10.1234/3"]}]}


def fetching_until_time_is_up(*items):
    """Services that answer with these items and then keep everybody waiting."""

    def fetch(wanted, reached, *, connect=None):
        yield from items
        raise TimeIsUp

    return fetch


def asked_of_registries(carol):
    request = {"dois": [f"10.1234/{n}" for n in (1, 2, 3)]}
    waiting = ImportPreview.objects.create(user=carol, kind="fetch", source="3 DOIs", request=request)
    make_preview(waiting.pk)
    waiting.refresh_from_db()
    return waiting


def test_what_registries_said_in_time_is_kept_and_the_import_asks_for_the_rest(carol, hers, monkeypatch):
    answers = [record("10.1234/1"), record("10.1234/2"), Checkpoint(REST, 0.6)]
    monkeypatch.setattr("ingest.uploads.making_previews.fetch_items", fetching_until_time_is_up(*answers))
    made = asked_of_registries(carol)
    assert (made.state, made.cut, made.counts, made.request["rest"]) == (State.READY, True, {"new": 2}, REST)
    page = hers.get(made.get_absolute_url()).content.decode()
    assert "2 of 3 questions were asked of the registries" in page
    assert "Import these and the rest" in page

    def fetch(wanted, reached):
        assert reached == REST
        yield record("10.1234/3")

    monkeypatch.setattr("ingest.loading.carrying.fetch_items", fetch)
    run = accept(made, by=carol)
    carry_out_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created, Work.objects.count()) == (ImportRun.State.DONE, 3, 3)


def test_an_import_that_asks_for_the_rest_goes_on_at_its_own_checkpoint(carol, monkeypatch):
    answers = [record("10.1234/1"), Checkpoint(REST, 0.6)]
    monkeypatch.setattr("ingest.uploads.making_previews.fetch_items", fetching_until_time_is_up(*answers))
    run = accept(asked_of_registries(carol), by=carol)
    ImportRun.objects.update(checkpoint={"done": 3, "asks": []})
    run.refresh_from_db()
    assert list(items_of(run)) == []


def test_registries_that_say_nothing_in_time_leave_nothing_to_import(carol, monkeypatch):
    monkeypatch.setattr("ingest.uploads.making_previews.fetch_items", fetching_until_time_is_up())
    made = asked_of_registries(carol)
    assert (made.state, made.error) == (State.FAILED, TOO_SLOW["fetch"])


def test_a_preview_of_a_fetch_asks_a_client_that_shows_life(carol):
    watch = Watch(waiting_preview(carol))
    assert watch.connect("crossref").sleep == watch.rest


def test_only_so_many_records_are_looked_at_and_imported(carol, hers, monkeypatch):
    monkeypatch.setattr("ingest.uploads.making_previews.MOST_RECORDS", 3)
    monkeypatch.setattr("ingest.uploads.testimony.uploaded_items.__kwdefaults__", {"most": 3})
    assert not made_preview(carol, map(line, "123")).cut
    made = made_preview(carol, map(line, "12345"))
    assert (made.cut, made.read) == (True, 3)
    assert "Only the first" in hers.get(made.get_absolute_url()).content.decode()
    carry_out_run(accept(made, by=carol).pk)
    assert Work.objects.count() == 3


def test_of_an_administrators_file_the_preview_shows_the_beginning(admin, as_user, monkeypatch):
    monkeypatch.setattr("ingest.uploads.making_previews.MOST_RECORDS", 3)
    made = made_preview(admin, map(line, "12345"))
    page = as_user(admin).get(made.get_absolute_url()).content.decode()
    assert "The import reads the whole file." in page
    assert "Import the whole file" in page
    carry_out_run(accept(made, by=admin).pk)
    assert Work.objects.count() == 5


def test_a_fault_of_ours_is_said_to_be_ours_and_not_hidden(carol, monkeypatch):
    def fault(items):
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.uploads.making_previews.preview", fault)
    waiting = waiting_preview(carol)
    with pytest.raises(ZeroDivisionError):
        make_preview(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (State.FAILED, OUR_FAULT)


def test_two_workers_do_not_make_one_preview(carol):
    waiting = waiting_preview(carol)
    assert make_preview(waiting.pk)
    assert not make_preview(waiting.pk)
    assert waiting.rows.count() == 1


def test_a_preview_that_is_discarded_while_it_is_made_stays_discarded(carol, hers, monkeypatch):
    waiting = waiting_preview(carol)

    def discarded_meanwhile(items):
        hers.post(reverse("ingest:discard", args=[waiting.pk]))
        return preview(items)

    monkeypatch.setattr("ingest.uploads.making_previews.preview", discarded_meanwhile)
    make_preview(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rows.count()) == (State.DISCARDED, 0)


def silent(carol, **fields):
    waiting = waiting_preview(carol)
    fields = {"state": State.RUNNING, "heard_at": timedelta(minutes=7), **fields}
    ages = {name: timezone.now() - age for name, age in fields.items() if isinstance(age, timedelta)}
    fields |= ages  # counted from now, not from when the tests were collected
    ImportPreview.objects.filter(pk=waiting.pk).update(**fields)
    return waiting


@pytest.mark.parametrize(
    ("fields", "state", "error"),
    [
        ({"attempts": 1}, State.WAITING, ""),
        ({"attempts": MOST_ATTEMPTS}, State.FAILED, GIVEN_UP),
        ({"heard_at": timedelta()}, State.RUNNING, ""),
        ({"state": State.READY, "created_at": timedelta(days=3)}, State.DISCARDED, ""),
        ({"state": State.READY, "created_at": timedelta(days=1)}, State.READY, ""),
    ],
)
def test_the_sweep_takes_up_what_a_dead_worker_held_and_drops_what_is_old(carol, fields, state, error):
    left = silent(carol, **fields)
    assert sweep_previews() == ([left.pk] if state == State.WAITING else [])
    left.refresh_from_db()
    assert (left.state, left.error) == (state, error)


def test_what_was_decided_long_ago_is_forgotten(carol):
    silent(carol, state=State.IMPORTED, created_at=timezone.now() - timedelta(days=8))
    kept = silent(carol, state=State.IMPORTED, created_at=timezone.now() - timedelta(days=6))
    sweep_previews()
    assert list(ImportPreview.objects.all()) == [kept]


DEEDS = ["ingest:import", "ingest:discard"]


@pytest.mark.parametrize(("who", "status"), [("carol", 200), ("bob", 404), ("admin", 404), (None, 302)])
def test_a_preview_is_its_owners_alone(carol, as_user, request, who, status):
    made = made_preview(carol)
    client = as_user(request.getfixturevalue(who) if who else None)
    assert client.get(made.get_absolute_url()).status_code == status
    for deed in DEEDS if who != "carol" else []:
        assert client.post(reverse(deed, args=[made.pk])).status_code == status
    made.refresh_from_db()
    assert (made.state, ImportRun.objects.count()) == (State.READY, 0)


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_are_posted_with_the_token(carol, hers, deed):
    made = made_preview(carol)
    address = reverse(deed, args=[made.pk])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    assert (hers.get(address).status_code, strict.post(address).status_code) == (405, 403)
    made.refresh_from_db()
    assert made.state == State.READY


def test_importing_starts_one_run_in_the_background(carol, hers, django_capture_on_commit_callbacks):
    made = made_preview(carol)
    with django_capture_on_commit_callbacks(execute=True):
        answer = hers.post(reverse("ingest:import", args=[made.pk]))
    run = ImportRun.objects.get()
    assert answer.url == reverse("ingest:run", args=[run.pk])
    assert (run.started_by, run.request, run.state) == (carol, made.request, ImportRun.State.DONE)
    assert "Paper 1" in hers.get(answer.url).content.decode()
    hers.post(reverse("ingest:import", args=[made.pk]))
    assert ImportRun.objects.count() == 1


def test_discarding_deletes_the_file_and_the_rows(carol, hers, django_capture_on_commit_callbacks):
    made = made_preview(carol)
    with django_capture_on_commit_callbacks(execute=True):
        assert hers.post(reverse("ingest:discard", args=[made.pk])).url == reverse("ingest:index")
    made.refresh_from_db()
    assert (made.state, made.rows.count(), list(folder().iterdir())) == (State.DISCARDED, 0, [])
    assert "Discarded" in hers.get(made.get_absolute_url()).content.decode()
    hers.post(reverse("ingest:import", args=[made.pk]))
    assert ImportRun.objects.count() == 0


def test_a_file_that_is_gone_is_not_imported(carol, hers):
    made = made_preview(carol)
    delete_upload(made.request["upload"])
    answer = hers.post(reverse("ingest:import", args=[made.pk]), follow=True)
    assert "upload it again" in answer.content.decode()
    assert not is_there(made.request["upload"])
    assert ImportRun.objects.count() == 0


def test_a_waiting_preview_asks_again_and_a_finished_one_stops(carol, hers):
    waiting = waiting_preview(carol)
    address = waiting.get_absolute_url()
    piece = hers.get(address, headers={"HX-Request": "true"})
    assert (piece.status_code, "every 1s" in piece.content.decode()) == (200, True)
    assert f'<a href="{address}">Refresh</a>' in piece.content.decode()
    make_preview(waiting.pk)
    piece = hers.get(address, headers={"HX-Request": "true"})
    assert (piece.status_code, "every 1s" in piece.content.decode()) == (286, False)
    assert "Import this 1 work" in piece.content.decode()


def test_a_preview_that_runs_says_how_far_it_is(carol, hers):
    waiting = waiting_preview(carol)
    ImportPreview.objects.update(state=State.RUNNING, read=1200, done_share=0.256)
    page = hers.get(waiting.get_absolute_url()).content.decode()
    assert 'max="1" value="0.256"' in page
    assert "1,200 records read · 26 %" in page


def test_markup_in_a_file_is_text(carol, hers):
    made = made_preview(carol, [line("1", title="<script>alert(1)</script> & tides")])
    ImportPreview.objects.update(source="<img src=x>", not_understood=["<b>x</b>"])
    page = hers.get(made.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "<b>x</b>" not in page


def many_rows(carol, number):
    made = made_preview(carol)
    rows = [
        PreviewRow(preview=made, position=n, outcome="known", title="T", year=2020) for n in range(1, number)
    ]
    work = load(record("10.1234/9")) and work_of("10.1234/9", "crossref")
    for row in rows:
        row.work = work
    PreviewRow.objects.bulk_create(rows)
    ImportPreview.objects.filter(pk=made.pk).update(read=number, counts={"new": 1, "known": number - 1})
    return made


def test_rows_come_by_fifty_and_by_what_becomes_of_them(carol, hers):
    made = many_rows(carol, 120)
    address = made.get_absolute_url()
    assert len(hers.get(address).context["page"].object_list) == 50
    assert len(hers.get(address, {"page": 3}).context["page"].object_list) == 20
    assert [row.outcome for row in hers.get(address, {"show": "new"}).context["page"]] == ["new"]
    assert len(hers.get(address, {"show": "'; DROP"}).context["page"].object_list) == 50


@pytest.mark.parametrize("state", [State.READY, State.IMPORTED])
def test_the_page_costs_the_same_for_two_rows_and_for_fifty(carol, hers, count_queries, state):
    two, fifty = many_rows(carol, 2), many_rows(carol, 50)
    ImportPreview.objects.update(state=state)
    few = count_queries(lambda: hers.get(two.get_absolute_url()))
    assert count_queries(lambda: hers.get(fifty.get_absolute_url())) == few


def test_ones_own_word_is_recognized_when_it_comes_again():
    load(said_by(record("10.1234/1"), 7))
    assert outcomes(said_by(record("10.1234/1"), 7)) == ["known"]
    assert outcomes(said_by(record("10.1234/1", title="Another"), 7)) == ["changed"]
