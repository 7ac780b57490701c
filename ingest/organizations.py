"""Organizations of the registry into the record, and what affiliations mean once they are known."""

from collections.abc import Iterator

from common.names import fold
from ingest.countries import COUNTRY_CODES
from ingest.organization_names import name_key
from ingest.readers.ror import OrganizationRecord


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
