"""Organizations of the registry into the record, and what affiliations mean once they are known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from common.countries import COUNTRY_CODES
from common.names import fold, slug_for
from common.organizations import name_key
from ingest.institutions import organization_tables as tables
from ingest.institutions.affiliation_decisions import decide
from ingest.institutions.affiliations import Line
from ingest.institutions.readings import look_up, read_affiliations, read_texts
from ingest.loading.staging import copy_rows
from ingest.loading.tables import TAKE_LOCK
from ingest.readers.ror import OrganizationRecord
from ingest.records import payload_hash
from researchers.staleness import mark_stale

MANY = 5_000


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the organizations, and on how many works somebody is elsewhere now."""

    created: int
    updated: int
    unchanged: int
    works: int


def store_organizations(records: Iterable[OrganizationRecord]) -> Stored:
    """Bring organizations in and read anew the affiliations concerned: all of it in one transaction, or nothing.

    It does not matter whether organizations or works come first.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_LOCK)
        cursor.execute(tables.CLEAR)
        cursor.execute(tables.STAGE)
        copy_rows(cursor, "stated_organization", (row_of(n, record) for n, record in enumerate(records)))
        cursor.execute(tables.COMPARE)
        cursor.execute(tables.COUNT)
        created, updated, unchanged = cursor.fetchone()
        cursor.execute(tables.TOUCHED)
        for statement in tables.MERGE:
            cursor.execute(statement)
        if created + updated >= MANY:
            cursor.execute(tables.REFRESH_STATISTICS)
        works = read_anew(cursor)
    return Stored(created, updated, unchanged, len(works))


def read_anew(cursor: CursorWrapper) -> list[int]:
    """Read the texts in which a changed name may stand; the works on which somebody is elsewhere now."""
    cursor.execute(tables.KEEP_READINGS)
    cursor.execute(tables.TEXTS_TOUCHED)
    read_texts(cursor, [(print_, Line(text, tuple(domains))) for print_, text, domains in cursor.fetchall()])
    cursor.execute(tables.STAGE_AUTHORS)
    works = read_affiliations(cursor)
    follow_printed_names(cursor)
    cursor.execute(tables.CHANGE_WORKS, {"works": works})
    mark_stale(cursor, works)
    return works


def follow_printed_names(cursor: CursorWrapper) -> None:
    """A printed name that turned out to be a registered organization leads there from now on."""
    cursor.execute(tables.LEFT_BEHIND)
    lines = {institution: Line(name) for institution, name in cursor.fetchall()}
    known = look_up(cursor, frozenset().union(*(line.keys for line in lines.values())))
    read = {printed: [one.institution for one in decide(line, known)] for printed, line in lines.items()}
    heirs = {printed: found[0] for printed, found in read.items() if len(found) == 1 and found[0]}
    cursor.execute(tables.FOLLOW, {"printed": list(heirs), "heirs": list(heirs.values())})


def row_of(number: int, record: OrganizationRecord) -> tuple:
    """In the order of `stated_organization`."""
    kinds, names, keys = zip(*name_rows(record), strict=True)
    return (
        number,
        record.ror,
        payload_hash(record),
        record.name,
        name_key(record.name),
        slug_for(record.name)[:100].strip("-"),
        record.country,
        record.city,
        fold(record.city) if record.city else "",
        list(record.kinds),
        record.home_page,
        None if record.domains is None else list(record.domains),
        list(record.parents),
        record.has_parts,
        record.is_branch,
        record.state,
        record.successors[0] if len(record.successors) == 1 else None,
        list(kinds),
        list(names),
        list(keys),
    )


def name_rows(record: OrganizationRecord) -> Iterator[tuple[str, str, str]]:
    """(kind, name, key) of everything by which an organization can be told, each key once, the best kind first."""
    kept: dict[str, tuple[str, str, str]] = {}
    for kind, name in told_by(record):
        key = name if kind in ("domain", "website") else name_key(name)
        if key:
            kept.setdefault(key, (kind, name, key))
    return iter(kept.values())


def told_by(record: OrganizationRecord) -> Iterator[tuple[str, str]]:
    yield "name", record.name
    if plain := without_country(record.name):
        yield "name", plain
    for other in record.names:
        yield other.kind, other.text
    yield from (("domain", domain) for domain in record.domains or ())
    if record.host:
        yield "website", record.host


def without_country(name: str) -> str:
    """ "Foo (Sweden)" → "Foo": how the registry tells the branches of a company apart."""
    plain, _, ending = name.removesuffix(")").rpartition(" (")
    return plain if name.endswith(")") and fold(ending) in COUNTRY_CODES else ""
