"""How scores are spread over the record, and everything else that the page about scores says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from common.plots import Histogram, histogram
from pages.record import remembered
from researchers.scores import ACTIVITY_HALF, HALF_LIFE, LEAST_WORKS, activity_of, weight_of
from works.ranking import RULES
from works.scores.corpus import SCORED
from works.scores.groups import LEAST_SHARE_CITED, MOST_YEARS_AROUND
from works.scores.groups import LEAST_WORKS as LEAST_IN_GROUP
from works.scores.measured import MEASURED, RECORD
from works.scores.measures import OPENNESS_POINTS, WEIGHTS
from works.scores.reasons import PARTS

SLICES = 20
OPENNESS_WORDS = {"open_access": "open access", "code": "linked code", "data": "linked data"}
EXAMPLES = (
    ("One work of this year", (0,)),
    ("One work a year for ten years", tuple(range(10))),
    ("Four works a year for ten years", tuple(range(10)) * 4),
    ("Eight works, all nine years ago", (9,) * 8),
)

# Reads the index work_score_order alone of the wide rows of scores, wherever vacuum came by.
WORKS_SPREAD = f"""
SELECT width_bucket(score.novelty, 0, 100.001, %(slices)s) AS novelty,
       width_bucket(score.citation_percentile, 0, 100.001, %(slices)s) AS citations,
       width_bucket(score.ai_score, 0, 100.001, %(slices)s) AS ai_score,
       count(*)
FROM works_work AS work
LEFT JOIN works_workscore AS score ON score.work_id = work.id
WHERE {SCORED}
GROUP BY 1, 2, 3
"""

# From what groups keep, since the distances themselves stand in wide rows. Each step is a hundredth of the works.
DISTANCES = """
SELECT width_bucket(step.value, 0, 1.001, %(slices)s), round(sum(scoregroup.works_count) / 100.0)::int
FROM works_scoregroup AS scoregroup
CROSS JOIN LATERAL unnest(scoregroup.quantiles) WITH ORDINALITY AS step (value, place)
WHERE scoregroup.measure = 'distance' AND scoregroup.field = '' AND scoregroup.years_around = 0 AND step.place > 1
GROUP BY 1
"""

PEOPLE_SPREAD = """
SELECT width_bucket(ai_score, 0, 100.001, %(slices)s), count(*)
FROM researchers_researcher
WHERE merged_into_id IS NULL AND visibility = ''
GROUP BY 1
"""


@dataclass(frozen=True)
class Spread:
    """How many works and researchers have which figures, as plots; None where nobody has any."""

    distances: Histogram | None
    works: Histogram | None
    people: Histogram | None
    with_novelty: int
    with_citations: int
    with_ai_score: int
    all_works: int
    people_with: int
    all_people: int

    @property
    def is_empty(self) -> bool:
        return not self.with_ai_score


def spread() -> Spread:
    return remembered("pages.spread.1", look)


def look() -> Spread:
    with connection.cursor() as cursor:
        works = rows_of(cursor, WORKS_SPREAD)
        distances = rows_of(cursor, DISTANCES)
        people = rows_of(cursor, PEOPLE_SPREAD)
    return Spread(
        distances=histogram(counts(distances), 0, 1),
        works=histogram(counts([(row[2], row[3]) for row in works]), 0, 100),
        people=histogram(counts(people), 0, 100),
        with_novelty=known(works, 0),
        with_citations=known(works, 1),
        with_ai_score=known(works, 2),
        all_works=sum(row[3] for row in works),
        people_with=sum(count for slice_, count in people if slice_),
        all_people=sum(count for _, count in people),
    )


def rows_of(cursor: Any, statement: str) -> list[tuple]:
    cursor.execute(statement, {"slices": SLICES})
    return list(cursor.fetchall())


def known(rows: Sequence[tuple], column: int) -> int:
    return sum(row[-1] for row in rows if row[column] is not None)


def counts(rows: Sequence[tuple[int | None, int]]) -> list[int]:
    """How many are in each slice; who has no figure is in none, what is beyond the last in the last."""
    found = [0] * SLICES
    for number, count in rows:
        if number is not None:
            found[min(number, SLICES) - 1] += count
    return found


def about_context() -> dict[str, Any]:
    return {
        "spread": spread(),
        "weights": [(PARTS[name], 100 * weight) for name, weight in WEIGHTS.items()],
        "openness": [(OPENNESS_WORDS[name], points) for name, points in OPENNESS_POINTS.items()],
        "least_in_group": LEAST_IN_GROUP,
        "years_around": MOST_YEARS_AROUND,
        "share_cited": 100 * LEAST_SHARE_CITED,
        "half_life": HALF_LIFE,
        "activity_half": ACTIVITY_HALF,
        "least_works": LEAST_WORKS,
        "examples": [(words, 100 * activity_of(weights(ages))) for words, ages in EXAMPLES],
        "rank": RULES,
        "measured": MEASURED,
        "record": RECORD,
    }


def weights(ages: Sequence[int]) -> float:
    return sum(weight_of(-age, 0) for age in ages)
