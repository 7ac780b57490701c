"""Disputing a page or a work: who may, what is kept as it is meanwhile, and how it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice, User
from claims.disputes.disputing import (
    AlreadyDisputed,
    DisputeMoved,
    NothingToDispute,
    NotTheirDispute,
    NotVerified,
    OwnPage,
    TooManyOpen,
    TooManyOpened,
    answer_dispute,
    dispute_page,
    dispute_work,
    withdraw_dispute,
)
from claims.disputes.settling import CannotReverse, OwnDispute, dismiss, reverse_dispute, uphold
from claims.flow.claiming import submit_claim
from claims.flow.leaving import delete_account
from claims.models import AuditEvent, Claim, ClaimEvent, Dispute, Evidence, Vouch
from claims.review.deciding import approve, revoke
from claims.review.reasons import ReasonMissing
from claims.steps import ClaimMoved
from claims.vouching import CannotVouch, refuse_vouch
from researchers.answering import confirm_attribution, dispute_attribution, reject_attribution
from researchers.curation.merging import merge
from researchers.curation.moving import move
from researchers.curation.refusals import Contested
from researchers.curation.rejecting import reject as take_away
from researchers.curation.undoing import undo
from researchers.editing import PageContested, edit_profile
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_user, make_vouch, make_work
from tests.claims.evidence.builders import make_verified, owner_of
from tests.claims.supporters import supporters_of
from trust.refreshing import score_all_stale

pytestmark = pytest.mark.django_db

State, Status = Claim.State, Attribution.Status
SAID = {"bio": "I watch tides.", "home_page": "https://otto.example/", "collaboration": "closed"}
WHY = "I know the person; it is somebody else."


@pytest.fixture
def vera() -> User:
    """Verified; disputes what is Otto's."""
    return owner_of(make_verified("Vera Winter"))


@pytest.fixture
def page() -> Researcher:
    """Otto's page, with everything that somebody can lose with it."""
    page = make_verified("Otto Brandt", identity_decided_at=timezone.now(), decided_at=timezone.now())
    edit_profile(page, by=owner_of(page), **SAID)
    make_evidence(claim_of(page))
    make_vouch(claim_of(make_verified("Greta Moss")), owner_of(page))
    return fresh(page)


def fresh(page: Researcher) -> Researcher:
    return Researcher.objects.get(pk=page.pk)


def claim_of(page: Researcher) -> Claim:
    return page.claims.select_related("user").latest("pk")


def listed(page: Researcher, title: str = "A work", **fields: object) -> Attribution:
    """A work on the page."""
    work = make_work(title, authors=[page, "Somebody Else"])
    row = Attribution.objects.get(authorship__work=work)
    Attribution.objects.filter(pk=row.pk).update(**fields)
    return Attribution.objects.get(pk=row.pk)


def as_it_stands(row: Attribution) -> list[tuple[object, ...]]:
    """Everything of what stands about the name on this page but the number of the row."""
    rows = Attribution.objects.filter(authorship=row.authorship_id, researcher=row.researcher_id)
    return list(
        rows.values_list(
            "status", "basis", "confidence", "reasons", "decided_by", "decided_at", "contested_at"
        )
    )


def world_of(page: Researcher) -> dict[str, object]:
    """Everything about a page and its claim that a decision may take and has to give back."""
    now, claim = fresh(page), claim_of(page)
    user = claim.user_id
    return {
        "page": (now.user_id, now.claimed_at, now.bio, now.home_page, now.collaboration, now.contested_at),
        "claim": (claim.state, claim.decided_at, claim.decided_by_id, claim.identity_decided_at, claim.rule),
        "evidence": list(
            claim.evidence.order_by("pk").values_list("pk", "ended_at", "ended_because", "is_strong")
        ),
        "vouches": list(Vouch.objects.filter(by=user).values_list("pk", "withdrawn_at")),
    }


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("subject", flat=True))


# Opening.


def test_a_disputed_page_stays_with_its_holder_and_says_so(vera, page):
    Researcher.objects.update(trust_stale_at=None)
    dispute = dispute_page(page, by=vera, reason=WHY)
    claim, now = claim_of(page), fresh(page)
    assert claim.state == State.DISPUTED
    assert (now.user, now.contested_at) == (claim.user, dispute.opened_at)
    assert now.trust_stale_at is not None
    line = claim.events.last()
    assert (line.about, line.state, line.by) == (ClaimEvent.About.DISPUTE, State.DISPUTED, vera)
    assert WHY not in line.note
    audited = AuditEvent.objects.get()
    assert (audited.verb, audited.subject, audited.by) == ("dispute.opened", f"dispute:{dispute.pk}", vera)
    notice = Notice.objects.get(user=claim.user)
    assert WHY in notice.text
    assert "Vera" not in notice.text
    assert notice.path == f"/claims/disputes/{dispute.pk}/"


