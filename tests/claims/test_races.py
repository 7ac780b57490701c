"""Two people at once: real threads, real transactions, one winner."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from claims.examination import examining
from claims.flow.claiming import AlreadyClaiming, TooManyClaims, submit_claim, withdraw_claim
from claims.flow.leaving import delete_account
from claims.models import Claim, ClaimEvent
from claims.review import deciding
from claims.steps import ClaimMoved, HoldsAnotherPage, PageTaken
from claims.vouching import AlreadyVouched, TooManyGiven, vouch
from researchers.models import Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_user, make_vouch
from tests.claims.evidence.builders import make_institution, make_printed_work, make_verified, owner_of
from tests.claims.facts import facts
from tests.claims.tied import sent
from tests.waiting import eventually, somebody_waits_for_a_lock

State = Claim.State
ROUNDS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """The names of what each deed raised, or "done"."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        barrier.wait()
        try:
            deed()
        except Exception as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def fresh(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def administrators() -> tuple[User, User]:
    return make_user(is_staff=True), make_user(is_staff=True)


def test_of_two_administrators_one_decides():
    one, other = administrators()
    for _ in range(ROUNDS):
        claim = make_claim()
        outcome = at_once(
            lambda claim=claim: deciding.approve(fresh(claim), by=one),
            lambda claim=claim: deciding.reject(fresh(claim), by=other, reason="A namesake."),
        )
        assert Counter(outcome) == {"done": 1, ClaimMoved.__name__: 1}
        claim = fresh(claim)
        assert claim.events.count() == 2
        assert claim.events.last().state == claim.state
        assert claim.researcher.is_claimed == claim.is_approved


def test_two_approvals_of_one_claim_make_one_line():
    one, other = administrators()
    for _ in range(ROUNDS):
        claim = make_claim()
        outcome = at_once(
            *[lambda by=by, claim=claim: deciding.approve(fresh(claim), by=by) for by in (one, other)]
        )
        assert Counter(outcome) == {"done": 1, ClaimMoved.__name__: 1}
        assert claim.events.filter(state=State.APPROVED).count() == 1


def test_approval_and_withdrawal_do_not_both_happen():
    one, _ = administrators()
    for _ in range(ROUNDS):
        claim = make_claim()
        outcome = at_once(
            lambda claim=claim: deciding.approve(fresh(claim), by=one),
            lambda claim=claim: withdraw_claim(fresh(claim), by=claim.user),
        )
        assert Counter(outcome) == {"done": 1, ClaimMoved.__name__: 1}
        claim = fresh(claim)
        assert claim.researcher.is_claimed == (claim.state == State.APPROVED)


@pytest.mark.parametrize(
    "decide",
    [
        lambda claim, by: deciding.approve(claim, by=by),
        lambda claim, by: deciding.reject(claim, by=by, reason="A namesake."),
        lambda claim, by: withdraw_claim(claim, by=claim.user),
    ],
    ids=["approved", "rejected", "withdrawn"],
)
def test_a_rule_and_a_person_do_not_both_decide(decide, monkeypatch):
    one, _ = administrators()
    conclude, ready = examining.conclude, Barrier(2, timeout=30)

    def conclude_at_once(*arguments):
        ready.wait()
        conclude(*arguments)

    def decide_at_once(claim):
        ready.wait()
        decide(claim, one)

    enough = facts(evidence={"printed_address"}, address_works=1)
    monkeypatch.setattr(examining, "gather", lambda claim: enough)
    monkeypatch.setattr(examining, "conclude", conclude_at_once)
    for _ in range(ROUNDS // 2):
        claim = sent()
        examined, decided = at_once(
            lambda claim=claim: examining.examine(claim.pk), lambda claim=claim: decide_at_once(fresh(claim))
        )
        claim = fresh(claim)
        by_rule, by_person = claim.rule != "", claim.state == State.WITHDRAWN or claim.decided_by == one
        assert examined == "done"
        assert decided == ("done" if by_person else ClaimMoved.__name__)
        assert by_rule != by_person
        assert set(claim.events.exclude(state=State.SUBMITTED).values_list("state", flat=True)) == {
            claim.state
        }
        assert claim.researcher.is_claimed == claim.is_approved


def test_two_claims_to_one_page_are_not_both_approved():
    one, other = administrators()
    for _ in range(ROUNDS):
        page = make_researcher()
        first, second = make_claim(page), make_claim(page)
        outcome = at_once(
            lambda first=first: deciding.approve(fresh(first), by=one),
            lambda second=second: deciding.approve(fresh(second), by=other),
        )
        assert Counter(outcome) == {"done": 1, PageTaken.__name__: 1}
        winner = page.claims.standing().get()
        assert Researcher.objects.get(pk=page.pk).user == winner.user
        assert ClaimEvent.objects.filter(claim__researcher=page, state=State.APPROVED).count() == 1


def test_one_person_does_not_get_two_pages():
    one, other = administrators()
    for _ in range(ROUNDS):
        person = make_user()
        first, second = make_claim(user=person), make_claim(user=person)
        outcome = at_once(
            lambda first=first: deciding.approve(fresh(first), by=one),
            lambda second=second: deciding.approve(fresh(second), by=other),
        )
        assert Counter(outcome) == {"done": 1, HoldsAnotherPage.__name__: 1}
        assert Researcher.objects.filter(user=person).count() == 1


def test_a_claim_sent_twice_is_one_claim():
    for _ in range(ROUNDS):
        person, page = make_user(), make_researcher()
        outcome = at_once(*[lambda: submit_claim(page, by=person, reason="Mine")] * 2)  # noqa: B023
        assert Counter(outcome) == {"done": 1, AlreadyClaiming.__name__: 1}
        assert person.claims.count() == 1


def test_the_limit_holds_for_claims_sent_at_once():
    for _ in range(ROUNDS):
        person = make_user()
        pages = [make_researcher() for _ in range(6)]
        outcome = at_once(*[lambda page=page: submit_claim(page, by=person, reason="Mine") for page in pages])  # noqa: B023
        assert Counter(outcome) == {"done": 3, TooManyClaims.__name__: 3}


def test_an_account_deleted_during_an_approval_leaves_no_page_of_nobody():
    one, _ = administrators()
    for _ in range(ROUNDS):
        claim = make_claim()
        outcome = at_once(
            lambda claim=claim: deciding.approve(fresh(claim), by=one),
            lambda claim=claim: delete_account(claim.user),
        )
        assert outcome[1] == "done"
        assert outcome[0] in ("done", ClaimMoved.__name__)
        claim = fresh(claim)
        assert claim.user is None
        assert not claim.researcher.is_claimed
        assert claim.researcher.claimed_at is None


def voucher() -> User:
    """A verified person with an address at the institution on a work."""
    page = make_verified("Vera Voucher", user=make_user("vera@uni.example"))
    make_printed_work(page, make_institution("Uni", "uni.example"))
    return owner_of(page)


def test_a_vouch_sent_twice_is_one_vouch():
    by, page = voucher(), make_verified("Greta Moss")
    outcome = at_once(*[lambda: vouch(page, by=by, statement="We met.")] * 2)
    assert Counter(outcome) == {"done": 1, AlreadyVouched.__name__: 1}
    assert by.vouches.count() == 1


def test_the_limit_holds_for_vouches_sent_at_once():
    by = voucher()
    for _ in range(3):
        make_vouch(make_claim(state=State.APPROVED), by)
    pages = [make_verified(f"Greta {number}") for number in range(5)]
    outcome = at_once(*[lambda page=page: vouch(page, by=by, statement="We met.") for page in pages])
    assert Counter(outcome) == {"done": 2, TooManyGiven.__name__: 3}


def test_two_who_vouch_for_each_other_may_both_leave_at_once():
    for _ in range(ROUNDS):
        one, other = make_verified("One"), make_verified("Other")
        for giver, taker in ((one, other), (other, one)):
            make_vouch(owner_of(taker).claims.get(), owner_of(giver))
        outcome = at_once(*[lambda page=page: delete_account(owner_of(page)) for page in (one, other)])
        assert outcome == ["done", "done"]


def edit_address(user: User) -> None:
    user.emailaddress_set.update(email="new@elsewhere.example")
    connection.close()


def test_an_address_that_changes_while_its_claim_is_revoked_waits_until_that_is_done(admin, monkeypatch):
    """Both are about the evidence of the claim, and about the page."""
    page = make_verified("Vera")
    claim = page.user.claims.get()
    make_evidence(claim, "institution_email", is_strong=False)
    end = deciding.end
    with ThreadPoolExecutor(1) as pool:
        editing = []

        def meanwhile(*args, **options):
            editing.append(pool.submit(edit_address, page.user))
            eventually(somebody_waits_for_a_lock)
            end(*args, **options)

        monkeypatch.setattr(deciding, "end", meanwhile)
        deciding.revoke(claim, by=admin, reason="It was somebody else.")
        editing[0].result(timeout=30)
    claim.refresh_from_db()
    assert claim.state == State.REVOKED
    assert page.user.emailaddress_set.get().email == "new@elsewhere.example"
