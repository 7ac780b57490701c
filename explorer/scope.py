"""The works that a neighborhood is drawn from."""

from dataclasses import dataclass

from django.db import connection

from explorer.graph import Kind, Node

MOST_WORKS = 1_000
MOST_OF_MANY = 400  # of topics, institutions and venues, which have thousands
MOST_AUTHORSHIPS = 15_000
EVERYTHING = 10_000_000
EARLIEST, LATEST = 1500, 2199


@dataclass(frozen=True, slots=True)
class Years:
    """From the first to the last, both counted."""

    first: int = EARLIEST
    last: int = LATEST


EVER = Years()


@dataclass(frozen=True, slots=True)
class ScopeWork:
    """A work that is read: how strongly it ties each pair of its authors, and whether these are read too."""

    id: int
    year: int
    strength: float
    counted: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """The works that are read, the best ranked first, and how many there are in all."""

    works: tuple[ScopeWork, ...]
    total: int

    @property
    def counted(self) -> tuple[ScopeWork, ...]:
        return tuple(work for work in self.works if work.counted)

    @property
    def is_complete(self) -> bool:
        """Whether every author of every work was read."""
        return len(self.counted) == self.total


# Relies on attribution(researcher_id, status).
WORKS_OF_RESEARCHER = """
    SELECT authorship.work_id
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    WHERE attribution.researcher_id = %(focus_id)s AND attribution.status IN ('accepted', 'disputed')
"""
THE_WORK = "SELECT %(focus_id)s::bigint AS work_id"
WORKS_ABOUT_TOPIC = """
    SELECT work_id FROM works_worktopic WHERE topic_id = %(focus_id)s ORDER BY confidence DESC, work_id DESC
"""
WORKS_AT_INSTITUTION = """
    SELECT DISTINCT authorship.work_id
    FROM works_affiliation AS affiliation
    JOIN works_authorship AS authorship ON authorship.id = affiliation.authorship_id
    WHERE affiliation.institution_id = %(focus_id)s
    ORDER BY authorship.work_id DESC
"""
WORKS_IN_VENUE = """
    SELECT id AS work_id FROM works_work WHERE venue_id = %(focus_id)s ORDER BY published_on DESC, id DESC
"""

CANDIDATES = {
    Kind.RESEARCHER: WORKS_OF_RESEARCHER,
    Kind.WORK: THE_WORK,
    Kind.TOPIC: WORKS_ABOUT_TOPIC,
    Kind.INSTITUTION: WORKS_AT_INSTITUTION,
    Kind.VENUE: WORKS_IN_VENUE,
}

# Of the works read, authors are counted on those with the fewest of them first, until there are
# MOST_AUTHORSHIPS: a paper of 3,000 authors ties each pair by 1 / 2,999, and costs as much as 600 ordinary ones.
# The strength is in float8 throughout: numeric powers take ten times as long.
SCOPE = """
WITH found AS (
    SELECT candidate.*, count(*) OVER () AS total FROM ({candidates}) AS candidate LIMIT %(most_candidates)s
),
within AS (
    SELECT work.id, work.year, work.rank, work.authors_count, found.total AS candidates, count(*) OVER () AS total
    FROM (SELECT DISTINCT work_id, total FROM found) AS found
    JOIN works_work AS work ON work.id = found.work_id AND NOT work.withdrawn
    WHERE (%(with_uncounted)s OR NOT (work.retracted OR work.self_reported))
      AND work.year BETWEEN %(first)s AND %(last)s
),
best AS (
    SELECT * FROM within ORDER BY rank DESC, id DESC LIMIT %(most_works)s
)
SELECT id,
       year,
       1.0::float8 / greatest(authors_count - 1, 1)
           * power(0.5::float8, greatest(extract(year FROM CURRENT_DATE)::int - year, 0) / 10.0::float8),
       sum(authors_count) OVER (ORDER BY authors_count, id) - authors_count < %(most_authorships)s,
       CASE WHEN candidates > %(most_candidates)s THEN candidates ELSE total END
FROM best
ORDER BY rank DESC, id DESC
"""


def scope_of(focus: Node, years: Years) -> Scope:
    """The works around the focus in these years, bounded. A work in focus is its own, whenever it appeared."""
    is_work = focus.kind == Kind.WORK
    of_many = focus.kind not in (Kind.RESEARCHER, Kind.WORK)
    asked = EVER if is_work else years
    parameters = {
        "focus_id": focus.id,
        "with_uncounted": is_work,
        "first": asked.first,
        "last": asked.last,
        "most_candidates": MOST_OF_MANY if of_many and asked == EVER else EVERYTHING,
        "most_works": MOST_OF_MANY if of_many else MOST_WORKS,
        "most_authorships": MOST_AUTHORSHIPS,
    }
    with connection.cursor() as cursor:
        cursor.execute(SCOPE.format(candidates=CANDIDATES[focus.kind]), parameters)
        rows = cursor.fetchall()
    return Scope(tuple(ScopeWork(*row[:4]) for row in rows), rows[0][4] if rows else 0)