def test_a_disputed_work_stays_listed_with_everything_it_rests_on(vera, page):
    row = listed(page, basis="source_id", confidence=0.7)
    ((_, *before, _),) = as_it_stands(row)
    dispute = dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    assert as_it_stands(row) == [(Status.DISPUTED, *before, dispute.opened_at)]
    assert dispute.claim == claim_of(page)
    assert claim_of(page).state == State.APPROVED
    assert claim_of(page).events.last().about == ClaimEvent.About.DISPUTE
    assert told(page.user) == ["Disputed: the work “A work” on the page of Otto Brandt"]


def test_a_work_on_an_unclaimed_page_can_be_disputed_and_a_page_of_nobody_not(vera):
    page = make_researcher("Nobody Yet")
    row = listed(page)
    with pytest.raises(NothingToDispute):
        dispute_page(page, by=vera, reason=WHY)
    assert dispute_work(page, row.authorship_id, by=vera, reason=WHY).claim is None
    assert AuditEvent.objects.get().verb == "dispute.opened"


def unconfirmed(user: User) -> None:
    user.emailaddress_set.update(verified=False)


def with_disputed_page(user: User) -> None:
    dispute_page(user.researcher, by=owner_of(make_verified("Third Person")), reason=WHY)


@pytest.mark.parametrize(
    "lose", [unconfirmed, with_disputed_page, lambda user: user.claims.update(state="revoked")]
)
def test_only_verified_people_dispute(vera, page, lose):
    lose(vera)
    row = listed(page)
    with pytest.raises(NotVerified):
        dispute_page(page, by=vera, reason=WHY)
    with pytest.raises(NotVerified):
        dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    assert claim_of(page).state == State.APPROVED


def test_nobody_disputes_what_is_on_their_own_page(page):
    row = listed(page)
    with pytest.raises(OwnPage):
        dispute_page(page, by=page.user, reason=WHY)
    with pytest.raises(OwnPage):
        dispute_work(page, row.authorship_id, by=page.user, reason=WHY)


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.REJECTED])
def test_what_the_page_does_not_list_cannot_be_disputed(vera, page, status):
    row = listed(page, status=status)
    with pytest.raises(NothingToDispute):
        dispute_work(page, row.authorship_id, by=vera, reason=WHY)


def test_one_dispute_about_a_subject_is_open_at_a_time(vera, page):
    other, row = owner_of(make_verified("Other Person")), listed(page)
    dispute_page(page, by=vera, reason=WHY)
    dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    with pytest.raises(AlreadyDisputed):
        dispute_page(page, by=other, reason=WHY)
    with pytest.raises(AlreadyDisputed):
        dispute_work(page, row.authorship_id, by=other, reason=WHY)


def test_three_are_open_at_a_time_and_five_a_month(vera, page, admin):
    rows = [listed(page, f"Work {number}") for number in range(6)]
    opened = [dispute_work(page, row.authorship_id, by=vera, reason=WHY) for row in rows[:3]]
    with pytest.raises(TooManyOpen):
        dispute_work(page, rows[3].authorship_id, by=vera, reason=WHY)
    for dispute in opened:
        withdraw_dispute(dispute, by=vera)
    for row in rows[3:5]:
        dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    with pytest.raises(TooManyOpened):
        dispute_work(page, rows[5].authorship_id, by=vera, reason=WHY)
    Dispute.objects.update(opened_at=timezone.now() - timedelta(days=31))
    assert dispute_work(page, rows[5].authorship_id, by=vera, reason=WHY).is_open


# What is kept as it is.


def test_the_holder_of_a_disputed_page_edits_answers_and_vouches_no_more(vera, page):
    row, other = listed(page), make_verified("Hanna Lind")
    dispute_page(page, by=vera, reason=WHY)
    with pytest.raises(PageContested):
        edit_profile(page, by=page.user, **{**SAID, "bio": "Changed."})
    for deed in (confirm_attribution, reject_attribution):
        with pytest.raises(Contested):
            deed(row, by=page.user)
    with pytest.raises(CannotVouch):
        refuse_vouch(other, by=page.user)
    assert fresh(page).bio == SAID["bio"]


