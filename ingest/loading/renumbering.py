"""When a source changes its list of authors, what is known of an author stays with the name, not with the place.

An authorship gets the position at which its author is printed now. One whose author is printed no more goes behind
the end of the list: there it stays if somebody decided whose it is, and is dropped with its attributions if not.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from operator import attrgetter
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from common.naming import compare, parse
from ingest.joining.aligning import clues_of_name, names_agree
from researchers.settled import NOTHING, Changes, Reprinted

# All authorships of the staged works on which something else would be printed over one of them.
DISPLACED = """
WITH displaced AS (
    SELECT DISTINCT authorship.work_id
    FROM staged_work AS staged
    JOIN works_authorship AS authorship ON authorship.work_id = staged.id
    LEFT JOIN staged_authorship AS printed
      ON printed.work_id = authorship.work_id AND printed.position = authorship.position
    WHERE (printed.name, printed.orcid, printed.source_author_id, printed.block)
        IS DISTINCT FROM (authorship.name, authorship.orcid, authorship.source_author_id, authorship.block)
)
SELECT authorship.work_id, authorship.position, authorship.name, authorship.orcid, authorship.source_author_id,
       authorship.block, authorship.id, authorship.position >= work.authors_count
FROM displaced
JOIN works_work AS work ON work.id = displaced.work_id
JOIN works_authorship AS authorship USING (work_id)
ORDER BY authorship.work_id, authorship.position
"""
PRINTED_NOW = """
SELECT work_id, position, name, orcid, source_author_id, block
FROM staged_authorship
WHERE work_id = ANY(%(works)s)
ORDER BY work_id, position
"""

# In two steps, since no two authorships may have one position even for a moment.
OUT_OF_THE_WAY = "UPDATE works_authorship SET position = position + 1000000 WHERE id = ANY(%(authorships)s)"
RENUMBER = """
UPDATE works_authorship AS authorship
SET position = placed.position
FROM unnest(%(authorships)s::bigint[], %(positions)s::int[]) AS placed (id, position)
WHERE authorship.id = placed.id
"""


class Printed(NamedTuple):
    """What is printed of an author; of an authorship that stands also its id, and whether it had left the list."""

    work_id: int
    position: int
    name: str
    orcid: str
    source_author_id: str
    block: str
    id: int = 0
    is_gone: bool = False


Places = dict[int, Printed]  # by authorship, as what it is printed now


def follow_names(cursor: CursorWrapper) -> Changes:
    """Renumber the authorships of the staged works so that each stays the same author's; what is printed otherwise."""
    cursor.execute(DISPLACED)
    before = by_work(cursor.fetchall())
    if not before:
        return NOTHING
    cursor.execute(PRINTED_NOW, {"works": list(before)})
    now = by_work(cursor.fetchall())
    placed: Places = {}
    positions: dict[int, int] = {}
    for work_id, authorships in before.items():
        found = places(authorships, now.get(work_id, ()))
        positions |= positions_of(authorships, found, len(now.get(work_id, ())))
        placed |= found
    standing = [one for authorships in before.values() for one in authorships]
    renumber(cursor, {one.id: positions[one.id] for one in standing if positions[one.id] != one.position})
    return changes_of(standing, placed)


def by_work(rows: Iterable[tuple]) -> dict[int, list[Printed]]:
    found: defaultdict[int, list[Printed]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Printed(*row))
    return found


def renumber(cursor: CursorWrapper, positions: Mapping[int, int]) -> None:
    if positions:
        authorships = list(positions)
        cursor.execute(OUT_OF_THE_WAY, {"authorships": authorships})
        cursor.execute(RENUMBER, {"authorships": authorships, "positions": list(positions.values())})


def positions_of(authorships: Sequence[Printed], placed: Places, length: int) -> dict[int, int]:
    """A position for every authorship: where its author is printed, or behind the list."""
    behind = count(length + len(authorships))
    return {one.id: placed[one.id].position if one.id in placed else next(behind) for one in authorships}


def changes_of(standing: Iterable[Printed], placed: Places) -> Changes:
    reprinted: list[Reprinted] = []
    left: set[str] = set()
    for one in standing:
        now = placed.get(one.id)
        if now is None:
            left |= set() if one.is_gone else {one.block}
        elif (now.name, now.orcid, now.block) != (one.name, one.orcid, one.block):
            reprinted.append(Reprinted(one.id, one.block, has_new_orcid=now.orcid not in ("", one.orcid)))
    return Changes(tuple(reprinted), frozenset(left - {""}))


