"""The background task: who is scored next, and when a sweep ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from common.turns import TAKE_TURN, somebody_has_turn
from researchers.models import Researcher
from tests.builders import make_many_researchers, make_researcher, make_work
from trust import ranges, refreshing, sweeping
from trust.models import TrustBatch, TrustRange, TrustSnapshot
from trust.ranges import ask_for_everybody, score_next_range
from trust.refreshing import score_newest, score_stale, stale_researchers
from trust.sweeping import Swept, forget_batches, mark_due, score_batches, sweep
from trust.tasks import EXPIRES, sweep_trust

pytestmark = pytest.mark.django_db
EARLIER = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def people():
    """Three, who became stale one after the other; the one made first has waited for the shortest time."""
    people = [make_researcher() for _ in range(3)]
    for days, person in enumerate(people):
        mark(person, EARLIER - timedelta(days=days))
    return people


@pytest.fixture
def sent(monkeypatch):
    """What the task sent itself."""
    sent = []
    monkeypatch.setattr(sweep_trust, "apply_async", lambda **options: sent.append(options))
    return sent


@pytest.fixture
def batches_of_one(monkeypatch):
    monkeypatch.setattr(refreshing, "score_stale", lambda: score_stale(1))
    monkeypatch.setattr(refreshing, "NEWEST", 1)
    monkeypatch.setattr(sweeping, "FEW", 1)


def mark(person, moment):
    Researcher.objects.filter(pk=person.pk).update(trust_stale_at=moment)


def scored():
    return set(TrustSnapshot.objects.values_list("pk", flat=True))


def test_a_sweep_scores_everybody_who_is_stale(people, sent):
    assert sweep_trust() == 3
    assert sweep_trust() == 0
    assert sent == []


def test_who_has_waited_longest_is_next(people):
    _, second, third = people
    score_stale(1)
    assert scored() == {third.pk}
    score_stale(1)
    assert scored() == {third.pk, second.pk}


def test_a_few_who_became_stale_last_are_not_kept_waiting_by_all_the_others(people, monkeypatch):
    monkeypatch.setattr(refreshing, "NEWEST", 1)
    assert score_newest() == 1
    assert scored() == {people[0].pk}


@pytest.mark.usefixtures("batches_of_one")
def test_a_sweep_breaks_off_after_a_while_and_has_itself_called_again(people, sent, monkeypatch):
    monkeypatch.setattr(sweeping, "SLICE", 0.0)
    assert sweep_trust() == 2  # the newest and one batch
    assert stale_researchers() == 1
    assert sent == [{"expires": EXPIRES}]


@pytest.mark.usefixtures("batches_of_one")
def test_during_an_import_a_sweep_is_a_few_and_calls_nobody(people, sent, monkeypatch):
    monkeypatch.setattr(sweeping, "somebody_has_turn", lambda: True)
    assert sweep_trust() == 2
    assert stale_researchers() == 1
    assert sent == []


def test_it_is_known_whether_somebody_has_a_turn_of_their_own():
    other = connection.copy()
    try:
        other.set_autocommit(False)
        other.cursor().execute(TAKE_TURN)
        assert somebody_has_turn()
        other.rollback()
        assert not somebody_has_turn()
    finally:
        other.close()


# What stops to count some day.


def due(on: date, **fields):
    person = make_researcher(**fields)
    make_work(authors=[person])
    score_stale()
    TrustSnapshot.objects.filter(pk=person.pk).update(due_on=on)
    return person


@pytest.mark.parametrize(
    ("day", "marked"), [(date(2026, 4, 30), 0), (date(2026, 5, 1), 1), (date(2027, 1, 1), 1)]
)
def test_on_the_day_on_which_evidence_stops_to_count_trust_is_computed_anew(day, marked):
    person = due(date(2026, 5, 1))
    assert mark_due(day) == marked
    assert stale_researchers() == marked
    assert Researcher.objects.get(pk=person.pk).version == person.version + 1  # since it was scored


def test_after_that_the_day_is_another(sent):
    person = due(timezone.now().date())
    assert sweep() == Swept(1, goes_on=False)
    assert TrustSnapshot.objects.get(pk=person.pk).due_on is None
    assert sweep() == Swept(0, goes_on=False)


def test_who_is_stale_already_is_not_marked_again():
    person = due(date(2026, 5, 1))
    mark(person, EARLIER)
    assert mark_due(date(2026, 6, 1)) == 0
    assert Researcher.objects.get(pk=person.pk).trust_stale_at == EARLIER


def test_who_was_merged_into_another_is_never_due():
    person = due(date(2026, 5, 1))
    Researcher.objects.filter(pk=person.pk).update(merged_into=make_researcher(trust_stale_at=None))
    assert mark_due(date(2026, 6, 1)) == 0


def test_whether_somebody_is_due_is_asked_of_an_index():
    people = make_many_researchers(200)
    result = {"score": 0, "band": "", "level": 1, "inputs": {}, "components": [], "model_version": "1"}
    TrustSnapshot.objects.bulk_create(TrustSnapshot(researcher=person, **result) for person in people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE trust_trustsnapshot, researchers_researcher")
        cursor.execute("EXPLAIN " + sweeping.MARK_DUE, {"today": date(2026, 5, 1)})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "trust_due" in plan
    assert "Seq Scan" not in plan


# Everybody again.


@pytest.fixture
def in_ranges_of_two(monkeypatch):
    monkeypatch.setattr(ranges, "BATCH", 2)


@pytest.mark.usefixtures("in_ranges_of_two")
def test_everybody_is_scored_again_who_was_asked_for(people):
    score_stale()
    TrustSnapshot.objects.update(score=99)
    ask_for_everybody()
    assert stale_researchers() == 0
    assert sum(score_batches()) == 3
    assert set(TrustSnapshot.objects.values_list("score", flat=True)) == {0}
    assert not TrustRange.objects.exists()
    assert score_next_range() is None


@pytest.mark.usefixtures("in_ranges_of_two")
def test_a_sweep_scores_what_was_asked_for(people, sent):
    ask_for_everybody()
    assert sweep_trust() == 3 + 3


@pytest.mark.usefixtures("in_ranges_of_two")
def test_whoever_is_asked_for_twice_is_scored_once(people):
    ask_for_everybody()
    score_next_range()
    left = TrustRange.objects.count()
    ask_for_everybody()
    ask_for_everybody()
    assert TrustRange.objects.count() == left + 1


@pytest.mark.usefixtures("in_ranges_of_two")
def test_ranges_in_which_nobody_is_left_end_nothing(people):
    ask_for_everybody()
    gone = make_researcher(pk=people[0].pk + 100)
    ask_for_everybody()
    Researcher.objects.filter(pk__in=[people[0].pk, people[1].pk]).update(merged_into=gone)
    Researcher.objects.update(trust_stale_at=None)
    assert sum(score_batches()) == 2
    assert not TrustRange.objects.exists()


def test_without_researchers_there_is_nothing_to_ask_for():
    ask_for_everybody()
    assert not TrustRange.objects.exists()


def test_asking_changes_no_page(people):
    score_stale()
    versions = list(Researcher.objects.order_by("pk").values_list("version", flat=True))
    ask_for_everybody()
    list(score_batches())
    assert list(Researcher.objects.order_by("pk").values_list("version", flat=True)) == versions


# What is told of it.


def test_every_batch_is_noted_with_its_time(people):
    score_stale()
    batch = TrustBatch.objects.get()
    assert batch.scored == 3
    assert 0 < batch.seconds < 60
    score_stale()
    assert TrustBatch.objects.count() == 1  # there was nothing to note


def test_notes_are_forgotten_after_a_day():
    now = timezone.now()
    for hours in (23, 25):
        TrustBatch.objects.create(scored=1, seconds=1, at=now - timedelta(hours=hours))
    forget_batches()
    assert TrustBatch.objects.get().at == now - timedelta(hours=23)
