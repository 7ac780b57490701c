"""Deciding a claim in the browser."""

import pytest
from django.db import OperationalError
from django.urls import reverse
from psycopg.errors import DeadlockDetected, LockNotAvailable

from claims.flow import claiming, sheet
from claims.flow.drafting import add_record
from claims.flow.missing import add_missing, conclude_missing, remove_missing
from claims.models import Claim, ClaimAnswer, ClaimedRecord, Dispute, EvidenceCheck, MissingWork
from claims.review import deciding
from claims.review.refusals import LATER
from claims.views import deciding as views
from researchers.models import ExternalId, NameVariant, Researcher
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_researcher,
    make_user,
    make_work,
    make_works,
)
from tests.claims.tickets import decision, last_line
from works.models import WorkIdentifier

State = Claim.State


@pytest.fixture
def address(claim):
    return reverse("claims:decide", args=[claim.pk])


@pytest.fixture
def client(as_user, admin):
    return as_user(admin)


@pytest.fixture
def send(client, claim, address):
    """Decide the claim as it stands now."""
    return lambda what, follow=False, **said: client.post(
        address, decision(claim, what, **said), follow=follow
    )


def test_one_screen_has_all_that_is_weighed(client, claim, page, address):
    work = make_work("Tides of the North Sea", year=2014, venue="Journal of Invented Results")
    make_authorship(work, page, position=0, affiliations=["Harbor Institute, Ostend"])
    NameVariant.objects.create(researcher=page, name="C. Stranger", name_key="c stranger")
    ExternalId.objects.create(researcher=page, scheme="orcid", value="0000-0001-2345-6789")
    make_claim(page, state=State.REJECTED, reason_code="other_person")
    EvidenceCheck.objects.create(
        claim=claim, kind="coauthor", token="t", result="missed", words="Nobody who wrote with them vouches."
    )
    Claim.objects.filter(pk=claim.pk).update(held_back=["no_strong_evidence"])
    text = client.get(address).text
    for piece in (
        "I worked there from 2015 to 2021.",
        "enough for a rule",
        "carol@example.org",
        "Confirmed",
        "None authenticated",
        "C. Stranger",
        "orcid:0000-0001-2345-6789",
        "The same family name; the initials fit",
        "Nobody who wrote with them vouches.",
        "Tides of the North Sea",
        "Harbor Institute, Ostend",
        "1 work, 2014",
        "Claim sent",
        "The works are somebody else",
    ):
        assert piece in text


def test_approving_gives_the_page_and_leads_back_to_the_queue(send, claim, page):
    response = send("approve", follow=True)
    page.refresh_from_db()
    assert response.redirect_chain == [("/review/", 302)]
    assert "the page now belongs to Carol Stranger" in response.text
    assert page.user == claim.user


def test_the_next_ticket_follows_where_that_is_asked_for(send):
    younger = make_claim()
    response = send("approve", then="next")
    assert response.url == reverse("claims:decide", args=[younger.pk])


def test_after_the_last_ticket_comes_the_queue(send):
    make_claim(submitted_at="2020-01-01T00:00:00Z")
    assert send("approve", then="next").url == reverse("claims:review")


def test_tickets_lead_to_their_neighbors_in_the_queue(client, claim, address):
    older = make_claim(submitted_at="2020-01-01T00:00:00Z")
    younger = make_claim()
    make_claim(state=State.NEEDS_INFORMATION)
    place = client.get(address).context["case"].place
    assert (place.before, place.after) == (older, younger)


def test_approving_needs_few_queries(send, count_queries):
    assert count_queries(lambda: send("approve")) <= 60


def test_rejecting_needs_a_reason_and_sends_its_text(send, claim, page):
    assert "Choose a reason" in send("reject", note="A namesake.").text
    assert send("reject", reason="reject:other_person").status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.reason_code) == (State.REJECTED, "other_person")
    assert claim.reply.startswith(f"The works on the page of {page} are by another person")


def test_the_text_of_a_reason_can_be_changed(send, claim):
    send("reject", reason="reject:other_person", note="They are your father's.")
    claim.refresh_from_db()
    assert (claim.reason_code, claim.reply) == ("other_person", "They are your father's.")


