"""Who wrote a work, as a line of names that lead to pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from common.paths import page_path

# A list names this many authors at once, and this many when its "et al." is opened; the work page has all.
SHOWN = 3
READ = 10


@dataclass(frozen=True, slots=True)
class Author:
    """A printed name and, where somebody is known behind it, their page."""

    work_id: int
    position: int
    name: str
    slug: str | None
    is_own: bool

    @property
    def url(self) -> str:
        return page_path("pages:researcher", self.slug) if self.slug else ""


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors that a list shows of a work, in printed order: at once, and when opened."""

    first: tuple[Author, ...]
    rest: tuple[Author, ...]
    total: int

    @property
    def own(self) -> Author | None:
        """The list's own researcher, if they would be hidden."""
        return next((author for author in self.rest if author.is_own), None)

    @property
    def hidden(self) -> int:
        return self.total - len(self.first)

    @property
    def more(self) -> int:
        """How many are not read at all."""
        return self.hidden - len(self.rest)


# Where somebody bears the printed name no more, the one that they bear stands in its place; who is not public is not
# tied to the name.
# Relies on the unique index of authorship(work_id, position), on the one of accepted attributions, and on
# name_variant_unique.
AUTHORS = """
WITH item AS (
    SELECT * FROM unnest(%(work_ids)s::bigint[], %(own_positions)s::int[]) AS item(work_id, own_position)
)
SELECT authorship.work_id,
       authorship.position,
       CASE WHEN former.id IS NULL THEN authorship.name ELSE person.preferred_name END,
       CASE WHEN person.visibility = '' THEN person.slug END,
       authorship.position IS NOT DISTINCT FROM item.own_position
FROM item
JOIN works_authorship AS authorship
  ON authorship.work_id = item.work_id
 AND authorship.position = ANY(%(positions)s::int[] || item.own_position)
LEFT JOIN researchers_attribution AS attribution
  ON attribution.authorship_id = authorship.id AND attribution.status IN ('accepted', 'disputed')
LEFT JOIN researchers_researcher AS person ON person.id = attribution.researcher_id
LEFT JOIN researchers_namevariant AS former
  ON former.researcher_id = person.id AND former.name = authorship.name AND former.is_former
ORDER BY authorship.work_id, authorship.position
"""


def authors_of(own_positions: dict[int, int | None], positions: Iterable[int]) -> dict[int, list[Author]]:
    """By work: the authors at these positions and at the one of the list's own researcher."""
    parameters: dict[str, list[int] | list[int | None]] = {
        "work_ids": list(own_positions),
        "own_positions": list(own_positions.values()),
        "positions": list(positions),
    }
    by_work: dict[int, list[Author]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(AUTHORS, parameters)
        for row in cursor.fetchall():
            by_work[row[0]].append(Author(*row))
    return by_work


def bylines(own_positions: dict[int, int | None], totals: dict[int, int]) -> dict[int, Byline]:
    """A line of names for each work."""
    authors = authors_of(own_positions, range(READ))
    return {work_id: byline(authors[work_id], totals[work_id]) for work_id in own_positions}


def byline(authors: list[Author], total: int) -> Byline:
    """Three names; a fourth is named rather than replaced by "et al."."""
    shown = total if total <= SHOWN + 1 else SHOWN
    return Byline(first=tuple(authors[:shown]), rest=tuple(authors[shown:]), total=max(total, len(authors)))
