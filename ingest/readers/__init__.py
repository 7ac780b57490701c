"""The formats that can be imported. A reader turns a stream into records and bad records."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from ingest.persons import PersonRecord
from ingest.readers import (
    acl,
    arxiv_atom,
    arxiv_json,
    arxiv_oai,
    bibtex,
    credence,
    crossref,
    csl_json,
    datacite,
    dblp,
    inspire,
    oai_dc,
    openalex,
    orcid,
    pubmed,
    ris,
)
from ingest.readers.sniffing import LOOKED_AT, Head, Recognizes
from ingest.records import BadRecord, Retraction, Withdrawal, WorkRecord
from ingest.sources import open_members
from ingest.streams import BadSource, Meter, Stream

Item = WorkRecord | PersonRecord | Withdrawal | Retraction | BadRecord
Read = Callable[[BinaryIO, str], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Format:
    """How to read a format, how its files are called, and how to tell it by its look."""

    read: Read
    suffixes: tuple[str, ...]
    recognizes: Recognizes


# In this order they are asked whether a file looks like theirs: the most particular ones first.
FORMATS = {
    "acl": Format(acl.read, (".xml",), acl.recognizes),
    "arxiv-atom": Format(arxiv_atom.read, (".xml", ".atom"), arxiv_atom.recognizes),
    "arxiv-oai": Format(arxiv_oai.read, (".xml",), arxiv_oai.recognizes),
    "arxiv-json": Format(arxiv_json.read, (".json", ".jsonl", ".ndjson"), arxiv_json.recognizes),
    "dblp": Format(dblp.read, (".xml",), dblp.recognizes),
    "pubmed": Format(pubmed.read, (".xml",), pubmed.recognizes),
    "orcid": Format(orcid.read, (".xml", ".json", ".jsonl", ".ndjson"), orcid.recognizes),
    "oai-dc": Format(oai_dc.read, (".xml",), oai_dc.recognizes),
    "bibtex": Format(bibtex.read, (".bib", ".bibtex"), bibtex.recognizes),
    "ris": Format(ris.read, (".ris", ".nbib", ".enw", ".enl", ".ciw", ".txt"), ris.recognizes),
    "inspire": Format(inspire.read, (".json", ".jsonl", ".ndjson"), inspire.recognizes),
    "openalex": Format(openalex.read, (".json", ".jsonl", ".ndjson"), openalex.recognizes),
    "crossref": Format(crossref.read, (".json", ".jsonl", ".ndjson"), crossref.recognizes),
    "datacite": Format(datacite.read, (".xml", ".json", ".jsonl", ".ndjson"), datacite.recognizes),
    "csl-json": Format(csl_json.read, (".json",), csl_json.recognizes),
    "credence": Format(credence.read, (".jsonl", ".ndjson", ".json"), credence.recognizes),
}
UNKNOWN = "looks like none of the formats that are read"
ALL_SUFFIXES = tuple(sorted({suffix for one in FORMATS.values() for suffix in one.suffixes}))


def sniff(stream: BinaryIO, name: str) -> str | None:
    """The name of the format that this file looks like; the stream still stands at its beginning."""
    head = Head.of(name, cast(Stream, stream).peek(LOOKED_AT))
    return next((format_name for format_name, one in FORMATS.items() if one.recognizes(head)), None)


def read_paths(
    format_name: str, paths: Iterable[str], meter: Meter | None = None
) -> Iterator[Item | BadSource]:
    """Everything under `paths`; a source that breaks is reported in its turn, and the next one is read.

    Without a format each file is read as what it looks like; one in a folder or archive that looks like none is
    set aside.
    """
    suffixes = FORMATS[format_name].suffixes if format_name else ALL_SUFFIXES
    for path in paths:
        try:
            for name, stream in open_members(path, suffixes, meter):
                known = format_name or sniff(stream, name)
                if known:
                    yield from FORMATS[known].read(stream, name)
                else:
                    yield BadSource(name, UNKNOWN) if name == path else BadRecord(UNKNOWN, name=name)
        except BadSource as problem:
            yield problem
