"""The formats that can be imported. A reader turns a stream into records and bad records."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ingest.readers import acl, arxiv_atom, credence
from ingest.records import BadRecord, WorkRecord
from ingest.sources import open_members
from ingest.streams import BadSource, Meter

Read = Callable[[BinaryIO, str], Iterator[WorkRecord | BadRecord]]


@dataclass(frozen=True, slots=True)
class Format:
    """How to read a format, and how its files are called."""

    read: Read
    suffixes: tuple[str, ...]


FORMATS = {
    "acl": Format(acl.read, (".xml",)),
    "arxiv-atom": Format(arxiv_atom.read, (".xml", ".atom")),
    "credence": Format(credence.read, (".jsonl", ".ndjson", ".json")),
}


def read_paths(
    format_name: str, paths: Iterable[str], meter: Meter | None = None
) -> Iterator[WorkRecord | BadRecord | BadSource]:
    """Everything under `paths`; a source that breaks is reported in its turn, and the next one is read."""
    chosen = FORMATS[format_name]
    for path in paths:
        try:
            for name, stream in open_members(path, chosen.suffixes, meter):
                yield from chosen.read(stream, name)
        except BadSource as problem:
            yield problem
