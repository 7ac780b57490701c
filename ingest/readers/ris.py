"""RIS and its relatives: PubMed's tagged records, EndNote's and those of the Web of Science; see docs/formats/ris.md.

The tags are cut here rather than by a library: those at hand want whole files of one exact layout, and exports
of a dozen vendors have as many.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from common.identifiers import normalize_doi
from common.names import fold
from ingest.cleaning import InvalidRecord
from ingest.readers import ris_meanings, tagged_lines
from ingest.readers.citation_fields import (
    MEETING,
    keywords,
    language_code,
    mentioned,
    repositories,
    stored_text,
)
from ingest.readers.citation_names import medline_name, read_name, separated
from ingest.readers.cited_works import Citation, record_of
from ingest.readers.ris_meanings import Meaning
from ingest.readers.sniffing import Head
from ingest.readers.tagged_lines import Layout, TaggedRecord, tagged_records
from ingest.records import AuthorRecord, BadRecord, WorkRecord

FIRST_RIS = re.compile(r"TY ? ?-(?:\s|$)")
FIRST_ENDNOTE = re.compile(r"%[0AT] \S")
FIRST_MEDLINE = re.compile(r"(?:PMID|OWN|STAT|DCOM|TI|JT|AU|FAU|DP|PT|OID|AID) {0,2}- \S")
FIRST_ISI = re.compile(r"(?:FN (?:Clarivate|ISI|Thomson)|PT [JCBSP]$)")
NUMBER_OF_PUBMED = re.compile(r"\d{5,9}")
DATABASE_OF_PUBMED = re.compile(r"medline|pubmed|^nlm$", re.IGNORECASE)
ELECTRONIC_ID = re.compile(r"(10\.\d{4,9}/\S+) \[doi\]")
NOT_KEYWORDS = re.compile(r"^(?:NOTNLM|nlm)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One of the relatives."""

    layout: Layout
    meaning: Meaning
    types: dict[str, str]


RIS = Dialect(tagged_lines.RIS, ris_meanings.RIS, ris_meanings.RIS_TYPES)
MEDLINE = Dialect(tagged_lines.MEDLINE, ris_meanings.MEDLINE, ris_meanings.MEDLINE_TYPES)
ENDNOTE = Dialect(tagged_lines.ENDNOTE, ris_meanings.ENDNOTE, ris_meanings.ENDNOTE_TYPES)
ISI = Dialect(tagged_lines.ISI, ris_meanings.ISI, ris_meanings.ISI_TYPES)
FIRST_LINES = ((FIRST_RIS, RIS), (FIRST_ENDNOTE, ENDNOTE), (FIRST_ISI, ISI), (FIRST_MEDLINE, MEDLINE))


def recognizes(head: Head) -> bool:
    if head.is_xml or head.is_json:
        return False
    dialects = [dialect for line in head.text.splitlines() if (dialect := dialect_of(line))]
    if not dialects:
        return False
    if head.called(".ris", ".nbib", ".enw", ".enl", ".ciw") or dialects[0] in (RIS, ISI):
        return True
    return len(dialects) > 1


def dialect_of(line: str) -> Dialect | None:
    return next((dialect for first, dialect in FIRST_LINES if first.match(line)), None)


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    """The dialect is that of the first line that tells it."""
    known: list[Dialect] = []

    def layout_of(line: str) -> Layout | None:
        dialect = dialect_of(line)
        known.extend([dialect] if dialect else [])
        return dialect.layout if dialect else None

    for record in tagged_records(stream, layout_of):
        yield read_record(record, known[0], name)
    if not known:
        yield BadRecord("there is no record of tagged lines, such as TY  - JOUR, in this file", name=name)


def read_record(record: TaggedRecord, dialect: Dialect, name: str) -> WorkRecord | BadRecord:
    try:
        if record.size > tagged_lines.LARGEST_RECORD:
            raise InvalidRecord(f"the record is longer than {tagged_lines.LARGEST_RECORD:,} characters")
        return record_of(citation(record, dialect), "ris")
    except InvalidRecord as error:
        return BadRecord(str(error), name=name, line=record.line, piece=record.piece)


def citation(record: TaggedRecord, dialect: Dialect) -> Citation:
    meaning, kind = dialect.meaning, type_of(record, dialect)
    title = title_of(record, meaning, kind)
    venue = "" if kind in ris_meanings.WITHOUT_VENUE else record.first(*meaning.venue)
    return Citation(
        type=kind,
        title=stored_text(title),
        dates=record.texts(*meaning.dates),
        year=record.first(*meaning.year),
        authors=medline_authors(record) if dialect is MEDLINE else authors(record, meaning, kind),
        venue="" if venue == title else stored_text(venue),
        publisher=record.first(*meaning.publisher),
        identifiers=identifiers(record, meaning),
        isbn=" ".join(record.texts(*meaning.isbn)),
        mentions=tuple(record.texts(*meaning.mentions)),
        notes=tuple(record.texts(*meaning.notes)),
        abstract=stored_text(record.first(*meaning.abstract)),
        language=language_code(record.first(*meaning.language)),
        keywords=keywords(record.texts(*meaning.keywords), at_commas=False),
        links=repositories(record.texts(*meaning.notes), "ris"),
        retracted="Retracted Publication" in record.texts("PT", "DT"),
    )


