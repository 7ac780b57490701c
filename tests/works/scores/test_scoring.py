"""Scoring all works, and a few at a time."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from researchers.models import Researcher
from researchers.scoring import score_all, score_all_if_changed, score_some
from tests.builders import make_researcher, make_work
from tests.works.scores.corpora import title
from works.models import TextSpace, Work, WorkScore
from works.scores import full, nearest, phrases, scoring
from works.scores.scoring import is_full_scoring_due
from works.scores.staleness import mark_scores_stale

pytestmark = pytest.mark.django_db
RECORD = 40
FIGURES = (
    "distance",
    "nearest",
    "similarities",
    "phrases",
    "phrases_uses",
    "new_phrases",
    "phrases_reuse",
    "vector",
)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Enough is little."""
    monkeypatch.setattr(full, "FEWEST_WORKS", 20)
    monkeypatch.setattr(phrases, "FEWEST_WORKS", 10)
    monkeypatch.setattr(nearest, "FEWEST_EARLIER", 5)


@pytest.fixture
def works():
    """One a year from 1980 on."""
    made = [make_work(title(place), year=1980 + place) for place in range(RECORD)]
    mark(*made)
    return made


def mark(*works):
    with connection.cursor() as cursor:
        mark_scores_stale(cursor, [work.pk for work in works])


def figures():
    return {row[0]: row[1:] for row in WorkScore.objects.values_list("work_id", *FIGURES)}


def score_of(work):
    return WorkScore.objects.get(work=work)


def test_each_work_is_compared_with_earlier_ones(works):
    assert score_all() == RECORD
    last = score_of(works[-1])
    years = dict(Work.objects.values_list("pk", "year"))
    assert len(last.nearest) == 5
    assert all(years[other] < 2019 for other in last.nearest)
    assert last.distance == pytest.approx(1 - sum(last.similarities) / 5, abs=1e-5)
    assert last.similarities == sorted(last.similarities, reverse=True)
    assert last.stale_at is None
    assert score_of(works[0]).distance is None


def test_the_same_again_gives_the_same_and_one_space(works):
    score_all()
    before = figures()
    score_all()
    again = figures()
    assert {work: row[1] for work, row in again.items()} == {work: row[1] for work, row in before.items()}
    assert TextSpace.objects.count() == 1
    assert set(WorkScore.objects.values_list("space", flat=True)) == set(
        TextSpace.objects.values_list("pk", flat=True)
    )


def test_a_work_that_comes_later_is_scored_as_if_it_had_been_there(works):
    score_all()
    new = make_work(title(7), year=2030)
    mark(new)
    assert score_some() == 1
    alone = score_of(new)
    assert alone.stale_at is None
    assert (alone.new_phrases, alone.phrases_reuse) == (0, 0)
    assert alone.similarities[0] == pytest.approx(1, abs=0.01)
    assert alone.nearest[0] == works[7].pk
    score_all()
    together = score_of(new)
    assert together.nearest[0] == works[7].pk
    assert together.distance == pytest.approx(alone.distance, abs=0.1)


def test_works_that_come_at_once_are_compared_with_one_another(works):
    score_all()
    first, second = make_work(title(7), year=2030), make_work(title(7), year=2031)
    mark(first, second)
    assert score_some() == 2
    assert first.pk in score_of(second).nearest[:2]
    assert second.pk not in score_of(first).nearest


def test_an_old_work_that_comes_late_waits_for_its_phrases_to_be_counted(works):
    score_all()
    late = make_work(title(3), year=2000)
    mark(late)
    score_some()
    assert score_of(late).distance is not None
    assert score_of(late).new_phrases is None
    score_all()
    assert score_of(late).new_phrases is not None


@pytest.mark.parametrize("fact", ["withdrawn", "retracted", "self_reported"])
def test_what_does_not_count_has_no_figures_and_is_nobodys_neighbor(works, fact):
    score_all()
    taken_back = works[-1]
    Work.objects.filter(pk=taken_back.pk).update(**{fact: True})
    new = make_work(taken_back.title, year=2030)
    mark(taken_back, new)
    assert score_some() == 2
    for again in (lambda: None, score_all):
        again()
        score = score_of(taken_back)
        assert (score.vector, score.distance, score.nearest, score.new_phrases) == (None, None, [], None)
        assert score.stale_at is None
        assert taken_back.pk not in score_of(new).nearest


