"""A claimant asks for their evidence to be looked for again."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from claims.models import Claim
from tests.claims.evidence.builders import make_institution, make_printed_work


@pytest.fixture
def address(claim):
    return reverse("claims:check", args=[claim.pk])


def test_what_is_found_is_shown(as_user, carol, claim, page, address, carried_out):
    carol.emailaddress_set.update(email="carol@lindenau.example")
    make_printed_work(page, make_institution("University of Lindenau", "lindenau.example"))
    client = as_user(carol)
    with carried_out:
        response = client.post(address)
    assert response.url == f"{claim.get_absolute_url()}#evidence"
    assert "University of Lindenau" in client.get(claim.get_absolute_url()).text


def test_reading_the_address_looks_for_nothing(as_user, carol, claim, page, address):
    carol.emailaddress_set.update(email="carol@lindenau.example")
    make_printed_work(page, make_institution("University of Lindenau", "lindenau.example"))
    assert as_user(carol).get(address).url == f"{claim.get_absolute_url()}#evidence"
    assert not claim.evidence.exists()


def test_once_a_minute_is_enough(as_user, carol, address):
    client = as_user(carol)
    assert client.post(address).status_code == 302
    response = client.post(address)
    assert response.status_code == 429
    assert "We looked less than a minute ago." in response.text
    cache.clear()
    assert client.post(address).status_code == 302


def test_a_claim_at_its_end_is_not_looked_at(as_user, carol, claim, address):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REJECTED)
    client = as_user(carol)
    response = client.post(address)
    assert response.status_code == 422
    assert "has moved on in the meantime" in response.text
    assert "Look again now" not in client.get(claim.get_absolute_url()).text
