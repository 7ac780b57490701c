"""Who somebody works with, closest first."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Collaborator:
    researcher_id: int
    slug: str
    name: str
    shared_works: int
    last_year: int
    closeness: float


# A work of n authors ties each pair of them by 1 / (n - 1), halved every ten years (Newman 2001,
# "Scientific collaboration networks II", for the weight; the fading is ours).
# Who is not public is nobody's collaborator; there are few, which researcher_not_public lists.
# Relies on attribution(researcher_id, status) and on the unique index of authorship(work_id, position).
# In float8: a thousand numeric powers take longer than all the rest.
COLLABORATORS = """
WITH own_work AS (
    SELECT DISTINCT
           work.id,
           work.year,
           1.0::float8 / greatest(work.authors_count - 1, 1)
           * power(2::float8, least(work.year - extract(year FROM CURRENT_DATE)::int, 0) / 10::float8) AS weight
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.retracted AND NOT work.withdrawn AND NOT work.self_reported
    WHERE attribution.researcher_id = %(researcher_id)s AND attribution.status IN ('accepted', 'disputed')
),
tie AS (
    SELECT DISTINCT other.researcher_id, own_work.id, own_work.year, own_work.weight
    FROM own_work
    JOIN works_authorship AS authorship ON authorship.work_id = own_work.id
    JOIN researchers_attribution AS other
      ON other.authorship_id = authorship.id AND other.status IN ('accepted', 'disputed')
    WHERE other.researcher_id <> %(researcher_id)s
      AND other.researcher_id NOT IN (SELECT id FROM researchers_researcher WHERE visibility <> '')
),
closest AS (
    SELECT tie.researcher_id,
           count(*) AS shared_works,
           max(tie.year) AS last_year,
           sum(tie.weight) AS closeness
    FROM tie
    GROUP BY tie.researcher_id
    ORDER BY closeness DESC, shared_works DESC, tie.researcher_id
    LIMIT %(limit)s
)
SELECT closest.researcher_id,
       researcher.slug,
       researcher.preferred_name,
       closest.shared_works,
       closest.last_year,
       closest.closeness
FROM closest
JOIN researchers_researcher AS researcher ON researcher.id = closest.researcher_id
ORDER BY closest.closeness DESC, closest.shared_works DESC, researcher.preferred_name
"""


def collaborators_of(researcher_id: int, *, limit: int = 50) -> list[Collaborator]:
    """People who share a work with this researcher, closest first."""
    with connection.cursor() as cursor:
        cursor.execute(COLLABORATORS, {"researcher_id": researcher_id, "limit": limit})
        return [Collaborator(*row) for row in cursor.fetchall()]