def test_an_administrator_still_tends_the_works_of_a_disputed_page(vera, page, admin):
    row = listed(page)
    dispute_page(page, by=vera, reason=WHY)
    assert reject_attribution(row, by=admin)


def test_nobody_changes_a_disputed_work(vera, page, admin):
    row, other = listed(page), make_researcher("Another")
    listed(page, "Stays")
    dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    before = as_it_stands(row)
    for deed in (
        lambda: confirm_attribution(row, by=page.user),
        lambda: reject_attribution(row, by=page.user),
        lambda: confirm_attribution(row, by=admin),
        lambda: dispute_attribution(row, by=admin, reason="Me too."),
        lambda: move(page, [row.authorship_id], to=other, by=admin),
        lambda: take_away(page, [row.authorship_id], by=admin),
        lambda: merge(page, into=other, by=admin),
    ):
        with pytest.raises(Contested):
            deed()
    assert as_it_stands(row) == before


def test_a_decision_about_a_disputed_work_is_not_undone_meanwhile(vera, page, admin):
    other = make_researcher("Another")
    row = listed(other)
    listed(other, "Stays")
    moved = move(other, [row.authorship_id], to=page, by=admin)
    dispute = dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    with pytest.raises(Contested):
        undo(moved, by=admin)
    withdraw_dispute(dispute, by=vera)
    undo(moved, by=admin)
    assert Attribution.objects.accepted().get(authorship=row.authorship_id).researcher == other


@pytest.mark.parametrize("is_away", [True, False])
def test_a_disputed_page_is_not_merged(vera, page, admin, is_away):
    other = make_researcher("Another")
    away, into = (page, other) if is_away else (other, page)
    dispute_page(page, by=vera, reason=WHY)
    with pytest.raises(Contested):
        merge(away, into=into, by=admin)


def test_a_disputed_page_does_not_come_apart(vera, page, admin):
    merged = merge(make_researcher("Another"), into=page, by=admin)
    dispute_page(page, by=vera, reason=WHY)
    with pytest.raises(Contested):
        undo(merged, by=admin)


def test_a_disputed_claim_is_revoked_by_deciding_the_dispute_alone(vera, page, admin):
    dispute_page(page, by=vera, reason=WHY)
    with pytest.raises(ClaimMoved):
        revoke(claim_of(page), by=admin, reason="Somebody else.")


def test_the_holder_passes_no_support_on_and_is_still_supported(vera, page):
    greta = Claim.objects.get(vouches__by=page.user).researcher
    make_vouch(claim_of(page), owner_of(make_verified("Hanna Lind")))
    list(score_all_stale())
    assert [len(supporters_of([one.pk])) for one in (page, greta)] == [1, 1]
    dispute = dispute_page(page, by=vera, reason=WHY)
    list(score_all_stale())
    assert [len(supporters_of([one.pk])) for one in (page, greta)] == [1, 0]
    withdraw_dispute(dispute, by=vera)
    list(score_all_stale())
    assert [len(supporters_of([one.pk])) for one in (page, greta)] == [1, 1]


def test_trust_takes_twelve_points_and_leaves_the_level(vera, page):
    listed(page)
    list(score_all_stale())
    before = fresh(page)
    dispute_page(page, by=vera, reason=WHY)
    list(score_all_stale())
    now = fresh(page)
    assert (now.trust_score, now.verification_level) == (before.trust_score - 12, before.verification_level)


# Answering and taking back.


def test_the_holder_answers_and_changes_the_answer_until_it_is_decided(vera, page, admin):
    dispute = dispute_page(page, by=vera, reason=WHY)
    answer_dispute(dispute, by=page.user, answer="It is me.")
    answer_dispute(dispute, by=page.user, answer="It is me, look.")
    assert Dispute.objects.get().answer == "It is me, look."
    assert told(vera) == ["Answered: your dispute about the page of Otto Brandt"]
    dismiss(dispute, by=admin, reason="It is them.")
    with pytest.raises(DisputeMoved):
        answer_dispute(dispute, by=page.user, answer="Too late.")


def test_nobody_else_answers_or_takes_back(vera, page, admin):
    dispute = dispute_page(page, by=vera, reason=WHY)
    for user in (vera, admin):
        with pytest.raises(NotTheirDispute):
            answer_dispute(dispute, by=user, answer="Mine.")
    for user in (page.user, admin):
        with pytest.raises(NotTheirDispute):
            withdraw_dispute(dispute, by=user)


