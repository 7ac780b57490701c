"""The counters that a researcher's row stores for the first paint, counted anew from the facts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from researchers.scores import SCORE_STEPS, parameters

BATCH = 25_000  # whole tables are read for a batch; with 5,000 counting everybody takes twice as long
MOST_CITATIONS = 2_147_483_647  # what the column holds; sources may claim two thousand million for each work

# Rows that another worker holds are its business. Relies on the partial index researcher_counters_stale.
TAKE_STALE = """
SELECT id
FROM researchers_researcher
WHERE counters_stale_at IS NOT NULL
ORDER BY id
LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""

# Works that are withdrawn, retracted, or stated by a user's upload alone are not counted; a disputed
# attribution is, until it is decided. Co-authors are counted once for all who have the same works: one work of
# ten thousand authors would else be a hundred million pairs (55 seconds). Who is not public is not counted for others.
REFRESH = f"""
WITH own_work AS MATERIALIZED (
    SELECT attribution.researcher_id, work.id AS work_id, authorship.id AS authorship_id, authorship.name,
           authorship.affiliations, work.year, work.published_on, work.venue_id, work.categories,
           greatest(coalesce(work.cited_by_count, 0), work.citations_count) AS citations,
           coalesce(work.cited_by_count >= work.citations_count, false) AS is_counted_elsewhere
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = ANY(%(researchers)s)
      AND attribution.status IN ('accepted', 'disputed')
),
each_work AS (
    SELECT DISTINCT researcher_id, work_id, year, citations, is_counted_elsewhere FROM own_work
),
totals AS (
    SELECT researcher_id, count(*) AS works, least(sum(citations), %(most)s) AS citations,
           min(year) AS first_year, max(year) AS last_year
    FROM each_work
    GROUP BY researcher_id
),
cited AS (
    SELECT researcher_id, citations,
           row_number() OVER (PARTITION BY researcher_id ORDER BY citations DESC) AS place
    FROM each_work
),
h_indexes AS (
    SELECT researcher_id, count(*) AS h_index FROM cited WHERE citations >= place GROUP BY researcher_id
),
collected AS (
    SELECT researcher_id, array_agg(DISTINCT work_id) AS works FROM own_work GROUP BY researcher_id
),
alike AS (
    SELECT researcher_id, min(researcher_id) OVER (PARTITION BY works) AS example FROM collected
),
example_work AS MATERIALIZED (
    SELECT researcher_id, work_id FROM each_work WHERE researcher_id IN (SELECT alike.example FROM alike)
),
circle AS (
    SELECT example.researcher_id, count(DISTINCT other.researcher_id) AS people
    FROM example_work AS example
    JOIN works_authorship AS authorship ON authorship.work_id = example.work_id
    JOIN researchers_attribution AS other
      ON other.authorship_id = authorship.id AND other.status IN ('accepted', 'disputed')
    WHERE other.researcher_id NOT IN (SELECT id FROM researchers_researcher WHERE visibility <> '')
    GROUP BY example.researcher_id
),
coauthors AS (
    SELECT alike.researcher_id, circle.people - (person.visibility = '')::int AS coauthors
    FROM alike
    JOIN circle ON circle.researcher_id = alike.example
    JOIN researchers_researcher AS person ON person.id = alike.researcher_id
),
topics AS (
    SELECT own_work.researcher_id, count(DISTINCT about.topic_id) AS topics
    FROM own_work
    JOIN works_worktopic AS about ON about.work_id = own_work.work_id
    GROUP BY own_work.researcher_id
),
fields AS (
    SELECT researcher_id, mode() WITHIN GROUP (ORDER BY categories[1]) AS category
    FROM own_work
    WHERE categories[1] IS NOT NULL
    GROUP BY researcher_id
),
venues AS (
    SELECT DISTINCT ON (own_work.researcher_id) own_work.researcher_id, venue.name
    FROM own_work
    JOIN works_venue AS venue ON venue.id = own_work.venue_id
    ORDER BY own_work.researcher_id, own_work.published_on DESC, own_work.work_id
),
affiliations AS (
    SELECT DISTINCT ON (own_work.researcher_id)
           own_work.researcher_id, own_work.year, institution.id AS institution_id,
           left(coalesce(institution.name, own_work.affiliations[1]), 500) AS name,
           coalesce(affiliation.basis, 'printed') AS basis
    FROM own_work
    LEFT JOIN works_affiliation AS affiliation ON affiliation.authorship_id = own_work.authorship_id
    LEFT JOIN works_institution AS institution ON institution.id = affiliation.institution_id
    WHERE institution.id IS NOT NULL OR own_work.affiliations[1] IS NOT NULL
    ORDER BY own_work.researcher_id, own_work.published_on DESC, own_work.work_id, affiliation.basis = 'printed',
             affiliation.confidence DESC, institution.name
),
employments AS (
    SELECT DISTINCT ON (known_as.researcher_id)
           known_as.researcher_id, left(job ->> 'end', 4)::smallint AS year, institution.id AS institution_id,
           left(job ->> 'organization', 500) AS name
    FROM researchers_externalid AS known_as
    JOIN works_personstatement AS statement ON statement.orcid = known_as.value
    CROSS JOIN LATERAL jsonb_array_elements(statement.payload -> 'employments') AS job
    LEFT JOIN works_institution AS institution ON institution.ror = job ->> 'ror'
    WHERE known_as.scheme = 'orcid' AND known_as.researcher_id = ANY(%(researchers)s)
    ORDER BY known_as.researcher_id, job ->> 'end' DESC NULLS FIRST, job ->> 'start' DESC NULLS LAST,
             job ->> 'organization'
),
placed AS (
    SELECT researcher_id, name, year, basis, institution_id FROM affiliations
    UNION ALL
    SELECT researcher_id, name, year, 'orcid', institution_id FROM employments
    WHERE researcher_id NOT IN (SELECT researcher_id FROM affiliations)
),
{SCORE_STEPS}
UPDATE researchers_researcher AS researcher
SET works_count = coalesce(totals.works, 0),
    citations_count = coalesce(totals.citations, 0),
    first_year = totals.first_year,
    last_year = totals.last_year,
    h_index = coalesce(h_indexes.h_index, 0),
    novelty = scores.novelty,
    ai_score = scores.ai_score,
    score_parts = coalesce(scores.parts, '{{}}'),
    coauthors_count = coalesce(coauthors.coauthors, 0),
    topics_count = coalesce(topics.topics, 0),
    category = coalesce(fields.category, ''),
    latest_venue = coalesce(venues.name, ''),
    affiliation = coalesce(placed.name, ''),
    affiliation_year = placed.year,
    affiliation_basis = coalesce(placed.basis, ''),
    institution_id = placed.institution_id,
    counters_stale_at = NULL,
    version = version + 1
FROM unnest(%(researchers)s::bigint[]) AS taken (id)
LEFT JOIN totals ON totals.researcher_id = taken.id
LEFT JOIN h_indexes ON h_indexes.researcher_id = taken.id
LEFT JOIN coauthors ON coauthors.researcher_id = taken.id
LEFT JOIN topics ON topics.researcher_id = taken.id
LEFT JOIN fields ON fields.researcher_id = taken.id
LEFT JOIN venues ON venues.researcher_id = taken.id
LEFT JOIN placed ON placed.researcher_id = taken.id
LEFT JOIN scores ON scores.researcher_id = taken.id
WHERE researcher.id = taken.id
"""

