"""Plots as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.plots import histogram


def test_slices_stand_side_by_side_with_the_fullest_as_high_as_the_plot():
    plot = histogram([1, 0, 4, 400], 0, 100)
    assert [(one.begin, one.end, one.x) for one in plot.slices[:2]] == [(0, 25, 0), (25, 50, 10)]
    assert [one.height for one in plot.slices] == [2, 0, 2, 100]
    assert (plot.width, plot.total, plot.fullest.begin) == (40, 405, 75)


@pytest.mark.parametrize("counts", [[], [0], [0, 0, 0]])
def test_without_anybody_there_is_no_plot(counts):
    assert histogram(counts, 0, 1) is None


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_every_bar_stands_on_the_ground_and_is_seen(counts):
    plot = histogram(counts, 0, 1)
    for one in plot.slices:
        assert one.y + one.height == pytest.approx(100)
        assert (one.height > 0) == (one.count > 0)
