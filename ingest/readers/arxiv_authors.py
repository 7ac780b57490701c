"""Authors as arXiv prints them in one text: "A. Author (Inst. A), B. Author (1 and 2) and C. Author ((1) Inst. B)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from common.tex import to_plain
from ingest.readers.arxiv import printed_author
from ingest.records import AuthorRecord

MARK = re.compile(r"[(),;:]|(?<=\s)(?:and|&)(?=\s)|^and(?=\s)", re.IGNORECASE)
KEY = r"(?:\d{1,3}|[a-z]|[*\u2020\u2021\u00a7]{1,3})"
KEYS = re.compile(rf"{KEY}(?:(?:\s*[,;&]\s*|\s+and\s+|\s+){KEY})*")
KEY_IN_KEYS = re.compile(rf"(?<![^\W\d_]){KEY}(?![^\W\d_])")
LEGEND = re.compile(rf"\(\s*(?=\({KEY}\)\s*[^\W\d_])|(?<=[,;.)])\s*(?=\({KEY}\)\s*[^\W\d_])")
KEY_OF_LEGEND = re.compile(rf"\(\s*({KEY})\s*\)")
SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)
INNERMOST = re.compile(r"\([^()]*\)")


@dataclass(slots=True)
class Piece:
    """What stands between two separators: a name, and what stands after it in parentheses."""

    name: str = ""
    asides: list[str] = field(default_factory=list)


def authors_in(text: str) -> tuple[AuthorRecord, ...]:
    text = to_plain(text)
    start = LEGEND.search(text)
    legend = legend_in(text[start.end() :]) if start else {}
    text = text[: start.start()] if start else text
    if not balanced(text):
        text = re.sub(r"[()]", " ", INNERMOST.sub(" ", text))
    people = (piece for piece in joined_suffixes(pieces_of(text)) if piece.name)
    return tuple(printed_author(piece.name, affiliations_of(piece, legend)) for piece in people)


def legend_in(text: str) -> dict[str, str]:
    """What the keys stand for: "(1) Inst. A, (2) Inst. B"."""
    _, *parts = KEY_OF_LEGEND.split(text)
    texts = (part.strip(" ,;.") for part in parts[1::2])
    whole = (part if balanced(part) else part.removesuffix(")") for part in texts)
    return dict(zip(parts[::2], whole, strict=True))


def affiliations_of(piece: Piece, legend: dict[str, str]) -> Iterator[str]:
    for aside in piece.asides:
        if KEYS.fullmatch(aside.strip()):
            yield from (legend[key] for key in KEY_IN_KEYS.findall(aside) if key in legend)
        else:
            yield aside


def balanced(text: str) -> bool:
    depth = 0
    for mark in re.finditer(r"[()]", text):
        depth += 1 if mark[0] == "(" else -1
        if depth < 0:
            return False
    return depth == 0


def pieces_of(text: str) -> Iterator[Piece]:
    """The pieces in their order; within parentheses nothing separates."""
    piece, start, depth = Piece(), 0, 0
    for mark in MARK.finditer(text):
        if mark[0] == "(":
            depth += 1
            if depth > 1:
                continue
            piece.name += text[start : mark.start()]
        elif mark[0] == ")":
            depth -= 1
            if depth:
                continue
            piece.asides.append(text[start : mark.start()])
        elif depth:
            continue
        else:
            piece.name += text[start : mark.start()]
            yield piece
            piece = Piece()
        start = mark.end()
    piece.name += text[start:]
    yield piece


def joined_suffixes(pieces: Iterator[Piece]) -> list[Piece]:
    """The pieces, where "Jr." after a comma belongs to the name before."""
    joined: list[Piece] = []
    for piece in pieces:
        piece.name = " ".join(piece.name.split())
        if joined and SUFFIX.fullmatch(piece.name):
            joined[-1].name += f" {piece.name}"
            joined[-1].asides += piece.asides
        else:
            joined.append(piece)
    return joined
