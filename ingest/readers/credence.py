"""JSON lines of our own record shape; see docs/data.md."""

from collections.abc import Iterator
from typing import BinaryIO

from ingest.cleaning import InvalidRecord
from ingest.readers.json_documents import bad_line, cut_lines, numbered_lines, value_of
from ingest.readers.sniffing import Head
from ingest.records import BadRecord, WorkRecord, record_from


def recognizes(head: Head) -> bool:
    return head.has_keys("source", "source_id", "title", "published")


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    for number, line in numbered_lines(cut_lines(stream)):
        if line.strip():
            yield read_line(line, name, number)


def read_line(line: bytes, name: str, number: int) -> WorkRecord | BadRecord:
    try:
        return record_from(value_of(line))
    except InvalidRecord as error:
        return bad_line(str(error), name, number, line)
