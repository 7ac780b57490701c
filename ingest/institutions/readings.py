"""What printed affiliations mean: each text is read once, and authors are tied to the institutions it names.

`read_affiliations` serves the loader: it needs a temporary table `staged_authorship` with at least `work_id`,
`position`, `affiliations`, `rors` and `email_domains` (text[], never null), and the authorships themselves stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from common.names import slug_for
from ingest.institutions import affiliation_tables as tables
from ingest.institutions.affiliation_decisions import RANKS, decide
from ingest.institutions.affiliations import Candidate, Known, Line, Reading
from ingest.loading.staging import copy_rows

BATCH = 5_000

Lines = Mapping[UUID, Line]


def read_affiliations(cursor: CursorWrapper, *, known_before: bool = True) -> list[int]:
    """Tie the staged authors to institutions; the works on which that changed something.

    Where none of the works was known before, there is nothing to drop.
    """
    cursor.execute(tables.NEW_TEXTS)
    read_texts(cursor, ((print_, Line(text, tuple(domains))) for print_, text, domains in cursor.fetchall()))
    return tie_authors(cursor, known_before=known_before)


def tie_authors(cursor: CursorWrapper, *, known_before: bool) -> list[int]:
    """From readings to affiliations of the staged authors; the works concerned."""
    cursor.execute("DROP TABLE IF EXISTS wanted_affiliation")
    cursor.execute(tables.WANTED)
    changed: set[int] = set()
    for statement in (tables.DROP_LOST, tables.PUT) if known_before else (tables.PUT,):
        cursor.execute(statement)
        changed.update(row[0] for row in cursor.fetchall())
    return works_of(cursor, changed)


def works_of(cursor: CursorWrapper, authorships: Iterable[int]) -> list[int]:
    cursor.execute(tables.WORKS_OF, {"authorships": list(authorships)})
    return [row[0] for row in cursor.fetchall()]


def read_texts(cursor: CursorWrapper, texts: Iterable[tuple[UUID, Line]]) -> None:
    """Read these texts, anew where they were read before."""
    texts = iter(texts)
    while some := dict(islice(texts, BATCH)):
        read_batch(cursor, some)


def read_batch(cursor: CursorWrapper, lines: Lines) -> None:
    known = look_up(cursor, frozenset().union(*(line.keys for line in lines.values())))
    for statement in tables.STAGE:
        cursor.execute(statement)
    copy_rows(
        cursor,
        "staged_text",
        ((print_, line.text, list(line.domains), sorted(line.keys)) for print_, line in lines.items()),
    )
    copy_rows(cursor, "staged_reading", reading_rows(lines, known))
    for statement in tables.PUT_READINGS:
        cursor.execute(statement)


def reading_rows(lines: Lines, known: Known) -> Iterator[tuple]:
    for print_, line in lines.items():
        yield from (reading_row(print_, reading) for reading in decide(line, known))


def reading_row(print_: UUID, reading: Reading) -> tuple:
    slug = slug_for(reading.name)[:100].strip("-") if reading.name else ""
    key = reading.key if reading.name else ""
    return (print_, reading.institution, key, reading.name, slug, reading.basis, reading.confidence)


def look_up(cursor: CursorWrapper, keys: Iterable[str]) -> Known:
    """Everything that the registry knows of these keys."""
    wanted = {"keys": sorted(keys)}
    cursor.execute(tables.NAMES, wanted)
    names: dict[str, dict[int, Candidate]] = {}
    for key, *fields in cursor.fetchall():
        candidate = candidate_from(*fields)
        others = names.setdefault(key, {})
        kept = others.get(candidate.institution)
        if kept is None or rank(candidate) < rank(kept):
            others[candidate.institution] = candidate
    cursor.execute(tables.CITIES, wanted)
    cities = {city: frozenset(countries) for city, countries in cursor.fetchall()}
    return Known({key: tuple(found.values()) for key, found in names.items()}, cities)


def candidate_from(
    institution: int, ror: str, kind: str, country: str, city: str, parents: list[str], *flags: bool
) -> Candidate:
    return Candidate(institution, ror, kind, country, city, frozenset(parents), *flags)


def rank(candidate: Candidate) -> int:
    return RANKS.get(candidate.kind, len(RANKS))
