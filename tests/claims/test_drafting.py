"""Putting a claim together: records, targets, sending it."""

import pytest
from django.utils import timezone

from claims.evidence import KINDS, Finding
from claims.examination.checking import Outcome, questions
from claims.examination.keeping import strong_kinds
from claims.examination.rechecking import keep_answer
from claims.flow import drafting
from claims.flow.claiming import AlreadyClaiming, TooManyClaims, withdraw_claim
from claims.models import Claim, ClaimQuerySet, EvidenceCheck
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, PageTaken
from tests.builders import make_claim, make_evidence, make_researcher

State = Claim.State
DECIDED = [state for state in State if state not in Claim.UNDECIDED_STATES]


def settled(claim):
    """As if all evidence had been looked at."""
    Claim.objects.filter(pk=claim.pk).update(checks_due_at=None)
    return claim


def is_due(claim):
    return Claim.objects.get(pk=claim.pk).checks_due_at is not None


def test_a_draft_is_logged_and_has_a_token_for_every_kind(draft, carol):
    assert [(event.state, event.by) for event in draft.events.all()] == [(State.DRAFT, carol)]
    tokens = draft.checks.values_list("token", flat=True)
    assert {check.kind for check in draft.checks.all()} == set(KINDS)
    assert len(set(tokens)) == len(KINDS)
    assert all(len(token) >= 32 for token in tokens)


def test_a_draft_changes_nothing_on_the_page(draft, page):
    page.refresh_from_db()
    assert (page.user, page.claimed_at, page.trust_stale_at, page.version) == (None, None, None, 1)


def test_nobody_begins_a_claim_twice(draft, page, carol):
    with pytest.raises(AlreadyClaiming):
        drafting.begin_claim(page, by=carol)


def test_a_page_that_is_taken_by_one_of_several_begins_nothing(page, ada_page, carol):
    with pytest.raises(PageTaken):
        drafting.begin_claim(page, by=carol, further=[ada_page])
    assert not carol.claims.exists()


def test_who_has_a_page_begins_no_claim(page, ada):
    with pytest.raises(HoldsAnotherPage):
        drafting.begin_claim(page, by=ada)


def test_drafts_count_among_the_claims_one_may_have(carol):
    for _ in range(3):
        drafting.begin_claim(make_researcher(), by=carol)
    with pytest.raises(TooManyClaims):
        drafting.begin_claim(make_researcher(), by=carol)


def test_a_discarded_draft_makes_room(carol):
    for _ in range(4):
        withdraw_claim(drafting.begin_claim(make_researcher(), by=carol), by=carol)
    assert carol.claims.filter(state=State.WITHDRAWN, submitted_at=None).count() == 4


def test_a_record_comes_once_and_goes(draft, carol):
    record = make_researcher()
    drafting.add_record(draft, record, by=carol)
    drafting.add_record(draft, record, by=carol)
    assert drafting.pages_of(draft) == [draft.page, record]
    drafting.remove_record(draft, record.pk)
    assert drafting.pages_of(draft) == [draft.page]


def test_the_page_itself_is_no_further_record(draft, page, carol):
    drafting.add_record(draft, page, by=carol)
    assert not draft.further_records.exists()


def test_records_that_were_merged_are_one_page(draft, page, carol):
    record = make_researcher()
    drafting.add_record(draft, record, by=carol)
    record.merged_into = page
    record.save()
    assert drafting.pages_of(draft) == [page]


def test_another_record_becomes_the_page(draft, page, carol):
    record = make_researcher()
    drafting.add_record(draft, record, by=carol)
    drafting.make_main(draft, record.pk)
    assert drafting.pages_of(Claim.objects.get(pk=draft.pk)) == [record, page]


