"""Sending a claim."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from claims.flow.drafting import name_target
from claims.models import Claim
from tests.builders import make_authorship, make_researcher, make_work

OWN_ID = "0000-0002-1825-0097"


@pytest.fixture
def address(draft):
    return reverse("claims:send", args=[draft.pk])


def test_it_says_in_short_what_is_sent(as_user, carol, draft, board, address):
    draft.further_records.create(researcher=make_researcher("Carol Holm"))
    draft.missing_works.create(scheme="doi", value="10.5555/1")
    name_target(draft, board, "board:north")
    text = as_user(carol).get(address).text
    assert "Carol Holm" in text
    assert "Token on a board (not looked for yet)" in text
    assert "0 answers, 1 missing work named" in text


def test_a_claim_is_sent_and_looked_at(as_user, carol, draft, address, carried_out):
    with carried_out:
        response = as_user(carol).post(address, {"reason": "My home page says so."}, follow=True)
    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
    sent = Claim.objects.get(pk=draft.pk)
    assert (sent.state, sent.reason) == (Claim.State.SUBMITTED, "My home page says so.")
    assert sent.checked_at
    assert "Your claim has been sent" in response.text


def test_without_evidence_or_reasons_it_is_not(as_user, carol, draft, address):
    response = as_user(carol).post(address, {"reason": "  "})
    assert response.status_code == 422
    assert "Say in your words why the page is yours" in response.text
    assert Claim.objects.get(pk=draft.pk).is_draft


def test_with_evidence_no_reasons_are_needed(as_user, carol, draft, board, address):
    name_target(draft, board, "board:north")
    assert as_user(carol).post(address, {"reason": ""}).url == draft.get_absolute_url()


def test_a_reason_has_an_end_and_is_kept(as_user, carol, draft, address):
    response = as_user(carol).post(address, {"reason": "because " * 700})
    assert response.status_code == 422
    assert "because because" in response.text


def test_an_unconfirmed_address_keeps_the_draft_and_the_words(as_user, carol, draft, address):
    carol.emailaddress_set.update(verified=False)
    response = as_user(carol).post(address, {"reason": "They are mine."})
    assert response.status_code == 422
    assert "Confirm your e-mail address first" in response.text
    assert "They are mine." in response.text
    assert Claim.objects.get(pk=draft.pk).is_draft


def test_a_page_taken_meanwhile_is_told(as_user, carol, draft, page, dora, address):
    page.user = dora
    page.save()
    response = as_user(carol).post(address, {"reason": "Mine"})
    assert response.status_code == 422
    assert "belongs to somebody already" in response.text


def test_a_double_click_sends_once(as_user, carol, draft, address):
    client = as_user(carol)
    client.post(address, {"reason": "Mine"})
    assert client.post(address, {"reason": "Mine"}).url == draft.get_absolute_url()
    assert [event.words for event in draft.events.all()].count("Claim sent") == 1


def test_who_signed_in_with_an_id_that_works_print_has_evidence(as_user, carol, draft, page, address):
    SocialAccount.objects.create(user=carol, provider="orcid", uid=OWN_ID)
    make_authorship(make_work(), page, position=0, orcid=OWN_ID)
    text = as_user(carol).get(address).text
    assert "ORCID iD printed on the works (found)" in text
    assert "None named, none found" not in text
    assert "reasons are needed" not in text
    assert as_user(carol).post(address, {"reason": ""}).url == draft.get_absolute_url()
