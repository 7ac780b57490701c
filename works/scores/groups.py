"""With which works a work is compared: those of its field and year, or of all fields where these are too few.

A group keeps the 0th to the 100th percentile of one measure, so that one work is placed without reading the others.
"""

from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Json

from works.scores.fields import ARCHIVES, FIELD
from works.scores.measures import NOVELTY_RAW, OPENNESS, STEPS, percentile_sql

# With 30 works a percentile in the middle is sure to 9 points (one standard error: 50 / √n), with 100 to 5.
LEAST_WORKS = 30
MOST_YEARS_AROUND = 3
# Where fewer of a year's works are cited here, the record knows too little of citations to say that there are none.
LEAST_SHARE_CITED = 0.05

PARAMETERS: dict[str, Any] = {
    "archives": Json(ARCHIVES),
    "least": LEAST_WORKS,
    "around": MOST_YEARS_AROUND,
    "share": LEAST_SHARE_CITED,
    "fractions": [step / STEPS for step in range(STEPS + 1)],
}

# What is compared. Works that count nowhere are placed nowhere either. A title alone is not compared: of 6,000 works
# with an abstract, the novelty of the title had a rank correlation of 0.28 with that of the whole (docs/scores.md).
PLACEABLE = f"""
SELECT work.id AS work_id,
       NOT (work.withdrawn OR work.retracted OR work.self_reported) AS counts,
       work.year,
       {FIELD} AS field,
       work.abstract <> '' AS with_abstract,
       CASE WHEN work.abstract <> '' THEN score.distance END AS distance,
       CASE
           WHEN work.abstract <> '' AND score.distance IS NOT NULL AND NOT ground.is_known
           THEN score.phrases_reuse::float8
       END AS reuse,
       ground.is_known AS is_known_ground,
       work.cited_by_count IS NOT NULL AS is_counted,
       greatest(coalesce(work.cited_by_count, 0), work.citations_count)::float8 AS citations,
       {OPENNESS} AS openness
FROM works_work AS work
LEFT JOIN works_workscore AS score ON score.work_id = work.id
LEFT JOIN works_textspace AS space ON space.id = score.space_id
CROSS JOIN LATERAL (SELECT coalesce(work.published_on <= space.known_until, false) AS is_known) AS ground
"""

# Each work twice: in its field, and in all of them. A field is known by its name, all of them by none.
COVERAGE = """
SELECT scope.field, placeable.year, avg((placeable.citations > 0)::int) AS share_cited
FROM placeable
CROSS JOIN LATERAL (SELECT placeable.field UNION SELECT '') AS scope (field)
WHERE placeable.counts AND NOT placeable.is_counted
GROUP BY scope.field, placeable.year
HAVING count(*) >= %(least)s
"""

TEXT_MEASURES = """
SELECT measured.measure, scope.field, placeable.year, placeable.with_abstract, measured.value
FROM placeable
CROSS JOIN LATERAL (VALUES ('distance', placeable.distance), ('reuse', placeable.reuse)) AS measured (measure, value)
CROSS JOIN LATERAL (SELECT placeable.field UNION SELECT '') AS scope (field)
WHERE placeable.counts AND measured.value IS NOT NULL
"""

# What a source counts is many times what this record knows: of either kind works are compared with their like.
CITED_AS = "CASE WHEN placeable.is_counted THEN 'citations' ELSE 'cited_here' END"
CITATION_MEASURES = f"""
SELECT {CITED_AS}, scope.field, placeable.year, NULL::boolean, placeable.citations
FROM placeable
CROSS JOIN LATERAL (SELECT placeable.field UNION SELECT '') AS scope (field)
LEFT JOIN coverage ON coverage.field = scope.field AND coverage.year = placeable.year
WHERE placeable.counts AND (placeable.is_counted OR coverage.share_cited >= %(share)s)
"""

NOVELTY_MEASURE = """
SELECT 'novelty' AS measure, scope.field, compared.year, compared.with_abstract, compared.novelty_raw AS value
FROM compared
CROSS JOIN LATERAL (SELECT compared.field UNION SELECT '') AS scope (field)
WHERE compared.counts AND compared.novelty_raw IS NOT NULL
"""

