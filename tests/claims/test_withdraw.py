"""Withdrawing a claim in the browser."""

import pytest
from django.urls import reverse

from claims.models import Claim
from researchers.models import Researcher


@pytest.fixture
def address(claim):
    return reverse("claims:withdraw", args=[claim.pk])


def test_looking_changes_nothing(as_user, carol, claim, address):
    assert "Withdraw your claim?" in as_user(carol).get(address).text
    assert claim.events.count() == 1


def test_the_button_withdraws(as_user, carol, claim, address):
    response = as_user(carol).post(address, follow=True)
    claim.refresh_from_db()
    assert claim.state == Claim.State.WITHDRAWN
    assert "Your claim has been withdrawn." in response.text


def test_a_second_click_says_where_it_stands(as_user, carol, claim, address):
    client = as_user(carol)
    client.post(address)
    client.get("/claims/")
    again = client.post(address)
    assert again.status_code == 422
    assert "has moved on" in again.text
    assert claim.events.count() == 2


def test_what_was_decided_and_taken_down_since_is_not_withdrawn_and_tells_nothing_of_it(
    as_user, carol, claim, page, address
):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REJECTED)
    Researcher.objects.filter(pk=page.pk).update(visibility="hidden")
    response = as_user(carol).post(address)
    assert response.status_code == 422
    assert str(page) not in response.text
    assert Claim.objects.get(pk=claim.pk).state == Claim.State.REJECTED


def test_what_has_ended_is_not_asked_about(as_user, carol, claim, address):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REJECTED)
    assert as_user(carol).get(address).url == claim.get_absolute_url()


@pytest.mark.parametrize("visibility", ["hidden", "removed"])
def test_a_claim_to_a_page_taken_down_since_can_be_withdrawn_and_tells_nothing_of_it(
    as_user, carol, claim, page, address, visibility
):
    Researcher.objects.filter(pk=page.pk).update(visibility=visibility)
    client = as_user(carol)
    texts = [client.get(one).text for one in (claim.get_absolute_url(), address)]
    assert all(address in text for text in texts)
    response = client.post(address, follow=True)
    assert "Your claim has been withdrawn." in response.text
    assert Claim.objects.get(pk=claim.pk).state == Claim.State.WITHDRAWN
    assert not any(said in text for text in [*texts, response.text] for said in (str(page), page.slug))


def test_a_draft_of_a_page_taken_down_since_can_be_discarded(as_user, carol, draft, page):
    Researcher.objects.filter(pk=page.pk).update(visibility="hidden")
    client, address = as_user(carol), reverse("claims:withdraw", args=[draft.pk])
    texts = [client.get(one).text for one in (draft.get_absolute_url(), address)]
    assert "Your draft is discarded." in client.post(address, follow=True).text
    assert not any(said in text for text in texts for said in (str(page), page.slug))


def test_nothing_else_is_done_with_a_claim_to_a_page_taken_down(as_user, carol, claim, page):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.NEEDS_INFORMATION)
    Researcher.objects.filter(pk=page.pk).update(visibility="hidden")
    assert as_user(carol).post(claim.get_absolute_url(), {"answer": "It is me."}).status_code == 410
