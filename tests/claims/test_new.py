"""Claiming a page in the browser."""

import pytest
from django.urls import reverse

from claims.models import Claim
from tests.builders import make_claim, make_researcher


@pytest.fixture
def address(page):
    return reverse("claims:new", args=[page.slug])


def test_the_way_leads_through_sign_in_and_back(client, carol, address):
    response = client.get(address)
    assert response.url == f"/accounts/login/?next={address}"
    credentials = {"login": carol.email, "password": "correct horse battery", "next": address}
    assert client.post("/accounts/login/", credentials).url == address
    assert client.get(address).status_code == 200


def test_a_claim_is_sent_and_shown(as_user, carol, page, address):
    response = as_user(carol).post(address, {"reason": "My home page says so."}, follow=True)
    claim = carol.claims.get()
    assert response.redirect_chain == [(claim.get_absolute_url(), 302)]
    assert (claim.researcher, claim.reason) == (page, "My home page says so.")
    assert "Your claim has been sent" in response.text


def test_a_claim_needs_a_reason(as_user, carol, address):
    response = as_user(carol).post(address, {"reason": "   "})
    assert response.status_code == 422
    assert "This field is required." in response.text
    assert not carol.claims.exists()


def test_a_reason_has_an_end(as_user, carol, address):
    response = as_user(carol).post(address, {"reason": "x" * 5001})
    assert response.status_code == 422
    assert not carol.claims.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_taken_page_says_so(as_user, carol, ada_page, method):
    address = reverse("claims:new", args=[ada_page.slug])
    response = getattr(as_user(carol), method)(address, {"reason": "It is mine, really."})
    assert "already belongs to somebody" in response.text
    assert ("It is mine, really." in response.text) == (method == "post")
    assert response.status_code == (422 if method == "post" else 200)
    assert not carol.claims.exists()


def test_who_has_a_page_is_told_so(as_user, ada, address):
    assert "You already have a researcher page" in as_user(ada).get(address).text


def test_an_open_claim_is_named(as_user, claim, carol, address):
    assert "that claim is still open" in as_user(carol).post(address, {"reason": "Again"}).text
    assert carol.claims.count() == 1


def test_too_many_open_claims_are_named(as_user, dora, address):
    for _ in range(3):
        make_claim(user=dora)
    assert "as many as one person may have" in as_user(dora).post(address, {"reason": "A fourth"}).text
    assert dora.claims.count() == 3


def test_the_address_must_be_confirmed_first(as_user, carol, address):
    carol.emailaddress_set.update(verified=False)
    response = as_user(carol).get(address)
    assert "Confirm your e-mail address first" in response.text
    assert reverse("account_email") in response.text
    assert "<textarea" not in response.text


def test_a_merged_page_leads_on(as_user, carol, page):
    old = make_researcher(merged_into=page)
    response = as_user(carol).get(reverse("claims:new", args=[old.slug]))
    assert (response.status_code, response.url) == (301, reverse("claims:new", args=[page.slug]))


def test_a_double_click_makes_one_claim(as_user, carol, address):
    client = as_user(carol)
    client.post(address, {"reason": "Mine"})
    assert client.post(address, {"reason": "Mine"}).status_code == 422
    assert Claim.objects.count() == 1
