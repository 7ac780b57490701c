"""The page of an institution."""

import pytest
from django.urls import reverse

from tests.builders import make_authorship, make_researcher, make_work
from works.models import Affiliation, Institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def institute(db):
    return Institution.objects.create(slug="sea-institute", name="Sea Institute", key="sea institute")


def add_work(institute, title="On tides"):
    work = make_work(title)
    authorship = make_authorship(work, make_researcher("Ada Lindqvist"), position=0)
    Affiliation.objects.create(authorship=authorship, institution=institute)


def html_of(client, institute):
    response = client.get(reverse("pages:institution", args=[institute.slug]))
    assert response.status_code == 200
    return response.content.decode()


def test_an_institution_shows_the_works_that_name_it(client, institute):
    add_work(institute)
    make_work("Elsewhere", authors=["Bob Okafor"])
    html = html_of(client, institute)
    assert "On tides" in html
    assert "Elsewhere" not in html
    assert "Ada Lindqvist" in html.partition('id="people"')[2]


def test_a_printed_name_is_not_passed_off_as_a_registered_one(client, institute):
    assert "not been matched to a registry" in html_of(client, institute)
    institute.ror, institute.country = "05abcde12", "SE"
    institute.save()
    html = html_of(client, institute)
    assert "not been matched" not in html
    assert "https://ror.org/05abcde12" in html


def test_an_unknown_institution_is_not_found(client, db):
    assert client.get(reverse("pages:institution", args=["nowhere"])).status_code == 404


def test_the_page_costs_the_same_for_two_works_and_for_many(client, institute, count_queries):
    for _ in range(2):
        add_work(institute)
    few = count_queries(lambda: html_of(client, institute))
    for _ in range(40):
        add_work(institute)
    assert count_queries(lambda: html_of(client, institute)) == few