COUNT_NAME_VARIANTS = """
WITH printed AS MATERIALIZED (
    SELECT attribution.researcher_id, authorship.name, count(DISTINCT authorship.work_id) AS works
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    WHERE attribution.researcher_id = ANY(%(researchers)s)
      AND attribution.status IN ('accepted', 'disputed')
    GROUP BY attribution.researcher_id, authorship.name
)
UPDATE researchers_namevariant AS variant
SET works_count = coalesce(printed.works, 0)
FROM researchers_namevariant AS known
LEFT JOIN printed ON printed.researcher_id = known.researcher_id AND printed.name = known.name
WHERE variant.id = known.id
  AND known.researcher_id = ANY(%(researchers)s)
  AND known.works_count <> coalesce(printed.works, 0)
"""

STALE = "SELECT count(*) FROM researchers_researcher WHERE counters_stale_at IS NOT NULL"


def refresh_batch(limit: int = BATCH) -> int:
    """Count anew for up to `limit` stale researchers; how many they were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_STALE, {"limit": limit})
        researchers = [row[0] for row in cursor.fetchall()]
        if researchers:
            cursor.execute(REFRESH, {"researchers": researchers, "most": MOST_CITATIONS, **parameters()})
            cursor.execute(COUNT_NAME_VARIANTS, {"researchers": researchers})
    return len(researchers)


def refresh_stale() -> Iterator[int]:
    """Batch after batch until none is left that nobody else works on; the size of each."""
    while refreshed := refresh_batch():
        yield refreshed


def refresh_all_stale() -> int:
    """Count anew for everybody who is stale; for more than a batch over two connections, each with its core."""
    if count_stale() <= BATCH:
        return sum(refresh_stale())
    with ThreadPoolExecutor(1) as second:
        by_second = second.submit(refresh_over_own_connection)
        return sum(refresh_stale()) + by_second.result()


def refresh_over_own_connection() -> int:
    """For a thread of its own: what it opens it closes."""
    try:
        return sum(refresh_stale())
    finally:
        connection.close()


def count_stale() -> int:
    with connection.cursor() as cursor:
        cursor.execute(STALE)
        return cursor.fetchone()[0]
