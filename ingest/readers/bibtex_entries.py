"""Cuts BibTeX of any size into entries, so that a broken one does not take the rest with it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from bibtexparser.model import (
    Block,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from ingest.readers.text_lines import lines
from ingest.records import BadRecord

# Broken entries are reported as bad records, not in the log.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

LARGEST_ENTRY = 4 * 2**20
LONGEST_STRING = 10_000
MOST_STRINGS = 20_000
LARGEST_STRINGS = 4 * 2**20
# An entry begins on a line of its own, with a key and a comma; text such as "@home (2010)" does not.
START = re.compile(
    r"[ \t]*@[ \t]*(?:(?:string|preamble|comment)[ \t]*[{(]"
    r"|[A-Za-z][\w-]*[ \t]*(?:\{[ \t]*[^\s{}=\",]*|\([ \t]*[^\s{}(),=\"#%']+)[ \t]*(?:,|$)"
    r"|[A-Za-z][\w-]*[ \t]*\{(?:[ \t]*[A-Za-z][\w-]*[ \t]*=|[^{}=\"]+,[ \t]*$))",
    re.IGNORECASE,
)
NO_ENTRY = re.compile(r"\s*@(?:comment|preamble|string)", re.IGNORECASE)
WITHOUT_KEY = re.compile(r"\A(\s*@(?!string)[A-Za-z][\w-]*\s*[{(])(?=\s*[A-Za-z][\w-]*\s*=)", re.IGNORECASE)
SPACE_AFTER_AT = re.compile(r"\A\s*@[ \t]+")
FIELD_LINE = re.compile(r"(?:^|,)[ \t]*[A-Za-z][\w-]{0,40}[ \t]*=[ \t]*[{\"\d]", re.MULTILINE)
NEXT_FIELD = re.compile(r"[\s,]*+([A-Za-z][\w.-]*)\s*=")
PIECE = re.compile(r"\s*+(#?)\s*+(\{|\"|[^\s#{}\",=]+)")


class TooLong(ValueError):
    """What abbreviations stand for is longer than there is room for."""


@dataclass(slots=True)
class Strings:
    """What the abbreviations of a file stand for; few bytes can ask for many, so that each and all are bounded."""

    texts: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def define(self, key: str, value: str) -> None:
        text = joined(value, self, LONGEST_STRING)[0]
        size = self.size + len(key) + len(text)
        if len(key) > LONGEST_STRING or size > LARGEST_STRINGS or len(self.texts) >= MOST_STRINGS:
            raise TooLong
        self.texts[key.lower()] = text
        self.size = size


@dataclass(slots=True)
class BibtexEntry:
    """One entry with its values joined and unwrapped, still in TeX."""

    kind: str
    key: str
    fields: dict[str, str]
    line: int
    piece: str


@dataclass(slots=True)
class Chunk:
    """The lines from one beginning of an entry to the next."""

    line: int
    texts: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, text: str) -> None:
        self.size += len(text) + 1
        if self.size <= LARGEST_ENTRY:
            self.texts.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def entries(stream: BinaryIO, name: str) -> Iterator[BibtexEntry | BadRecord]:
    """Every entry in turn; the abbreviations of @string are put in."""
    strings = Strings()
    found = False
    for chunk in chunks(stream):
        found = True
        if chunk.size > LARGEST_ENTRY:
            yield BadRecord(
                f"the entry is longer than {LARGEST_ENTRY:,} characters", name=name, line=chunk.line,
                piece=chunk.text[:2_000],
            )  # fmt: skip
        else:
            yield from read_chunk(chunk, name, strings)
    if not found:
        yield BadRecord("there is no BibTeX entry in this file", name=name)


def chunks(stream: BinaryIO) -> Iterator[Chunk]:
    chunk = None
    for number, line in lines(stream):
        if START.match(line):
            if chunk:
                yield chunk
            chunk = Chunk(number)
        if chunk:
            chunk.add(line)
    if chunk:
        yield chunk


def read_chunk(chunk: Chunk, name: str, strings: Strings) -> Iterator[BibtexEntry | BadRecord]:
    text = WITHOUT_KEY.sub(r"\1nokey,", SPACE_AFTER_AT.sub("@", chunk.text, count=1), count=1)
    blocks = Splitter(text).split().blocks
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        item = read_bounded(block, chunk, name, strings)
        if isinstance(item, BibtexEntry) and closes_too_early(after):
            item = bad("the braces do not pair: the entry closes before its last field", chunk, name)
        if item:
            yield item


def closes_too_early(after: Block | None) -> bool:
    """Whether what follows an entry looks like the rest of it."""
    return isinstance(after, ImplicitComment) and FIELD_LINE.search(after.comment) is not None


def read_bounded(block: Block, chunk: Chunk, name: str, strings: Strings) -> BibtexEntry | BadRecord | None:
    """An entry, or nothing for a definition; a bad record where either grows too long."""
    try:
        if not isinstance(block, String):
            return read_block(block, chunk, name, strings)
        strings.define(block.key, block.value)
    except TooLong:
        return bad("what its abbreviations stand for is too long", chunk, name)
    return None


def read_block(block: Block, chunk: Chunk, name: str, strings: Strings) -> BibtexEntry | BadRecord | None:
    if isinstance(block, ParsingFailedBlock):
        # A key or field that is given twice is no reason to lose the entry.
        block = block.ignore_error_block or block
    if isinstance(block, ParsingFailedBlock):
        # Words such as "@home (2010)" between the entries are none.
        is_entry = START.match(block.raw or "") and not NO_ENTRY.match(block.raw or "")
        return bad(failure(block), chunk, name) if is_entry else None
    if not isinstance(block, Entry) or not (block.fields or START.match(block.raw or "")):
        return None
    line = chunk.line + (block.start_line or 0)
    fields: dict[str, str] = {}
    room = LARGEST_ENTRY
    for one in block.fields:
        room -= add_field(fields, one.key, one.value, strings, room)
    return BibtexEntry(block.entry_type.lower(), block.key, fields, line, block.raw or "")


def failure(block: ParsingFailedBlock) -> str:
    reason = str(getattr(block.error, "abort_reason", block.error))
    if "end of file" in reason:
        return "the braces or quotation marks do not pair: the entry never closes"
    return f"the entry breaks off, or its braces do not pair: {reason[:1].lower()}{reason[1:]}"


def bad(reason: str, chunk: Chunk, name: str) -> BadRecord:
    return BadRecord(reason, name=name, line=chunk.line, piece=chunk.text)


def add_field(fields: dict[str, str], key: str, value: str, strings: Strings, room: int) -> int:
    """Of a field that is given twice the first that says something; a forgotten comma is put in.

    Says how much of the room it took.
    """
    taken = 0
    while True:
        text, rest = joined(value, strings, room - taken)
        taken += len(text)
        key = key.lower()
        fields[key] = fields.get(key) or text
        forgotten = NEXT_FIELD.match(value, rest)
        if not forgotten:
            break
        key, value = forgotten[1], value[forgotten.end() :]
    return taken


def joined(value: str, strings: Strings, room: int) -> tuple[str, int]:
    """The pieces between "#" as one text, and where in `value` they end; TooLong where it has no room."""
    texts: list[str] = []
    position = 0
    while found := PIECE.match(value, position):
        if texts and not found[1]:
            break
        text, position = piece_at(value, found.start(2), found[2], strings)
        texts.append(text)
        room -= len(text)
        if room < 0:
            raise TooLong
    return "".join(texts), position


def piece_at(value: str, start: int, opening: str, strings: Strings) -> tuple[str, int]:
    """What stands between braces or quotation marks, or what an abbreviation stands for."""
    if opening not in '{"':
        return strings.texts.get(opening.lower(), opening), start + len(opening)
    end = closing(value, start, "}" if opening == "{" else '"')
    return value[start + 1 : end], end + 1


def closing(value: str, start: int, mark: str) -> int:
    """Where the piece that begins at `start` ends, its inner braces passed over."""
    depth = 0
    for position in range(start + 1, len(value)):
        character = value[position]
        if character == mark and depth == 0:
            return position
        if character in "{}" and value[position - 1] != "\\":
            depth += 1 if character == "{" else -1
    return len(value)
