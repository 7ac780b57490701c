"""The page of a topic in a browser: a filter swaps the works alone, the way back, and the button to follow."""

import re

import pytest
from playwright.sync_api import expect

from tests.builders import make_researcher, make_topic, make_work, make_works
from works.models import Work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic():
    topic = make_topic("Tides", works_count=23)
    make_works(22, authors=[make_researcher("Ada Lindqvist")], topics=[topic])
    make_work("A thesis", type=Work.Type.THESIS, topics=[topic])
    return topic


def test_a_filter_swaps_the_works_alone_and_the_way_back_brings_them_all(live_server, page, topic):
    page.goto(live_server.url + topic.get_absolute_url())
    works = page.locator("#works .work-title")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Type").select_option("thesis")
    expect(works).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/topics/tides/\?type=thesis$"))
    expect(page.get_by_role("heading", name="1 of 23 works")).to_be_visible()
    expect(page.get_by_role("link", name="Ada Lindqvist").first).to_be_visible()
    page.go_back()
    expect(works).to_have_count(20)


def test_go_to_page_leads_there(live_server, page, topic):
    page.goto(live_server.url + topic.get_absolute_url())
    page.get_by_role("link", name="Next").click()
    expect(page.locator("#works .work-title")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"/topics/tides/\?page=2$"))


def test_filters_with_long_names_fit_a_phone(live_server, browser, topic):
    make_work(
        "Far", topics=[topic], venue="Proceedings of the International Symposium on " + "Tides and Moons " * 4
    )
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{live_server.url}{topic.get_absolute_url()}?year_from=1990")
    expect(page.get_by_label("Venue", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
