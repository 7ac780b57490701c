"""Acronyms that texts explain: "long short-term memory (LSTM)".

After Schwartz & Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from works.concepts import singular

IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9})\)")
WORD = re.compile(r"[^\W_]+")
LEAD = 120  # characters before the bracket
FEWEST = 3  # works that explain it so
# An acronym means one thing where so many of those who explain it agree; two letters mean many things.
AGREED, AGREED_OF_TWO_LETTERS = 0.6, 0.8
FEWEST_OF_TWO_LETTERS = 10


def explained(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(acronym, the words it stands for, as printed)."""
    for found in IN_BRACKETS.finditer(text):
        short = found[1].removesuffix("s")
        if sum(letter.isupper() for letter in short) >= 2 and (
            words := words_for(short, text[max(found.start() - LEAD, 0) : found.start()])
        ):
            yield short, words


def words_for(short: str, before: str) -> tuple[str, ...]:
    """The last words before the bracket that have the letters of the acronym in order, the first at a beginning."""
    words = WORD.findall(re.split(r"[.;:!?()]", before)[-1])
    most = min(len(short) + 5, 2 * len(short))
    for number in range(1, min(most, len(words)) + 1):
        candidate = words[-number:]
        if candidate[0][0].lower() == short[0].lower() and has_letters(short.lower(), candidate):
            return tuple(candidate)
    return ()


def has_letters(short: str, words: list[str]) -> bool:
    """Whether its letters stand in the words in this order, the beginning of a word for most of them."""
    initials = "".join(word[0].lower() for word in words)
    if initials == short.replace("-", ""):
        return True
    place, beginnings = 0, 0
    text = " ".join(words).lower()
    for letter in short.replace("-", ""):
        at_beginning = text.find(f" {letter}", max(place - 1, 0)) + 1 if place else 0
        found = at_beginning if at_beginning else text.find(letter, place)
        if found < 0:
            return False
        beginnings += found == 0 or text[found - 1] == " "
        place = found + 1
    return beginnings >= len(words) - sum(len(word) < 4 for word in words) and len(words) > 1


class Explanations:
    """What acronyms are said to mean, by how many works each."""

    def __init__(self) -> None:
        self.counts: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)

    def note(self, text: str) -> None:
        for short, words in set(explained(text)):
            self.counts[short][tuple(word.lower() for word in words)] += 1

    def agreed(self) -> dict[str, tuple[tuple[str, ...], int]]:
        """Acronym → (the words it stands for, in how many works), where most agree."""
        found = {}
        for short, meanings in self.counts.items():
            merged: Counter[tuple[str, ...]] = Counter()
            for words, works in meanings.items():
                merged[tuple(map(singular, words))] += works
            words, works = max(merged.items(), key=lambda item: (item[1], item[0]))
            two = len(short) == 2
            enough = works >= (FEWEST_OF_TWO_LETTERS if two else FEWEST)
            if enough and works >= (AGREED_OF_TWO_LETTERS if two else AGREED) * merged.total():
                found[short] = (words, works)
        return found
