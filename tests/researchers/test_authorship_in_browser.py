"""The authorship sheet with the keyboard, on every screen, and without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from researchers.models import Attribution
from tests.builders import make_attribution, make_researcher, make_work

pytestmark = pytest.mark.django_db(transaction=True)

FITS = "document.documentElement.scrollWidth <= innerWidth"
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture
def sheet(ada_page):
    """Its address; three works, of which the last is only offered, and stands on another page."""
    for number in range(3):
        work = make_work(
            f"Work {number} on ${number}^2$ {'unbreakable' * 30 * number}",
            year=2020 - number,
            authors=[ada_page],
        )
    last = Attribution.objects.filter(authorship__work=work)
    last.update(status=Attribution.Status.PROPOSED, reasons=["The same co-author"])
    make_attribution(last.get().authorship, make_researcher("Ada Lindqvist the Younger"))
    return reverse("researchers:authorship", args=[ada_page.slug])


def test_answers_change_in_place_keep_the_focus_and_stay_accessible(tab_of, axe, ada, sheet):
    tab = tab_of(ada, viewport=NARROW, color_scheme="light")
    tab.goto(sheet)
    mine = tab.get_by_role("button", name=re.compile("^Mine ?: Work 0"))
    mine.focus()
    tab.keyboard.press("Enter")
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(mine).to_be_focused()
    tab.get_by_role("checkbox").nth(1).focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("Enter")
    expect(tab.locator(".sheet-told")).to_contain_text("is marked as yours.")
    expect(tab.get_by_role("button", name="All")).to_have_count(0)
    assert Attribution.objects.filter(basis=Attribution.Basis.CONFIRMED).count() == 2
    assert tab.evaluate(FITS)
    assert axe(tab) == []
    tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    tab.set_viewport_size(WIDE)
    assert tab.evaluate(FITS)
    assert axe(tab) == []


def test_without_javascript_everything_can_be_answered(tab_of, ada, sheet):
    tab = tab_of(ada, java_script_enabled=False)
    tab.goto(sheet)
    tab.get_by_role("checkbox").nth(0).check()
    tab.get_by_role("checkbox").nth(2).check()
    tab.get_by_role("button", name="Mark the selected as mine").click()
    expect(tab.locator("#notices")).to_contain_text("is marked as yours.")
    expect(tab.locator("#notices")).to_contain_text("The page of another researcher lists it.")
    tab.get_by_role("button", name="Mark the selected as mine").click()
    expect(tab.get_by_role("alert")).to_contain_text("Tick the works first")
