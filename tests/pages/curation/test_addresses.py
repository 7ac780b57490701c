"""Addresses that administrators type or come to: read as those of researchers, and never an error."""

import pytest
from django.urls import reverse

from pages.curation.forms import slug_in
from researchers.curation.distinguishing import distinguish
from tests.builders import make_researcher

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("y-liu", "y-liu"),
        ("/researchers/y-liu/", "y-liu"),
        ("/researchers/y-liu", "y-liu"),
        ("/researchers/y-liu/works/?sort=newest#works", "y-liu"),
        ("https://example.org/researchers/y-liu/trust/", "y-liu"),
        ("/researchers/y-liu/curation/merge/", "y-liu"),
        ("Y. Liu", "Y. Liu"),
        ("/works/y-liu/", "/works/y-liu/"),
        ("/topics/y-liu/", "/topics/y-liu/"),
        ("/researchers/by/acl/y-liu/", "/researchers/by/acl/y-liu/"),
        ("/search/", "/search/"),
        ("http://[", "http://["),
        ("y\0liu", "yliu"),
        ("", ""),
    ],
)
def test_whose_address_it_is(text, slug):
    assert slug_in(text) == slug


@pytest.mark.parametrize("name", ["pages:curation_merge", "pages:curation_tell_apart"])
@pytest.mark.parametrize("other", ["http://[", "/works/y-liu/", "/topics/y-liu/", "//", "x" * 500])
def test_what_is_no_address_of_a_researcher_is_said_to_be_none(as_user, admin, page, duplicate, name, other):
    response = as_user(admin).get(reverse(name, args=[page.slug]), {"other": other})
    assert response.status_code == 422
    assert "No researcher has this address" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("y-liu", True),
        ("/researchers/y-liu/works/", True),
        ("https://example.org/researchers/y-liu/", True),
        ("Y. Liu", True),
        ("/works/y-liu/", False),
        ("http://[", False),
    ],
)
def test_the_log_reads_addresses_as_every_form_does(as_user, admin, duplicate, text, is_found):
    distinguish(duplicate, make_researcher("Somebody Else"), by=admin)
    shown = as_user(admin).get(reverse("pages:curation_log"), {"page_of": text})
    assert bool(shown.context["page"].object_list) == is_found


def test_whoever_comes_to_the_preview_without_works_chooses_them_first(as_user, client, admin, page):
    address = reverse("pages:curation_divide", args=[page.slug])
    choosing = reverse("pages:curation", args=[page.slug]) + "#works"
    assert as_user(admin).get(address).url == choosing
    login = client.post(address, {"deed": "split"})
    assert login.url == f"{reverse('account_login')}?next={address}"
