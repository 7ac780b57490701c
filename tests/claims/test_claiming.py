"""Claiming a page, answering, withdrawing."""

import pytest

from claims.flow.claiming import (
    MOST_OPEN_CLAIMS,
    AlreadyClaiming,
    TooManyClaims,
    answer_question,
    submit_claim,
    withdraw_claim,
)
from claims.models import Claim
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, PageTaken
from tests.builders import make_claim, make_researcher

State = Claim.State


def steps(claim):
    return [(event.state, event.by, event.note) for event in claim.events.all()]


def test_a_claim_waits_and_is_logged(carol):
    claim = submit_claim(make_researcher(), by=carol, reason="My home page says so.")
    claim.refresh_from_db()
    assert (claim.state, claim.reason, claim.user) == (State.SUBMITTED, "My home page says so.", carol)
    assert steps(claim) == [(State.SUBMITTED, carol, "")]


def test_claiming_changes_nothing_on_the_page(carol):
    page = make_researcher(trust_stale_at=None)
    submit_claim(page, by=carol, reason="Mine")
    page.refresh_from_db()
    assert (page.user, page.claimed_at, page.trust_stale_at, page.version) == (None, None, None, 1)


def test_a_page_that_belongs_to_somebody_cannot_be_claimed(ada_page, carol):
    with pytest.raises(PageTaken):
        submit_claim(ada_page, by=carol, reason="Mine")


def test_a_page_that_was_merged_cannot_be_claimed(ada_page, carol):
    with pytest.raises(PageTaken):
        submit_claim(make_researcher(merged_into=ada_page), by=carol, reason="Mine")


def test_who_has_a_page_cannot_claim_another(ada):
    with pytest.raises(HoldsAnotherPage):
        submit_claim(make_researcher(), by=ada, reason="Mine too")


def test_an_address_that_is_not_confirmed_carries_no_claim(carol):
    carol.emailaddress_set.update(verified=False)
    with pytest.raises(EmailNotConfirmed):
        submit_claim(make_researcher(), by=carol, reason="Mine")


@pytest.mark.parametrize("state", Claim.OPEN_STATES)
def test_an_open_claim_is_not_sent_twice(carol, state):
    claim = make_claim(user=carol, state=state)
    with pytest.raises(AlreadyClaiming):
        submit_claim(claim.researcher, by=carol, reason="Mine")


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.REVOKED])
def test_after_its_end_a_page_can_be_claimed_again(carol, state):
    claim = make_claim(user=carol, state=state)
    assert submit_claim(claim.researcher, by=carol, reason="With better reasons").is_open


def test_two_people_may_claim_one_page(carol, bob):
    page = make_researcher()
    bob.researcher.delete()
    assert submit_claim(page, by=carol, reason="Mine") != submit_claim(page, by=bob, reason="No, mine")


def test_open_claims_are_limited(carol):
    for _ in range(MOST_OPEN_CLAIMS):
        submit_claim(make_researcher(), by=carol, reason="Perhaps mine")
    with pytest.raises(TooManyClaims):
        submit_claim(make_researcher(), by=carol, reason="Perhaps mine")
    assert carol.claims.count() == MOST_OPEN_CLAIMS


def test_an_answer_brings_the_claim_back_to_its_place(carol):
    claim = make_claim(user=carol, state=State.NEEDS_INFORMATION)
    since = claim.submitted_at
    answer_question(claim, by=carol, answer="I moved in 2019.")
    claim.refresh_from_db()
    assert (claim.state, claim.submitted_at) == (State.SUBMITTED, since)
    assert steps(claim)[-1] == (State.SUBMITTED, carol, "")
    assert [event.quoted for event in claim.events.all()] == ["", "I moved in 2019."]
    assert [event.words for event in claim.events.all()] == ["Claim sent", "Answered"]


@pytest.mark.parametrize("state", [state for state in State if state != State.NEEDS_INFORMATION])
def test_only_a_question_can_be_answered(carol, state):
    claim = make_claim(user=carol, state=state)
    with pytest.raises(ClaimMoved):
        answer_question(claim, by=carol, answer="By the way")
    assert len(steps(claim)) == 1


@pytest.mark.parametrize("state", Claim.UNDECIDED_STATES)
def test_a_claim_that_is_not_decided_can_be_withdrawn(carol, state):
    claim = make_claim(user=carol, state=state)
    withdraw_claim(claim, by=carol)
    claim.refresh_from_db()
    assert claim.state == State.WITHDRAWN
    assert claim.decided_at
    assert steps(claim)[-1] == (State.WITHDRAWN, carol, "")


@pytest.mark.parametrize("state", [state for state in State if state not in Claim.UNDECIDED_STATES])
def test_what_is_decided_cannot_be_withdrawn(carol, state):
    claim = make_claim(user=carol, state=state)
    with pytest.raises(ClaimMoved):
        withdraw_claim(claim, by=carol)
    claim.refresh_from_db()
    assert claim.state == state
