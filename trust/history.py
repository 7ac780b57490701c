"""The history of somebody's trust as a plot; the list of its events says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from common.plots import Step, share_of_time, step_line, steps_of
from trust.models import TrustEvent
from trust.quick_read import counted
from trust.scoring import BANDS

# A line needs a length, even if the first result was reached a moment ago.
SHORTEST = timedelta(minutes=1)
# Percent of the width; a narrower span has no room for its name.
ROOM_FOR_A_NAME = 8
# Short enough for both ends of the axis on a phone.
DATE = "M j, Y"
# So many changes want smaller points.
MANY = 25


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the scale: the value where it begins, and where it and its middle lie, percent from the top."""

    low: int
    word: str
    y: float
    middle: float


@dataclass(frozen=True, slots=True)
class Change:
    """A step of the line, and what happened there."""

    event: TrustEvent
    step: Step


@dataclass(frozen=True, slots=True)
class LevelSpan:
    """A verification level from one moment to another, in percent of the width."""

    level: int
    begin: datetime
    x: float
    end: float

    @property
    def width(self) -> float:
        return round(self.end - self.x, 2)

    @property
    def middle(self) -> float:
        return round((self.x + self.end) / 2, 2)

    @property
    def is_named(self) -> bool:
        return self.width >= ROOM_FOR_A_NAME


@dataclass(frozen=True, slots=True)
class HistoryPlot:
    """What `trust/_history_plot.html` draws."""

    changes: list[Change]
    levels: list[LevelSpan]
    begin: datetime
    until: datetime

    @property
    def is_dense(self) -> bool:
        return len(self.changes) > MANY

    @property
    def line(self) -> str:
        return step_line([change.step for change in self.changes])

    @property
    def area(self) -> str:
        """The same line, closed along the bottom."""
        return f"0,100 {self.line} 100,100"

    @property
    def bands(self) -> list[Band]:
        highs = [100, *(low for low, _ in BANDS)]
        return [
            Band(low, word, 100 - low, 100 - (low + high) / 2)
            for (low, word), high in zip(BANDS, highs, strict=False)
        ]

    @property
    def level_changes(self) -> list[LevelSpan]:
        """The levels that followed another."""
        return self.levels[1:]

    @property
    def last_date(self) -> str:
        """The end of the axis; a day alone does not tell one end from the other where both are of the same."""
        until = date_format(self.until, DATE)
        return until if until != self.first_date else "today"

    @property
    def first_date(self) -> str:
        return date_format(self.begin, DATE)

    @property
    def summary(self) -> str:
        """The plot in a few sentences, for those who do not see it."""
        scores = [change.event.score for change in self.changes]
        first, last = self.levels[0].level, self.levels[-1].level
        if len(scores) == 1:
            return f"Trust since {self.first_date}: {scores[0]}, at verification level {first}."
        return (
            f"Trust from {self.first_date} to {self.last_date}: {scores[0]} at first, {scores[-1]} now, "
            f"lowest {min(scores)}, highest {max(scores)}, in {counted(len(scores) - 1, 'change')}. "
            f"Verification level {first} at first, {last} now."
        )


def history_plot(events: Sequence[TrustEvent], now: datetime) -> HistoryPlot | None:
    """A plot of events, latest first; nothing where there are none."""
    if not events:
        return None
    earliest_first = list(reversed(events))
    begin = timezone.localtime(earliest_first[0].at)
    until = max(timezone.localtime(now), begin + SHORTEST)
    steps = steps_of([(event.at, event.score) for event in earliest_first], until)
    changes = [Change(event, step) for event, step in zip(earliest_first, steps, strict=True)]
    return HistoryPlot(changes, level_spans(earliest_first, begin, until), begin, until)


def level_spans(events: Sequence[TrustEvent], begin: datetime, until: datetime) -> list[LevelSpan]:
    """The levels from the earliest event on, each until the next one begins."""
    started = [
        event for before, event in zip([None, *events], events, strict=False)
        if before is None or before.level != event.level
    ]  # fmt: skip
    ends = [*(share_of_time(event.at, begin, until) for event in started[1:]), 100.0]
    return [
        LevelSpan(event.level, event.at, share_of_time(event.at, begin, until), end)
        for event, end in zip(started, ends, strict=True)
    ]
