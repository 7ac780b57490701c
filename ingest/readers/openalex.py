"""Works of OpenAlex, as its API and its snapshot give them; see docs/formats/openalex.md."""

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Any, BinaryIO

from common.identifiers import normalize_arxiv, normalize_doi, normalize_openalex
from common.names import fold
from ingest.cleaning import InvalidRecord
from ingest.readers.json_documents import records
from ingest.readers.json_values import mapping, mappings, share, text, texts, truth, whole_number, within
from ingest.readers.marked_text import unmarked, unmarked_abstract
from ingest.readers.sniffing import Head
from ingest.records import (
    LONGEST_ABSTRACT,
    AuthorRecord,
    BadRecord,
    TopicRecord,
    VersionRecord,
    WorkRecord,
)

Object = dict[str, Any]

LISTS = ("results",)
OWN_ID = re.compile(r'"id"\s*:\s*"https://openalex\.org/[A-Z]')
KINDS = {
    "A": "an author", "C": "a concept", "F": "a funder", "I": "an institution", "P": "a publisher",
    "S": "a source", "T": "a topic",
}  # fmt: skip
# Markup goes before the abstract itself is measured.
LONGEST_MARKED_ABSTRACT = 2 * LONGEST_ABSTRACT

# Where OpenAlex sends what it merged away, and what it could not assign to anybody.
DELETED_WORK = "W4285719527"
NOBODY = "A9999999999"

