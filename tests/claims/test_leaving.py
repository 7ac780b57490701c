"""Deleting an account: what goes and what stays."""

import pytest
from django.utils import timezone

from accounts.models import User
from claims.leaving import delete_account
from claims.models import Claim, ErrorReport
from following.models import Follow
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_researcher, make_vouch, make_work

State = Claim.State


def test_the_page_is_unclaimed_again_and_stays(carol):
    page = make_researcher(bio="Me", trust_stale_at=None)
    claim = make_claim(page, carol, state=State.APPROVED)
    delete_account(carol)
    page.refresh_from_db()
    claim.refresh_from_db()
    assert not User.objects.filter(pk=carol.pk).exists()
    assert (page.user, page.claimed_at, page.is_claimed, page.bio) == (None, None, False, "")
    assert page.trust_stale_at
    assert (claim.state, claim.user, claim.reason) == (State.REVOKED, None, "")


def test_a_page_without_a_claim_behind_it_is_freed_too(ada, ada_page):
    delete_account(ada)
    ada_page.refresh_from_db()
    assert (ada_page.is_claimed, ada_page.claimed_at) == (False, None)


@pytest.mark.parametrize("state", Claim.OPEN_STATES)
def test_open_claims_are_withdrawn(carol, state):
    claim = make_claim(user=carol, state=state)
    delete_account(carol)
    claim.refresh_from_db()
    assert claim.state == State.WITHDRAWN
    assert claim.claimant_name == "A former account"


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.REVOKED])
def test_ended_claims_stay_as_they_ended(carol, state):
    claim = make_claim(user=carol, state=state)
    delete_account(carol)
    claim.refresh_from_db()
    assert (claim.state, claim.events.count()) == (state, 1)


def test_the_log_stays_without_the_name(carol):
    claim = make_claim(user=carol)
    delete_account(carol)
    lines = [(event.state, event.by, event.note) for event in claim.events.all()]
    assert lines == [
        (State.SUBMITTED, None, ""),
        (State.WITHDRAWN, None, "The account was deleted."),
    ]


def test_a_freed_page_can_be_given_to_somebody_else(carol, bob, admin):
    claim = make_claim(user=carol, state=State.APPROVED)
    delete_account(carol)
    again = make_claim(claim.researcher, state=State.APPROVED)
    assert Researcher.objects.get(pk=claim.researcher_id).user == again.user


def test_followers_are_counted_without_them(carol, ada_page, bob_page):
    Follow.objects.create(user=carol, researcher=ada_page)
    Researcher.objects.filter(pk=ada_page.pk).update(followers_count=3)
    Researcher.objects.filter(pk=bob_page.pk).update(followers_count=5)
    delete_account(carol)
    ada_page.refresh_from_db()
    bob_page.refresh_from_db()
    assert (ada_page.followers_count, bob_page.followers_count) == (2, 5)
    assert ada_page.version == 2


def test_reports_stay_without_name_and_address(carol, ada_page):
    report = ErrorReport.objects.create(researcher=ada_page, message="Wrong", email=carol.email, user=carol)
    other = ErrorReport.objects.create(researcher=ada_page, message="Wrong too", email="d@example.org")
    delete_account(carol)
    report.refresh_from_db()
    other.refresh_from_db()
    assert (report.user, report.email, report.message) == (None, "", "Wrong")
    assert other.email == "d@example.org"


def test_what_they_said_of_others_ends_and_those_are_scored_anew(ada, ada_page, bob, bob_page, carol):
    make_claim(ada_page, ada, state=State.APPROVED)
    claim = make_claim(bob_page, bob, state=State.APPROVED)
    given = make_vouch(claim, ada, statement="We wrote a paper.")
    coauthor, stranger = make_researcher("Coauthor"), make_researcher("Stranger")
    work = make_work(authors=[ada_page, coauthor])
    make_work(authors=[ada_page, stranger])
    mine = Attribution.objects.filter(authorship__work=work, researcher=ada_page)
    mine.update(basis=Attribution.Basis.CONFIRMED, decided_by=ada)
    Researcher.objects.update(trust_stale_at=None)
    delete_account(ada)
    given.refresh_from_db()
    assert (given.by, given.statement) == (None, "")
    assert given.withdrawn_at
    assert set(Researcher.objects.exclude(trust_stale_at=None)) == {ada_page, bob_page, coauthor}
    assert claim.events.last().note == "A researcher who vouched for this page deleted their account."


def test_vouches_taken_back_before_are_forgotten_too(ada, bob, carol):
    given = make_vouch(make_claim(user=bob), carol, withdrawn_at=timezone.now())
    before = given.withdrawn_at
    delete_account(carol)
    given.refresh_from_db()
    assert (given.statement, given.withdrawn_at) == ("", before)
