"""Claiming the page one is looking at."""

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.views import finding
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


def test_the_button_begins_a_draft_that_leads_to_the_evidence(as_user, carol, page, address):
    response = as_user(carol).post(address)
    claim = carol.claims.get()
    assert response.url == reverse("claims:evidence", args=[claim.pk])
    assert (claim.researcher, claim.state, claim.submitted_at) == (page, Claim.State.DRAFT, None)
    assert [event.words for event in claim.events.all()] == ["Claim begun"]


def test_looking_begins_nothing(as_user, carol, address):
    assert "Yes, begin a claim" in as_user(carol).get(address).text
    assert not carol.claims.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_was_begun_is_gone_on_with(as_user, carol, draft, address, method):
    assert getattr(as_user(carol), method)(address).url == reverse("claims:evidence", args=[draft.pk])
    assert carol.claims.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_was_sent_shows_where_it_stands(as_user, carol, claim, address, method):
    assert getattr(as_user(carol), method)(address).url == claim.get_absolute_url()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_taken_page_says_so(as_user, carol, ada_page, method):
    response = getattr(as_user(carol), method)(reverse("claims:new", args=[ada_page.slug]))
    assert "belongs to somebody already" in response.text
    assert response.status_code == (422 if method == "post" else 200)
    assert not carol.claims.exists()


def test_who_has_a_page_is_told_so(as_user, ada, address):
    assert "You already have a researcher page" in as_user(ada).get(address).text


def test_too_many_undecided_claims_are_named(as_user, dora, address):
    for state in Claim.UNDECIDED_STATES:
        make_claim(user=dora, state=state)
    assert "as many as one person may have" in as_user(dora).post(address).text
    assert dora.claims.count() == 3


def test_a_draft_needs_no_confirmed_address(as_user, carol, address):
    carol.emailaddress_set.update(verified=False)
    response = as_user(carol).post(address, follow=True)
    assert "Your e-mail address is not confirmed yet" in response.text
    assert carol.claims.get().is_draft


def test_who_begins_and_discards_again_and_again_waits(as_user, carol, address, monkeypatch):
    monkeypatch.setattr(finding, "MOST_BEGUN", 1)
    client = as_user(carol)
    client.post(address)
    carol.claims.update(state=Claim.State.WITHDRAWN)
    response = client.post(address)
    assert (response.status_code, carol.claims.count()) == (422, 1)
    assert "very often" in response.text


def test_a_merged_page_leads_on(as_user, carol, page):
    old = make_researcher(merged_into=page)
    response = as_user(carol).get(reverse("claims:new", args=[old.slug]))
    assert (response.status_code, response.url) == (301, reverse("claims:new", args=[page.slug]))