def test_a_work_that_became_another_has_no_figures(works):
    score_all()
    Work.objects.filter(pk=works[-1].pk).update(joined_into=works[-2], withdrawn=True)
    mark(works[-1])
    score_some()
    assert score_of(works[-1]).vector is None


def test_a_work_that_says_too_little_has_no_vector_and_waits_no_more(works):
    score_all()
    short = make_work("Erratum", year=2030)
    mark(short)
    assert score_some() == 1
    assert (score_of(short).vector, score_of(short).distance, score_of(short).stale_at) == (None, None, None)


def test_a_small_record_has_no_space_and_nothing_waits(monkeypatch, works):
    monkeypatch.setattr(full, "FEWEST_WORKS", RECORD + 1)
    assert score_some() == 0
    assert score_all() == RECORD
    assert not TextSpace.objects.exists()
    assert not WorkScore.objects.exclude(stale_at=None, vector=None, distance=None, new_phrases=None).exists()


def test_what_changes_while_all_are_scored_waits(monkeypatch, works):
    changed, vanished = works[10], works[11]

    def change(computed):
        Work.objects.filter(pk=changed.pk).update(title=title(3), version=2)
        Work.objects.filter(pk=vanished.pk).update(withdrawn=True, version=2)
        mark(changed, vanished, make_work(title(5), year=2019))
        return computed

    compute = full.compare
    monkeypatch.setattr(full, "compare", lambda *of: change(compute(*of)))
    score_all()
    waiting = WorkScore.objects.filter(stale_at__isnull=False)
    assert set(waiting.values_list("work", flat=True)) == {changed.pk, Work.objects.latest("pk").pk}
    assert score_of(vanished).vector is None
    assert score_some() == 2


def test_people_are_counted_anew_whose_works_got_other_scores(monkeypatch, works):
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    mark(make_work("Kites", authors=[ada]), make_work("Birds", authors=[bob]))
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)
    monkeypatch.setattr(full, "place_all", lambda cursor: [Work.objects.get(title="Kites").pk])
    score_all()
    assert [one.pk for one in Researcher.objects.exclude(counters_stale_at=None)] == [ada.pk]
    assert not Researcher.objects.exclude(trust_stale_at=None).exists()


def test_a_batch_is_no_larger_than_asked_for(works):
    score_all()
    mark(*works)
    assert score_some(limit=30) == 30
    assert score_some(limit=30) == 10
    assert score_some(limit=30) == 0


def test_one_work_costs_as_many_queries_as_twenty(works, count_queries):
    score_all()
    mark(works[0])
    score_some()  # which reads the space
    mark(works[0])
    one = count_queries(score_some)
    mark(*works[:20])
    assert count_queries(score_some) == one


@pytest.mark.parametrize(
    ("fitted", "works_now", "stale", "expected"),
    [
        (100, 100, 0, False),
        (100, 100, 1, False),
        (100, 119, 19, False),
        (100, 121, 21, True),
        (100, 80, 1, True),
        (100, 100, 61, True),
        (None, 100, 1, True),
        (None, 5, 1, True),
        (None, 5, 0, False),
    ],
)
def test_when_all_are_scored(monkeypatch, fitted, works_now, stale, expected):
    monkeypatch.setattr(scoring, "MANY", 60)
    if fitted is not None:
        versions = {"formula": scoring.FORMULA, "measures": scoring.MEASURES}
        TextSpace.objects.create(works_count=fitted, dimensions=1, state=b"", **versions)
    made = Work.objects.bulk_create(
        Work(slug=f"w{n}", title=f"Paper {n}", published_on=date(2000, 1, 1), published_precision="year")
        for n in range(works_now)
    )
    mark(*made[:stale])
    assert is_full_scoring_due() is expected


def test_not_all_are_scored_while_somebody_imports(monkeypatch, works):
    monkeypatch.setattr(scoring, "somebody_has_turn", lambda: True)
    assert not is_full_scoring_due()


def test_all_are_scored_again_only_if_something_was_since(works):
    assert score_all_if_changed() == RECORD
    assert score_all_if_changed() is None
    mark(works[0])
    WorkScore.objects.filter(work=works[0]).update(computed_at=timezone.now())
    assert score_all_if_changed() == RECORD


def test_a_space_of_another_formula_is_none(monkeypatch, works):
    score_all()
    TextSpace.objects.update(formula=0)
    mark(works[0])
    assert score_some() == 0
    assert is_full_scoring_due()


