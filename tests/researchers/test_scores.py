"""The scores of a researcher: mean novelty, and the AI score in which old work fades."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from researchers import scores
from researchers.counters import refresh_batch
from researchers.models import Researcher
from researchers.scores import LEAST_WORKS, activity_of, ai_score_of, mark_aged, weight_of
from researchers.tasks import age_scores
from tests.builders import make_researcher, make_work
from works.models import Work, WorkScore
from works.scores.measures import ai_score

NOW = timezone.now().year


def make_scored(person, *years, ai_score=60.0, novelty=50.0, **fields):
    """A listed work of each year, all with these figures."""
    works = [make_work(year=year, authors=[person], **fields) for year in years]
    for work in works:
        WorkScore.objects.create(
            work=work, novelty=novelty, ai_score=ai_score, citation_percentile=70, openness=40
        )
    return works


def refreshed(person):
    Researcher.objects.filter(pk=person.pk).mark_counters_stale()
    refresh_batch()
    person.refresh_from_db()
    return person


@pytest.mark.parametrize(("year", "weight"), [(NOW, 1), (NOW - 3, 0.5), (NOW - 6, 0.25), (NOW + 60, 1)])
def test_a_work_weighs_half_after_three_years(year, weight):
    assert weight_of(year, NOW) == weight


def test_the_calibration_of_the_formula():
    """Eight works with the years and the novelty of the example; citation percentile and openness are assumed."""
    merit = ai_score(citations=85, novelty=54, openness=60)
    assert merit == pytest.approx(70.4)
    works = [(year, merit) for year in (2017, 2017, 2016, 2022, 2018, 2017, 2017, 2016)]
    assert ai_score_of(works, 2026) == 32.0
    assert sum(weight_of(year, 2026) for year, _ in works) == pytest.approx(1.25, abs=0.005)
    said = " ".join((scores.__doc__ + Path("docs/scores.md").read_text()).split())
    assert (
        said.count("about 32 in 2026, if a citation percentile of 85 and an openness of 60 are assumed") == 2
    )


@pytest.mark.django_db
def test_the_page_about_scores_says_what_the_calibration_assumes(client):
    html = " ".join(client.get(reverse("pages:about_scores")).content.decode().split())
    assert "about 32 in 2026, if a citation percentile of 85 and an openness of 60 are assumed" in html


@pytest.mark.parametrize(
    ("works", "expected"),
    [
        ([], None),
        ([(NOW, 90.0)] * (LEAST_WORKS - 1), None),
        ([(NOW, 90.0)] * (LEAST_WORKS - 1) + [(NOW, None)] * 9, None),
        ([(NOW, 90.0)] * 3, 60.0),  # W = 3: two thirds
        ([(NOW - 3, 90.0)] * 6, 60.0),
        ([(NOW - 30, 90.0)] * 3, 0.2),
        ([(NOW, 0.0)] * 50, 0.0),
    ],
)
def test_the_ai_score_of_some_records(works, expected):
    assert ai_score_of(works, NOW) == expected


histories = st.lists(st.tuples(st.integers(1990, 2030), st.floats(0, 100)), min_size=LEAST_WORKS, max_size=40)


@given(histories)
def test_the_score_never_exceeds_the_best_work_and_only_fades(works):
    scores = [ai_score_of(works, now) for now in (2030, 2031, 2040)]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= max(score for _, score in works) + 0.05


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_more_recent_work_never_makes_less_active(one, more):
    assert 0 <= activity_of(one) <= activity_of(one + more) < 1


@pytest.mark.django_db
def test_the_stored_score_is_the_one_that_anybody_can_compute():
    person = make_researcher()
    make_scored(person, NOW, NOW - 2, ai_score=80.0)
    make_scored(person, NOW - 9, ai_score=20.0)
    make_work(year=NOW - 1, authors=[person])  # without figures: it shows activity, and no merit
    works = [(NOW, 80.0), (NOW - 2, 80.0), (NOW - 9, 20.0), (NOW - 1, None)]
    assert refreshed(person).ai_score == ai_score_of(works, NOW)
    assert person.score_parts["scored_works"] == 3
    assert person.score_parts["year_of_computation"] == NOW


@pytest.mark.django_db
def test_novelty_is_the_mean_of_the_works_that_have_one():
    person = make_researcher()
    make_scored(person, 2019, novelty=20.0)
    make_scored(person, 2020, novelty=81.0)
    make_scored(person, 2021, novelty=None)
    assert refreshed(person).novelty == 50.5
    assert person.score_parts["novelty_works"] == 2


@pytest.mark.django_db
def test_what_is_not_known_is_no_zero():
    person = make_researcher()
    make_work(authors=[person])
    assert (refreshed(person).novelty, person.ai_score) == (None, None)
    assert refreshed(make_researcher("No Works")).score_parts == {}


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["withdrawn", "retracted", "self_reported"])
def test_works_that_count_nowhere_do_not_count_here(mark):
    person = make_researcher()
    works = make_scored(person, NOW, NOW, NOW)
    assert refreshed(person).ai_score is not None
    Work.objects.filter(pk=works[0].pk).update(**{mark: True})
    assert refreshed(person).ai_score is None


@pytest.mark.django_db
def test_a_work_on_which_somebody_stands_twice_counts_once():
    person = make_researcher()
    make_scored(person, NOW, NOW)
    work = make_work(year=NOW, authors=[person, person])
    WorkScore.objects.create(work=work, novelty=50, ai_score=60)
    assert refreshed(person).ai_score == 40.0


@pytest.mark.django_db
def test_whose_citations_are_counted_is_named():
    person = make_researcher()
    work = make_work(authors=[person], cited_by_count=12, source="openalex")
    record = work.sources.get()
    record.payload["cited_by_count"] = 12
    record.save()
    make_work(authors=[person], citations_count=3, source="acl")
    assert refreshed(person).score_parts["counted_by"] == ["openalex"]
    Work.objects.filter(pk=work.pk).update(citations_count=40)
    assert refreshed(person).score_parts["counted_by"] == []


@pytest.mark.django_db
def test_scores_of_an_earlier_year_are_computed_anew():
    person, other = make_researcher(), make_researcher("Without Works")
    make_scored(person, NOW)
    refreshed(person), refreshed(other)
    assert age_scores() == 0
    with connection.cursor() as cursor:
        assert mark_aged(cursor, date(NOW + 1, 1, 1)) == 1
    assert Researcher.objects.get(counters_stale_at__isnull=False) == person


@pytest.mark.django_db
@pytest.mark.parametrize("score", [20.1, 30.3, 34.9, 40.7, 50.1, 60.5, 61.7, 77.3])
def test_halves_are_rounded_in_python_as_in_the_database(score):
    person = make_researcher()
    make_scored(person, *[NOW] * 3, ai_score=score)  # W = 3: two thirds
    make_scored(person, *[NOW] * 1, ai_score=score + 0.3)
    works = [(NOW, score)] * 3 + [(NOW, score + 0.3)]
    assert refreshed(person).ai_score == ai_score_of(works, NOW)


def test_a_half_is_rounded_up():
    assert ai_score_of([(NOW, 0.375)] * 3, NOW) == 0.3


@pytest.mark.django_db
def test_scores_by_another_formula_are_computed_anew(monkeypatch):
    person, other = make_researcher(), make_researcher("Without Works")
    make_scored(person, NOW)
    refreshed(person), refreshed(other)
    monkeypatch.setattr(scores, "FORMULA", scores.FORMULA + 1)
    assert age_scores() == 1
    assert Researcher.objects.get(counters_stale_at__isnull=False) == person
