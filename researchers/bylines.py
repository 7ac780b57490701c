"""Who wrote a work, as a line of names that lead to pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

# A list names this many authors, and the researcher whose list it is; the rest is fetched when asked for.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Author:
    """A printed name and, where somebody is known behind it, their page."""

    work_id: int
    position: int
    name: str
    slug: str | None
    researcher_id: int | None
    status: str | None
    basis: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors that a list shows of a work."""

    first: tuple[Author, ...]
    own: Author | None
    total: int

    @property
    def skips(self) -> bool:
        """Whether names were left out between the first ones and the researcher's own."""
        return bool(self.own and self.first and self.own.position > self.first[-1].position + 1)

    @property
    def hidden(self) -> int:
        return self.total - len(self.first) - (1 if self.own else 0)


# Relies on the unique index of authorship(work_id, position) and on the one of accepted attributions.
AUTHORS = """
WITH item AS (
    SELECT * FROM unnest(%(work_ids)s::bigint[], %(own_positions)s::int[]) AS item(work_id, own_position)
)
SELECT authorship.work_id,
       authorship.position,
       authorship.name,
       researcher.slug,
       researcher.id,
       attribution.status,
       attribution.basis,
       split_part(authorship.source_author_id, ':', 1)
FROM item
JOIN works_authorship AS authorship
  ON authorship.work_id = item.work_id
 AND authorship.position = ANY(%(positions)s::int[] || item.own_position)
LEFT JOIN researchers_attribution AS attribution
  ON attribution.authorship_id = authorship.id AND attribution.status IN ('accepted', 'disputed')
LEFT JOIN researchers_researcher AS researcher ON researcher.id = attribution.researcher_id
ORDER BY authorship.work_id, authorship.position
"""


def authors_of(own_positions: dict[int, int | None], positions: Iterable[int]) -> dict[int, list[Author]]:
    """The authors at these positions, and at one more of each work, by work; `own_positions` is by work too."""
    parameters = {
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
    """A line of names for each work; a fourth author is named rather than replaced by "et al."."""
    authors = authors_of(own_positions, range(SHOWN + 1))
    return {work_id: byline(authors[work_id], own, totals[work_id]) for work_id, own in own_positions.items()}


def byline(authors: list[Author], own_position: int | None, total: int) -> Byline:
    if total <= SHOWN + 1:
        return Byline(first=tuple(authors), own=None, total=total)
    first = tuple(author for author in authors if author.position < SHOWN)
    own = next((author for author in authors if SHOWN <= author.position == own_position), None)
    return Byline(first=first, own=own, total=total)
