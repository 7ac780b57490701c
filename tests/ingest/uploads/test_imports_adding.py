"""Pasting identifiers and uploading files."""

import os
import time

import pytest
from django.test import Client
from django.urls import reverse

from ingest.live.limits import LABELS
from ingest.models import ImportPreview, ImportRun
from ingest.uploads.folder import folder
from ingest.uploads.forms import MEGABYTE
from ingest.uploads.making_previews import make_preview, sweep_uploads
from ingest.uploads.submitting import MOST_A_DAY, MOST_AT_ONCE
from tests.ingest.live import bodies
from tests.ingest.live.test_fetching import know
from tests.ingest.records import make_record
from tests.ingest.submissions import file_of, line, waiting_preview
from works.models import Work

pytestmark = pytest.mark.django_db

State = ImportPreview.State


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hers(as_user, carol):
    return as_user(carol)


def upload(client, file=None, **fields):
    sent = {"file": file} if file else {}
    return client.post(reverse("ingest:upload"), {**sent, **fields})


def paste(client, text):
    return client.post(reverse("ingest:paste"), {"text": text})


def files():
    return list(folder().iterdir())


@pytest.mark.parametrize("name", ["ingest:index", "ingest:paste", "ingest:upload"])
def test_who_is_not_signed_in_is_asked_to(client, name):
    for answer in (client.get(reverse(name)), client.post(reverse(name), {"text": "10.1234/1"})):
        assert (answer.status_code in (302, 405), files()) == (True, [])
        assert answer.status_code == 405 or answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["ingest:paste", "ingest:upload"])
def test_reloading_a_refused_form_leads_back_to_both_forms(hers, name):
    assert hers.get(reverse(name)).url == reverse("ingest:index")


def test_an_upload_becomes_a_preview_under_a_name_that_says_nothing(hers, carol):
    answer = upload(hers, file_of(line("1"), name="My Works.jsonl"))
    preview = carol.import_previews.get()
    assert answer.url == reverse("ingest:preview", args=[preview.pk])
    (path,) = files()
    assert (path.name, "My" in path.name) == (preview.request["upload"], False)
    assert (preview.source, preview.request["file"]) == ("My Works.jsonl", "My Works.jsonl")
    assert preview.request["testimony_of"] == carol.pk
    assert path.read_text() == line("1")


def test_the_file_of_an_administrator_is_no_testimony(as_user, admin):
    upload(as_user(admin), file_of(line("1")))
    assert ImportPreview.objects.get().request["testimony_of"] is None


def test_the_worker_is_told_at_once(hers, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload(hers, file_of(line("1")))
    assert ImportPreview.objects.get().state == State.READY


def test_names_cannot_lead_out_of_the_folder_or_hide_marks(hers):
    upload(hers, file_of(line("1"), name="../../\u202egnp.elif"))
    assert ImportPreview.objects.get().source == "gnp.elif"
    assert len(files()) == 1


def test_too_large_a_file_is_refused_and_not_kept(hers, monkeypatch):
    monkeypatch.setattr("ingest.uploads.forms.LARGEST_OF_USERS", 100)
    answer = upload(hers, file_of(line("1"), line("2")), format="credence")
    page = answer.content.decode()
    assert (answer.status_code, files(), ImportPreview.objects.count()) == (422, [], 0)
    assert "This file is larger than" in page
    assert '<option value="credence" selected>' in page


def test_administrators_may_upload_more(as_user, admin, monkeypatch):
    monkeypatch.setattr("ingest.uploads.forms.LARGEST_OF_USERS", 100)
    assert upload(as_user(admin), file_of(line("1"), line("2"))).status_code == 302


def test_a_large_file_arrives_whole(hers):
    sent = b"x" * (3 * MEGABYTE + 17)
    file = file_of(name="big.bin")
    file.write(sent)
    file.seek(0)
    upload(hers, file)
    (path,) = files()
    assert path.read_bytes() == sent


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: None, "Choose a file."),
        (lambda: file_of(), "This file is empty."),
        (lambda: file_of(line(), name="n" * 201 + ".jsonl"), "The name of the file is longer than"),
    ],
)
def test_what_is_no_file_is_said_kindly_and_leaves_nothing(hers, file, words):
    answer = upload(hers, file())
    assert (answer.status_code, files()) == (422, [])
    assert words in answer.content.decode()


