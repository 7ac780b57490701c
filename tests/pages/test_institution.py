"""The page of an institution."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.builders import make_authorship, make_researcher, make_work
from works.models import Affiliation, AffiliationReading, AffiliationText, Institution, InstitutionName

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


@pytest.fixture
def registered(institute):
    institute.ror, institute.country, institute.city = "05abcde12", "SE", "Lindenau"
    institute.kinds, institute.home_page = ["education"], "https://sea.example/"
    institute.parents = ["06abcde12"]
    institute.save()
    for kind, name in (("alias", "Institute of the Sea"), ("domain", "sea.example")):
        InstitutionName.objects.create(institution=institute, kind=kind, name=name, key=name.lower())
    Institution.objects.create(slug="lindenau", name="Lindenau University", key="l", ror="06abcde12")
    return institute


def test_what_the_registry_says_is_shown(client, registered):
    html = html_of(client, registered)
    for words in ("Lindenau, Sweden", "Education", "https://sea.example/", "Institute of the Sea"):
        assert words in html
    assert reverse("pages:institution", args=["lindenau"]) in html
    assert ">sea.example<" not in html


def test_the_page_says_how_affiliations_were_read(client, registered):
    add_reading(registered, "Dept. of Tides, Sea Inst.", "name", 0.98)
    add_reading(registered, "SEAI", "acronym", 0.7)
    html = html_of(client, registered)
    assert "Dept. of Tides, Sea Inst." in html
    assert "read by its name, as good as certain" in html
    assert "read by its acronym, possible" in html


def add_reading(institution, text, basis, confidence):
    read = AffiliationText.objects.create(print=uuid4(), text=text)
    AffiliationReading.objects.create(text=read, institution=institution, basis=basis, confidence=confidence)


def test_a_long_list_of_printed_texts_says_how_many_more_there_are(client, registered):
    for number in range(13):
        add_reading(registered, f"Sea Institute, room {number}", "name", 0.92)
    assert "and 3 other ways of printing it" in html_of(client, registered)


def test_a_withdrawn_organization_names_its_successor(client, registered):
    registered.state = "withdrawn"
    registered.successor = Institution.objects.get(slug="lindenau")
    registered.save()
    html = html_of(client, registered)
    assert "Taken out of the registry; its successor is" in html


def test_a_printed_name_of_a_registered_organization_leads_there(client, institute):
    heir = Institution.objects.create(slug="harbor", name="Harbor", key="harbor", ror="06abcde12")
    institute.successor = heir
    institute.save()
    answer = client.get(reverse("pages:institution", args=[institute.slug]))
    assert (answer.status_code, answer["Location"]) == (301, reverse("pages:institution", args=["harbor"]))