@pytest.mark.parametrize("note", ["", "  ", "What was said for the claim to the page of {page} is not so: …"])
def test_a_reason_that_says_too_little_needs_words(send, claim, page, note):
    response = send("reject", reason="reject:untrue", note=note.replace("{page}", str(page)))
    assert response.status_code == 422
    assert "in your own words" in response.text
    assert claim.events.count() == 1


def test_asking_needs_words_and_no_reason(send, claim):
    assert "Say why: the claimant reads this." in send("ask", note="  ").text
    assert send("ask", note="Which works?").status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.reply) == (State.NEEDS_INFORMATION, "Which works?")


def test_a_reason_of_another_decision_is_not_taken(send, claim):
    assert "belongs to another decision" in send("reject", reason="ask:orcid", note="Because").text
    assert claim.events.count() == 1


def test_the_text_of_a_reason_is_shown_to_be_changed_and_nothing_is_decided(send, claim, page):
    response = send("reject", reason="reject:too_little", note="Dear Carol,", fill="yes")
    assert response.status_code == 200
    note = response.context["form"]["note"].value()
    assert note.startswith(
        "Dear Carol,\n\nWe found too little that ties you to the works on the page of Carol"
    )
    assert response.context["form"]["decision"].value() == "reject"
    assert claim.events.count() == 1


@pytest.mark.parametrize("what", ["", "revoke", "reopen", "delete"])
def test_other_decisions_are_not_taken(send, claim, what):
    assert send(what, note="Because").status_code == 422
    assert claim.events.count() == 1


def test_an_approved_claim_can_be_revoked(client, send, claim, page, admin, address):
    deciding.approve(claim, by=admin)
    assert "Revoke the claim" in client.get(address).text
    assert send("revoke", note="").status_code == 422
    assert send("revoke", reason="revoke:by_mistake").status_code == 302
    page.refresh_from_db()
    claim.refresh_from_db()
    assert not page.is_claimed
    assert claim.reason_code == "by_mistake"


def test_a_rejection_can_be_turned_over(client, send, claim, admin, address):
    deciding.reject(claim, by=admin, reason="A namesake.", code="other_person")
    assert "Let it wait again" in client.get(address).text
    assert send("reopen", note="It was us.").status_code == 302
    claim.refresh_from_db()
    assert claim.state == State.SUBMITTED


def test_a_revocation_can_be_turned_over(client, send, claim, page, admin, address):
    deciding.approve(claim, by=admin)
    deciding.revoke(claim, by=admin, reason="A namesake.")
    assert "Give the page back" in client.get(address).text
    assert send("reinstate", note="It was us.").status_code == 302
    page.refresh_from_db()
    assert page.user == claim.user


def test_a_claim_that_moved_on_says_so_and_keeps_what_was_written(send, claim):
    Claim.objects.filter(pk=claim.pk).update(state=State.WITHDRAWN)
    response = send("reject", reason="reject:other_person", note="A namesake.")
    assert response.status_code == 422
    assert "has moved on in the meantime" in response.text
    assert "<blockquote>A namesake.</blockquote>" in response.text
    assert claim.events.count() == 1


def test_a_claim_that_somebody_else_approved_says_so(client, claim, admin, address):
    seen = last_line(claim)
    deciding.approve(claim, by=admin)
    said = {"decision": "reject", "reason": "reject:other_person", "note": "A namesake.", "seen": str(seen)}
    response = client.post(address, said)
    assert response.status_code == 422
    assert "This is not possible: the claim has moved on in the meantime." in response.text
    assert response.context["form"]["note"].value() == "A namesake."
    assert claim.events.filter(about="step").count() == 2


def test_what_happened_since_stops_a_decision_and_is_told(client, claim, page, address):
    old = last_line(claim)
    claim.events.create(about="evidence", state=claim.state, note="Found: ORCID iD.")
    said = {"decision": "reject", "reason": "reject:other_person", "note": "A namesake.", "seen": str(old)}
    response = client.post(address, said)
    assert response.status_code == 422
    assert "Since you opened this ticket" in response.text
    assert [event.note for event in response.context["news"]] == ["Found: ORCID iD."]
    assert response.context["form"]["note"].value() == "A namesake."
    claim.refresh_from_db()
    assert claim.is_open
    now = response.context["form"]["seen"].value()
    assert client.post(address, {**said, "seen": now}).status_code == 302


