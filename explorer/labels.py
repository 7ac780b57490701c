"""Names as they can stand in a picture: free of what no page can show, measured, broken into lines, shortened."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

# What XML forbids, and the invisible marks that turn the direction of what stands around them.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
ELLIPSIS = "…"
NARROW, WIDE, ORDINARY, CAPITAL = 0.3, 1.05, 0.54, 0.68  # of the size of the letters
JOINER = "\u200d"


def legible(text: str) -> str:
    """The text on one line, without characters that a document may not hold. Never empty."""
    return " ".join(UNPRINTABLE.sub(" ", text).split()) or "(no name)"


def width_of(text: str, size: float) -> float:
    """About how wide a sans-serif prints the text, in the unit of `size`; rather too wide than too narrow."""
    return size * sum(map(advance, text))


@lru_cache(maxsize=4096)
def advance(character: str) -> float:
    """How far a character moves on, of the size of the letters."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE
    if character in " .,:;'!|()[]ijlItfr-":
        return NARROW
    return CAPITAL if character.isupper() or character in "mwMW@%&" else ORDINARY


def lines_of(text: str, *, size: float, width: float, lines: int) -> tuple[str, ...]:
    """The text in at most so many lines of this width; what does not fit gives way to an ellipsis."""
    words = legible(text).split()
    broken: list[str] = []
    while words and len(broken) < lines - 1:
        broken.append(_fill_line(words, size, width))
    if words:
        broken.append(shortened(" ".join(words), size=size, width=width))
    return tuple(broken)


def _fill_line(words: list[str], size: float, width: float) -> str:
    """As many of the words as fit, taken off the list; a word too long for any line is shortened."""
    line = words.pop(0)
    while words and width_of(f"{line} {words[0]}", size) <= width:
        line = f"{line} {words.pop(0)}"
    return shortened(line, size=size, width=width)


def shortened(text: str, *, size: float, width: float) -> str:
    """The beginning of the text that fits, with an ellipsis; never half a letter with its accents."""
    ends = list(accumulate(map(advance, text)))
    if not ends or ends[-1] * size <= width:
        return text
    kept = bisect_right(ends, width / size - advance(ELLIPSIS))
    while kept and (unicodedata.combining(text[kept]) or text[kept - 1] == JOINER):
        kept -= 1
    return text[:kept].rstrip() + ELLIPSIS
