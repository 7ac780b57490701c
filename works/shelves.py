"""The works of a topic, a venue or an institution: a page of them in order, and what is said of them all.

What only a user's file says stands on no shelf, as it counts for none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from common.remembering import recall, remember
from works.shelf_facets import (
    CELLS,
    CONDITIONS,
    MOST_OFFERED,
    ShelfFacets,
    facet_statements,
    read_facets,
    those_left,
)

PER_PAGE = 20
# People and neighboring topics of a shelf are counted over so many of its newest works.
SURVEYED = 1_000
# What is said of a shelf with more works than this is remembered for so many seconds; the list itself never is.
LARGE = 2_000
FRESH_FOR = 300

ON_TOPIC = "SELECT work_id FROM works_worktopic WHERE topic_id = %(shelf_id)s"
OF_VENUE = "SELECT id AS work_id FROM works_work WHERE venue_id = %(shelf_id)s"
OF_INSTITUTION = """
    SELECT DISTINCT authorship.work_id
    FROM works_affiliation AS affiliation
    JOIN works_authorship AS authorship ON authorship.id = affiliation.authorship_id
    WHERE affiliation.institution_id = %(shelf_id)s
"""

# What the works of the shelf are asked for: what the list is ordered by, and where something is narrowed or counted
# what they can be narrowed by. Relies on source_record_of_work: each work is sought there once.
ORDERED_BY = {
    "rank": "work.rank, work.published_on",
    "newest": "work.published_on",
    "oldest": "work.published_on",
    "cited": "greatest(coalesce(work.cited_by_count, 0), work.citations_count) AS cited, work.published_on",
    "novel": "score.novelty, work.published_on",
}
NARROWED_BY = """
    work.year, work.type, work.venue_id, work.has_code, coalesce(work.open_access, false) AS open_access,
    CASE WHEN {asked} THEN ARRAY(
        SELECT DISTINCT record.source FROM works_sourcerecord AS record
        WHERE record.work_id = work.id AND record.withdrawn_at IS NULL ORDER BY record.source
    ) END AS sources
"""
HAS_TOPIC = """
    EXISTS (
        SELECT FROM works_worktopic AS about
        WHERE about.work_id = work.id AND about.topic_id = (SELECT id FROM works_topic WHERE slug = %(topic)s)
    )