def test_a_record_that_comes_after_the_ticket_was_opened_is_not_merged_unseen(client, claim, carol, address):
    seen, other = str(last_line(claim)), make_researcher("Carol Holm")
    add_record(claim, other, by=carol)
    response = client.post(address, {"decision": "approve", "note": "Fine.", "seen": seen})
    other.refresh_from_db()
    assert (response.status_code, other.merged_into) == (422, None)
    assert [event.note for event in response.context["news"]] == [
        f"Further record {other.pk} was added to the claim."
    ]
    assert f"further record {other.pk}" in response.text


def test_answers_and_missing_works_that_change_after_the_ticket_was_opened_stop_a_decision(
    client, claim, page, address
):
    work = make_work("Tides", authors=[page])
    changes = [
        lambda: sheet.answer(claim, [work.authorships.get().pk], "mine"),
        lambda: add_missing(claim, [("doi", "10.5555/loom")]),
        lambda: remove_missing(claim, claim.missing_works.get().pk),
    ]
    for change in changes:
        seen = str(last_line(claim))
        change()
        assert client.post(address, {"decision": "approve", "seen": seen}).status_code == 422


def test_a_missing_work_that_comes_after_the_ticket_was_opened_stops_a_decision(client, claim, address):
    add_missing(claim, [("doi", "10.5555/loom")])
    seen = str(last_line(claim))
    work = make_work("The loom", authors=["C. Stranger-Holm"])
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.5555/loom")
    conclude_missing(claim.missing_works.get().pk, "")
    assert client.post(address, {"decision": "approve", "seen": seen}).status_code == 422


def test_answers_given_one_by_one_are_told_once(client, claim, page, address):
    seen = str(last_line(claim))
    for work in make_works(3, authors=[page]):
        sheet.answer(claim, [work.authorships.get().pk], "mine")
    response = client.post(address, {"decision": "approve", "seen": seen})
    assert [event.note for event in response.context["news"]] == ["Answers for works were changed."]
    assert [event.note for event in response.context["claim"].timeline].count(
        "Answers for works were changed."
    ) == 1


def test_a_decision_that_does_not_say_what_was_seen_is_stopped(client, claim, address):
    assert client.post(address, {"decision": "approve"}).status_code == 422
    claim.refresh_from_db()
    assert claim.is_open


@pytest.mark.parametrize("lost", [DeadlockDetected, LockNotAvailable])
def test_where_somebody_else_changes_the_same_rows_it_says_so_and_keeps_what_was_written(
    send, claim, monkeypatch, lost
):
    def lose(*args):
        raise OperationalError from lost

    monkeypatch.setattr(views, "do_as_seen", lose)
    response = send("approve", note="Fine.")
    assert response.status_code == 422
    assert LATER in response.text
    assert response.context["form"]["note"].value() == "Fine."


def test_a_database_that_is_gone_is_no_news_of_somebody_else(send, monkeypatch):
    def lose(*args):
        raise OperationalError

    monkeypatch.setattr(views, "do_as_seen", lose)
    with pytest.raises(OperationalError):
        send("approve")


def test_filling_in_a_text_does_not_pass_over_what_happened(client, claim, address):
    old = str(last_line(claim))
    claim.events.create(about="evidence", state=claim.state, note="Found: ORCID iD.")
    said = {"decision": "reject", "reason": "reject:other_person", "seen": old}
    filled = client.post(address, {**said, "fill": "yes"})
    assert filled.context["form"]["seen"].value() == old


def test_an_own_claim_is_shown_but_not_decided(client, admin):
    other = make_user(name="Walter Watch", is_staff=True)
    claim = make_claim(user=admin)
    address = reverse("claims:decide", args=[claim.pk])
    text = client.get(address).text
    assert "This is your own claim" in text
    assert f"Who may: {other.name}." in text
    assert 'name="decision"' not in text
    response = client.post(address, decision(claim, "approve"))
    assert response.status_code == 422
    assert claim.events.count() == 1
    assert not Researcher.objects.get(pk=claim.researcher_id).is_claimed


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_nobody_decides_on_a_page_that_they_claim_themselves(
    client, send, claim, page, admin, address, state
):
    make_claim(page, admin, state=state)
    text = client.get(address).text
    assert "You have a part in this claim" in text
    assert "There is no other administrator who may." in text
    assert 'name="decision"' not in text
    for what, reason in (("approve", ""), ("reject", "reject:other_person"), ("ask", "")):
        text = send(what, reason=reason, note="Because").text
        assert "Another administrator has to decide it." in text
    assert claim.events.count() == 1


