"""Streams of bytes that unpack themselves, count what they make, and say clearly when they break."""

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, cast

import zstandard

# Real records shrink five- to thirtyfold. What grows more than two-hundredfold beyond the first
# 256 MiB, or beyond 512 GiB in all, is taken for an archive bomb.
EXPANSION_ALLOWED = 200
EXPANSION_FREE = 256 * 2**20
EXPANSION_MOST = 512 * 2**30

PIECE = 64 * 1024
BLOCK = 512
BROKEN = (
    EOFError,
    OSError,
    RuntimeError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
)


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

    def take(self, count: int) -> None:
        self.taken += count

    def expand(self, count: int, name: str) -> None:
        self.expanded += count
        if self.expanded > min(EXPANSION_FREE + EXPANSION_ALLOWED * self.taken, EXPANSION_MOST):
            raise BadSource(name, f"expands beyond {self.expanded:,} bytes, which no real record does")


def ignore(count: int) -> None:
    """The count of a stream whose bytes are counted elsewhere."""


class Stream(io.BufferedIOBase):
    """A buffered stream that loses nothing of what could be read before a break.

    The standard library's buffer forgets what it holds when the stream below it fails. Here a read
    may be short before a break, and the next one raises; so read until nothing comes.
    """

    def __init__(self, inner: BinaryIO, name: str, count: Callable[[int], None] = ignore) -> None:
        self.inner, self.name, self.count = inner, name, count
        self.take = getattr(inner, "read1", inner.read)
        self.held, self.at = b"", 0
        self.failure: BadSource | None = None
        self.last_block = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        # A decompressor would begin anew at each step back.
        return isinstance(self.inner, io.FileIO) and self.inner.seekable()

    def tell(self) -> int:
        return self.inner.tell() - len(self.held) + self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = offset + self.tell(), io.SEEK_SET
        # What is thrown away comes again. Zips step about so much that it would count sixteenfold.
        self.count(self.at - len(self.held))
        self.held, self.at = b"", 0
        return self.inner.seek(offset, whence)

    def read(self, size: int | None = -1, /) -> bytes:
        missing = sys.maxsize if size is None or size < 0 else size
        pieces: list[bytes] = []
        while missing and self._holds(pieces):
            pieces.append(self._give(self.at + missing))
            missing -= len(pieces[-1])
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self, size: int | None = -1, /) -> bytes:
        missing = sys.maxsize if size is None or size < 0 else size
        pieces: list[bytes] = []
        while missing and self._holds(pieces):
            end = self.held.find(b"\n", self.at) + 1
            pieces.append(self._give(min(end or len(self.held), self.at + missing)))
            missing = 0 if pieces[-1].endswith(b"\n") else missing - len(pieces[-1])
        return b"".join(pieces)

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, or what there is before the end or a break, without using them up."""
        pieces = [self.held[self.at :]]
        self.held, self.at = b"", 0
        while sum(map(len, pieces)) < size and self._holds(pieces):
            pieces.append(self._give(len(self.held)))
        self.held, self.at = b"".join(pieces), 0
        return self.held[:size]

    def _give(self, end: int) -> bytes:
        start, self.at = self.at, min(end, len(self.held))
        return self.held[start : self.at]

    def _holds(self, pieces: list[bytes]) -> bool:
        """Whether there is more; a break is put off while there are pieces to hand over."""
        if self.at < len(self.held):
            return True
        try:
            self._fill()
        except BadSource as failure:
            self.failure = failure
            if any(pieces):
                return False
            raise
        return bool(self.held)

    def _fill(self) -> None:
        if self.failure:
            raise self.failure
        self.held, self.at = b"", 0
        try:
            data = self.take(PIECE)
        except BROKEN as error:
            raise BadSource(self.name, f"is damaged or cut short ({error})") from error
        self.count(len(data))
        self.held = data
        self.last_block = data[-BLOCK:] if len(data) >= BLOCK else (self.last_block + data)[-BLOCK:]


class Zstandard:
    """Zstandard frames; unlike the library's own stream it notices a missing end.

    It feeds 256 bytes at a time, since four of them can become a block of 128 KiB.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self.packed = packed
        self.frame = zstandard.ZstdDecompressor().decompressobj()
        self.inside = False

    def read(self, size: int, /) -> bytes:
        """The next piece, whatever its size."""
        while data := self.packed.read(256):
            if unpacked := self._unpack(data):
                return unpacked
        if self.inside:
            raise EOFError("the end of the Zstandard frame is missing")
        return b""

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
    b"\x28\xb5\x2f\xfd": lambda packed: cast(BinaryIO, Zstandard(packed)),
}


def unpacker_for(head: bytes) -> Callable[[BinaryIO], BinaryIO] | None:
    """What unpacks a stream that begins like this, if it is packed."""
    return next((unpack for mark, unpack in UNPACKERS.items() if head.startswith(mark)), None)
