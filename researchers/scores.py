"""How a researcher's listed work stands: the mean novelty of the works, and the AI score, which lets old work fade.

    weight of a work = 2 ^ (- its age in years / 3)
    merit            = mean of the AI scores of the works, by these weights
    activity         = W / (W + 1.5), where W is the sum of the weights of all listed works
    AI score         = merit · activity

It is a formula of ours. Its two numbers were chosen by one known example, a page of another site that shows 33 for
eight works of 2016 to 2022 with 3,828 citations and a novelty of 54: here these make about 32 in 2026, if a citation
percentile of 85 and an openness of 60 are assumed. One work of today shows an activity of 40 in a hundred, four a year
for many years 93.

Counted as steps of researchers/counters.py, from its `each_work`, and in Python for whoever recomputes one figure.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from works.scores.measures import rounded

FORMULA = 1  # version of what stands here
HALF_LIFE = 3.0  # years after which a work weighs half as much
ACTIVITY_HALF = 1.5  # weights that make an activity of one half
LEAST_WORKS = 3  # with an AI score of their own; a mean of fewer says little
DECIMALS = 1


def weight_of(year: int, now: int) -> float:
    """How much a work of this year weighs: 1 for what is of this year, or is to come."""
    return float(2 ** (-max(now - year, 0) / HALF_LIFE))


def activity_of(weights: float) -> float:
    """The share of merit that counts, from 0 to 1."""
    return weights / (weights + ACTIVITY_HALF)


def ai_score_of(works: Iterable[tuple[int, float | None]], now: int) -> float | None:
    """From the year and the AI score of each listed work; None where too few works have one."""
    listed = [(weight_of(year, now), score) for year, score in works]
    scored = [(weight, score) for weight, score in listed if score is not None]
    if len(scored) < LEAST_WORKS:
        return None
    merit = sum(weight * score for weight, score in scored) / sum(weight for weight, _ in scored)
    return rounded(merit * activity_of(sum(weight for weight, _ in listed)), DECIMALS)


def faded_mean(value: str) -> str:
    """SQL: the mean of a column of `faded` by weight, over the works that have it."""
    return f"""sum(weight * {value}) / sum(weight) FILTER (WHERE {value} IS NOT NULL)"""


# From each_work (researcher_id, work_id, year, is_counted_elsewhere). Relies on work_score_order, which has all that is
# read of the wide rows of scores, and on the index of source_record(work_id).
SCORE_STEPS = f"""
faded AS (
    SELECT each_work.researcher_id, score.novelty, score.citation_percentile, score.openness, score.ai_score,
           power(2, - greatest(%(now)s - each_work.year, 0) / {HALF_LIFE}) AS weight
    FROM each_work
    LEFT JOIN works_workscore AS score ON score.work_id = each_work.work_id
),
standings AS (
    SELECT researcher_id,
           count(novelty) AS novelty_works,
           avg(novelty) AS novelty,
           count(ai_score) AS scored_works,
           sum(weight) AS weights,
           {faded_mean("ai_score")} AS merit,
           {faded_mean("citation_percentile")} AS recent_citations,
           {faded_mean("novelty")} AS recent_novelty,
           {faded_mean("openness")} AS recent_openness
    FROM faded
    GROUP BY researcher_id
),
counted_by AS (
    SELECT each_work.researcher_id, jsonb_agg(DISTINCT record.source ORDER BY record.source) AS sources
    FROM each_work
    JOIN works_work AS work ON work.id = each_work.work_id
    JOIN works_sourcerecord AS record
      ON record.work_id = work.id AND record.withdrawn_at IS NULL
     AND (record.payload ->> 'cited_by_count')::bigint = work.cited_by_count
    WHERE each_work.is_counted_elsewhere
    GROUP BY each_work.researcher_id
),
scores AS (
    SELECT standings.researcher_id,
           round(standings.novelty::numeric, {DECIMALS})::float8 AS novelty,
           CASE WHEN standings.scored_works >= {LEAST_WORKS}
                THEN round(
                    (standings.merit * standings.weights / (standings.weights + {ACTIVITY_HALF}))::numeric,
                    {DECIMALS}
                )::float8
           END AS ai_score,
           jsonb_build_object(
               'formula', {FORMULA},
               'year_of_computation', %(now)s::int,
               'computed_on', current_date,
               'novelty_works', standings.novelty_works,
               'scored_works', standings.scored_works,
               'weights', round(standings.weights::numeric, 4),
               'activity', round((standings.weights / (standings.weights + {ACTIVITY_HALF}))::numeric, 4),
               'merit', round(standings.merit::numeric, 2),
               'citations', round(standings.recent_citations::numeric, 1),
               'novelty', round(standings.recent_novelty::numeric, 1),
               'openness', round(standings.recent_openness::numeric, 1),
               'counted_by', coalesce(counted_by.sources, '[]')
           ) AS parts
    FROM standings
    LEFT JOIN counted_by ON counted_by.researcher_id = standings.researcher_id
)"""

# Once a year everybody's work is a year older, and with a release the formula may be another. The scan takes a third
# of a second for a hundred thousand people.
MARK_AGED = """
WITH taken AS MATERIALIZED (
    SELECT id
    FROM researchers_researcher
    WHERE counters_stale_at IS NULL
      AND ((score_parts ->> 'year_of_computation')::int < %(now)s OR (score_parts ->> 'formula')::int <> %(formula)s)
    ORDER BY id
    FOR NO KEY UPDATE
)
UPDATE researchers_researcher AS researcher
SET counters_stale_at = now(), version = version + 1
FROM taken
WHERE researcher.id = taken.id
"""


def mark_aged(cursor: CursorWrapper, today: date | None = None) -> int:
    """Say of everybody scored in an earlier year, or by another formula, that their figures lag behind; how many."""
    cursor.execute(MARK_AGED, {**parameters(today), "formula": FORMULA})
    return cursor.rowcount


def parameters(today: date | None = None) -> dict[str, Any]:
    """What the steps ask for."""
    return {"now": (today or timezone.now().date()).year}
