"""Approving, rejecting, asking, revoking."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims import deciding
from claims.evidence.coauthors import word_of
from claims.models import Claim, Vouch
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, OwnClaim, PageTaken
from researchers.models import Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_vouch

State = Claim.State
DEEDS = {
    "approve": lambda claim, by: deciding.approve(claim, by=by),
    "reject": lambda claim, by: deciding.reject(claim, by=by, reason="Another person."),
    "ask": lambda claim, by: deciding.ask_for_more(claim, by=by, question="Which works?"),
    "revoke": lambda claim, by: deciding.revoke(claim, by=by, reason="It was somebody else."),
}
ALLOWED = {
    "approve": Claim.OPEN_STATES,
    "reject": Claim.OPEN_STATES,
    "ask": [State.SUBMITTED],
    "revoke": [State.APPROVED],
}


def page_of(claim):
    return Researcher.objects.get(pk=claim.researcher_id)


def test_approval_gives_the_page(carol, admin):
    claim = make_claim(make_researcher(trust_stale_at=None), carol)
    deciding.approve(claim, by=admin, note="The addresses agree.")
    claim.refresh_from_db()
    page = page_of(claim)
    assert (claim.state, claim.decided_by, claim.reply) == (State.APPROVED, admin, "The addresses agree.")
    assert claim.decided_at
    assert page.user == carol
    assert page.is_claimed
    assert page.claimed_at
    last = claim.events.last()
    assert (last.state, last.by, last.note) == (State.APPROVED, admin, "The addresses agree.")


def test_approval_leaves_the_level_to_trust(carol, admin):
    claim = make_claim(make_researcher(trust_stale_at=None), carol)
    deciding.approve(claim, by=admin)
    page = page_of(claim)
    assert page.verification_level == 1
    assert page.trust_stale_at
    assert page.version > claim.researcher.version


def test_nobody_decides_on_their_own_claim(admin):
    for name, deed in DEEDS.items():
        claim = make_claim(user=admin, state=ALLOWED[name][0])
        with pytest.raises(OwnClaim):
            deed(claim, admin)
        assert claim.events.count() == 1
        Claim.objects.filter(pk=claim.pk).update(state=State.WITHDRAWN)


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("state", State)
def test_each_step_leads_on_from_its_own_states_alone(carol, admin, name, state):
    claim = make_claim(user=carol, state=state)
    if state in ALLOWED[name]:
        DEEDS[name](claim, admin)
        assert claim.events.count() == 2
        return
    with pytest.raises((ClaimMoved, PageTaken)):
        DEEDS[name](claim, admin)
    claim.refresh_from_db()
    assert claim.state == state
    assert claim.events.count() == 1


def test_a_claimant_whose_address_is_not_confirmed_gets_no_page(carol, admin):
    claim = make_claim(user=carol)
    carol.emailaddress_set.update(verified=False)
    with pytest.raises(EmailNotConfirmed):
        deciding.approve(claim, by=admin)
    assert page_of(claim).user is None


def test_a_claimant_whose_account_is_deactivated_gets_no_page(carol, admin):
    carol.is_active = False
    carol.save(update_fields=["is_active"])
    claim = make_claim(user=carol)
    with pytest.raises(deciding.AccountDeactivated):
        deciding.approve(claim, by=admin)
    claim.refresh_from_db()
    assert claim.is_open
    assert page_of(claim).user is None
    deciding.reject(claim, by=admin, reason="The account was closed.")


def test_of_two_claims_to_one_page_one_is_approved(carol, bob, admin):
    bob.researcher.delete()
    page = make_researcher()
    first, second = make_claim(page, carol), make_claim(page, bob)
    deciding.approve(first, by=admin)
    with pytest.raises(PageTaken):
        deciding.approve(second, by=admin)
    second.refresh_from_db()
    assert second.state == State.SUBMITTED
    assert page_of(first).user == carol


def test_a_page_without_a_claim_behind_it_is_taken_too(ada_page, carol, admin):
    claim = make_claim(ada_page, carol)
    with pytest.raises(PageTaken):
        deciding.approve(claim, by=admin)
    claim.refresh_from_db()
    assert claim.is_open


def test_a_page_that_was_merged_meanwhile_is_not_given(carol, ada_page, admin):
    claim = make_claim(user=carol)
    Researcher.objects.filter(pk=claim.researcher_id).update(merged_into=ada_page)
    with pytest.raises(PageTaken):
        deciding.approve(claim, by=admin)


def test_a_person_gets_one_page(carol, admin):
    deciding.approve(make_claim(user=carol), by=admin)
    second = make_claim(user=carol)
    with pytest.raises(HoldsAnotherPage):
        deciding.approve(second, by=admin)
    assert page_of(second).user is None


def test_who_holds_a_page_without_a_claim_gets_no_second_one(ada, admin):
    claim = make_claim(user=ada)
    with pytest.raises(HoldsAnotherPage):
        deciding.approve(claim, by=admin)


def test_what_else_the_database_refuses_is_not_taken_for_a_page(carol, admin, monkeypatch):
    claim = make_claim(user=carol)
    wrong = timezone.now() - timedelta(days=30)
    monkeypatch.setattr(deciding, "check_all", lambda claim: make_evidence(claim, expires_at=wrong))
    with pytest.raises(IntegrityError, match="evidence_expires_after_its_check"):
        deciding.approve(claim, by=admin)
    assert page_of(claim).user is None


@pytest.mark.parametrize("blank", ["", "  \n"])
@pytest.mark.parametrize(
    ("deed", "word"),
    [(deciding.reject, "reason"), (deciding.ask_for_more, "question"), (deciding.revoke, "reason")],
)
def test_the_claimant_is_always_told_why(carol, admin, deed, word, blank):
    state = State.APPROVED if deed is deciding.revoke else State.SUBMITTED
    claim = make_claim(user=carol, state=state)
    with pytest.raises(deciding.ReasonMissing):
        deed(claim, by=admin, **{word: blank})
    claim.refresh_from_db()
    assert claim.state == state


def test_a_rejection_says_why(carol, admin):
    claim = make_claim(user=carol)
    deciding.reject(claim, by=admin, reason="These works are by a namesake.")
    claim.refresh_from_db()
    assert (claim.state, claim.reply) == (State.REJECTED, "These works are by a namesake.")
    assert claim.decided_by == admin
    assert page_of(claim).user is None


def test_revocation_frees_the_page_and_takes_its_words_back(carol, admin):
    page = make_researcher(
        bio="Me", home_page="https://example.org", collaboration="closed", trust_stale_at=None
    )
    claim = make_claim(page, carol, state=State.APPROVED)
    deciding.revoke(claim, by=admin, reason="It was somebody else.")
    page.refresh_from_db()
    assert (page.user, page.claimed_at, page.is_claimed) == (None, None, False)
    assert (page.bio, page.home_page, page.collaboration) == ("", "", "")
    assert page.trust_stale_at
    deciding.approve(make_claim(page), by=admin)


def test_revocation_leaves_other_pages_alone(carol, ada_page, admin):
    claim = make_claim(user=carol, state=State.APPROVED)
    deciding.revoke(claim, by=admin, reason="It was somebody else.")
    ada_page.refresh_from_db()
    assert ada_page.is_claimed


def test_with_the_page_goes_the_word_for_others(carol, admin):
    vouched = [make_claim(make_researcher(trust_stale_at=None), state=State.APPROVED) for _ in range(2)]
    claim = make_claim(user=carol, state=State.APPROVED)
    given = [make_vouch(one, carol) for one in vouched]
    other = make_vouch(vouched[0], vouched[1].user)
    evidence = make_evidence(vouched[0], "coauthor", reference=word_of(carol.pk))
    deciding.revoke(claim, by=admin, reason="It was somebody else.")
    assert set(Vouch.objects.standing()) == {other}
    for one in given:
        line = one.claim.events.get(about="vouch")
        assert (line.by, line.note) == (carol, deciding.NOTE_ON_VOUCH)
        assert page_of(one.claim).trust_stale_at
    evidence.refresh_from_db()
    assert evidence.ended_because == deciding.NOTE_ON_VOUCH


def test_the_database_refuses_a_page_of_nobody(carol):
    claim = make_claim(user=carol, state=State.APPROVED)
    with pytest.raises(IntegrityError, match="claim_standing_has_a_claimant"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(user=None)
    with pytest.raises(IntegrityError, match="claim_standing_has_a_claimant"), transaction.atomic():
        carol.delete()
