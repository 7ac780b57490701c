"""Atom feeds of the arXiv API."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from ingest.cleaning import InvalidRecord
from ingest.readers import arxiv
from ingest.readers.safe_xml import elements, line_of
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, WorkRecord

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"


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
    return arxiv.work(
        address=address,
        title=entry.findtext(f"{ATOM}title", ""),
        created=entry.findtext(f"{ATOM}published", ""),
        abstract=entry.findtext(f"{ATOM}summary", ""),
        categories=categories(entry),
        authors=tuple(author(element) for element in entry.iterfind(f"{ATOM}author")),
        doi=entry.findtext(f"{ARXIV}doi"),
        journal_reference=entry.findtext(f"{ARXIV}journal_ref"),
        comment=entry.findtext(f"{ARXIV}comment"),
    )


def author(element: etree._Element) -> AuthorRecord:
    affiliations = (affiliation.text for affiliation in element.iterfind(f"{ARXIV}affiliation"))
    return arxiv.printed_author(element.findtext(f"{ATOM}name", ""), affiliations)


def categories(entry: etree._Element) -> Iterator[str]:
    """The primary one first, whatever their order."""
    marked = [*entry.iterfind(f"{ARXIV}primary_category"), *entry.iterfind(f"{ATOM}category")]
    return (element.get("term", "") for element in marked)
