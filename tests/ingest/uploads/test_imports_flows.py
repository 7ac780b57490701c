"""Adding works as people do it in a browser."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ingest.models import ImportPreview, ImportRun
from ingest.uploads.submitting import accept
from tests.ingest.records import load, make_record
from tests.ingest.submissions import line, made_preview, waiting_preview

pytestmark = pytest.mark.django_db(transaction=True)

NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 800}
FITS = "document.documentElement.scrollWidth <= innerWidth"
LONG = "On the tides " * 40


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def registry(monkeypatch):
    """A registry that knows one work."""
    known = make_record(
        "10.1234/tides",
        source="crossref",
        title="The tides of an invented sea",
        identifiers={"doi": "10.1234/tides"},
        authors=("Ada Lindqvist", "Bob Okafor"),
    )
    monkeypatch.setattr("ingest.uploads.making_previews.fetch_items", lambda *args, **kwargs: iter([known]))


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_pasted_doi_to_the_page_of_the_work(tab_of, carol, registry, scripts):
    tab = tab_of(carol, java_script_enabled=scripts)
    tab.goto("/")
    tab.get_by_text("Carol Stranger").click()
    tab.get_by_role("link", name="Add my works").click()
    tab.get_by_label("DOIs, arXiv ids or an ORCID iD").fill(
        "My best: https://doi.org/10.1234/tides\nand a thesis"
    )
    tab.get_by_role("button", name="Look them up").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("DOI 10.1234/tides")
    expect(tab.get_by_text("The tides of an invented sea")).to_be_visible()
    expect(tab.get_by_text("and a thesis")).to_be_visible()
    tab.get_by_role("button", name="Import this 1 work").click()
    expect(tab).to_have_url(re.compile(r"/imports/\d+/$"))
    tab.get_by_role("link", name="The tides of an invented sea").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("The tides of an invented sea")
    expect(tab.get_by_text("Stated by a person")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_file_to_the_page_of_the_work(tab_of, carol, tmp_path, scripts):
    file = tmp_path / "my works.jsonl"
    file.write_text("\n".join([line("1", title="A thesis on tides"), "{}"]))
    tab = tab_of(carol, java_script_enabled=scripts)
    tab.goto(reverse("ingest:index"))
    tab.get_by_label("File", exact=True).set_input_files(file)
    tab.get_by_role("button", name="Upload and look into it").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("my works.jsonl")
    expect(tab.get_by_text("my works.jsonl, line 2")).to_be_visible()
    tab.get_by_role("link", name=re.compile("^Cannot be read")).click()
    expect(tab.locator(".entry")).to_have_count(1)
    tab.get_by_role("button", name="Import this 1 work").click()
    expect(tab.get_by_role("heading", name="Records set aside")).to_be_visible()
    tab.get_by_role("link", name="A thesis on tides").click()
    expect(tab.get_by_text("Stated by a person alone")).to_be_visible()


def test_a_bibtex_file_is_known_by_its_look(tab_of, carol, tmp_path):
    file = tmp_path / "library.bib"
    file.write_text(
        "@article{lindqvist2020, title={Tides of {B}ohemia}, author={Lindqvist, Ada},"
        " year=2020, journal={Journal of Invented Results}}"
    )
    tab = tab_of(carol)
    tab.goto(reverse("ingest:index"))
    tab.get_by_label("File", exact=True).set_input_files(file)
    tab.get_by_role("button", name="Upload and look into it").click()
    tab.get_by_role("button", name="Import this 1 work").click()
    tab.get_by_role("link", name="Tides of Bohemia").click()
    expect(tab.get_by_text("Stated by a person alone")).to_be_visible()


def test_a_preview_turns_up_by_itself_when_it_is_ready(tab_of, carol):
    waiting = waiting_preview(carol)
    tab = tab_of(carol)
    tab.goto(waiting.get_absolute_url())
    expect(tab.get_by_role("status").get_by_text("Waiting for its turn")).to_be_visible()
    tab.get_by_role("button", name="Discard").focus()
    ImportPreview.objects.update(state="running")
    expect(tab.get_by_role("status").get_by_text("Reading your file")).to_be_visible()
    expect(tab.get_by_role("button", name="Discard")).to_be_focused()
    ImportPreview.objects.update(state="failed", error="works.jsonl: is damaged or cut short")
    expect(tab.get_by_text("works.jsonl: is damaged or cut short")).to_be_visible()
    expect(tab.locator("#announcer")).to_have_text("It could not be read.")
    expect(tab.get_by_role("progressbar")).to_have_count(0)


def test_a_long_import_is_canceled(tab_of, carol):
    run = ImportRun.objects.create(
        started_by=carol, source="long.bib", kind="upload", read=2000, done_share=0.4
    )
    tab = tab_of(carol)
    tab.goto(reverse("ingest:run", args=[run.pk]))
    expect(tab.get_by_role("progressbar", name="Importing")).to_have_js_property("value", 0.4)
    tab.get_by_role("button", name="Cancel").focus()
    ImportRun.objects.update(read=3000, done_share=0.6)
    expect(tab.get_by_role("progressbar", name="Importing")).to_have_js_property("value", 0.6)
    expect(tab.locator("#figures")).to_contain_text("3,000")
    expect(tab.get_by_role("button", name="Cancel")).to_be_focused()
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_role("status").get_by_text("Ending after the batch")).to_be_visible()
    expect(tab.get_by_role("button", name="Cancel")).to_have_count(0)
    ImportRun.objects.update(state="canceled")
    expect(tab.get_by_text("What was imported until then is kept.")).to_be_visible()


def test_an_administrator_does_an_import_again(tab_of, carol, admin):
    run = accept(made_preview(carol), by=carol)
    ImportRun.objects.update(state="failed", error="the disk is full", finished_at="2026-01-01T00:00:00Z")
    tab = tab_of(admin)
    tab.goto(reverse("ingest:history"))
    tab.get_by_role("link", name="works.jsonl").click()
    tab.get_by_role("button", name="Import again").click()
    expect(tab).not_to_have_url(re.compile(rf"/imports/{run.pk}/$"))
    expect(tab.get_by_text("Done")).to_be_visible()


def overfull(user):
    """A preview of every kind of record and a run with many problems, all with very long texts."""
    load(make_record("10.1234/1", source="arxiv", identifiers={"doi": "10.1234/1"}))
    names = [{"name": f"Author Number {n} of a Very Large Collaboration"} for n in range(300)]
    lines = [
        line("1"),
        *(line(f"n{n}", title=f"{LONG} {n}", authors=names) for n in range(60)),
        "{}",
        "x" * 900,
    ]
    preview = made_preview(user, lines, name=f"{'a-very-long-name' * 9}.jsonl")
    run = accept(made_preview(user, lines, name=f"{'a-very-long-name' * 9}.jsonl"), by=user)
    ImportRun.objects.update(state="failed", read=1_234_567, rejected=3, error=f"{'x' * 300}: is cut short")
    for number in range(60):
        run.problems.create(
            position=f"{'y' * 200}, line {number}", reason=f"{LONG}{number % 3}", piece="z" * 500
        )
    return [preview.get_absolute_url(), reverse("ingest:run", args=[run.pk])]


@pytest.fixture
def look(axe: Callable):
    """What is wrong with the page in a tab, on a phone by day and on a desk by night."""

    def look(tab):
        wrong = []
        for scheme, size in (("light", NARROW), ("dark", WIDE)):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.set_viewport_size(size)
            if not tab.evaluate(FITS):
                wrong.append(f"{tab.url} is wider than {size['width']} pixels")
            wrong += [f"{tab.url} ({scheme}): {found}" for found in axe(tab)]
        return wrong

    return look


def test_the_pages_are_sound_whether_empty_or_overfull(tab_of, look, admin):
    tab = tab_of(admin)
    wrong = []
    addresses = [reverse("ingest:index"), reverse("ingest:history")]
    for address in addresses:
        tab.goto(address)
        wrong += look(tab)
    running = ImportRun.objects.create(started_by=admin, source="x", read=5, done_share=0.5)
    for address in [*addresses, reverse("ingest:run", args=[running.pk]), *overfull(admin)]:
        tab.goto(address)
        wrong += look(tab)
    tab.goto(reverse("ingest:index"))
    tab.get_by_label("DOIs, arXiv ids or an ORCID iD").fill("my thesis")
    tab.get_by_role("button", name="Look them up").click()
    expect(tab.get_by_label("DOIs, arXiv ids or an ORCID iD")).to_have_value("my thesis")
    wrong += look(tab)
    tab.goto(waiting_preview(admin).get_absolute_url())
    wrong += look(tab)
    assert wrong == []
