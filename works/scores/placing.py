"""Where works stand among those of their field and year: novelty, citations, and the AI score made of these.

All works are placed after their groups were formed anew, a few by the groups as they are; both by the same statement.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from works.scores.groups import COMPARED, PARAMETERS, PLACEABLE, TEMPORARY, group_of, regroup
from works.scores.measures import AI_SCORE, DECIMALS, percentile_sql

# From `compared`. Figures are kept rounded, and the AI score is made of rounded ones, as everybody sees them. What
# stays as it was is not written; nobody waits for the rows of others but in the order of ids.
PLACE = f"""
novel AS (
    SELECT placeable.*,
           round(({percentile_sql("placeable.novelty_raw", "novelty_group.quantiles")})::numeric, {DECIMALS})::float8
               AS novelty,
           round(placeable.citation_percentile::numeric, {DECIMALS})::float8 AS cited
    FROM compared AS placeable
    {group_of("novelty", "placeable.with_abstract", "quantiles")}
),
scored AS (
    SELECT figures.*, round(({AI_SCORE})::numeric, {DECIMALS})::float8 AS ai_score
    FROM (
        SELECT work_id, field, novelty, cited AS citation_percentile,
               CASE WHEN counts THEN openness END AS openness,
               CASE
                   WHEN novelty IS NOT NULL THEN novelty_works
                   WHEN cited IS NOT NULL THEN citations_works
               END AS compared_with
        FROM novel
    ) AS figures
),
taken AS MATERIALIZED (
    SELECT scored.*
    FROM works_workscore AS score
    JOIN scored ON scored.work_id = score.work_id
    WHERE (score.field, score.compared_with, score.novelty, score.citation_percentile, score.openness, score.ai_score)
          IS DISTINCT FROM
          (scored.field, scored.compared_with, scored.novelty, scored.citation_percentile, scored.openness,
           scored.ai_score)
    ORDER BY score.work_id
    FOR NO KEY UPDATE OF score
)
UPDATE works_workscore AS score
SET field = taken.field,
    compared_with = taken.compared_with,
    novelty = taken.novelty,
    citation_percentile = taken.citation_percentile,
    openness = taken.openness,
    ai_score = taken.ai_score
FROM taken
WHERE score.work_id = taken.work_id
RETURNING score.work_id
"""

PLACE_ALL = f"WITH {PLACE}"

PLACE_SOME = f"""
WITH placeable AS MATERIALIZED ({PLACEABLE} WHERE work.id = ANY(%(works)s)),
compared AS MATERIALIZED ({COMPARED}),
{PLACE}
"""


def place_all(cursor: CursorWrapper) -> list[int]:
    """Form the groups anew and place every work in them; the works whose figures changed."""
    with transaction.atomic():
        regroup(cursor)
        cursor.execute(PLACE_ALL, PARAMETERS)
        works = changed(cursor)
        cursor.execute(f"DROP TABLE {', '.join(TEMPORARY)}")
    return works


def place(cursor: CursorWrapper, works: Iterable[int]) -> list[int]:
    """Place these works in the groups as they stand; those of them whose figures changed."""
    cursor.execute(PLACE_SOME, {**PARAMETERS, "works": list(works)})
    return changed(cursor)


def changed(cursor: CursorWrapper) -> list[int]:
    return [work for (work,) in cursor.fetchall()]
