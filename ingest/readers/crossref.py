"""Works of Crossref, as its API and its dumps give them; see docs/formats/crossref.md."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from common.identifiers import normalize_arxiv, normalize_doi
from ingest.cleaning import InvalidRecord
from ingest.readers.acl import printed_name
from ingest.readers.citation_dates import earliness
from ingest.readers.dates import date_of
from ingest.readers.json_documents import statements
from ingest.readers.json_values import mapping, mappings, text, texts, whole_number, within
from ingest.readers.marked_text import unmarked, unmarked_abstract
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, Retraction, VersionRecord, WorkRecord

Object = dict[str, Any]
Item = WorkRecord | Retraction | BadRecord

LISTS = ("message.items", "items")
OWN_KEYS = ("member", "message-version", "deposited", "is-referenced-by-count", "reference-count", "indexed")
# DOI resolvers answer with the same keys, but with one title: that is CSL-JSON.
ONE_TITLE = re.compile(r'"title"\s*:\s*"')

TYPES = {
    "book": "book", "book-chapter": "book-chapter", "book-part": "book-chapter", "book-section": "book-chapter",
    "book-track": "book-chapter", "database": "dataset", "dataset": "dataset", "dissertation": "thesis",
    "edited-book": "book", "journal-article": "journal-article", "monograph": "book", "peer-review": "review",
    "posted-content": "preprint", "proceedings-article": "conference-paper", "reference-book": "book",
    "reference-entry": "book-chapter", "report": "report", "report-component": "report", "standard": "report",
}  # fmt: skip
# What holds works, is a figure or table of one, or pays for one.
NO_WORKS = (
    "book-series", "book-set", "component", "grant", "journal", "journal-issue", "journal-volume", "proceedings",
    "proceedings-series", "report-series", "standard-series",
)  # fmt: skip
PREPRINTS = ("preprint", "working_paper", "")
# Of these the earliest is the first appearance. `created`, `deposited` and `indexed` tell of the entry in the
# registry, which for older works comes decades later.
DATES = ("posted", "published-online", "published-print", "published", "issued", "published-other")
LESSER_DATES = ("content-created", "approved")
# Relations to another appearance of the same study, and what that one is.
VERSIONS = {
    "has-preprint": "preprint", "is-preprint-of": "other", "has-manuscript": "preprint",
    "is-manuscript-of": "other", "is-identical-to": "other", "is-same-as": "other", "is-version-of": "",
    "has-version": "", "is-variant-form-of": "", "is-original-form-of": "",
}  # fmt: skip
ARXIV_DOI = "10.48550/arxiv."
RETRACTING = ("retraction", "removal", "withdrawal", "partial_retraction")
RETRACTED_TITLE = re.compile(
    r"\W*(?:RETRACTED|WITHDRAWN|Retracted|Withdrawn)(?: [Aa]rticle| ARTICLE)?\s*[\]:]"
)


# How the names of institutions begin or end; "University of Example", "Example University, Exampletown".
INSTITUTION_WORDS = (
    r"(?:universit(?:y|\u00e9|\u00e0|\u00e4t|at|eit|et|etet|as)|universidade?|institut(?:e|o)?|department|dept\.?|"
    r"d\u00e9partement|departamento|facult(?:y|\u00e9|ad)|school|college|hospital|academy|laborator(?:y|ies|io)|"
    r"laboratoire|clinic|division)"
)
INSTITUTION = re.compile(
    rf"^(?:the\s+)?{INSTITUTION_WORDS}(?!\w)|(?<!\w){INSTITUTION_WORDS}\s*(?:,|\(|$)", re.IGNORECASE
)
# These sign works themselves, wherever they are at home.
GROUP = re.compile(
    r"\b(?:collaborat(?:ion|ive|ors)|consorti(?:um|a)|groups?|teams?|network|committee|investigators|initiative|"
    r"project|study|trial|task force|working party|society|association|on behalf of|for the)\b",
    re.IGNORECASE,
)


def recognizes(head: Head) -> bool:
    known = head.has_keys("DOI") and any(f'"{key}"' in head.text for key in OWN_KEYS)
    return known and not ONE_TITLE.search(head.text)


def read(stream: BinaryIO, name: str) -> Iterator[Item]:
    return statements(stream, name, LISTS, said_in)


def said_in(envelope: Object) -> Iterator[WorkRecord | Retraction]:
    """A work; and before it, because it may yet turn out to be unreadable, which works it says are retracted."""
    inner = envelope.get("message")
    statement = inner if isinstance(inner, dict) else envelope
    doi = normalize_doi(text(statement.get("DOI")))
    if doi:
        yield from retractions(statement, doi)
    if text(statement.get("type")) in NO_WORKS:
        return
    if not doi:
        raise InvalidRecord("the work has no DOI")
    yield work(statement, doi)


def work(statement: Object, doi: str) -> WorkRecord:
    licenses = tuple(mappings(statement.get("license")))
    return WorkRecord(
        source="crossref",
        source_id=doi,
        title=title(statement),
        published=published(statement),
        type=kind(statement),
        abstract=unmarked_abstract(text(statement.get("abstract"))),
        language=text(statement.get("language")) or None,
        venue=venue(statement),
        keywords=tuple(map(unmarked, texts(statement.get("subject")))),
        identifiers=identifiers(statement, doi),
        authors=authors(statement),
        versions=tuple(versions(statement, doi)),
        open_access=True if creative_commons(licenses) else None,
        license=creative_commons(licenses) or license_of_print(licenses),
        cited_by_count=whole_number(statement.get("is-referenced-by-count")),
        references=references(statement),
        retracted=is_retracted(statement),
    )


def title(statement: Object) -> str:
    """The title with its subtitle; further titles are translations."""
    first, *_ = *map(unmarked, texts(statement.get("title"))), ""
    under, *_ = *map(unmarked, texts(statement.get("subtitle"))), ""
    if not (first.strip() and under.strip()) or under.casefold().strip() in first.casefold():
        return first
    return f"{first.strip().rstrip(' .:')}: {under.strip()}"


def kind(statement: Object) -> str:
    said = text(statement.get("type"))
    if said == "posted-content" and text(statement.get("subtype")) not in PREPRINTS:
        return "other"
    return "other" if updates(statement, "update-to") else TYPES.get(said, "other")


def published(statement: Object) -> str:
    """The first appearance; an issue may open months before an article, so that its date comes second."""
    issue = mapping(statement.get("journal-issue"))
    for place, names in ((statement, DATES), (issue, DATES), (statement, LESSER_DATES)):
        if found := [date for date in (date_at(place.get(name)) for name in names) if date]:
            return min(found, key=earliness)
    if started := date_at(within(statement, "event", "start")):
        return started
    raise InvalidRecord("no date of publication is given")


def date_at(value: Any) -> str:
    """The date in "date-parts", as far as it is one."""
    parts = mapping(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = list(map(text, first[:3])) if isinstance(first, list) else []
    return date_of(*numbers) if numbers else ""


def venue(statement: Object) -> str | None:
    names = [*texts(statement.get("container-title")), text(within(statement, "event", "name"))]
    if statement.get("type") == "posted-content":
        servers = mappings(statement.get("institution"))
        names += (text(server.get("name")) for server in servers)
        names += texts(statement.get("group-title")) if statement.get("subtype") not in PREPRINTS else ()
    return next((unmarked(name) for name in names if name), None)


def identifiers(statement: Object, doi: str) -> dict[str, str]:
    """ISBNs only of books themselves: a chapter names the one of its book."""
    found = {"doi": doi}
    if TYPES.get(text(statement.get("type"))) == "book":
        number, *_ = *texts(statement.get("ISBN")), ""
        found["isbn"] = number.rpartition("/")[2].replace("-", "")
    if arxiv_id := next(arxiv_ids(statement, doi), None):
        found["arxiv"] = arxiv_id
    return found


def arxiv_ids(statement: Object, doi: str) -> Iterator[str]:
    """As the DOI itself, under another appearance of the study, or among the publisher's ids with its prefix."""
    names = [doi, *(name for _, name in related(statement)), *texts(statement.get("alternative-id"))]
    for name in names:
        plain = name.lower().rpartition("doi.org/")[2]
        if plain.startswith(ARXIV_DOI):
            plain = "arxiv:" + plain.removeprefix(ARXIV_DOI)
        if plain.startswith("arxiv:") or "arxiv.org/" in plain:
            found = normalize_arxiv(plain)
            if found:
                yield found


