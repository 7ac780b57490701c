"""Two people at once about something disputed: real threads, real transactions, one winner."""

from collections import Counter

import pytest

from accounts.models import User
from claims.disputes.disputing import (
    AlreadyDisputed,
    DisputeMoved,
    TooManyOpen,
    dispute_page,
    dispute_work,
    withdraw_dispute,
)
from claims.disputes.settling import dismiss, reverse_dispute, uphold
from claims.flow.leaving import delete_account
from claims.models import Claim, Dispute
from claims.review import deciding
from researchers.answering import confirm_attribution
from researchers.curation.merging import merge
from researchers.curation.refusals import Contested
from researchers.models import Attribution, Researcher
from tests.builders import make_researcher, make_user, make_vouch, make_work
from tests.claims.evidence.builders import make_verified, owner_of
from tests.claims.test_races import at_once

State = Claim.State
ROUNDS = 4
WHY = "Somebody else."

pytestmark = pytest.mark.django_db(transaction=True)


def verified(name: str = "Vera Winter") -> User:
    return owner_of(make_verified(name))


def fresh(page: Researcher) -> Researcher:
    return Researcher.objects.get(pk=page.pk)


def is_sound(page: Researcher) -> bool:
    """The claim, the page and the disputes say the same."""
    claim = page.claims.latest("pk")
    is_open = Dispute.objects.open().filter(claim=claim, is_about_work=False).exists()
    now = fresh(page)
    says = (now.contested_at is not None, now.is_claimed)
    return says == (is_open, claim.is_holding) and is_open == claim.is_disputed


def administrator() -> User:
    return make_user(is_staff=True)


def test_of_two_disputes_about_one_page_one_is_opened():
    for _ in range(ROUNDS):
        page = make_verified("Otto Brandt")
        people = [verified(), verified()]
        outcome = at_once(*[lambda by=by, page=page: dispute_page(page, by=by, reason=WHY) for by in people])
        assert Counter(outcome) == {"done": 1, AlreadyDisputed.__name__: 1}
        assert is_sound(page)


def test_of_two_disputes_about_one_work_of_nobody_one_is_opened():
    for _ in range(ROUNDS):
        page = make_researcher()
        make_work(authors=[page])
        name = page.attributions.get().authorship_id
        people = [verified(), verified()]
        outcome = at_once(
            *[
                lambda by=by, page=page, name=name: dispute_work(page, name, by=by, reason=WHY)
                for by in people
            ]
        )
        assert Counter(outcome) == {"done": 1, AlreadyDisputed.__name__: 1}


def test_the_limit_holds_for_disputes_opened_at_once():
    by = verified()
    pages = [make_verified(f"Otto {number}") for number in range(5)]
    outcome = at_once(*[lambda page=page: dispute_page(page, by=by, reason=WHY) for page in pages])
    assert Counter(outcome) == {"done": 3, TooManyOpen.__name__: 2}


def test_two_who_dispute_each_others_pages_do_not_wait_for_each_other():
    """Whoever comes second is not verified any more: their own page is disputed."""
    for _ in range(ROUNDS):
        one, other = make_verified("One"), make_verified("Other")
        outcome = at_once(
            lambda one=one, other=other: dispute_page(other, by=owner_of(one), reason=WHY),
            lambda one=one, other=other: dispute_page(one, by=owner_of(other), reason=WHY),
        )
        assert Counter(outcome) == {"done": 1, "NotVerified": 1}
        assert is_sound(one)
        assert is_sound(other)


def test_a_page_is_disputed_or_its_claim_revoked():
    admin = administrator()
    for _ in range(ROUNDS):
        page, by = make_verified("Otto Brandt"), verified()
        outcome = at_once(
            lambda page=page, by=by: dispute_page(page, by=by, reason=WHY),
            lambda page=page: deciding.revoke(page.claims.get(), by=admin, reason="No."),
        )
        assert outcome in (["done", "ClaimMoved"], ["NothingToDispute", "done"])
        assert is_sound(page)


