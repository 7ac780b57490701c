"""Whoever has a part in a claim decides nothing about it: its claimant, and who holds or claims one of its records."""

import pytest

from claims.models import Claim, ClaimedRecord
from claims.steps import is_concerned
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher

pytestmark = pytest.mark.django_db
State = Claim.State


@pytest.fixture
def theirs() -> Claim:
    """Somebody else's claim to a page and to a further record."""
    claim = make_claim()
    ClaimedRecord.objects.create(claim=claim, researcher=make_researcher("Both of Us"))
    return claim


def records_of(claim: Claim) -> list[Researcher]:
    return list(Researcher.objects.filter(pk__in=claim.record_ids()).order_by("pk"))


def merge(page: Researcher, *, into: Researcher) -> None:
    Researcher.objects.filter(pk=page.pk).update(user=None, merged_into=into)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize("is_further", [False, True])
def test_who_claims_one_of_its_records_is_concerned_wherever_the_record_stands(
    theirs, admin, place, is_merged, is_further
):
    record = records_of(theirs)[place]
    claimed = make_researcher("Before") if is_merged else record
    own = make_claim(make_researcher("Another") if is_further else claimed, admin)
    if is_further:
        ClaimedRecord.objects.create(claim=own, researcher=claimed)
    if is_merged:
        merge(claimed, into=record)
    assert is_concerned(admin, theirs)
    assert list(Claim.objects.rivaling(theirs)) == [own]
    assert list(Claim.objects.rivaling(Claim.objects.get(pk=own.pk))) == [theirs]


@pytest.mark.parametrize("place", [0, 1])
def test_who_holds_one_of_its_records_by_whatever_claim_is_concerned(theirs, admin, place):
    Researcher.objects.filter(pk=records_of(theirs)[place].pk).update(user=admin)
    assert is_concerned(admin, theirs)


@pytest.mark.parametrize("place", [0, 1])
def test_a_record_of_the_claim_that_was_merged_is_what_it_was_merged_into(theirs, admin, place):
    page = make_researcher("The page of an administrator")
    make_claim(page, admin, state=State.APPROVED)
    merge(records_of(theirs)[place], into=page)
    assert is_concerned(admin, Claim.objects.get(pk=theirs.pk))


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.REVOKED])
def test_a_claim_that_has_ended_concerns_nobody(theirs, admin, state):
    for record in records_of(theirs):
        make_claim(record, admin, state=state)
    assert not is_concerned(admin, theirs)


def test_who_has_a_page_of_their_own_is_not_concerned(theirs, admin):
    make_claim(user=admin, state=State.APPROVED)
    make_claim(make_researcher("Another"), admin)
    assert not is_concerned(admin, theirs)