TYPES = {
    "book": "book", "book-chapter": "book-chapter", "conference-paper": "conference-paper", "dataset": "dataset",
    "dissertation": "thesis", "editorial": "journal-article", "letter": "journal-article", "peer-review": "review",
    "preprint": "preprint", "reference-entry": "book-chapter", "report": "report", "review": "review",
    "software": "software", "standard": "report",
}  # fmt: skip
# What Crossref or a repository says of an "article", which in OpenAlex may be nearly anything.
FINER_TYPES = {
    "article": "journal-article", "conference paper": "conference-paper", "journal article": "journal-article",
    "journal-article": "journal-article", "posted-content": "preprint", "preprint": "preprint",
    "proceedings paper": "conference-paper", "proceedings-article": "conference-paper", "report": "report",
    "info:eu-repo/semantics/article": "journal-article", "info:eu-repo/semantics/report": "report",
    "info:eu-repo/semantics/conferencepaper": "conference-paper",
    "info:eu-repo/semantics/preprint": "preprint", "external research report": "report",
}  # fmt: skip
TYPES_OF_SOURCES = {"journal": "journal-article", "conference": "conference-paper"}
# Where a work lies is no venue.
NO_VENUES = ("ebook platform", "repository", "metadata", "other")
ARXIV_ADDRESS = re.compile(r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/|oai:arXiv\.org:", re.IGNORECASE)
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
# Repositories number their authors: "Ada Example (64540)".
NUMBER_BEHIND = re.compile(r"\s*\(\d{3,}\)$")
# Two short parts of words that begin with a capital or are a particle; no "Institute of Examples, Norway".
COMMA_NAME = re.compile(
    r"(?:(?:van|von|de|der|den|la|del|di|da|dos|al|el)\s+){0,3}(?:(?!\d)[^\W_][^\s,\d()/]*\s?){1,2},"
    r"\s*(?:(?!\d)[^\W_][^\s,\d()/]*\s?){1,3}"
)
UNKNOWN_LICENSES = ("other-oa", "publisher-specific-oa", "implied-oa", "unspecified-oa")


def recognizes(head: Head) -> bool:
    return head.is_json and OWN_ID.search(head.text) is not None


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    return records(stream, name, LISTS, work)


def work(statement: Object) -> WorkRecord | None:
    work_id = id_of_work(statement)
    if work_id == DELETED_WORK or is_paratext(statement):
        return None
    primary = mapping(statement.get("primary_location"))
    return WorkRecord(
        source="openalex",
        source_id=work_id,
        title=unmarked(text(statement.get("title")) or text(statement.get("display_name"))),
        published=published(statement),
        type=kind(statement, primary),
        abstract=abstract(statement.get("abstract_inverted_index")),
        language=text(statement.get("language")) or None,
        venue=venue(primary),
        keywords=keywords(statement.get("keywords")),
        identifiers=identifiers(statement, work_id),
        authors=tuple(said_once([author(one) for one in mappings(statement.get("authorships"))])),
        versions=tuple(versions(statement)),
        open_access=truth(within(statement, "open_access", "is_oa")),
        license=license_of(statement),
        cited_by_count=whole_number(statement.get("cited_by_count")),
        references=references(statement.get("referenced_works")),
        retracted=statement.get("is_retracted") is True,
        topics=tuple(topics(statement)),
    )


def id_of_work(statement: Object) -> str:
    address = text(statement.get("id"))
    short = address.rpartition("/")[2].upper()
    if short[:1] in KINDS and short[1:].isdecimal():
        raise InvalidRecord(f"this is {KINDS[short[0]]} and no work")
    if not short.startswith("W") or not normalize_openalex(short):
        raise InvalidRecord("the work has no OpenAlex id")
    return short


def is_paratext(statement: Object) -> bool:
    """Covers, tables of contents and mastheads are no works, as front matter is none."""
    return statement.get("type") == "paratext" or statement.get("is_paratext") is True


def published(statement: Object) -> str:
    """The first of January is what OpenAlex writes where it knows the year only."""
    date = text(statement.get("publication_date")).strip()[:10]
    if not date:
        return text(statement.get("publication_year"))
    return date.removesuffix("-01-01")


def kind(statement: Object, location: Object) -> str:
    said = text(statement.get("type")).lower()
    if said in TYPES:
        return TYPES[said]
    if said not in ("article", "journal-article", ""):
        return "other"
    return kind_of_article(text(statement.get("type_crossref")), location)


def kind_of_article(word: str, location: Object) -> str:
    """What an "article" is by its place: without a journal or a word for it nobody knows."""
    finer = FINER_TYPES.get((word or text(location.get("raw_type"))).lower())
    where = text(within(location, "source", "type"))
    if where == "repository" and not location.get("is_published"):
        return "preprint" if location.get("version") == "submittedVersion" else finer or "other"
    return finer or TYPES_OF_SOURCES.get(where, "other")


def abstract(index: Any) -> str | None:
    """The words of an inverted index in their order; nothing is made room for that has no word."""
    placed = [(word, where) for word, where in mapping(index).items() if isinstance(where, list)]
    # A long word at many places is few bytes in the file and many once it is written out.
    length = sum((len(word) + 1) * len(where) for word, where in placed)
    if length > LONGEST_MARKED_ABSTRACT:
        raise InvalidRecord(f"the abstract has {length:,} characters with its markup; that is too long")
    places = [(place, word) for word, where in placed for place in where if type(place) is int]
    places.sort(key=itemgetter(0))
    return unmarked_abstract(" ".join(word for _, word in places))


def venue(location: Object) -> str | None:
    source = mapping(location.get("source"))
    if source:
        return None if source.get("type") in NO_VENUES else unmarked(text(source.get("display_name"))) or None
    printed = unmarked(text(location.get("raw_source_name")))
    return printed if printed and not ADDRESS.match(printed) else None


def keywords(value: Any) -> tuple[str, ...]:
    words = (text(one.get("display_name")) or text(one.get("keyword")) for one in mappings(value))
    return tuple(word for word in words if word and len(word) <= 200)


def identifiers(statement: Object, work_id: str) -> dict[str, str]:
    found = {"openalex": work_id}
    for scheme in ("doi", "pmid", "pmcid"):
        said = text(statement.get(scheme)) or text(within(statement, "ids", scheme))
        if said:
            found[scheme] = said.rpartition("/")[2] if scheme == "pmcid" else said
    arxiv_ids = dict.fromkeys(filter(None, map(arxiv_id, mappings(statement.get("locations")))))
    if len(arxiv_ids) == 1:
        found["arxiv"] = next(iter(arxiv_ids))
    return found


def arxiv_id(location: Object) -> str | None:
    for address in (text(location.get("landing_page_url")), text(location.get("id"))):
        if found := ARXIV_ADDRESS.search(address):
            return normalize_arxiv(address[found.end() :])
    return None


def said_once(authors: list[AuthorRecord]) -> list[AuthorRecord]:
    """The authors, where the same list stands there twice: once with persons, once without."""
    half = len(authors) // 2
    names = [fold(author.name) for author in authors]
    doubled = half > 1 and names[:half] == names[half:]
    return authors[:half] if doubled else authors


def author(statement: Object) -> AuthorRecord:
    """As printed on this work; of the person that OpenAlex takes the author for, only the id.

    The ORCID iD of that person is a guess of OpenAlex, and `authors[].orcid` is what stands beside the name.
    """
    person = mapping(statement.get("author"))
    printed, known = unmarked(text(statement.get("raw_author_name"))), text(person.get("display_name"))
    name, family = printed_name(printed, known)
    person_id = text(person.get("id")).rpartition("/")[2]
    institutions = mappings(statement.get("institutions"))
    return AuthorRecord(
        name=name,
        family=family,
        orcid=text(statement.get("raw_orcid")) or None,
        affiliations=affiliations(statement),
        source_author_id=person_id if person_id and person_id != NOBODY else None,
        rors=tuple(filter(None, (text(one.get("ror")) for one in institutions))),
    )


def printed_name(printed: str, known: str) -> tuple[str, str | None]:
    """The name in the order of reading, and its family name where the print tells it by a comma.

    A comma may also stand in the name of a group, so that what is known must agree, or the parts look like a
    person's. What begins with a comma is an address that lost its author.
    """
    printed, known = (NUMBER_BEHIND.sub("", name).strip() for name in (printed, known))
    family, comma, given = (part.strip() for part in printed.partition(","))
    if comma and not family:
        return "", None
    if family and given and "," not in given and is_person(printed, family, known):
        return f"{given} {family}", family
    return printed or known, None


def is_person(printed: str, family: str, known: str) -> bool:
    """Whether the name with a comma is that of a person."""
    if "," in known:
        return known == printed and COMMA_NAME.fullmatch(printed) is not None
    return f" {fold(known)}".endswith(f" {fold(family)}")


def affiliations(statement: Object) -> tuple[str, ...]:
    """As printed, else the names of the institutions."""
    printed = texts(statement.get("raw_affiliation_strings")) or texts(
        statement.get("raw_affiliation_string")
    )
    known = (text(one.get("display_name")) for one in mappings(statement.get("institutions")))
    return tuple(map(unmarked, printed or filter(None, known)))


def versions(statement: Object) -> Iterator[VersionRecord]:
    """Other places of the same work that have a DOI of their own."""
    seen = {normalize_doi(text(statement.get("doi")))}
    for location in mappings(statement.get("locations")):
        doi = normalize_doi(text(location.get("landing_page_url")))
        if doi and doi not in seen:
            seen.add(doi)
            yield VersionRecord(type=kind_of_article("", location), venue=venue(location), doi=doi)


def license_of(statement: Object) -> str | None:
    for place in ("primary_location", "best_oa_location"):
        said = text(within(statement, place, "license"))
        if said and said not in UNKNOWN_LICENSES:
            return said
    return None


def references(value: Any) -> tuple[str, ...]:
    cited = (address.rpartition("/")[2] for address in texts(value))
    return tuple(f"openalex:{work_id}" for work_id in cited if work_id != DELETED_WORK)


def topics(statement: Object) -> Iterator[TopicRecord]:
    for topic in mappings(statement.get("topics")):
        topic_id = text(topic.get("id")).rpartition("/")[2]
        if topic_id:
            yield TopicRecord(
                id=f"openalex:{topic_id}",
                name=text(topic.get("display_name")),
                confidence=share(topic.get("score")),
            )
