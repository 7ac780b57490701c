"""Which works a researcher's list shows, and in what order: one page of ids, and what the list can be filtered by."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

PER_PAGE = 20
DEFAULT_SORT = "rank"
PINNED_FIRST = "pinned"


@dataclass(frozen=True, slots=True)
class Listed:
    """A work on the page asked for: where the researcher stands in it, and who says so."""

    work_id: int
    position: int
    status: str
    basis: str
    id_source: str
    is_pinned: bool


# Every listed work with the filters that it fails, one column each: a facet counts the works that fail no other one.
# Relies on attribution(researcher_id, status); the rest goes by primary keys. Attribution and authorship of
# every listed work are read, but only ids and counts leave the database. Filters that were not asked for cost nothing:
# they are constants when the statement is planned.
JUDGED = """
own AS (
    SELECT DISTINCT ON (authorship.work_id)
           authorship.work_id,
           authorship.position,
           attribution.status,
           attribution.basis,
           split_part(authorship.source_author_id, ':', 1) AS id_source
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    WHERE attribution.researcher_id = %(researcher_id)s AND attribution.status IN ('accepted', 'disputed')
    ORDER BY authorship.work_id, authorship.position
),
judged AS (
    SELECT own.*,
           work.type,
           work.year,
           work.has_code,
           work.retracted,
           work.self_reported AND NOT work.retracted AS unconfirmed,
           coalesce(work.open_access, false) AS open_access,
           work.rank,
           work.published_on,
           greatest(coalesce(work.cited_by_count, 0), work.citations_count) AS cited,
           score.novelty,
           (%(type)s IS NOT NULL AND work.type <> %(type)s)::int AS fails_type,
           (   (%(year_from)s IS NOT NULL AND work.year < %(year_from)s)
            OR (%(year_to)s IS NOT NULL AND work.year > %(year_to)s))::int AS fails_years,
           (%(code)s AND NOT work.has_code)::int AS fails_code,
           (%(open_access)s AND work.open_access IS NOT TRUE)::int AS fails_open_access,
           (%(source)s IS NOT NULL AND NOT EXISTS (
               SELECT FROM works_sourcerecord AS record
               WHERE record.work_id = work.id AND record.source = %(source)s AND record.withdrawn_at IS NULL
           ))::int AS fails_source,
           (%(topic)s IS NOT NULL AND NOT EXISTS (
               SELECT FROM works_worktopic AS about
               JOIN works_topic AS topic ON topic.id = about.topic_id
               WHERE about.work_id = work.id AND topic.slug = %(topic)s
           ))::int AS fails_topic,
           (%(coauthor)s IS NOT NULL AND NOT EXISTS (
               SELECT FROM works_authorship AS theirs
               JOIN researchers_attribution AS attribution
                 ON attribution.authorship_id = theirs.id AND attribution.status IN ('accepted', 'disputed')
               JOIN researchers_researcher AS coauthor
                 ON coauthor.id = attribution.researcher_id AND coauthor.visibility = ''
               WHERE theirs.work_id = work.id AND coauthor.slug = %(coauthor)s
           ))::int AS fails_coauthor
    FROM own
    JOIN works_work AS work ON work.id = own.work_id AND NOT work.withdrawn
    LEFT JOIN works_workscore AS score ON score.work_id = work.id
)
"""

FAILS = """
fails_type + fails_years + fails_code + fails_open_access + fails_source + fails_topic + fails_coauthor
"""

# What a work was joined into is pinned in its place. The pins of who held the page before are nobody's.
PINNED = """
pinned AS (
    SELECT coalesce(work.joined_into_id, work.id) AS work_id, min(pin.place) AS place
    FROM researchers_researcher AS page
    JOIN researchers_pinnedwork AS pin ON pin.holder_id = page.user_id
    JOIN works_work AS work ON work.id = pin.work_id
    WHERE page.id = %(researcher_id)s
    GROUP BY coalesce(work.joined_into_id, work.id)
)
"""

LISTED = f"""
WITH {JUDGED},
{PINNED}
SELECT work_id, position, status, basis, id_source, pinned.place IS NOT NULL
FROM judged
LEFT JOIN pinned USING (work_id)
WHERE {FAILS} = 0
ORDER BY {{order}}
LIMIT %(per_page)s
OFFSET %(start)s
"""

ORDERS = {
    "rank": "rank DESC, published_on DESC, work_id DESC",
    "newest": "published_on DESC, work_id DESC",
    "oldest": "published_on, work_id",
    "cited": "cited DESC, published_on DESC, work_id DESC",
    "novel": "novelty DESC NULLS LAST, published_on DESC, work_id DESC",
}
ORDERS[PINNED_FIRST] = f"pinned.place NULLS LAST, {ORDERS['rank']}"

UNFILTERED = {
    "type": None,
    "year_from": None,
    "year_to": None,
    "source": None,
    "topic": None,
    "coauthor": None,
    "code": False,
    "open_access": False,
}


def listed_works(researcher_id: int, chosen: dict[str, Any], *, start: int = 0) -> list[Listed]:
    """Twenty of the researcher's works from one place in the list on."""
    statement = LISTED.format(order=ORDERS[order_of(chosen)])
    parameters = {
        **UNFILTERED,
        **chosen,
        "researcher_id": researcher_id,
        "per_page": PER_PAGE,
        "start": start,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Listed(*row) for row in cursor.fetchall()]


def order_of(chosen: dict[str, Any]) -> str:
    """What is pinned comes first where nobody asked for another order, or for some of the works."""
    sort = chosen.get("sort", DEFAULT_SORT)
    return PINNED_FIRST if sort == DEFAULT_SORT and not is_filtered(chosen) else sort


def is_filtered(chosen: dict[str, Any]) -> bool:
    return not UNFILTERED.keys().isdisjoint(chosen)
