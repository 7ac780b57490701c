"""An address at an institution that is printed beside the claimant's name."""

import pytest

from claims.evidence import Known, institutions
from claims.models import Claim
from researchers.models import Attribution, Researcher
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_researcher,
    make_user,
    make_work,
)
from tests.claims.evidence.builders import make_institution, make_printed_work
from works.models import Affiliation

pytestmark = pytest.mark.django_db
University = "University of Lindenau"


def check_address(claim, *set_aside, current=""):
    return institutions.check_address(claim, Known(current, frozenset(set_aside)))


@pytest.fixture
def page():
    return make_researcher("Carol Stranger-Holm")


@pytest.fixture
def claim(page):
    return make_claim(page, make_user("carol@cs.lindenau.example"))


def change_address(claim, email, **fields):
    claim.user.emailaddress_set.update(email=email, **fields)


def test_an_address_at_the_institution_is_found_and_named(page, claim):
    make_printed_work(page, make_institution(University, "lindenau.example"))
    finding = check_address(claim)
    assert University in finding.found
    assert "cs.lindenau.example" in finding.found
    assert finding.reference == "lindenau.example"
    assert "carol@" not in finding.found


@pytest.mark.parametrize(
    "fields", [{"verified": False}, {"email": "carol@notlindenau.example"}, {"email": "carol@gmail.com"}]
)
def test_only_confirmed_addresses_there_count(page, claim, fields):
    make_printed_work(page, make_institution(University, "lindenau.example"))
    claim.user.emailaddress_set.update(**fields)
    assert check_address(claim) is None


def test_a_confirmed_address_counts_that_is_not_the_primary_one(page, claim):
    make_printed_work(page, make_institution(University, "lindenau.example"))
    change_address(claim, "carol@gmail.com")
    claim.user.emailaddress_set.create(email="carol@lindenau.example", verified=False)
    assert check_address(claim) is None
    claim.user.emailaddress_set.filter(email="carol@lindenau.example").update(verified=True)
    assert check_address(claim).reference == "lindenau.example"


def test_the_owner_that_most_works_print_is_named_whichever_address_is_the_primary_one(page, claim):
    make_printed_work(page, make_institution("Institute of Tides", "tides.example"))
    university = make_institution(University, "lindenau.example")
    for _ in range(2):
        make_printed_work(page, university)
    claim.user.emailaddress_set.create(email="carol@tides.example", verified=True)
    assert check_address(claim).reference == "lindenau.example"


def test_addresses_cost_the_same_however_many_there_are(page, claim, count_queries):
    make_printed_work(page, make_institution(University, "lindenau.example"))
    few = count_queries(lambda: check_address(claim))
    for number in range(5):
        claim.user.emailaddress_set.create(email=f"carol{number}@lindenau.example", verified=True)
        make_printed_work(page, make_institution(f"Institute {number}", f"i{number}.example"))
    assert count_queries(lambda: check_address(claim)) == few == 2


def test_public_mail_counts_for_nobody_even_if_an_institution_lists_it(page, claim):
    make_printed_work(page, make_institution("Careless Institute", "gmail.com", "lindenau.example"))
    change_address(claim, "carol@gmail.com")
    assert check_address(claim) is None


def test_a_domain_that_is_set_aside_leaves_room_for_another_owner(page, claim):
    for _ in range(2):
        make_printed_work(page, make_institution(University, "lindenau.example"))
    make_printed_work(page, make_institution("School of Computing", "cs.lindenau.example"))
    assert University in check_address(claim).found
    finding = check_address(claim, "lindenau.example")
    assert "School of Computing" in finding.found
    assert check_address(claim, "lindenau.example", finding.reference) is None


def test_the_owner_that_was_found_before_is_found_again(page, claim):
    for _ in range(2):
        make_printed_work(page, make_institution(University, "lindenau.example"))
    make_printed_work(page, make_institution("School of Computing", "cs.lindenau.example"))
    assert check_address(claim).reference == "lindenau.example"
    assert check_address(claim, current="cs.lindenau.example").reference == "cs.lindenau.example"
    assert check_address(claim, current="gone.example").reference == "lindenau.example"


def test_international_domains_agree_in_either_writing(page, claim):
    make_printed_work(page, make_institution("Universität", "xn--universitt-y5a.example"))
    change_address(claim, "carol@Universität.example")
    assert check_address(claim).reference == "xn--universitt-y5a.example"


@pytest.mark.parametrize("fields", [{"retracted": True}, {"withdrawn": True}, {"self_reported": True}])
def test_works_that_count_nowhere_name_no_institution(page, claim, fields):
    make_printed_work(page, make_institution(University, "lindenau.example"), **fields)
    assert check_address(claim) is None


def test_the_institution_of_a_coauthor_is_not_the_claimants(page, claim):
    work = make_work(authors=[page])
    other = make_authorship(work, "Bob Okafor", position=1)
    Affiliation.objects.create(authorship=other, institution=make_institution(University, "lindenau.example"))
    assert check_address(claim) is None


@pytest.mark.parametrize(
    "status", [status for status in Attribution.Status if status != Attribution.Status.ACCEPTED]
)
def test_works_that_are_not_surely_theirs_name_no_institution(page, claim, status):
    authorship = make_authorship(make_work(), "C. Stranger-Holm", position=0)
    make_attribution(authorship, page, status=status)
    Affiliation.objects.create(
        authorship=authorship, institution=make_institution(University, "lindenau.example")
    )
    assert check_address(claim) is None


def test_the_page_that_the_claimed_one_was_merged_into_counts(page, claim):
    into = make_researcher()
    make_printed_work(into, make_institution(University, "lindenau.example"))
    assert check_address(claim) is None
    Researcher.objects.filter(pk=page.pk).update(merged_into=into)
    claim.researcher.refresh_from_db()
    assert check_address(claim)


def test_an_approved_claim_is_checked_on_the_page_that_its_person_holds(page):
    claim = make_claim(page, make_user("carol@lindenau.example"), state=Claim.State.APPROVED)
    into = make_researcher()
    make_printed_work(into, make_institution(University, "lindenau.example"))
    Researcher.objects.filter(pk=page.pk).update(user=None)
    Researcher.objects.filter(pk=into.pk).update(user=claim.user)
    assert check_address(Claim.objects.get(pk=claim.pk))


def test_more_works_cost_no_more_queries(page, claim, count_queries):
    institution = make_institution(University, "lindenau.example")
    make_printed_work(page, institution)
    few = count_queries(lambda: check_address(claim))
    for _ in range(10):
        make_printed_work(page, institution)
    assert count_queries(lambda: check_address(claim)) == few == 2


def test_public_mail_asks_for_no_works(claim, count_queries):
    change_address(claim, "carol@gmail.com")
    assert count_queries(lambda: check_address(claim)) == 1
