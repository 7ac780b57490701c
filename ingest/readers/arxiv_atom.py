"""Atom feeds of the arXiv API."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from common.identifiers import normalize_arxiv
from ingest.cleaning import InvalidRecord
from ingest.readers.safe_xml import elements, line_of
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, VersionRecord, WorkRecord

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"

# Categories may hold codes of other classifications, such as "68T05; 62H30" or "I.2.6".
CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)+|\.[a-z]+)?", re.ASCII)
MEETING = re.compile(r"\b(?:conference|workshop|symposium|(?:in ?)proc(?:\.|eedings))", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19[5-9]\d|20\d\d)\b", re.ASCII)
ARXIV_DOI = "10.48550/"


def recognizes(head: Head) -> bool:
    return head.root == "feed" and "arxiv.org/" in head.text


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    for entry in elements(stream, name, f"{ATOM}feed", f"{ATOM}entry"):
        yield entry if isinstance(entry, BadRecord) else read_entry(entry, name)


def read_entry(entry: etree._Element, name: str) -> WorkRecord | BadRecord:
    address = entry.findtext(f"{ATOM}id", "").strip()
    try:
        if "/api/errors" in address:
            raise InvalidRecord("arXiv answered with an error: " + entry.findtext(f"{ATOM}summary", ""))
        return work(entry, address)
    except InvalidRecord as error:
        return BadRecord(str(error), name=name, line=line_of(entry), piece=address)


def work(entry: etree._Element, address: str) -> WorkRecord:
    arxiv_id = normalize_arxiv(address)
    if not arxiv_id:
        raise InvalidRecord("the entry has no arXiv id")
    doi = entry.findtext(f"{ARXIV}doi")
    identifiers = {"arxiv": arxiv_id, "doi": doi} if doi else {"arxiv": arxiv_id}
    return WorkRecord(
        source="arxiv",
        source_id=arxiv_id,
        title=entry.findtext(f"{ATOM}title", ""),
        published=entry.findtext(f"{ATOM}published", "").strip()[:10],
        type="preprint",
        abstract=entry.findtext(f"{ATOM}summary"),
        categories=categories(entry),
        identifiers=identifiers,
        authors=tuple(author(element) for element in entry.iterfind(f"{ATOM}author")),
        versions=versions(entry.findtext(f"{ARXIV}journal_ref"), doi),
        open_access=True,
    )


def author(element: etree._Element) -> AuthorRecord:
    affiliations = tuple(affiliation.text or "" for affiliation in element.iterfind(f"{ARXIV}affiliation"))
    return AuthorRecord(name=element.findtext(f"{ATOM}name", ""), affiliations=affiliations)


def categories(entry: etree._Element) -> tuple[str, ...]:
    """Codes of arXiv's own classification, the primary one first."""
    marked = [*entry.iterfind(f"{ARXIV}primary_category"), *entry.iterfind(f"{ATOM}category")]
    codes = (element.get("term", "") for element in marked)
    return tuple(code for code in codes if CATEGORY.fullmatch(code))


def versions(journal_reference: str | None, doi: str | None) -> tuple[VersionRecord, ...]:
    """The later appearance that the authors noted; the date is the year in the note, if there is one."""
    if doi and doi.strip().startswith(ARXIV_DOI):
        doi = None
    if not (journal_reference or doi):
        return ()
    note = " ".join((journal_reference or "").split())
    kind = "conference-paper" if MEETING.search(note) else "journal-article" if note else "other"
    years = YEAR.findall(note)
    return (VersionRecord(type=kind, date=years[-1] if years else None, venue=note or None, doi=doi),)
