"""What somebody said of works while claiming is carried out on their page."""

import pytest

from claims.examination.examining import examine
from claims.models import Claim, ClaimAnswer, ClaimedRecord
from claims.review import carrying_out, deciding
from claims.review.allowing import deny
from claims.review.carrying_out import carry_out
from researchers.models import Attribution
from tests.builders import make_claim, make_researcher, make_work

pytestmark = pytest.mark.django_db
State = Claim.State
Status, Basis = Attribution.Status, Attribution.Basis


@pytest.fixture
def claim(page, carol) -> Claim:
    return make_claim(page, carol)


def answer(claim, said, *authors) -> ClaimAnswer:
    """Something said of the first printed name of a work by these authors."""
    work = make_work("A paper", authors=authors or [claim.researcher])
    return ClaimAnswer.objects.create(claim=claim, authorship=work.authorships.first(), answer=said)


def standing(claim, said) -> Attribution | None:
    return Attribution.objects.filter(researcher=claim.researcher, authorship=said.authorship).first()


def approve(claim, admin) -> None:
    """And do what approval promised."""
    deciding.approve(claim, by=admin)
    examine(claim.pk)


def test_what_is_theirs_is_confirmed_by_them_and_what_is_not_is_refused(claim, admin, carol):
    mine, not_mine, not_sure = (answer(claim, said) for said in ("mine", "not_mine", "not_sure"))
    approve(claim, admin)
    row = standing(claim, mine)
    assert (row.status, row.basis, row.decided_by) == (Status.ACCEPTED, Basis.CONFIRMED, carol)
    row = standing(claim, not_mine)
    assert (row.status, row.basis, row.decided_by) == (Status.REJECTED, Basis.CONFIRMED, carol)
    row = standing(claim, not_sure)
    assert (row.status, row.basis) == (Status.ACCEPTED, Basis.MATCHED)
    assert not claim.answers.filter(carried_out_at=None).exists()
    assert not claim.answers.exclude(refused="").exists()
    assert Claim.objects.get().checks_due_at is None


def test_before_approval_nothing_is_carried_out(claim):
    said = answer(claim, "not_mine")
    assert carry_out(claim)
    assert standing(claim, said).status == Status.ACCEPTED
    assert claim.answers.get().carried_out_at is None


@pytest.mark.parametrize("state", [State.REVOKED, State.DISPUTED])
def test_of_a_page_that_is_theirs_no_more_or_disputed_nothing_is_said(claim, admin, state):
    said = answer(claim, "not_mine")
    deciding.approve(claim, by=admin)
    Claim.objects.update(state=state)
    examine(claim.pk)
    assert standing(claim, said).status == Status.ACCEPTED
    assert claim.answers.get().carried_out_at is None


def test_what_an_administrator_denied_is_not_carried_out(claim, admin):
    said = answer(claim, "not_mine")
    deny(claim, said.pk, by=admin)
    approve(claim, admin)
    assert standing(claim, said).status == Status.ACCEPTED


def test_a_missing_work_that_no_page_lists_comes_to_the_page(claim, admin, carol):
    said = answer(claim, "mine", "C. Stranger-Holm")
    approve(claim, admin)
    row = standing(claim, said)
    assert (row.status, row.basis, row.decided_by) == (Status.ACCEPTED, Basis.CONFIRMED, carol)


def test_nobody_takes_a_work_from_another_page(claim, admin):
    said = answer(claim, "mine", make_researcher("Carol Stranger-Holm"))
    approve(claim, admin)
    assert standing(claim, said) is None
    assert claim.answers.get().refused == carrying_out.ELSEWHERE


def test_a_name_that_could_not_be_theirs_does_not_come_to_the_page(claim, admin):
    answer(claim, "mine", "Bruno Castellanos")
    approve(claim, admin)
    assert claim.answers.get().refused == carrying_out.OTHER_NAME


def test_what_cannot_be_is_told_and_holds_up_nothing_else(claim, admin):
    work = make_work("Two of one name", authors=[claim.researcher, "C. Stranger-Holm"])
    twice = ClaimAnswer.objects.create(
        claim=claim, authorship=work.authorships.get(position=1), answer="mine"
    )
    mine = answer(claim, "mine")
    approve(claim, admin)
    twice.refresh_from_db()
    assert twice.refused == "Carol Stranger-Holm is another author of “Two of one name”."
    assert twice.carried_out_at
    assert standing(claim, mine).basis == Basis.CONFIRMED


def test_answers_for_further_records_are_carried_out_where_these_were_merged(claim, admin):
    further = make_researcher("Carol Holm")
    ClaimedRecord.objects.create(claim=claim, researcher=further)
    said = answer(claim, "mine", further)
    approve(claim, admin)
    assert standing(claim, said).basis == Basis.CONFIRMED


def test_answers_are_carried_out_once_and_a_worker_that_dies_leaves_the_rest(claim, admin, monkeypatch):
    said = [answer(claim, "mine") for _ in range(3)]
    monkeypatch.setattr(carrying_out, "AT_ONCE", 1)
    deciding.approve(claim, by=admin)
    some = carrying_out.carry_out_some
    done = []

    def die_later(page, rows, *, by):
        if done:
            raise KeyboardInterrupt
        done.append(rows)
        return some(page, rows, by=by)

    with monkeypatch.context() as patch:
        patch.setattr(carrying_out, "carry_out_some", die_later)
        with pytest.raises(KeyboardInterrupt):
            examine(claim.pk)
    assert claim.answers.filter(carried_out_at=None).count() == 2
    assert Claim.objects.get().checks_due_at
    assert carry_out(Claim.objects.get())
    assert all(standing(claim, one).basis == Basis.CONFIRMED for one in said)


def test_what_somebody_else_is_changing_just_now_waits_for_the_next_time(claim, admin, monkeypatch):
    said = answer(claim, "mine")
    with monkeypatch.context() as patch:
        busy = {said.pk: carrying_out.LATER}
        patch.setattr(carrying_out, "say", lambda page, rows, *, answer, by: busy if rows else {})
        approve(claim, admin)
    waiting = Claim.objects.get()
    assert waiting.checks_due_at
    assert claim.answers.get().carried_out_at is None
    examine(claim.pk)
    assert standing(claim, said).basis == Basis.CONFIRMED