@pytest.mark.parametrize(("precision", "last_day"), [("day", 5), ("month", 28), ("year", None)])
def test_the_last_day_of_a_work_is_kept_beside_its_vector(works, precision, last_day):
    score_all()
    assert score_of(works[3]).last_day == date(1983, 12, 31)
    Work.objects.filter(pk=works[3].pk).update(published_on=date(1999, 2, 5), published_precision=precision)
    mark(works[3])
    score_some()
    expected = date(1999, 2, last_day) if last_day else date(1999, 12, 31)
    assert score_of(works[3]).last_day == expected


def test_a_work_that_counts_no_more_is_nobodys_neighbor_before_its_own_turn(works):
    score_all()
    new = make_work(works[7].title, year=2030)
    taken_back = make_work(works[7].title, year=2029)  # after the new one, when works are taken in turn
    mark(taken_back)
    score_some()
    Work.objects.filter(pk=taken_back.pk).update(withdrawn=True)
    mark(new, taken_back)
    assert score_some(limit=1) == 1
    assert score_of(taken_back).vector is not None
    assert works[7].pk in score_of(new).nearest
    assert taken_back.pk not in score_of(new).nearest


def test_a_record_in_which_nothing_counts_waits_no_more():
    mark(*(make_work(title(place), self_reported=True) for place in range(5)))
    assert is_full_scoring_due()
    score_all()
    assert not WorkScore.objects.exclude(stale_at=None).exists()
    assert not is_full_scoring_due()


def test_a_work_dated_ahead_keeps_no_newcomer_waiting(works):
    mark(make_work(title(9), year=2199))
    score_all()
    today = make_work(title(7), published_on=timezone.now().date(), published_precision="day")
    earlier = make_work(title(7), year=1999)
    mark(today, earlier)
    score_some()
    assert [score_of(work).phrases_reuse for work in (today, earlier)] == [0, None]


def test_where_everything_is_dated_ahead_a_newcomer_of_today_has_nothing_later(works):
    score_all()
    Work.objects.update(published_on=date(2199, 1, 1))
    new = make_work(title(7), year=2199)
    mark(new)
    score_some()
    assert score_of(new).phrases_reuse == 0


def test_another_formula_of_measures_has_all_scored_anew(monkeypatch, works):
    score_all()
    assert score_all_if_changed() is None
    monkeypatch.setattr(scoring, "MEASURES", scoring.MEASURES + 1)
    monkeypatch.setattr(full, "MEASURES", full.MEASURES + 1)
    mark(works[0])
    assert is_full_scoring_due()
    assert score_all_if_changed() == RECORD
    assert score_all_if_changed() is None


def test_the_works_of_the_known_ground_are_known_to_be_so(works):
    score_all()
    known_until = TextSpace.objects.get().known_until
    assert known_until == date(1989, 1, 1)
    on_ground = Work.objects.filter(published_on__lte=known_until)
    assert set(WorkScore.objects.filter(phrases_reuse=None).values_list("work", flat=True)) == set(
        on_ground.values_list("pk", flat=True)
    )


def with_phrases(work):
    """As if phrases had been found."""
    found = {"phrases": ["firn line"], "phrases_uses": [3], "new_phrases": 1, "phrases_reuse": 3}
    WorkScore.objects.filter(work=work).update(**found)


def phrases_of(work):
    score = score_of(work)
    return score.phrases, score.phrases_uses, score.new_phrases, score.phrases_reuse


def test_phrases_of_a_former_text_are_not_told_of_the_new_one(works):
    score_all()
    with_phrases(works[20])
    Work.objects.filter(pk=works[20].pk).update(abstract=title(5))
    mark(works[20])
    score_some()
    assert phrases_of(works[20]) == ([], [], None, None)
    score_all()
    assert phrases_of(works[20])[2] is not None


def test_phrases_of_a_former_date_are_not_told_of_the_new_one(works):
    score_all()
    with_phrases(works[20])
    Work.objects.filter(pk=works[20].pk).update(published_on=date(2005, 1, 1))
    mark(works[20])
    score_some()
    assert phrases_of(works[20])[0] == []


def test_phrases_stay_where_text_and_date_do(works):
    score_all()
    with_phrases(works[20])
    Work.objects.filter(pk=works[20].pk).update(citations_count=5, version=2)
    mark(works[20])
    score_some()
    assert phrases_of(works[20]) == (["firn line"], [3], 1, 3)
