"""How many works each venue and each institution has, kept with them: lists of all of them count nothing."""

from django.db import connection, transaction

# Relies on work_of_venue and on the index of affiliation(authorship_id, institution_id).
COUNT_VENUE_WORKS = """
WITH counted AS (
    SELECT work.venue_id, count(*) AS works
    FROM works_work AS work
    WHERE work.venue_id IS NOT NULL AND NOT work.withdrawn AND NOT work.self_reported
    GROUP BY work.venue_id
)
UPDATE works_venue AS venue
SET works_count = coalesce(counted.works, 0)
FROM works_venue AS known
LEFT JOIN counted ON counted.venue_id = known.id
WHERE venue.id = known.id AND venue.works_count <> coalesce(counted.works, 0)
"""

COUNT_INSTITUTION_WORKS = """
WITH counted AS (
    SELECT affiliation.institution_id, count(DISTINCT work.id) AS works
    FROM works_affiliation AS affiliation
    JOIN works_authorship AS authorship ON authorship.id = affiliation.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.self_reported
    GROUP BY affiliation.institution_id
)
UPDATE works_institution AS institution
SET works_count = coalesce(counted.works, 0)
FROM works_institution AS known
LEFT JOIN counted ON counted.institution_id = known.id
WHERE institution.id = known.id AND institution.works_count <> coalesce(counted.works, 0)
"""


def count_works_of_places() -> int:
    """Bring them all up to date; how many were not."""
    mended = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (COUNT_VENUE_WORKS, COUNT_INSTITUTION_WORKS):
            cursor.execute(statement)
            mended += cursor.rowcount
    return mended
