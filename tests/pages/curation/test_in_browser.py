"""Curation as administrators see it: sound in light and dark, by keyboard alone, and without JavaScript."""

import threading

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from pages.curation import choice, remembering
from pages.curation.forms import MOST_WORKS
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import split
from researchers.models import Attribution, Researcher
from researchers.tasks import sweep_counters
from tests.builders import make_attribution, make_researcher, make_work

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = ({"width": 390, "height": 800}, {"width": 1280, "height": 800})
# Sent as those are that were chosen among other works; which the server does not know of, it leaves out.
TICK_FURTHER = """works => {
  for (const work of works) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "works", value: work });
    document.querySelector("form[data-keep]").append(field);
  }
}"""
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def page(admin):
    """A page that a merge and a split made, with a proposal and a namesake."""
    page = make_researcher(
        "Yang Liu", slug="yang-liu", affiliation="Institute for the Measurement of Tides, Somewhere"
    )
    for number in range(4):
        make_work(
            f"Tides at noon, part {number}, with a long title that goes over several lines", authors=[page]
        )
    duplicate = make_researcher("Y. Liu", slug="y-liu")
    make_work("Tides at dawn", authors=[duplicate])
    make_researcher("Yang Liu", slug="yang-liu-geologist")
    lone = make_work("Whose is this?", authors=["Yang Liu"])
    make_attribution(
        lone.authorships.get(), page, status="proposed", confidence=0.4, reasons=["two co-authors in common"]
    )
    merge(duplicate, into=page, by=admin, reason="The same institute, the same co-authors.")
    split(page, [Attribution.objects.accepted().filter(researcher=page).first().authorship_id], by=admin)
    sweep_counters()
    return page


@pytest.fixture
def kept(monkeypatch):
    """Set as soon as the server has written down what was chosen."""
    written, save = threading.Event(), SessionStore.save

    def save_and_tell(store, *arguments, **named):
        save(store, *arguments, **named)
        if remembering.KEY in store:
            written.set()

    monkeypatch.setattr(SessionStore, "save", save_and_tell)
    return written


def addresses(page, admin):
    other = make_researcher("Yang Liu", slug="yang-liu-sailor")
    known = make_researcher("Yang Liu", slug="yang-liu-known")
    distinguish(page, known, by=admin)
    merging, apart = (reverse(f"pages:curation_{name}", args=[page.slug]) for name in ("merge", "tell_apart"))
    long = make_researcher(
        "Maximiliana-Theodora Ölmüller-von der Tannenbaumschwarzwaldhausen y Montellano", slug="long"
    )
    make_work("W" * 200, authors=[long], venue="V" * 120)
    sweep_counters()
    return [
        page.get_absolute_url(),
        reverse("pages:curation", args=[long.slug]),
        "/names/maximiliana-theodora-olmuller-von-der-tannenbaumschwarzwaldhausen-y-montellano/",
        f"{merging}?other={long.slug}",
        f"{apart}?other={long.slug}",
        "/names/yang-liu/",
        reverse("pages:curation", args=[page.slug]),
        f"{merging}?other={other.slug}",
        f"{merging}?other={known.slug}",
        merging,
        f"{apart}?other={other.slug}",
        reverse("pages:curation_log"),
        reverse("pages:curation_decision", args=[page.identity_events.earliest("pk").pk]),
        reverse("pages:curation_proposals"),
    ]


def wrong_on(tab, axe):
    """What is wrong with the page that is open: light on a telephone, and dark on a desk."""
    wrong = []
    for scheme, size in (("light", SIZES[0]), ("dark", SIZES[1])):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.set_viewport_size(size)
        wrong += [f"({scheme}): {found}" for found in axe(tab)]
        if not tab.evaluate(FITS):
            wrong.append(f"is wider than {size['width']}")
    return wrong


def test_every_page_of_curation_is_sound(tab_of, axe, admin, page):
    tab = tab_of(admin)
    wrong = []
    for address in addresses(page, admin):
        tab.goto(address)
        wrong += [f"{address} {found}" for found in wrong_on(tab, axe)]
    assert wrong == []


@pytest.mark.parametrize("deed", ["split", "move", "reject"])
def test_what_is_looked_at_before_works_go_is_sound(tab_of, axe, admin, page, deed):
    tab = tab_of(admin)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_label("Tides at noon, part 3").check()
    tab.locator(f"[name=deed][value={deed}]").check()
    if deed == "move":
        tab.get_by_label("Address of the page they go to").fill("yang-liu-geologist")
    tab.get_by_role("button", name="Look at what that would change").click()
    tab.get_by_text("Nothing has changed yet.").wait_for()
    assert wrong_on(tab, axe) == []


