"""JSON lines of our own record shape; see docs/data.md."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from ingest.cleaning import InvalidRecord
from ingest.readers.sniffing import Head
from ingest.records import LONGEST_PIECE, BadRecord, WorkRecord, record_from

LONGEST_LINE = 64 * 2**20
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

DECODER = msgspec.json.Decoder()


def recognizes(head: Head) -> bool:
    return head.has_keys("source", "source_id", "title", "published")


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    for number, line in lines(stream):
        if len(line) > LONGEST_LINE:
            yield BadRecord(f"the line is longer than {LONGEST_LINE:,} bytes", name=name, line=number)
        elif line.strip():
            yield read_line(line, name, number)


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines, each cut just above the limit."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        yield number, line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
        while line and len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


def read_line(line: bytes, name: str, number: int) -> WorkRecord | BadRecord:
    try:
        return record_from(DECODER.decode(line))
    except InvalidRecord as error:
        reason = str(error)
    except msgspec.DecodeError as error:
        reason = f"this is not JSON: {error}"
    except UnicodeDecodeError:
        reason = "this is not UTF-8"
    except RecursionError:
        reason = "this is nested too deeply"
    return BadRecord(
        reason, name=name, line=number, piece=line[: 2 * LONGEST_PIECE].decode("utf-8", "replace")
    )
