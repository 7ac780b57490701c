"""What the rules are told about a claim is what stands in the record."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from claims.examination.facts import gather
from claims.models import Claim, ClaimedRecord, ClaimEvent, Dispute, RightsRequest
from common.addresses import address_digest
from researchers.models import Attribution, ExternalId, Researcher
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_evidence,
    make_researcher,
    make_user,
    make_work,
)
from tests.claims.facts import ORCID, OTHER_ORCID
from works.models import Work

pytestmark = pytest.mark.django_db
State = Claim.State


@pytest.fixture
def alone(page, carol) -> Claim:
    """Carol's claim to her page, which lists nothing yet."""
    return make_claim(page, carol)


LONG_AGO = timezone.now() - timedelta(days=400)  # before anybody claimed anything


def print_name(page: Researcher, work=None, **fields):
    work = work or make_work()
    Work.objects.filter(pk=work.pk).update(created_at=LONG_AGO)
    return make_authorship(work, page, position=0, **fields)


def only(claim):
    [record] = gather(claim).records
    return record


def test_nothing_speaks_against_a_plain_claim(alone):
    facts = gather(alone)
    assert (facts.name, facts.orcid, facts.evidence, facts.strong) == (alone.user.name, "", set(), set())
    assert facts.is_active
    assert facts.has_confirmed_address
    against = [
        facts.is_administrator,
        facts.holds_page,
        facts.was_decided_before,
        facts.was_asked_before,
        facts.was_set_aside,
    ]
    assert not any(against)
    [record] = facts.records
    assert (record.is_free, record.is_public, record.is_in_memory) == (True, True, False)
    assert (record.is_contested, record.is_claimed_by_others, record.doubtful_works) == (False, False, 0)
    assert (record.orcids, record.orcid_works, record.address_works) == (set(), 0, 0)
    assert "Carol Stranger-Holm" in record.names


def test_works_that_print_the_iD_are_counted_once_and_only_those_that_count(alone, page, carol):
    carol.socialaccount_set.create(provider="orcid", uid=ORCID)
    print_name(page, orcid=ORCID)
    twice = print_name(page, orcid=ORCID).work
    make_attribution(make_authorship(twice, "C. Holm", position=1, orcid=ORCID), page)
    print_name(page)
    for uncounted in ({"withdrawn": True}, {"retracted": True}, {"self_reported": True}):
        print_name(page, make_work(**uncounted), orcid=OTHER_ORCID)
    record = only(alone)
    assert (record.orcid_works, record.orcids) == (2, {ORCID})
    assert gather(alone).orcid == ORCID


def test_an_iD_that_the_record_knows_as_the_pages_own_is_one_of_them(alone, page):
    ExternalId.objects.create(researcher=page, scheme="orcid", value=OTHER_ORCID)
    ExternalId.objects.create(researcher=page, scheme="dblp", value="1/2")
    assert only(alone).orcids == {OTHER_ORCID}


def test_works_that_became_known_since_the_claimant_claims_tie_them_to_nothing(alone, page, carol):
    carol.socialaccount_set.create(provider="orcid", uid=ORCID)
    digest = address_digest(carol.email, settings.CREDENCE_ADDRESS_KEY)
    known = print_name(page, orcid=ORCID, address_digests=[digest]).work
    assert (only(alone).orcid_works, only(alone).address_works) == (1, 1)
    Work.objects.filter(pk=known.pk).update(created_at=timezone.now())
    assert (only(alone).orcid_works, only(alone).address_works) == (0, 0)


def test_works_that_print_a_confirmed_address_are_counted(alone, page, carol):
    carol.emailaddress_set.create(email="carol@uni.example", verified=True)
    carol.emailaddress_set.create(email="carol@elsewhere.example", verified=False)
    for address in ("Carol@Uni.example", "carol@elsewhere.example", "other@uni.example"):
        print_name(page, address_digests=[address_digest(address, settings.CREDENCE_ADDRESS_KEY)])
    assert only(alone).address_works == 1


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ({"visibility": "hidden"}, ("is_public", False)),
        ({"visibility": "removed"}, ("is_public", False)),
        ({"memorial_since": timezone.now()}, ("is_in_memory", True)),
        ({"contested_at": timezone.now()}, ("is_contested", True)),
    ],
)
def test_what_is_so_of_the_page_is_told(alone, page, fields, fact):
    Researcher.objects.filter(pk=page.pk).update(**fields)
    name, expected = fact
    assert getattr(only(alone), name) == expected


def test_a_page_that_somebody_has_is_not_free(alone, page):
    Researcher.objects.filter(pk=page.pk).update(user=make_user())
    assert not only(alone).is_free


@pytest.mark.parametrize("status", ["disputed", "contested"])
def test_a_work_in_dispute_makes_the_page_contested(alone, page, status):
    row = print_name(page).attributions.get()
    change = {"status": "disputed"} if status == "disputed" else {"contested_at": timezone.now()}
    Attribution.objects.filter(pk=row.pk).update(**change)
    assert only(alone).is_contested


@pytest.mark.parametrize(("state", "contested"), [("open", True), ("dismissed", False)])
def test_an_open_dispute_makes_the_page_contested(alone, page, state, contested):
    Dispute.objects.create(researcher=page, is_about_work=True, state=state)
    assert only(alone).is_contested == contested


def test_a_work_that_is_offered_to_somebody_else_is_in_doubt(alone, page):
    doubtful = print_name(page)
    make_attribution(doubtful, make_researcher("Carol Stranger-Holm"), status="proposed")
    make_attribution(print_name(page), make_researcher("C. Holm"), status="rejected")
    assert only(alone).doubtful_works == 1


