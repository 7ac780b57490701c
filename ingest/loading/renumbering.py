"""When a source changes its list of authors, what people decided stays with the printed name, not with the place.

An authorship that somebody decided on gets the position at which its name is printed now; one whose name is printed
no more keeps it behind the end of the list. All others are made anew from the list.
"""

from collections import defaultdict
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
    names = [author.name for author in authors]
    placed = same_names(authorships, names)
    placed |= agreeing_names(authorships, names, placed)
    taken = set(placed.values())
    left = iter(place for place in range(len(authors) + len(authorships)) if place not in taken)
    behind = iter(range(len(authors) + len(authorships), len(authors) + 2 * len(authorships)))
    for one in authorships:
        if one.id not in placed:
            placed[one.id] = next(behind) if one.is_decided else next(left)
    return placed


def same_names(authorships: Sequence[Printed], names: Sequence[str]) -> dict[int, int]:
    """Places of those that are printed letter by letter as before, decided or not."""
    printed: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        printed[name].append(place)
    namesakes: defaultdict[str, list[Printed]] = defaultdict(list)
    for one in authorships:
        namesakes[one.name].append(one)
    placed: dict[int, int] = {}
    for name, ones in namesakes.items():
        placed |= pair(ones, printed.get(name, []))
    return placed


def pair(namesakes: Sequence[Printed], free: Sequence[int]) -> dict[int, int]:
    """As many as before keep their order; of others it is certain only who stayed, or is the last one left."""
    if len(namesakes) == len(free):
        return {one.id: place for one, place in zip(namesakes, free, strict=True)}
    stayed = {one.id: one.position for one in namesakes if one.position in free}
    rest = [one for one in namesakes if one.id not in stayed]
    left = [place for place in free if place not in stayed.values()]
    return stayed | ({rest[0].id: left[0]} if len(rest) == len(left) == 1 else {})


def agreeing_names(
    authorships: Sequence[Printed], names: Sequence[str], placed: Mapping[int, int]
) -> dict[int, int]:
    """Places of decided names that are printed in another way now: never one that is somebody else's to the letter."""
    known = {one.name for one in authorships}
    free = [
        place for place in range(len(names)) if place not in placed.values() and names[place] not in known
    ]
    waiting = [one for one in authorships if one.id not in placed and one.name not in names]
    found: dict[int, int] = {}
    for one in waiting:
        place = place_of(one, waiting, names, free) if one.is_decided else None
        if place is not None and place not in found.values():
            found[one.id] = place
    return found


def place_of(
    one: Printed, waiting: Sequence[Printed], names: Sequence[str], free: Sequence[int]
) -> int | None:
    """Where a name that agrees is printed: at its own position, else where nobody else can be meant."""
    alike = [place for place in free if names_agree(one.name, names[place])]
    if one.position in alike:
        return one.position
    if len(alike) != 1:
        return None
    meant = [other for other in waiting if names_agree(other.name, names[alike[0]])]
    return alike[0] if len(meant) == 1 else None
