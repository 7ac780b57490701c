"""Small plots as numbers, for templates to draw as SVG."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SLOT = 10


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year's bar, in the units of the plot: a slot of 10 a year, 100 high."""

    year: int
    count: int
    x: int
    y: float
    height: float


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


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One of several things to compare; the widest bar is 100."""

    label: str
    count: int
    url: str
    width: float


def year_plot(counts: Mapping[int, int]) -> YearPlot | None:
    """Counts by year as bars; nothing if there is nothing to draw."""
    counts = {year: count for year, count in counts.items() if count}
    if not counts:
        return None
    first, last = min(counts), max(counts)
    peak_year = max(counts, key=lambda year: (counts[year], year))
    peak = counts[peak_year]
    bars = tuple(_year_bar(year, counts[year], (year - first) * SLOT, peak) for year in sorted(counts))
    width = (last - first + 1) * SLOT
    return YearPlot(bars, width, sum(counts.values()), first, last, peak, peak_year)


def _year_bar(year: int, count: int, x: int, peak: int) -> YearBar:
    height = round(max(100 * count / peak, 2), 1)
    return YearBar(year, count, x, round(100 - height, 1), height)


def share_bars(rows: Iterable[tuple[str, int, str]]) -> list[ShareBar]:
    """Rows of label, count and address ("" for none) as bars, in the order given."""
    rows = list(rows)
    widest = max((count for _, count, _ in rows), default=0) or 1
    return [ShareBar(label, count, url, round(100 * count / widest, 1)) for label, count, url in rows]
