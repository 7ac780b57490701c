"""The researcher page and the work page in a browser: filters, pager, long author lines, both widths."""

import re
from itertools import product

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.builders import make_authorship, make_researcher, make_work, make_works
from works.models import Work

pytestmark = pytest.mark.django_db(transaction=True)

LONG_TITLE = " ".join(["Forty words of tides and salt"] * 7)


@pytest.fixture
def ada():
    ada = make_researcher("Ada Lindqvist", slug="ada-lindqvist")
    make_works(25, authors=[ada])
    make_work("A thesis", year=2021, type=Work.Type.THESIS, authors=[ada], rank=5)
    return ada


@pytest.fixture
def crowded():
    """A work of many authors, with its list on the page of the ninth."""
    ada = make_researcher("ليلى الحداد", slug="layla")
    work = make_work(LONG_TITLE, abstract="Tides. " * 120)
    for position in range(40):
        make_authorship(work, ada if position == 8 else f"Author {position}", position=position)
    Work.objects.update(authors_count=40)
    return ada, work


def titles(page):
    return page.locator("#works .work-title")


def test_a_filter_swaps_the_list_keeps_the_focus_and_is_in_the_address(live_server, page, ada):
    page.goto(live_server.url + ada.get_absolute_url())
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Type").focus()
    page.get_by_label("Type").select_option("thesis")
    expect(titles(page)).to_have_count(1)
    expect(page.locator("#works").get_by_text("1 of 26 works matches")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/researchers/ada-lindqvist/works/\?type=thesis$"))
    expect(page.get_by_label("Type")).to_be_focused()
    expect(page.get_by_role("heading", name="Ada Lindqvist", level=1)).to_be_visible()


def test_going_back_brings_the_whole_page(live_server, page, ada):
    page.goto(live_server.url + ada.get_absolute_url())
    page.get_by_label("Sort by").select_option("newest")
    expect(page).to_have_url(re.compile(r"sort=newest"))
    page.go_back()
    expect(page).to_have_url(live_server.url + ada.get_absolute_url())
    expect(page.get_by_text("Trust snapshot")).to_be_visible()
    expect(titles(page)).to_have_count(20)


def test_the_pager_turns_the_page_in_place(live_server, page, ada):
    page.goto(live_server.url + reverse("researchers:works", args=[ada.slug]))
    page.get_by_role("link", name="Next").click()
    expect(titles(page)).to_have_count(6)
    expect(page).to_have_url(re.compile(r"\?page=2$"))
    expect(page.locator("#works-title")).to_be_focused()


def test_without_javascript_filter_and_pager_work_too(live_server, page_without_javascript, ada):
    page = page_without_javascript
    page.goto(live_server.url + ada.get_absolute_url())
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Type").select_option("preprint")
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("25 of 26 works match")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(titles(page)).to_have_count(5)


def test_a_long_author_line_opens_in_printed_order(live_server, page, crowded):
    ada, _ = crowded
    page.goto(live_server.url + ada.get_absolute_url())
    line = page.locator("#works .authors")
    expect(line).to_have_text(re.compile("Author 2, … ليلى الحداد et al."))
    line.locator("summary").click()
    expect(line.get_by_role("link", name="ليلى الحداد")).to_be_visible()
    expect(line.get_by_text("Author 9")).to_be_visible()
    expect(line.get_by_role("link", name="and 30 more")).to_be_visible()


def test_the_pages_are_accessible_and_fit(live_server, browser, axe, ada, crowded):
    sparse = make_researcher("Nobody Yet")
    layla, work = crowded
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    addresses = [
        *(one.get_absolute_url() for one in (ada, layla, sparse, work)),
        reverse("researchers:works", args=[ada.slug]) + "?type=poem&code=1",
        reverse("pages:work_authors", args=[work.slug]),
    ]
    for address in addresses:
        page.goto(live_server.url + address)
        for width, scheme in product((390, 1280), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], (address, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
    context.close()


def test_a_page_stays_legible_while_news_is_awaited(live_server, page, axe, ada):
    page.goto(live_server.url + ada.get_absolute_url())
    page.evaluate("document.querySelector('main').setAttribute('aria-busy', 'true')")
    assert axe(page) == []


@pytest.mark.parametrize("address", ["/no/such/place/", "/researchers/nobody/", "/" + "x" * 200 + "/"])
def test_a_page_that_is_not_there_never_scrolls_sideways(live_server, browser, settings, address):
    settings.DEBUG = False
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    assert page.goto(live_server.url + address).status == 404
    page.get_by_role("heading", level=1).wait_for()
    page.evaluate("window.scrollTo(200, 0)")
    assert page.evaluate("[window.scrollX, document.body.scrollWidth <= innerWidth]") == [0, True]
    context.close()
