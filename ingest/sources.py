"""Opens what the user names (file, folder, archive, standard input) as streams, in flat memory.

Nothing is ever unpacked to disk under a name from an archive.
"""

import hashlib
import os
import re
import stat
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import BinaryIO, cast

from ingest.streams import BLOCK, PIECE, BadSource, Meter, Stream, unpacker_for

DEEPEST = 4
TAR_MARK = slice(257, 262)
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
PACKED = re.compile(r"\.(?:gz|xz|bz2|zst)$", re.IGNORECASE)
ARCHIVE = re.compile(r"\.(?:tar|tgz|txz|tbz2?|tzst|zip)$", re.IGNORECASE)

Member = tuple[str, BinaryIO]


def open_members(path: str, suffixes: Iterable[str], meter: Meter | None = None) -> Iterator[Member]:
    """Every member under `path` that looks like the format; each stream is good until the next is asked for.

    Members that are whole come first; BadSource follows where the source breaks.
    """
    reading = Reading(tuple(suffixes), meter or Meter())
    if path == "-":
        yield from reading.stream("standard input", sys.stdin.buffer)
        return
    for file in files_of(path, reading.wants):
        yield from reading.file(file)


def size_of(path: str, suffixes: Iterable[str] = ("",)) -> int | None:
    """The bytes that reading `path` will take, where that is known beforehand."""
    if path == "-" or not os.path.exists(path):
        return None
    reading = Reading(tuple(suffixes), Meter())
    return sum(os.path.getsize(file) for file in files_of(path, reading.wants))


def likeness(paths: Iterable[str]) -> str:
    """A digest of names, sizes and times of change: equal as long as nobody changes the files.

    Nothing for standard input, of which nobody can say whether it is the same again.
    """
    if "-" in paths:
        return ""
    facts = [
        (file, status.st_size, status.st_mtime_ns)
        for path in paths
        for file in files_of(path, lambda name: True)
        if (status := os.stat(file) if os.path.exists(file) else None)
    ]
    return hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def files_of(path: str, wanted: Callable[[str], bool]) -> Iterator[str]:
    """`path` itself, or the wanted files of the folder in order of name."""
    if not os.path.isdir(path):
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names = (os.path.join(folder, name) for name in sorted(files) if wanted(name))
        yield from (name for name in names if os.path.isfile(name))


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one named source: what is looked for, and how much came of it."""

    suffixes: tuple[str, ...]
    meter: Meter

    def wants(self, name: str) -> bool:
        """Whether the name looks like the format, perhaps packed, or like an archive."""
        base = PurePosixPath(name).name
        plain = PACKED.sub("", base).lower()
        return not base.startswith(".") and (plain.endswith(self.suffixes) or bool(ARCHIVE.search(plain)))

    def file(self, path: str) -> Iterator[Member]:
        try:
            mode = os.stat(path).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
                raise BadSource(path, "is neither a file nor a folder")
            file = Path(path).open("rb", buffering=0)  # noqa: SIM115
        except OSError as error:
            raise BadSource(path, f"cannot be opened ({error.strerror})") from error
        with file:
            yield from self.stream(path, cast(BinaryIO, file))

    def stream(self, name: str, raw: BinaryIO) -> Iterator[Member]:
        yield from self.look(Stream(raw, name, self.meter.take), 0)

    def unpacked(self, name: str, inner: BinaryIO) -> Stream:
        return Stream(inner, name, lambda count: self.meter.expand(count, name))

    def look(self, stream: Stream, depth: int) -> Iterator[Member]:
        """See by its first bytes what a stream is, and go into it."""
        if depth > DEEPEST:
            raise BadSource(stream.name, f"is packed more than {DEEPEST} times")
        head = stream.peek(BLOCK)
        if unpack := unpacker_for(head):
            yield from self.look(self.unpacked(stream.name, unpack(cast(BinaryIO, stream))), depth + 1)
        elif head[TAR_MARK] == b"ustar":
            yield from self.tar(stream, depth)
        elif head.startswith(ZIP_MARKS):
            yield from self.zip(stream, depth)
        else:
            yield stream.name, cast(BinaryIO, stream)
            if stream.failure:
                raise stream.failure

    def tar(self, stream: Stream, depth: int) -> Iterator[Member]:
        try:
            with tarfile.open(fileobj=cast(BinaryIO, stream), mode="r|") as archive:
                for entry in archive:
                    # A streamed archive would remember every member it has seen.
                    archive.members = []  # type: ignore[attr-defined]
                    if self.accepts(stream.name, entry.name, entry.isreg()):
                        member = cast(BinaryIO, archive.extractfile(entry))
                        yield from self.look(Stream(member, f"{stream.name}:{entry.name}"), depth + 1)
        except (tarfile.TarError, EOFError) as error:
            raise BadSource(stream.name, f"is damaged or cut short ({error})") from error
        # tarfile takes a missing end for the end.
        if stream.last_block.strip(b"\0"):
            raise BadSource(stream.name, "has no end mark: it is cut short, or something follows it")

    def zip(self, stream: Stream, depth: int) -> Iterator[Member]:
        with seekable(stream) as file:
            try:
                archive = zipfile.ZipFile(file)
            except (zipfile.BadZipFile, NotImplementedError) as error:
                raise BadSource(stream.name, f"is damaged or cut short ({error})") from error
            for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
                regular = not entry.is_dir() and not stat.S_ISLNK(entry.external_attr >> 16)
                if self.accepts(stream.name, entry.filename, regular):
                    with open_zipped(stream.name, archive, entry) as member:
                        name = f"{stream.name}:{entry.filename}"
                        yield from self.look(self.unpacked(name, member), depth + 1)

    def accepts(self, archive: str, name: str, regular: bool) -> bool:
        """Whether to read this member; a name that reaches outside makes the whole archive suspect."""
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:/", str(path)):
            raise BadSource(archive, f"holds a member that reaches outside of it: {name[:200]!r}")
        return regular and self.wants(name) and "__MACOSX" not in path.parts


def open_zipped(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast(BinaryIO, archive.open(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise BadSource(f"{name}:{entry.filename}", f"cannot be unpacked ({error})") from error


def seekable(stream: Stream) -> BinaryIO:
    """The stream where it can turn back, else a nameless copy on disk."""
    if stream.seekable():
        return cast(BinaryIO, stream)
    copy = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
    copyfileobj(cast(BinaryIO, stream), copy, PIECE)
    return copy
