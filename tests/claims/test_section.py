"""Part 4 of the researcher page."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from claims.models import Claim
from claims.review import deciding
from claims.section import claim_section
from researchers.models import Researcher
from tests.builders import make_claim


@pytest.fixture
def see(page):
    def render(user=None, of=page):
        researcher = Researcher.objects.get(pk=of.pk)
        return render_to_string(
            "claims/_section.html", {"claim": claim_section(researcher, user or AnonymousUser())}
        )

    return render


def test_it_is_a_titled_section(see):
    text = see()
    assert "Identity and collaboration" in text
    assert "How to connect with this researcher" in text
    assert 'aria-labelledby="claim-title"' in text


def test_visitors_are_led_to_log_in(see, page):
    text = see()
    assert "Log in to claim" in text
    assert f"/claims/new/{page.slug}/" in text


def test_who_is_signed_in_can_claim(see, dora):
    text = see(dora)
    assert "Claim this page" in text
    assert "Log in" not in text


def test_an_open_claim_is_shown_to_its_claimant_alone(see, claim, carol, dora):
    text = see(carol)
    assert "Waiting for a decision" in text
    assert re.search(r"You sent a claim on <time [^>]+>[^<]+</time>; it waits for a decision\.", text)
    assert "have claimed" not in text
    assert claim.get_absolute_url() in text
    assert "Claim this page" not in text
    assert claim.get_absolute_url() not in see(dora)
    assert "Waiting" not in see()


def test_a_question_is_brought_to_the_claimant(see, claim, carol, admin):
    deciding.ask_for_more(claim, by=admin, question="Which works?")
    text = see(carol)
    assert "Answer the question about your claim" in text
    assert "it waits for your answer." in text


def test_after_a_rejection_one_can_see_why_and_claim_again(see, claim, carol, admin):
    deciding.reject(claim, by=admin, reason="A namesake.")
    text = see(carol)
    assert "was rejected" in text
    assert "Claim this page" in text


def test_a_claimed_page_says_since_when(see, ada_page, dora):
    for user in (None, dora):
        text = see(user, ada_page)
        assert "has claimed this page as theirs on" in " ".join(text.split())
        assert f"{ada_page.claimed_at:%Y}" in text
        assert "to claim" not in text


def test_the_owner_is_led_to_the_words_on_the_page(see, ada, ada_page):
    text = see(ada, ada_page)
    assert "This page is yours" in text
    assert f"/researchers/{ada_page.slug}/edit/" in text


def test_who_has_a_page_is_not_offered_another(see, ada):
    text = see(ada)
    assert "one person has one page" in text
    assert "Claim this page" not in text


def test_a_page_whose_owner_left_is_unclaimed(see, page, carol, admin):
    claim = make_claim(page, carol, state=Claim.State.APPROVED)
    deciding.revoke(claim, by=admin, reason="Somebody else.")
    assert "Nobody has claimed this page." in see()


def test_it_costs_at_most_two_queries(page, carol, claim, count_queries):
    assert count_queries(lambda: claim_section(page, AnonymousUser())) == 0
    assert count_queries(lambda: claim_section(page, carol)) <= 2