@pytest.mark.parametrize("leaver", ["opener", "holder"])
def test_who_leaves_while_it_is_decided_leaves_nothing_open(leaver):
    admin = administrator()
    for deed in (uphold, dismiss) * 2:
        page, by = make_verified("Otto Brandt"), verified()
        make_vouch(make_verified("Greta Moss").claims.get(), page.user)
        dispute = dispute_page(page, by=by, reason=WHY)
        user = by if leaver == "opener" else page.user
        outcome = at_once(
            lambda deed=deed, dispute=dispute: deed(dispute, by=admin, reason="So it is."),
            lambda user=user: delete_account(user),
        )
        assert outcome[1] == "done"
        assert outcome[0] in ("done", DisputeMoved.__name__)
        assert is_sound(page)
        assert not Dispute.objects.open().exists()


def test_who_leaves_while_their_page_is_disputed_leaves_nothing_open():
    for _ in range(ROUNDS):
        page, by = make_verified("Otto Brandt"), verified()
        outcome = at_once(
            lambda page=page, by=by: dispute_page(page, by=by, reason=WHY),
            lambda page=page: delete_account(page.user),
        )
        assert outcome[1] == "done"
        assert outcome[0] in ("done", "NothingToDispute")
        assert is_sound(page)


def test_a_page_is_disputed_or_merged():
    admin = administrator()
    for _ in range(ROUNDS):
        page, other, by = make_verified("Otto Brandt"), make_researcher(), verified()
        outcome = at_once(
            lambda page=page, by=by: dispute_page(page, by=by, reason=WHY),
            lambda page=page, other=other: merge(page, into=other, by=admin),
        )
        assert outcome in (["done", Contested.__name__], ["NothingToDispute", "done"])
        holding = fresh(other) if fresh(page).merged_into_id else fresh(page)
        assert (holding.contested_at is not None) == page.claims.get().is_disputed


def test_a_work_is_disputed_before_or_after_it_is_answered_for():
    for _ in range(ROUNDS):
        page, by = make_verified("Otto Brandt"), verified()
        make_work(authors=[page])
        row = page.attributions.get()
        outcome = at_once(
            lambda page=page, row=row, by=by: dispute_work(page, row.authorship_id, by=by, reason=WHY),
            lambda page=page, row=row: confirm_attribution(row, by=page.user),
        )
        assert outcome[0] == "done"
        assert outcome[1] in ("done", Contested.__name__)
        now = Attribution.objects.get(pk=row.pk)
        assert (now.status, now.contested_at) == ("disputed", Dispute.objects.latest("pk").opened_at)


def test_a_dispute_is_taken_back_or_decided():
    admin = administrator()
    for _ in range(ROUNDS):
        page, by = make_verified("Otto Brandt"), verified()
        dispute = dispute_page(page, by=by, reason=WHY)
        outcome = at_once(
            lambda dispute=dispute: uphold(dispute, by=admin, reason="So it is."),
            lambda dispute=dispute, by=by: withdraw_dispute(dispute, by=by),
        )
        assert Counter(outcome) == {"done": 1, DisputeMoved.__name__: 1}
        assert is_sound(page)


def test_an_outcome_is_turned_over_once():
    one, other = administrator(), administrator()
    for _ in range(ROUNDS):
        page, by = make_verified("Otto Brandt"), verified()
        dispute = dispute_page(page, by=by, reason=WHY)
        uphold(dispute, by=one, reason="So it is.")
        seen = Dispute.objects.get(pk=dispute.pk)
        outcome = at_once(
            *[
                lambda admin=admin, seen=seen: reverse_dispute(seen, by=admin, reason="No.")
                for admin in (one, other)
            ]
        )
        assert Counter(outcome) == {"done": 1, DisputeMoved.__name__: 1}
        assert fresh(page).is_claimed


def test_two_who_vouch_for_each_other_may_both_lose_their_pages_at_once():
    admin = administrator()
    for _ in range(ROUNDS):
        one, other = make_verified("One"), make_verified("Other")
        for giver, taker in ((one, other), (other, one)):
            make_vouch(owner_of(taker).claims.get(), owner_of(giver))
        disputes = [dispute_page(page, by=verified(), reason=WHY) for page in (one, other)]
        outcome = at_once(
            *[lambda dispute=dispute: uphold(dispute, by=admin, reason="No.") for dispute in disputes]
        )
        assert outcome == ["done", "done"]
        assert is_sound(one)
        assert is_sound(other)
