"""What a claimant sees of a claim."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape

from claims.evidence import KINDS
from claims.evidence.addressed import addressed
from claims.examination.rules import RULES, words_of
from claims.flow import standing
from claims.flow.asking import checks_of
from claims.flow.claiming import withdraw_claim
from claims.flow.way import SEND, way_of
from claims.models import Claim
from claims.review import deciding
from researchers.models import Researcher
from tests.builders import make_claim, make_evidence, make_work


@pytest.fixture
def see(as_user, carol, claim):
    return lambda: as_user(carol).get(claim.get_absolute_url()).text


def test_it_says_what_was_written_and_what_happened(see):
    text = see()
    assert "Waiting for a decision" in text
    assert "I worked there from 2015 to 2021." in text
    assert "Claim sent" in text
    assert re.search(r"\d, \d{4}, \d\d:\d\d UTC</time>", text)


def test_a_draft_says_that_nobody_sees_it_and_how_to_go_on(as_user, carol, draft):
    text = as_user(carol).get(draft.get_absolute_url()).text
    assert "not sent it yet. Only you see it." in text
    for step in ("records", "evidence", "works", "send", "withdraw"):
        assert reverse(f"claims:{step}", args=[draft.pk]) in text


def test_while_evidence_is_looked_for_the_page_asks_for_itself_until_that_has_ended(as_user, carol, claim):
    look = lambda: as_user(carol).get(claim.get_absolute_url(), headers={"HX-Request": "true"})  # noqa: E731
    Claim.objects.filter(pk=claim.pk).update(checks_due_at=timezone.now())
    response = look()
    assert response.status_code == 200
    assert 'hx-trigger="every 1s"' in response.text
    assert "We are looking for your evidence." in response.text
    Claim.objects.filter(pk=claim.pk).update(checks_due_at=None, checked_at=timezone.now())
    response = look()
    assert (response.status_code, response["HX-Retarget"]) == (286, "#standing")
    assert "every 1s" not in response.text
    assert "<html" not in response.text


def test_without_javascript_a_link_shows_what_was_found(claim, see):
    Claim.objects.filter(pk=claim.pk).update(checks_due_at=timezone.now())
    assert f'<a href="{claim.get_absolute_url()}">See what was found</a>' in see()


def test_the_rule_that_approved_it_is_named_with_the_level_it_gave(claim, see):
    rule = RULES[0]
    Claim.objects.filter(pk=claim.pk).update(
        state=Claim.State.APPROVED, rule=rule.key, level_given=rule.level
    )
    text = see()
    assert f"Approved by a written rule: {rule.title}." in text
    assert f"Verification L{rule.level}" in text


def test_what_held_it_back_is_told_in_words(claim, see):
    codes = ["no_strong_evidence", "other_claim"]
    Claim.objects.filter(pk=claim.pk).update(held_back=codes, checked_at=timezone.now())
    text = see()
    for code in codes:
        assert escape(addressed(words_of(code))) in text


def test_it_says_how_long_others_waited_once_that_is_known(claim, see, monkeypatch):
    assert "Claims are decided oldest first." in see()
    monkeypatch.setattr(standing, "expected_wait", lambda: timedelta(days=2, hours=3))
    assert "Half of the claims decided of late took 2\xa0days, 3\xa0hours or less." in see()


def test_what_came_of_the_latest_look_is_told(claim, see):
    checks_of(claim)
    claim.checks.filter(kind="coauthor").update(
        result="missed", words="Nobody of your co-authors has said so.", looked_at=timezone.now()
    )
    text = see()
    assert "Nobody of your co-authors has said so." in text
    assert reverse("claims:evidence", args=[claim.pk]) + "#coauthor" in text


def test_answers_that_could_not_be_carried_out_say_why(claim, page, see):
    work = make_work("Looms", authors=[page])
    claim.answers.create(authorship=work.authorships.get(), answer="mine", refused="Somebody else has it.")
    assert "Looms: Somebody else has it." in see()


def test_a_disputed_page_says_what_happens(claim, see):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.DISPUTED)
    assert "somebody has called that in question" in see()


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
    assert "is unclaimed; you can" in text
    assert reverse("claims:new", args=[claim.page.slug]) in text


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
    response = as_user(carol).post(claim.get_absolute_url(), {"answer": "But"})
    assert response.status_code == 422
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


def test_it_says_what_was_looked_for_and_what_to_do(claim, see):
    text = see()
    assert text.count("Not looked for yet") == len(KINDS)
    for kind in KINDS.values():
        assert escape(kind.title) in text
        assert escape(kind.advise(claim)) in text


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


def test_an_old_claim_to_a_page_that_is_theirs_by_now_says_so(see, claim, page, carol, admin):
    deciding.reject(claim, by=admin, reason="Another person.")
    deciding.approve(make_claim(page, carol), by=admin)
    text = see()
    assert "is yours, by another claim." in text
    assert "belongs to somebody else" not in text


def test_a_claim_to_a_page_in_memory_is_not_offered_again(see, claim, page, admin):
    deciding.reject(claim, by=admin, reason="Another person.")
    Researcher.objects.filter(pk=page.pk).update(memorial_since=timezone.now())
    text = see()
    assert "is kept in memory of them, and nobody can claim it." in text
    assert "claim it again" not in text


def test_a_disputed_claim_leads_to_the_dispute(as_user, carol, page):
    claim = make_claim(page, carol, state=Claim.State.DISPUTED)
    text = as_user(carol).get(claim.get_absolute_url()).text
    assert f'<a href="{reverse("claims:disputes")}">Read the dispute and answer</a>' in text


def test_of_a_withdrawn_claim_nobody_says_that_its_evidence_was_too_little(as_user, carol, page):
    address = make_claim(page, carol, state=Claim.State.WITHDRAWN).get_absolute_url()
    assert "better evidence" not in as_user(carol).get(address).text
    Claim.objects.update(state=Claim.State.REJECTED)
    assert "better evidence" in as_user(carol).get(address).text


def test_what_was_named_and_not_found_is_not_called_done(board, draft):
    def said():
        return way_of(draft, SEND)[1].words

    assert said() == "nothing said"
    draft.checks.filter(kind=board.key).update(target="board:north")
    assert said() == "named, not found"
    draft.checks_due_at = timezone.now()
    assert said() == "named, being looked for"
    make_evidence(draft)
    assert said() == "done"


def test_a_question_leads_to_the_works_and_the_evidence(as_user, carol, claim):
    Claim.objects.update(state=Claim.State.NEEDS_INFORMATION, reply="Which works are yours?")
    text = as_user(carol).get(claim.get_absolute_url()).text
    after = text.partition("Which works are yours?")[2]
    assert after.index(reverse("claims:works", args=[claim.pk])) < after.index("Send the answer")


def test_the_claimant_is_spoken_to(as_user, carol, claim):
    Claim.objects.update(held_back=["no_strong_evidence"], checked_at=timezone.now(), checks_due_at=None)
    make_evidence(claim, kind="orcid", found="The claimant signed in at ORCID as 0000-0002-1825-0097.")
    text = as_user(carol).get(claim.get_absolute_url()).text
    assert "Nothing was found that ties you to the page" in text
    assert "<p>You signed in at ORCID as 0000-0002-1825-0097." in text
    claim.evidence.update(ended_at=timezone.now(), ended_because="It has expired.")
    assert (
        "<p>You signed in at ORCID as 0000-0002-1825-0097."
        in as_user(carol).get(claim.get_absolute_url()).text
    )
