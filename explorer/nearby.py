"""Who and what is around a focus: one statement a question, on the works of its scope."""

from typing import Any

from django.db import connection

from explorer.focus import name_of
from explorer.graph import Group, Kind, Node
from explorer.scope import Scope, Years

# Closeness is as in researchers/collaborators.py: 1 / (authors - 1) a shared work, halved every ten years.
PEOPLE = """
WITH own_work AS (
    SELECT * FROM unnest(%(counted)s::bigint[], %(years)s::int[], %(strengths)s::float8[]) AS work (id, year, strength)
),
tie AS (
    SELECT attribution.researcher_id, own_work.id, own_work.year, own_work.strength,
           min(authorship.position) AS position
    FROM own_work
    JOIN works_authorship AS authorship ON authorship.work_id = own_work.id
    JOIN researchers_attribution AS attribution
      ON attribution.authorship_id = authorship.id AND attribution.status IN ('accepted', 'disputed')
    WHERE attribution.researcher_id <> %(researcher_id)s
      AND attribution.researcher_id NOT IN (SELECT id FROM researchers_researcher WHERE visibility <> '')
    GROUP BY attribution.researcher_id, own_work.id, own_work.year, own_work.strength
),
closest AS (
    SELECT researcher_id,
           count(*) AS works,
           min(year) AS first_year,
           max(year) AS last_year,
           min(position) AS position,
           sum(strength) AS closeness,
           count(*) OVER () AS total
    FROM tie
    GROUP BY researcher_id
    ORDER BY closeness DESC, works DESC, position, researcher_id
    LIMIT %(limit)s
)
SELECT closest.researcher_id, researcher.slug, researcher.preferred_name, works,
       closest.first_year, closest.last_year, total
FROM closest
JOIN researchers_researcher AS researcher ON researcher.id = closest.researcher_id
ORDER BY closeness DESC, works DESC, position, closest.researcher_id
"""

BEST_WORKS = """
SELECT id, slug, title, authors_count, year, year, 0 AS total
FROM works_work
WHERE id = ANY(%(best)s)
ORDER BY array_position(%(best)s::bigint[], id)
"""

# Relies on the indexes of both foreign keys of works_citation.
LINKED_WORKS = """
WITH linked AS (
    SELECT cited_id AS work_id FROM works_citation WHERE citing_id = ANY(%(works)s) AND cited_id IS NOT NULL
    UNION
    SELECT citing_id FROM works_citation WHERE cited_id = ANY(%(works)s)
)
SELECT work.id, work.slug, work.title, work.authors_count, work.year, work.year, count(*) OVER () AS total
FROM linked
JOIN works_work AS work
  ON work.id = linked.work_id
 AND NOT work.retracted AND NOT work.withdrawn AND NOT work.self_reported
WHERE work.year BETWEEN %(first)s AND %(last)s AND work.id <> ALL(%(works)s)
ORDER BY work.rank DESC, work.published_on DESC, work.id DESC
LIMIT %(limit)s
"""

TOPICS = """
WITH nearest AS (
    SELECT about.topic_id,
           count(*) AS works,
           min(work.year) AS first_year,
           max(work.year) AS last_year,
           sum(about.confidence) AS confidence,
           count(*) OVER () AS total
    FROM works_worktopic AS about
    JOIN works_work AS work ON work.id = about.work_id
    WHERE about.work_id = ANY(%(works)s) AND about.topic_id <> %(topic_id)s
    GROUP BY about.topic_id
    ORDER BY works DESC, confidence DESC, about.topic_id
    LIMIT %(limit)s
)
SELECT topic.id, topic.slug, topic.name, works, first_year, last_year, total
FROM nearest
JOIN works_topic AS topic ON topic.id = nearest.topic_id
ORDER BY works DESC, confidence DESC, topic.id
"""

