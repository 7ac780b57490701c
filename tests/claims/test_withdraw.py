"""Withdrawing a claim in the browser."""

import pytest
from django.urls import reverse

from claims.models import Claim


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
    assert "has moved on" in client.post(address, follow=True).text
    assert claim.events.count() == 2


def test_what_has_ended_is_not_asked_about(as_user, carol, claim, address):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REJECTED)
    assert as_user(carol).get(address).url == claim.get_absolute_url()
