"""What a person's file says, told apart from what the registries say."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import msgspec

from ingest.checkpoints import Checkpoint
from ingest.loading.batches import SIZE
from ingest.persons import PersonRecord
from ingest.readers import ALL_SUFFIXES, FORMATS, UNKNOWN, sniff
from ingest.records import AuthorRecord, BadRecord, Retraction, Withdrawal, WorkRecord
from ingest.sources import Reading
from ingest.streams import BadSource, Meter
from ingest.uploads.bounds import bounded
from ingest.uploads.folder import UploadGone, new_upload, open_upload

TESTIMONY = "upload"  # the source of every work that only a person's file states
MOST_RECORDS = 5_000  # of one file of a user who is no administrator
LARGEST_UNPACKED = 64 * 2**20  # bytes of such a file
EVERY = SIZE - 1  # with its checkpoint this makes one full batch

Item = WorkRecord | PersonRecord | Withdrawal | Retraction | BadRecord | BadSource


@dataclass
class SmallMeter(Meter):
    """Meter of a user's file, which may not become larger than this when it is unpacked."""

    most: int = LARGEST_UNPACKED

    def expand(self, count: int, name: str) -> None:
        super().expand(count, name)
        if self.expanded > self.most:
            raise BadSource(name, f"becomes larger than {self.most >> 20} MB when it is unpacked; split it")


def meter_for(request: dict[str, Any]) -> Meter:
    """What watches over the unpacking of this upload."""
    return Meter() if request.get("testimony_of") is None else SmallMeter()


class KeptProblem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A bad record, or (without a line and a piece) a bad source."""

    name: str
    reason: str
    line: int | None = None
    piece: str = ""


class KeptItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One item on a line of its own; exactly one field is set."""

    work: WorkRecord | None = None
    person: PersonRecord | None = None
    withdrawal: Withdrawal | None = None
    retraction: Retraction | None = None
    bad: KeptProblem | None = None
    broken: KeptProblem | None = None

    @classmethod
    def of(cls, item: Item) -> "KeptItem":
        match item:
            case WorkRecord():
                return cls(work=item)
            case PersonRecord():
                return cls(person=item)
            case Withdrawal():
                return cls(withdrawal=item)
            case Retraction():
                return cls(retraction=item)
            case BadRecord():
                return cls(bad=KeptProblem(item.name, item.reason, item.line, item.piece))
            case BadSource():
                return cls(broken=KeptProblem(item.name, item.reason))

    @property
    def item(self) -> Item:
        if self.bad:
            return BadRecord(self.bad.reason, name=self.bad.name, line=self.bad.line, piece=self.bad.piece)
        if self.broken:
            return BadSource(self.broken.name, self.broken.reason)
        found = self.work or self.person or self.withdrawal or self.retraction
        assert found
        return found


decode = msgspec.json.Decoder(KeptItem).decode


def uploaded_items(
    request: dict[str, Any],
    format_name: str = "",
    meter: Meter | None = None,
    *,
    most: int | None = MOST_RECORDS,
) -> Iterator[Item]:
    """What the upload of a preview's or run's request says; of a user's file, the first ones as testimony."""
    items = items_in(request["upload"], request["file"], format_name, meter or meter_for(request))
    if request.get("testimony_of") is None:
        return items
    said = as_testimony(items, request["testimony_of"])
    return islice(bounded(said, request["file"]), most)


def items_in(stored_name: str, name: str, format_name: str, meter: Meter) -> Iterator[Item]:
    """Everything in an uploaded file; places in it are said with the name that its owner gave it."""
    suffixes = FORMATS[format_name].suffixes if format_name else ALL_SUFFIXES
    try:
        with open_upload(stored_name) as raw:
            for member, stream in Reading(suffixes, meter).stream(name, raw):
                known = format_name or sniff(stream, member)
                if known:
                    yield from FORMATS[known].read(stream, member)
                else:
                    yield BadSource(name, UNKNOWN) if member == name else BadRecord(UNKNOWN, name=member)
    except UploadGone:
        yield BadSource(name, "is no longer here and must be uploaded again")
    except BadSource as problem:
        yield problem


def with_shares(
    items: Iterable[Item], meter: Meter, size: int, *, stored: int
) -> Iterator[Item | Checkpoint]:
    """The items, and once a batch a checkpoint that says how much of `size` bytes they are.

    No checkpoint comes among the first `stored` items, which an earlier process has brought in.
    """
    number = 0
    for item in items:
        yield item
        number += not isinstance(item, BadSource)
        if number > stored and number % EVERY == 0:
            yield Checkpoint({"items": number}, min(meter.taken / max(size, 1), 1.0))


def as_testimony(items: Iterable[Item], user_id: int) -> Iterator[Item]:
    """The items as one person's word: nothing that only a registry may say, nothing about people."""
    for item in items:
        if isinstance(item, WorkRecord):
            yield said_by(item, user_id)
        elif isinstance(item, BadRecord | BadSource):
            yield item


def said_by(record: WorkRecord, user_id: int) -> WorkRecord:
    """One work as a person states it, under an id that nobody else's statement can have.

    Links go as well, since a repository that a work links to can be evidence of who its author is;
    references too, since they would count as citations, and categories, since each names a topic.
    """
    said_of = f"{user_id}\0{record.source}\0{record.source_id}".encode()
    return msgspec.structs.replace(
        record,
        source=TESTIMONY,
        source_id=hashlib.blake2b(said_of, digest_size=16).hexdigest(),
        authors=tuple(map(as_printed, record.authors)),
        links=(),
        references=(),
        categories=(),
        topics=(),
        cited_by_count=None,
        retracted=False,
    )


def as_printed(author: AuthorRecord) -> AuthorRecord:
    """The name and affiliations without any identifier: no address either, which would tie a page to its owner."""
    return msgspec.structs.replace(
        author, orcid=None, source_author_id=None, rors=(), email_domains=(), address_digests=()
    )


def keep_items(items: Iterable[Item]) -> str:
    """Write what services answered, so that importing need not ask again; the name of the file."""
    name, out = new_upload()
    with out:
        deque(keeping(items, out), maxlen=0)
    return name


def keeping(items: Iterable[Item], out: BinaryIO) -> Iterator[Item]:
    """The items, each written to `out` on its way."""
    for item in items:
        out.write(msgspec.json.encode(KeptItem.of(item)) + b"\n")
        yield item


def kept_items(name: str) -> Iterator[Item]:
    """What `keep_items` wrote. Raises UploadGone where it is no longer there."""
    with open_upload(name) as kept:
        rest = b""
        while block := kept.read(1 << 20):
            *lines, rest = (rest + block).split(b"\n")
            yield from (decode(line).item for line in lines)
