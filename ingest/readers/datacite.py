"""Records of DataCite: JSON of its API and of its schema, and its XML; see docs/formats/datacite.md."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from common.identifiers import normalize_arxiv, normalize_doi
from ingest.cleaning import InvalidRecord
from ingest.readers.acl import printed_name
from ingest.readers.citation_dates import earliness
from ingest.readers.datacite_xml import NAMESPACE, resources
from ingest.readers.dates import date_of
from ingest.readers.json_documents import records
from ingest.readers.json_values import mappings, text, texts, whole_number, within
from ingest.readers.marked_text import unmarked, unmarked_abstract
from ingest.readers.sniffing import LOOKED_AT, Head
from ingest.records import AuthorRecord, BadRecord, VersionRecord, WorkRecord
from ingest.streams import Stream

Object = dict[str, Any]

LISTS = ("data",)
TYPES = {
    "audiovisual": "other", "book": "book", "bookchapter": "book-chapter", "computationalnotebook": "software",
    "conferencepaper": "conference-paper", "datapaper": "journal-article", "dataset": "dataset",
    "dissertation": "thesis", "journalarticle": "journal-article", "outputmanagementplan": "report",
    "peerreview": "review", "preprint": "preprint", "report": "report", "software": "software",
    "standard": "report",
}  # fmt: skip
NO_WORKS = ("award", "conferenceproceeding", "instrument", "journal", "physicalobject", "project")
# What depositors call a "Text". The words for reference managers beside it are made by rule, and guess.
FINER_TYPES = (
    (re.compile(r"(journal|research|scholarly)[ -]?article", re.IGNORECASE), "journal-article"),
    (re.compile(r"conference.*|proceedings.*|inproceedings", re.IGNORECASE),
     "conference-paper"),
    (re.compile(r".*(thesis|dissertation)", re.IGNORECASE), "thesis"),
    (re.compile(r"(pre|e)-?print|working ?paper", re.IGNORECASE), "preprint"),
    (re.compile(r".*report.*", re.IGNORECASE), "report"),
    (re.compile(r"(book ?)?chapter", re.IGNORECASE), "book-chapter"),
    (re.compile(r"book|monograph", re.IGNORECASE), "book"),
)  # fmt: skip
DATES = ("issued", "available")
DATE = re.compile(r"\s*(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])", re.ASCII)
# Relations to another appearance of the same study.
VERSIONS = (
    "isversionof", "hasversion", "isidenticalto", "isvariantformof", "isoriginalformof", "isnewversionof",
    "ispreviousversionof",
)  # fmt: skip
CITING = ("cites", "references")
REFERENCE_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid"}
ARXIV_DOI = "10.48550/arxiv."
# Schemes that sort libraries and statistics; their codes and headings are no keywords.
CLASSIFICATIONS = re.compile(
    r"ddc|dewey|fos|fields of science|linsearch|lcc|msc|jel|method|project", re.IGNORECASE
)
CODE = re.compile(r"\s*(?:\d{3,}\b|[A-Z]\.\d)", re.ASCII)
ARXIV_CATEGORY = re.compile(r".*\(([a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?)\)\s*", re.DOTALL | re.ASCII)
# Whose comma does not part family and given name.
GROUP = re.compile(
    r"\b(?:Inc|Ltd|LLC|GmbH|Corp|Universit\w+|Institut\w*|Department|Cent(?:er|re)|Team|Group|Consortium|"
    r"Collaboration)\b"
)
LICENSE_WORDS = re.compile(r"licen[cs]e|creative commons|\bcc[- ]|public domain", re.IGNORECASE)
OPEN_RIGHTS = re.compile(r"creativecommons\.org/|\bcc[- ]|openaccess|open access", re.IGNORECASE)


def recognizes(head: Head) -> bool:
    if head.is_xml:
        return any(namespace.startswith(NAMESPACE) for namespace in head.namespaces)
    return head.has_keys("creators", "titles", "publicationYear") or head.has_keys(
        "attributes", "doi", "prefix"
    )


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    looked_at = stream if isinstance(stream, Stream) else Stream(stream, name)
    is_xml = Head.of(name, looked_at.peek(LOOKED_AT)).is_xml
    known = cast(BinaryIO, looked_at)
    return xml_records(known, name) if is_xml else records(known, name, LISTS, work)


def xml_records(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    for found in resources(stream, name):
        if isinstance(found, BadRecord):
            yield found
            continue
        line, statement = found
        try:
            record = work(statement)
        except InvalidRecord as error:
            yield BadRecord(str(error), name=name, line=line, piece=text(statement.get("doi")))
        else:
            if record:
                yield record


def attributes_of(envelope: Object) -> Object:
    """What describes the work, in however many wrappers it comes."""
    inner = envelope.get("data")
    outer = inner if isinstance(inner, dict) else envelope
    attributes = outer.get("attributes")
    return attributes if isinstance(attributes, dict) else outer


def work(envelope: Object) -> WorkRecord | None:
    said = attributes_of(envelope)
    doi = normalize_doi(text(said.get("doi"))) or normalize_doi(text(said.get("id")))
    if not doi:
        raise InvalidRecord("the work has no DOI")
    if general_type(said) in NO_WORKS:
        return None
    related = tuple(mappings(said.get("relatedIdentifiers")))
    rights = tuple(mappings(said.get("rightsList")))
    return WorkRecord(
        source="datacite",
        source_id=doi,
        title=title(said),
        published=published(said, doi),
        type=kind(said, doi),
        abstract=abstract(said),
        language=text(said.get("language")) or None,
        venue=venue(said),
        categories=categories(said),
        keywords=keywords(said),
        identifiers=identifiers(said, related, doi),
        authors=tuple(author(one) for one in mappings(said.get("creators"))),
        versions=tuple(versions(related, doi, kind(said, doi))),
        open_access=True if any(map(is_open, rights)) else None,
        license=license_of(rights),
        cited_by_count=whole_number(said.get("citationCount")) or None,
        references=references(related),
        retracted=any(one == "withdrawn" for one, _ in dates(said)),
    )


def general_type(said: Object) -> str:
    return text(within(said, "types", "resourceTypeGeneral")).replace(" ", "").lower()


def kind(said: Object, doi: str) -> str:
    if doi.startswith(ARXIV_DOI):
        return "preprint"
    general = general_type(said)
    if general not in ("text", ""):
        return TYPES.get(general, "other")
    word = text(within(said, "types", "resourceType")).strip()
    if finer := next((name for pattern, name in FINER_TYPES if pattern.fullmatch(word)), None):
        return finer
    return "journal-article" if within(said, "container", "type") == "Journal" and not word else "other"


def title(said: Object) -> str:
    """The main title and its subtitle; alternative and translated ones are left."""
    titles = list(mappings(said.get("titles")))
    main = [text(one.get("title")) for one in titles if not one.get("titleType")]
    under = [text(one.get("title")) for one in titles if one.get("titleType") == "Subtitle"]
    first, second = (unmarked(next(filter(None, some), "")).strip() for some in (main, under))
    if not first or not second or second.casefold() in first.casefold():
        return first
    return f"{first.rstrip(' .:')}: {second}"


def dates(said: Object) -> Iterator[tuple[str, str]]:
    for one in mappings(said.get("dates")):
        yield text(one.get("dateType")).lower(), day(text(one.get("date")))


def day(date: str) -> str:
    """The day at the head of "2020-05-01T10:00Z" or of a span "2019-01-02/2020"."""
    found = DATE.match(date)
    return date_of(*(part or "" for part in found.groups())) if found else ""


def published(said: Object, doi: str) -> str:
    """The first appearance, which is never after the registration of the DOI.

    Some archives put the year of the latest version in place of the first one's.
    """
    wanted = (*DATES, "submitted") if doi.startswith(ARXIV_DOI) else DATES
    found = [date for name, date in dates(said) if name in wanted and date]
    found += filter(None, [date_of(text(said.get("publicationYear")))])
    registered = day(text(said.get("registered")))
    if registered and (not found or registered[:4] < min(found)[:4]):
        found.append(registered)
    if not found:
        raise InvalidRecord("no date of publication is given")
    return min(found, key=earliness)


def abstract(said: Object) -> str | None:
    for one in mappings(said.get("descriptions")):
        if one.get("descriptionType") == "Abstract" and text(one.get("description")):
            return unmarked_abstract(text(one.get("description")))
    return None


def venue(said: Object) -> str | None:
    """The journal, series or proceedings; an archive is none."""
    if found := text(within(said, "container", "title")):
        return unmarked(found)
    for item in mappings(said.get("relatedItems")):
        if item.get("relationType") == "IsPublishedIn":
            titles = [text(one.get("title")) for one in mappings(item.get("titles"))]
            return unmarked(next(filter(None, titles), "")) or None
    return None


def categories(said: Object) -> tuple[str, ...]:
    """arXiv's codes, from "Digital Libraries (cs.DL)"."""
    subjects = (one for one in mappings(said.get("subjects")) if one.get("subjectScheme") == "arXiv")
    found = (ARXIV_CATEGORY.fullmatch(text(one.get("subject"))) for one in subjects)
    return tuple(one[1] for one in found if one)


