"""Snapshots follow the facts: nothing is lost, and nothing is written that did not change."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.models import Claim
from researchers.answering import confirm_attribution
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_researcher, make_work, make_works
from tests.waiting import eventually, somebody_waits_for_a_lock
from trust.gathering import gather
from trust.models import TrustEvent, TrustSnapshot
from trust.refreshing import (
    score_all_stale,
    score_range,
    score_stale,
    stale_researchers,
)
from trust.scoring import MODEL_VERSION, score

database = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(db):
    ada = make_researcher("Ada Lindqvist")
    make_works(3, authors=[ada])
    return ada


def reload(researcher) -> Researcher:
    return Researcher.objects.get(pk=researcher.pk)


@database
def test_a_new_researcher_is_scored(ada):
    assert score_stale() == 1
    snapshot = ada.trust_snapshot
    assert (snapshot.score, snapshot.band, snapshot.level) == (15, "Unverified", 1)
    assert snapshot.result == score(gather([ada.pk])[ada.pk], snapshot.computed_at.date())
    assert snapshot.evidence == gather([ada.pk])[ada.pk]
    assert snapshot.model_version == MODEL_VERSION


@database
def test_the_badge_follows_and_the_mark_goes(ada):
    score_stale()
    fresh = reload(ada)
    assert (fresh.trust_score, fresh.trust_band, fresh.verification_level) == (15, "Unverified", 1)
    assert fresh.trust_stale_at is None
    assert fresh.version == ada.version + 1


@database
def test_the_first_result_opens_the_history(ada):
    score_stale()
    event = TrustEvent.objects.get()
    assert (event.score_before, event.score, event.reasons) == (None, 15, ["Computed for the first time."])


@database
def test_a_changed_fact_is_told_in_the_history(ada):
    score_stale()
    make_work(authors=[ada])
    Researcher.objects.mark_trust_stale()
    score_stale()
    event = TrustEvent.objects.of(ada).first()
    assert (event.score_before, event.score) == (15, 17)
    assert event.reasons == ["Listed works: 2 points more (6 became 8)."]
    assert reload(ada).trust_score == 17


@database
def test_computing_again_without_a_change_writes_nothing_but_the_mark(ada):
    score_stale()
    before = TrustSnapshot.objects.values().get()
    version = reload(ada).version
    Researcher.objects.update(trust_stale_at=timezone.now())
    assert score_stale() == 1
    assert TrustSnapshot.objects.values().get() == before
    assert TrustEvent.objects.count() == 1
    assert reload(ada).version == version
    assert reload(ada).trust_stale_at is None


@database
def test_fresher_evidence_is_stored_but_is_no_history(ada):
    score_stale()
    for _ in range(3):
        make_work(authors=[ada])  # six works, the cap
    make_work(authors=[ada])
    Researcher.objects.mark_trust_stale()
    score_stale()
    make_work(authors=[ada])
    Researcher.objects.mark_trust_stale()
    version = reload(ada).version
    score_stale()
    assert TrustSnapshot.objects.get().inputs["works"] == 8
    assert TrustEvent.objects.count() == 2
    assert reload(ada).version == version + 1


@database
def test_a_badge_that_went_astray_is_put_right(ada):
    score_stale()
    Researcher.objects.update(trust_score=99, trust_band="Emerging", verification_level=4)
    version = reload(ada).version
    score_range(ada.pk, ada.pk)
    fresh = reload(ada)
    assert (fresh.trust_score, fresh.trust_band, fresh.verification_level) == (15, "Unverified", 1)
    assert fresh.version == version + 1


@database
def test_a_snapshot_of_an_older_model_is_replaced_and_the_history_says_so(ada):
    score_stale()
    TrustSnapshot.objects.update(model_version="0", inputs={"gone": 1}, components=[])
    Researcher.objects.mark_trust_stale()
    score_stale()
    assert TrustSnapshot.objects.get().score == 15
    assert "The model changed from version 0 to 2." in TrustEvent.objects.of(ada).first().reasons


@database
def test_it_is_noted_when_evidence_will_stop_to_count(ada_page):
    claim = Claim.objects.create(
        researcher=ada_page, user=ada_page.user, state=Claim.State.APPROVED, reason="Mine"
    )
    make_works(1, authors=[ada_page])
    now = timezone.now()
    claim.evidence.create(
        kind="seen", is_strong=True, found="A page", checked_at=now, expires_at=now + timedelta(days=9)
    )
    score_stale()
    snapshot = TrustSnapshot.objects.of(ada_page)
    assert (snapshot.level, snapshot.due_on) == (3, now.date() + timedelta(days=9))


@database
def test_whom_a_verified_coauthor_supports_is_scored_again(ada_page):
    bob = make_researcher("Bob Okafor")
    work = make_work(authors=[ada_page, bob])
    list(score_all_stale())
    make_claim(ada_page, ada_page.user, state=Claim.State.APPROVED)
    own = Attribution.objects.get(authorship__work=work, researcher=ada_page)
    Researcher.objects.filter(pk=ada_page.pk).mark_trust_stale()
    confirm_attribution(own, by=ada_page.user)
    list(score_all_stale())
    assert TrustSnapshot.objects.of(bob).score == 11 + 2
    assert TrustEvent.objects.of(bob).first().reasons == [
        "Support by verified co-authors: 2 points more (0 became 2).",
        "1 verified co-author more.",
    ]


@database
def test_those_merged_into_another_are_not_scored_and_not_asked_for_again(ada):
    make_researcher("A. Lindqvist", merged_into=ada)
    assert sum(score_all_stale()) == 2
    assert TrustSnapshot.objects.count() == 1
    assert stale_researchers() == 0


@database
def test_batches_go_on_until_nobody_is_stale():
    for _ in range(5):
        make_researcher()
    assert [score_stale(2), score_stale(2), score_stale(2), score_stale(2)] == [2, 2, 1, 0]


@database
def test_statements_of_earlier_batches_are_not_kept(settings):
    """They are as long as the batch, and a worker lives for weeks."""
    settings.DEBUG = True
    for _ in range(3):
        make_researcher()
    for _ in score_all_stale():
        assert not connection.queries_log


def test_a_range_is_scored_whether_stale_or_not(ada):
    other = make_researcher("Bob Okafor")
    score_stale()
    make_work(authors=[ada])
    assert score_range(ada.pk, ada.pk) == 1
    assert reload(ada).trust_score == 17
    assert reload(other).trust_score == 0


@database
def test_the_number_of_queries_does_not_grow_with_the_batch(ada, count_queries):
    one = count_queries(score_stale)
    for _ in range(10):
        make_work(authors=[make_researcher()])
    assert count_queries(score_stale) == one


# With several connections.


def in_thread(deed):
    """Do it on a connection of its own."""

    def run():
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@committed
def test_rows_another_worker_holds_are_left_to_it(ada):
    bob = make_researcher("Bob Okafor")
    taken = []
    with transaction.atomic():
        list(Researcher.objects.filter(pk=ada.pk).select_for_update())
        in_thread(lambda: taken.append(score_stale())).join()
    assert taken == [1]
    assert set(TrustSnapshot.objects.values_list("pk", flat=True)) == {bob.pk}


@committed
def test_a_fact_that_changes_while_scoring_is_not_lost(ada, monkeypatch):
    """The change comes after the facts were read and before the result is stored."""
    threads = []

    def change():
        with transaction.atomic():
            Attribution.objects.filter(researcher=ada).update(status="rejected")
            Researcher.objects.filter(pk=ada.pk).mark_trust_stale()

    def gather_then_change(ids):
        evidence = gather(ids)
        threads.append(in_thread(change))
        eventually(somebody_waits_for_a_lock)
        return evidence

    monkeypatch.setattr("trust.refreshing.gather", gather_then_change)
    score_stale()
    threads[0].join()
    assert reload(ada).trust_score == 15
    assert reload(ada).trust_stale_at is not None
    monkeypatch.undo()
    score_stale()
    assert reload(ada).trust_score == 0


@committed
def test_several_workers_share_the_work_without_doing_any_twice():
    for _ in range(40):
        make_work(authors=[make_researcher()])
    taken = []

    def work():
        while count := score_stale(5):
            taken.append(count)

    for thread in [in_thread(work) for _ in range(3)]:
        thread.join()
    assert sum(taken) == 40
    assert TrustEvent.objects.count() == 40
    assert set(Researcher.objects.values_list("trust_score", flat=True)) == {11}
