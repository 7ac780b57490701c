"""What administrators say about evidence and identity."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice
from claims.evidence import SEEN
from claims.examination.checking import check_all
from claims.examination.keeping import strong_kinds
from claims.examination.rechecking import recheck_due
from claims.models import Claim, ClaimEvent
from claims.review import weighing
from claims.review.deciding import approve
from claims.review.reasons import ReasonMissing
from claims.review.weighing import (
    confirm_identity,
    end_evidence,
    let_in_again,
    record_seen,
    withdraw_identity,
)
from claims.steps import ClaimMoved, OwnClaim
from researchers.models import Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_user, make_vouch

pytestmark = pytest.mark.django_db
PAGE = "https://institute.example/people/carol"


@pytest.fixture
def approved(carol):
    return make_claim(make_researcher(trust_stale_at=None), carol, state=Claim.State.APPROVED)


@pytest.fixture
def proven(approved):
    """With two kinds of strong evidence."""
    make_evidence(approved, "seen")
    make_evidence(approved, "coauthor")
    return approved


def is_stale(claim):
    return Researcher.objects.get(pk=claim.researcher_id).trust_stale_at is not None


def see(claim, by, found="The staff list shows her with two of the works."):
    return record_seen(claim, by=by, found=found, reference=PAGE)


def test_what_an_administrator_saw_is_strong_and_lasts_two_years(approved, admin):
    evidence = see(approved, admin)
    assert (evidence.kind, evidence.is_strong, evidence.reference) == ("seen", True, PAGE)
    assert evidence.recorded_by == admin
    assert evidence.expires_at - evidence.checked_at == SEEN.lifetime == timedelta(days=730)
    assert evidence.expires_at - evidence.next_check_at >= timedelta(days=30)
    event = approved.events.last()
    assert (event.about, event.by) == (ClaimEvent.About.EVIDENCE, admin)
    assert event.note == f"Found: {SEEN.title}."
    assert is_stale(approved)


def test_seen_once_more_it_replaces_what_was_seen(approved, admin):
    other = make_user(is_staff=True)
    see(approved, admin)
    see(approved, other, found="Her doctoral thesis names her.")
    evidence = approved.evidence.get()
    assert (evidence.found, evidence.recorded_by) == ("Her doctoral thesis names her.", other)
    assert approved.events.filter(about="evidence").count() == 2


@pytest.mark.parametrize(("found", "reference"), [(" ", PAGE), ("Seen", " ")])
def test_what_was_seen_and_where_has_to_be_said(approved, admin, found, reference):
    with pytest.raises(ReasonMissing):
        record_seen(approved, by=admin, found=found, reference=reference)
    assert not approved.evidence.exists()


def deeds(claim, by):
    evidence = claim.evidence.first() or make_evidence(claim)
    return {
        "record": lambda: see(claim, by),
        "end": lambda: end_evidence(evidence, by=by, reason="A namesake."),
        "let in": lambda: let_in_again(evidence, by=by),
        "confirm": lambda: confirm_identity(claim, by=by),
        "withdraw": lambda: withdraw_identity(claim, by=by, reason="A namesake."),
    }


DEEDS = ["record", "end", "let in", "confirm", "withdraw"]


@pytest.mark.parametrize("name", DEEDS)
def test_nobody_judges_their_own_claim(admin, name):
    claim = make_claim(user=admin, state="approved")
    make_evidence(claim, "seen")
    make_evidence(claim, "coauthor")
    with pytest.raises(OwnClaim):
        deeds(claim, admin)[name]()
    assert claim.events.count() == 1
    assert len(strong_kinds(claim)) == 2


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("fields", [{}, {"is_staff": True, "is_active": False}])
def test_only_administrators_judge(proven, name, fields):
    with pytest.raises(weighing.NotAnAdministrator):
        deeds(proven, make_user(**fields))[name]()
    assert proven.events.count() == 1


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("state", ["rejected", "withdrawn", "revoked"])
def test_a_claim_at_its_end_is_judged_no_more(carol, admin, name, state):
    claim = make_claim(user=carol, state=state)
    make_evidence(claim)
    with pytest.raises(ClaimMoved):
        deeds(claim, admin)[name]()
    assert claim.events.count() == 1


def test_an_administrator_ends_a_piece_with_a_reason(proven, admin, carol):
    evidence = proven.evidence.get(kind="coauthor")
    end_evidence(evidence, by=admin, reason="It names a namesake.")
    evidence.refresh_from_db()
    assert (evidence.ended_because, evidence.is_set_aside, evidence.counts) == (
        "It names a namesake.",
        True,
        False,
    )
    event = proven.events.last()
    assert (event.about, event.by) == ("evidence", admin)
    assert "It names a namesake." in event.note
    assert is_stale(proven)
    notice = Notice.objects.get()
    assert notice.user == carol
    assert "It names a namesake." in notice.text
    assert strong_kinds(proven) == {"seen"}


def test_what_one_administrator_saw_and_another_ended_can_be_seen_again(approved, admin):
    evidence = see(approved, admin)
    end_evidence(evidence, by=admin, reason="It names a namesake.")
    evidence.refresh_from_db()
    assert not evidence.is_set_aside
    assert see(approved, admin).counts


def test_a_piece_that_is_no_longer_looked_for_can_be_ended_and_let_in_again(approved, admin):
    evidence = make_evidence(approved, "homepage")
    end_evidence(evidence, by=admin, reason="It names a namesake.")
    let_in_again(evidence, by=admin)
    assert [event.note.split(".")[0] for event in approved.events.filter(about="evidence")] == [
        "Ended: homepage (no longer looked for)",
        "May count again: homepage (no longer looked for)",
    ]


def test_a_piece_ends_once(proven, admin):
    evidence = proven.evidence.first()
    end_evidence(evidence, by=admin, reason="A namesake.")
    with pytest.raises(weighing.AlreadyEnded):
        end_evidence(evidence, by=admin, reason="A namesake.")
    assert proven.events.filter(about="evidence").count() == 1


def test_ending_needs_words(proven, admin):
    evidence = proven.evidence.first()
    with pytest.raises(ReasonMissing):
        end_evidence(evidence, by=admin, reason=" ")
    evidence.refresh_from_db()
    assert evidence.counts
    assert not evidence.is_set_aside


def test_what_was_ended_may_be_let_in_again_and_is_looked_for_at_once(proven, admin, monkeypatch):
    looked = []
    evidence = proven.evidence.get(kind="coauthor")
    end_evidence(evidence, by=admin, reason="A namesake.")
    monkeypatch.setattr(weighing, "look_for", lambda claim, kind: looked.append(kind.key))
    let_in_again(evidence, by=admin)
    assert looked == ["coauthor"]
    evidence.refresh_from_db()
    assert not evidence.is_set_aside
    with pytest.raises(weighing.NotSetAside):
        let_in_again(evidence, by=admin)


def test_two_strong_kinds_and_an_administrator_confirm_an_identity(proven, admin):
    confirm_identity(proven, by=admin, note="Both fit.")
    proven.refresh_from_db()
    assert proven.identity_decided_by == admin
    assert proven.identity_decided_at
    event = proven.events.last()
    assert (event.about, event.by, event.note) == ("identity", admin, "The identity was confirmed. Both fit.")
    assert is_stale(proven)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other", "is_strong": False},
        {"expires_at": timezone.now()},
        {"failing_since": timezone.now() - timedelta(days=14)},
        {"ended_at": timezone.now()},
    ],
    ids=["not strong", "expired", "grace over", "ended"],
)
def test_fewer_than_two_strong_kinds_that_count_are_not_enough(proven, admin, change):
    proven.evidence.filter(kind="seen").update(**change)
    with pytest.raises(weighing.NotEnoughEvidence):
        confirm_identity(proven, by=admin)
    proven.refresh_from_db()
    assert proven.identity_decided_at is None
    assert not is_stale(proven)


def test_what_an_administrator_saw_is_weighed_by_another(approved, admin):
    make_evidence(approved, "coauthor")
    see(approved, by=admin)
    with pytest.raises(weighing.OwnWord):
        confirm_identity(approved, by=admin)
    confirm_identity(approved, by=make_user(is_staff=True))
    approved.refresh_from_db()
    assert approved.identity_decided_at


def test_who_vouches_for_a_claim_neither_decides_nor_weighs_it(carol, admin):
    claim = make_claim(make_researcher(), carol)
    given = make_vouch(claim, admin)
    for deed in (
        lambda: approve(claim, by=admin),
        lambda: see(claim, by=admin),
        lambda: confirm_identity(claim, by=admin),
    ):
        with pytest.raises(OwnClaim):
            deed()
    given.withdrawn_at = timezone.now()
    given.save()
    see(claim, by=admin)


def test_two_pieces_of_one_kind_are_one_kind(approved, admin):
    make_evidence(approved, "seen", ended_at=timezone.now())
    make_evidence(approved, "seen")
    with pytest.raises(weighing.NotEnoughEvidence):
        confirm_identity(approved, by=admin)


def test_evidence_in_its_grace_still_counts_for_an_identity(proven, admin):
    proven.evidence.update(failing_since=timezone.now() - timedelta(days=13))
    confirm_identity(proven, by=admin)


def test_only_the_identity_behind_an_approved_claim_is_confirmed(carol, admin):
    claim = make_claim(user=carol)
    make_evidence(claim, "seen")
    make_evidence(claim, "coauthor")
    with pytest.raises(ClaimMoved):
        confirm_identity(claim, by=admin)


def test_an_identity_is_confirmed_once(proven, admin):
    confirm_identity(proven, by=admin)
    with pytest.raises(weighing.AlreadyConfirmed):
        confirm_identity(proven, by=make_user(is_staff=True))
    proven.refresh_from_db()
    assert proven.identity_decided_by == admin
    assert proven.events.filter(about="identity").count() == 1


def test_the_decision_can_be_taken_back_with_a_reason(proven, admin, carol):
    confirm_identity(proven, by=admin)
    with pytest.raises(ReasonMissing):
        withdraw_identity(proven, by=admin, reason="")
    withdraw_identity(proven, by=admin, reason="The thesis is by a namesake.")
    proven.refresh_from_db()
    assert (proven.identity_decided_at, proven.identity_decided_by) == (None, None)
    assert proven.events.filter(about="identity").count() == 2
    assert "The thesis is by a namesake." in Notice.objects.get(user=carol).text
    with pytest.raises(weighing.NotConfirmed):
        withdraw_identity(proven, by=admin, reason="Again")
    assert proven.evidence.current().count() == 2


@pytest.fixture
def confirmed(proven, admin):
    """With an identity that was confirmed, and a page that is not stale."""
    confirm_identity(proven, by=admin)
    Researcher.objects.update(trust_stale_at=None)
    return proven


def identity_lines(claim):
    return list(claim.events.filter(about="identity").values_list("by", "note"))[1:]


def test_the_decision_ends_with_the_evidence_it_was_about_and_does_not_come_back(confirmed, admin, carol):
    end_evidence(confirmed.evidence.get(kind="seen"), by=admin, reason="A namesake.")
    confirmed.refresh_from_db()
    assert (confirmed.identity_decided_at, confirmed.identity_decided_by) == (None, None)
    assert identity_lines(confirmed) == [
        (admin.pk, "The identity is not confirmed any more. Too little strong evidence counts now.")
    ]
    assert carol.notices.filter(subject="Your identity is not confirmed any more").count() == 1
    see(confirmed, admin)
    confirmed.refresh_from_db()
    assert len(strong_kinds(confirmed)) == 2
    assert confirmed.identity_decided_at is None


@pytest.mark.parametrize(
    "over", [{"expires_at": timezone.now()}, {"failing_since": timezone.now() - timedelta(days=14)}]
)
def test_the_decision_ends_with_evidence_whose_time_is_up(confirmed, carol, over):
    confirmed.evidence.filter(kind="coauthor").update(next_check_at=timezone.now(), **over)
    recheck_due(10)
    confirmed.refresh_from_db()
    assert confirmed.identity_decided_at is None
    assert identity_lines(confirmed)[0][0] is None
    assert is_stale(confirmed)


def test_the_decision_does_not_survive_a_time_without_enough_evidence(confirmed, admin):
    """Nobody looked while it was over; then it was seen again."""
    confirmed.evidence.filter(kind="seen").update(expires_at=timezone.now())
    see(confirmed, admin)
    confirmed.refresh_from_db()
    assert confirmed.identity_decided_at is None
    assert len(strong_kinds(confirmed)) == 2


def test_the_decision_stays_while_two_strong_kinds_count(confirmed, admin):
    make_evidence(confirmed, "another kind")
    weak = make_evidence(confirmed, "institution_email", is_strong=False)
    end_evidence(weak, by=admin, reason="A namesake.")
    end_evidence(confirmed.evidence.get(kind="seen"), by=admin, reason="A namesake.")
    confirmed.refresh_from_db()
    assert confirmed.identity_decided_at
    assert identity_lines(confirmed) == []


def test_a_miss_in_its_time_of_grace_leaves_the_decision(confirmed):
    check_all(confirmed)
    confirmed.refresh_from_db()
    assert confirmed.evidence.get(kind="coauthor").failing_since
    assert confirmed.identity_decided_at