def keywords(said: Object) -> tuple[str, ...]:
    words: list[str] = []
    for one in mappings(said.get("subjects")):
        scheme, subject = text(one.get("subjectScheme")), text(one.get("subject"))
        if scheme != "arXiv" and not CLASSIFICATIONS.match(scheme) and not subject.startswith("FOS:"):
            words += subject.split(";")
    return tuple(unmarked(word) for word in words if len(word) <= 200 and not CODE.match(word))


def identifiers(said: Object, related: tuple[Object, ...], doi: str) -> dict[str, str]:
    found = {"doi": doi}
    same = [doi, *(name for name in related_names(related, VERSIONS))]
    named = (*mappings(said.get("identifiers")), *mappings(said.get("alternateIdentifiers")))
    for one in named:
        scheme = text(one.get("identifierType")) or text(one.get("alternateIdentifierType"))
        if scheme.lower() == "arxiv":
            same.append("arxiv:" + (text(one.get("identifier")) or text(one.get("alternateIdentifier"))))
    if arxiv_id := next(filter(None, map(arxiv_id_of, same)), None):
        found["arxiv"] = arxiv_id
    return found


def arxiv_id_of(name: str) -> str | None:
    doi = normalize_doi(name) or ""
    if doi.startswith(ARXIV_DOI):
        return normalize_arxiv(doi.removeprefix(ARXIV_DOI))
    return normalize_arxiv(name) if name.lower().startswith("arxiv:") or "arxiv.org/" in name else None


