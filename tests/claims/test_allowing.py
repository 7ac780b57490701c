"""Which answers of the claimant's sheet are carried out."""

import pytest
from django.urls import reverse

from claims.flow import missing, sheet
from claims.models import Claim, ClaimAnswer
from claims.review import allowing, deciding
from claims.review.carrying_out import carry_out
from claims.steps import ClaimMoved, OwnClaim
from researchers.models import Attribution
from tests.builders import make_claim, make_work
from works.models import WorkIdentifier


@pytest.fixture
def answer(claim, page):
    """Carol says that a work on the page is not hers."""
    authorship = make_work("Tides", authors=[page]).authorships.get()
    return ClaimAnswer.objects.create(claim=claim, authorship=authorship, answer="not_mine")


def status_of(answer: ClaimAnswer) -> str:
    return Attribution.objects.get(authorship=answer.authorship_id).status


def test_an_answer_that_is_denied_is_not_carried_out(claim, answer, admin):
    allowing.deny(claim, answer.pk, by=admin)
    deciding.approve(claim, by=admin)
    carry_out(claim)
    assert status_of(answer) == "accepted"


def test_an_answer_that_is_allowed_after_all_is_carried_out(claim, answer, admin):
    allowing.deny(claim, answer.pk, by=admin)
    allowing.allow(claim, answer.pk, by=admin)
    deciding.approve(claim, by=admin)
    carry_out(claim)
    assert status_of(answer) == "rejected"


@pytest.mark.parametrize("again", [["mine"], ["not_sure", "not_mine"]])
def test_what_is_denied_stays_so_whatever_the_claimant_answers_then(claim, answer, admin, again):
    allowing.deny(claim, answer.pk, by=admin)
    for said in again:
        sheet.answer(claim, [answer.authorship_id], said)
    answer.refresh_from_db()
    assert (answer.answer, answer.refused) == (again[-1], allowing.DENIED)


def test_what_is_denied_stays_so_where_a_missing_work_is_taken_back_and_named_again(claim, admin):
    work = make_work("The loom", authors=["C. Stranger-Holm"])
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.5555/loom")
    missing.add_missing(claim, [("doi", "10.5555/loom")])
    allowing.deny(claim, claim.answers.get().pk, by=admin)
    missing.remove_missing(claim, claim.missing_works.get().pk)
    missing.add_missing(claim, [("doi", "10.5555/loom")])
    assert claim.answers.get().refused == allowing.DENIED


def test_each_leaves_a_line_in_the_log(claim, answer, admin):
    allowing.deny(claim, answer.pk, by=admin)
    line = claim.events.last()
    assert (line.by, line.note) == (admin, "An answer for a work will not be carried out.")


def test_an_answer_is_denied_once(claim, answer, admin):
    allowing.deny(claim, answer.pk, by=admin)
    with pytest.raises(allowing.AlreadySo):
        allowing.deny(claim, answer.pk, by=admin)


def test_the_answer_of_another_claim_is_not_there(answer, admin):
    with pytest.raises(allowing.AlreadySo):
        allowing.deny(make_claim(), answer.pk, by=admin)


def test_nobody_says_so_of_their_own_claim(answer, claim, carol, admin):
    Claim.objects.filter(pk=claim.pk).update(user=admin)
    with pytest.raises(OwnClaim):
        allowing.deny(claim, answer.pk, by=admin)


def test_after_the_decision_it_is_too_late(answer, claim, admin):
    deciding.reject(claim, by=admin, reason="A namesake.")
    with pytest.raises(ClaimMoved):
        allowing.deny(claim, answer.pk, by=admin)


def test_it_is_said_in_the_browser(as_user, admin, claim, answer):
    client, address = as_user(admin), reverse("claims:answers", args=[claim.pk])
    text = client.post(address, {"answer": f"deny {answer.pk}"}, follow=True).text
    assert "An administrator decided not to carry this answer out." in text
    assert "1 answer is not carried out." in text
    text = client.post(address, {"answer": f"allow {answer.pk}"}, follow=True).text
    assert "An administrator decided" not in text


@pytest.mark.parametrize("said", ["", "deny", "deny x", "burn 1", "deny 99999999999999999999"])
def test_what_makes_no_sense_changes_nothing(as_user, admin, claim, answer, said):
    response = as_user(admin).post(reverse("claims:answers", args=[claim.pk]), {"answer": said}, follow=True)
    assert "Nothing was changed." in response.text
    answer.refresh_from_db()
    assert answer.refused == ""
