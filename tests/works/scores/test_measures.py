"""The formulas of scores, in Python and in SQL."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import make_work
from works.scores.measures import (
    AI_SCORE,
    DECIMALS,
    OPENNESS,
    WEIGHTS,
    ai_score,
    novelty_raw,
    openness,
    percentile,
    percentile_sql,
    rounded,
)

EVEN = [float(step) for step in range(101)]
HALF_ZERO = [0.0] * 51 + [float(step) for step in range(1, 51)]


@pytest.mark.parametrize(
    ("value", "quantiles", "expected"),
    [
        (50, EVEN, 50),
        (12.5, EVEN, 12.5),
        (-1, EVEN, 0),
        (0, EVEN, 0),
        (100, EVEN, 100),
        (101, EVEN, 100),
        (0, HALF_ZERO, 25),  # half of the group ties: it stands in the middle of that half
        (0.5, HALF_ZERO, 50.5),
        (3, [3.0] * 101, 50),  # everybody ties
        (2, [3.0] * 101, 0),
        (4, [3.0] * 101, 100),
    ],
)
def test_a_percentile_is_the_middle_of_its_ties(value, quantiles, expected):
    assert percentile(value, quantiles) == expected


def midrank(value, group):
    below = sum(one < value for one in group)
    return 100 * (below + group.count(value) / 2) / len(group)


@given(st.lists(st.integers(0, 60), min_size=30, max_size=400).map(sorted))
def test_the_percentile_by_quantiles_is_the_midrank_but_for_their_steps(group):
    # The n-th percentile is the first value that n in a hundred do not exceed, as percentile_disc has it.
    quantiles = [group[max(-(-step * len(group) // 100) - 1, 0)] for step in range(101)]
    for value in set(group):
        assert abs(percentile(value, quantiles) - midrank(value, group)) <= 1


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 9).map(lambda one: round(one, 1)), min_size=101, max_size=101).map(sorted))
def test_sql_and_python_place_alike(quantiles):
    values = [*quantiles[::9], -1.0, 0.05, 4.33, 20.0]
    statement = f"""
        SELECT {percentile_sql("value", "quantiles")}
        FROM unnest(%s::float8[]) AS value
        CROSS JOIN (SELECT %s::float8[] AS quantiles) AS spread
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [values, quantiles])
        assert [row[0] for row in cursor.fetchall()] == pytest.approx(
            [percentile(value, quantiles) for value in values]
        )


@pytest.mark.parametrize(
    ("open_access", "code", "data", "expected"),
    [
        (None, False, False, None),
        (False, False, False, 0),
        (True, False, False, 40),
        (None, True, False, 40),
        (None, False, True, 20),
        (True, True, True, 100),
    ],
)
@pytest.mark.django_db
def test_openness_counts_what_sources_say(open_access, code, data, expected):
    work = make_work(open_access=open_access, has_code=code)
    if data:
        work.links.create(kind="dataset", url="https://data.example/set", source="demo")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {OPENNESS} FROM works_work AS work WHERE id = %s", [work.pk])
        assert cursor.fetchone()[0] == openness(open_access=open_access, code=code, data=data) == expected


@pytest.mark.parametrize(
    ("citations", "novelty", "open_share", "expected"),
    [
        (80.0, 60.0, 40.0, 67.0),
        (80.0, None, 40.0, (0.5 * 80 + 0.15 * 40) / 0.65),
        (None, 60.0, 40.0, (0.35 * 60 + 0.15 * 40) / 0.5),
        (None, 60.0, None, 60.0),
        (80.0, None, None, 80.0),
        (0.0, 0.0, 0.0, 0.0),
        (None, None, 100.0, None),  # that it is open says nothing of the rest
        (None, None, None, None),
    ],
)
@pytest.mark.django_db
def test_the_ai_score_is_the_weighted_mean_of_what_is_known(citations, novelty, open_share, expected):
    statement = f"""
        SELECT {AI_SCORE}
        FROM (VALUES (%s::float8, %s::float8, %s::float8)) AS one (citation_percentile, novelty, openness)
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [citations, novelty, open_share])
        by_sql = cursor.fetchone()[0]
    by_python = ai_score(citations=citations, novelty=novelty, openness=open_share)
    assert by_sql == pytest.approx(by_python) if expected is not None else by_sql is by_python is None
    assert by_python == pytest.approx(expected)


def test_weights_make_one():
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize(("distance", "reuse", "expected"), [(80, 40, 60), (80, 0, 40), (80, None, 80)])
def test_novelty_is_made_of_distance_and_of_phrases_where_both_are_known(distance, reuse, expected):
    assert novelty_raw(distance, reuse) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (77.25, 77.3),
        (77.35, 77.4),
        (0.05, 0.1),
        (1.0049999999999999, 1.0),
        (33.15, 33.2),
        (100.0, 100.0),
        (0, 0),
    ],
)
def test_halves_are_rounded_up_as_they_are_read(value, expected):
    assert rounded(value) == expected


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(st.lists(st.one_of(st.floats(0, 100), st.integers(0, 2000).map(lambda one: one / 20)), min_size=1))
def test_sql_and_python_round_alike(values):
    statement = f"SELECT round(value::numeric, {DECIMALS})::float8 FROM unnest(%s::float8[]) AS value"
    with connection.cursor() as cursor:
        cursor.execute(statement, [values])
        assert [row[0] for row in cursor.fetchall()] == [rounded(value) for value in values]


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.one_of(st.none(), st.integers(0, 1000).map(lambda one: one / 10))] * 3), min_size=1
    )
)
def test_the_ai_score_can_be_computed_to_the_digit(parts):
    statement = f"""
        SELECT round(({AI_SCORE})::numeric, {DECIMALS})::float8
        FROM unnest(%s::float8[], %s::float8[], %s::float8[]) AS one (citation_percentile, novelty, openness)
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*parts, strict=True)])
        by_sql = [row[0] for row in cursor.fetchall()]
    by_python = [ai_score(citations=cited, novelty=new, openness=openly) for cited, new, openly in parts]
    assert by_sql == [None if one is None else rounded(one) for one in by_python]