def test_what_was_found_about_one_page_does_not_count_for_another(draft, carol):
    found = make_evidence(draft, "repository")
    draft.checks.filter(kind="repository").update(looked_at=timezone.now(), result="found", words="Found.")
    victim = make_researcher("Carol Holm")
    drafting.add_record(draft, victim, by=carol)
    drafting.make_main(draft, victim.pk)
    drafting.remove_record(draft, found.claim.researcher_id)
    found.refresh_from_db()
    assert (found.counts, found.ended_because) == (False, "It was found about another page.")
    assert not strong_kinds(draft)
    assert (draft.checks.get(kind="repository").looked_at, is_due(draft)) == (None, True)


def test_an_answer_about_one_page_is_not_kept_for_another(draft, carol, board):
    drafting.name_target(draft, board, "board:ours")
    asked_for = Claim.objects.get(pk=draft.pk)
    [question] = questions(asked_for, [board])
    victim = make_researcher("Carol Holm")
    drafting.add_record(draft, victim, by=carol)
    drafting.make_main(draft, victim.pk)
    answer = Outcome(EvidenceCheck.Result.FOUND, "Found.", Finding("Found.", "there"))
    assert not keep_answer(asked_for, question, answer)
    assert not draft.evidence.exists()


def test_a_claim_that_was_sent_keeps_its_page(claim):
    record = make_researcher()
    claim.further_records.create(researcher=record)
    with pytest.raises(ClaimMoved):
        drafting.make_main(claim, record.pk)


def test_a_page_of_another_claim_of_theirs_does_not_become_the_page(draft, carol):
    other = make_claim(user=carol).researcher
    draft.further_records.create(researcher=other)
    with pytest.raises(AlreadyClaiming):
        drafting.make_main(draft, other.pk)


def test_nor_does_one_to_which_they_begin_a_claim_at_this_moment(draft, carol, monkeypatch):
    other = make_claim(user=carol).researcher
    draft.further_records.create(researcher=other)
    monkeypatch.setattr(ClaimQuerySet, "about", lambda self, page: self.none())  # it was not there yet
    with pytest.raises(AlreadyClaiming):
        drafting.make_main(draft, other.pk)


@pytest.mark.parametrize("state", DECIDED)
def test_what_is_decided_is_not_put_together_any_more(carol, dora, state):
    claim = make_claim(user=dora, state=state)
    deeds = [
        lambda: drafting.add_record(claim, make_researcher(), by=dora),
        lambda: drafting.remove_record(claim, 1),
        lambda: drafting.send_claim(claim, by=dora, reason="Mine"),
    ]
    for deed in deeds:
        with pytest.raises(ClaimMoved):
            deed()


@pytest.mark.parametrize("state", Claim.OPEN_STATES)
def test_what_changes_after_sending_is_looked_at_anew(carol, board, state):
    claim, record = make_claim(user=carol, state=state), make_researcher()
    deeds = [
        lambda: drafting.add_record(claim, record, by=carol),
        lambda: drafting.remove_record(claim, record.pk),
        lambda: drafting.name_target(claim, board, "board:north"),
    ]
    for deed in deeds:
        settled(claim)
        deed()
        assert is_due(claim)


@pytest.mark.parametrize("state", Claim.OPEN_STATES)
def test_what_changes_after_sending_is_a_line_of_the_log_without_words_of_people(carol, board, state):
    claim, record = make_claim(user=carol, state=state), make_researcher("Carol Secret")
    drafting.add_record(claim, record, by=carol)
    drafting.name_target(claim, board, "board:secret")
    drafting.remove_record(claim, record.pk)
    lines = [(event.note, event.by) for event in claim.events.filter(about="evidence")]
    assert lines == [
        (f"Further record {record.pk} was added to the claim.", carol),
        (f"Where to look was changed: {board.title}.", carol),
        (f"Further record {record.pk} was taken out of the claim.", carol),
    ]


def test_what_changes_in_a_draft_is_nobodys_business(draft, carol, board):
    drafting.add_record(draft, make_researcher(), by=carol)
    drafting.name_target(draft, board, "board:north")
    assert draft.events.count() == 1


def test_of_a_draft_only_what_was_named_is_looked_at(draft, carol, board):
    drafting.add_record(draft, make_researcher(), by=carol)
    assert not is_due(draft)
    drafting.name_target(draft, board, "board:north")
    assert is_due(draft)


