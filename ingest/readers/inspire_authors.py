"""Who wrote a work, in the words of INSPIRE."""

from typing import Any

from common.names import is_generation
from common.tex import to_plain
from ingest.readers.citation_names import read_name
from ingest.readers.json_values import mappings, text, texts
from ingest.records import AuthorRecord

Object = dict[str, Any]

# INSPIRE's names of people go on when their profiles are merged; its older numbers are second to them.
OWN_SCHEMES = ("INSPIRE BAI", "INSPIRE ID")


def authors_of(said: Object) -> tuple[AuthorRecord, ...]:
    """The people who are authors; where there are none, the body that signs."""
    people = tuple(author(one) for one in mappings(said.get("authors")) if is_author(one))
    return people or bodies(said)


def is_author(person: Object) -> bool:
    roles = texts(person.get("inspire_roles"))
    return not roles or "author" in roles


def bodies(said: Object) -> tuple[AuthorRecord, ...]:
    names = texts(said.get("corporate_author")) or tuple(
        f"{name} Collaboration"
        for name in (text(one.get("value")) for one in mappings(said.get("collaborations")))
        if name
    )
    return tuple(AuthorRecord(name=to_plain(name)) for name in names)


def author(person: Object) -> AuthorRecord:
    ids = {text(one.get("schema")): text(one.get("value")) for one in mappings(person.get("ids"))}
    rors = (
        text(one.get("value"))
        for one in mappings(person.get("affiliations_identifiers"))
        if one.get("schema") == "ROR"
    )
    return read_name(
        in_order(to_plain(text(person.get("full_name")))),
        orcid=ids.get("ORCID"),
        affiliations=affiliations_of(person),
        source_author_id=next((ids[scheme] for scheme in OWN_SCHEMES if ids.get(scheme)), None),
        rors=tuple(rors),
        addresses=addresses_of(person),
    )


def in_order(name: str) -> str:
    """ "Jr., Ada Example", where a generation was taken for the family, as printed."""
    first, comma, rest = name.partition(",")
    return f"{rest.strip()} {first.strip()}" if comma and is_generation(first.strip()) else name


def affiliations_of(person: Object) -> tuple[str, ...]:
    """As printed; where that was not kept, INSPIRE's own names of institutions."""
    for key in ("raw_affiliations", "affiliations"):
        found = tuple(filter(None, (to_plain(text(one.get("value"))) for one in mappings(person.get(key)))))
        if found:
            return found
    return ()


def addresses_of(person: Object) -> tuple[str, ...]:
    return tuple(address.strip() for address in texts(person.get("emails")) if "@" in address)
