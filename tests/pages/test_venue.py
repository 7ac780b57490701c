"""The page of a venue."""

import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_topic, make_venue, make_work

pytestmark = pytest.mark.django_db


def html_of(client, venue, query=""):
    response = client.get(reverse("pages:venue", args=[venue.slug]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_venue_shows_its_works_years_and_people(client):
    ada = make_researcher("Ada Lindqvist")
    make_work(
        "On tides",
        year=2001,
        authors=[ada],
        topics=[make_topic("Tides")],
        venue="Journal of Invented Results",
    )
    make_work("Elsewhere", venue="Another Journal")
    html = html_of(client, make_venue())
    assert ">Journal of Invented Results</h1>" in html
    assert "On tides" in html
    assert "Elsewhere" not in html
    assert ada.get_absolute_url() in html.partition('id="people"')[2]
    assert "1 work from 2001 to 2001" in html
    assert reverse("pages:topic", args=["tides"]) in html


def test_a_venue_without_works_says_so(client):
    assert "No works listed yet" in html_of(client, make_venue())


def test_an_unknown_venue_is_not_found(client):
    assert client.get(reverse("pages:venue", args=["nowhere"])).status_code == 404


def test_the_page_costs_the_same_for_two_works_and_for_many(client, count_queries):
    def add(number):
        for _ in range(number):
            make_work("A paper", authors=[make_researcher()], venue="Journal of Invented Results")

    add(2)
    few = count_queries(lambda: html_of(client, make_venue()))
    add(60)
    assert count_queries(lambda: html_of(client, make_venue())) == few
