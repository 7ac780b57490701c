"""What scores of works are made of: percentiles by stored quantiles, openness, and the weighted mean of what is known.

Each formula stands twice, as SQL for the whole table and as Python for whoever recomputes one figure from the JSON of a
page; tests/works/scores/test_measures.py holds them together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

FORMULA = 2  # version of everything in this module and in fields.py, groups.py and placing.py
STEPS = 100  # of the quantiles
DECIMALS = 1  # of every figure that is stored

ROUNDING = "every figure is rounded to one decimal from its 15 significant digits, halves up"

# Of the AI score. What is not known leaves its weight to the rest; without the first two there is no score.
WEIGHTS: Mapping[str, float] = MappingProxyType({"citations": 0.50, "novelty": 0.35, "openness": 0.15})
# Of openness, 100 together.
OPENNESS_POINTS: Mapping[str, float] = MappingProxyType({"open_access": 40, "code": 40, "data": 20})

# Of works_work AS work. Unknown where no source says whether it is open and none links code or data.
OPENNESS = f"""CASE
    WHEN work.open_access IS NULL AND NOT work.has_code AND NOT EXISTS (
        SELECT FROM works_codelink AS link WHERE link.work_id = work.id AND link.kind = 'dataset'
    ) THEN NULL
    ELSE {OPENNESS_POINTS["open_access"]} * coalesce(work.open_access, false)::int
         + {OPENNESS_POINTS["code"]} * work.has_code::int
         + {OPENNESS_POINTS["data"]} * (EXISTS (
             SELECT FROM works_codelink AS link WHERE link.work_id = work.id AND link.kind = 'dataset'
         ))::int
END"""


def rounded(value: float, decimals: int = DECIMALS) -> float:
    """As round(value::numeric, decimals): of 15 significant digits, halves up; round() takes the binary value."""
    digits = Decimal(f"{value:.15g}")
    return float(digits.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def openness(*, open_access: bool | None, code: bool, data: bool) -> float | None:
    """From 0 to 100; None where no source says anything of it."""
    if open_access is None and not code and not data:
        return None
    has = {"open_access": bool(open_access), "code": code, "data": data}
    return float(sum(points for name, points in OPENNESS_POINTS.items() if has[name]))


def percentile(value: float, quantiles: Sequence[float]) -> float:
    """How many of a hundred are below, ties counted half (midrank), from 0 to 100.

    The quantiles are the 0th to the 100th of the group; between two of them it is interpolated.
    """
    if value < quantiles[0]:
        return 0.0
    if value > quantiles[-1]:
        return float(STEPS)
    first, last = bisect_left(quantiles, value), bisect_right(quantiles, value) - 1
    if first <= last:
        return (first + last) / 2
    return last + (value - quantiles[last]) / (quantiles[last + 1] - quantiles[last])


def percentile_sql(value: str, quantiles: str) -> str:
    """The same as an expression. Arrays of PostgreSQL count from 1; NULL where there is no group."""
    last = f"width_bucket({value}, {quantiles})"
    return f"""CASE
        WHEN {value} < {quantiles}[1] THEN 0
        WHEN {value} > {quantiles}[{STEPS + 1}] THEN {STEPS}
        ELSE coalesce(
            (array_position({quantiles}, {value}) + {last}) / 2.0::float8 - 1,
            {last} - 1 + ({value} - {quantiles}[{last}]) / ({quantiles}[{last} + 1] - {quantiles}[{last}])
        )
    END"""


def novelty_raw(distance: float, reuse: float | None) -> float:
    """Novelty before it is a percentile itself: the mean of the two percentiles, as far as they are known."""
    return distance if reuse is None else (distance + reuse) / 2


NOVELTY_RAW = "(distance_percentile + coalesce(reuse_percentile, distance_percentile)) / 2"


def ai_score(*, citations: float | None, novelty: float | None, openness: float | None) -> float | None:
    """The weighted mean of what is known, from 0 to 100; None where neither citations nor novelty are."""
    parts = {"citations": citations, "novelty": novelty, "openness": openness}
    known = {name: value for name, value in parts.items() if value is not None}
    if not known.keys() & {"citations", "novelty"}:
        return None
    return sum(WEIGHTS[name] * value for name, value in known.items()) / sum(map(WEIGHTS.__getitem__, known))


# Of columns citation_percentile, novelty, openness.
AI_SCORE = f"""CASE
    WHEN citation_percentile IS NULL AND novelty IS NULL THEN NULL
    ELSE (
        {WEIGHTS["citations"]} * coalesce(citation_percentile, 0)
        + {WEIGHTS["novelty"]} * coalesce(novelty, 0)
        + {WEIGHTS["openness"]} * coalesce(openness, 0)
    ) / (
        {WEIGHTS["citations"]} * (citation_percentile IS NOT NULL)::int
        + {WEIGHTS["novelty"]} * (novelty IS NOT NULL)::int
        + {WEIGHTS["openness"]} * (openness IS NOT NULL)::int
    )
END"""
