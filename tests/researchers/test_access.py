"""The one way to a researcher."""

import pytest
from django.http import Http404

from researchers.access import Moved, get_researcher, same_page_of
from tests.builders import make_researcher

pytestmark = pytest.mark.django_db


def test_a_slug_finds_its_researcher():
    ada = make_researcher("Ada Lindqvist")
    assert get_researcher(ada.slug) == ada


def test_a_merged_researcher_says_who_took_over(django_assert_num_queries):
    ada = make_researcher("Ada Lindqvist")
    former = make_researcher("A. Lindqvist", merged_into=ada)
    with django_assert_num_queries(1), pytest.raises(Moved) as moved:
        get_researcher(former.slug)
    assert moved.value.researcher == ada


@pytest.mark.parametrize("slug", ["nobody", ""])
def test_an_unknown_slug_is_not_found(slug):
    with pytest.raises(Http404):
        get_researcher(slug)


def test_a_request_that_names_no_slug_is_led_to_the_page_itself(rf):
    ada = make_researcher("Ada Lindqvist")
    request = rf.get("/elsewhere/")
    request.resolver_match = None
    assert same_page_of(request, ada) == ada.get_absolute_url()


@pytest.mark.parametrize("path", ["", "works/", "trust/", "bib", "csl.json", "feed.atom"])
def test_every_page_of_a_merged_researcher_leads_on(client, path):
    ada = make_researcher("Ada Lindqvist")
    former = make_researcher("A. Lindqvist", merged_into=ada)
    response = client.get(f"{former.get_absolute_url()}{path}")
    assert (response.status_code, response["Location"]) == (301, f"{ada.get_absolute_url()}{path}")


def test_a_chain_of_merges_ends_at_the_last(client):
    last = make_researcher("Ada Lindqvist")
    middle = make_researcher("A. Lindqvist", merged_into=last)
    first = make_researcher("A Lindqvist", merged_into=middle)
    response = client.get(first.get_absolute_url(), follow=True)
    assert response.redirect_chain[-1] == (last.get_absolute_url(), 301)
    assert response.status_code == 200
