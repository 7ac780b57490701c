"""Approving, rejecting, asking, revoking."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.evidence.coauthors import word_of
from claims.models import Claim, ClaimedRecord, Vouch
from claims.review import deciding
from claims.review.reasons import ReasonMissing
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


def test_a_record_that_comes_while_one_waits_for_the_claim_is_not_united_without_the_turn(
    claim, admin, monkeypatch
):
    record, hold = make_researcher("Carol Holm"), deciding.hold

    def hold_late(one):
        ClaimedRecord.objects.get_or_create(claim=one, researcher=record)
        return hold(one)

    monkeypatch.setattr(deciding, "hold", hold_late)
    with pytest.raises(ClaimMoved):
        deciding.approve(claim, by=admin)
    record.refresh_from_db()
    assert (Claim.objects.get(pk=claim.pk).state, record.merged_into) == (State.SUBMITTED, None)


@pytest.mark.parametrize("blank", ["", "  \n"])
@pytest.mark.parametrize(
    ("deed", "word"),
    [(deciding.reject, "reason"), (deciding.ask_for_more, "question"), (deciding.revoke, "reason")],
)
def test_the_claimant_is_always_told_why(carol, admin, deed, word, blank):
    state = State.APPROVED if deed is deciding.revoke else State.SUBMITTED
    claim = make_claim(user=carol, state=state)
    with pytest.raises(ReasonMissing):
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


# Letters


@pytest.mark.parametrize(
    ("name", "state", "subject", "words"),
    [
        ("approve", "submitted", "The page of Ada Lindqvist is yours", "An administrator has approved"),
        ("reject", "submitted", "Your claim to Ada Lindqvist was rejected", "Another person."),
        ("ask", "submitted", "A question about your claim to Ada Lindqvist", "Which works?"),
        ("revoke", "approved", "The page of Ada Lindqvist is not yours any more", "It was somebody else."),
        ("reinstate", "revoked", "The page of Ada Lindqvist is yours again", "It was them."),
        ("reopen", "rejected", "Your claim to Ada Lindqvist waits again", "It was them."),
    ],
)
def test_the_claimant_hears_of_each_decision_in_a_letter_that_says_all(
    carol, admin, name, state, subject, words
):
    claim = make_claim(user=carol, state=state)
    (DEEDS | TURNS)[name](claim, admin)
    notice = carol.notices.get()
    assert (notice.subject, notice.path) == (subject, claim.get_absolute_url())
    assert words in notice.text


def test_what_an_administrator_notes_on_approval_is_in_the_letter(carol, admin):
    deciding.approve(make_claim(user=carol), by=admin, note="The addresses agree.")
    assert "They wrote:\n\nThe addresses agree." in carol.notices.get().text


# Turned over

TURNS = {
    "reinstate": lambda claim, by: deciding.reinstate(claim, by=by, note="It was them."),
    "reopen": lambda claim, by: deciding.reopen(claim, by=by, note="It was them."),
}


def test_a_revocation_is_turned_over_and_the_page_is_theirs_again(carol, admin):
    claim = make_claim(user=carol, rule="orcid_printed", level_given=3)
    deciding.approve(claim, by=admin)
    deciding.revoke(claim, by=admin, reason="It was somebody else.", code="wrong_person")
    Researcher.objects.update(trust_stale_at=None)
    deciding.reinstate(claim, by=admin, note="It was them.")
    claim.refresh_from_db()
    assert (claim.state, claim.reply, claim.reason_code) == (State.APPROVED, "It was them.", "")
    assert (claim.rule, claim.level_given, claim.decided_by) == ("", None, admin)
    page = page_of(claim)
    assert page.user == carol
    assert page.trust_stale_at
    assert claim.checks_due_at


def test_what_was_revoked_is_not_given_again_where_the_page_is_somebody_elses(carol, bob, admin):
    bob.researcher.delete()
    claim = make_claim(user=carol, state=State.REVOKED)
    deciding.approve(make_claim(claim.researcher, bob), by=admin)
    with pytest.raises(PageTaken):
        deciding.reinstate(claim, by=admin, note="It was them.")
    assert page_of(claim).user == bob
    assert Claim.objects.get(pk=claim.pk).state == State.REVOKED


def test_who_has_another_page_by_now_does_not_get_the_former_one_back(carol, admin):
    claim = make_claim(user=carol, state=State.REVOKED)
    deciding.approve(make_claim(user=carol), by=admin)
    with pytest.raises(HoldsAnotherPage):
        deciding.reinstate(claim, by=admin, note="It was them.")


def test_a_rejection_is_turned_over_and_the_claim_waits_where_it_stood(carol, admin):
    claim = make_claim(user=carol)
    place = claim.submitted_at
    deciding.reject(claim, by=admin, reason="A namesake.", code="other_person")
    deciding.reopen(claim, by=admin, note="It was them.")
    claim.refresh_from_db()
    assert (claim.state, claim.submitted_at) == (State.SUBMITTED, place)
    assert (claim.decided_by, claim.decided_at, claim.reply, claim.reason_code) == (None, None, "", "")
    assert claim.checks_due_at


def test_a_rejected_claim_does_not_wait_beside_a_newer_one(carol, admin):
    claim = make_claim(user=carol, state=State.REJECTED)
    make_claim(claim.researcher, carol)
    with pytest.raises(deciding.ClaimedAgain):
        deciding.reopen(claim, by=admin, note="It was them.")
    assert Claim.objects.get(pk=claim.pk).state == State.REJECTED


@pytest.mark.parametrize("name", TURNS)
@pytest.mark.parametrize("state", State)
def test_only_what_was_decided_against_somebody_is_turned_over(carol, admin, name, state):
    claim = make_claim(user=carol, state=state)
    if state == {"reinstate": State.REVOKED, "reopen": State.REJECTED}[name]:
        TURNS[name](claim, admin)
        return
    with pytest.raises((ClaimMoved, PageTaken)):
        TURNS[name](claim, admin)
    assert Claim.objects.get().state == state


@pytest.mark.parametrize("name", TURNS)
def test_nobody_turns_a_decision_on_their_own_claim_over(admin, name):
    state = State.REVOKED if name == "reinstate" else State.REJECTED
    with pytest.raises(OwnClaim):
        TURNS[name](make_claim(user=admin, state=state), admin)


@pytest.mark.parametrize("deed", [deciding.reinstate, deciding.reopen])
def test_turning_over_says_why(carol, admin, deed):
    with pytest.raises(ReasonMissing):
        deed(make_claim(user=carol, state=State.REVOKED), by=admin, note=" ")