def test_an_unknown_format_is_refused_and_the_file_forgotten(hers):
    answer = upload(hers, file_of(line("1")), format="../acl")
    assert (answer.status_code, files()) == (422, [])


def test_only_the_one_file_that_is_asked_for_is_taken(hers):
    other = file_of(line("2"), name="other.jsonl")
    hers.post(reverse("ingest:upload"), {"other": other, "file": file_of(line("1"))})
    (path,) = files()
    assert path.read_text() == line("1")


@pytest.mark.parametrize("name", ["ingest:paste", "ingest:upload"])
def test_without_the_token_nothing_is_taken(carol, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse(name), {"text": "10.1234/1", "file": file_of(line("1"))})
    assert (answer.status_code, files(), ImportPreview.objects.count()) == (403, [], 0)


def test_an_upload_with_the_token_is_taken(carol):
    client = Client(enforce_csrf_checks=True)
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("ingest:index"))
    token = client.cookies["csrftoken"].value
    sent = {"csrfmiddlewaretoken": token, "file": file_of(line("1"))}
    assert client.post(reverse("ingest:upload"), sent).status_code == 302


def test_pasted_identifiers_become_a_request(hers, carol):
    answer = paste(hers, "See https://doi.org/10.1234/ABC and arXiv:2205.07141v2, by 0000-0002-1825-0097.")
    preview = carol.import_previews.get()
    assert answer.url == reverse("ingest:preview", args=[preview.pk])
    assert preview.kind == ImportPreview.Kind.FETCH
    assert preview.request["dois"] == ["10.1234/abc"]
    assert preview.request["arxiv_ids"] == ["2205.07141"]
    assert preview.request["orcids"] == ["0000-0002-1825-0097"]


def test_what_was_not_understood_is_shown_beside_the_rest(hers):
    paste(hers, "10.1234/abc\nmy thesis")
    page = hers.get(ImportPreview.objects.get().get_absolute_url()).content.decode()
    assert "Not understood, and passed over" in page
    assert "my thesis" in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste at least one DOI"),
        ("my <b>thesis</b>", "No DOI, arXiv id or ORCID iD was found in this."),
        ("x" * 20_001, "at most 20000 characters"),
    ],
)
def test_a_text_without_identifiers_is_given_back_as_it_was(hers, text, words):
    answer = paste(hers, text)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["paste_form"]["text"].value() == text
    assert ImportPreview.objects.count() == 0


def test_what_the_registries_answer_is_kept_for_the_import(hers, monkeypatch):
    record = make_record("10.1234/abc", source="crossref")
    monkeypatch.setattr("ingest.uploads.making_previews.fetch_items", lambda *args, **kwargs: iter([record]))
    paste(hers, "10.1234/abc")
    preview = ImportPreview.objects.get()
    make_preview(preview.pk)
    preview.refresh_from_db()
    assert (preview.state, preview.counts) == (State.READY, {"new": 1})
    assert [path.name for path in files()] == [preview.request["kept"]]


def test_from_a_pasted_doi_to_the_record_by_way_of_the_services(
    hers, carol, httpserver, settings, django_capture_on_commit_callbacks
):
    settings.CREDENCE_LIVE_URLS = {name: httpserver.url_for(f"/{name}") for name in LABELS}
    know(httpserver, "10.5555/1")
    with django_capture_on_commit_callbacks(execute=True):
        address = paste(hers, "https://doi.org/10.5555/1").url
    page = hers.get(address)
    assert page.context["preview"].counts == {"new": 1, "repeated": 1}
    assert "Import this 1 work" in page.content.decode()
    asked = len(httpserver.log)
    with django_capture_on_commit_callbacks(execute=True):
        hers.post(reverse("ingest:import", args=[carol.import_previews.get().pk]))
    assert len(httpserver.log) == asked
    work = Work.objects.get()
    assert (work.title, work.self_reported) == ("Tides in a bathtub", False)
    assert work.authorships.get(position=0).orcid == bodies.ADA