def places(authorships: Sequence[Printed], printed: Sequence[Printed]) -> Places:
    """By authorship, as what its author is printed now; those of whom that is not certain are left out."""
    placed = same_names(authorships, printed)
    for found_by in (same_identifiers, agreeing_names):
        taken = {one.position for one in placed.values()}
        former, now = {one.name for one in authorships}, {one.name for one in printed}
        waiting = [one for one in authorships if one.id not in placed and one.name not in now]
        free = [one for one in printed if one.position not in taken and one.name not in former]
        placed |= found_by(waiting, free)
    return placed


def same_names(authorships: Iterable[Printed], printed: Iterable[Printed]) -> Places:
    """Those who are printed letter by letter as before."""
    now: defaultdict[str, list[Printed]] = defaultdict(list)
    for one in printed:
        now[one.name].append(one)
    namesakes: defaultdict[str, list[Printed]] = defaultdict(list)
    for one in authorships:
        namesakes[one.name].append(one)
    placed: Places = {}
    for name, ones in namesakes.items():
        if name in now:
            placed |= pair(ones, now[name])
    return placed


def pair(namesakes: Sequence[Printed], printed: Sequence[Printed]) -> Places:
    """Identifiers tell namesakes; as many as before keep their order; else it is certain who stayed, or is left."""
    if len(namesakes) == len(printed) == 1:
        return {namesakes[0].id: printed[0]}
    known = same_identifiers(namesakes, printed)
    rest, free = without(namesakes, printed, known)
    if len(rest) == len(free):
        return known | {one.id: place for one, place in zip(rest, free, strict=True)}
    known |= stayed(rest, free)
    rest, free = without(rest, free, known)
    is_certain = len(rest) == len(free) == 1 and may_be(rest[0], free[0])
    return known | ({rest[0].id: free[0]} if is_certain else {})


def without(
    authorships: Sequence[Printed], printed: Sequence[Printed], placed: Places
) -> tuple[list[Printed], list[Printed]]:
    """Those who are not placed yet, and where they could be."""
    taken = {one.position for one in placed.values()}
    return [one for one in authorships if one.id not in placed], [
        one for one in printed if one.position not in taken
    ]


def stayed(authorships: Iterable[Printed], printed: Iterable[Printed]) -> Places:
    """Those at whose own position somebody is printed who may be they."""
    here = {one.position: one for one in printed}
    same_place = ((one, here[one.position]) for one in authorships if one.position in here)
    return {one.id: place for one, place in same_place if may_be(one, place)}


def same_identifiers(authorships: Sequence[Printed], printed: Sequence[Printed]) -> Places:
    """Those with an identifier that is printed once on either side; the source's own counts first."""
    placed: Places = {}
    for identifier in (attrgetter("source_author_id"), attrgetter("orcid")):
        rest, free = without(authorships, printed, placed)
        before, now = once(rest, identifier), once(free, identifier)
        placed |= {one.id: now[value] for value, one in before.items() if value in now}
    return placed


def once(authors: Sequence[Printed], identifier: Callable[[Printed], str]) -> dict[str, Printed]:
    """Authors by an identifier that only they have."""
    counted = Counter(map(identifier, authors))
    return {value: one for one in authors if (value := identifier(one)) and counted[value] == 1}


def agreeing_names(authorships: Sequence[Printed], printed: Sequence[Printed]) -> Places:
    """Those who are printed in another way: at their own position, else where nobody else can be meant."""
    placed = stayed(authorships, printed)
    rest, free = without(authorships, printed, placed)
    by_clue: defaultdict[str, set[int]] = defaultdict(set)
    for index, place in enumerate(free):
        for clue in clues_of_name(place.name):
            by_clue[clue].add(index)
    fitting = {one.id: fitting_among(one, free, by_clue) for one in rest}
    wanted = Counter(index for indexes in fitting.values() for index in indexes)
    return placed | {
        number: free[indexes[0]]
        for number, indexes in fitting.items()
        if len(indexes) == 1 and wanted[indexes[0]] == 1
    }


def fitting_among(one: Printed, free: Sequence[Printed], by_clue: Mapping[str, set[int]]) -> list[int]:
    """Which of them it may be, without asking everybody."""
    indexes = {index for clue in clues_of_name(one.name) for index in by_clue.get(clue, ())}
    return sorted(index for index in indexes if may_be(one, free[index]))


def may_be(one: Printed, other: Printed) -> bool:
    """Whether two could be one author: no identifier speaks against it, and the names could be one person's."""
    if one.orcid and other.orcid and one.orcid != other.orcid:
        return False
    if one.source_author_id and other.source_author_id and one.source_author_id != other.source_author_id:
        return False
    return names_agree(one.name, other.name) or compare(parse(one.name), parse(other.name)).compatible
