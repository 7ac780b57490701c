"""Resolving while others resolve, import or decide: real connections, real transactions, nothing in two states."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from common.turns import take_turn
from researchers.answering import reject_attribution
from researchers.counters import refresh_all_stale
from researchers.curation.merging import merge
from researchers.curation.moving import move
from researchers.identity import planning, resolving
from researchers.identity.learning import learn_commonness
from researchers.identity.planning import plan
from researchers.identity.running import resolve_all
from researchers.models import Attribution, Block, IdentityEvent
from researchers.tasks import resolve_or_leave
from tests.builders import make_user
from tests.faults.people import FAMILIES, bring_in, works_of
from tests.faults.processes import eventually, facts
from tests.ingest.records import load
from tests.researchers.identity.seers import page
from tests.waiting import somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_parts(monkeypatch):
    monkeypatch.setattr(planning, "PART", 10)


@pytest.fixture
def admin():
    return make_user(is_staff=True)


def at_once(*deeds):
    """What each deed came to, or the exception it raised."""
    barrier = Barrier(len(deeds))

    def run(deed):
        barrier.wait()
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [done.result() for done in [threads.submit(run, deed) for deed in deeds]]


def everything():
    """Resolve all that waits, in as many parts as it takes; how many authorships that were."""
    return sum(figures.authorships for _, figures in resolve_all())


def rest():
    """Let nothing wait, and nobody be stale."""
    everything()
    refresh_all_stale()
    assert not Block.objects.filter(stale_at__isnull=False).exists()


def one_after_the_other(*deeds):
    """What there is in the end where nothing happens at once: found out, and forgotten again."""
    with transaction.atomic():
        for deed in deeds:
            deed()
        rest()
        known = facts()
        transaction.set_rollback(True)
    resolving.learned.clear()
    return known


def groups(known):
    """Which authorships are one person's: where a run had been when the works came, they are as sure as it was."""
    pages = defaultdict(set)
    for fact in known["attributions"]:
        work, position, researcher, *_ = fact.strip("()").split(",")
        pages[researcher].add((work, position))
    return {frozenset(one) for one in pages.values()}


def test_two_runs_at_once_do_together_what_one_does_alone():
    bring_in()
    alone = one_after_the_other(everything)
    number = Attribution.objects.accepted().count()
    assert sum(at_once(everything, everything)) == number  # nothing twice, nothing left
    assert not Block.objects.filter(stale_at__isnull=False).exists()
    refresh_all_stale()
    assert facts() == alone


def test_a_run_and_workers_at_once_do_together_what_one_does_alone():
    bring_in()
    alone = one_after_the_other(everything)
    number = Attribution.objects.accepted().count()
    parts = plan()

    def worker():
        return sum(resolve_or_leave(part) for part in parts)

    assert sum(at_once(worker, everything, worker)) == number
    rest()
    assert facts() == alone


def test_two_runs_that_ask_everything_anew_at_once_change_nothing_that_is_resolved():
    bring_in()
    rest()
    before = facts()
    at_once(*[lambda: list(resolve_all(everything=True))] * 2)
    rest()
    assert facts() == before


def test_whoever_waits_to_plan_does_not_keep_another_from_counting():
    bring_in()
    with ThreadPoolExecutor(1) as threads, transaction.atomic(), connection.cursor() as cursor:
        take_turn()
        other = threads.submit(at_once, plan)
        eventually(somebody_waits_for_a_lock)
        learn_commonness(cursor, {})
        transaction.on_commit(lambda: other.result(60))


def test_an_import_and_a_run_at_once_are_one_after_the_other():
    bring_in()
    more = [work for family in ("Ulvaeus", *FAMILIES) for work in works_of(family, " anew")]

    def importing():
        load(*more)

    orders = [(importing, everything), (everything, importing)]
    outcomes = [groups(one_after_the_other(*order)) for order in orders]
    at_once(importing, everything)
    rest()
    assert groups(facts()) in outcomes


# Decisions


def homes(authorships):
    """Whose these are after everything was asked anew."""
    list(resolve_all(everything=True))
    rows = Attribution.objects.accepted().filter(authorship__in=authorships)
    return {row.authorship_id: row.researcher for row in rows.select_related("researcher")}


def test_what_is_said_not_to_be_theirs_while_names_are_compared_stays_so(monkeypatch, admin):
    bring_in()
    plan()
    refused = Attribution.objects.get(authorship__name="A. Lindqvist")
    ada = page("Ada Lindqvist")
    everything()
    Block.objects.update(stale_at="2020-01-01T00:00Z", anew=True)
    refused = Attribution.objects.accepted().get(authorship=refused.authorship_id)
    assert refused.researcher == ada
    real, compared = resolving.hold, []

    def hold(*args):
        """Between comparing and writing: nobody holds the rows yet."""
        if not compared:
            compared.append(at_once(lambda: reject_attribution(refused, by=admin)))
        real(*args)

    monkeypatch.setattr(resolving, "hold", hold)
    load(*works_of("Lindqvist", " anew"))
    everything()
    assert compared == [[True]]
    assert homes([refused.authorship_id]).get(refused.authorship_id) != ada
    assert Attribution.objects.get(pk=refused.pk).status == "rejected"


def test_pages_that_are_merged_during_a_run_stay_one(admin):
    bring_in()
    pages = [(page(f"Ada {family}"), page(f"Yang {family}")) for family in FAMILIES]

    def deciding():
        return [merge(ada, into=yang, by=admin) for ada, yang in pages]

    _, events = at_once(everything, deciding)
    for event, (ada, yang) in zip(events, pages, strict=True):
        decided = {change["authorship"] for change in event.details["changes"]}
        assert set(homes(decided).values()) == {yang}
        ada.refresh_from_db()
        assert ada.merged_into == yang
    assert not Attribution.objects.exclude(researcher__merged_into=None).exists()


def test_a_work_that_is_moved_during_a_run_stays_where_it_was_moved(admin):
    bring_in()
    pages = [(page(f"Ada {family}"), page(f"Yang {family}")) for family in FAMILIES]
    chosen = [ada.attributions.accepted().first().authorship_id for ada, _ in pages]

    def deciding():
        for authorship, (ada, yang) in zip(chosen, pages, strict=True):
            move(ada, [authorship], to=yang, by=admin)

    at_once(everything, deciding)
    now = homes(chosen)
    assert [now[authorship] for authorship in chosen] == [yang for _, yang in pages]
    assert IdentityEvent.objects.filter(by=admin, kind="move").count() == len(chosen)
