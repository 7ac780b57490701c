"""From an identifier to the page of a person or a work."""

import pytest
from django.urls import reverse

from researchers.models import ExternalId
from tests.builders import make_researcher, make_work
from works.models import WorkIdentifier


@pytest.fixture
def ada(db):
    ada = make_researcher("Ada Lindqvist")
    for scheme, value in [("orcid", "0000-0002-1825-0097"), ("acl", "ada-lindqvist"), ("dblp", "12/345")]:
        ExternalId.objects.create(researcher=ada, scheme=scheme, value=value)
    return ada


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("orcid", "0000-0002-1825-0097"),
        ("orcid", "0000000218250097"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("acl", "ada-lindqvist"),
        ("dblp", "12/345"),
    ],
)
def test_an_identifier_leads_to_the_person(client, ada, scheme, value):
    response = client.get(reverse("researchers:by", args=[scheme, value]))
    assert (response.status_code, response["Location"]) == (302, ada.get_absolute_url())


@pytest.mark.parametrize(
    ("scheme", "value"),
    [("orcid", "0000-0002-1825-0098"), ("orcid", "0000-0001-5109-3700"), ("unheard", "of"), ("dblp", "12")],
)
def test_an_unknown_identifier_is_not_found(client, ada, scheme, value):
    assert client.get(reverse("researchers:by", args=[scheme, value])).status_code == 404


def test_an_identifier_of_a_merged_researcher_leads_on(client, ada):
    former = make_researcher("A. Lindqvist", merged_into=ada)
    ExternalId.objects.create(researcher=former, scheme="dblp", value="99/9")
    response = client.get("/researchers/by/dblp/99/9/", follow=True)
    assert response.redirect_chain == [(ada.get_absolute_url(), 301)]


@pytest.fixture
def work(db):
    work = make_work("On tides")
    for scheme, value in [("doi", "10.5555/a/b(1)"), ("arxiv", "2205.07141"), ("acl", "P04-1001")]:
        WorkIdentifier.objects.create(work=work, scheme=scheme, value=value)
    return work


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("doi", "10.5555/a/b(1)"),
        ("doi", "https://doi.org/10.5555/A/B(1)"),
        ("arxiv", "2205.07141"),
        ("arxiv", "2205.07141v2"),
        ("acl", "p04-1001"),
    ],
)
def test_an_identifier_leads_to_the_work(client, work, scheme, value):
    response = client.get(reverse("pages:work_by", args=[scheme, value]))
    assert (response.status_code, response["Location"]) == (302, work.get_absolute_url())


@pytest.mark.parametrize(
    ("scheme", "value"), [("doi", "10.5555/c"), ("doi", "nonsense"), ("arxiv", "9999.99999")]
)
def test_an_unknown_work_is_not_found(client, work, scheme, value):
    assert client.get(reverse("pages:work_by", args=[scheme, value])).status_code == 404


def test_a_withdrawn_work_is_not_found(client, db):
    WorkIdentifier.objects.create(work=make_work(withdrawn=True), scheme="doi", value="10.5555/gone")
    assert client.get("/works/by/doi/10.5555/gone/").status_code == 404


@pytest.mark.django_db
def test_an_identifier_that_no_database_can_hold_is_nobodys(client):
    assert client.get("/researchers/by/acl/x%00y/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["dblp/a%00b", "isbn/%00", "doi/10.1234/%00a", "foo/%00"])
def test_an_identifier_that_no_database_can_hold_is_no_works(client, address):
    assert client.get(f"/works/by/{address}/").status_code == 404
