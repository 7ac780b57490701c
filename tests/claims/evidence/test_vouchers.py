"""The word of a verified researcher who is no co-author, and whose word is none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.evidence import COAUTHOR, VOUCH, Known
from claims.evidence.coauthors import MOST_AUTHORS, word_of
from claims.evidence.vouchers import check_word
from claims.examination.checking import check_evidence
from claims.models import Claim, Supporter, Vouch
from claims.vouching import withdraw_vouch
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_researcher, make_vouch, make_work
from tests.claims.evidence.builders import make_verified, owner_of
from works.models import Work

pytestmark = pytest.mark.django_db


def look(claim, *set_aside, current=""):
    return check_word(claim, Known(current, frozenset(set_aside)))


def make_supporter(name="Vera Voucher", distance=0):
    """Somebody verified who passes on support."""
    page = make_verified(name)
    Supporter.objects.create(user=page.user, researcher=page, distance=distance)
    return page


@pytest.fixture
def page():
    return make_researcher("Carol Stranger-Holm")


@pytest.fixture
def claim(page):
    return make_claim(page)


@pytest.fixture
def vera():
    return make_supporter()


@pytest.fixture
def vouch(claim, vera):
    return make_vouch(claim, owner_of(vera), days=100)


def test_the_word_of_a_verified_researcher_supports_until_it_ends(claim, vouch, vera):
    finding = look(claim)
    assert "Vera Voucher, a verified researcher" in finding.found
    assert finding.reference == word_of(vera.user_id)
    assert not VOUCH.is_strong
    assert finding.is_strong is None
    assert VOUCH.expires_at(timezone.now(), finding) == vouch.expires_at


def test_a_word_is_evidence_once_for_coauthors_it_is_the_stronger_kind(page, claim, vouch, vera):
    make_work(authors=[page, vera])
    assert look(claim) is None
    assert check_evidence(claim, COAUTHOR)


@pytest.mark.parametrize("fields", [{"authors_count": MOST_AUTHORS + 1}, {"retracted": True}])
def test_who_shares_no_work_that_makes_acquaintances_is_no_coauthor(page, claim, vouch, vera, fields):
    make_work(authors=[page, vera])
    Work.objects.update(**fields)
    assert look(claim)


def test_works_that_are_not_surely_both_theirs_make_no_coauthors(page, claim, vouch, vera):
    make_work(authors=[page, vera])
    Attribution.objects.filter(researcher=vera).update(status="disputed")
    assert look(claim)


def unconfirm(vera):
    owner_of(vera).emailaddress_set.update(verified=False)


def revoke(vera):
    Claim.objects.filter(user=vera.user).update(state=Claim.State.REVOKED)


def dispute(vera):
    Claim.objects.filter(user=vera.user).update(state=Claim.State.DISPUTED)


def shut_out(vera):
    type(owner_of(vera)).objects.filter(pk=vera.user_id).update(is_active=False)


def take_back(vera):
    Vouch.objects.update(withdrawn_at=timezone.now())


def expire(vera):
    Vouch.objects.update(expires_at=timezone.now())


def merge(vera):
    Researcher.objects.filter(pk=vera.pk).update(merged_into=make_researcher())


@pytest.mark.parametrize("loss", [unconfirm, revoke, dispute, shut_out, take_back, expire, merge])
def test_the_word_counts_no_more_when_the_voucher_or_the_vouch_does_not(claim, vouch, vera, loss):
    loss(vera)
    assert look(claim) is None


@pytest.mark.parametrize(("distance", "expected"), [(0, True), (1, True), (2, False), (None, False)])
def test_who_is_far_from_an_administrators_decision_vouches_for_nobody(claim, vouch, distance, expected):
    Supporter.objects.update(distance=distance)
    assert bool(look(claim)) is expected


def test_nobody_vouches_for_themselves(vera):
    own = owner_of(vera).claims.get()
    make_vouch(own, owner_of(vera))
    assert look(own) is None


def test_a_word_for_another_claim_is_none(claim, vouch):
    Vouch.objects.update(claim=make_claim())
    assert look(claim) is None


def test_the_word_that_was_found_before_stays_and_one_set_aside_leaves_room(claim, vouch, vera):
    later = make_supporter("Wes Witness")
    make_vouch(claim, owner_of(later), days=200)
    assert look(claim).reference == word_of(later.user_id)
    assert look(claim, current=word_of(vera.user_id)).reference == word_of(vera.user_id)
    assert look(claim, word_of(later.user_id)).reference == word_of(vera.user_id)
    assert look(claim, word_of(later.user_id), word_of(vera.user_id)) is None


def test_evidence_ends_at_once_with_the_vouch(claim, vouch):
    assert check_evidence(claim, VOUCH)
    withdraw_vouch(vouch, by=vouch.by)
    assert not claim.evidence.current().exists()


def test_each_kind_gives_a_link_of_its_own(claim, settings):
    for kind in (COAUTHOR, VOUCH):
        code = kind.ask(claim, Known(token="a-token-of-this-claim")).code
        assert code == f"{settings.CREDENCE_SITE_URL}/claims/vouch/a-token-of-this-claim/"
        assert kind.ask(claim, Known()).code == ""


def test_it_is_one_query_however_many_vouch(claim, vouch, count_queries):
    for _ in range(4):
        make_vouch(claim, owner_of(make_supporter()), days=int(timedelta(days=50).days))
    assert count_queries(lambda: look(claim)) == 1
