"""The pages of trust in a browser: they fill themselves, fit the screen and can be used by everybody."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.builders import make_researcher, make_works
from trust.refreshing import score_stale

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    ada = make_researcher(works_count=3, coauthors_count=9)
    make_works(3, authors=[ada])
    return ada


def test_a_waiting_account_fills_itself(live_server, page, ada):
    page.goto(live_server.url + reverse("trust:detail", args=[ada.slug]))
    expect(page.get_by_role("heading", name="Trust is being computed")).to_be_visible()
    score_stale()
    expect(page.get_by_text("Trust 15 - Unverified")).to_be_visible()
    expect(page.get_by_role("heading", name="How the points add up")).to_be_visible()
    expect(page.locator("[hx-get*=waits]")).to_have_count(0)


def test_the_waiting_snapshot_of_the_researcher_page_fills_itself(live_server, page, ada):
    page.goto(live_server.url + ada.get_absolute_url())
    expect(page.get_by_text("Trust is being computed")).to_be_visible()
    score_stale()
    expect(page.locator("#trust").get_by_text("Trust 15 - Unverified")).to_be_visible()
    expect(page.get_by_role("link", name="How this was computed")).to_be_visible()


def test_without_javascript_the_link_loads_the_page_again(live_server, page_without_javascript, ada):
    page = page_without_javascript
    page.goto(live_server.url + reverse("trust:detail", args=[ada.slug]))
    score_stale()
    page.get_by_role("link", name="load the page again").click()
    expect(page.get_by_text("Trust 15 - Unverified")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_fit(live_server, browser, axe, ada, width, scheme):
    waiting = make_researcher("Bob Okafor")
    score_stale(1)
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    addresses = [
        reverse("trust:about"),
        *(reverse("trust:detail", args=[one.slug]) for one in (ada, waiting)),
    ]
    for address in addresses:
        page.goto(live_server.url + address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    context.close()
