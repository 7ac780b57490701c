"""Evidence looked at again by schedule."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from claims.evidence import Finding, Missed
from claims.examination import keeping
from claims.examination.checking import check_all
from claims.examination.rechecking import LEASE, recheck_due
from claims.flow.drafting import name_target
from claims.models import GRACE, Claim
from claims.review import deciding
from claims.tasks import recheck_evidence
from tests.builders import make_claim, make_evidence, make_researcher, make_user
from tests.claims.oracle import ago, due, is_stale, notes, subjects

pytestmark = pytest.mark.django_db


def test_only_what_is_due_is_looked_at_the_longest_overdue_first(approved, oracle):
    later, sooner = make_evidence(approved, "coauthor"), make_evidence(make_claim(), "coauthor")
    due(later, next_check_at=ago(hours=1))
    due(sooner, next_check_at=ago(hours=2))
    make_evidence(make_claim(), "coauthor")
    assert recheck_due(1) == 1
    later.refresh_from_db()
    assert later.next_check_at < timezone.now()
    assert recheck_due(10) == 1
    assert recheck_due(10) == 0
    assert oracle.asked == 2


def test_a_piece_is_missed_and_ended_by_schedule_with_one_notice_each(approved, oracle):
    evidence = make_evidence(approved, "coauthor")
    oracle.answer = None
    for days in (0, 0, 7, GRACE.days, GRACE.days + 1):
        since = ago(days=days) if days else None
        if days:
            due(evidence, failing_since=since, checked_at=ago(days=60))
        else:
            due(evidence)
        recheck_evidence()
    assert len(notes(approved)) == len(subjects()) == 2
    evidence.refresh_from_db()
    assert evidence.ended_at


def test_what_an_administrator_saw_is_reminded_of_once_and_then_ends(approved, oracle):
    seen = make_evidence(approved, "seen", expires_at=timezone.now() + timedelta(days=29))
    due(seen)
    recheck_due(10)
    seen.refresh_from_db()
    assert subjects() == ["Evidence for your page is about to expire: Seen by an administrator"]
    assert seen.next_check_at.date() == seen.expires_at.date()
    assert seen.counts
    assert recheck_due(10) == 0
    due(seen, expires_at=timezone.now())
    recheck_due(10)
    seen.refresh_from_db()
    assert seen.ended_because == "It has expired."
    assert len(subjects()) == 2


def test_what_is_no_longer_looked_for_waits_for_its_end_and_is_shown(approved, as_user, carol):
    old = make_evidence(approved, "homepage")
    due(old)
    assert recheck_due(10) == 1
    assert recheck_due(10) == 0
    assert subjects() == []
    assert "homepage (no longer looked for)" in as_user(carol).get(approved.get_absolute_url()).text
    due(old, expires_at=timezone.now())
    recheck_due(10)
    old.refresh_from_db()
    assert old.ended_because == "It has expired."
    assert "homepage (no longer looked for)" in as_user(carol).get(approved.get_absolute_url()).text


def test_a_vouch_that_is_about_to_end_is_reminded_of_once(approved, oracle):
    until = timezone.now() + timedelta(days=29)
    oracle.answer = Finding("A vouch.", "x", until=until)
    evidence = make_evidence(approved, "coauthor", reference="x", expires_at=until, checked_at=ago(days=7))
    for _ in range(2):
        due(evidence)
        recheck_due(10)
    assert subjects() == ["Evidence for your page is about to expire: Confirmation by a verified co-author"]


def test_what_renews_itself_is_not_reminded_of(approved, oracle):
    evidence = make_evidence(approved, "coauthor", reference="https://one.example", checked_at=ago(days=350))
    due(evidence, expires_at=timezone.now() + timedelta(days=15))
    recheck_due(10)
    assert subjects() == []


def test_a_check_that_breaks_holds_up_no_other_and_is_loud(approved, oracle, monkeypatch):
    broken, other = make_evidence(approved, "coauthor"), make_evidence(make_claim(), "institution_email")
    due(broken, next_check_at=ago(days=3))
    due(other)
    oracle.answer = ValueError("Broken")
    with pytest.raises(ExceptionGroup) as raised:
        recheck_due(10)
    assert raised.value.exceptions[0].__notes__ == [f"while looking at evidence {broken.pk}"]
    other.refresh_from_db()
    assert other.failing_since
    broken.refresh_from_db()
    assert broken.next_check_at < timezone.now()


@pytest.mark.parametrize("stage", ["log", "mark_stale", "tell"])
def test_a_worker_that_dies_half_way_leaves_everything_to_the_next(approved, oracle, monkeypatch, stage):
    evidence = make_evidence(approved, "coauthor")
    due(evidence)
    oracle.answer = None

    def die(*arguments, **fields):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keeping, stage, die)
        with pytest.raises(KeyboardInterrupt):
            recheck_due(10)
    evidence.refresh_from_db()
    assert evidence.failing_since is None
    assert (notes(approved), subjects(), is_stale(approved)) == ([], [], False)
    recheck_due(10)
    assert len(notes(approved)) == len(subjects()) == 1
    assert is_stale(approved)


def test_a_full_run_is_followed_by_another(oracle, monkeypatch):
    monkeypatch.setattr("claims.tasks.AT_ONCE", 2)
    for _ in range(5):
        due(make_evidence(make_claim(), "coauthor"))
    recheck_evidence()
    assert oracle.asked == 5


def test_more_that_is_due_costs_as_many_queries_each(oracle, count_queries):
    def look(number):
        for _ in range(number):
            due(make_evidence(make_claim(), "coauthor", reference="https://one.example"))
        return count_queries(lambda: recheck_due(10))

    one = look(1)
    assert look(3) - one == 2 * (one - 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["schedule", "button"])
def test_two_checks_at_once_make_one_event_and_one_notice(oracle, deed):
    for _ in range(4):
        claim = make_claim(make_researcher(trust_stale_at=None), make_user(), state="approved")
        due(make_evidence(claim, "coauthor"))
        oracle.answer = None
        barrier = Barrier(2)

        def work(_, claim=claim, barrier=barrier):
            barrier.wait()
            try:
                recheck_due(10) if deed == "schedule" else check_all(claim)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, range(2)))
        assert len(notes(claim)) == claim.user.notices.count() == 1


# Over the network


@pytest.fixture
def hung_up(approved, board):
    """A piece that is due and still there."""
    name_target(approved, board, "board:north")
    board.hung_up["board:north"] = approved.checks.get(kind=board.key).token
    evidence = make_evidence(approved, board.key, reference="board:north")
    due(evidence)
    return evidence


def test_what_others_are_asked_for_is_found_again_by_schedule(hung_up, approved):
    assert recheck_due(10) == 1
    hung_up.refresh_from_db()
    assert hung_up.checked_at > ago(minutes=1)
    assert recheck_due(10) == 0
    assert (notes(approved), subjects()) == (["Where to look was changed: Token on a board."], [])


def test_what_others_do_not_have_any_more_is_missed(hung_up, approved, board):
    board.hung_up.clear()
    recheck_due(10)
    hung_up.refresh_from_db()
    assert hung_up.failing_since
    assert len([note for note in notes(approved) if note.startswith("Not found again")]) == 1
    assert len(subjects()) == 1


def test_while_others_are_asked_no_row_is_held_and_nobody_else_asks(hung_up, board, monkeypatch):
    answers = []

    def look(claim, known):
        answers.append(recheck_due(10))
        return Finding("It hangs there.", "board:north")

    monkeypatch.setattr(board, "check", look)
    assert recheck_due(10) == 1
    assert answers == [0]


def test_whoever_dies_while_asking_leaves_the_piece_to_the_next(hung_up, board, monkeypatch):
    def die(claim, known):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(board, "check", die)
        with pytest.raises(KeyboardInterrupt):
            recheck_due(10)
    assert recheck_due(10) == 0
    hung_up.refresh_from_db()
    assert timezone.now() < hung_up.next_check_at <= timezone.now() + LEASE
    due(hung_up)
    assert recheck_due(10) == 1


def test_an_answer_for_what_the_claimant_does_not_name_any_more_is_not_kept(
    hung_up, approved, board, monkeypatch
):
    def look(claim, known):
        name_target(Claim.objects.get(pk=approved.pk), board, "board:south")
        raise Missed("Nothing hangs there.")

    monkeypatch.setattr(board, "check", look)
    recheck_due(10)
    hung_up.refresh_from_db()
    assert hung_up.failing_since is None
    assert approved.checks.get(kind=board.key).target == "board:south"


def test_evidence_of_a_claim_revoked_meanwhile_stays_ended(hung_up, approved, board, admin, monkeypatch):
    def look(claim, known):
        deciding.revoke(Claim.objects.get(pk=approved.pk), by=admin, reason="It was somebody else.")
        return Finding("It hangs there.", "board:north")

    monkeypatch.setattr(board, "check", look)
    recheck_due(10)
    hung_up.refresh_from_db()
    assert hung_up.ended_because == "The claim was revoked."
