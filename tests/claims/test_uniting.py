"""Several records in one claim become one page on approval."""

import pytest
from django.utils import timezone

from claims.examination import examining
from claims.examination.examining import examine
from claims.models import Claim, ClaimedRecord
from claims.review import deciding
from claims.review.uniting import CannotApprove
from claims.steps import OwnClaim
from researchers.models import Distinction, IdentityEvent, Researcher
from tests.builders import make_claim, make_researcher, make_user, make_work
from tests.claims.facts import facts, record

pytestmark = pytest.mark.django_db
State = Claim.State


@pytest.fixture
def several(page, carol) -> Claim:
    """Carol's claim to her page and two further records, each with a work."""
    claim = make_claim(page, carol)
    for name in ("C. Stranger-Holm", "Carol Holm"):
        further = make_researcher(name)
        ClaimedRecord.objects.create(claim=claim, researcher=further)
        make_work(f"By {name}", authors=[further])
    make_work("By Carol", authors=[page])
    return claim


def pages(claim):
    rows = ClaimedRecord.objects.filter(claim=claim).order_by("pk")
    return [row.researcher for row in rows.select_related("researcher")]


def test_approval_makes_all_records_one_page(several, admin):
    deciding.approve(several, by=admin, note="All of them.")
    page = Researcher.objects.get(user=several.user)
    assert page.pk == several.researcher_id
    assert {further.merged_into for further in pages(several)} == {page}
    assert page.attributions.count() == 3
    merges = IdentityEvent.objects.filter(kind=IdentityEvent.Kind.MERGE)
    assert {event.by for event in merges} == {admin}
    assert page.trust_stale_at


def test_a_rule_merges_too_and_says_so(several, monkeypatch):
    Claim.objects.update(checks_due_at=timezone.now())
    tied = facts(evidence={"printed_address"}, records=[record(address_works=1)] * 3)
    monkeypatch.setattr(examining, "gather", lambda claim: tied)
    examine(several.pk)
    assert Claim.objects.get().rule == "printed_address"
    assert Researcher.objects.current().filter(user=several.user).count() == 1
    [one, _] = IdentityEvent.objects.filter(kind=IdentityEvent.Kind.MERGE)
    assert one.by is None
    assert (
        one.reason == "A claim to both was approved by the written rule “E-mail address printed on a work”."
    )


def test_where_one_record_is_in_the_way_nothing_is_changed_and_the_reason_is_told(several, admin):
    first, second = pages(several)
    Distinction.objects.create(first=several.researcher, second=second)
    with pytest.raises(
        CannotApprove, match=r"^Carol Holm \(.*\): On .* it was decided that these are two people"
    ):
        deciding.approve(several, by=admin)
    first.refresh_from_db()
    assert first.merged_into is None
    assert Claim.objects.get().state == State.SUBMITTED
    assert not Researcher.objects.filter(user=several.user).exists()
    assert not IdentityEvent.objects.exists()


def test_a_rule_merges_nothing_that_is_in_the_way(several, monkeypatch):
    Claim.objects.update(checks_due_at=timezone.now())
    Distinction.objects.create(first=several.researcher, second=pages(several)[1])
    tied = facts(evidence={"printed_address"}, records=[record(address_works=1)] * 3)
    monkeypatch.setattr(examining, "gather", lambda claim: tied)
    examine(several.pk)
    claim = Claim.objects.get()
    assert (claim.state, claim.held_back) == (State.SUBMITTED, ["cannot_merge"])
    assert not IdentityEvent.objects.exists()


def test_nobody_gets_somebody_elses_page_by_the_way(several, admin):
    owner = make_user()
    Researcher.objects.filter(pk=pages(several)[1].pk).update(user=owner)
    with pytest.raises(CannotApprove, match=r"Carol Holm .* belongs to somebody"):
        deciding.approve(several, by=admin)
    assert Researcher.objects.filter(user=owner).exists()


def test_what_was_merged_meanwhile_is_no_obstacle(several, admin):
    first, second = pages(several)
    Researcher.objects.filter(pk=first.pk).update(merged_into=several.researcher)
    deciding.approve(several, by=admin)
    second.refresh_from_db()
    assert second.merged_into == several.researcher


def test_an_administrator_merges_no_page_of_their_own(several, admin):
    Researcher.objects.filter(pk=pages(several)[0].pk).update(user=admin)
    with pytest.raises(OwnClaim):
        deciding.approve(several, by=admin)