@pytest.mark.parametrize("state", State)
def test_only_claims_of_others_that_wait_stand_in_the_way(alone, page, state):
    if state not in Claim.HOLDING_STATES:
        make_claim(page, state=state)
        assert only(alone).is_claimed_by_others == (state in Claim.OPEN_STATES)


def test_a_page_that_is_one_of_several_in_anothers_claim_is_claimed_too(alone, page):
    other = make_claim()
    ClaimedRecord.objects.create(claim=other, researcher=page)
    assert only(alone).is_claimed_by_others


def test_a_claim_to_what_was_merged_into_the_page_is_one_to_the_page(alone, page):
    other = make_claim()
    Researcher.objects.filter(pk=other.researcher_id).update(merged_into=page)
    assert only(alone).is_claimed_by_others


def test_a_claim_to_several_of_which_one_was_merged_into_the_page_is_one_to_the_page(alone, page):
    gone = make_researcher("Carol Stranger", merged_into=page)
    ClaimedRecord.objects.create(claim=make_claim(), researcher=gone)
    assert only(alone).is_claimed_by_others


@pytest.mark.parametrize("kind", RightsRequest.Kind)
def test_a_request_to_take_the_page_down_or_to_mark_it_as_in_memory_is_known(alone, page, dora, kind):
    RightsRequest.objects.create(researcher=page, kind=kind, user=dora)
    assert only(alone).is_asked_for == (kind in ("hide", "remove", "memorial"))


@pytest.mark.parametrize("state", RightsRequest.State)
def test_only_requests_that_wait_stand_in_the_way(alone, page, state):
    RightsRequest.objects.create(researcher=page, kind="remove", email="heirs@example.org", state=state)
    assert only(alone).is_asked_for == (state == "waiting")


def test_a_request_about_what_was_merged_into_the_page_is_one_about_the_page(alone, page, dora):
    gone = make_researcher("Carol Stranger", merged_into=page)
    RightsRequest.objects.create(researcher=gone, kind="memorial", user=dora)
    assert only(alone).is_asked_for


def test_what_the_claimant_has_asked_for_stands_in_nobodys_way(alone, page, carol):
    RightsRequest.objects.create(researcher=page, kind="hide", user=carol)
    assert not only(alone).is_asked_for


@pytest.mark.parametrize(("state", "before"), [("rejected", True), ("revoked", True), ("withdrawn", False)])
def test_what_was_decided_against_the_same_person_is_remembered(alone, page, carol, state, before):
    earlier = make_claim(page, carol, state=state)
    ClaimEvent.objects.create(claim=earlier, state=state)
    somebody = make_claim(page, state="rejected")
    ClaimEvent.objects.create(claim=somebody, state="rejected")
    assert gather(alone).was_decided_before == before


@pytest.mark.parametrize("is_merged", [False, True])
def test_what_was_decided_against_them_about_several_records_is_remembered_of_each(
    alone, page, carol, is_merged
):
    named = make_researcher("Carol Stranger", merged_into=page) if is_merged else page
    earlier = make_claim(user=carol, state="rejected")
    ClaimedRecord.objects.create(claim=earlier, researcher=named)
    assert not gather(alone).was_decided_before
    ClaimEvent.objects.create(claim=earlier, state="rejected")
    assert gather(alone).was_decided_before


def test_what_was_decided_about_another_page_says_nothing(alone, carol):
    ClaimEvent.objects.create(claim=make_claim(user=carol, state="rejected"), state="rejected")
    assert not gather(alone).was_decided_before


def test_a_question_of_an_administrator_is_remembered(alone):
    ClaimEvent.objects.create(claim=alone, state="needs_information")
    assert gather(alone).was_asked_before


def test_only_what_was_found_at_the_latest_look_counts_for_rules(alone):
    now = timezone.now()
    make_evidence(alone, "orcid")
    make_evidence(alone, "institution_email", is_strong=False)
    make_evidence(alone, "repository", failing_since=now)
    make_evidence(alone, "home_page", checked_at=now - timedelta(days=9), expires_at=now - timedelta(days=1))
    make_evidence(alone, "coauthor", ended_at=now)
    facts = gather(alone)
    assert (facts.evidence, facts.strong) == ({"orcid", "institution_email"}, {"orcid"})
    assert not facts.was_set_aside
    make_evidence(alone, "dns_txt", ended_at=now, is_set_aside=True)
    assert gather(alone).was_set_aside


def test_of_several_records_each_is_told_by_itself_the_page_first(alone, page):
    further = make_researcher("C. Holm")
    ClaimedRecord.objects.create(claim=alone, researcher=further)
    ExternalId.objects.create(researcher=further, scheme="orcid", value=OTHER_ORCID)
    first, second = gather(alone).records
    assert first.names[0] == "Carol Stranger-Holm"
    assert (second.names[0], second.orcids) == ("C. Holm", {OTHER_ORCID})
    Researcher.objects.filter(pk=further.pk).update(merged_into=page)
    assert len(gather(alone).records) == 1


def test_more_works_and_records_cost_no_more_questions(alone, page, count_queries):
    few = count_queries(lambda: gather(Claim.objects.get(pk=alone.pk)))
    for number in range(3):
        further = make_researcher(f"Carol Holm {number}")
        ClaimedRecord.objects.create(claim=alone, researcher=further)
        print_name(further, orcid=ORCID)
        print_name(page, orcid=ORCID)
    assert count_queries(lambda: gather(Claim.objects.get(pk=alone.pk))) == few