def related(statement: Object) -> Iterator[tuple[str, str]]:
    """Kind and id of each other appearance."""
    relation = mapping(statement.get("relation"))
    for name, other_kind in VERSIONS.items():
        for one in mappings(relation.get(name)):
            scheme, value = text(one.get("id-type")).lower(), text(one.get("id"))
            yield other_kind or kind(statement), f"arxiv:{value}" if scheme == "arxiv" else value


def versions(statement: Object, doi: str) -> Iterator[VersionRecord]:
    seen = {doi}
    for other_kind, name in related(statement):
        other = normalize_doi(name)
        if other and other not in seen:
            seen.add(other)
            yield VersionRecord(type=other_kind, doi=other)


def authors(statement: Object) -> tuple[AuthorRecord, ...]:
    """Persons and groups. An institution among persons is where one of them works; it is not said who."""
    listed = tuple(mappings(statement.get("author")))
    if any(map(is_person, listed)):
        listed = tuple(one for one in listed if is_person(one) or not is_institution(one))
    return tuple(map(author, listed))


def is_person(statement: Object) -> bool:
    return bool(text(statement.get("family")).strip() or text(statement.get("given")).strip())


def is_institution(statement: Object) -> bool:
    name = unmarked(text(statement.get("name"))).strip()
    return INSTITUTION.search(name) is not None and not GROUP.search(name)