"""
# Relies on work_score_order.
SCORES = "LEFT JOIN works_workscore AS score ON score.work_id = work.id"

ORDERS = {
    "rank": "rank DESC, published_on DESC, id DESC",
    "newest": "published_on DESC, id DESC",
    "oldest": "published_on, id",
    "cited": "cited DESC, published_on DESC, id DESC",
    "novel": "novelty DESC NULLS LAST, published_on DESC, id DESC",
}
# The works of the shelf are read once, from the index work_order alone, five times faster than from the table.
# A page beyond the last one is the last one.
PAGE = """
WITH shelved AS MATERIALIZED (
    SELECT work.id, {columns}
    FROM ({works}) AS mine
    JOIN works_work AS work ON work.id = mine.work_id AND NOT work.withdrawn AND NOT work.self_reported
    {scores}
),
counted AS (
    SELECT total, matching, scored,
           least(%(page)s, greatest((matching + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (
        SELECT count(*) AS total,
               count(*) FILTER (WHERE {chosen}) AS matching,
               {scored} AS scored
        FROM shelved
    ) AS shelved
){cells}
SELECT counted.total,
       counted.matching,
       counted.scored,
       counted.page,
       ARRAY(
           SELECT id FROM shelved WHERE {chosen}
           ORDER BY {order} LIMIT %(per_page)s OFFSET (counted.page - 1) * %(per_page)s
       )
       {survey}
FROM counted
"""

# Works that have the same of everything that can be filtered by are counted once (CELLS): most facets are sums over
# these few.
SURVEY = """,
       ARRAY(SELECT id FROM shelved ORDER BY published_on DESC, id DESC LIMIT %(surveyed)s),
       (SELECT json_agg(json_build_array(facet, value, label, works) ORDER BY works DESC, label, value)
        FROM ({facets}) AS facet (facet, value, label, works))
"""

# Relies on the unique index of worktopic(work_id, topic_id).
NEIGHBORS = """
WITH shared AS (
    SELECT about.topic_id, count(*) AS works
    FROM works_worktopic AS about
    WHERE about.work_id = ANY(%(work_ids)s) AND about.topic_id <> %(topic_id)s
    GROUP BY about.topic_id
    ORDER BY works DESC, about.topic_id
    LIMIT %(limit)s
)
SELECT topic.slug, topic.name, shared.works
FROM shared
JOIN works_topic AS topic ON topic.id = shared.topic_id
ORDER BY shared.works DESC, topic.name
"""

NO_TOPIC = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """Works that belong together: the statement that finds them, and the row they belong to."""

    works: str
    id: int

    @property
    def key(self) -> str:
        """Under which what is said of it is remembered."""
        kind = {ON_TOPIC: "topic", OF_VENUE: "venue"}.get(self.works, "institution")
        return f"works.shelf.1.{kind}.{self.id}"

    @property
    def facets(self) -> tuple[str, ...]:
        """What its works can be narrowed by; those of a venue have one venue, those of a topic that topic."""
        one = {ON_TOPIC: "topic", OF_VENUE: "venue"}.get(self.works)
        return tuple(name for name in ("type", "source", "venue", "topic") if name != one)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is said of a shelf beside the list: what it can be narrowed by, and its newest works."""

    newest: list[int]
    facets: ShelfFacets


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """One page of a shelf, how many works there are and match, and how many of these have a novelty."""

    total: int
    matching: int
    scored: int
    page: int
    work_ids: list[int]
    survey: Survey

    @property
    def newest(self) -> list[int]:
        return self.survey.newest

    @property
    def facets(self) -> ShelfFacets:
        return self.survey.facets

    @property
    def is_surveyed_in_part(self) -> bool:
        return self.total > len(self.newest)


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A topic that works share with the one asked about."""

    slug: str
    name: str
    works: int


def shelf_page(shelf: Shelf, chosen: dict[str, Any]) -> ShelfPage:
    """The page of works that the visitor chose: sort, page, and the filters of `works.shelf_facets`."""
    narrowed = is_narrowed(chosen)
    known: Survey | None = None if narrowed else recall(shelf.key)
    statement = statement_of(shelf, chosen, with_survey=known is None)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters_of(shelf, chosen))
        total, matching, scored, page, work_ids, *surveyed = cursor.fetchone()
    if known is None:
        newest, facets = surveyed
        known = Survey(newest, read_facets(facets or [], chosen))
        if total > LARGE and not narrowed:
            remember(shelf.key, known, FRESH_FOR)
    return ShelfPage(total, matching, scored, page, work_ids, known)


def parameters_of(shelf: Shelf, chosen: dict[str, Any]) -> dict[str, Any]:
    return {
        "page": 1,
        **chosen,
        "shelf_id": shelf.id,
        "per_page": PER_PAGE,
        "surveyed": SURVEYED,
        "most": MOST_OFFERED,
    }


def statement_of(shelf: Shelf, chosen: dict[str, Any], *, with_survey: bool) -> str:
    """Only what was chosen is asked, so that nothing else costs anything."""
    sort = chosen.get("sort", "rank")
    columns, left = [ORDERED_BY[sort]], those_left(chosen)
    if with_survey or is_narrowed(chosen):
        # Where no source is chosen, sources are counted of the works alone that the other filters leave.
        asked = "true" if "source" in chosen else those_left(chosen, "topic")
        has_topic = HAS_TOPIC if "topic" in chosen else "true"
        columns += [NARROWED_BY.format(asked=asked), f"{has_topic} AS has_topic"]
    survey = SURVEY.format(facets=facet_statements(shelf.facets, chosen)) if with_survey else ""
    return PAGE.format(
        works=shelf.works,
        columns=", ".join(columns),
        scores=SCORES if sort == "novel" else "",
        scored=f"count(novelty) FILTER (WHERE {left})" if sort == "novel" else "0",
        chosen=left,
        cells=f", {CELLS}" if with_survey else "",
        order=ORDERS[sort],
        survey=survey,
    )


def is_narrowed(chosen: dict[str, Any]) -> bool:
    return not CONDITIONS.keys().isdisjoint(chosen)


def newest_works(shelf: Shelf, *, limit: int) -> list[int]:
    """The newest works of the shelf, for its feed."""
    statement = f"""
        SELECT work.id
        FROM ({shelf.works}) AS mine
        JOIN works_work AS work ON work.id = mine.work_id AND NOT work.withdrawn AND NOT work.self_reported
        ORDER BY work.published_on DESC, work.id DESC
        LIMIT %(limit)s
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, {"shelf_id": shelf.id, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def neighbors(work_ids: Sequence[int], *, of: int = NO_TOPIC, limit: int = 12) -> list[Neighbor]:
    """Topics of these works other than `of`, by how many of the works are about them."""
    with connection.cursor() as cursor:
        cursor.execute(NEIGHBORS, {"work_ids": list(work_ids), "topic_id": of, "limit": limit})
        return [Neighbor(*row) for row in cursor.fetchall()]
