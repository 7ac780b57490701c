"""The one shape that all sources speak. A record that exists is a clean and valid one."""

import hashlib
import re
from collections.abc import Iterable
from itertools import chain
from typing import Annotated, Any

import msgspec
from msgspec.structs import force_setattr

from common.identifiers import normalize_identifier, normalize_orcid, normalize_reference
from ingest import addresses
from ingest.cleaning import (
    InvalidRecord,
    bounded,
    check_date,
    clean_language,
    clean_text,
    clean_url,
    hide_addresses,
    optional,
    without_addresses,
)
from ingest.work_types import TYPES, known_type

LONGEST_TITLE = 2_000
LONGEST_ABSTRACT = 100_000
LONGEST_NAME = 500
LONGEST_AFFILIATION = 10_000
LONGEST_ID = 200
LONGEST_SOURCE = 40
# It is stored behind its source and a colon.
LONGEST_AUTHOR_ID = LONGEST_ID - LONGEST_SOURCE - 1
LONGEST_VENUE = 500
MOST_ENTRIES = 20_000
LARGEST_COUNT = 2_000_000_000
LONGEST_PIECE = 500

SOURCE = re.compile(rf"[a-z][a-z0-9_-]{{0,{LONGEST_SOURCE - 1}}}", re.ASCII)
# "et al.", "and others", or not one letter.
NOBODY = re.compile(r"(?:and )?(?:et\.? al\b|others)\W*|[\W_]*", re.IGNORECASE)

# Of an author; not a part of the format.
OURS = {"addresses", "address_digests"}
LISTS = ("categories", "keywords", "identifiers", "authors", "versions", "links", "references", "topics")


def described(text: str, **rules: Any) -> msgspec.Meta:
    """Words and rules for the JSON Schema; the cleaning below enforces them after trimming."""
    return msgspec.Meta(extra_json_schema={"description": text, **rules})


