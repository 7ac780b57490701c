"""What a claimant sees of a claim."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape

from claims import deciding
from claims.claiming import withdraw_claim
from claims.evidence import KINDS
from claims.models import Claim
from tests.builders import make_claim, make_evidence


@pytest.fixture
def see(as_user, carol, claim):
    return lambda: as_user(carol).get(claim.get_absolute_url()).text


def test_it_says_what_was_written_and_what_happened(see):
    text = see()
    assert "Waiting for a decision" in text
    assert "I worked there from 2015 to 2021." in text
    assert "Claim sent" in text
    assert re.search(r"\d, \d{4}, \d\d:\d\d UTC</time>", text)


def test_the_first_in_the_queue_is_next(see):
    assert "Yours is the next to be decided." in see()


def test_older_claims_come_first(claim, see):
    make_claim(submitted_at="2020-01-01T00:00:00Z")
    assert "1 claim is waiting before yours." in see()
    make_claim(submitted_at="2020-01-02T00:00:00Z")
    make_claim(submitted_at="2020-01-03T00:00:00Z", state=Claim.State.NEEDS_INFORMATION)
    make_claim(submitted_at="2020-01-04T00:00:00Z", state=Claim.State.REJECTED)
    make_claim()
    assert "2 claims are waiting before yours." in see()


def test_claims_of_the_same_moment_have_an_order(claim):
    moment = claim.submitted_at
    second = make_claim(submitted_at=moment)
    assert (Claim.objects.ahead_of(claim).count(), Claim.objects.ahead_of(second).count()) == (0, 1)


def test_a_rejection_shows_its_reason_but_not_who(claim, admin, see):
    deciding.reject(claim, by=admin, reason="These works are by a namesake.")
    text = see()
    assert "Rejected" in text
    assert "These works are by a namesake." in text
    assert admin.name not in text
    assert "you can claim it again" in text


def test_what_people_write_is_text_and_nothing_else(claim, admin, see):
    evil = "<script>alert(1)</script>\n<img src=x onerror=alert(2)>"
    Claim.objects.filter(pk=claim.pk).update(reason=evil)
    deciding.ask_for_more(claim, by=admin, question=evil)
    text = see()
    assert "<script>alert" not in text
    assert "<img" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;<br>") == 3


def test_a_question_is_answered_there(as_user, carol, claim, admin):
    deciding.ask_for_more(claim, by=admin, question="Which of the works?")
    client = as_user(carol)
    assert "Which of the works?" in client.get(claim.get_absolute_url()).text
    response = client.post(claim.get_absolute_url(), {"answer": "All of them."}, follow=True)
    assert "Your answer has been sent" in response.text
    assert "All of them." in response.text
    claim.refresh_from_db()
    assert claim.state == Claim.State.SUBMITTED


def test_an_empty_answer_is_refused(as_user, carol, claim, admin):
    deciding.ask_for_more(claim, by=admin, question="Which of the works?")
    response = as_user(carol).post(claim.get_absolute_url(), {"answer": ""})
    assert response.status_code == 422
    assert "Which of the works?" in response.text


def test_an_answer_that_comes_too_late_says_so(as_user, carol, claim, admin):
    deciding.reject(claim, by=admin, reason="No.")
    response = as_user(carol).post(claim.get_absolute_url(), {"answer": "But"}, follow=True)
    assert "has moved on in the meantime" in response.text
    assert claim.events.count() == 2


def test_an_approved_claim_leads_to_the_page(claim, admin, see):
    deciding.approve(claim, by=admin)
    text = see()
    assert "is yours" in text
    assert reverse("researchers:edit", args=[claim.researcher.slug]) in text
    assert reverse("claims:withdraw", args=[claim.pk]) not in text


def test_after_the_end_nothing_is_offered_that_cannot_be_done(claim, carol, see):
    withdraw_claim(claim, by=carol)
    assert reverse("claims:withdraw", args=[claim.pk]) not in see()


def test_a_page_given_to_somebody_else_is_not_offered_again(claim, admin, see):
    deciding.reject(claim, by=admin, reason="No.")
    make_claim(claim.researcher, state=Claim.State.APPROVED)
    assert "belongs to somebody else" in see()


def test_a_long_story_costs_no_more_queries(as_user, carol, claim, admin, count_queries):
    client = as_user(carol)
    look = lambda: client.get(claim.get_absolute_url())  # noqa: E731
    look()
    few = count_queries(look)
    for number in range(10):
        deciding.ask_for_more(claim, by=admin, question=f"Question {number}?")
        client.post(claim.get_absolute_url(), {"answer": f"Answer {number}"})
    assert count_queries(look) == few


def test_it_says_what_was_looked_for_and_what_to_do(see):
    text = see()
    assert text.count("Not found") == 3
    for kind in KINDS.values():
        assert kind.title in text
        assert escape(kind.how_checked) in text
        assert escape(kind.advice) in text


def test_it_says_what_failed_until_when_it_counts_and_what_to_do(claim, see):
    evidence = make_evidence(claim, "coauthor", failing_since=timezone.now() - timedelta(days=3))
    text = see()
    assert "Not found again" in text
    assert f"Unless it is found, it ends on {date_format(evidence.counts_until, 'F j, Y')}." in text
    assert escape(KINDS["coauthor"].advice) in text


def test_it_does_not_say_which_administrator_saw_what(claim, admin, see):
    make_evidence(claim, "seen", recorded_by=admin)
    assert admin.name not in see()


def test_an_identity_that_was_confirmed_is_said(claim, see):
    Claim.objects.filter(pk=claim.pk).update(identity_decided_at=timezone.now())
    assert "Identity confirmed" in see()


def test_much_evidence_costs_no_more_queries(as_user, carol, claim, admin, count_queries):
    look = lambda: as_user(carol).get(claim.get_absolute_url())  # noqa: E731
    make_evidence(claim, "coauthor")
    look()
    few = count_queries(look)
    for _ in range(10):
        make_evidence(claim, "seen", ended_at=timezone.now(), ended_because="Over.", recorded_by=admin)
    assert count_queries(look) == few
