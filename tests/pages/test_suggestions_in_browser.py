"""Suggestions in a browser: by keyboard, to assistive technology, and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.builders import make_researcher, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


def test_suggestions_are_a_combobox_that_leads_to_a_page(live_server, page, axe):
    person = make_researcher("Sea Lindqvist", affiliation="Harbor College")
    make_topic("Sea level", works_count=1)
    page.goto(live_server.url + reverse("pages:search"))
    box = page.get_by_role("combobox", name="Name, title")
    box.press_sequentially("sea")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    assert axe(page) == []
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("sea")
    expect(box).to_be_focused()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(live_server.url + person.get_absolute_url())


def test_suggestions_for_another_text_do_not_come_back(live_server, page):
    make_topic("Sea level", works_count=1)
    page.goto(live_server.url + reverse("pages:search"))
    box = page.get_by_role("combobox", name="Name, title")
    box.press_sequentially("sea")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(page.locator("#announcer")).to_have_text("1 suggestion")
    box.fill("")
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options).to_have_count(0)
