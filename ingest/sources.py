"""Opens what the user names (file, folder, archive, standard input) as streams, in flat memory.

Nothing is ever unpacked to disk under a name from an archive.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import stat
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import BinaryIO, cast

import zstandard

# Real records shrink five- to thirtyfold. What grows more than two-hundredfold beyond the first
# 256 MiB, or beyond 512 GiB in all, is taken for an archive bomb.
EXPANSION_ALLOWED = 200
EXPANSION_FREE = 256 * 2**20
EXPANSION_MOST = 512 * 2**30
DEEPEST = 4

HEAD = 512
PIECE = 64 * 1024
TAR_MARK = slice(257, 262)
PACKED = re.compile(r"\.(?:gz|xz|bz2|zst)$", re.IGNORECASE)
ARCHIVE = re.compile(r"\.(?:tar|tgz|txz|tbz2?|tzst|zip)$", re.IGNORECASE)
BROKEN = (
    EOFError,
    OSError,
    lzma.LZMAError,
    zlib.error,
    zstandard.ZstdError,
    tarfile.TarError,
    zipfile.BadZipFile,
)

Member = tuple[str, BinaryIO]


class BadSource(Exception):
    """Something named by the user that cannot be read, or not to its end."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass
class Meter:
    """How much was taken in and how much that became."""

    taken: int = 0
    expanded: int = 0

    def expand(self, count: int, name: str) -> None:
        self.expanded += count
        if self.expanded > min(EXPANSION_FREE + EXPANSION_ALLOWED * self.taken, EXPANSION_MOST):
            raise BadSource(name, f"expands beyond {self.expanded:,} bytes, which no real record does")


class Metered(io.RawIOBase):
    """A stream that counts what is read from it and turns every breakage into BadSource."""

    def __init__(self, inner: BinaryIO, name: str, count: Callable[[int], None]) -> None:
        self.inner, self.name, self.count = inner, name, count

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        # A decompressor would begin anew at each step back.
        return isinstance(self.inner, io.FileIO) and self.inner.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self.inner.seek(offset, whence)

    def tell(self) -> int:
        return self.inner.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        try:
            data = self.inner.read(len(buffer))
        except BROKEN as error:
            raise BadSource(self.name, f"is damaged or cut short ({error})") from error
        buffer[: len(data)] = data
        self.count(len(data))
        return len(data)


class Rejoined(io.RawIOBase):
    """A stream whose first bytes were read to see what it is, whole again; keeps its last block in sight."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head, self.rest, self.tail = head, rest, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = self.head[: len(buffer)] or self.rest.read(len(buffer))
        self.head = self.head[len(data) :]
        self.tail = (self.tail + data)[-HEAD:]
        buffer[: len(data)] = data
        return len(data)


class Zstandard(io.RawIOBase):
    """Zstandard frames; unlike the library's reader it notices a missing end.

    It feeds 1 KiB at a time, since a block of four bytes can become 128 KiB.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self.packed, self.waiting = packed, b""
        self.frame = zstandard.ZstdDecompressor().decompressobj()
        self.inside = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while not self.waiting:
            data = self.packed.read(1024)
            if not data:
                break
            self.waiting = self._unpack(data)
        if not self.waiting and self.inside:
            raise EOFError("the end of the Zstandard frame is missing")
        taken, self.waiting = self.waiting[: len(buffer)], self.waiting[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _unpack(self, data: bytes) -> bytes:
        pieces = []
        while data:
            pieces.append(self.frame.decompress(data))
            self.inside = not self.frame.eof
            data = self.frame.unused_data if self.frame.eof else b""
            if self.frame.eof:
                self.frame = zstandard.ZstdDecompressor().decompressobj()
        return b"".join(pieces)


UNPACKERS: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": lambda packed: cast(BinaryIO, gzip.GzipFile(fileobj=packed)),
    b"\xfd7zXZ\x00": lambda packed: cast(BinaryIO, lzma.LZMAFile(packed)),  # noqa: SIM115
    b"BZh": lambda packed: cast(BinaryIO, bz2.BZ2File(packed)),
    b"\x28\xb5\x2f\xfd": lambda packed: cast(BinaryIO, io.BufferedReader(Zstandard(packed), PIECE)),
}
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")


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


