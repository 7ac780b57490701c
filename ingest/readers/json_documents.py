"""Reads JSON of any size and layout as numbered objects: flat memory, and a bad line never stops the rest.

Layouts: one object a line; objects one after the other; a list of objects; an envelope with such a list; a
single object.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, count, islice
from typing import Any, BinaryIO, TypeVar

import ijson
import msgspec

from ingest.cleaning import InvalidRecord
from ingest.readers.json_paths import Place
from ingest.records import LONGEST_PIECE, BadRecord, WorkRecord

LONGEST_LINE = 64 * 2**20
# Ten thousand authors with five parts each are far below; a text of nothing but "[" is far above.
MOST_PARTS = 1_000_000
DEEPEST = 1_000
# Small, because what a piece opens is only counted piece by piece.
PIECE = 16 * 1024
OPENING_LINES = 8
# What is smaller is read at once; an answer of an API has some hundred works.
SMALL = 4 * 2**20
LONGEST_BLANK = 1_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OTHER_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")

DECODER = msgspec.json.Decoder()
OUTLINE = msgspec.json.Decoder(dict[str, msgspec.Raw])

Said = TypeVar("Said")
Object = dict[str, Any]
Objects = Iterator[tuple[int, Object] | BadRecord]


def records(
    stream: BinaryIO, name: str, lists: tuple[str, ...], read_one: Callable[[Object], WorkRecord | None]
) -> Iterator[WorkRecord | BadRecord]:
    """What `read_one` makes of each object; it answers None to what is no work, and that is passed over."""
    return statements(stream, name, lists, lambda statement: filter(None, [read_one(statement)]))


def statements(
    stream: BinaryIO, name: str, lists: tuple[str, ...], read_all: Callable[[Object], Iterable[Said]]
) -> Iterator[Said | BadRecord]:
    """Everything that `read_all` makes of each object."""
    for found in objects(stream, name, lists):
        if isinstance(found, BadRecord):
            yield found
            continue
        number, statement = found
        try:
            yield from read_all(statement)
        except InvalidRecord as error:
            yield bad_object(str(error), name, number, statement)


def objects(stream: BinaryIO, name: str, lists: tuple[str, ...] = ()) -> Objects:
    """The objects of a stream, each with its number: that of its line, else its place.

    `lists` are the paths at which an envelope may hold its list, such as "message.items". An object without
    any of them is handed out whole.
    """
    cuts = cut_lines(stream)
    opening = opening_of(cuts)
    if opening and opening[0].startswith(OTHER_BYTE_ORDER_MARKS):
        yield BadRecord("the encoding UTF-16 is not read; UTF-8 is", name=name, line=1)
        return
    if has_lines(opening, lists):
        values = line_values(chain(drained(opening), cuts), name)
    else:
        values = document(chain(drained(opening), iter(partial(stream.read, PIECE), b"")), name, lists)
    places = count(1)
    for found in values:
        if isinstance(found, BadRecord):
            yield found
            continue
        for number, value in unwrapped(*found, lists, places):
            if isinstance(value, dict):
                yield number, value
            else:
                yield bad_object("this is not a JSON object", name, number, value)


def opening_of(cuts: Iterator[bytes]) -> list[bytes]:
    """The first few lines, unless they are long; nothing if they are blank."""
    opening: list[bytes] = []
    for cut in islice(cuts, OPENING_LINES):
        opening.append(cut)
        if len(cut) > SMALL:
            break
    return opening if any(map(bytes.strip, opening)) else []


def drained(held: list[bytes]) -> Iterator[bytes]:
    """Each in its turn, and then let go of."""
    while held:
        yield held.pop(0)


def unwrapped(
    number: int, value: Any, lists: tuple[str, ...], places: Iterator[int]
) -> Iterator[tuple[int, Any]]:
    """The value, or what stands in the list of an envelope, numbered by place."""
    inner = list_within(value, lists) if isinstance(value, dict) else None
    return iter([(number, value)]) if inner is None else ((next(places), one) for one in inner)


def list_within(value: Object, lists: tuple[str, ...]) -> list[Any] | None:
    for path in lists:
        inner: Any = value
        for key in path.split("."):
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, list):
            return inner
    return None


def bad_object(reason: str, name: str, number: int, value: Any) -> BadRecord:
    try:
        piece = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        piece = ""
    return BadRecord(reason, name=f"{name}, record {number}", piece=piece)


def has_lines(opening: list[bytes], lists: tuple[str, ...]) -> bool:
    """Whether each line is an object: the first one may be damaged, but not the first two."""
    filled = [line.removeprefix(BYTE_ORDER_MARK).strip() for line in opening]
    first, *others = [line for line in filled if line] or [b""]
    if first.startswith(b"["):
        return False
    outline = outline_of(first)
    if outline is None:
        return any(map(is_object, [first, *others[:1]]))
    return not any(has_list(outline, path) for path in lists)


def is_object(line: bytes) -> bool:
    try:
        return isinstance(value_of(line), dict)
    except InvalidRecord:
        return False


def outline_of(text: bytes | msgspec.Raw) -> dict[str, msgspec.Raw] | None:
    """The uppermost parts of an object, undecoded, or None if this is no object."""
    try:
        return OUTLINE.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def has_list(outline: dict[str, msgspec.Raw], path: str) -> bool:
    key, dot, rest = path.partition(".")
    if key not in outline:
        return False
    if not dot:
        return bytes(memoryview(outline[key])[:LONGEST_BLANK]).lstrip().startswith(b"[")
    inner = outline_of(outline[key])
    return inner is not None and has_list(inner, rest)


def cut_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines, the overlong ones in several cuts."""
    return iter(partial(stream.readline, LONGEST_LINE + 1), b"")


