"""Placing works among those of their field and year."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import make_topic, make_work
from tests.works.scores.builders import make_scored, place_everything
from works.categories import CATEGORIES
from works.models import ScoreGroup, TextSpace, Topic, Work, WorkScore, WorkTopic
from works.scores.fields import ARCHIVES
from works.scores.groups import LEAST_WORKS
from works.scores.measures import ai_score, rounded
from works.scores.placing import place
from works.scores.reasons import reasons_of

pytestmark = pytest.mark.django_db


def place_some(*works):
    with connection.cursor() as cursor:
        return place(cursor, [work.pk for work in works])


def score_of(work):
    return WorkScore.objects.get(pk=work.pk)


def test_the_farthest_from_earlier_works_is_the_most_novel():
    works = make_scored(40)
    assert sorted(place_everything()) == [work.pk for work in works]
    novelties = [score_of(work).novelty for work in (works[0], works[20], works[39])]
    assert novelties == sorted(novelties)
    assert novelties[0] < 3
    assert 48 < novelties[1] < 54
    assert novelties[2] > 97


def test_new_phrases_that_others_take_up_count_as_much_as_distance():
    works = make_scored(40, reuse=[10 * (one == 5) for one in range(40)])
    place_everything()
    assert score_of(works[5]).novelty > score_of(works[10]).novelty
    assert score_of(works[5]).novelty < score_of(works[39]).novelty + 1


def test_a_title_alone_is_not_compared():
    whole = make_scored(40, distances=[0.8] * 40)
    titles = make_scored(40, distances=[0.2] * 40, abstract="", cited_by_count=3)
    place_everything()
    assert {score_of(work).novelty for work in whole} == {50}
    assert {(score_of(work).novelty, score_of(work).citation_percentile) for work in titles} == {(None, 50)}
    assert {group.works_count for group in ScoreGroup.objects.filter(measure="distance")} == {40}


def test_works_are_compared_within_their_field_where_it_has_enough():
    near = make_scored(30, categories=["cs.CL"], distances=[0.1] * 30)
    far = make_scored(30, categories=["math.AG"], distances=[0.9] * 30)
    few = make_scored(4, categories=["econ.TH"], distances=[0.5] * 4)
    place_everything()
    assert [(score_of(one).novelty, score_of(one).field) for one in (near[0], far[0])] == [
        (50, "Computer Science"),
        (50, "Mathematics"),
    ]
    # Too few of its own: among all 64 of the year, of which 30 are nearer and 30 farther.
    assert score_of(few[0]).novelty == pytest.approx(50, abs=2)
    assert [score_of(one).compared_with for one in (near[0], few[0])] == [30, 64]


def test_where_a_year_has_too_few_works_those_around_are_asked():
    make_scored(20, year=2010)
    middle = make_scored(1, year=2011, distances=[0.5])
    make_scored(20, year=2013)
    place_everything()
    assert score_of(middle[0]).novelty == pytest.approx(50, abs=6)
    group = ScoreGroup.objects.get(measure="distance", year=2011)
    assert (group.years_around, group.works_count) == (2, 41)


def test_too_few_works_make_no_novelty():
    works = make_scored(LEAST_WORKS - 1, open_access=True)
    place_everything()
    score = score_of(works[3])
    assert (score.novelty, score.ai_score, score.openness) == (None, None, 40)
    assert not ScoreGroup.objects.filter(measure="distance").exists()


def test_citations_are_compared_with_those_of_the_year():
    works = make_scored(40, cited_by_count=tuple(range(40)))
    make_scored(40, year=2015, cited_by_count=1000)
    place_everything()
    assert [score_of(works[one]).citation_percentile for one in (0, 20)] == pytest.approx([1, 51], abs=1.5)


def test_without_a_source_of_citations_nobody_is_uncited():
    works = make_scored(40, citations_count=(5,) + (0,) * 39)
    place_everything()
    assert {score_of(work).citation_percentile for work in works} == {None}


def test_where_one_in_twenty_is_cited_here_the_others_are_not():
    works = make_scored(40, citations_count=(5, 3) + (0,) * 38)
    place_everything()
    assert score_of(works[0]).citation_percentile > 97
    assert score_of(works[9]).citation_percentile == pytest.approx(47.5, abs=1)


def test_what_a_source_counts_is_not_compared_with_what_nobody_counts():
    counted = make_scored(30, cited_by_count=tuple(range(30)))
    uncounted = make_scored(60)
    place_everything()
    assert score_of(counted[0]).citation_percentile < 4
    assert score_of(uncounted[0]).citation_percentile is None


@pytest.mark.parametrize("mark", ["withdrawn", "retracted", "self_reported"])
def test_what_counts_nowhere_has_no_figures_and_moves_nobody(mark):
    works = make_scored(40, cited_by_count=tuple(range(40)))
    place_everything()
    before = score_of(works[10]).novelty
    Work.objects.filter(pk=works[39].pk).update(**{mark: True})
    place_some(works[39])
    gone = score_of(works[39])
    assert (gone.novelty, gone.citation_percentile, gone.openness, gone.ai_score) == (None, None, None, None)
    place_everything()
    assert ScoreGroup.objects.get(measure="distance", year=2020).works_count == 39
    assert score_of(works[10]).novelty > before


def test_figures_that_stay_are_not_written():
    works = make_scored(40)
    place_everything()
    assert place_everything() == []
    assert place_some(*works) == []


def test_a_new_work_is_placed_by_the_groups_as_they_are(django_assert_num_queries):
    make_scored(40, cited_by_count=tuple(range(40)))
    place_everything()
    new = make_scored(1, distances=[0.5], cited_by_count=39, open_access=True)[0]
    with django_assert_num_queries(1):
        assert place_some(new) == [new.pk]
    score = score_of(new)
    assert score.novelty == pytest.approx(50, abs=3)
    assert score.citation_percentile > 97
    assert score.ai_score == pytest.approx(
        ai_score(citations=score.citation_percentile, novelty=score.novelty, openness=40), abs=0.051
    )


def test_a_work_whose_phrases_nobody_has_looked_for_waits():
    works = make_scored(40, reuse=list(range(40)))
    place_everything()
    new = make_scored(1, distances=[0.5], reuse=[None])[0]
    place_some(new)
    assert score_of(new).novelty is None
    WorkScore.objects.update(phrases_reuse=None)  # the first years of a record: nobody's phrases are new
    place_everything()
    assert score_of(new).novelty == pytest.approx(50, abs=3)
    assert score_of(works[0]).novelty < 3


def test_a_few_cost_as_many_queries_as_one(count_queries):
    works = make_scored(30)
    assert count_queries(lambda: place_some(works[0])) == count_queries(lambda: place_some(*works))


rows = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.3]),
        st.integers(0, 3),
        st.one_of(st.none(), st.integers(0, 4)),
        st.sampled_from(["cs.CL", "math.AG"]),
        st.sampled_from([2019, 2020]),
    ),
    min_size=30,
    max_size=70,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows)
def test_placing_all_and_placing_some_agree(record):
    WorkScore.objects.all().delete()
    Work.objects.all().delete()
    works = []
    for year in (2019, 2020):
        chosen = [row for row in record if row[4] == year]
        works += make_scored(
            len(chosen),
            year=year,
            distances=[row[0] for row in chosen],
            reuse=[row[1] for row in chosen],
            cited_by_count=tuple(row[2] for row in chosen),
            categories=tuple([row[3]] for row in chosen),
        )
    place_everything()
    whole = list(WorkScore.objects.order_by("pk").values_list("novelty", "citation_percentile", "ai_score"))
    WorkScore.objects.update(novelty=None, citation_percentile=None, ai_score=None)
    place_some(*works)
    assert (
        list(WorkScore.objects.order_by("pk").values_list("novelty", "citation_percentile", "ai_score"))
        == whole
    )


def test_every_archive_has_a_field():
    assert {code.partition(".")[0] for code in CATEGORIES} == ARCHIVES.keys()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ""),
        ({"category": "cs.CL"}, "Computer Science"),
        ({"category": "nonsense"}, ""),
        ({"category": "cs.CL", "source": "Medicine"}, "Medicine"),  # a source's word goes before a category
        ({"concepts": ["Linguistics", "Linguistics"]}, "Linguistics"),
        ({"concepts": ["Linguistics"]}, ""),  # one word may be a term elsewhere too
        ({"concepts": ["Linguistics", "Linguistics", "Medicine", "Medicine"]}, ""),  # they do not agree
        ({"concepts": ["Linguistics", "Linguistics", "Medicine"]}, "Linguistics"),
        ({"category": "cs.CL", "concepts": ["Linguistics", "Linguistics"]}, "Computer Science"),
    ],
)
def test_the_field_of_a_work(given, expected):
    work = make_scored(1, categories=[given["category"]] if "category" in given else [])[0]
    if "source" in given:
        topic = make_topic("Stated", Topic.Kind.CATEGORY, field=given["source"])
        WorkTopic.objects.create(work=work, topic=topic, origin="source", confidence=0.5)
    for number, field in enumerate(given.get("concepts", [])):
        broader = make_topic(f"About {field}", Topic.Kind.CATEGORY, field=field)
        concept = make_topic(f"Concept {number} of {field}", broader=broader)
        WorkTopic.objects.create(work=work, topic=concept, origin="text", confidence=0.9)
    place_some(work)
    assert score_of(work).field == expected


def test_works_without_a_row_of_scores_are_left_alone():
    work = make_work()
    assert place_some(work) == []


def on_known_ground(*works, until):
    """These works were looked at in a space whose ground ends with this day."""
    space = TextSpace.objects.create(works_count=1, dimensions=1, formula=1, known_until=until, state=b"")
    WorkScore.objects.filter(work__in=works).update(space=space, computed_at=timezone.now())


def test_what_cannot_be_new_does_not_wait_for_its_phrases():
    ground = make_scored(40, year=2002, reuse=[None] * 40)
    later = make_scored(40, year=2003, reuse=list(range(40)))
    late = make_scored(1, year=2003, reuse=[None])[0]
    on_known_ground(*ground, *later, late, until=date(2002, 12, 31))
    place_everything()
    assert [score_of(one).novelty is None for one in (ground[0], later[0], late)] == [False, False, True]


def test_where_the_year_straddles_the_end_of_known_ground_distance_stands_alone_before_it():
    works = make_scored(80, reuse=[None] * 40 + list(range(40)))
    Work.objects.filter(pk__in=[work.pk for work in works[40:]]).update(
        published_on=date(2020, 6, 1), published_precision="day"
    )
    on_known_ground(*works, until=date(2020, 1, 1))
    place_everything()
    assert score_of(works[0]).novelty < 5
    assert not WorkScore.objects.filter(novelty=None).exists()
    alone = reasons_of(Work.objects.get(pk=works[39].pk))
    assert [comparison.measure for comparison in alone.novelty_comparisons] == ["distance", "novelty"]
    assert rounded(alone.comparisons["novelty"].percentile) == score_of(works[39]).novelty


def test_a_group_names_only_years_that_are_in_it():
    make_scored(40, year=2019)
    alone = make_scored(1, year=2020, distances=[0.5])[0]
    make_scored(3, year=2022, distances=[0.5] * 3)
    place_everything()
    groups = ScoreGroup.objects.filter(measure="distance", field="").order_by("year")
    assert list(groups.values_list("year", "first_year", "last_year")) == [
        (2016, 2019, 2019),
        (2017, 2019, 2019),
        (2018, 2019, 2019),
        (2019, 2019, 2019),
        (2020, 2019, 2020),
        (2021, 2019, 2022),
        (2022, 2019, 2022),
    ]
    WorkScore.objects.update(computed_at=timezone.now())
    reasons = reasons_of(Work.objects.get(pk=alone.pk))
    assert reasons.comparisons["distance"].among == "41 works of all fields, 2019 to 2020"


def test_counts_of_a_source_are_compared_with_counts_of_a_source_alone():
    counted = make_scored(40, cited_by_count=tuple(range(40)))
    uncounted = make_scored(40, citations_count=(1,) * 20 + (0,) * 20)
    place_everything()
    assert score_of(counted[20]).citation_percentile == pytest.approx(51, abs=1.5)
    assert score_of(counted[1]).citation_percentile < 5
    assert [score_of(one).citation_percentile for one in (uncounted[0], uncounted[39])] == pytest.approx(
        [75, 25], abs=1
    )
    groups = ScoreGroup.objects.filter(measure__in=["citations", "cited_here"], year=2020)
    assert sorted(groups.values_list("measure", "works_count")) == [("citations", 40), ("cited_here", 40)]


def test_few_works_that_a_source_counts_are_not_placed_among_the_others():
    counted = make_scored(LEAST_WORKS - 1, cited_by_count=9)
    make_scored(40, citations_count=(1,) * 20 + (0,) * 20)
    place_everything()
    assert score_of(counted[0]).citation_percentile is None


def test_citations_within_the_record_are_compared_in_covered_years_alone():
    make_scored(40, year=2019, citations_count=(5, 3) + (0,) * 38)
    uncovered = make_scored(5, year=2020)
    place_everything()
    assert score_of(uncovered[0]).citation_percentile is None
    assert list(ScoreGroup.objects.filter(measure="cited_here").values_list("year", flat=True)) == [2019]