def test_what_was_looked_at_before_sending_is_looked_at_as_if_for_the_first_time(draft, carol):
    Claim.objects.filter(pk=draft.pk).update(checked_at=timezone.now())
    drafting.send_claim(draft, by=carol, reason="Mine")
    assert Claim.objects.get(pk=draft.pk).checked_at is None


def test_a_target_is_kept_as_its_kind_writes_it_with_the_same_token(draft, board):
    drafting.name_target(draft, board, "board:north  ")
    first = draft.checks.get(kind=board.key)
    drafting.name_target(draft, board, "board:south")
    second = draft.checks.get(kind=board.key)
    assert (first.target, second.target) == ("board:north", "board:south")
    assert first.token == second.token


def test_another_target_forgets_what_came_of_the_first(draft, board):
    drafting.name_target(draft, board, "board:north")
    draft.checks.filter(kind=board.key).update(
        result=EvidenceCheck.Result.MISSED, words="Nothing there.", looked_at=timezone.now()
    )
    drafting.name_target(draft, board, "board:south")
    check = draft.checks.get(kind=board.key)
    assert (check.result, check.words, check.looked_at) == ("not_yet", "", None)


def test_naming_the_same_again_looks_at_nothing(claim, board):
    drafting.name_target(claim, board, "board:north")
    settled(claim)
    drafting.name_target(claim, board, "board:north")
    assert not is_due(claim)


def test_a_target_can_be_taken_back(draft, board):
    drafting.name_target(draft, board, "board:north")
    drafting.name_target(draft, board, "  ")
    assert draft.checks.get(kind=board.key).target == ""


def test_what_is_no_target_is_refused_in_words(draft, board):
    with pytest.raises(ValueError, match="A board is called"):
        drafting.name_target(draft, board, "the wall")


def test_whoever_holds_a_page_may_still_name_evidence(carol, board):
    claim = settled(make_claim(user=carol, state=State.APPROVED))
    drafting.name_target(claim, board, "board:north")
    assert is_due(claim)


def test_sending_makes_it_wait_to_be_looked_at(draft, carol):
    drafting.send_claim(draft, by=carol, reason="I wrote them.")
    sent = Claim.objects.get(pk=draft.pk)
    assert (sent.state, sent.reason) == (State.SUBMITTED, "I wrote them.")
    assert sent.submitted_at
    assert sent.checks_due_at
    assert [event.words for event in sent.events.all()] == ["Claim begun", "Claim sent"]
    assert not any(event.note for event in sent.events.all())


def test_without_evidence_a_reason_is_needed(draft, carol):
    with pytest.raises(drafting.ReasonNeeded):
        drafting.send_claim(draft, by=carol, reason="  ")
    assert Claim.objects.get(pk=draft.pk).is_draft


def test_what_was_named_or_found_is_reason_enough(draft, carol, board):
    drafting.name_target(draft, board, "board:north")
    drafting.send_claim(draft, by=carol, reason="")
    other = drafting.begin_claim(make_researcher(), by=carol)
    make_evidence(other)
    drafting.send_claim(other, by=carol, reason="")
    assert carol.claims.filter(state=State.SUBMITTED).count() == 2


def test_an_address_that_is_not_confirmed_sends_nothing(draft, carol):
    carol.emailaddress_set.update(verified=False)
    with pytest.raises(EmailNotConfirmed):
        drafting.send_claim(draft, by=carol, reason="Mine")
    assert Claim.objects.get(pk=draft.pk).is_draft


def test_a_page_taken_meanwhile_is_not_claimed(draft, page, carol, dora):
    page.user = dora
    page.save()
    with pytest.raises(PageTaken):
        drafting.send_claim(draft, by=carol, reason="Mine")


def test_nothing_is_sent_twice(draft, carol):
    drafting.send_claim(draft, by=carol, reason="Mine")
    with pytest.raises(ClaimMoved):
        drafting.send_claim(draft, by=carol, reason="Mine")
    assert draft.events.count() == 2