def numbered_lines(cuts: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Numbered lines, each cut just above the limit."""
    number, goes_on = 0, False
    for cut in cuts:
        if not goes_on:
            number += 1
            yield number, cut.removeprefix(BYTE_ORDER_MARK) if number == 1 else cut
        goes_on = not cut.endswith(b"\n")


def line_values(cuts: Iterable[bytes], name: str) -> Iterator[tuple[int, Any] | BadRecord]:
    """What stands on each line that is not empty."""
    for number, line in numbered_lines(cuts):
        if not line.strip():
            continue
        try:
            yield number, value_of(line)
        except InvalidRecord as error:
            yield bad_line(str(error), name, number, line)


def bad_line(reason: str, name: str, number: int, line: bytes) -> BadRecord:
    piece = line[: 2 * LONGEST_PIECE].decode("utf-8", "replace")
    return BadRecord(reason, name=name, line=number, piece=piece)


def value_of(line: bytes) -> Any:
    if len(line) > LONGEST_LINE:
        raise InvalidRecord(f"the line is longer than {LONGEST_LINE:,} bytes")
    if len(line) > MOST_PARTS and parts(line) > MOST_PARTS:
        raise InvalidRecord(f"the line has more than {MOST_PARTS:,} lists and objects")
    try:
        return DECODER.decode(line)
    except UnicodeDecodeError as error:
        raise InvalidRecord("this is not UTF-8") from error
    except RecursionError as error:
        raise InvalidRecord("this is nested too deeply") from error
    except msgspec.DecodeError as error:
        return tolerantly_decoded(line, error)


def tolerantly_decoded(line: bytes, error: msgspec.DecodeError) -> Any:
    """JSON with half a surrogate pair, as many programs write it, or with NaN, which counts as null."""
    try:
        return json.loads(line.decode(), parse_constant=lambda word: None)
    except (ValueError, RecursionError):
        raise InvalidRecord(f"this is not JSON: {error}") from error


def parts(text: bytes) -> int:
    """How many lists and objects open in `text`, give or take the brackets within strings."""
    return text.count(b"[") + text.count(b"{")


def document(
    cuts: Iterable[bytes], name: str, lists: tuple[str, ...]
) -> Iterator[tuple[int, Any] | BadRecord]:
    """The elements of the list that the document is or holds; without a list, its objects."""
    pieces = pieces_of(cuts)
    held: list[bytes] = []
    number = 0
    whole = whole_values(held, pieces)
    if whole is not None:
        yield from enumerate(whole, start=1)
        return
    every_piece = chain(drained(held), pieces)
    try:
        held_again: list[bytes] = []
        path = path_of_list(held_again, every_piece, lists)
        for value in values_at(path, chain(drained(held_again), every_piece)):
            number += 1
            yield number, value
    except InvalidRecord as problem:
        place = f"{name}, after record {number}" if number else name
        yield BadRecord(str(problem), name=place, piece="".join(getattr(problem, "__notes__", ())))


def whole_values(held: list[bytes], pieces: Iterator[bytes]) -> list[Any] | None:
    """The elements of a small and whole document, or None; `held` gets what was read.

    Read at once it may have the same flaws as a line: half a surrogate pair, NaN, huge numbers.
    """
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > SMALL:
            return None
    text = b"".join(held)
    if not text.strip():
        return []
    try:
        value = value_of(text)
    except InvalidRecord:
        return None
    return value if isinstance(value, list) else [value]


def pieces_of(cuts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in small pieces, without a byte-order mark."""
    first = True
    for cut in cuts:
        whole = cut.removeprefix(BYTE_ORDER_MARK) if first else cut
        first = False
        for start in range(0, len(whole), PIECE):
            yield whole[start : start + PIECE]


def path_of_list(held: list[bytes], pieces: Iterator[bytes], lists: tuple[str, ...]) -> str:
    """What ijson calls the elements of the first wanted list; "" is the whole. `held` gets what was read."""
    place = Place(frozenset(lists), max((path.count(".") + 1 for path in lists), default=0))
    events = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, use_float=True)
    size = Size()
    for piece in pieces:
        held.append(piece)
        size.add(piece)
        problem = sent(parser, piece)
        for event, value in events:
            path = place.found(event, value)
            if path is not None:
                return path
        if problem:
            break
        events.clear()
    return ""


