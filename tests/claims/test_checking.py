"""Evidence: found, found again, missed, in grace, ended."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Notice
from claims.evidence import KINDS, CannotCheckNow, Finding, Missed
from claims.evidence.coauthors import word_of
from claims.examination.checking import check_all, check_evidence, end_word_of, hold
from claims.flow.leaving import delete_account
from claims.models import GRACE, Claim, ClaimEvent, Evidence
from claims.review import deciding
from claims.review.weighing import end_evidence
from researchers.models import Researcher
from tests.builders import make_claim, make_evidence, make_researcher
from tests.claims.oracle import ago, is_stale, notes, refresh, subjects
from tests.waiting import eventually, somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db
About = ClaimEvent.About
DAY = timedelta(days=1)


def test_what_is_found_is_kept_logged_and_marked(approved, kind, oracle):
    evidence = check_evidence(approved, kind)
    assert (evidence.kind, evidence.is_strong, evidence.found) == ("coauthor", True, "A page names them.")
    assert evidence.expires_at - evidence.checked_at == kind.lifetime
    assert evidence.next_check_at - evidence.checked_at == kind.recheck_every
    assert evidence.counts
    assert evidence.recorded_by is None
    event = approved.events.last()
    assert (event.about, event.state, event.by) == (About.EVIDENCE, "approved", None)
    assert event.note == "Found: Confirmation by a verified co-author."
    assert is_stale(approved)
    assert not Notice.objects.exists()


def test_finding_nothing_where_there_was_nothing_writes_nothing(approved, kind, oracle):
    oracle.answer = None
    assert check_evidence(approved, kind) is None
    assert notes(approved) == []
    assert not is_stale(approved)
    assert not Evidence.objects.exists()


def test_finding_the_same_again_renews_it_without_a_line_in_the_log(approved, kind, oracle):
    before = make_evidence(approved, "coauthor", reference="https://one.example", next_check_at=ago(days=1))
    after = check_evidence(approved, kind)
    assert after.pk == before.pk
    assert after.checked_at > before.checked_at
    assert after.next_check_at > timezone.now()
    assert notes(approved) == []
    assert is_stale(approved)


def test_the_same_finding_of_the_same_day_changes_nothing_that_trust_knows(approved, kind, oracle):
    check_evidence(approved, kind)
    refresh(approved)
    check_evidence(approved, kind)
    assert not is_stale(approved)
    assert len(notes(approved)) == 1


def test_another_finding_of_the_kind_takes_its_place_and_is_news(approved, kind, oracle):
    first = check_evidence(approved, kind)
    oracle.answer = Finding("Another page names them.", "https://other.example")
    second = check_evidence(approved, kind)
    assert second.pk == first.pk
    assert second.found == "Another page names them."
    assert notes(approved)[1].startswith("Found again: ")


def test_an_open_claim_collects_evidence_but_no_page_is_scored_for_it(carol, kind, oracle):
    claim = make_claim(make_researcher(trust_stale_at=None), carol)
    assert check_evidence(claim, kind).counts
    assert not is_stale(claim)


@pytest.mark.parametrize("state", ["rejected", "withdrawn", "revoked"])
def test_for_a_claim_at_its_end_nothing_is_looked_for(carol, kind, oracle, state):
    claim = make_claim(user=carol, state=state)
    assert check_evidence(claim, kind) is None
    check_all(claim)
    assert oracle.asked == 0


def test_a_kind_without_a_check_is_not_looked_for_but_stays(approved):
    seen = make_evidence(approved, "seen")
    assert check_evidence(approved, KINDS["seen"]) == seen
    seen.refresh_from_db()
    assert seen.failing_since is None


def test_the_first_miss_begins_the_time_of_grace_and_tells_the_claimant(approved, kind, oracle, carol):
    evidence = make_evidence(approved, "coauthor")
    oracle.answer = None
    check_evidence(approved, kind)
    evidence.refresh_from_db()
    assert evidence.failing_since
    assert evidence.counts
    assert evidence.counts_until == evidence.failing_since + GRACE
    assert abs(evidence.next_check_at - timezone.now() - DAY) < timedelta(minutes=1)
    assert notes(approved)[0].startswith("Not found again: Confirmation by a verified co-author.")
    assert is_stale(approved)
    notice = Notice.objects.get()
    assert notice.user == carol
    assert notice.path == approved.get_absolute_url()
    for piece in (evidence.found, f"{evidence.counts_until:%B} {evidence.counts_until.day}", kind.advice):
        assert piece in notice.text


def test_a_second_miss_within_the_grace_says_nothing_more(approved, kind, oracle):
    evidence = make_evidence(approved, "coauthor", failing_since=ago(days=3))
    oracle.answer = None
    check_evidence(approved, kind)
    evidence.refresh_from_db()
    assert evidence.failing_since < ago(days=2)
    assert (notes(approved), subjects(), is_stale(approved)) == ([], [], False)


def test_found_again_within_the_grace_it_counts_as_before(approved, kind, oracle):
    make_evidence(approved, "coauthor", failing_since=ago(days=3), reference="https://one.example")
    evidence = check_evidence(approved, kind)
    assert evidence.failing_since is None
    assert evidence.counts_until == evidence.expires_at
    assert len(notes(approved)) == 1
    assert is_stale(approved)


def test_after_the_grace_it_ends_and_the_claimant_is_told(approved, kind, oracle):
    evidence = make_evidence(
        approved, "coauthor", failing_since=ago(days=GRACE.days), checked_at=ago(days=60)
    )
    oracle.answer = None
    assert check_evidence(approved, kind) is None
    evidence.refresh_from_db()
    assert evidence.ended_at
    assert evidence.ended_because == "It was not found any more."
    assert notes(approved)[0].startswith("Ended: ")
    assert is_stale(approved)
    assert "does not count any more" in subjects()[0]


def test_what_expires_ends_without_a_grace(approved, kind, oracle):
    evidence = make_evidence(approved, "coauthor", expires_at=timezone.now())
    oracle.answer = None
    check_evidence(approved, kind)
    evidence.refresh_from_db()
    assert evidence.ended_because == "It has expired."


def test_what_ended_is_found_anew_as_a_new_row(approved, kind, oracle):
    old = make_evidence(approved, "coauthor", ended_at=ago(days=1), ended_because="It has expired.")
    assert check_evidence(approved, kind) != old
    assert approved.evidence.count() == 2


def test_who_does_not_answer_neither_finds_nor_misses(approved, kind, oracle):
    make_evidence(approved, "coauthor")
    oracle.answer = CannotCheckNow()
    [before] = Evidence.objects.values()
    check_evidence(approved, kind)
    [after] = Evidence.objects.values()
    assert abs(after["next_check_at"] - timezone.now() - timedelta(hours=1)) < timedelta(minutes=1)
    assert after == {**before, "next_check_at": after["next_check_at"]}
    assert (notes(approved), subjects(), is_stale(approved)) == ([], [], False)


def test_silence_does_not_stand_in_the_way_of_the_first_finding(approved, kind, oracle):
    oracle.answer = CannotCheckNow()
    assert check_evidence(approved, kind) is None
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("over", [{"expires_at": timezone.now()}, {"failing_since": ago(days=GRACE.days)}])
def test_silence_makes_nothing_outlive_its_time(approved, kind, oracle, over):
    evidence = make_evidence(approved, "coauthor", checked_at=ago(days=60), **over)
    oracle.answer = CannotCheckNow()
    check_evidence(approved, kind)
    evidence.refresh_from_db()
    assert evidence.ended_at


@pytest.mark.parametrize(
    ("now", "expires", "failing_since", "counts"),
    [
        ("2026-03-01 00:00", "2026-03-02 00:00", None, True),
        ("2026-03-01 23:59", "2026-03-02 00:00", None, True),
        ("2026-03-02 00:00", "2026-03-02 00:00", None, False),
        ("2026-03-02 00:00", "2026-03-02 23:59", None, False),
        ("2026-03-01 12:00", "2026-06-01 00:00", "2026-03-01 11:00", True),
        ("2026-03-14 23:59", "2026-06-01 00:00", "2026-03-01 11:00", True),
        ("2026-03-15 00:00", "2026-06-01 00:00", "2026-03-01 11:00", False),
        ("2026-03-15 00:00", "2026-06-01 00:00", "2026-03-01 00:00", False),
        ("2026-03-04 00:00", "2026-03-05 12:00", "2026-03-01 11:00", True),
        ("2026-03-05 00:00", "2026-03-05 12:00", "2026-03-01 11:00", False),
        ("2028-02-29 23:59", "2028-06-01 00:00", "2028-02-16 00:00", True),
        ("2028-03-01 00:00", "2028-06-01 00:00", "2028-02-16 00:00", False),
    ],
)
def test_it_counts_by_days_of_utc_until_it_expires_or_the_grace_is_over(
    monkeypatch, now, expires, failing_since, counts
):
    def at(text):
        return datetime.fromisoformat(f"{text}+00:00") if text else None

    monkeypatch.setattr("claims.models.evidence.timezone.now", lambda: at(now))
    evidence = Evidence(expires_at=at(expires), failing_since=at(failing_since))
    assert (evidence.counts, evidence.is_over) == (counts, not counts)


def test_it_is_looked_at_on_the_day_it_stops_to_count_at_the_latest(approved, kind, oracle):
    oracle.answer = Finding("A vouch of three days.", "x", until=timezone.now() + 3 * DAY)
    evidence = check_evidence(approved, kind)
    assert evidence.next_check_at.date() == evidence.expires_at.date()
    assert evidence.next_check_at <= evidence.expires_at


def test_approval_looks_for_every_kind(carol, admin, oracle):
    claim = make_claim(user=carol)
    deciding.approve(claim, by=admin)
    assert [evidence.kind for evidence in claim.evidence.all()] == ["coauthor"]
    assert [event.about for event in claim.events.all()][-2:] == [About.STEP, About.EVIDENCE]
    assert is_stale(claim)


@pytest.mark.parametrize("deed", ["reject", "revoke"])
def test_evidence_ends_with_its_claim(carol, admin, deed):
    claim = make_claim(user=carol, state="approved" if deed == "revoke" else "submitted")
    evidence = make_evidence(claim)
    old = make_evidence(claim, ended_at=ago(days=9), ended_because="It has expired.")
    Claim.objects.filter(pk=claim.pk).update(identity_decided_at=timezone.now(), identity_decided_by=admin)
    getattr(deciding, deed)(claim, by=admin, reason="Another person.")
    evidence.refresh_from_db()
    old.refresh_from_db()
    claim.refresh_from_db()
    assert evidence.ended_because == f"The claim was {claim.get_state_display().lower()}."
    assert old.ended_because == "It has expired."
    assert (claim.identity_decided_at, claim.identity_decided_by) == (None, None)


def test_evidence_ends_with_an_account(carol, admin):
    claim = make_claim(user=carol, state="approved")
    make_evidence(claim, recorded_by=admin)
    delete_account(carol)
    evidence = claim.evidence.get()
    assert evidence.ended_because == "The claim was revoked."
    assert not Notice.objects.exists()


def test_an_administrator_who_leaves_takes_no_evidence_away(approved, admin):
    make_evidence(approved, recorded_by=admin)
    Claim.objects.filter(pk=approved.pk).update(identity_decided_at=timezone.now(), identity_decided_by=admin)
    delete_account(admin)
    approved.refresh_from_db()
    assert approved.evidence.get().counts
    assert approved.identity_decided_at
    assert approved.identity_decided_by is None


def test_a_question_ends_nothing(carol, admin):
    evidence = make_evidence(claim := make_claim(user=carol))
    deciding.ask_for_more(claim, by=admin, question="Which works?")
    evidence.refresh_from_db()
    assert evidence.ended_at is None


def test_what_an_administrator_ended_is_not_found_anew(approved, kind, oracle, admin):
    end_evidence(check_evidence(approved, kind), by=admin, reason="It names a namesake.")
    assert check_evidence(approved, kind) is None
    assert (oracle.known.current, oracle.known.set_aside) == ("", {"https://one.example"})
    oracle.answer = Finding("Another page names them.", "https://other.example")
    assert check_evidence(approved, kind)


def test_what_an_administrator_ended_does_not_take_the_place_of_another_finding(
    approved, kind, oracle, admin
):
    end_evidence(check_evidence(approved, kind), by=admin, reason="It names a namesake.")
    oracle.answer = Finding("Another page names them.", "https://other.example")
    other = check_evidence(approved, kind)
    oracle.answer = Finding("A page names them.", "https://one.example")
    check_evidence(approved, kind)
    other.refresh_from_db()
    assert other.reference == "https://other.example"
    assert other.failing_since


def test_what_an_administrator_ended_leaves_its_place_to_the_next_best_at_once(approved, kind, oracle, admin):
    first = check_evidence(approved, kind)
    oracle.answer = Finding("Another page names them.", "https://other.example")
    end_evidence(first, by=admin, reason="It names a namesake.")
    assert approved.evidence.current().get().reference == "https://other.example"


def test_a_word_taken_back_ends_at_once_and_makes_room_for_anothers(approved, oracle, bob, carol):
    theirs = make_evidence(approved, "coauthor", reference=word_of(bob.pk))
    refresh(approved)
    end_word_of(approved, bob, "Bob took it back.")
    theirs.refresh_from_db()
    assert theirs.ended_because == "Bob took it back."
    assert [note.split(":")[0] for note in notes(approved)] == ["Ended", "Found"]
    assert approved.evidence.current().get().found == "A page names them."
    assert "Bob took it back." in carol.notices.get().text
    assert is_stale(approved)


def test_only_what_rests_on_that_word_ends(approved, oracle, bob, ada):
    make_evidence(approved, "coauthor", reference=word_of(ada.pk))
    make_evidence(approved, "seen", reference=word_of(bob.pk))
    end_word_of(approved, bob, "Bob took it back.")
    assert approved.evidence.current().count() == 2
    assert oracle.asked == 0


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_claim_sees_what_was_done_meanwhile(carol):
    """An approval gives the page while a check waits."""
    page = make_researcher()
    claim = make_claim(page, carol)

    def wait():
        try:
            with transaction.atomic():
                return hold(claim)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold(claim)
            waiting = pool.submit(wait)
            eventually(somebody_waits_for_a_lock)
            into = make_researcher()
            Researcher.objects.filter(pk=page.pk).update(merged_into=into)
            Researcher.objects.filter(pk=into.pk).update(user=carol)
            Claim.objects.filter(pk=claim.pk).update(state=Claim.State.APPROVED)
        held = waiting.result(timeout=20)
    assert held.is_approved
    assert held.page == held.user.researcher == into


@pytest.mark.django_db(transaction=True)
def test_two_first_checks_at_once_keep_one_row(oracle, kind):
    for _ in range(4):
        claim, barrier = make_claim(), Barrier(2)

        def work(_, claim=claim, barrier=barrier):
            barrier.wait()
            try:
                check_evidence(claim, kind)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, range(2)))
        assert claim.evidence.count() == len(notes(claim)) == 1


# What the claimant is told of each look


@pytest.mark.parametrize(
    ("answer", "result", "words"),
    [
        (Finding("A page names them.", "https://one.example"), "found", "A page names them."),
        (Missed("The page names somebody else."), "missed", "The page names somebody else."),
        (Missed(), "missed", "Nothing was found."),
        (None, "missed", "Nothing was found."),
        (CannotCheckNow("The page is being moved."), "unavailable", "The page is being moved."),
        (CannotCheckNow(), "unavailable", "Whom we have to ask for it did not answer."),
    ],
)
def test_what_came_of_a_look_is_told_in_words(carol, kind, oracle, answer, result, words):
    claim = make_claim(user=carol)
    oracle.answer = answer
    check_evidence(claim, kind)
    row = claim.checks.get()
    assert (row.kind, row.result, row.words) == ("coauthor", result, words)
    assert row.looked_at
    assert len(row.token) == 32


def test_another_look_keeps_the_token(carol, kind, oracle):
    claim = make_claim(user=carol)
    check_evidence(claim, kind)
    [token] = claim.checks.values_list("token", flat=True)
    oracle.answer = None
    check_evidence(claim, kind)
    assert claim.checks.get().token == oracle.known.token == token


def test_nobody_is_asked_over_the_network_while_the_claim_is_held(carol, oracle, board):
    claim = make_claim(user=carol)
    board.check = lambda claim, known: pytest.fail("Asked")
    check_all(claim)
    check_evidence(claim, board)
    claim.refresh_from_db()
    assert claim.checks_due_at
