"""OAI-PMH: the envelope in which repositories hand out records, whatever describes the works within."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from ingest.cleaning import InvalidRecord
from ingest.readers.safe_xml import BrokenXml, UnwantedXml, events, forget, line_of, plain
from ingest.records import BadRecord

ROOTS = ("OAI-PMH", "ListRecords", "GetRecord", "record", "records")


def records(stream: BinaryIO, name: str, *bare: str) -> Iterator[etree._Element | BadRecord]:
    """Every `<record>`, and outside of records every element called as one of `bare`; errors are bad records.

    Namespaces do not matter, because harvesters lose them.
    """
    found = False
    try:
        for element in outermost(stream, ("record", "error", *bare)):
            found = True
            yield error_in(element, name) if plain(element.tag) == "error" else element
            forget(element)
    except UnwantedXml as problem:
        yield BadRecord(str(problem), name=name)
    except BrokenXml as problem:
        yield BadRecord(str(problem), name=name, line=problem.line)
    else:
        if not found:
            yield BadRecord("there is no record in this document", name=name)


def outermost(stream: BinaryIO, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of these names that stand in no other of them."""
    around = 0
    for event, element in events(stream, (), tuple(f"{{*}}{tag}" for tag in tags)):
        around += 1 if event == "start" else -1
        if event == "end" and not around:
            yield element


def error_in(element: etree._Element, name: str) -> BadRecord:
    code, text = element.get("code", "no code"), element.text or ""
    return BadRecord(
        f"the repository answered with an error ({code}): {text}", name=name, line=line_of(element)
    )


def identifier_of(record: etree._Element) -> str:
    """The repository's identifier of the record, or nothing."""
    return record.findtext("{*}header/{*}identifier", "").strip()


def is_deleted(record: etree._Element) -> bool:
    header = record.find("{*}header")
    return header is not None and header.get("status") == "deleted"


def metadata_of(record: etree._Element) -> etree._Element:
    """What describes the work: within a record, or the element itself where it came bare."""
    if plain(record.tag) != "record":
        return record
    metadata = record.find("{*}metadata")
    if metadata is None or not len(metadata):
        raise InvalidRecord("the record has no metadata")
    return metadata[0]


def resumption_token(answer: bytes) -> str | None:
    """What asks for the next part of a list; None at its end."""
    try:
        tokens = [element.text or "" for element in outermost(io.BytesIO(answer), ("resumptionToken",))]
    except (UnwantedXml, BrokenXml):
        return None
    return next(filter(None, map(str.strip, tokens)), None)
