"""The nearest earlier works."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.works.scores.corpora import text
from works.scores import nearest
from works.scores.nearest import Earlier, nearest_to


@pytest.mark.parametrize(
    ("one", "other", "is_earlier"),
    [
        ("2000", "2001", True),
        ("2000", "2000", False),
        ("2000", "2000-12", False),
        ("2000", "2000-12-31", False),
        ("2000", "2001-01-01", True),
        ("2000-05", "2000-06", True),
        ("2000-05", "2000-05", False),
        ("2000-02", "2000-03-01", True),
        ("2000-02", "2000-02-29", False),
        ("2000-12", "2001", True),
        ("2000-05", "2000", False),
        ("2000-05-16", "2000-05-17", True),
        ("2000-05-17", "2000-05-17", False),
    ],
)
def test_earlier_is_what_is_so_for_sure(one, other, is_earlier):
    first, second = text(1, "One", one), text(2, "Other", other)
    assert (first.last_day < second.published_on) is is_earlier


def brute_force(works, days, vectors, place):
    """Similarities to all that is earlier, largest first."""
    found = [
        float(vectors[place] @ vectors[other]) for other in range(len(works)) if days[other] < days[place]
    ]
    return sorted(found, reverse=True)[: nearest.NEIGHBORS] if len(found) >= nearest.FEWEST_EARLIER else []


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), number=st.integers(1, 400), dates=st.integers(1, 30))
def test_they_are_what_comparing_each_with_each_finds(seed, number, dates):
    chance = np.random.default_rng(seed)
    vectors = chance.standard_normal((number, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    days = np.sort(chance.integers(0, dates, number)).astype(np.int32)
    works = chance.permutation(number).astype(np.int64) + 7
    found = nearest_to(vectors, days, Earlier.in_order(works, days, vectors))
    place_of = {int(work): place for place, work in enumerate(works)}
    for place, own in enumerate(found.each()):
        expected = brute_force(works, days, vectors, place)
        assert list(own.similarities) == pytest.approx(expected, abs=1e-5)
        assert [float(vectors[place] @ vectors[place_of[work]]) for work in own.works] == pytest.approx(
            expected, abs=1e-5
        )
        assert len(set(own.works)) == len(own.works)
        mean = 1 - sum(expected) / len(expected) if expected else None
        assert own.distance == pytest.approx(mean, abs=1e-5)


def test_among_too_few_earlier_ones_there_is_no_distance():
    number = nearest.FEWEST_EARLIER + 1
    vectors = np.ones((number, 1), np.float32)
    days = np.arange(number, dtype=np.int32)
    found = nearest_to(vectors, days, Earlier.in_order(days.astype(np.int64), days, vectors)).each()
    assert {own.distance for own in found[:-1]} == {None}
    assert found[-1].distance == 0


def test_what_is_compared_anew_replaces_what_was_stored_of_it():
    ones = np.ones((2, 1), np.float32)
    stored = Earlier(np.array([1, 2]), np.array([5, 6], np.int32), ones)
    both = stored.with_others(Earlier(np.array([1, 3]), np.array([9, 1], np.int32), -ones))
    assert both.works.tolist() == [3, 2, 1]
    assert both.last_days.tolist() == [1, 6, 9]
    assert both.vectors[:, 0].tolist() == [-1, 1, -1]