def author(statement: Object) -> AuthorRecord:
    """A person by given and family name, or a group by its name."""
    family, given = unmarked(text(statement.get("family"))), unmarked(text(statement.get("given")))
    printed = printed_name(given, family) if family or given else unmarked(text(statement.get("name")))
    suffix = text(statement.get("suffix")).strip()
    places = tuple(mappings(statement.get("affiliation")))
    return AuthorRecord(
        name=f"{printed} {suffix}" if suffix and suffix not in printed else printed,
        family=family if family.strip() and given.strip() else None,
        orcid=text(statement.get("ORCID")) or None,
        affiliations=tuple(filter(None, map(affiliation, places))),
        rors=tuple(ror for place in places for ror in rors(place)),
    )


def affiliation(place: Object) -> str:
    parts = [*texts(place.get("department")), *texts(place.get("name")), *texts(place.get("place"))]
    return ", ".join(dict.fromkeys(unmarked(part).strip() for part in parts))


def rors(place: Object) -> Iterator[str]:
    for one in mappings(place.get("id")):
        if text(one.get("id-type")).upper() == "ROR":
            yield text(one.get("id"))


def creative_commons(licenses: tuple[Object, ...]) -> str | None:
    addresses = (text(one.get("URL")) for one in licenses)
    return next((address for address in addresses if "creativecommons.org/" in address.lower()), None)


def license_of_print(licenses: tuple[Object, ...]) -> str | None:
    """What holds for the work as published, not for the mining of its text."""
    printed = (one for one in licenses if one.get("content-version") in ("vor", "unspecified"))
    return next((text(one.get("URL")) for one in printed if len(text(one.get("URL"))) <= 200), None)


def references(statement: Object) -> tuple[str, ...]:
    cited = (text(one.get("DOI")) for one in mappings(statement.get("reference")))
    noticed = (text(one.get("DOI")) for one in updates(statement, "update-to"))
    return tuple(f"doi:{doi}" for doi in (*cited, *noticed) if doi)


def updates(statement: Object, side: str) -> list[Object]:
    """Retractions: "updated-by" stands at the retracted work, "update-to" at the notice."""
    return [one for one in mappings(statement.get(side)) if text(one.get("type")).lower() in RETRACTING]


def retractions(statement: Object, doi: str) -> Iterator[Retraction]:
    for one in updates(statement, "update-to"):
        if about := normalize_doi(text(one.get("DOI"))):
            yield Retraction(source="crossref", identifier=f"doi:{about}", by=f"doi:{doi}")


def is_retracted(statement: Object) -> bool:
    first, *_ = *texts(statement.get("title")), ""
    return bool(updates(statement, "updated-by")) or RETRACTED_TITLE.match(first) is not None
