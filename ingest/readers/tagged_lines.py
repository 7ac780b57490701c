"""Cuts exports of tagged lines (RIS, PubMed, EndNote, Web of Science) into records, flat in memory."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from ingest.readers.text_lines import lines

LARGEST_RECORD = 4 * 2**20
LOOKED_AT = 200


@dataclass(slots=True)
class TaggedRecord:
    """The tags of one record with the lines of their texts, in printed order."""

    line: int
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    size: int = 0

    def add(self, tag: str, text: str) -> None:
        self.size += len(text) + 3
        if self.size <= LARGEST_RECORD:
            self.parts.append((tag, [text.strip()]))

    def continue_with(self, text: str) -> None:
        self.size += len(text) + 1
        if self.parts and text.strip() and self.size <= LARGEST_RECORD:
            self.parts[-1][1].append(text.strip())

    def has(self, *tags: str) -> bool:
        return any(tag in tags for tag, _ in self.parts)

    def texts(self, *tags: str) -> list[str]:
        """What these tags say, in the order of the tags."""
        found = ("\n".join(parts) for wanted in tags for tag, parts in self.parts if tag == wanted)
        return [text for text in found if text]

    def in_printed_order(self, *tags: str) -> list[tuple[str, str]]:
        return [(tag, " ".join(" ".join(parts).split())) for tag, parts in self.parts if tag in tags]

    def first(self, *tags: str) -> str:
        return " ".join(next(iter(self.texts(*tags)), "").split())

    @property
    def piece(self) -> str:
        """The beginning, as far as a report of it needs."""
        return "\n".join(f"{tag}  - {parts[0]}" for tag, parts in self.parts[:100])


Begins = Callable[[TaggedRecord, str, bool], bool]


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are tagged, and where a record begins and ends."""

    tag: re.Pattern[str]
    # Given the record so far, the new tag, and whether an empty line stands before it.
    begins: Begins
    ends: tuple[str, ...] = ()
    # Lines before the first record and between records are those of the provider.
    starts_with: tuple[str, ...] = ()


def begins_with_type(record: TaggedRecord, tag: str, after_blank: bool) -> bool:
    return tag == "TY"


def begins_medline(record: TaggedRecord, tag: str, after_blank: bool) -> bool:
    """PubMed's records begin with their number; others' after an empty line."""
    return tag == "PMID" or (after_blank and record.has("TI", "BTI"))


def begins_endnote(record: TaggedRecord, tag: str, after_blank: bool) -> bool:
    """With a tag that comes once; after an empty line also with those that may come first."""
    return (tag in "0T" and record.has(tag)) or (after_blank and tag in "0TAFEDJB" and record.has("T"))


def begins_isi(record: TaggedRecord, tag: str, after_blank: bool) -> bool:
    return tag == "PT"


# Two letters, two blanks, a hyphen and a blank; but "TY -  BOOK", "KW - word" and "PMID - 7" are met, too.
RIS = Layout(
    re.compile(
        r"(?P<tag>[A-Z][A-Z0-9]|PMID|ISSN|DOI)(?:  -|(?<=TY|ER|KW|AU|TI|T1|T2|PY|DO|AB|UR|ID|A1|SN) -|(?<=PMID) -)"
        r"(?: (?P<text>.*)|\t(?P<text2>.*)|$)"
    ),
    begins_with_type,
    ends=("ER",),
    starts_with=("TY",),
)
MEDLINE = Layout(re.compile(r"(?P<tag>[A-Z]{2,4}) {0,2}- (?P<text>.*)"), begins_medline)
ENDNOTE = Layout(re.compile(r"%(?P<tag>[0-9A-Z@!#$&(*+<>?\[\]^~]) (?P<text>.*)"), begins_endnote)
ISI = Layout(
    re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<text>.*)|$)"),
    begins_isi,
    ends=("ER", "EF"),
    starts_with=("PT",),
)


@dataclass(slots=True)
class Cutter:
    """The record under way."""

    layout_of: Callable[[str], Layout | None]
    layout: Layout | None = None
    record: TaggedRecord | None = None
    after_blank: bool = False

    def read(self, number: int, line: str) -> TaggedRecord | None:
        """The record that this line ends, or stands behind."""
        self.layout = self.layout or self.layout_of(line)
        found = self.layout.tag.match(line) if self.layout else None
        finished = None
        if found and self.layout:
            text = next(filter(None, found.groups()[1:]), "")
            finished = self._read_tag(self.layout, found["tag"], text, number)
        elif self.record:
            self.record.continue_with(line)
        self.after_blank = not line.strip()
        return finished

    def _read_tag(self, layout: Layout, tag: str, text: str, number: int) -> TaggedRecord | None:
        before = self.record
        if before and tag in layout.ends:
            self.record = None
            return before
        if before and not layout.begins(before, tag, self.after_blank):
            before.add(tag, text)
            return None
        if before or not layout.starts_with or tag in layout.starts_with:
            self.record = TaggedRecord(number)
            self.record.add(tag, text)
        return before


def tagged_records(stream: BinaryIO, layout_of: Callable[[str], Layout | None]) -> Iterator[TaggedRecord]:
    """Records in the layout that the first telling line has."""
    cutter = Cutter(layout_of)
    for number, line in lines(stream):
        if finished := cutter.read(number, line):
            yield finished
    if cutter.record:
        yield cutter.record