def size_of(path: str) -> int | None:
    """The bytes that reading `path` will take, where that is known beforehand."""
    if path == "-":
        return None
    return sum(os.path.getsize(file) for file in files_of(path, lambda name: True))


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

    def take(self, count: int) -> None:
        self.meter.taken += count

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
        yield from self.look(name, buffered(Metered(raw, name, self.take)), 0)

    def look(self, name: str, stream: BinaryIO, depth: int) -> Iterator[Member]:
        """See by its first bytes what a stream is, and go into it."""
        if depth > DEEPEST:
            raise BadSource(name, f"is packed more than {DEEPEST} times")
        head = stream.read(HEAD)
        whole = Rejoined(head, stream)
        unpack = next((unpack for mark, unpack in UNPACKERS.items() if head.startswith(mark)), None)
        if unpack:
            unpacked = Metered(unpack(buffered(whole)), name, lambda count: self.meter.expand(count, name))
            yield from self.look(name, buffered(unpacked), depth + 1)
        elif head[TAR_MARK] == b"ustar":
            yield from self.tar(name, whole, depth)
        elif head.startswith(ZIP_MARKS):
            yield from self.zip(name, head, stream, depth)
        else:
            yield name, buffered(whole)

    def tar(self, name: str, whole: Rejoined, depth: int) -> Iterator[Member]:
        try:
            with tarfile.open(fileobj=buffered(whole), mode="r|") as archive:
                for entry in archive:
                    # A streamed archive would remember every member it has seen.
                    archive.members = []  # type: ignore[attr-defined]
                    member = (
                        archive.extractfile(entry) if self.accepts(name, entry.name, entry.isreg()) else None
                    )
                    if member:
                        inner = f"{name}:{entry.name}"
                        yield from self.look(inner, buffered(Metered(member, inner, ignore)), depth + 1)
        except (tarfile.TarError, EOFError) as error:
            raise BadSource(name, f"is damaged or cut short ({error})") from error
        if whole.tail.strip(b"\0"):
            raise BadSource(name, "has no end mark: the archive is cut short")

    def zip(self, name: str, head: bytes, stream: BinaryIO, depth: int) -> Iterator[Member]:
        with seekable(head, stream) as file:
            try:
                archive = zipfile.ZipFile(file)
            except (zipfile.BadZipFile, NotImplementedError) as error:
                raise BadSource(name, f"is damaged or cut short ({error})") from error
            for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
                regular = not entry.is_dir() and not stat.S_ISLNK(entry.external_attr >> 16)
                if self.accepts(name, entry.filename, regular):
                    yield from self.zipped(f"{name}:{entry.filename}", archive, entry, depth)

    def zipped(
        self, name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int
    ) -> Iterator[Member]:
        try:
            member = archive.open(entry)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise BadSource(name, f"cannot be unpacked ({error})") from error
        with member:
            counted = Metered(cast(BinaryIO, member), name, lambda count: self.meter.expand(count, name))
            yield from self.look(name, buffered(counted), depth + 1)

    def accepts(self, archive: str, name: str, regular: bool) -> bool:
        """Whether to read this member; a name that reaches outside makes the whole archive suspect."""
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:/", str(path)):
            raise BadSource(archive, f"holds a member that reaches outside of it: {name[:200]!r}")
        return regular and self.wants(name) and "__MACOSX" not in path.parts


def ignore(count: int) -> None:
    """Members of a plain archive do not expand."""


def buffered(raw: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(raw, PIECE))


def seekable(head: bytes, stream: BinaryIO) -> BinaryIO:
    """The stream from its start where it can turn back, else a nameless copy on disk."""
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return stream
    copy = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
    copyfileobj(cast(BinaryIO, Rejoined(head, stream)), copy, PIECE)
    copy.seek(0)
    return copy
