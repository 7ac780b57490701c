"""The history of trust as a plot: steps, levels, dates, and the same in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from common.plots import Step, share_of_time, step_line, steps_of
from trust.history import MANY, history_plot
from trust.models import TrustEvent
from trust.scoring import BANDS

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def history(*changes):
    """A plot of (days ago, score, level), the earliest first."""
    events = [
        TrustEvent(score=score, level=level, at=NOW - timedelta(days=days)) for days, score, level in changes
    ]
    return history_plot(events[::-1], NOW)


def test_nothing_happened():
    assert history_plot([], NOW) is None


def test_one_event_is_a_straight_line():
    plot = history((100, 15, 1))
    assert plot.line == "0,85 100,85"
    assert [(span.level, span.x, span.width, span.is_named) for span in plot.levels] == [(1, 0, 100, True)]
    assert plot.summary == "Trust since Jan 24, 2026: 15, at verification level 1."


@pytest.mark.parametrize("seconds", [-5, 0, 1])
def test_a_first_result_of_this_moment_has_a_line_too(seconds):
    event = TrustEvent(score=11, level=1, at=NOW)
    plot = history_plot([event], NOW + timedelta(seconds=seconds))
    assert plot.line == "0,89 100,89"
    assert (plot.first_date, plot.last_date) == ("May 4, 2026", "today")


def test_a_value_holds_until_the_next():
    plot = history((100, 15, 1), (50, 21, 1), (25, 10, 1))
    assert plot.line == "0,85 50,85 50,79 75,79 75,90 100,90"
    assert plot.area == "0,100 0,85 50,85 50,79 75,79 75,90 100,90 100,100"
    assert [(change.step.x, change.step.y) for change in plot.changes] == [(0, 85), (50, 79), (75, 90)]


def test_changes_of_one_moment_stand_above_each_other():
    plot = history((100, 0, 1), (50, 100, 1), (50, 40, 1))
    assert plot.line == "0,100 50,100 50,0 50,0 50,60 100,60"


def test_levels_go_from_change_to_change():
    plot = history((100, 15, 1), (80, 29, 2), (60, 30, 2), (50, 41, 3), (49, 29, 2))
    assert [(span.level, span.x, span.width) for span in plot.levels] == [
        (1, 0, 20),
        (2, 20, 30),
        (3, 50, 1),
        (2, 51, 49),
    ]
    assert [span.is_named for span in plot.levels] == [True, True, False, True]
    assert [span.x for span in plot.level_changes] == [20, 50, 51]


def test_the_summary_says_the_same():
    plot = history((100, 15, 1), (80, 55, 3), (20, 43, 2))
    assert plot.summary == (
        "Trust from Jan 24, 2026 to May 4, 2026: 15 at first, 43 now, lowest 15, highest 55, in 2 changes. "
        "Verification level 1 at first, 2 now."
    )


def test_the_bands_fill_the_scale():
    bands = history((1, 0, 1)).bands
    assert [(band.low, band.word) for band in bands] == list(BANDS)
    assert [band.y for band in bands] == [100 - low for low, _ in BANDS]
    assert [band.middle for band in bands] == [10, 30, 50, 70, 90]


@pytest.mark.parametrize("number", [1, 2, MANY, MANY + 1, 100])
def test_every_change_is_drawn(number):
    plot = history(*((number - one, one % 100, 1 + one % 4) for one in range(number)))
    html = render_to_string("trust/_history_plot.html", {"plot": plot})
    assert html.count("<circle") == number
    assert ("history-dense" in html) == (number > MANY)
    assert f'aria-label="{plot.summary}"' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("days", "share"), [(100, 0), (75, 25), (0, 100), (-3, 100), (200, 0), (66.6666667, 33.33)]
)
def test_the_share_of_time_stays_within_the_plot(days, share):
    assert share_of_time(NOW - timedelta(days=days), NOW - timedelta(days=100), NOW) == share


def test_no_time_has_no_share():
    assert share_of_time(NOW, NOW, NOW) == 0


def test_a_step_line_begins_where_its_first_step_is():
    steps = steps_of([(NOW - timedelta(days=2), 30), (NOW - timedelta(days=1), 60)], NOW)
    assert steps == [Step(0, 70), Step(50, 40)]
    assert step_line(steps) == "0,70 50,70 50,40 100,40"
