"""Deleting an account: what goes and what stays."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from claims.examination.examining import examine
from claims.flow import leaving
from claims.flow.claiming import answer_question
from claims.flow.drafting import begin_claim, name_target
from claims.flow.leaving import delete_account
from claims.models import Claim, ErrorReport
from claims.review.deciding import ask_for_more
from following.models import Follow
from researchers.answering import NotTheirsToSay, confirm_attribution
from researchers.curation.merging import merge
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_user, make_vouch, make_work
from tests.claims.evidence.builders import make_verified, owner_of
from trust.evidence import Inputs
from trust.gathering import gather
from trust.models import TrustSnapshot
from trust.refreshing import score_all_stale

State = Claim.State


def test_the_page_is_unclaimed_again_and_stays(carol):
    page = make_researcher(bio="Me", trust_stale_at=None)
    claim = make_claim(page, carol, state=State.APPROVED)
    delete_account(carol)
    page.refresh_from_db()
    claim.refresh_from_db()
    assert not User.objects.filter(pk=carol.pk).exists()
    assert (page.user, page.claimed_at, page.is_claimed, page.bio) == (None, None, False, "")
    assert page.trust_stale_at
    assert (claim.state, claim.user, claim.reason) == (State.REVOKED, None, "")


def test_what_they_named_as_evidence_is_forgotten_and_their_drafts_end(carol):
    draft = begin_claim(make_researcher(), by=carol)
    draft.checks.update(target="https://rosa.example/", words="Nothing at https://rosa.example/.")
    delete_account(carol)
    draft.refresh_from_db()
    assert (draft.state, draft.user) == (State.WITHDRAWN, None)
    assert not draft.checks.exclude(target="", words="").exists()


def test_a_page_without_a_claim_behind_it_is_freed_too(ada, ada_page):
    delete_account(ada)
    ada_page.refresh_from_db()
    assert (ada_page.is_claimed, ada_page.claimed_at) == (False, None)


@pytest.mark.parametrize("state", Claim.OPEN_STATES)
def test_open_claims_are_withdrawn(carol, state):
    claim = make_claim(user=carol, state=state)
    delete_account(carol)
    claim.refresh_from_db()
    assert claim.state == State.WITHDRAWN
    assert claim.claimant_name == "A former account"


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.REVOKED])
def test_ended_claims_stay_as_they_ended(carol, state):
    claim = make_claim(user=carol, state=state)
    delete_account(carol)
    claim.refresh_from_db()
    assert (claim.state, claim.events.count()) == (state, 1)


def test_the_log_stays_without_the_name(carol):
    claim = make_claim(user=carol)
    delete_account(carol)
    lines = [(event.state, event.by, event.note) for event in claim.events.all()]
    assert lines == [
        (State.SUBMITTED, None, ""),
        (State.WITHDRAWN, None, "The account was deleted."),
    ]


def test_a_freed_page_can_be_given_to_somebody_else(carol, bob, admin):
    claim = make_claim(user=carol, state=State.APPROVED)
    delete_account(carol)
    again = make_claim(claim.researcher, state=State.APPROVED)
    assert Researcher.objects.get(pk=claim.researcher_id).user == again.user


def test_followers_are_counted_without_them(carol, ada_page, bob_page):
    Follow.objects.create(user=carol, researcher=ada_page)
    Researcher.objects.filter(pk=ada_page.pk).update(followers_count=3)
    Researcher.objects.filter(pk=bob_page.pk).update(followers_count=5)
    delete_account(carol)
    ada_page.refresh_from_db()
    bob_page.refresh_from_db()
    assert (ada_page.followers_count, bob_page.followers_count) == (2, 5)
    assert ada_page.version == 2


def test_who_follows_a_page_that_became_a_part_of_another_is_counted_there(carol, ada_page, bob_page):
    Follow.objects.create(user=carol, researcher=ada_page)
    Researcher.objects.filter(pk=ada_page.pk).update(user=None, merged_into=bob_page)
    Researcher.objects.filter(pk=bob_page.pk).update(followers_count=5)
    delete_account(carol)
    bob_page.refresh_from_db()
    assert bob_page.followers_count == 4


def test_reports_stay_without_name_and_address(carol, ada_page):
    report = ErrorReport.objects.create(researcher=ada_page, message="Wrong", email=carol.email, user=carol)
    other = ErrorReport.objects.create(researcher=ada_page, message="Wrong too", email="d@example.org")
    delete_account(carol)
    report.refresh_from_db()
    other.refresh_from_db()
    assert (report.user, report.email, report.message) == (None, "", "Wrong")
    assert other.email == "d@example.org"


def test_what_they_said_of_others_ends_and_those_are_scored_anew(ada, ada_page, bob, bob_page, carol):
    make_claim(ada_page, ada, state=State.APPROVED)
    claim = make_claim(bob_page, bob, state=State.APPROVED)
    given = make_vouch(claim, ada, statement="We wrote a paper.")
    coauthor, stranger = make_researcher("Coauthor"), make_researcher("Stranger")
    work = make_work(authors=[ada_page, coauthor])
    make_work(authors=[ada_page, stranger])
    mine = Attribution.objects.filter(authorship__work=work, researcher=ada_page)
    mine.update(basis=Attribution.Basis.CONFIRMED, decided_by=ada)
    Researcher.objects.update(trust_stale_at=None)
    delete_account(ada)
    given.refresh_from_db()
    assert (given.by, given.statement) == (None, "")
    assert given.withdrawn_at
    assert set(Researcher.objects.exclude(trust_stale_at=None)) == {ada_page, bob_page, coauthor}
    assert claim.events.last().note == "A researcher who vouched for this page deleted their account."


def test_vouches_taken_back_before_are_forgotten_too(ada, bob, carol):
    given = make_vouch(make_claim(user=bob), carol, withdrawn_at=timezone.now())
    before = given.withdrawn_at
    delete_account(carol)
    given.refresh_from_db()
    assert (given.statement, given.withdrawn_at) == ("", before)


def test_what_an_administrator_decided_stays_and_is_taken_first(admin):
    claims = [
        make_claim(state=State.APPROVED, decided_by=admin),
        make_claim(state=State.APPROVED, identity_decided_by=admin),
        make_evidence(make_claim(), recorded_by=admin).claim,
    ]
    make_claim()
    assert set(leaving.hold_claims(admin)) == set(claims)
    delete_account(admin)
    assert [Claim.objects.get(pk=claim.pk).state for claim in claims] == [claim.state for claim in claims]


class Meanwhile:
    """Something that another connection begins when a step of deleting an account is over, or about to begin."""

    def __init__(self, deed: Callable[[], object]) -> None:
        self.deed, self.outcome = deed, ""
        self.thread = Thread(target=self.run)

    def run(self) -> None:
        try:
            self.deed()
            self.outcome = "done"
        except Exception as error:
            self.outcome = type(error).__name__
        finally:
            connection.close()

    def begin(self) -> None:
        """Wait until it is over or, as it should be where it has to wait, for a while."""
        self.thread.start()
        self.thread.join(0.5)


def confirmed_by_a_former_holder() -> tuple[User, Attribution]:
    """A work that somebody confirmed who does not hold the page any more, and wrote with another."""
    page, former = make_verified("Vera"), make_user()
    make_work(authors=[page, make_researcher("Greta")])
    row = Attribution.objects.get(researcher=page)
    Attribution.objects.filter(pk=row.pk).update(basis=Attribution.Basis.CONFIRMED, decided_by=former)
    return former, row


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["merge", "confirm"])
def test_who_leaves_and_who_decides_about_the_same_works_do_not_throw_each_other_out(monkeypatch, deed):
    former, row = confirmed_by_a_former_holder()
    admin, second = make_user(is_staff=True), make_researcher("Vera Two")
    make_work(authors=[second])
    other = Meanwhile(
        (lambda: merge(second, into=row.researcher, by=admin))
        if deed == "merge"
        else (lambda: confirm_attribution(row, by=owner_of(row.researcher)))
    )

    def end_vouches_given(*args: Any) -> None:
        other.begin()
        real(*args)

    real = leaving.end_vouches_given
    monkeypatch.setattr(leaving, "end_vouches_given", end_vouches_given)
    delete_account(former)
    other.thread.join()
    assert other.outcome == "done"


@pytest.mark.django_db(transaction=True)
def test_nobody_is_left_supported_by_who_confirmed_while_leaving(monkeypatch):
    vera, greta = make_verified("Vera"), make_researcher("Greta")
    make_work(authors=[vera, greta])
    list(score_all_stale())
    row = Attribution.objects.get(researcher=vera)

    def confirm() -> None:
        confirm_attribution(row, by=owner_of(vera))
        list(score_all_stale())

    def supported_by(users: list[int]) -> set[int]:
        found = real(users)
        confirming.begin()
        return found

    confirming, real = Meanwhile(confirm), leaving.supported_by
    monkeypatch.setattr(leaving, "supported_by", supported_by)
    delete_account(owner_of(vera))
    confirming.thread.join()
    assert confirming.outcome == NotTheirsToSay.__name__
    list(score_all_stale())
    assert (
        msgspec.convert(TrustSnapshot.objects.get(pk=greta.pk).inputs, Inputs) == gather([greta.pk])[greta.pk]
    )


def test_answers_and_findings_are_forgotten_and_the_logs_have_none_of_them(page, carol, admin, board):
    claim = make_claim(page, carol)
    name_target(claim, board, "board:carols-home")
    board.hung_up["board:carols-home"] = claim.checks.get(kind=board.key).token
    examine(claim.pk)
    for number, answer in enumerate(["Call 555-0100.", "Or 555-0199."], start=1):
        ask_for_more(claim, by=admin, question="Where can we reach you?")
        answer_question(claim, by=carol, answer=answer)
        assert [event.words for event in claim.events.all()].count("Answered") == number
    assert [event.quoted for event in claim.events.filter(state="submitted", about="step")][1:] == [
        "Call 555-0100.",
        "Or 555-0199.",
    ]
    assert claim.evidence.get().found
    delete_account(carol)
    claim = Claim.objects.get(pk=claim.pk)
    assert [event.words for event in claim.events.all()].count("Answered") == 2
    kept = [str(event.note) + str(event.quoted) for event in claim.events.all()] + [
        piece.found + piece.reference for piece in claim.evidence.all()
    ]
    assert not [words for words in kept if "555-" in words or "carols-home" in words]


def test_what_was_answered_is_shown_in_its_place_to_both_sides(page, carol, admin, as_user):
    claim = make_claim(page, carol)
    ask_for_more(claim, by=admin, question="Where did you work?")
    answer_question(claim, by=carol, answer="In Bergen, until 2019.")
    history = as_user(carol).get(reverse("claims:status", args=[claim.pk])).text
    assert history.index("In Bergen, until 2019.") < history.index("<blockquote>Where did you work?")
    ticket = as_user(admin).get(reverse("claims:decide", args=[claim.pk])).text
    assert ticket.index("<blockquote>Where did you work?") < ticket.index("In Bergen, until 2019.")
