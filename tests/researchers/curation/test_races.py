"""Several administrators, owners and imports at once: real threads, real transactions, nothing in two states."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from claims.models import Claim
from claims.review import deciding
from common.turns import TAKE_TURN
from ingest.loading.tables import TAKE_LOCK
from researchers.answering import confirm_attribution
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.builders import make_claim, make_researcher, make_user, make_work

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(*deeds):
    """The names of what each deed raised, or "done"."""
    barrier = Barrier(len(deeds))

    def run(deed):
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


def page_with_works(number=2):
    page = make_researcher("Yang Liu")
    for index in range(number):
        make_work(f"Paper {index}", authors=[page])
    return page


def listed():
    return Counter(Attribution.objects.accepted().values_list("authorship", flat=True))


def test_curation_takes_turns_with_imports():
    assert TAKE_TURN == TAKE_LOCK


def test_two_merges_in_opposite_directions_make_one():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        one, other = page_with_works(), page_with_works()
        outcome = at_once(lambda: merge(one, into=other, by=by), lambda: merge(other, into=one, by=by))  # noqa: B023
        assert Counter(outcome) == {"done": 1, CannotCurate.__name__: 1}
        assert Researcher.objects.filter(pk__in=[one.pk, other.pk], merged_into=None).count() == 1
    assert set(listed().values()) == {1}


def test_a_page_merged_into_two_at_once_goes_to_one():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        away, one, other = page_with_works(), page_with_works(), page_with_works()
        outcome = at_once(lambda: merge(away, into=one, by=by), lambda: merge(away, into=other, by=by))  # noqa: B023
        assert Counter(outcome) == {"done": 1, CannotCurate.__name__: 1}
        assert not away.attributions.exists()
    assert set(listed().values()) == {1}


def test_a_chain_of_merges_at_once_ends_at_one_page():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        first, middle, last = page_with_works(), page_with_works(), page_with_works()
        outcome = at_once(lambda: merge(first, into=middle, by=by), lambda: merge(middle, into=last, by=by))  # noqa: B023
        assert "done" in outcome
        assert not Researcher.objects.exclude(merged_into__merged_into=None).exists()
        assert not Attribution.objects.exclude(researcher__merged_into=None).exists()


def test_one_work_is_not_moved_to_two():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        page, one, other = page_with_works(), page_with_works(0), page_with_works(0)
        chosen = [page.attributions.first().authorship_id]
        outcome = at_once(*[lambda to=to: move(page, chosen, to=to, by=by) for to in (one, other)])  # noqa: B023
        assert Counter(outcome) == {"done": 1, CannotCurate.__name__: 1}
    assert set(listed().values()) == {1}


def test_two_undo_once():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        event = merge(page_with_works(), into=page_with_works(), by=by)
        outcome = at_once(lambda: undo(event, by=by), lambda: undo(event, by=by))  # noqa: B023
        assert Counter(outcome) == {"done": 1, CannotCurate.__name__: 1}
        assert IdentityEvent.objects.filter(undoes=event).count() == 1


def test_an_answer_of_the_owner_at_the_moment_of_a_merge_is_kept():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        away, into, owner = page_with_works(), page_with_works(), make_user()
        Researcher.objects.filter(pk=away.pk).update(user=owner)
        row = away.attributions.first()
        outcome = at_once(lambda: merge(away, into=into, by=by), lambda: confirm_attribution(row, by=owner))  # noqa: B023
        assert outcome[0] == "done"
        basis = Attribution.objects.get(authorship=row.authorship_id, researcher=into).basis
        assert (basis == "confirmed") == (outcome[1] == "done")


def test_an_answer_and_an_undoing_at_once_are_not_both_done():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        owner, into, away = make_user(), page_with_works(), page_with_works()
        Researcher.objects.filter(pk=into.pk).update(user=owner)
        event = merge(away, into=into, by=by)
        row = into.attributions.latest("pk")
        outcome = at_once(lambda: undo(event, by=by), lambda: confirm_attribution(row, by=owner))  # noqa: B023
        assert outcome in (["done", "DoesNotExist"], [StandsInTheWay.__name__, "done"])


def test_an_approval_at_the_moment_of_a_merge_gives_a_page_that_is_there():
    by = make_user(is_staff=True)
    for _ in range(ROUNDS):
        away, into = page_with_works(), page_with_works()
        claim = make_claim(away)
        outcome = at_once(
            lambda: merge(away, into=into, by=by),  # noqa: B023
            lambda: deciding.approve(Claim.objects.get(pk=claim.pk), by=by),  # noqa: B023
        )
        assert outcome[0] == "done"
        assert outcome[1] in ("done", "PageTaken")
        assert not Researcher.objects.exclude(merged_into=None).exclude(user=None).exists()
        owned = Researcher.objects.filter(pk=into.pk, user=claim.user).exists()
        assert owned == (outcome[1] == "done")


def test_two_splits_of_one_page_do_not_get_one_address():
    by = make_user(is_staff=True)
    page = page_with_works(ROUNDS)
    rows = list(page.attributions.values_list("authorship", flat=True))[1:]
    outcome = at_once(*[lambda one=one: split(page, [one], by=by) for one in rows])
    assert set(outcome) == {"done"}
    assert Researcher.objects.filter(slug__startswith="yang-liu").count() == 1 + len(rows)