def test_who_claims_the_page_meanwhile_may_answer(vera):
    page = make_researcher("Nobody Yet")
    dispute = dispute_work(page, listed(page).authorship_id, by=vera, reason=WHY)
    claim = make_claim(page, state=State.APPROVED)
    answer_dispute(Dispute.objects.get(), by=claim.user, answer="It is mine.")
    dispute.refresh_from_db()
    assert (dispute.answer, dispute.claim) == ("It is mine.", claim)


# How it ends.


@pytest.mark.parametrize("end", ["dismissed", "withdrawn"])
def test_a_page_that_was_disputed_in_vain_is_as_it_was(vera, page, admin, end):
    before = world_of(page)
    dispute = dispute_page(page, by=vera, reason=WHY)
    if end == "dismissed":
        dismiss(dispute, by=admin, reason="It is them.")
    else:
        withdraw_dispute(dispute, by=vera)
    assert world_of(page) == before
    dispute.refresh_from_db()
    assert dispute.state == end
    assert claim_of(page).events.last().state == State.APPROVED
    assert edit_profile(page, by=page.user, **SAID) is None


@pytest.mark.parametrize("end", ["dismissed", "withdrawn"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"basis": "confirmed", "confidence": 0.9},
        {"status": "disputed", "basis": "source_id", "reasons": ["Why"]},
    ],
)
def test_a_work_that_was_disputed_in_vain_is_as_it_was(vera, page, admin, end, fields):
    row = listed(page, decided_by=page.user, **fields)
    before = as_it_stands(row)
    dispute = dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    if end == "dismissed":
        dismiss(dispute, by=admin, reason="It is theirs.")
    else:
        withdraw_dispute(dispute, by=vera)
    assert as_it_stands(row) == before


def test_a_page_whose_dispute_is_upheld_is_nobodys(vera, page, admin):
    dispute = dispute_page(page, by=vera, reason=WHY)
    uphold(dispute, by=admin, reason="The photographs differ.")
    now, claim = fresh(page), claim_of(page)
    assert claim.state == State.REVOKED
    assert (now.user, now.bio, now.contested_at) == (None, "", None)
    assert not Vouch.objects.standing().exists()
    assert not Evidence.objects.current().exists()
    for user in (vera, claim.user):
        assert "The photographs differ." in Notice.objects.filter(user=user).latest("pk").text
    assert "The photographs differ." not in "".join(claim.events.values_list("note", flat=True))
    assert [event.verb for event in AuditEvent.objects.all()] == ["dispute.opened", "dispute.upheld"]


def test_a_work_whose_dispute_is_upheld_leaves_the_page_for_good_also_where_the_holder_had_confirmed_it(
    vera, page, admin
):
    row = listed(page)
    confirm_attribution(row, by=page.user)
    uphold(dispute_work(page, row.authorship_id, by=vera, reason=WHY), by=admin, reason="Not theirs.")
    ((status, basis, *_, contested_at),) = as_it_stands(row)
    assert (status, basis, contested_at) == (Status.REJECTED, "curated", None)
    assert claim_of(page).state == State.APPROVED


@pytest.mark.parametrize(
    ("name", "is_offered"), [("Otto Brandt", True), ("O. Brandt", True), ("Vera Winter", False)]
)
def test_a_work_taken_away_is_offered_to_whoever_disputes_it_and_could_have_written_it(
    page, admin, name, is_offered
):
    opener = make_verified(name)
    row = listed(page)
    uphold(
        dispute_work(page, row.authorship_id, by=owner_of(opener), reason="It is mine."),
        by=admin,
        reason="So it is.",
    )
    offered = Attribution.objects.filter(researcher=opener, authorship=row.authorship_id)
    assert list(offered.values_list("status", flat=True)) == ([Status.PROPOSED] if is_offered else [])


@pytest.mark.parametrize("deed", [uphold, dismiss])
def test_a_dispute_is_decided_once_and_with_a_reason(vera, page, admin, deed):
    dispute = dispute_page(page, by=vera, reason=WHY)
    with pytest.raises(ReasonMissing):
        deed(dispute, by=admin, reason="  ")
    deed(dispute, by=admin, reason="So it is.")
    for again in (uphold, dismiss):
        with pytest.raises(DisputeMoved):
            again(dispute, by=admin, reason="Again.")
    with pytest.raises(DisputeMoved):
        withdraw_dispute(dispute, by=vera)


