"""How the nodes of a neighborhood are tied to each other and to the focus."""

from collections.abc import Iterable, Iterator

from django.db import connection

from explorer.graph import Edge, Group, Kind, Node, Relation
from explorer.scope import Scope

# Only among what is shown, so the cost is bounded by it and by the works of the scope.
TIES = """
WITH by_person AS MATERIALIZED (
    SELECT DISTINCT attribution.researcher_id, authorship.work_id, authorship.id AS authorship_id
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    WHERE attribution.researcher_id = ANY(%(researchers)s)
      AND attribution.status IN ('accepted', 'disputed')
      AND authorship.work_id = ANY(%(works_read)s)
),
wrote AS (
    SELECT DISTINCT researcher_id AS source, work_id AS target, 1 AS works
    FROM by_person
    WHERE work_id = ANY(%(works)s)
),
coauthor AS (
    SELECT one.researcher_id AS source, other.researcher_id AS target, count(DISTINCT one.work_id) AS works
    FROM by_person AS one
    JOIN by_person AS other ON other.work_id = one.work_id AND other.researcher_id > one.researcher_id
    GROUP BY one.researcher_id, other.researcher_id
),
affiliated AS (
    SELECT by_person.researcher_id AS source,
           affiliation.institution_id AS target,
           count(DISTINCT by_person.work_id) AS works
    FROM by_person
    JOIN works_affiliation AS affiliation ON affiliation.authorship_id = by_person.authorship_id
    WHERE affiliation.institution_id = ANY(%(institutions)s)
    GROUP BY by_person.researcher_id, affiliation.institution_id
),
about AS (
    SELECT work_id AS source, topic_id AS target, 1 AS works
    FROM works_worktopic
    WHERE work_id = ANY(%(works)s) AND topic_id = ANY(%(topics)s)
),
published AS (
    SELECT id AS source, venue_id AS target, 1 AS works
    FROM works_work
    WHERE id = ANY(%(works)s) AND venue_id = ANY(%(venues)s)
),
cites AS (
    SELECT DISTINCT citing_id AS source, cited_id AS target, 1 AS works
    FROM works_citation
    WHERE citing_id = ANY(%(works)s) AND cited_id = ANY(%(works)s)
)
SELECT 'wrote' AS relation, source, target, works FROM wrote
UNION ALL SELECT 'co-author', source, target, works FROM coauthor
UNION ALL SELECT 'affiliated', source, target, works FROM affiliated
UNION ALL SELECT 'about', source, target, works FROM about
UNION ALL SELECT 'published-in', source, target, works FROM published
UNION ALL SELECT 'cites', source, target, works FROM cites
ORDER BY relation, works DESC, source, target
"""

ENDS = {
    Relation.WROTE: (Kind.RESEARCHER, Kind.WORK),
    Relation.COAUTHOR: (Kind.RESEARCHER, Kind.RESEARCHER),
    Relation.AFFILIATED: (Kind.RESEARCHER, Kind.INSTITUTION),
    Relation.ABOUT: (Kind.WORK, Kind.TOPIC),
    Relation.PUBLISHED_IN: (Kind.WORK, Kind.VENUE),
    Relation.CITES: (Kind.WORK, Kind.WORK),
}


def edges_of(focus: Node, groups: tuple[Group, ...], scope: Scope) -> tuple[Edge, ...]:
    """All ties among the shown nodes; those that nothing else ties are tied to the focus."""
    nodes = [focus, *(node for group in groups for node in group.nodes)]
    among = list(ties(nodes, scope))
    return (*from_focus(focus, nodes[1:], among), *among)


def ties(nodes: Iterable[Node], scope: Scope) -> Iterator[Edge]:
    known = {(node.kind, node.id): node.key for node in nodes}
    with connection.cursor() as cursor:
        cursor.execute(TIES, {**ids_by_kind(known), "works_read": [work.id for work in scope.works]})
        rows = cursor.fetchall()
    for word, source, target, works in rows:
        relation = Relation(word)
        from_kind, to_kind = ENDS[relation]
        yield Edge(known[from_kind, source], known[to_kind, target], relation, works)


def ids_by_kind(known: Iterable[tuple[Kind, int]]) -> dict[str, list[int]]:
    """ "researchers", "works"…: the ids to ask for."""
    ids: dict[str, list[int]] = {f"{kind}s": [] for kind in Kind}
    for kind, pk in known:
        ids[f"{kind}s"].append(pk)
    return ids


def from_focus(focus: Node, others: Iterable[Node], among: Iterable[Edge]) -> Iterator[Edge]:
    """Ties to the focus: of people always; of the rest where no shown node leads to them."""
    led_to = {end for edge in among for end in (edge.source, edge.target)}
    direct = {frozenset((edge.source, edge.target)) for edge in among}
    for node in others:
        tied = frozenset((focus.key, node.key)) in direct
        if not tied and (node.kind in (Kind.RESEARCHER, Kind.WORK) or node.key not in led_to):
            works = 1 if node.kind == Kind.WORK else node.works
            yield Edge(focus.key, node.key, Relation.THROUGH_WORKS, works)
