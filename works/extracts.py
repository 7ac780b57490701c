"""The piece of an abstract that shows why a work was found, with the words that were sought marked."""

import re
from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from works.concepts import ACRONYM

LENGTH = 420  # characters: about what three sentences of an abstract have
LEAD = 160  # how much of a long sentence may stand before the first mark

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")
WORD = re.compile(r"[^\W_]+")
# What English inflection may add to a stem as the search engine cuts it.
ENDING = r"\w{0,5}"


def term_pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds terms as people write them: any case, hyphen or space between words, plural s.

    An acronym is sought in capitals alone, as it was when the topic was found.
    """
    return any_of(map(one_term, terms))


def one_term(term: str) -> str:
    words = r"[\s\-\u2013]+".join(map(re.escape, WORD.findall(term)))
    if not words:
        return ""
    return rf"\b{words}s?\b" if ACRONYM.fullmatch(term) else rf"(?i:\b{words}(?:s|es)?\b)"


def stem_pattern(stems: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the words of these stems: "studi" finds "study" and "studies", "translat" "translation"."""
    return any_of(map(one_stem, stems))


def one_stem(stem: str) -> str:
    if not WORD.match(stem):
        return ""
    escaped = f"{re.escape(stem[:-1])}[iy]" if stem.endswith("i") else re.escape(stem)
    return rf"(?i:\b{escaped}{ENDING if len(stem) > 2 else ''}\b)"


def any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    known = list(filter(None, patterns))
    return re.compile("|".join(known)) if known else None


def extract(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """About three sentences of plain text around the first match, matches marked, as safe HTML."""
    first = pattern.search(text) if pattern else None
    start, end = window(text, first.start() if first else 0)
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return mark_safe(f"{before}{marked(text[start:end].strip(), pattern)}{after}")


def window(text: str, place: int) -> tuple[int, int]:
    """From the start of the sentence at `place`, cut between words where that is too long."""
    start = max((begin for begin in sentence_starts(text) if begin <= place), default=0)
    if place - start > LEAD:
        start = text.index(" ", place - LEAD) + 1 if " " in text[place - LEAD : place] else place
    if len(text) - start <= LENGTH:
        return start, len(text)
    ends = [begin for begin in sentence_starts(text) if start + LENGTH // 2 < begin <= start + LENGTH]
    return start, max(ends, default=0) or max(text.rfind(" ", start, start + LENGTH), start + LENGTH // 2)


def sentence_starts(text: str) -> Iterator[int]:
    yield 0
    yield from (end.end() for end in SENTENCE_END.finditer(text))


def marked(text: str, pattern: re.Pattern[str] | None) -> str:
    """Escaped, with every match in a mark element."""
    if not pattern:
        return escape(text)
    pieces, place = [], 0
    for found in pattern.finditer(text):
        pieces += [escape(text[place : found.start()]), f"<mark>{escape(found[0])}</mark>"]
        place = found.end()
    return "".join([*pieces, escape(text[place:])])
