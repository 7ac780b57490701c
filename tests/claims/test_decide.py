"""Deciding a claim in the browser."""

import pytest
from django.urls import reverse

from claims import deciding
from claims.models import Claim
from researchers.models import ExternalId, NameVariant, Researcher
from tests.builders import make_claim, make_works

State = Claim.State


@pytest.fixture
def address(claim):
    return reverse("claims:decide", args=[claim.pk])


@pytest.fixture
def client(as_user, admin):
    return as_user(admin)


def test_one_screen_has_all_that_is_weighed(client, claim, page, address):
    make_works(10, authors=[page])
    NameVariant.objects.create(researcher=page, name="C. Stranger", name_key="c stranger")
    ExternalId.objects.create(researcher=page, scheme="orcid", value="0000-0001-2345-6789")
    make_claim(page, state=State.REJECTED)
    text = client.get(address).text
    for piece in (
        "I worked there from 2015 to 2021.",
        "carol@example.org",
        "Confirmed",
        "C. Stranger",
        "orcid:0000-0001-2345-6789",
        "The same family name; the initials fit",
        "Paper number 9",
        "Claim sent",
        "Rejected",
    ):
        assert piece in text
    assert text.count("Paper number") == 8


def test_approving_gives_the_page_and_leads_back_to_the_queue(client, claim, page, address):
    response = client.post(address, {"decision": "approve"}, follow=True)
    page.refresh_from_db()
    assert response.redirect_chain == [("/review/", 302)]
    assert "the page now belongs to Carol Stranger" in response.text
    assert page.user == claim.user


def test_approving_needs_few_queries(client, address, count_queries):
    assert count_queries(lambda: client.post(address, {"decision": "approve"})) <= 21


@pytest.mark.parametrize(
    ("decision", "state"), [("reject", State.REJECTED), ("ask", State.NEEDS_INFORMATION)]
)
def test_rejecting_and_asking_need_words(client, claim, address, decision, state):
    response = client.post(address, {"decision": decision, "note": "  "})
    assert response.status_code == 422
    assert "Say why: the claimant reads this." in response.text
    assert client.post(address, {"decision": decision, "note": "Which works?"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.reply) == (state, "Which works?")


@pytest.mark.parametrize("decision", ["", "revoke", "delete"])
def test_other_decisions_are_not_taken(client, claim, address, decision):
    assert client.post(address, {"decision": decision, "note": "Because"}).status_code == 422
    assert claim.events.count() == 1


def test_an_approved_claim_can_be_revoked(client, claim, page, admin, address):
    deciding.approve(claim, by=admin)
    assert "Revoke the claim" in client.get(address).text
    assert client.post(address, {"decision": "revoke", "note": ""}).status_code == 422
    client.post(address, {"decision": "revoke", "note": "It was somebody else."})
    page.refresh_from_db()
    assert not page.is_claimed


def test_a_claim_that_moved_on_says_so_and_keeps_what_was_written(client, claim, carol, address):
    Claim.objects.filter(pk=claim.pk).update(state=State.WITHDRAWN)
    response = client.post(address, {"decision": "reject", "note": "A namesake."})
    assert response.status_code == 422
    assert "has moved on in the meantime" in response.text
    assert claim.events.count() == 1


def test_a_claim_that_somebody_else_approved_says_so(client, claim, admin, address):
    deciding.approve(claim, by=admin)
    response = client.post(address, {"decision": "reject", "note": "A namesake."})
    assert response.status_code == 422
    assert "has moved on in the meantime" in response.text
    assert claim.events.count() == 2


def test_an_own_claim_is_shown_but_not_decided(client, admin):
    claim = make_claim(user=admin)
    address = reverse("claims:decide", args=[claim.pk])
    text = client.get(address).text
    assert "This is your own claim" in text
    assert "<textarea" not in text
    response = client.post(address, {"decision": "approve"})
    assert response.status_code == 422
    assert claim.events.count() == 1
    assert not Researcher.objects.get(pk=claim.researcher_id).is_claimed


def test_a_taken_page_is_announced_and_not_given_twice(client, claim, page, address):
    make_claim(page, state=State.APPROVED)
    assert "This page is taken" in client.get(address).text
    response = client.post(address, {"decision": "approve"})
    assert response.status_code == 422
    assert "belongs to somebody else by now" in response.text


def test_a_claimant_with_a_page_is_announced(client, claim, carol, address):
    make_claim(user=carol, state=State.APPROVED)
    assert "The claimant has a page already" in client.get(address).text
    assert "one person has one page" in client.post(address, {"decision": "approve"}).text


def test_an_address_no_longer_confirmed_is_announced(client, carol, address):
    carol.emailaddress_set.update(verified=False)
    assert "Not confirmed" in client.get(address).text
    assert "no confirmed e-mail address" in client.post(address, {"decision": "approve"}).text


def test_a_deactivated_account_is_announced(client, claim, carol, address):
    assert "deactivated" not in client.get(address).text
    type(carol).objects.filter(pk=carol.pk).update(is_active=False)
    assert "The account is deactivated" in client.get(address).text
    response = client.post(address, {"decision": "approve"})
    assert response.status_code == 422
    assert "The account of the claimant is deactivated. Nothing was changed." in response.text


def test_the_claim_of_a_deleted_account_can_be_read(client, claim, address):
    Claim.objects.filter(pk=claim.pk).update(state=State.WITHDRAWN, user=None, reason="")
    text = client.get(address).text
    assert "A former account claims" in text
    assert "Deleted together with the account." in text


def test_what_people_write_is_text_and_nothing_else(client, claim, carol, address):
    evil = "<script>alert(1)</script>"
    carol.name = evil
    carol.save()
    Claim.objects.filter(pk=claim.pk).update(reason=evil)
    response = client.post(address, {"decision": "reject", "note": evil}, follow=True)
    for text in (response.text, client.get(address).text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_a_large_record_costs_no_more_queries(client, claim, page, address, count_queries):
    make_works(2, authors=[page], venue="Journal of Invented Results")
    make_claim(page, state=State.REJECTED)
    client.get(address)
    few = count_queries(lambda: client.get(address))
    make_works(30, authors=[page], venue="Journal of Invented Results")
    for number in range(30):
        make_claim(page, state=State.REJECTED)
        NameVariant.objects.create(researcher=page, name=f"C. {number}", name_key=f"c {number}")
    assert count_queries(lambda: client.get(address)) == few