def values_at(path: str, pieces: Iterable[bytes]) -> Iterator[Any]:
    """The values at an ijson path; what came before a break is still handed out."""
    found = ijson.sendable_list()
    parser = ijson.items_coro(found, path, use_float=True, multiple_values=True)
    size, empty = Size(), True
    for piece in pieces:
        empty = empty and not piece.strip()
        size.add(piece)
        problem = sent(parser, piece)
        if found:
            size = Size()
            yield from found
            found.clear()
        if problem:
            raise problem
    problem = None if empty else closed(parser)
    yield from found
    if problem:
        raise problem


@dataclass(slots=True)
class Size:
    """How large the record under way is; no record may be without end."""

    length: int = 0
    parts: int = 0
    open: int = 0

    def add(self, piece: bytes) -> None:
        opened = parts(piece)
        self.length += len(piece)
        self.parts += opened
        self.open += opened - piece.count(b"]") - piece.count(b"}")
        if self.length > LONGEST_LINE:
            raise InvalidRecord(f"there is no record within {LONGEST_LINE:,} bytes")
        if self.parts > MOST_PARTS:
            raise InvalidRecord(f"a record has more than {MOST_PARTS:,} lists and objects")
        if self.open > DEEPEST:
            raise InvalidRecord("this is nested too deeply")


def sent(parser: Any, piece: bytes) -> InvalidRecord | None:
    """Feed a parser; the problem that ends the document, if there is one."""
    try:
        parser.send(piece)
    except StopIteration:
        return InvalidRecord("there is something after the end of the document")
    except UnicodeDecodeError:
        return InvalidRecord("the JSON breaks here: this is not UTF-8")
    except ijson.JSONError as error:
        return broken(error)
    return None


def closed(parser: Any) -> InvalidRecord | None:
    try:
        parser.close()
    except ijson.JSONError as error:
        return broken(error)
    return None


def broken(error: ijson.JSONError) -> InvalidRecord:
    """With the parser's excerpt as a note; it speaks bytes where the excerpt is not UTF-8."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    reason, _, excerpt = text.partition("\n")
    problem = InvalidRecord(f"the JSON breaks here: {reason.strip()}")
    problem.add_note(excerpt.partition("\n")[0].strip())
    return problem
