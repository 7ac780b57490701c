"""Organizations of the Research Organization Registry: dumps and API pages, schema versions 1 and 2."""

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import force_setattr

from common.identifiers import normalize_identifier
from ingest.cleaning import InvalidRecord, bounded, clean_text, clean_url
from ingest.readers.json_documents import Object, bad_object, objects
from ingest.records import BadRecord, enough

LONGEST_NAME = 500
STATES = ("active", "inactive", "withdrawn")
KINDS = (
    "education", "healthcare", "company", "archive", "nonprofit", "government", "facility", "funder", "other",
)  # fmt: skip

# What a name is, the most telling first: a label that is also an alias is a label.
NAME, LABEL, ALIAS, ACRONYM = NAME_KINDS = ("name", "label", "alias", "acronym")
V2_NAME_KINDS = {"ror_display": NAME, "label": LABEL, "alias": ALIAS, "acronym": ACRONYM}


class OtherName(msgspec.Struct, frozen=True):
    """A name of an organization and what kind of name it is."""

    text: str
    kind: str


class OrganizationRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the registry says of one organization."""

    ror: str
    name: str
    names: tuple[OtherName, ...] = ()
    country: str = ""
    city: str = ""
    kinds: tuple[str, ...] = ()
    home_page: str = ""
    domains: tuple[str, ...] | None = None  # None: this version of the schema does not say
    state: str = "active"
    parents: tuple[str, ...] = ()
    has_parts: bool = False
    is_branch: bool = False
    successors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ror = normalize_identifier("ror", self.ror)
        if not ror:
            raise InvalidRecord("the id is no ROR ID")
        force_setattr(self, "ror", ror)
        force_setattr(self, "name", bounded(self.name, LONGEST_NAME, "the name"))
        if not self.name:
            raise InvalidRecord("the organization has no name")
        force_setattr(self, "names", self._clean_names())
        force_setattr(self, "country", self.country.strip().upper() if len(self.country.strip()) == 2 else "")
        force_setattr(self, "city", clean_text(self.city)[:200])
        force_setattr(self, "kinds", tuple(kind for kind in KINDS if kind in self.kinds))
        force_setattr(self, "home_page", clean_url(self.home_page))
        force_setattr(self, "state", self.state if self.state in STATES else "active")
        for what in ("parents", "successors"):
            rors = {normalize_identifier("ror", other) for other in getattr(self, what)}
            force_setattr(self, what, tuple(sorted(filter(None, rors - {ror}))))

    def _clean_names(self) -> tuple[OtherName, ...]:
        """Each name once, as the most telling of its kinds; without overlong ones and the name itself."""
        enough(self.names, "names")
        ranked = sorted(self.names, key=lambda one: NAME_KINDS.index(one.kind))
        cleaned = [(clean_text(one.text), one.kind) for one in ranked]
        kept: dict[str, str] = {}
        for text, kind in cleaned:
            if 0 < len(text) <= LONGEST_NAME and text != self.name:
                kept.setdefault(text, kind)
        return tuple(OtherName(*one) for one in kept.items())

    @property
    def host(self) -> str:
        """Where the home page is, without "www.": often also what e-mail addresses end with."""
        try:
            parts = urlsplit(self.home_page)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        # "/en/" is the organization's own still; a longer path is a place at somebody else's.
        return host if len(parts.path.strip("/")) <= 3 else ""


def read(stream: BinaryIO, name: str) -> Iterator[OrganizationRecord | BadRecord]:
    """A list of organizations, one organization a line, or pages of the API with `items`."""
    for found in objects(stream, name, ("items",)):
        yield found if isinstance(found, BadRecord) else read_one(found[1], name, found[0])


def read_one(statement: Object, name: str, number: int) -> OrganizationRecord | BadRecord:
    try:
        return organization_from(statement)
    except InvalidRecord as error:
        return bad_object(str(error), name, number, statement)


def organization_from(statement: Object) -> OrganizationRecord:
    """The record of one statement in either version of the schema."""
    try:
        return from_version_2(statement) if "names" in statement else from_version_1(statement)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        if isinstance(error, InvalidRecord):
            raise
        raise InvalidRecord("this is not an organization as ROR describes them") from error


def from_version_2(statement: Object) -> OrganizationRecord:
    names = [
        OtherName(one["value"], V2_NAME_KINDS[kind])
        for one in statement["names"]
        for kind in one["types"]
        if kind in V2_NAME_KINDS
    ]
    locations = entries(statement.get("locations"))
    place = (locations[0].get("geonames_details") if locations else None) or {}
    return OrganizationRecord(
        ror=statement["id"],
        name=next((one.text for one in names if one.kind == NAME), ""),
        names=tuple(names),
        country=place.get("country_code") or "",
        city=place.get("name") or "",
        kinds=tuple(statement.get("types") or ()),
        home_page=next((link["value"] for link in entries(statement.get("links")) if is_website(link)), ""),
        domains=tuple(sorted(str(domain).lower() for domain in entries(statement.get("domains")))),
        state=statement.get("status") or "",
        parents=related(statement, "parent"),
        has_parts=bool(related(statement, "child")),
        is_branch=is_branch(statement),
        successors=related(statement, "successor"),
    )


def from_version_1(statement: Object) -> OrganizationRecord:
    kinds = {"labels": LABEL, "aliases": ALIAS, "acronyms": ACRONYM}
    names = [
        OtherName(one["label"] if isinstance(one, dict) else one, kind)
        for key, kind in kinds.items()
        for one in entries(statement.get(key))
    ]
    addresses = entries(statement.get("addresses"))
    place: Object = addresses[0] if addresses else {}
    return OrganizationRecord(
        ror=statement["id"],
        name=statement.get("name") or "",
        names=tuple(names),
        country=(statement.get("country") or {}).get("country_code") or "",
        city=(place.get("geonames_city") or {}).get("city") or place.get("city") or "",
        kinds=tuple(kind.lower() for kind in entries(statement.get("types"))),
        home_page=next(iter(entries(statement.get("links"))), ""),
        state=statement.get("status") or "",
        parents=related(statement, "parent"),
        has_parts=bool(related(statement, "child")),
        is_branch=is_branch(statement),
        successors=related(statement, "successor"),
    )


def is_branch(statement: Object) -> bool:
    """Whether it is a company in one country under one of the same name in another: "Foo (Peru)" of "Foo (Spain)"."""
    name = statement.get("name") or next(
        (one["value"] for one in statement.get("names") or () if "ror_display" in one["types"]), ""
    )
    parents = [one for one in entries(statement.get("relationships")) if one["type"].lower() == "parent"]
    words = set(plain_words(name))
    return name.endswith(")") and any(
        parent["label"].endswith(")") and words & set(plain_words(parent["label"])) for parent in parents
    )


def plain_words(name: str) -> list[str]:
    return name.rpartition(" (")[0].lower().split()


def entries(listed: Any) -> list[Any]:
    """The entries of a list that may be null."""
    return [one for one in listed or () if one]


def is_website(link: Object) -> bool:
    return link.get("type") == "website"


def related(statement: Object, kind: str) -> tuple[str, ...]:
    """The ids of the organizations that stand in this relation."""
    relations = entries(statement.get("relationships"))
    return tuple(one["id"] for one in relations if one["type"].lower() == kind)
