"""When a source changes its list of authors, what people decided stays with the printed name, not with the place.

An authorship that somebody decided on gets the position at which its name is printed now; one whose name is printed
no more keeps it behind the end of the list. All others are made anew from the list.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from ingest.joining.aligning import names_agree
from ingest.records import AuthorRecord, WorkRecord

# All authorships of the staged works on which a decided name would get another one printed over it.
DISPLACED = """
WITH decided AS (
    SELECT DISTINCT authorship.id, authorship.work_id, authorship.position, authorship.name
    FROM staged_work AS staged
    JOIN works_authorship AS authorship ON authorship.work_id = staged.id
    JOIN researchers_attribution AS attribution ON attribution.authorship_id = authorship.id
    WHERE attribution.basis IN ('confirmed', 'curated') OR attribution.status IN ('rejected', 'disputed')
),
displaced AS (
    SELECT DISTINCT decided.work_id
    FROM decided
    LEFT JOIN staged_authorship AS printed USING (work_id, position)
    WHERE printed.name IS DISTINCT FROM decided.name
)
SELECT authorship.work_id, authorship.id, authorship.position, authorship.name, decided.id IS NOT NULL
FROM displaced
JOIN works_authorship AS authorship USING (work_id)
LEFT JOIN decided ON decided.id = authorship.id
ORDER BY authorship.work_id, authorship.position
"""

# In two steps, since no two authorships may have one position even for a moment.
OUT_OF_THE_WAY = "UPDATE works_authorship SET position = position + 1000000 WHERE work_id = ANY(%(works)s)"
RENUMBER = """
UPDATE works_authorship AS authorship
SET position = placed.position
FROM unnest(%(authorships)s::bigint[], %(positions)s::int[]) AS placed (id, position)
WHERE authorship.id = placed.id
"""


class Printed(NamedTuple):
    """An authorship as it stands, and whether anybody decided whose it is."""

    work_id: int
    id: int
    position: int
    name: str
    is_decided: bool


def follow_names(cursor: CursorWrapper, merged: Mapping[int, WorkRecord]) -> None:
    """Renumber authorships of the staged works so that decided names keep their decisions."""
    cursor.execute(DISPLACED)
    rows = [Printed(*row) for row in cursor.fetchall()]
    positions: dict[int, int] = {}
    for work_id, authorships in groupby(rows, key=itemgetter(0)):
        positions |= places(list(authorships), merged[work_id].authors)
    if positions:
        cursor.execute(OUT_OF_THE_WAY, {"works": sorted({row.work_id for row in rows})})
        cursor.execute(RENUMBER, {"authorships": list(positions), "positions": list(positions.values())})


def places(authorships: Sequence[Printed], authors: Sequence[AuthorRecord]) -> dict[int, int]:
    """A position for every authorship, by its id; the undecided ones get those that are left."""
    taken: dict[int, int] = {}
    for one in authorships:
        place = place_of(one, authors, taken) if one.is_decided else None
        if place is not None:
            taken[place] = one.id
    placed = {authorship_id: place for place, authorship_id in taken.items()}
    left = iter(place for place in range(len(authors) + len(authorships)) if place not in taken)
    behind = iter(range(len(authors) + len(authorships), len(authors) + 2 * len(authorships)))
    for one in authorships:
        if one.id not in placed:
            placed[one.id] = next(behind) if one.is_decided else next(left)
    return placed


def place_of(one: Printed, authors: Sequence[AuthorRecord], taken: Mapping[int, int]) -> int | None:
    """Where the name is printed: letter by letter, else at its own position, else at the only one that agrees."""
    free = [place for place in range(len(authors)) if place not in taken]
    same = [place for place in free if authors[place].name == one.name]
    alike = same or [place for place in free if names_agree(one.name, authors[place].name)]
    if one.position in alike:
        return one.position
    return alike[0] if len(alike) == 1 else None
