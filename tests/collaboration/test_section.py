"""Part 5 of the researcher page: what each visitor reads there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from claims.models import Claim
from collaboration.blocking import block
from collaboration.section import collaboration_section
from tests.builders import make_claim, make_researcher
from tests.collaboration.builders import make_conversation, make_invitation, make_member

TITLE = "Open a focused conversation when the fit is right"


def section(researcher, user):
    context = {"collaboration": collaboration_section(researcher, user)}
    return render_to_string("collaboration/_section.html", context)


@pytest.mark.django_db
def test_an_unclaimed_page_says_what_unlocks_it():
    researcher = make_researcher("Nobody Yet")
    text = section(researcher, AnonymousUser())
    assert "Direct collaboration" in text
    assert TITLE in text
    assert "Claim this author record first to unlock direct invitations." in text
    assert reverse("claims:new", args=[researcher.slug]) in text


def test_whose_claim_waits_is_not_asked_to_claim(carol, bob):
    researcher = make_researcher("Nobody Yet")
    claim = make_claim(researcher, carol)
    text = section(researcher, carol)
    assert "Your claim to this page is waiting." in text
    assert f'href="{claim.get_absolute_url()}"' in text
    assert "Claim this" not in text
    for other in (AnonymousUser(), bob):
        assert "Your claim" not in section(researcher, other)


@pytest.mark.parametrize("state", [Claim.State.REJECTED, Claim.State.WITHDRAWN])
def test_a_claim_at_its_end_leaves_the_page_to_be_claimed(carol, state):
    researcher = make_researcher("Nobody Yet")
    make_claim(researcher, carol, state=state)
    assert "Claim this author record first" in section(researcher, carol)


def test_who_is_signed_out_is_led_to_sign_in_and_back(bob, bob_page):
    text = section(bob_page, AnonymousUser())
    assert "Log in to invite Bob Okafor" in text
    back = reverse("collaboration:invite", args=[bob_page.slug]).replace("/", "%2F")
    assert f"{reverse('account_login')}?next={back}" in text


def test_who_may_invite_gets_the_link(ada, bob, bob_page):
    text = section(bob_page, ada)
    assert f'href="{reverse("collaboration:invite", args=[bob_page.slug])}"' in text
    assert "selective" not in text


def test_a_selective_researcher_is_announced_as_such(ada, bob, bob_page):
    bob_page.collaboration = "selective"
    assert "They are selective" in section(bob_page, ada)


def test_who_has_no_page_is_told_to_claim_one(bob, bob_page, carol):
    text = section(bob_page, carol)
    assert "Claim your own researcher page first" in text
    assert reverse("pages:search") in text


def test_a_low_level_is_named(bob, bob_page):
    assert "verification level 2" in section(bob_page, make_member(verification_level=1).user)


def test_on_ones_own_page_the_invitations_are_linked(ada, ada_page):
    text = section(ada_page, ada)
    assert "This is your own page" in text
    assert f'href="{reverse("collaboration:invitations")}"' in text


def test_a_closed_page_says_so_and_offers_nothing(ada, bob, bob_page):
    bob_page.collaboration = "closed"
    text = section(bob_page, ada)
    assert "Bob Okafor is not taking invitations at the moment." in text
    assert "<a " not in text


def test_the_blocked_read_nothing_else_than_on_a_closed_page(ada, bob, bob_page):
    block(ada, by=bob)
    blocked = section(bob_page, ada)
    bob_page.collaboration = "closed"
    assert blocked == section(bob_page, ada)


def test_what_waits_and_what_is_open_is_linked(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    assert invitation.get_absolute_url() in section(bob_page, ada)
    assert "has invited you" in section(ada_page, bob)
    conversation = make_conversation(bob_page, ada_page)
    assert conversation.get_absolute_url() in section(bob_page, ada)


@pytest.mark.django_db
def test_a_name_is_text(ada):
    name = "<script>alert(1)</script>"
    for researcher in (make_member(name), make_member(name, collaboration="closed")):
        text = section(researcher, ada)
        assert "<script>" not in text
        assert escape(name) in text


@pytest.mark.django_db
def test_a_name_with_braces_is_shown_as_it_is(ada):
    assert "{name} {0}" in section(make_member("{name} {0}", collaboration="closed"), ada)