def test_works_are_split_off_by_keyboard_and_without_javascript(tab_of, admin, page):
    tab = tab_of(admin, java_script_enabled=False)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_label("Tides at noon, part 3").focus()
    tab.keyboard.press("Space")
    tab.get_by_label("They are another person's").focus()
    tab.keyboard.press("Space")
    tab.get_by_label("Reason").fill("A sailor.")
    tab.get_by_role("button", name="Look at what that would change").press("Enter")
    tab.get_by_role("heading", name="Split this work off?").wait_for()
    tab.get_by_role("button", name="Split it off").press("Enter")
    tab.get_by_role("button", name="Undo this decision").wait_for()
    assert Researcher.objects.filter(slug="yang-liu-3").exists()  # 2 is who was split off before
    tab.get_by_role("button", name="Undo this decision").press("Enter")
    tab.get_by_text("Undone: what stood before stands again.").wait_for()
    assert Attribution.objects.accepted().filter(researcher=page).count() == 4


def test_works_are_filtered_and_chosen_by_keyboard_and_without_javascript(tab_of, admin, page):
    tab = tab_of(admin, java_script_enabled=False)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_label("Tides at noon, part 3").check()
    tab.get_by_label("Words of the title").fill("dawn")
    tab.keyboard.press("Enter")
    tab.get_by_text("1 chosen, 1 of them not shown.").wait_for()
    tab.get_by_role("button", name="Choose the one shown").press("Enter")
    tab.get_by_text("2 chosen, 1 of them not shown.").wait_for()
    assert tab.get_by_label("Tides at dawn").is_checked()
    assert tab.get_by_label("Tides at noon, part 3").is_checked()
    tab.get_by_role("button", name="Choose none").press("Enter")
    tab.wait_for_url("**/?words=dawn#works")
    assert not tab.get_by_label("Tides at dawn").is_checked()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_what_is_chosen_is_kept_on_the_way_back(tab_of, admin, page, monkeypatch, java_script_enabled):
    monkeypatch.setattr(choice, "WORKS_A_PAGE", 2)
    tab = tab_of(admin, java_script_enabled=java_script_enabled)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_role("button", name="Choose all 2 shown").click()
    tab.get_by_role("button", name="Next 2").click()
    tab.get_by_text("2 chosen, 2 of them not shown.").wait_for()
    tab.locator("fieldset input[name=works]").first.check()
    tab.get_by_label("They are another person's").check()
    tab.get_by_role("button", name="Look at what that would change").click()
    tab.get_by_text("Nothing has changed yet.").wait_for()
    tab.go_back()
    tab.get_by_text("3 chosen, 2 of them not shown.").wait_for()
    assert tab.get_by_label("They are another person's").is_checked()
    tab.go_back()
    tab.go_back()
    tab.get_by_text("3 chosen, 1 of them not shown.").wait_for()
    assert tab.locator("input[name=works]:checked").count() == 3


def test_works_ticked_are_kept_while_one_of_them_is_looked_at(tab_of, admin, page, kept):
    tab = tab_of(admin)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_label("Tides at noon, part 2").check()
    tab.get_by_role("link", name="the page of Tides at noon, part 2").click()
    tab.get_by_role("heading", name="Tides at noon, part 2").wait_for()
    assert kept.wait(timeout=10)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    assert tab.get_by_label("Tides at noon, part 2").is_checked()


@pytest.mark.parametrize(
    ("field", "typed", "arrives_at"),
    [
        ("Address of the other page", "yang-liu-geologist", "**/curation/merge/?*"),
        ("Search researchers, works, topics, institutions and venues", "tides", "**/search/?*"),
    ],
)
def test_works_ticked_are_kept_when_another_form_is_sent(tab_of, admin, page, kept, field, typed, arrives_at):
    tab = tab_of(admin)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_label("Tides at noon, part 2").check()
    tab.get_by_label(field).fill(typed)
    tab.keyboard.press("Enter")
    tab.wait_for_url(arrives_at)
    assert kept.wait(timeout=10)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    assert tab.get_by_label("Tides at noon, part 2").is_checked()


def test_as_many_as_can_be_chosen_are_kept_when_the_page_is_left(tab_of, admin, page, kept):
    tab = tab_of(admin)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_label("Tides at noon, part 2").check()
    tab.evaluate(TICK_FURTHER, list(range(10**9, 10**9 + MOST_WORKS - 1)))
    tab.get_by_role("link", name="the page of Tides at noon, part 2").click()
    assert kept.wait(timeout=10)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    assert tab.get_by_label("Tides at noon, part 2").is_checked()


def test_enter_where_a_page_is_typed_looks_at_the_decision(tab_of, admin, page):
    tab = tab_of(admin, java_script_enabled=False)
    tab.goto(reverse("pages:curation", args=[page.slug]))
    tab.get_by_label("Tides at noon, part 3").check()
    tab.get_by_label("They belong on another page").check()
    tab.get_by_label("Address of the page they go to").fill("yang-liu-geologist")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Move this work?").wait_for()
