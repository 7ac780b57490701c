"""The graph as a visitor's browser shows it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.builders import make_researcher, make_topic, make_work

pytestmark = pytest.mark.django_db(transaction=True)

SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def researcher():
    ada = make_researcher("Ada Lindqvist", slug="ada")
    for number in range(12):
        other = make_researcher(f"Person Number {number}", slug=f"p{number}")
        make_work(
            f"Paper {number}",
            year=2000 + number,
            authors=[ada, other],
            topics=[make_topic(f"Topic {number}")],
        )
    return ada


@pytest.mark.parametrize("width", [390, 1280])
def test_the_slice_comes_when_scrolled_to_and_nothing_moves(page, live_server, researcher, axe, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(live_server.url + researcher.get_absolute_url())
    place = page.locator("#graph .section-body")
    expect(place.locator(".skeleton")).to_have_count(1)
    before = page.evaluate("document.querySelector('#works').getBoundingClientRect().top + scrollY")
    page.locator("#graph").scroll_into_view_if_needed()
    expect(place.locator("svg.graph-picture:visible")).to_be_visible()
    assert page.evaluate("document.querySelector('#works').getBoundingClientRect().top + scrollY") == before
    assert page.evaluate("window.shifts") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []


def test_nodes_are_reached_by_keyboard_in_the_order_of_the_list(page, live_server, researcher):
    page.goto(live_server.url + reverse("explorer:slice", args=["ada"]))
    page.get_by_role("link", name="Open full explorer").focus()
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    listed = page.locator(".graph-entries a").all_text_contents()
    assert [words.split(",")[0] for words in reached] == ["Ada Lindqvist", *listed[:3]]
    assert listed[2] == "Person Number 9", "the closest first"
    stroke = page.evaluate("getComputedStyle(document.activeElement.querySelector('.graph-room')).stroke")
    assert stroke != "none", "where the keyboard is can be seen"
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + "/researchers/p9/")


def test_a_filter_swaps_the_picture_and_the_address(page, live_server, researcher, axe):
    page.goto(live_server.url + "/explore/?focus=researcher:ada")
    page.get_by_label("Topics", exact=True).uncheck()
    expect(page.locator("svg.graph-wide .graph-topic")).to_have_count(0)
    expect(page.locator("svg.graph-wide .graph-researcher")).not_to_have_count(0)
    assert "kinds=work" in page.url
    page.go_back()
    expect(page.locator("svg.graph-wide .graph-topic")).not_to_have_count(0)
    assert axe(page) == []


def test_one_walks_from_node_to_node_and_back_along_the_trail(page, live_server, researcher):
    page.goto(live_server.url + "/explore/?focus=researcher:ada")
    page.locator("svg.graph-wide .graph-topic").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Topic")
    page.get_by_role("navigation", name="Trail").get_by_role("link", name="Ada Lindqvist").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Lindqvist")
    expect(page.get_by_role("navigation", name="Trail")).to_have_count(0)


def test_everything_works_without_javascript(page_without_javascript, live_server, researcher):
    page = page_without_javascript
    page.goto(live_server.url + researcher.get_absolute_url())
    page.locator("#graph").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="See the researcher in context")).to_be_visible()
    expect(page.locator(".graph-entries").first).to_be_visible()
    page.get_by_role("link", name="Open full explorer").click()
    page.get_by_label("People", exact=True).uncheck()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".graph-group-researcher")).to_have_count(0)
    expect(page.locator(".graph-group-work")).to_have_count(1)


def test_nothing_moves_while_the_page_arrives_over_a_slow_line(context, page, live_server, researcher):
    address = live_server.url + researcher.get_absolute_url()
    page.goto(address)  # styles and scripts are kept from here
    line = {"offline": False, "latency": 20, "downloadThroughput": 24_000, "uploadThroughput": 24_000}
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    page.add_init_script(SHIFTS)
    page.goto(address)
    assert page.evaluate("window.shifts") == []
