"""How long claims wait, and how many decisions are turned over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.disputes.disputing import dispute_page
from claims.disputes.settling import dismiss, uphold
from claims.examination.rules import BY_KEY, Approval
from claims.flow.leaving import delete_account
from claims.models import Claim, ClaimEvent
from claims.review import deciding
from claims.review.figures import FEWEST, Speed, count_figures, expected_wait, in_words
from researchers.models import Researcher
from tests.builders import make_claim
from tests.claims.evidence.builders import make_verified, owner_of

State = Claim.State
HOUR = timedelta(hours=1)


def decided(
    *steps: str, after: timedelta = HOUR, ago: timedelta = HOUR, about: str = ClaimEvent.About.STEP
) -> Claim:
    """A claim that was decided so long ago, so long after it was sent; further steps follow at once."""
    at = timezone.now() - ago
    claim = make_claim(submitted_at=at - after, decided_at=at, state=State.REJECTED)
    for step in steps:
        ClaimEvent.objects.create(claim=claim, state=step, at=at, about=about)
        about = ClaimEvent.About.STEP
    return claim


def test_where_nothing_was_decided_there_is_nothing_to_tell(db):
    figures = count_figures()
    assert figures.by_people == figures.by_rules == Speed()
    assert expected_wait() is None


def test_half_and_nine_in_ten_are_counted_from_sending_to_the_decision(db):
    for hours in range(1, 12):
        decided("rejected", after=hours * HOUR)
    speed = count_figures().by_people
    assert (speed.waited, speed.median, speed.ninth_decile) == (11, 6 * HOUR, 10 * HOUR)


def test_rules_and_administrators_are_told_apart(db):
    decided("approved", after=timedelta(seconds=3), about="rule")
    decided("approved", after=timedelta(days=2))
    figures = count_figures()
    assert figures.by_rules.median == timedelta(seconds=3)
    assert figures.by_people.median == timedelta(days=2)


def test_what_was_decided_long_ago_does_not_count(db):
    decided("approved", ago=timedelta(days=91))
    assert count_figures().by_people == Speed()


@pytest.mark.parametrize(
    ("steps", "decisions", "turned_over"),
    [
        (["approved"], 1, 0),
        (["rejected"], 1, 0),
        (["approved", "revoked"], 2, 1),
        (["approved", "disputed", "revoked"], 2, 1),
        (["approved", "disputed", "approved"], 1, 0),
        (["rejected", "submitted", "approved"], 2, 1),
        (["approved", "revoked", "approved"], 3, 2),
        (["needs_information", "submitted", "rejected"], 1, 0),
        (["withdrawn"], 0, 0),
    ],
)
def test_decisions_that_were_turned_over(db, steps, decisions, turned_over):
    decided(*steps)
    speed = count_figures().by_people
    assert (speed.decisions, speed.reversed) == (decisions, turned_over)


def test_of_an_approval_by_rule_only_the_first_decision_is_the_rules(db):
    decided("approved", "revoked", about="rule")
    figures = count_figures()
    assert (figures.by_rules.decisions, figures.by_rules.reversed) == (1, 1)
    assert (figures.by_people.decisions, figures.by_people.waited) == (1, 0)


def test_an_approval_that_an_administrator_revokes_is_turned_over(claim, admin):
    deciding.approve(claim, by=admin)
    assert count_figures().by_people.reversed == 0
    deciding.revoke(claim, by=admin, reason="A namesake.")
    speed = count_figures().by_people
    assert (speed.waited, speed.decisions, speed.reversed) == (1, 2, 1)
    assert speed.percent_reversed == "50.0%"


def test_the_wait_is_expected_to_be_that_of_half_the_others(db):
    for _ in range(FEWEST):
        decided("rejected", after=3 * HOUR)
    assert expected_wait() == 3 * HOUR


def test_too_few_decisions_promise_nothing(db):
    for _ in range(FEWEST - 1):
        decided("rejected")
    assert expected_wait() is None


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, "nothing decided"),
        (timedelta(milliseconds=400), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=119), "119 seconds"),
        (timedelta(seconds=120), "2 minutes"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=1500), "1,500 days"),
    ],
)
def test_a_time_in_words(time, words):
    assert in_words(time) == words


def test_the_queue_shows_them(as_user, admin):
    decided("approved", "revoked", after=timedelta(days=3))
    make_claim(submitted_at=timezone.now() - timedelta(days=4))
    text = as_user(admin).get("/review/").text
    assert "1 claim waits for a decision now; the oldest was sent 4\xa0days ago." in text
    assert "3 days" in text
    assert "1 of 2 (50.0%)" in text


def test_an_upheld_dispute_turns_the_approval_over_and_a_dismissed_one_does_not(page, carol, admin):
    deciding.approve(make_claim(page, carol), by=admin)
    vera = owner_of(make_verified("Vera Winter"))
    dismiss(dispute_page(Researcher.objects.get(pk=page.pk), by=vera, reason="No."), by=admin, reason="Yes.")
    speed = count_figures().by_people
    assert (speed.decisions, speed.reversed) == (1, 0)
    uphold(dispute_page(Researcher.objects.get(pk=page.pk), by=vera, reason="No."), by=admin, reason="No.")
    speed = count_figures().by_people
    assert (speed.waited, speed.decisions, speed.reversed) == (1, 2, 1)


def test_who_leaves_turns_nothing_over(page, carol, admin):
    deciding.approve(make_claim(page, carol), by=admin)
    delete_account(carol)
    speed = count_figures().by_people
    assert (speed.decisions, speed.reversed) == (1, 0)


def test_an_administrator_who_leaves_was_no_rule(page, carol, admin):
    deciding.approve(make_claim(page, carol), by=admin)
    delete_account(admin)
    assert (count_figures().by_people.waited, count_figures().by_rules.waited) == (1, 0)


def test_an_approval_by_rule_stays_the_rules_when_a_revocation_is_turned_over(page, carol, admin):
    claim = make_claim(page, carol)
    deciding.approve_by_rule(claim, Approval(BY_KEY["orcid_printed"]))
    deciding.revoke(Claim.objects.get(pk=claim.pk), by=admin, reason="It looks wrong.")
    deciding.reinstate(Claim.objects.get(pk=claim.pk), by=admin, note="It was right.")
    figures = count_figures()
    assert (figures.by_rules.waited, figures.by_rules.decisions, figures.by_rules.reversed) == (1, 1, 1)
    assert (figures.by_people.waited, figures.by_people.decisions, figures.by_people.reversed) == (0, 2, 1)
