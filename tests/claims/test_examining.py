"""A claim is examined: evidence first, then the rules; once, whoever dies, and for what still is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.evidence import INSTITUTION_EMAIL, Finding
from claims.examination import examining, keeping
from claims.examination.examining import LEASE, examine
from claims.examination.rules import BY_KEY
from claims.examination.switching import switch
from claims.flow.claiming import submit_claim, withdraw_claim
from claims.flow.drafting import name_target
from claims.models import Claim, ClaimAnswer, ClaimedRecord, EvidenceCheck
from claims.review import deciding
from claims.tasks import examine_claim, sweep_examinations
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher
from tests.claims.facts import facts
from tests.claims.oracle import notes, subjects
from tests.claims.tied import sent, tied, with_orcid
from tests.waiting import eventually, somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db
State = Claim.State


def fresh(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def test_what_nothing_is_found_for_becomes_one_ticket_with_the_reasons(oracle):
    oracle.answer = None
    claim = sent()
    assert examine(claim.pk)
    claim = fresh(claim)
    assert (claim.state, claim.held_back) == (State.SUBMITTED, ["no_strong_evidence"])
    assert claim.checks_due_at is None
    assert claim.checked_at
    assert set(claim.checks.values_list("result", flat=True)) == {"missed"}


def test_a_claim_that_a_rule_approves_gives_the_page_at_once():
    claim = tied()
    examine(claim.pk)
    claim = fresh(claim)
    assert (claim.state, claim.rule, claim.level_given) == (State.APPROVED, "orcid_printed", 3)
    assert (claim.decided_by, claim.held_back, claim.checks_due_at) == (None, [], None)
    assert claim.decided_at
    assert Researcher.objects.get(pk=claim.researcher_id).user == claim.user
    step = claim.events.filter(about="rule").last()
    assert (step.state, step.by, step.note) == ("approved", None, BY_KEY["orcid_printed"].told)


def test_who_is_approved_by_a_rule_is_told_by_which_and_why():
    claim = tied()
    examine(claim.pk)
    notice = claim.user.notices.get()
    assert notice.subject == "The page of Carol Stranger-Holm is yours"
    for tie in BY_KEY["orcid_printed"].ties:
        assert tie.states in notice.text


def test_who_waits_is_told_once_what_was_found_and_why(oracle):
    claim = sent()
    examine(claim.pk)
    [notice] = claim.user.notices.all()
    assert notice.subject == "Your claim to Carol Stranger-Holm waits for an administrator"
    for piece in ("A page names them.", "No confirmed address at an institution"):
        assert piece in notice.text
    Claim.objects.update(checks_due_at=timezone.now())
    examine(claim.pk)
    assert claim.user.notices.count() == 1


def test_a_rule_that_is_switched_off_leaves_it_to_people(admin):
    claim = tied()
    switch("orcid_printed", on=False, by=admin)
    examine(claim.pk)
    assert (fresh(claim).state, fresh(claim).held_back) == (State.SUBMITTED, ["rule_off"])


def test_two_who_claim_one_page_are_both_left_to_people():
    claim = tied()
    other = sent(claim.researcher)
    with_orcid(other.user, "0000-0002-1694-233X")
    examine(claim.pk)
    assert fresh(claim).held_back == ["other_claim"]


def test_what_is_approved_meanwhile_is_not_asked_of_the_rules(admin):
    claim = tied()
    deciding.approve(claim, by=admin)
    examine(claim.pk)
    assert fresh(claim).rule == ""
    assert claim.events.filter(state="approved", about="step").count() == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.NEEDS_INFORMATION, State.APPROVED, State.DISPUTED])
def test_rules_are_asked_of_no_claim_but_one_that_waits(state):
    claim = tied()
    Claim.objects.filter(pk=claim.pk).update(state=state)
    examine(claim.pk)
    assert (fresh(claim).state, fresh(claim).rule) == (state, "")
    assert claim.evidence.exists()


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.REVOKED])
def test_of_a_claim_at_its_end_nothing_is_looked_for(oracle, state):
    claim = sent(state=state)
    examine(claim.pk)
    assert oracle.asked == 0
    assert not EvidenceCheck.objects.exists()
    assert fresh(claim).checks_due_at is None


def test_what_is_not_due_is_not_examined(oracle):
    claim = make_claim()
    assert not examine(claim.pk)
    assert not examine(claim.pk + 1000)
    assert oracle.asked == 0


def test_somebody_who_is_at_it_has_it_to_themselves(oracle):
    claim = sent()
    oracle.answer = Finding("A page names them.", "https://one.example")
    assert examining.lease(claim.pk)
    assert not examine(claim.pk)
    assert sweep_examinations() == 0
    Claim.objects.update(checks_leased_until=timezone.now() - timedelta(seconds=1))
    assert sweep_examinations() == 1
    assert (fresh(claim).checks_due_at, fresh(claim).checks_leased_until) == (None, None)


def test_a_claim_that_is_changed_meanwhile_keeps_one_worker_at_a_time(oracle, board):
    claim = sent()
    taken = examining.lease(claim.pk)
    for place in ("north", "south"):
        name_target(claim, board, f"board:{place}")
        assert not examine(claim.pk)
    examining.finish(claim, taken)
    assert fresh(claim).checks_due_at
    assert examine(claim.pk)


def test_who_has_had_the_time_takes_nothing_from_the_next(oracle):
    claim = sent()
    late = examining.lease(claim.pk)
    Claim.objects.update(checks_leased_until=timezone.now() - timedelta(seconds=1))
    next_one = examining.lease(claim.pk)
    examining.finish(claim, late)
    assert fresh(claim).checks_leased_until == next_one.until


# Over the network


@pytest.fixture
def named(oracle, board) -> Claim:
    """Somebody named a board on which their token hangs."""
    oracle.answer = None
    claim = sent()
    name_target(claim, board, "board:north")
    board.hung_up["board:north"] = claim.checks.get(kind=board.key).token
    return claim


def test_what_is_asked_over_the_network_is_kept(named, board):
    examine(named.pk)
    assert named.evidence.get().kind == board.key
    row = named.checks.get(kind=board.key)
    assert (row.result, row.words) == ("found", "Your token hangs at board:north.")


def test_what_was_not_there_is_told(named, board):
    board.hung_up.clear()
    examine(named.pk)
    row = named.checks.get(kind=board.key)
    assert (row.result, row.words) == ("missed", "Your token does not hang at board:north.")


def test_where_nobody_answers_the_others_are_looked_for_and_the_rules_asked(named, board):
    board.is_silent = True
    examine(named.pk)
    row = named.checks.get(kind=board.key)
    assert (row.result, row.words) == ("unavailable", "The board is being painted.")
    assert fresh(named).held_back


def test_where_nothing_was_named_nobody_is_asked(oracle, board):
    claim = sent()
    examine(claim.pk)
    assert not claim.checks.filter(kind=board.key).exclude(looked_at=None).exists()


def meanwhile(monkeypatch, board, deed) -> None:
    """Do something while the board is looked at."""
    check = board.check

    def check_later(claim, known):
        found = check(claim, known)
        deed()
        return found

    monkeypatch.setattr(board, "check", check_later)


def test_what_was_found_where_the_claimant_does_not_point_any_more_is_not_kept(named, board, monkeypatch):
    meanwhile(monkeypatch, board, lambda: name_target(fresh(named), board, "board:south"))
    examine(named.pk)
    assert not named.evidence.exists()
    assert named.checks.get(kind=board.key).result == "not_yet"
    assert fresh(named).checks_due_at < timezone.now()


def test_what_was_found_for_a_claim_withdrawn_meanwhile_is_not_kept(named, board, monkeypatch):
    meanwhile(monkeypatch, board, lambda: withdraw_claim(fresh(named), by=named.user))
    examine(named.pk)
    named = fresh(named)
    assert (named.state, named.checks_due_at, named.checks_leased_until) == (State.WITHDRAWN, None, None)
    assert not named.evidence.exists()
    assert named.events.last().state == State.WITHDRAWN


def test_who_asks_anew_meanwhile_is_answered_anew(named, board, monkeypatch):
    asked = timezone.now()
    meanwhile(monkeypatch, board, lambda: Claim.objects.filter(pk=named.pk).update(checks_due_at=asked))
    examine(named.pk)
    assert fresh(named).checks_due_at == asked


# When something breaks


def test_a_check_that_breaks_keeps_nothing_else_and_is_loud(named, board, oracle, monkeypatch):
    oracle.answer = ZeroDivisionError()
    monkeypatch.setattr(
        INSTITUTION_EMAIL, "check", lambda claim, known: Finding("At uni.example.", "uni.example")
    )
    with pytest.raises(ExceptionGroup) as raised:
        examine(named.pk)
    [error] = raised.value.exceptions
    assert isinstance(error, ZeroDivisionError)
    assert error.__notes__ == [f"while looking for coauthor for claim {named.pk}"]
    assert set(named.evidence.values_list("kind", flat=True)) == {board.key, "institution_email"}
    row = named.checks.get(kind="coauthor")
    assert (row.result, row.words) == (
        "unavailable",
        "Our check broke. We were told, and look again when it is mended.",
    )
    assert fresh(named).held_back
    assert fresh(named).checks_due_at is None


def test_a_check_that_breaks_the_database_keeps_nothing_else(named, board, monkeypatch):
    def break_it(claim, known):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(INSTITUTION_EMAIL, "check", break_it)
    with pytest.raises(ExceptionGroup):
        examine(named.pk)
    assert named.evidence.get().kind == board.key


@pytest.mark.parametrize(
    ("module", "stage"),
    [
        (examining, "check_local"),
        (keeping, "log"),
        (examining, "ask_over_network"),
        (examining, "ask_rules"),
        (examining, "approve_by_rule"),
        (deciding, "give_page"),
        (deciding, "tell"),
        (examining, "finish"),
    ],
)
def test_a_worker_that_dies_half_way_leaves_everything_to_the_next(monkeypatch, module, stage):
    claim = tied()
    ClaimAnswer.objects.create(
        claim=claim, authorship=claim.researcher.attributions.first().authorship, answer="mine"
    )

    def die(*arguments, **fields):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, stage, die)
        with pytest.raises(KeyboardInterrupt):
            examine(claim.pk)
    assert fresh(claim).checks_due_at
    later = timezone.now() + LEASE
    monkeypatch.setattr("claims.examination.examining.timezone.now", lambda: later)
    sweep_examinations()
    claim = fresh(claim)
    assert (claim.state, claim.checks_due_at) == (State.APPROVED, None)
    assert claim.events.filter(about="rule", state="approved").count() == 1
    assert len([note for note in notes(claim) if note.startswith("Found: ORCID")]) == 1
    assert subjects() == ["The page of Carol Stranger-Holm is yours"]
    assert claim.answers.get().carried_out_at


def test_the_sweep_examines_what_still_waits_the_longest_waiting_first(oracle, monkeypatch):
    waiting = [sent() for _ in range(3)]
    monkeypatch.setattr("claims.tasks.AT_ONCE", 2)
    assert sweep_examinations() == 2
    assert [fresh(claim).checked_at is not None for claim in waiting] == [True, True, False]
    assert sweep_examinations() == 1
    assert sweep_examinations() == 0


def test_a_claim_that_was_never_examined_comes_before_those_that_are_examined_again(oracle, monkeypatch):
    again, new = sent(checked_at=timezone.now()), sent()
    Claim.objects.filter(pk=again.pk).update(checks_due_at=timezone.now() - timedelta(hours=1))
    assert examining.due_examinations(2) == [new.pk, again.pk]


def test_sending_promises_an_examination(carol, page):
    claim = submit_claim(page, by=carol, reason="I wrote these.")
    assert claim.checks_due_at
    assert examine_claim(claim.pk)
    assert not examine_claim(claim.pk)


# At once


def both(*deeds):
    def run(deed):
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, deed) for deed in deeds]]


@pytest.mark.django_db(transaction=True)
def test_two_examinations_at_once_come_to_one():
    claim = tied()
    assert sorted(both(*[lambda: examine(claim.pk)] * 2)) == [False, True]
    assert claim.events.filter(about="rule", state="approved").count() == 1
    assert claim.user.notices.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_administrator_who_decides_at_the_same_moment_and_a_rule_make_one_decision(admin, monkeypatch):
    claim = tied()
    ask = examining.ask_rules

    with ThreadPoolExecutor(1) as pool:
        deciders = []

        def meanwhile(held):
            deciders.append(pool.submit(both, lambda: deciding.approve(fresh(claim), by=admin)))
            eventually(somebody_waits_for_a_lock)
            ask(held)

        monkeypatch.setattr(examining, "ask_rules", meanwhile)
        examine(claim.pk)
        with pytest.raises(deciding.ClaimMoved):
            deciders[0].result(timeout=30)
    claim = fresh(claim)
    assert (claim.state, claim.rule, claim.decided_by) == (State.APPROVED, "orcid_printed", None)
    assert claim.events.filter(about="rule", state="approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_whom_rules_approve_for_one_page_one_gets_it_and_the_other_is_a_ticket(monkeypatch):
    """Each was asked about before the other's claim could be seen."""
    page = make_researcher("Carol Stranger-Holm")
    claims = [sent(page), sent(page)]
    unseen = facts(evidence={"printed_address"}, address_works=1)
    monkeypatch.setattr(examining, "gather", lambda claim: unseen)
    assert both(*[lambda pk=claim.pk: examine(pk) for claim in claims]) == [True, True]
    winner, loser = sorted(map(fresh, claims), key=lambda claim: claim.state)
    assert (winner.state, loser.state) == (State.APPROVED, State.SUBMITTED)
    assert loser.held_back == ["page_taken"]
    assert Researcher.objects.get(pk=page.pk).user == winner.user


def test_a_record_that_comes_while_it_is_concluded_has_the_claim_examined_anew(
    page, carol, oracle, monkeypatch
):
    claim, record, hold = (
        make_claim(page, carol, checks_due_at=timezone.now()),
        make_researcher(),
        deciding.hold,
    )

    def hold_late(one):
        ClaimedRecord.objects.get_or_create(claim=one, researcher=record)
        return hold(one)

    monkeypatch.setattr(deciding, "hold", hold_late)
    examine(claim.pk)
    claim.refresh_from_db()
    assert claim.checks_due_at <= timezone.now()
    monkeypatch.setattr(deciding, "hold", hold)
    ClaimedRecord.objects.create(claim=claim, researcher=record)
    examine(claim.pk)
    claim.refresh_from_db()
    assert (claim.state, claim.checks_due_at) == (Claim.State.SUBMITTED, None)