@pytest.mark.parametrize("who", ["opener", "holder", "rival"])
def test_nobody_with_a_part_in_it_decides(vera, page, who):
    rival = make_claim(page).user
    person = {"opener": vera, "holder": page.user, "rival": rival}[who]
    User.objects.filter(pk=person.pk).update(is_staff=True)
    dispute = dispute_page(page, by=vera, reason=WHY)
    person.refresh_from_db()
    for deed in (uphold, dismiss):
        with pytest.raises(OwnDispute):
            deed(dispute, by=person, reason="Because.")
    assert claim_of(page).events.exists()
    assert Dispute.objects.get().is_open


# Turning the outcome over.


def test_a_page_comes_back_with_everything_and_goes_again(vera, page, admin):
    before = world_of(page)
    dispute = dispute_page(page, by=vera, reason=WHY)
    uphold(dispute, by=admin, reason="It seemed so.")
    dispute.refresh_from_db()
    reverse_dispute(dispute, by=admin, reason="We were wrong.")
    assert world_of(page) == before
    dispute.refresh_from_db()
    assert (dispute.state, dispute.kept) == (Dispute.State.DISMISSED, {})
    assert dispute.reversed_at is not None
    reverse_dispute(dispute, by=admin, reason="We were right.")
    assert fresh(page).user is None
    dispute.refresh_from_db()
    reverse_dispute(dispute, by=admin, reason="Once more.")
    assert world_of(page) == before
    assert AuditEvent.objects.filter(verb="dispute.reversed").count() == 3


def taken_by_another(page: Researcher, claim: Claim, admin: User) -> None:
    approve(submit_claim(fresh(page), by=make_user(), reason="Mine."), by=admin)


def has_another(page: Researcher, claim: Claim, admin: User) -> None:
    make_claim(user=claim.user, state=State.APPROVED)


def deactivated(page: Researcher, claim: Claim, admin: User) -> None:
    User.objects.filter(pk=claim.user_id).update(is_active=False)


def deleted(page: Researcher, claim: Claim, admin: User) -> None:
    delete_account(claim.user)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (taken_by_another, "belongs to somebody else"),
        (has_another, "holds another one"),
        (deactivated, "deactivated"),
        (deleted, "was deleted"),
    ],
)
def test_a_page_does_not_come_back_where_the_world_has_moved_on(vera, page, admin, happens, words):
    dispute = dispute_page(page, by=vera, reason=WHY)
    uphold(dispute, by=admin, reason="It seemed so.")
    happens(page, claim_of(page), admin)
    holder = fresh(page).user
    dispute.refresh_from_db()
    with pytest.raises(CannotReverse, match=words):
        reverse_dispute(dispute, by=admin, reason="We were wrong.")
    dispute.refresh_from_db()
    assert (fresh(page).user, dispute.state) == (holder, Dispute.State.UPHELD)


def test_a_page_that_was_merged_meanwhile_comes_back_as_a_part_of_the_other(vera, page, admin):
    dispute = dispute_page(page, by=vera, reason=WHY)
    uphold(dispute, by=admin, reason="It seemed so.")
    other = make_researcher("Another")
    merge(fresh(page), into=other, by=admin)
    dispute.refresh_from_db()
    reverse_dispute(dispute, by=admin, reason="We were wrong.")
    assert (fresh(other).user, fresh(other).bio) == (page.user, SAID["bio"])


@pytest.mark.parametrize("fields", [{}, {"status": "disputed", "basis": "source_id"}, {"basis": "confirmed"}])
def test_a_work_comes_back_as_it_was_and_goes_again(vera, page, admin, fields):
    row = listed(page, decided_by=page.user, **fields)
    before = as_it_stands(row)
    dispute = dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    uphold(dispute, by=admin, reason="It seemed so.")
    for _ in range(2):
        dispute.refresh_from_db()
        reverse_dispute(dispute, by=admin, reason="We were wrong.")
        assert as_it_stands(row) == before
        dispute.refresh_from_db()
        reverse_dispute(dispute, by=admin, reason="We were right.")
        ((status, *_),) = as_it_stands(row)
        assert status == Status.REJECTED


