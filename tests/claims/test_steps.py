"""Where a claim may go from where: the log is the path, and nothing else is ever reached."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from claims.flow.claiming import answer_question, withdraw_claim
from claims.models import Claim, ClaimEvent
from claims.review import deciding
from claims.steps import STEPS, ClaimMoved, NoSuchStep, take_step
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher, make_user

State = Claim.State


def test_every_state_has_its_steps_and_every_one_can_be_reached():
    assert set(STEPS) == set(State)
    assert frozenset().union(*STEPS.values()) == set(State) - {State.DRAFT}


@pytest.mark.django_db
@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_no_step_is_taken_that_is_not_declared(before, after, carol):
    claim = make_claim(user=carol, state=before)
    if after in STEPS[before]:
        take_step(claim, after, among=[before], by=carol)
        assert claim.events.last().state == after
        return
    with pytest.raises(NoSuchStep):
        take_step(claim, after, among=[before], by=carol)
    assert Claim.objects.get().state == before
    assert claim.events.count() == 1


@pytest.mark.django_db
def test_a_page_that_is_given_is_looked_at_anew_and_a_claim_at_its_end_is_not(carol, admin):
    claim = make_claim(user=carol)
    deciding.approve(claim, by=admin)
    assert Claim.objects.get().checks_due_at
    deciding.revoke(claim, by=admin, reason="It was somebody else.")
    assert Claim.objects.get().checks_due_at is None


DEEDS = {
    "approve": lambda claim, by: deciding.approve(claim, by=by),
    "reject": lambda claim, by: deciding.reject(claim, by=by, reason="A namesake."),
    "ask": lambda claim, by: deciding.ask_for_more(claim, by=by, question="Which works?"),
    "revoke": lambda claim, by: deciding.revoke(claim, by=by, reason="A namesake."),
    "reinstate": lambda claim, by: deciding.reinstate(claim, by=by, note="It was them."),
    "reopen": lambda claim, by: deciding.reopen(claim, by=by, note="It was them."),
    "answer": lambda claim, by: answer_question(claim, by=claim.user, answer="These."),
    "withdraw": lambda claim, by: withdraw_claim(claim, by=claim.user),
}
LEADS = {
    "approve": State.APPROVED,
    "reject": State.REJECTED,
    "ask": State.NEEDS_INFORMATION,
    "revoke": State.REVOKED,
    "reinstate": State.APPROVED,
    "reopen": State.SUBMITTED,
    "answer": State.SUBMITTED,
    "withdraw": State.WITHDRAWN,
}


class AnyPath(TestCase):
    """Deeds in any order."""

    @settings(deadline=None, max_examples=20)
    @given(deeds=some.lists(some.sampled_from(sorted(DEEDS)), max_size=8))
    def test_whatever_is_tried_the_log_is_the_path_and_the_page_follows_it(self, deeds: list[str]) -> None:
        claim, admin = make_claim(make_researcher(), make_user()), make_user(is_staff=True)
        path = [State.SUBMITTED]
        for name in deeds:
            fresh = Claim.objects.get(pk=claim.pk)
            try:
                DEEDS[name](fresh, admin)
            except ClaimMoved:
                continue
            assert LEADS[name] in STEPS[path[-1]]
            path.append(LEADS[name])
        steps = ClaimEvent.objects.filter(claim=claim, about=ClaimEvent.About.STEP)
        assert list(steps.values_list("state", flat=True)) == path
        claim.refresh_from_db()
        assert claim.state == path[-1]
        assert Researcher.objects.filter(user=claim.user).exists() == (path[-1] == State.APPROVED)
