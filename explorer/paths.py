"""How two people are connected: the shortest chain of co-authors between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import connection

from common.names import fold
from explorer.focus import node_of_name
from explorer.graph import Node

MOST_STEPS = 6
MOST_VISITED = 40_000
# To be one of 50 authors says little about knowing the others; it also keeps a step's cost bounded.
MOST_AUTHORS = 50
MOST_WORKS = 3
MOST_NAMESAKES = 8

# Relies on attribution(researcher_id, status). Of several ways to one person, that by the fewest authors;
# none leads over somebody who is not public.
COAUTHORS = """
WITH own_work AS (
    SELECT attribution.researcher_id, work.id, work.authors_count
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id
     AND NOT work.retracted AND NOT work.withdrawn AND NOT work.self_reported
     AND work.authors_count <= %(most_authors)s
    WHERE attribution.researcher_id = ANY(%(people)s) AND attribution.status IN ('accepted', 'disputed')
)
SELECT DISTINCT ON (other.researcher_id) other.researcher_id, own_work.researcher_id
FROM own_work
JOIN works_authorship AS authorship ON authorship.work_id = own_work.id
JOIN researchers_attribution AS other
  ON other.authorship_id = authorship.id AND other.status IN ('accepted', 'disputed')
WHERE other.researcher_id NOT IN (SELECT id FROM researchers_researcher WHERE visibility <> '')
ORDER BY other.researcher_id, own_work.authors_count, own_work.id
"""

SHARED_WORKS = """
WITH pair AS (
    SELECT one, other, place
    FROM unnest(%(ones)s::bigint[], %(others)s::bigint[]) WITH ORDINALITY AS pair (one, other, place)
),
shared AS (
    SELECT DISTINCT pair.place, work.id, work.slug, work.title, work.year, work.rank
    FROM pair
    JOIN researchers_attribution AS one ON one.researcher_id = pair.one AND one.status IN ('accepted', 'disputed')
    JOIN works_authorship AS authorship ON authorship.id = one.authorship_id
    JOIN works_authorship AS beside ON beside.work_id = authorship.work_id
    JOIN researchers_attribution AS other
      ON other.authorship_id = beside.id AND other.researcher_id = pair.other
     AND other.status IN ('accepted', 'disputed')
    JOIN works_work AS work
      ON work.id = authorship.work_id
     AND NOT work.retracted AND NOT work.withdrawn AND NOT work.self_reported
     AND work.authors_count <= %(most_authors)s
),
ranked AS (
    SELECT shared.*,
           count(*) OVER (PARTITION BY place) AS total,
           row_number() OVER (PARTITION BY place ORDER BY rank DESC, id DESC) AS standing
    FROM shared
)
SELECT place, total, 'work', id, slug, title, year
FROM ranked
WHERE standing <= %(most_works)s
ORDER BY place, standing
"""

PEOPLE_BY_ID = """
SELECT 'researcher', id, slug, preferred_name, NULL FROM researchers_researcher WHERE id = ANY(%(people)s)
"""

# By slug, or by a name that their works print. Relies on name_variant_key; a merged page leads to its heir.
PEOPLE_NAMED = """
WITH meant AS (
    SELECT id FROM researchers_researcher WHERE slug = %(text)s
    UNION
    SELECT researcher_id FROM researchers_namevariant WHERE name_key = %(name_key)s AND NOT is_former
),
current AS (
    SELECT DISTINCT coalesce(researcher.merged_into_id, researcher.id) AS id
    FROM meant
    JOIN researchers_researcher AS researcher ON researcher.id = meant.id
)
SELECT 'researcher', researcher.id, researcher.slug, researcher.preferred_name, NULL
FROM current
JOIN researchers_researcher AS researcher ON researcher.id = current.id AND researcher.visibility = ''
ORDER BY researcher.slug <> %(text)s, researcher.works_count DESC, researcher.id
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Step:
    """From one person to the next, and works that they wrote together."""

    person: Node
    next_person: Node
    works: tuple[Node, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.works)


@dataclass(frozen=True, slots=True)
class Connection:
    """The outcome of a search; `gave_up`: it grew too large before it was finished."""

    steps: tuple[Step, ...] = ()
    gave_up: bool = False


@dataclass
class Side:
    """All that were reached from one end, each with the person that they were reached by."""

    reached: dict[int, int]
    frontier: list[int] = field(default_factory=list)

    @classmethod
    def around(cls, person: int) -> "Side":
        return cls({person: person}, [person])

    def grow(self) -> None:
        """One step outward."""
        fresh = [(person, by) for person, by in coauthors(self.frontier) if person not in self.reached]
        self.reached.update(fresh)
        self.frontier = [person for person, _ in fresh]

    def way_to(self, person: int) -> list[int]:
        """From the end of this side to the person."""
        way = [person]
        while self.reached[way[-1]] != way[-1]:
            way.append(self.reached[way[-1]])
        return way[::-1]


def people_named(text: str) -> list[Node]:
    """Those who may be meant by a slug or a name; one alone when the slug is theirs."""
    parameters = {"text": text, "name_key": fold(text), "limit": MOST_NAMESAKES}
    found = [node_of_name(row) for row in rows_of(PEOPLE_NAMED, parameters)]
    return found[:1] if found and found[0].slug == text else found


def connection_of(start: Node, goal: Node) -> Connection:
    """The shortest chain of co-authors, looked for from both ends at once, the smaller side first."""
    sides = Side.around(start.id), Side.around(goal.id)
    for _ in range(MOST_STEPS):
        smaller = min(sides, key=lambda side: len(side.frontier))
        smaller.grow()
        met = [person for person in smaller.frontier if all(person in side.reached for side in sides)]
        if met:
            return Connection(steps_along(chain(*sides, min(met))))
        if not smaller.frontier:
            break
        if sum(len(side.reached) for side in sides) > MOST_VISITED:
            return Connection(gave_up=True)
    return Connection()


def chain(one: Side, other: Side, meeting: int) -> list[int]:
    return [*one.way_to(meeting), *reversed(other.way_to(meeting)[:-1])]


def coauthors(people: Sequence[int]) -> list[tuple[int, int]]:
    """Everybody who wrote with one of these people, and with whom."""
    return rows_of(COAUTHORS, {"people": list(people), "most_authors": MOST_AUTHORS})


def steps_along(people: Sequence[int]) -> tuple[Step, ...]:
    nodes = {node.id: node for node in map(node_of_name, rows_of(PEOPLE_BY_ID, {"people": list(people)}))}
    works = shared_works(people)
    return tuple(
        Step(nodes[one], nodes[other], *works[place])
        for place, (one, other) in enumerate(pairwise(people), start=1)
    )


def shared_works(people: Sequence[int]) -> dict[int, tuple[tuple[Node, ...], int]]:
    """For each step, counted from 1: the best ranked works that both wrote, and how many there are."""
    parameters = {
        "ones": list(people[:-1]),
        "others": list(people[1:]),
        "most_authors": MOST_AUTHORS,
        "most_works": MOST_WORKS,
    }
    found: dict[int, tuple[tuple[Node, ...], int]] = {}
    for place, total, *row in rows_of(SHARED_WORKS, parameters):
        works, _ = found.get(place, ((), 0))
        found[place] = ((*works, node_of_name(tuple(row))), total)
    return found


def rows_of(statement: str, parameters: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