def test_an_offer_goes_when_the_work_comes_back(page, admin):
    opener, row = make_verified("Otto Brandt"), listed(page)
    dispute = dispute_work(page, row.authorship_id, by=owner_of(opener), reason="It is mine.")
    uphold(dispute, by=admin, reason="It seemed so.")
    dispute.refresh_from_db()
    reverse_dispute(dispute, by=admin, reason="We were wrong.")
    assert not opener.attributions.exists()
    assert IdentityEvent.objects.latest("pk").kind == IdentityEvent.Kind.UNDO


def test_a_work_that_somebody_has_confirmed_meanwhile_stays_with_them(page, admin):
    opener, row = make_verified("Otto Brandt"), listed(page)
    dispute = dispute_work(page, row.authorship_id, by=owner_of(opener), reason="It is mine.")
    uphold(dispute, by=admin, reason="It seemed so.")
    confirm_attribution(opener.attributions.get(), by=owner_of(opener))
    dispute.refresh_from_db()
    with pytest.raises(CannotReverse):
        reverse_dispute(dispute, by=admin, reason="We were wrong.")
    assert opener.attributions.get().status == Status.ACCEPTED
    assert Dispute.objects.get().state == Dispute.State.UPHELD


def test_what_was_dismissed_is_not_taken_where_it_has_gone_otherwise(vera, page, admin):
    row = listed(page)
    about_work = dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    about_page = dispute_page(page, by=vera, reason=WHY)
    for dispute in (about_work, about_page):
        dismiss(dispute, by=admin, reason="It is theirs.")
        dispute.refresh_from_db()
    reject_attribution(row, by=page.user)
    revoke(claim_of(page), by=admin, reason="Something else.")
    for dispute in (about_work, about_page):
        with pytest.raises(CannotReverse):
            reverse_dispute(dispute, by=admin, reason="After all.")


def test_what_is_disputed_again_is_decided_there(vera, page, admin):
    row = listed(page)
    disputes = [
        dispute_work(page, row.authorship_id, by=vera, reason=WHY),
        dispute_page(page, by=vera, reason=WHY),
    ]
    for dispute in disputes:
        dismiss(dispute, by=admin, reason="It is theirs.")
        dispute.refresh_from_db()
    dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    dispute_page(page, by=vera, reason=WHY)
    for dispute in disputes:
        with pytest.raises(CannotReverse, match="Another dispute"):
            reverse_dispute(dispute, by=admin, reason="After all.")


def test_only_decided_disputes_are_turned_over_and_only_as_they_were_seen(vera, page, admin):
    dispute = dispute_page(page, by=vera, reason=WHY)
    with pytest.raises(DisputeMoved):
        reverse_dispute(dispute, by=admin, reason="Why not.")
    dismiss(dispute, by=admin, reason="It is them.")
    seen = Dispute.objects.get()
    reverse_dispute(seen, by=admin, reason="After all.")
    with pytest.raises(DisputeMoved):
        reverse_dispute(seen, by=admin, reason="After all.")


# Leaving.


def test_what_somebody_disputed_who_leaves_is_as_it_was(vera, page):
    row = listed(page)
    before, stood = world_of(page), as_it_stands(row)
    dispute_page(page, by=vera, reason=WHY)
    dispute_work(page, row.authorship_id, by=vera, reason=WHY)
    delete_account(vera)
    assert (world_of(page), as_it_stands(row)) == (before, stood)
    for dispute in Dispute.objects.all():
        assert (dispute.state, dispute.reason, dispute.opened_by) == (Dispute.State.WITHDRAWN, "", None)


def test_a_holder_who_leaves_leaves_nothing_to_dispute(vera, page):
    dispute = dispute_page(page, by=vera, reason=WHY)
    answer_dispute(dispute, by=page.user, answer="It is me.")
    delete_account(page.user)
    dispute.refresh_from_db()
    assert (claim_of(page).state, dispute.state, dispute.answer) == (
        State.REVOKED,
        Dispute.State.WITHDRAWN,
        "",
    )
    assert (fresh(page).user, fresh(page).contested_at) == (None, None)
    assert told(vera)[-1] == "Closed: your dispute about the page of Otto Brandt"


def test_what_was_kept_of_a_page_goes_with_the_account(vera, page, admin):
    uphold(dispute_page(page, by=vera, reason=WHY), by=admin, reason="It seemed so.")
    assert SAID["bio"] in str(Dispute.objects.get().kept)
    delete_account(claim_of(page).user)
    assert Dispute.objects.get().kept == {}
