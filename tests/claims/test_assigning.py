"""Taking a ticket, so that two administrators do not decide it at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from claims.review.assigning import LEASE, NotTaken, TakenByOther, release, take
from claims.steps import ClaimMoved, OwnClaim
from tests.builders import make_claim, make_user
from tests.claims.tickets import decision

State = Claim.State


@pytest.fixture
def other(db):
    return make_user(name="Walter Watch", is_staff=True)


@pytest.fixture
def taken(claim, other):
    """Walter is at Carol's claim."""
    take(claim, by=other)
    return Claim.objects.get(pk=claim.pk)


def test_who_takes_a_ticket_has_it_for_half_an_hour(claim, admin):
    until = take(claim, by=admin)
    claim.refresh_from_db()
    assert timedelta(0) < LEASE - (until - timezone.now()) < timedelta(minutes=1)
    assert (claim.taker, claim.assigned_until) == (admin, until)


def test_taking_it_again_prolongs_it(taken, other):
    assert take(taken, by=other) > taken.assigned_until


def test_nobody_takes_what_another_has(taken, admin, other):
    with pytest.raises(TakenByOther):
        take(taken, by=admin)
    taken.refresh_from_db()
    assert taken.taker == other


def test_what_was_taken_too_long_ago_is_free(taken, admin):
    Claim.objects.filter(pk=taken.pk).update(assigned_until=timezone.now() - timedelta(seconds=1))
    taken.refresh_from_db()
    assert taken.taker is None
    take(taken, by=admin)
    taken.refresh_from_db()
    assert taken.taker == admin


def test_what_was_left_to_others_is_free(taken, admin, other):
    release(taken, by=other)
    take(taken, by=admin)


def test_nobody_leaves_what_another_has(taken, admin):
    with pytest.raises(NotTaken):
        release(taken, by=admin)


def test_nobody_takes_their_own_claim(admin):
    with pytest.raises(OwnClaim):
        take(make_claim(user=admin), by=admin)


@pytest.mark.parametrize("state", [State.APPROVED, State.REJECTED, State.WITHDRAWN])
def test_a_claim_at_an_end_is_not_taken(admin, state):
    with pytest.raises(ClaimMoved):
        take(make_claim(state=state), by=admin)


def test_opening_a_ticket_does_not_take_it(as_user, admin, claim):
    assert "Take it" in as_user(admin).get(reverse("claims:decide", args=[claim.pk])).text
    claim.refresh_from_db()
    assert claim.taker is None


def test_a_ticket_is_taken_and_left_in_the_browser(as_user, admin, claim):
    client, address = as_user(admin), reverse("claims:assign", args=[claim.pk])
    assert "Assigned to you until" in client.post(address, {"deed": "take"}, follow=True).text
    assert [row.pk for row in client.get("/review/?tab=mine").context["page"]] == [claim.pk]
    assert "Left to others." in client.post(address, {"deed": "release"}, follow=True).text
    assert not client.get("/review/?tab=mine").context["page"].object_list


def test_others_see_who_has_it(as_user, admin, taken):
    client = as_user(admin)
    assert "Taken by Walter Watch until" in client.get("/review/").text
    text = client.get(reverse("claims:decide", args=[taken.pk])).text
    assert "Walter Watch has taken it until" in text
    answer = client.post(reverse("claims:assign", args=[taken.pk]), {"deed": "take"}, follow=True)
    assert "Walter Watch has taken this ticket until" in answer.text


def test_a_decision_about_anothers_ticket_asks_first_and_keeps_what_was_written(as_user, admin, taken):
    client, address = as_user(admin), reverse("claims:decide", args=[taken.pk])
    said = decision(taken, "ask", note="Which works?")
    response = client.post(address, said)
    assert response.status_code == 422
    assert "Tick this to decide all the same." in response.text
    assert response.context["form"]["note"].value() == "Which works?"
    taken.refresh_from_db()
    assert taken.state == State.SUBMITTED
    assert client.post(address, said | {"even_so": "on"}).status_code == 302
    taken.refresh_from_db()
    assert taken.state == State.NEEDS_INFORMATION


def test_who_has_it_is_not_asked(as_user, other, taken):
    address = reverse("claims:decide", args=[taken.pk])
    assert as_user(other).post(address, decision(taken, "ask", note="Which works?")).status_code == 302