def test_nobody_decides_where_their_page_is_among_the_further_records(client, send, claim, admin, address):
    own = make_claim(user=admin, state=State.APPROVED)
    ClaimedRecord.objects.create(claim=claim, researcher=own.researcher)
    assert "You have a part in this claim" in client.get(address).text
    assert "Another administrator has to decide it." in send("approve").text
    assert claim.events.count() == 1


def test_whose_own_claim_was_rejected_long_ago_may_decide(client, claim, page, admin, address):
    make_claim(page, admin, state=State.REJECTED)
    assert 'name="decision"' in client.get(address).text


def test_a_draft_is_not_there_for_administrators(client, page, carol):
    draft = make_claim(page, carol, state=State.DRAFT)
    assert client.get(reverse("claims:decide", args=[draft.pk])).status_code == 404


def test_a_taken_page_is_announced_and_not_given_twice(client, send, page, address):
    make_claim(page, state=State.APPROVED)
    assert "This page is taken" in client.get(address).text
    response = send("approve")
    assert response.status_code == 422
    assert "it belongs to somebody else, was merged" in response.text


def test_a_claimant_with_a_page_is_announced(client, send, carol, address):
    make_claim(user=carol, state=State.APPROVED)
    assert "The claimant has a page already" in client.get(address).text
    assert "one person has one page" in send("approve").text


def test_an_address_no_longer_confirmed_is_announced(client, send, carol, address):
    carol.emailaddress_set.update(verified=False)
    assert "Not confirmed" in client.get(address).text
    assert "no confirmed e-mail address" in send("approve").text


def test_a_deactivated_account_is_announced(client, send, carol, address):
    assert "deactivated" not in client.get(address).text
    type(carol).objects.filter(pk=carol.pk).update(is_active=False)
    assert "The account is deactivated" in client.get(address).text
    response = send("approve")
    assert response.status_code == 422
    assert "The account of the claimant is deactivated. Nothing was changed." in response.text


def test_the_claim_of_a_deleted_account_can_be_read(client, claim, address):
    Claim.objects.filter(pk=claim.pk).update(state=State.WITHDRAWN, user=None, reason="")
    text = client.get(address).text
    assert "A former account claims" in text
    assert "Deleted together with the account." in text