Type = Annotated[str, described("What it is; an unknown word counts as other.", examples=list(TYPES))]
Date = Annotated[str, described("YYYY, YYYY-MM or YYYY-MM-DD.", pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Title = Annotated[
    str, described("Mathematics may stand as TeX between dollar signs.", minLength=1, maxLength=LONGEST_TITLE)
]
Abstract = Annotated[str, described("Summary, markup as in the title.", maxLength=LONGEST_ABSTRACT)]
Source = Annotated[str, described("Who says so, such as arxiv or acl.", pattern=rf"^{SOURCE.pattern}$")]
SourceId = Annotated[
    str, described("The source's own id of the work, without version.", minLength=1, maxLength=LONGEST_ID)
]
Name = Annotated[str, described("As printed.", minLength=1, maxLength=LONGEST_NAME)]
Kind = Annotated[str, described("code or dataset; an unknown word counts as other.")]
Link = Annotated[
    str, described("An address on the web.", pattern="^[Hh][Tt][Tt][Pp][Ss]?://", maxLength=2_000)
]
Ror = Annotated[str, described("ROR ID of the institution.", examples=["05dxps055"])]
Domain = Annotated[
    str, described("What stands behind the @ of a printed e-mail address.", examples=["example.edu"])
]
Share = Annotated[float, described("How sure the source is, 0 to 1.", minimum=0, maximum=1)]
Count = Annotated[int, described("Citations as the source counts them.", minimum=0, maximum=LARGEST_COUNT)]
References = Annotated[
    tuple[str, ...], described("Works that this one cites, as scheme:value, such as doi:10.1234/example.")
]


class BadRecord(Exception):
    """A record that could not be read: where, why, and the piece it fell over."""

    def __init__(self, reason: str, *, name: str, line: int | None = None, piece: str = "") -> None:
        super().__init__(reason)
        self.reason = hide_addresses(clean_text(reason))
        self.name = name
        self.line = line
        self.piece = clean_text(hide_addresses(clean_text(piece[: 4 * LONGEST_PIECE])))[:LONGEST_PIECE]

    @property
    def position(self) -> str:
        name = clean_text(self.name)[-450:]
        return f"{name}, line {self.line}" if self.line else name

    def __str__(self) -> str:
        return f"{self.position}: {self.reason}"


def enough(entries: tuple[Any, ...], what: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise InvalidRecord(f"there are {len(entries):,} {what}; at most {MOST_ENTRIES:,} are allowed")


def clean_list(texts: Iterable[str], limit: int, what: str) -> tuple[str, ...]:
    """Clean texts, each once, in the order given, without empty ones."""
    return tuple(filter(None, dict.fromkeys(bounded(text, limit, what) for text in texts)))


class AuthorRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One printed name with what is printed beside it.

    E-mail addresses are taken out of names and affiliations; what stands behind the @ stays, in `email_domains`.
    """

    name: Name
    orcid: str | None = None
    affiliations: tuple[str, ...] = ()
    source_author_id: str | None = None
    family: (
        Annotated[str, described("The family name, as it stands in `name`.", maxLength=LONGEST_NAME)] | None
    ) = None
    rors: Annotated[
        tuple[Ror, ...], described("The institutions, where the source itself names them by id.")
    ] = ()
    email_domains: tuple[Domain, ...] = ()
    # Until the work has made digests of those that are surely this author's: no work keeps them.
    addresses: tuple[str, ...] = ()
    address_digests: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._clean_names()
        if self.orcid is not None:
            force_setattr(self, "orcid", normalize_orcid(self.orcid.strip()))
        if self.affiliations:
            enough(self.affiliations, "affiliations of one author")
            self._clean_affiliations()
        if self.source_author_id is not None:
            cleaned_id = optional(self.source_author_id, LONGEST_AUTHOR_ID, "source_author_id")
            force_setattr(self, "source_author_id", cleaned_id)
        if self.rors:
            rors = dict.fromkeys(normalize_identifier("ror", ror) for ror in self.rors)
            force_setattr(self, "rors", tuple(filter(None, rors)))
        if self.addresses:
            domains = (address.rpartition("@")[2] for address in self.addresses)
            force_setattr(self, "email_domains", (*self.email_domains, *domains))
        if self.email_domains:
            force_setattr(
                self, "email_domains", clean_list(map(str.lower, self.email_domains), 253, "a domain")
            )

    def _clean_names(self) -> None:
        force_setattr(self, "name", bounded(self.name, LONGEST_NAME, "an author's name"))
        if self.family is not None:
            force_setattr(self, "family", optional(self.family, LONGEST_NAME, "an author's family name"))
        if "@" not in self.name and "@" not in (self.family or ""):
            return
        name, found = without_addresses(self.name)
        family, more = without_addresses(self.family or "")
        force_setattr(self, "name", clean_text(name))
        force_setattr(self, "family", clean_text(family) or None)
        force_setattr(self, "addresses", (*self.addresses, *found, *more))

    def _clean_affiliations(self) -> None:
        enough(self.affiliations, "affiliations of one author")
        if "@" in "".join(self.affiliations):
            texts, found = zip(*map(without_addresses, self.affiliations), strict=True)
            force_setattr(self, "affiliations", texts)
            force_setattr(self, "addresses", (*self.addresses, *chain.from_iterable(found)))
        cleaned = clean_list(self.affiliations, LONGEST_AFFILIATION, "an affiliation")
        force_setattr(self, "affiliations", cleaned)

    @property
    def is_somebody(self) -> bool:
        return not NOBODY.fullmatch(self.name)


class VersionRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A later appearance of the same study, such as the journal article of a preprint."""

    type: Type = "other"
    date: Date | None = None
    title: Annotated[str, described("If it differs.", maxLength=LONGEST_TITLE)] | None = None
    venue: str | None = None
    doi: str | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "type", known_type(self.type))
        force_setattr(self, "date", check_date(self.date, "the date of a version") if self.date else None)
        force_setattr(self, "title", optional(self.title, LONGEST_TITLE, "the title of a version"))
        force_setattr(self, "venue", optional(self.venue, LONGEST_VENUE, "the venue of a version"))
        force_setattr(self, "doi", normalize_identifier("doi", self.doi) if self.doi else None)


class LinkRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """Code or data of a work, and who said so; an address that is unsafe to link becomes empty."""

    kind: Kind
    url: Link
    origin: str | None = None

    def __post_init__(self) -> None:
        kind = self.kind.strip().lower()
        force_setattr(self, "kind", kind if kind in ("code", "dataset") else "other")
        force_setattr(self, "url", clean_url(self.url))
        force_setattr(self, "origin", optional(self.origin, 40, "the origin of a link"))


class TopicRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A subject from a vocabulary in which the source sorts works."""

    id: Annotated[str, described("With its scheme.", examples=["openalex:T10028"])]
    name: str
    confidence: Share = 1.0

    def __post_init__(self) -> None:
        force_setattr(self, "id", bounded(self.id, 60, "the id of a topic"))
        force_setattr(self, "name", bounded(self.name, 200, "the name of a topic"))
        # In this order what is no number becomes the least.
        force_setattr(self, "confidence", min(1.0, max(0.01, float(self.confidence))))


class Withdrawal(msgspec.Struct, frozen=True):
    """A source takes back its statement of a work; the work is marked, not deleted."""

    source: str
    source_id: str

    def __post_init__(self) -> None:
        source_id = bounded(self.source_id, LONGEST_ID, "source_id")
        force_setattr(self, "source_id", normalize_identifier(self.source, source_id) or source_id)


class Retraction(msgspec.Struct, frozen=True):
    """A notice that a work is retracted: names of the work and of the notice, such as doi:10.1234/example."""

    source: str
    identifier: str
    by: str

    def __post_init__(self) -> None:
        for what in ("identifier", "by"):
            name = normalize_reference(clean_text(getattr(self, what)))
            if not name:
                raise InvalidRecord("a notice of retraction does not say by an identifier what it is about")
            force_setattr(self, what, name)


class WorkRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One source's statement of a work."""

    source: Source
    source_id: SourceId
    title: Title
    published: Date
    type: Type = "other"
    abstract: Abstract | None = None
    language: Annotated[str, described("ISO 639 code.", examples=["en"])] | None = None
    venue: Annotated[str, described("Journal or conference series.", maxLength=LONGEST_VENUE)] | None = None
    categories: Annotated[tuple[str, ...], described("Codes, the primary one first.")] = ()
    keywords: tuple[str, ...] = ()
    identifiers: Annotated[dict[str, str], described("Scheme to value: doi, arxiv, acl, pmid…")] = {}
    authors: Annotated[tuple[AuthorRecord, ...], described("In printed order.", maxItems=MOST_ENTRIES)] = ()
    versions: tuple[VersionRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    open_access: bool | None = None
    license: str | None = None
    cited_by_count: Count | None = None
    references: References = ()
    retracted: bool = False
    topics: Annotated[tuple[TopicRecord, ...], described("From the source's own vocabulary.")] = ()

    def __post_init__(self) -> None:
        self._clean_texts()
        self._clean_identifiers()
        self._clean_parts()
        self._clean_lists()
        self._settle_addresses()

    def _clean_texts(self) -> None:
        title = bounded(self.title, LONGEST_TITLE, "the title")
        if not title:
            raise InvalidRecord("the title is empty")
        force_setattr(self, "title", title)
        force_setattr(self, "published", check_date(self.published, "published"))
        force_setattr(self, "type", known_type(self.type))
        force_setattr(self, "abstract", optional(self.abstract, LONGEST_ABSTRACT, "the abstract"))
        force_setattr(self, "language", clean_language(self.language))
        force_setattr(self, "venue", optional(self.venue, LONGEST_VENUE, "the venue"))
        force_setattr(self, "license", optional(self.license, 200, "the license"))

    def _clean_identifiers(self) -> None:
        """What cannot be an identifier is left out: a wrong one would join two works."""
        source = self.source.strip()
        if not SOURCE.fullmatch(source):
            raise InvalidRecord("source is not a short name of small letters, digits and hyphens")
        source_id = bounded(self.source_id, LONGEST_ID, "source_id")
        source_id = bounded(normalize_identifier(source, source_id) or source_id, LONGEST_ID, "source_id")
        if not source_id:
            raise InvalidRecord("source_id is empty")
        force_setattr(self, "source", source)
        force_setattr(self, "source_id", source_id)
        pairs = ((scheme.strip().lower(), clean_text(value)) for scheme, value in self.identifiers.items())
        normal = ((scheme, normalize_identifier(scheme, value)) for scheme, value in pairs)
        identifiers = {scheme: value for scheme, value in sorted(normal, key=str) if value}
        force_setattr(self, "identifiers", identifiers)

    def _clean_parts(self) -> None:
        for what in LISTS:
            if getattr(self, what):
                enough(getattr(self, what), what)
        if not 0 <= (self.cited_by_count or 0) <= LARGEST_COUNT:
            raise InvalidRecord(f"cited_by_count is not between 0 and {LARGEST_COUNT:,}")

    def _clean_lists(self) -> None:
        force_setattr(self, "authors", tuple(author for author in self.authors if author.is_somebody))
        if self.categories:
            force_setattr(self, "categories", clean_list(self.categories, 40, "a category"))
        if self.keywords:
            force_setattr(self, "keywords", clean_list(self.keywords, 200, "a keyword"))
        if self.topics:
            topics = {topic.id: topic for topic in self.topics if topic.id and topic.name}
            force_setattr(self, "topics", tuple(topics.values()))
        if self.links:
            links = {(link.kind, link.url): link for link in self.links if link.url}
            force_setattr(self, "links", tuple(links.values()))
        if self.references:
            references = dict.fromkeys(map(normalize_reference, map(clean_text, self.references)))
            force_setattr(self, "references", tuple(filter(None, references)))

    def _settle_addresses(self) -> None:
        """Of the e-mail addresses printed on the work only digests stay, with the author whose they are."""
        abstract, printed = without_addresses(self.abstract or "")
        if printed:
            force_setattr(self, "abstract", clean_text(abstract) or None)
        if printed or any(author.addresses or author.address_digests for author in self.authors):
            force_setattr(self, "authors", with_digests(self.authors, printed))


def with_digests(authors: tuple[AuthorRecord, ...], elsewhere: list[str]) -> tuple[AuthorRecord, ...]:
    """The authors with digests of the addresses that are surely theirs, and without addresses."""
    digests = addresses.digests_by_author(
        [author.name for author in authors],
        [author.addresses for author in authors],
        elsewhere,
        all_have_places=all(author.affiliations or author.addresses for author in authors),
    )
    known = [(*author.address_digests, *new) for author, new in zip(authors, digests, strict=True)]
    return tuple(
        msgspec.structs.replace(author, addresses=(), address_digests=own)
        if author.addresses or own != author.address_digests
        else author
        for author, own in zip(authors, addresses.of_one_each(known), strict=True)
    )


ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(record: msgspec.Struct) -> bytes:
    """The canonical JSON: the same record gives the same bytes."""
    return ENCODER.encode(record)


def payload_hash(record: msgspec.Struct) -> bytes:
    """Sixteen bytes that change when, and only when, the source says something else."""
    return fingerprint(encode(record))


def fingerprint(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=16).digest()


def without_nulls(value: Any) -> Any:
    """An explicit null says the same as absence. What only we make, nobody else says."""
    if isinstance(value, dict):
        return {
            key: without_nulls(inner) for key, inner in value.items() if inner is not None and key not in OURS
        }
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value if inner is not None]
    return value


def record_from(statement: Any) -> WorkRecord:
    """The record that decoded JSON describes; InvalidRecord says what is wrong with it."""
    try:
        return msgspec.convert(without_nulls(statement), WorkRecord)
    except msgspec.ValidationError as error:
        raise InvalidRecord(str(error)) from error