# A researcher's own institutions come before those of the people they wrote with.
INSTITUTIONS = """
WITH printed AS (
    SELECT affiliation.institution_id, work.id AS work_id, work.year,
           bool_or(coalesce(attribution.researcher_id = %(researcher_id)s, FALSE)) AS own
    FROM works_work AS work
    JOIN works_authorship AS authorship ON authorship.work_id = work.id
    JOIN works_affiliation AS affiliation ON affiliation.authorship_id = authorship.id
    LEFT JOIN researchers_attribution AS attribution
      ON attribution.authorship_id = authorship.id AND attribution.status IN ('accepted', 'disputed')
    WHERE work.id = ANY(%(counted)s) AND affiliation.institution_id <> %(institution_id)s
    GROUP BY affiliation.institution_id, work.id, work.year
),
nearest AS (
    SELECT institution_id,
           count(*) AS works,
           min(year) AS first_year,
           max(year) AS last_year,
           count(*) FILTER (WHERE own) AS own_works,
           count(*) OVER () AS total
    FROM printed
    GROUP BY institution_id
    ORDER BY own_works DESC, works DESC, institution_id
    LIMIT %(limit)s
)
SELECT institution.id, institution.slug, institution.name, works, first_year, last_year, total
FROM nearest
JOIN works_institution AS institution ON institution.id = nearest.institution_id
ORDER BY own_works DESC, works DESC, institution.id
"""

VENUES = """
WITH nearest AS (
    SELECT venue_id,
           count(*) AS works,
           min(year) AS first_year,
           max(year) AS last_year,
           count(*) OVER () AS total
    FROM works_work
    WHERE id = ANY(%(works)s) AND venue_id <> %(venue_id)s
    GROUP BY venue_id
    ORDER BY works DESC, last_year DESC, venue_id
    LIMIT %(limit)s
)
SELECT venue.id, venue.slug, venue.name, works, first_year, last_year, total
FROM nearest
JOIN works_venue AS venue ON venue.id = nearest.venue_id
ORDER BY works DESC, last_year DESC, venue.id
"""

STATEMENTS = {
    Kind.RESEARCHER: PEOPLE,
    Kind.WORK: BEST_WORKS,
    Kind.TOPIC: TOPICS,
    Kind.INSTITUTION: INSTITUTIONS,
    Kind.VENUE: VENUES,
}
READS_AUTHORS = (Kind.RESEARCHER, Kind.INSTITUTION)


def group_of(kind: Kind, focus: Node, scope: Scope, years: Years, *, limit: int) -> Group:
    """The nodes of one kind around the focus, the closest first."""
    cites = kind == focus.kind == Kind.WORK
    with connection.cursor() as cursor:
        cursor.execute(LINKED_WORKS if cites else STATEMENTS[kind], parameters_of(focus, scope, years, limit))
        rows = cursor.fetchall()
    nodes = tuple(node_of(kind, row) for row in rows)
    exact = (
        scope.is_complete if kind in READS_AUTHORS else kind == Kind.WORK or len(scope.works) == scope.total
    )
    return Group(kind, nodes, total_of(kind, rows, focus, scope), exact=exact)


def parameters_of(focus: Node, scope: Scope, years: Years, limit: int) -> dict[str, Any]:
    """What the statements ask for. The focus is not around itself: no row has the id 0 of the other kinds."""
    own_ids = {f"{kind}_id": focus.id if kind == focus.kind else 0 for kind in Kind}
    return {
        **own_ids,
        "works": [work.id for work in scope.works],
        "best": [work.id for work in scope.works[:limit]],
        "counted": [work.id for work in scope.counted],
        "years": [work.year for work in scope.counted],
        "strengths": [work.strength for work in scope.counted],
        "first": years.first,
        "last": years.last,
        "limit": limit,
    }


def node_of(kind: Kind, row: tuple[Any, ...]) -> Node:
    pk, slug, name, works, first_year, last_year, _ = row
    return Node(kind, pk, slug, name_of(kind, name), works, first_year, last_year)


def total_of(kind: Kind, rows: list[tuple[Any, ...]], focus: Node, scope: Scope) -> int:
    if kind == Kind.WORK and focus.kind != Kind.WORK:
        return scope.total
    return rows[0][-1] if rows else 0