def test_what_people_write_is_text_and_nothing_else(client, send, claim, carol, address):
    evil = "<script>alert(1)</script>"
    carol.name = evil
    carol.save()
    Claim.objects.filter(pk=claim.pk).update(reason=evil)
    response = send("reject", reason="reject:other", note=evil, follow=True)
    for text in (response.text, client.get(address).text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_a_large_record_costs_no_more_queries(client, claim, page, address, count_queries):
    def grow(number: int) -> None:
        for work in make_works(number, authors=[page], venue="Journal of Invented Results"):
            ClaimAnswer.objects.create(claim=claim, authorship=work.authorships.get(), answer="mine")
        for one in range(number):
            make_claim(page, state=State.REJECTED)
            NameVariant.objects.create(
                researcher=page, name=f"C. {one} {number}", name_key=f"c {one} {number}"
            )
            MissingWork.objects.create(claim=claim, scheme="doi", value=f"10.5555/{one}.{number}")
            Dispute.objects.create(claim=claim, researcher=page, state="dismissed")

    grow(2)
    client.get(address)
    few = count_queries(lambda: client.get(address))
    grow(30)
    assert count_queries(lambda: client.get(address)) == few
    assert count_queries(lambda: client.get(f"{address}?page=2")) == few


def test_more_further_records_cost_no_more_queries(client, claim, page, address, count_queries):
    """Also where one cannot be merged: both are authors of one work, or a work was refused."""

    def add(*names: str) -> None:
        for name in names:
            record = make_researcher(name)
            [work, *_] = make_works(2, authors=[record])
            ClaimedRecord.objects.create(claim=claim, researcher=record)
            ExternalId.objects.create(researcher=record, scheme="dblp", value=name)
            make_researcher(f"{name} before", merged_into=record)
            if "both" in name:
                make_work("Of both", authors=[page, record])
            elif "refused" in name:
                make_attribution(work.authorships.get(), page, status="rejected", basis="curated")

    add("One refused")
    client.get(address)
    few = count_queries(lambda: client.get(address))
    add("One of both", "Another of both", "Another refused", "Another")
    assert count_queries(lambda: client.get(address)) == few
    records = client.get(address).context["case"].further_records
    assert [bool(record.obstacle) for record in records] == [True, True, True, True, False]


def test_further_records_show_what_merging_would_touch(client, claim, page, address):
    make_works(2, authors=[page])
    record = make_researcher("Carol S. Holm")
    make_works(3, authors=[record])
    ClaimedRecord.objects.create(claim=claim, researcher=record)
    text = client.get(address).text
    assert "Carol S. Holm" in text
    assert "3 listed works come along" in text


def test_a_further_record_that_cannot_be_merged_says_why(client, claim, page, address):
    record = make_researcher("Carol S. Holm")
    make_work("Both", authors=[page, record])
    ClaimedRecord.objects.create(claim=claim, researcher=record)
    text = client.get(address).text
    assert "It cannot be merged as things stand" in text
    assert "one person is not two authors of a work" in text


def test_a_further_record_of_somebody_else_says_so(client, claim, ada_page, address):
    ClaimedRecord.objects.create(claim=claim, researcher=ada_page)
    assert "It belongs to somebody." in client.get(address).text


def test_works_are_shown_with_what_the_claimant_says_of_them(client, claim, page, address):
    listed, elsewhere = (
        make_work("Listed", authors=[page]),
        make_work("Elsewhere", authors=["Carol Stranger"]),
    )
    for work, answer in ((listed, "not_mine"), (elsewhere, "mine")):
        ClaimAnswer.objects.create(claim=claim, authorship=work.authorships.get(), answer=answer)
    works = client.get(address).context["case"].works
    assert {row.work.title: (row.answer.answer, row.attribution is None) for row in works.rows} == {
        "Listed": ("not_mine", False),
        "Elsewhere": ("mine", True),
    }
    assert works.answers == {"mine": 1, "not_mine": 1, "not_sure": 0}


def test_works_come_in_pages_of_ten(client, page, address):
    make_works(11, authors=[page])
    assert len(client.get(address).context["case"].works.rows) == 10
    assert len(client.get(f"{address}?page=2").context["case"].works.rows) == 1
    piece = client.get(f"{address}?page=2", headers={"HX-Request": "true"}).text
    assert "<html" not in piece
    assert piece.count("Printed as") == 1


@pytest.mark.parametrize("state", [State.REJECTED, State.REVOKED])
def test_words_without_a_list_of_reasons_are_needed_and_the_form_says_so(client, claim, address, state):
    Claim.objects.filter(pk=claim.pk).update(state=state)
    text = client.get(address).text
    assert "the text of the reason chosen is sent" not in text
    assert "(optional)" not in text[text.index('id="decision"') :]
    response = client.post(
        address, {"decision": "reopen" if state == State.REJECTED else "reinstate", "note": ""}
    )
    assert response.status_code == 422
    assert response.context["form"].errors["note"] == ["Say why: the claimant reads this."]


def test_very_long_reasons_are_folded(client, claim, address):
    assert "All that they wrote" not in client.get(address).text
    Claim.objects.filter(pk=claim.pk).update(reason="I measured tides there. " * 200)
    assert "All that they wrote" in client.get(address).text


def test_nothing_is_counted_where_the_claimant_answered_for_no_work(client, claim, page, address):
    make_work(authors=[page])
    text = client.get(address).text
    assert "The claimant has answered for none." in text
    assert "“mine” of 0" not in text


def test_what_was_asked_and_answered_stands_with_the_claim(client, carol, admin, claim):
    deciding.ask_for_more(claim, by=admin, question="Where did you work in 2016?")
    claiming.answer_question(claim, by=carol, answer="At the harbor institute.")
    text = client.get(reverse("claims:decide", args=[claim.pk])).text
    reasons = text.partition('id="reasons"')[2].partition("</section>")[0]
    assert "Where did you work in 2016?" in reasons
    assert "At the harbor institute." in reasons


def test_a_rejection_that_was_undone_is_not_called_an_answer(client, carol, admin, claim):
    deciding.reject(claim, by=admin, reason="No.")
    deciding.reopen(claim, by=admin, note="We were wrong.")
    words = [event.words for event in claim.events.all()]
    assert words[-1] == "Waits for a decision again"
    assert "Answered" not in words
