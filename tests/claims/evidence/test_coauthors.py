"""The word of a verified co-author, and whose word is none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.evidence import Known, coauthors
from claims.evidence.coauthors import COAUTHOR, MOST_AUTHORS, word_of
from claims.examination.checking import check_evidence
from claims.models import Claim, Supporter, Vouch
from claims.review.weighing import confirm_identity, record_seen
from claims.vouching import withdraw_vouch
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_researcher, make_user, make_vouch, make_work
from tests.claims.evidence.builders import make_verified, owner_of
from works.models import Work

pytestmark = pytest.mark.django_db


def check_coauthor(claim, *set_aside, current=""):
    return coauthors.check_coauthor(claim, Known(current, frozenset(set_aside)))


@pytest.fixture
def page():
    return make_researcher("Carol Stranger-Holm")


@pytest.fixture
def claim(page):
    return make_claim(page)


def make_supporter(name="Vera Voucher", distance=0):
    """Somebody verified who passes on support."""
    page = make_verified(name)
    Supporter.objects.create(user=page.user, researcher=page, distance=distance)
    return page


@pytest.fixture
def vera():
    return make_supporter()


@pytest.fixture
def vouch(page, claim, vera):
    """Vera vouches for Carol, with whom she wrote a paper."""
    make_work("On harbors", authors=[page, vera])
    return make_vouch(claim, owner_of(vera), days=100)


def test_a_verified_coauthor_is_found_until_the_vouch_ends(claim, vouch, vera):
    finding = check_coauthor(claim)
    assert "Vera Voucher" in finding.found
    assert "On harbors" in finding.found
    assert finding.reference == word_of(vera.user_id)
    assert COAUTHOR.expires_at(timezone.now(), finding) == vouch.expires_at


def test_no_vouch_makes_it_last_longer_than_its_kind(claim, vouch):
    Vouch.objects.update(expires_at=timezone.now() + timedelta(days=3000))
    now = timezone.now()
    assert COAUTHOR.expires_at(now, check_coauthor(claim)) == now + COAUTHOR.lifetime


def test_without_a_vouch_a_coauthor_says_nothing(page, claim, vera):
    make_work(authors=[page, vera])
    assert check_coauthor(claim) is None


def test_without_a_work_in_common_a_vouch_is_no_coauthors(page, claim, vera):
    make_work(authors=[page])
    make_work(authors=[vera])
    make_vouch(claim, owner_of(vera))
    assert check_coauthor(claim) is None


@pytest.mark.parametrize("fields", [{"retracted": True}, {"withdrawn": True}, {"self_reported": True}])
def test_works_that_count_nowhere_make_no_coauthors(claim, vouch, fields):
    Work.objects.update(**fields)
    assert check_coauthor(claim) is None


@pytest.mark.parametrize(("authors", "expected"), [(MOST_AUTHORS, True), (MOST_AUTHORS + 1, False)])
def test_very_many_authors_do_not_know_each_other(claim, vouch, authors, expected):
    Work.objects.update(authors_count=authors)
    assert bool(check_coauthor(claim)) is expected


@pytest.mark.parametrize("status", ["proposed", "disputed", "rejected"])
@pytest.mark.parametrize("whose", ["claimant", "voucher"])
def test_works_that_are_not_surely_both_theirs_make_no_coauthors(claim, vouch, page, vera, status, whose):
    researcher = page if whose == "claimant" else vera
    Attribution.objects.filter(researcher=researcher).update(status=status)
    assert check_coauthor(claim) is None


def test_a_withdrawn_vouch_is_none(claim, vouch):
    Vouch.objects.update(withdrawn_at=timezone.now())
    assert check_coauthor(claim) is None


def test_a_vouch_counts_until_the_day_it_ends(claim, vouch):
    Vouch.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert check_coauthor(claim)
    today = timezone.now().replace(hour=23, minute=59, second=59)
    Vouch.objects.update(expires_at=today)
    assert check_coauthor(claim) is None


def test_a_vouch_for_another_claim_is_none(claim, vouch):
    Vouch.objects.update(claim=make_claim())
    assert check_coauthor(claim) is None


def unconfirm(vera):
    owner_of(vera).emailaddress_set.update(verified=False)


def demote(vera):
    owner_of(vera).emailaddress_set.update(primary=False)


def revoke(vera):
    Claim.objects.filter(user=vera.user).update(state=Claim.State.REVOKED)


def merge(vera):
    Researcher.objects.filter(pk=vera.pk).update(merged_into=make_researcher())


def shut_out(vera):
    type(owner_of(vera)).objects.filter(pk=vera.user_id).update(is_active=False)


@pytest.mark.parametrize("loss", [unconfirm, demote, revoke, merge, shut_out])
def test_who_is_not_verified_any_more_confirms_nobody(claim, vouch, vera, loss):
    loss(vera)
    assert check_coauthor(claim) is None


def test_accounts_that_vouch_for_each_other_confirm_nobody(page, claim):
    """A page that was given without an approved claim verifies nobody."""
    stranger = make_researcher("Sybil Second", user=make_user())
    make_work(authors=[page, stranger])
    make_vouch(claim, owner_of(stranger))
    assert check_coauthor(claim) is None


@pytest.mark.parametrize(("distance", "expected"), [(0, True), (1, True), (2, False), (None, False)])
def test_who_is_far_from_an_administrators_decision_confirms_nobody(claim, vouch, distance, expected):
    Supporter.objects.update(distance=distance)
    assert bool(check_coauthor(claim)) is expected


def test_whom_a_rule_approved_and_nobody_supports_confirms_nobody(page, claim):
    far = make_verified("Rolf Rule", rule="orcid")
    make_work(authors=[page, far])
    make_vouch(claim, owner_of(far))
    assert check_coauthor(claim) is None


def test_nobody_is_their_own_coauthor():
    vera = make_supporter()
    claim = owner_of(vera).claims.get()
    make_work(authors=[vera, "Vera Voucher"])
    make_vouch(claim, owner_of(vera))
    assert check_coauthor(claim) is None


def test_of_two_the_one_whose_word_lasts_longest_is_named(page, claim, vouch):
    later = make_supporter("Wes Witness")
    make_work(authors=[page, later])
    make_vouch(claim, owner_of(later), days=200)
    assert "Wes Witness" in check_coauthor(claim).found


@pytest.mark.parametrize(("days", "still"), [(1, True), (0, False)])
def test_the_word_that_was_found_before_is_found_as_long_as_it_counts(page, claim, vouch, vera, days, still):
    later = make_supporter("Wes Witness")
    make_work(authors=[page, later])
    make_vouch(claim, owner_of(later), days=200)
    Vouch.objects.filter(pk=vouch.pk).update(expires_at=timezone.now() + timedelta(days=days))
    finding = check_coauthor(claim, current=word_of(vera.user_id))
    assert finding.reference == word_of(vera.user_id if still else later.user_id)


def test_a_word_that_is_set_aside_leaves_room_for_the_next(page, claim, vouch, vera):
    sooner = make_supporter("Wes Witness")
    make_work(authors=[page, sooner])
    make_vouch(claim, owner_of(sooner), days=50)
    assert "Wes Witness" in check_coauthor(claim, word_of(vera.user_id)).found
    assert check_coauthor(claim, word_of(vera.user_id), word_of(sooner.user_id)) is None


def test_it_is_the_same_word_when_the_vouchers_page_becomes_part_of_another(page, claim, vouch, vera):
    before = check_coauthor(claim)
    into = make_researcher("Vera Voucher-Lind")
    make_work(authors=[page, into])
    Researcher.objects.filter(pk=vera.pk).update(user=None, merged_into=into)
    Researcher.objects.filter(pk=into.pk).update(user=owner_of(vera))
    after = check_coauthor(claim)
    assert "Vera Voucher-Lind" in after.found
    assert after.reference == before.reference


def test_names_and_titles_of_any_length_fit(page, claim):
    vera = make_supporter()
    Researcher.objects.filter(pk=vera.pk).update(preferred_name="V" * 500)
    make_work("T" * 5000, authors=[page, vera], slug="t")
    make_vouch(claim, owner_of(vera))
    assert len(check_coauthor(claim).found) < 1000


def test_it_is_one_query_however_many_vouch(page, claim, vouch, count_queries):
    for _ in range(5):
        other = make_supporter()
        make_work(authors=[page, other])
        make_vouch(claim, owner_of(other))
    assert count_queries(lambda: check_coauthor(claim)) == 1


@pytest.mark.parametrize(("who", "stands"), [("second", True), ("first", False)])
def test_an_identity_rests_on_the_word_that_was_weighed(page, admin, vera, who, stands):
    """A second word, which lasts longer, neither takes the place of the first nor takes it along."""
    wes = make_supporter("Wes Witness")
    make_work(authors=[page, vera, wes])
    claim = make_claim(page, state=Claim.State.APPROVED)
    first = make_vouch(claim, owner_of(vera), days=100)
    check_evidence(claim, COAUTHOR)
    record_seen(claim, by=admin, found="The staff list.", reference="https://lindenau.example/staff")
    confirm_identity(claim, by=make_user(is_staff=True))
    second = make_vouch(claim, owner_of(wes), days=200)
    assert check_evidence(claim, COAUTHOR).reference == word_of(vera.user_id)
    given = {"first": first, "second": second}[who]
    withdraw_vouch(given, by=given.by)
    claim.refresh_from_db()
    assert (claim.identity_decided_at is not None) is stands
    left = vera if who == "second" else wes
    assert claim.evidence.current().of_kind("coauthor").get().reference == word_of(left.user_id)
