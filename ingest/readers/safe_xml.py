"""Reads XML of any size and any origin: flat memory, no entities, no network."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html.entities import html5
from typing import BinaryIO, cast

from lxml import etree

from ingest.records import BadRecord

PIECE = 64 * 1024
# Between two wanted elements; bounds memory against a text without end.
LARGEST_GAP = 64 * 2**20
# Only encodings in which the look at the prolog below cannot be deceived.
ENCODINGS = re.compile(
    r"utf-?8|us-ascii|ascii|iso-8859-(?:[1-9]|1[013-6])|windows-125[0-8]|utf-?16(?:le|be)?", re.IGNORECASE
)
DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.ASCII)
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
PROLOG = re.compile(r"\ufeff?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*>)*+", re.DOTALL)
FIRST_ELEMENT = re.compile(r"<[^\W\d]")
NAMED_CHARACTER = re.compile(rb"&([A-Za-z][A-Za-z0-9._:-]{0,61});")
LONGEST_REFERENCE = 64
KNOWN_TO_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


Events = Iterator[tuple[str, etree._Element]]


class UnwantedXml(Exception):
    """A document that is not read, or not read on, by rule."""


class BrokenXml(Exception):
    """A document that is not well-formed, and the line of the break."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"the XML breaks here: {reason}")
        self.line = line


def elements(
    stream: BinaryIO, name: str, root: str | tuple[str, ...], *wanted: str
) -> Iterator[etree._Element | BadRecord]:
    """The wanted elements of a document, each forgotten after its turn.

    Its root must be `root` or one of several; with none named it may be any.
    Ends with a BadRecord where the document breaks or is not what it should be.
    """
    roots = (root,) if isinstance(root, str) else root
    try:
        for event, element in events(stream, tuple(filter(None, roots)), wanted):
            if event == "end" and element.tag in wanted:
                yield element
                forget(element)
    except UnwantedXml as problem:
        yield BadRecord(str(problem), name=name)
    except BrokenXml as problem:
        yield BadRecord(str(problem), name=name, line=problem.line)


def whole(stream: BinaryIO, name: str, *roots: str) -> Iterator[etree._Element | BadRecord]:
    """The root of a small document with all that it holds, or a BadRecord."""
    try:
        for event, element in events(stream, roots, ()):
            if event == "end" and element.getparent() is None:
                yield element
    except UnwantedXml as problem:
        yield BadRecord(str(problem), name=name)
    except BrokenXml as problem:
        yield BadRecord(str(problem), name=name, line=problem.line)


def events(stream: BinaryIO, roots: tuple[str, ...], wanted: tuple[str, ...]) -> Events:
    """Starts and ends of a root and the wanted elements; the first must be the start of a root."""
    head = stream.read(PIECE)
    parser = parser_for(head, (*roots, *wanted))
    first, gap = True, 0
    for piece in without_names(head, stream):
        feed(parser, piece)
        gap += len(piece)
        for event, element in cast(Events, parser.read_events()):
            if roots and first and (element.tag not in roots or element.getparent() is not None):
                break
            first, gap = False, 0 if element.tag in wanted else gap
            yield event, element
        for error in parser.feed_error_log.filter_from_fatals():
            raise BrokenXml(error.message, error.line)
        if gap > LARGEST_GAP:
            raise UnwantedXml(f"there is no record within {LARGEST_GAP:,} bytes")
    found = closed(parser).tag
    if roots and found not in roots:
        raise UnwantedXml(f"this is another document: its root is <{plain(found)}>, not <{plain(roots[0])}>")


def without_names(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The bytes in pieces, with numbers for the names of characters, whose definitions are never fetched."""
    piece, held = head, b""
    while piece:
        whole = held + piece
        start = whole.rfind(b"&", -LONGEST_REFERENCE)
        cut = len(whole) if start < 0 or b";" in whole[start:] else start
        held = whole[cut:]
        yield NAMED_CHARACTER.sub(numbered, whole[:cut])
        piece = stream.read(PIECE)
    if held:
        yield held


def numbered(reference: re.Match[bytes]) -> bytes:
    """`&uuml;` as `&#252;`; a name that nobody knows becomes text as it stands."""
    if reference[1] in KNOWN_TO_XML:
        return reference[0]
    characters = html5.get(reference[1].decode() + ";")
    if characters is None:
        return b"&amp;" + reference[0][1:]
    return b"".join(b"&#%d;" % ord(character) for character in characters)


def parser_for(head: bytes, tags: tuple[str, ...]) -> etree.XMLPullParser:
    """A parser that expands and fetches nothing. Its size limits are ours: the prolog declares nothing."""
    encoding = encoding_of(head)
    refuse_declarations(head.decode(encoding, "replace"))
    return etree.XMLPullParser(
        events=("start", "end"),
        tag=tags,
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def encoding_of(head: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    declared = DECLARED.match(head)
    encoding = declared[1].decode() if declared else "utf-8"
    if not ENCODINGS.fullmatch(encoding):
        raise UnwantedXml(f"the encoding {encoding} is not read; UTF-8 is")
    return encoding


def refuse_declarations(head: str) -> None:
    """Entities are the way to XML bombs and to other people's files; no source of records needs them."""
    prolog = PROLOG.match(head)
    rest = head[prolog.end() :] if prolog else head
    if rest.startswith("<!DOCTYPE"):
        raise UnwantedXml("the document type declares entities, which are refused")
    if not FIRST_ELEMENT.match(rest):
        raise UnwantedXml("this is not XML" if rest else "the document is empty")


def feed(parser: etree.XMLPullParser, piece: bytes) -> None:
    """Feed without raising: elements from before a break can still be had, and the log knows the break.

    An undeclared entity ends the document without any exception.
    """
    with suppress(etree.XMLSyntaxError):
        parser.feed(piece)


def closed(parser: etree.XMLPullParser) -> etree._Element:
    """The root of the whole document."""
    try:
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise BrokenXml(error.msg, error.lineno or 0) from error


def forget(element: etree._Element) -> None:
    """Let go of an element and of all that stands before it in its parent."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def line_of(element: etree._Element) -> int | None:
    return cast(int | None, element.sourceline)