def title_of(record: TaggedRecord, meaning: Meaning, kind: str) -> str:
    """A book may be titled as the volume that it is; a thesis may have the rest of its title apart."""
    title = record.first(*meaning.title) or (record.first("BT", "T2") if kind == "book" else "")
    rest = record.first("T2") if kind == "thesis" else ""
    return f"{title}: {rest}" if title and rest[:1].islower() else title


def type_of(record: TaggedRecord, dialect: Dialect) -> str:
    """By the table; where nothing is said, by where it appeared."""
    said = [text.casefold() for text in record.texts(*dialect.meaning.type)]
    if dialect is ISI:
        said = [part.strip() for text in said for part in text.split(";")]
    found = next((kind for word, kind in dialect.types.items() if word.casefold() in said), "")
    venue = record.first(*dialect.meaning.venue)
    if dialect is ENDNOTE and MEETING.search(venue) and found in ("", "journal-article"):
        return "conference-paper"
    if not found and record.has("J", "JT", "TA"):
        return "journal-article"
    return found or "other"


# Identifiers


def identifiers(record: TaggedRecord, meaning: Meaning) -> dict[str, str]:
    found = mentioned(*record.texts(*meaning.doi))
    if doi := next(filter(None, map(doi_in, record.texts(*meaning.doi))), None):
        found["doi"] = doi
    found |= {"pmid": record.first(*meaning.pmid)} if record.has(*meaning.pmid) else {}
    found |= {"pmcid": record.first("PMC")} if record.has("PMC") else {}
    if wos := [text for text in record.texts(*meaning.wos) if text.startswith("WOS:")]:
        found["wos"] = wos[0]
    if DATABASE_OF_PUBMED.search(record.first("DB", "DP")) and NUMBER_OF_PUBMED.fullmatch(record.first("AN")):
        found.setdefault("pmid", record.first("AN"))
    return found


def doi_in(text: str) -> str | None:
    """A DOI by itself, or as PubMed marks it among other ids."""
    marked = ELECTRONIC_ID.search(text)
    return normalize_doi(marked[1] if marked else text)


# Names


def authors(record: TaggedRecord, meaning: Meaning, kind: str) -> tuple[AuthorRecord, ...]:
    names = names_under(record, meaning.authors) or names_under(record, meaning.authors_again)
    if not names and kind in ris_meanings.EDITED:
        names = names_under(record, meaning.editors)
    places = affiliations(record.texts(*meaning.affiliations), len(names))
    return tuple(read_name(name, affiliations=places.get(fold(name), places.get("", ()))) for name in names)


def names_under(record: TaggedRecord, tags: tuple[str, ...]) -> list[str]:
    """All of them, in the order of the tags; but some exports say the same again under the next tag."""
    found: list[str] = []
    for tag in tags:
        lines = [line for text in record.texts(tag) for line in text.split("\n")]
        names = [name for line in lines for name in separated(line)]
        known = frozenset(found)
        found += [name for name in names if name not in known]
    return found


def affiliations(texts: list[str], count: int) -> dict[str, tuple[str, ...]]:
    """By name, where the text says whose they are; under no name those of the only author."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, colon, place = text.partition(": ")
        if colon and name.count(",") == 1:
            found[fold(name)] = (*found.get(fold(name), ()), place)
        elif count == 1:
            found[""] = (*found.get("", ()), text)
    return found


def medline_authors(record: TaggedRecord) -> tuple[AuthorRecord, ...]:
    """Full names where there are any; what stands below a name belongs to it."""
    wanted = ("FAU", "CN") if record.has("FAU") else ("AU", "CN")
    found: list[tuple[str, str, list[str], list[str]]] = []
    for tag, folded in record.in_printed_order(*wanted, "AD", "AUID"):
        if tag in wanted:
            found.append((tag, folded, [], []))
        elif found and tag == "AD":
            found[-1][2].append(folded)
        elif found and tag == "AUID" and "orcid" in folded.lower():
            found[-1][3].append(folded)
    return tuple(medline_author(*one) for one in found)


def medline_author(tag: str, text: str, places: list[str], orcids: list[str]) -> AuthorRecord:
    more: dict[str, Any] = {"affiliations": tuple(places), "orcid": orcids[0] if orcids else None}
    if tag == "CN":
        return AuthorRecord(name=text, **more)
    return medline_name(text, **more) if tag == "AU" else read_name(text, **more)
