"""Small plots as numbers, for templates to draw as SVG."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

SLOT = 10


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year's bar, in the units of the plot: a slot of 10 a year, 100 high."""

    year: int
    count: int
    x: int
    y: float
    height: float
    is_left_out: bool = False  # by the years that were chosen


@dataclass(frozen=True, slots=True)
class YearPlot:
    """Counts per year, gaps included. Draw with `includes/_years_plot.html`."""

    bars: tuple[YearBar, ...]
    width: int
    total: int
    first_year: int
    last_year: int
    peak: int
    peak_year: int

    @property
    def is_narrowed(self) -> bool:
        """Whether years were chosen that leave some of the bars out."""
        return any(bar.is_left_out for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Slice:
    """One bar of a histogram, in the units of the plot: a slot of 10 a slice, 100 high."""

    begin: float
    end: float
    count: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many have a value in each slice of a range. Draw with `includes/_histogram.html`."""

    slices: tuple[Slice, ...]
    width: int
    total: int
    low: float
    high: float
    fullest: Slice


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One of several things to compare; the widest bar is 100."""

    label: str
    count: int
    url: str
    width: float


@dataclass(frozen=True, slots=True)
class Step:
    """Where a value begins: percent from the left, and from the top."""

    x: float
    y: float


def year_plot(
    counts: Mapping[int, int], *, year_from: int | None = None, year_to: int | None = None
) -> YearPlot | None:
    """Counts of all years as bars, those not chosen marked; nothing if there is nothing to draw."""
    counts = {year: count for year, count in counts.items() if count}
    if not counts:
        return None
    first, last = min(counts), max(counts)
    peak_year = max(counts, key=lambda year: (counts[year], year))
    peak = counts[peak_year]
    begin, end = first if year_from is None else year_from, last if year_to is None else year_to
    bars = tuple(
        _year_bar(year, counts[year], (year - first) * SLOT, peak, is_left_out=not begin <= year <= end)
        for year in sorted(counts)
    )
    width = (last - first + 1) * SLOT
    return YearPlot(bars, width, sum(counts.values()), first, last, peak, peak_year)


def _year_bar(year: int, count: int, x: int, peak: int, *, is_left_out: bool) -> YearBar:
    height = round(max(100 * count / peak, 2), 1)
    return YearBar(year, count, x, round(100 - height, 1), height, is_left_out)


def histogram(counts: Sequence[int], low: float, high: float) -> Histogram | None:
    """Counts of equal slices from `low` to `high` as bars; nothing if there is nothing to draw."""
    if not any(counts):
        return None
    peak, step = max(counts), (high - low) / len(counts)
    slices = tuple(
        Slice(
            begin=round(low + place * step, 6),
            end=round(low + (place + 1) * step, 6),
            count=count,
            x=place * SLOT,
            y=round(100 - (height := round(max(100 * count / peak, 2), 1) if count else 0.0), 1),
            height=height,
        )
        for place, count in enumerate(counts)
    )
    fullest = max(slices, key=lambda one: one.count)
    return Histogram(slices, len(counts) * SLOT, sum(counts), low, high, fullest)


def share_bars(rows: Iterable[tuple[str, int, str]]) -> list[ShareBar]:
    """Rows of label, count and address ("" for none) as bars, in the order given."""
    rows = list(rows)
    widest = max((count for _, count, _ in rows), default=0) or 1
    return [ShareBar(label, count, url, round(100 * count / widest, 1)) for label, count, url in rows]


def share_of_time(moment: datetime, begin: datetime, end: datetime) -> float:
    """How far a moment is on the way from `begin` to `end`, in percent."""
    whole = (end - begin).total_seconds()
    way = (moment - begin).total_seconds()
    return round(100 * min(max(way / whole, 0), 1), 2) if whole > 0 else 0.0


def steps_of(values: Sequence[tuple[datetime, int]], until: datetime) -> list[Step]:
    """Values from 0 to 100, each from its moment on, the earliest first; the last one holds `until`."""
    begin = values[0][0]
    return [Step(share_of_time(at, begin, until), 100.0 - value) for at, value in values]


def step_line(steps: Sequence[Step]) -> str:
    """The points of a line that goes straight on until a value changes, for an SVG polyline of 100 by 100."""
    points, before = [], steps[0].y
    for step in steps:
        points += [f"{step.x:g},{before:g}", f"{step.x:g},{step.y:g}"]
        before = step.y
    return " ".join([*points[1:], f"100,{before:g}"])
