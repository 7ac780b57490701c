"""Numbered lines of text exports, whatever program on whatever system wrote them."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

# Longer lines come in pieces; no record is as long as this.
LONGEST_LINE = 4 * 2**20
# UTF-16 has line ends in the middle of characters, and so is read whole, up to here.
LARGEST_UTF16 = 64 * 2**20
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What could not be decoded.
LOST = "\ufffd"


def lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    """Numbered from one, without their ends, be these LF, CRLF or CR."""
    number = 0
    for piece in pieces(stream):
        for line in (
            piece.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
        ):
            number += 1
            yield number, line


def pieces(stream: BinaryIO) -> Iterator[str]:
    first = stream.readline(LONGEST_LINE)
    if first.startswith(UTF16_MARKS):
        yield (first + stream.read(LARGEST_UTF16)).decode("utf-16", "replace")
    else:
        while first:
            yield decoded(first)
            first = stream.readline(LONGEST_LINE)


def decoded(line: bytes) -> str:
    """UTF-8, else Windows-1252; but a line that is mostly good UTF-8 is a damaged one, not another encoding."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        text = line.decode("utf-8", "replace")
        damaged = text.count(LOST)
        if sum(not character.isascii() for character in text) - damaged > damaged:
            return text
        return line.decode("cp1252", "replace")