def test_one_has_only_so_many_under_way(hers, carol):
    for _ in range(MOST_AT_ONCE):
        waiting_preview(carol)
    for answer in (upload(hers, file_of(line("1"))), paste(hers, "10.1234/abc")):
        assert answer.status_code == 422
        assert f"You have {MOST_AT_ONCE} imports under way." in answer.content.decode()
    assert (len(files()), carol.import_previews.count()) == (MOST_AT_ONCE, MOST_AT_ONCE)
    assert answer.context["paste_form"]["text"].value() == "10.1234/abc"


def test_unfinished_imports_count_and_other_peoples_do_not(hers, carol, bob):
    for state in (ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.DONE):
        ImportRun.objects.create(started_by=carol, source="x", state=state)
    waiting_preview(bob)
    assert upload(hers, file_of(line("1"))).status_code == 302
    assert upload(hers, file_of(line("2"))).status_code == 422


def test_one_adds_only_so_often_a_day(hers, carol):
    for _ in range(MOST_A_DAY):
        ImportPreview.objects.create(user=carol, kind="upload", source="x", state=State.DISCARDED)
    assert "within a day" in upload(hers, file_of(line("1"))).content.decode()
    ImportPreview.objects.update(created_at="2020-01-01T00:00:00Z")
    assert upload(hers, file_of(line("1"))).status_code == 302


def test_administrators_have_no_quota(as_user, admin):
    client = as_user(admin)
    for number in range(MOST_AT_ONCE + 1):
        assert upload(client, file_of(line(str(number)))).status_code == 302


def age(path):
    os.utime(path, (time.time() - 86_400,) * 2)


def test_files_that_nobody_needs_are_deleted(hers, carol):
    upload(hers, file_of(line("1")))
    (needed,) = files()
    stray, fresh, foreign = folder() / ("a" * 32), folder() / ("b" * 32), folder() / "README"
    for path in (stray, fresh, foreign):
        path.write_text("x")
    for path in (needed, stray, foreign):
        age(path)
    assert sweep_uploads() == 1
    assert sorted(files()) == sorted([needed, fresh, foreign])


@pytest.mark.parametrize(
    ("state", "ended", "kept"),
    [
        (ImportRun.State.RUNNING, None, True),
        (ImportRun.State.DONE, "2100-01-01T00:00:00Z", True),
        (ImportRun.State.DONE, "2020-01-01T00:00:00Z", False),
    ],
)
def test_the_file_of_a_run_stays_for_a_week_after_its_end(carol, state, ended, kept):
    preview = waiting_preview(carol)
    ImportRun.objects.create(
        kind=ImportRun.Kind.UPLOAD, source="x", request=preview.request, state=state, finished_at=ended
    )
    ImportPreview.objects.update(state=State.IMPORTED)
    age(files()[0])
    sweep_uploads()
    assert bool(files()) is kept


def test_the_page_costs_the_same_for_two_imports_and_for_twenty(hers, carol, count_queries):
    def add(number):
        for _ in range(number):
            ImportRun.objects.create(started_by=carol, source="x")
            ImportPreview.objects.create(user=carol, kind="upload", source="x")

    add(2)
    few = count_queries(lambda: hers.get(reverse("ingest:index")))
    add(18)
    assert count_queries(lambda: hers.get(reverse("ingest:index"))) == few


def test_the_list_of_imports_comes_alone_when_htmx_turns_the_page(hers):
    page = hers.get(reverse("ingest:index"), headers={"HX-Request": "true"}).content.decode()
    assert "You have added nothing yet" in page
    assert "<html" not in page
