"""What a researcher's works can be filtered by, with how many there are of each."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connection

from works.identifiers import source_name
from works.models import Work

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Facets:
    """Values with their labels, as a form offers them."""

    total: int
    types: tuple[Option, ...] = ()
    sources: tuple[Option, ...] = ()
    topics: tuple[Option, ...] = ()


# Relies on attribution(researcher_id, status) and on the work's primary key in every other table.
FACETS = """
WITH own AS (
    SELECT DISTINCT work.id, work.type
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work ON work.id = authorship.work_id AND NOT work.withdrawn
    WHERE attribution.researcher_id = %(researcher_id)s AND attribution.status IN ('accepted', 'disputed')
),
topic_count AS (
    SELECT about.topic_id, count(*) AS works
    FROM own
    JOIN works_worktopic AS about ON about.work_id = own.id
    GROUP BY about.topic_id
    ORDER BY works DESC, about.topic_id
    LIMIT 20
)
SELECT 'total' AS facet, '' AS value, '' AS label, count(*) AS works FROM own
UNION ALL
SELECT 'type', own.type, '', count(*) FROM own GROUP BY own.type
UNION ALL
SELECT 'source', record.source, '', count(DISTINCT own.id)
FROM own
JOIN works_sourcerecord AS record ON record.work_id = own.id
GROUP BY record.source
UNION ALL
SELECT 'topic', topic.slug, topic.name, topic_count.works
FROM topic_count
JOIN works_topic AS topic ON topic.id = topic_count.topic_id
ORDER BY facet, works DESC, label, value
"""


def facets_of(researcher_id: int) -> Facets:
    with connection.cursor() as cursor:
        cursor.execute(FACETS, {"researcher_id": researcher_id})
        rows = {facet: list(group) for facet, group in groupby(cursor.fetchall(), key=itemgetter(0))}
    return Facets(
        total=rows["total"][0][3],
        types=tuple(
            (value, counted(Work.Type(value).label, works)) for _, value, _, works in rows.get("type", ())
        ),
        sources=tuple(
            (value, counted(source_name(value), works)) for _, value, _, works in rows.get("source", ())
        ),
        topics=tuple((value, counted(label, works)) for _, value, label, works in rows.get("topic", ())),
    )


def counted(label: str, works: int) -> str:
    return f"{label} ({works:,})"
