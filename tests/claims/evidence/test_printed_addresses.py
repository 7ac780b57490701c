"""A confirmed address of the claimant that a work prints beside their name."""

import pytest
from django.conf import settings
from django.utils import timezone

from claims.evidence import PRINTED_ADDRESS, Known
from claims.evidence.printed_addresses import check_printed, digests_of
from claims.examination.checking import check_evidence
from claims.models import ClaimEvent, Evidence
from common.addresses import address_digest
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_researcher,
    make_user,
    make_work,
)
from works.models import Authorship

pytestmark = pytest.mark.django_db
ADDRESS = "carol@lindenau.example"


def digest(address=ADDRESS):
    return address_digest(address, settings.CREDENCE_ADDRESS_KEY)


@pytest.fixture
def page():
    return make_researcher("Carol Stranger-Holm")


@pytest.fixture
def claim(page):
    return make_claim(page, make_user(ADDRESS))


def make_printed(page, *addresses, **fields):
    """A listed work that prints these addresses beside the name of the page."""
    work = make_work(**fields)
    authorship = make_authorship(work, page, position=0)
    Authorship.objects.filter(pk=authorship.pk).update(address_digests=[digest(one) for one in addresses])
    return work


def look(claim, *set_aside, current=""):
    return check_printed(claim, Known(current, frozenset(set_aside)))


def test_a_confirmed_address_that_a_work_prints_is_found_without_being_named(page, claim):
    make_printed(page, ADDRESS, title="On harbors")
    finding = look(claim)
    assert PRINTED_ADDRESS.is_strong
    assert "On harbors" in finding.found
    assert finding.reference == digest()
    assert "lindenau" not in finding.found


def test_the_writing_of_the_address_does_not_matter(page, claim):
    make_printed(page, "Carol@Lindenau.Example")
    assert look(claim)


@pytest.mark.parametrize(
    "other", ["carol+works@lindenau.example", "carol@cs.lindenau.example", "c@lindenau.example"]
)
def test_another_address_is_another(page, claim, other):
    make_printed(page, other)
    assert look(claim) is None


def test_an_address_that_is_not_confirmed_counts_for_nothing(page, claim):
    make_printed(page, ADDRESS)
    claim.user.emailaddress_set.update(verified=False)
    assert look(claim) is None


def test_an_address_counts_that_is_not_the_primary_one(page, claim):
    make_printed(page, "c.stranger@lindenau.example")
    assert look(claim) is None
    claim.user.emailaddress_set.create(email="c.stranger@lindenau.example", verified=True)
    assert look(claim)


def test_the_address_of_somebody_else_counts_for_them(page, claim):
    make_printed(page, ADDRESS)
    assert check_printed(make_claim(page, make_user("bob@lindenau.example")), Known()) is None


def test_the_address_of_a_coauthor_is_not_the_pages(page, claim):
    work = make_work(authors=[page])
    other = make_authorship(work, "Bob Okafor", position=1)
    Authorship.objects.filter(pk=other.pk).update(address_digests=[digest()])
    assert look(claim) is None


@pytest.mark.parametrize("fields", [{"retracted": True}, {"withdrawn": True}, {"self_reported": True}])
def test_works_that_count_nowhere_print_no_address(page, claim, fields):
    make_printed(page, ADDRESS, **fields)
    assert look(claim) is None


@pytest.mark.parametrize("status", ["proposed", "disputed", "rejected"])
def test_works_that_are_not_surely_theirs_print_no_address(page, claim, status):
    authorship = make_authorship(make_work(), "C. Stranger-Holm", position=0)
    Authorship.objects.filter(pk=authorship.pk).update(address_digests=[digest()])
    make_attribution(authorship, page, status=status)
    assert look(claim) is None


def test_an_address_that_is_set_aside_leaves_room_for_another(page, claim):
    second = "carol@tides.example"
    for _ in range(2):
        make_printed(page, ADDRESS)
    make_printed(page, second)
    claim.user.emailaddress_set.create(email=second, verified=True)
    assert look(claim).reference == digest()
    assert look(claim, current=digest(second)).reference == digest(second)
    assert look(claim, digest()).reference == digest(second)
    assert look(claim, digest(), digest(second)) is None


def test_with_another_key_nothing_is_found(page, claim, settings):
    make_printed(page, ADDRESS)
    settings.CREDENCE_ADDRESS_KEY = b"another key"
    assert look(claim) is None


def test_the_address_stands_nowhere_beside_the_claim(page, claim):
    make_printed(page, ADDRESS)
    assert check_evidence(claim, PRINTED_ADDRESS)
    rows = [*Evidence.objects.values(), *ClaimEvent.objects.values(), *claim.checks.values()]
    assert {"printed_address"} == {row["kind"] for row in rows if "kind" in row}
    assert "@" not in repr(rows)


def test_it_is_looked_for_at_once_when_an_address_changes(page, claim):
    make_printed(page, ADDRESS)
    evidence = check_evidence(claim, PRINTED_ADDRESS)
    assert evidence.next_check_at > timezone.now()
    claim.user.emailaddress_set.all().delete()
    evidence.refresh_from_db()
    assert evidence.next_check_at <= timezone.now()


def test_it_costs_the_same_however_much_is_printed(page, claim, count_queries):
    make_printed(page, ADDRESS)
    few = count_queries(lambda: look(claim))
    for number in range(5):
        make_printed(page, ADDRESS, f"carol{number}@lindenau.example")
        claim.user.emailaddress_set.create(email=f"carol{number}@lindenau.example", verified=True)
    assert count_queries(lambda: look(claim)) == few == 2


def test_of_an_account_only_confirmed_addresses_have_digests(claim):
    claim.user.emailaddress_set.create(email="carol@tides.example", verified=False)
    assert digests_of(claim.user) == [digest()]