# From `measured` and `coverage`. Where a field has too few works in a year, all fields of that year are asked, and only
# where these are too few, the years around: distances and citations change more from year to year than between fields.
# Not so of citations known here alone: the years around cannot tell whether a year that is not covered has any.
GROUPS = """
counted AS (
    SELECT measure, field, year, with_abstract, count(*) AS works
    FROM measured
    GROUP BY measure, field, year, with_abstract
),
of_fields AS (
    SELECT measure, field, year, with_abstract, 0 AS years_around
    FROM counted
    WHERE field <> '' AND works >= %(least)s
),
of_all AS (
    SELECT DISTINCT ON (counted.measure, counted.with_abstract, middle.year)
           counted.measure, '' AS field, middle.year::smallint AS year, counted.with_abstract, around AS years_around
    FROM counted
    CROSS JOIN generate_series(0, %(around)s) AS around
    CROSS JOIN LATERAL generate_series(counted.year - around, counted.year + around) AS middle (year)
    WHERE counted.field = '' AND (around = 0 OR counted.measure <> 'cited_here')
    GROUP BY counted.measure, counted.with_abstract, middle.year, around
    HAVING sum(counted.works) >= %(least)s
    ORDER BY counted.measure, counted.with_abstract, middle.year, around
),
wanted AS MATERIALIZED (
    SELECT formed.*, reached.year AS reached_year
    FROM (SELECT * FROM of_fields UNION ALL SELECT * FROM of_all) AS formed
    CROSS JOIN LATERAL generate_series(formed.year - formed.years_around, formed.year + formed.years_around)
        AS reached (year)
)
INSERT INTO works_scoregroup
    (measure, field, year, with_abstract, years_around, first_year, last_year, share_cited, works_count, quantiles)
SELECT wanted.measure, wanted.field, wanted.year, wanted.with_abstract, wanted.years_around,
       min(measured.year),
       max(measured.year),
       CASE WHEN wanted.measure = 'cited_here' THEN min(coverage.share_cited) END,
       count(*),
       percentile_disc(%(fractions)s::float8[]) WITHIN GROUP (ORDER BY measured.value)
FROM wanted
JOIN measured
  ON measured.measure = wanted.measure AND measured.field = wanted.field AND measured.year = wanted.reached_year
 AND measured.with_abstract IS NOT DISTINCT FROM wanted.with_abstract
LEFT JOIN coverage ON coverage.field = wanted.field AND coverage.year = wanted.year
GROUP BY wanted.measure, wanted.field, wanted.year, wanted.with_abstract, wanted.years_around
"""


def group_of(name: str, with_abstract: str, columns: str, *, measure: str = "") -> str:
    """Columns of the group of a row of `placeable`: of its field, else of all. Relies on score_group_unique.

    The measure is an expression; without one it is that of the name.
    """
    return f"""LEFT JOIN LATERAL (
    SELECT {columns}
    FROM works_scoregroup AS scoregroup
    WHERE scoregroup.measure = {measure or f"'{name}'"} AND scoregroup.year = placeable.year
      AND scoregroup.field IN (placeable.field, '')
      AND scoregroup.with_abstract IS NOT DISTINCT FROM {with_abstract}
    ORDER BY scoregroup.field DESC
    LIMIT 1
) AS {name}_group ON true"""


# From `placeable`: the percentiles that novelty is made of, and that of citations. Where those around have new phrases
# and nobody has looked for those of a work yet, it waits; what is known ground can have none and waits for nothing.
COMPARED = f"""
SELECT placed.*,
       CASE
           WHEN reuse_percentile IS NOT NULL OR reuse_works IS NULL OR is_known_ground THEN {NOVELTY_RAW}
       END AS novelty_raw
FROM (
    SELECT placeable.*,
           distance_group.works_count AS novelty_works,
           reuse_group.works_count AS reuse_works,
           citations_group.works_count AS citations_works,
           {percentile_sql("placeable.distance", "distance_group.quantiles")} AS distance_percentile,
           {percentile_sql("placeable.reuse", "reuse_group.quantiles")} AS reuse_percentile,
           {percentile_sql("placeable.citations", "citations_group.quantiles")} AS citation_percentile
    FROM placeable
    {group_of("distance", "placeable.with_abstract", "quantiles, works_count")}
    {group_of("reuse", "placeable.with_abstract", "quantiles, works_count")}
    {group_of("citations", "NULL", "quantiles, works_count", measure=CITED_AS)}
    WHERE placeable.counts
    UNION ALL
    SELECT placeable.*, NULL, NULL, NULL, NULL, NULL, NULL FROM placeable WHERE NOT placeable.counts
) AS placed
"""


TEMPORARY = ("placeable", "coverage", "compared")


def regroup(cursor: CursorWrapper) -> None:
    """Form all groups anew from the whole record; leaves temporary tables behind, see TEMPORARY."""
    for statement in (
        f"CREATE TEMPORARY TABLE placeable AS {PLACEABLE}",
        f"CREATE TEMPORARY TABLE coverage AS {COVERAGE}",
        "ANALYZE placeable",
        "DELETE FROM works_scoregroup",
        f"WITH measured AS MATERIALIZED ({TEXT_MEASURES} UNION ALL {CITATION_MEASURES}), {GROUPS}",
        f"CREATE TEMPORARY TABLE compared AS {COMPARED}",
        f"WITH measured AS MATERIALIZED ({NOVELTY_MEASURE}), {GROUPS}",
    ):
        cursor.execute(statement, PARAMETERS)