def related_names(related: tuple[Object, ...], relations: tuple[str, ...]) -> Iterator[str]:
    """Related works of these relations by scheme and value, "10.1234/x" or "arxiv:2001.00001"."""
    for one in related:
        scheme, name = text(one.get("relatedIdentifierType")).lower(), text(one.get("relatedIdentifier"))
        if text(one.get("relationType")).lower() in relations:
            yield f"arxiv:{name}" if scheme == "arxiv" else name


def versions(related: tuple[Object, ...], doi: str, kind_here: str) -> Iterator[VersionRecord]:
    """Other appearances; of the same archive they are the same kind of thing, else nobody says what they are."""
    seen = {doi}
    for name in related_names(related, VERSIONS):
        other = normalize_doi(name)
        if other and other not in seen:
            seen.add(other)
            is_same_kind = other.partition("/")[0] == doi.partition("/")[0]
            yield VersionRecord(type=kind_here if is_same_kind else "other", doi=other)


def author(one: Object) -> AuthorRecord:
    name, family = name_of(one)
    places = one.get("affiliation")
    described = tuple(mappings(places))
    plain = (
        [place for place in places if isinstance(place, str)] if isinstance(places, list) else texts(places)
    )
    return AuthorRecord(
        name=name,
        family=family,
        orcid=identifier_of(one, "orcid"),
        affiliations=(*plain, *(text(place.get("name")) for place in described)),
        rors=tuple(text(place.get("affiliationIdentifier")) for place in described),
    )


def name_of(one: Object) -> tuple[str, str | None]:
    """Given and family name, else the name turned at its comma, unless it is a group's."""
    whole = text(one.get("name")).strip()
    if one.get("nameType") == "Organizational":
        return whole, None
    family, given = text(one.get("familyName")).strip(), text(one.get("givenName")).strip()
    if family and given:
        return printed_name(given, family), family
    before, _, after = (part.strip() for part in whole.partition(","))
    if before and after and "," not in after and not GROUP.search(whole):
        return printed_name(after, before), before
    return whole or family or given, None


def identifier_of(one: Object, scheme: str) -> str | None:
    for name in mappings(one.get("nameIdentifiers")):
        value = text(name.get("nameIdentifier"))
        if text(name.get("nameIdentifierScheme")).lower() == scheme or f"{scheme}.org/" in value.lower():
            return value
    return None


def is_open(right: Object) -> bool:
    said = " ".join(text(right.get(name)) for name in ("rights", "rightsUri", "rightsIdentifier"))
    return OPEN_RIGHTS.search(said) is not None


def license_of(rights: tuple[Object, ...]) -> str | None:
    """An address or a known short name; the words may also just name who holds the rights."""
    for name in ("rightsUri", "rightsIdentifier", "rights"):
        for right in rights:
            said = text(right.get(name))
            is_license = name != "rights" or LICENSE_WORDS.search(said)
            if said and len(said) <= 200 and is_license and not said.startswith("info:eu-repo"):
                return said
    return None


def references(related: tuple[Object, ...]) -> tuple[str, ...]:
    cited = (one for one in related if text(one.get("relationType")).lower() in CITING)
    schemes = ((REFERENCE_SCHEMES.get(text(one.get("relatedIdentifierType")).lower()), one) for one in cited)
    return tuple(f"{scheme}:{text(one.get('relatedIdentifier'))}" for scheme, one in schemes if scheme)
