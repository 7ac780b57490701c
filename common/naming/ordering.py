"""Where the family name stands in a name that does not say so."""

import re
from dataclasses import dataclass

from common.naming.letters import latin, syllables
from common.naming.person import Order
from common.naming.spelling import KNOWN_GIVEN
from common.naming.vocabulary import (
    CAPITAL_PARTICLES,
    CAPITAL_PREFIXES,
    CONNECTORS,
    EASTERN_FAMILIES,
    IBERIAN_FAMILIES,
    PARTICLES,
    VIETNAMESE_FAMILIES,
)

PATRONYMIC = re.compile("(?:ovich|evich|ovych|ovna|evna|ivna|ichna)$")
VOWEL = re.compile("[aeiouy]")
MOST_CAPITALS = 3
# An initial with a dot may be more than a letter: "Yu.", "Chr.", "Alex.".
LONGEST_ABBREVIATION = 4
# East Asian names have at most this many words in Latin letters: "Nguyen Van Minh Khai".
MOST_EASTERN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """The family name is `words[start:end]`; in the other reading, if there is one, it is word number `other`."""

    start: int
    end: int
    order: Order = Order.GIVEN_FIRST
    other: int | None = None


def family_place(words: list[str]) -> Place:
    """Decide by capitals, initials, frequent family names and particles, in this order."""
    count = len(words)
    if count < 2:
        return Place(0, count, Order.SINGLE)
    plain = [latin(word) for word in words]
    return (
        by_capitals(words, plain)
        or by_three_capitals(words, plain)
        or by_trailing_initials(words)
        or by_eastern_family(words, plain)
        or by_patronymic(plain)
        or Place(western_start(words, plain), count, *certainty(plain))
    )


def by_capitals(words: list[str], plain: list[str]) -> Place | None:
    """ "DUPONT Jean" and "Jean DUPONT": the family name in capitals, the rest not."""
    loud = [is_loud(word, letters) for word, letters in zip(words, plain, strict=True)]
    if all(loud) or not any(loud) or all(word.isupper() for word in words):
        return None
    if loud[-1]:
        start = len(words) - 1
        while start > 1 and loud[start - 1]:
            start -= 1
        return Place(start, len(words))
    if loud[0]:
        return Place(0, loud.index(False), Order.FAMILY_FIRST)
    return None


def is_loud(word: str, letters: str) -> bool:
    """Capitals that are a name rather than initials: long ones, or a frequent East Asian family name."""
    if not word.isupper() or word.endswith("."):
        return False
    return len(letters) > MOST_CAPITALS or (len(letters) > 1 and letters in EASTERN_FAMILIES)


def by_three_capitals(words: list[str], plain: list[str]) -> Place | None:
    """ "John DOE" rather than "Smith JAB", where a well known given name or an initial stands before it."""
    last = len(words) - 1
    if not may_be_name_or_initials(words[-1]) or words[0].isupper() or plain[0] in EASTERN_FAMILIES:
        return None
    if plain[0] in KNOWN_GIVEN or words[last - 1].endswith("."):
        return Place(last, last + 1, Order.UNCERTAIN, 0 if last == 1 else None)
    return None


def may_be_name_or_initials(word: str) -> bool:
    """Three capitals that can be spoken: "ROY", but not "JPK"."""
    return len(word) == MOST_CAPITALS and word.isupper() and VOWEL.search(latin(word)) is not None


def by_trailing_initials(words: list[str]) -> Place | None:
    """ "Fouda ME", "van Dongen H. P.", "Petrov Yu.": initials at the end follow the family name."""
    start = len(words)
    mixed = not all(word.isupper() for word in words)
    while start > 0 and is_initials(words[start - 1], mixed):
        start -= 1
    if not 0 < start < len(words):
        return None
    if len(words) == 2 and mixed and may_be_name_or_initials(words[1]):
        return Place(0, 1, Order.UNCERTAIN, 1)
    return Place(0, start, Order.FAMILY_FIRST)


def is_initials(word: str, mixed: bool) -> bool:
    letters = word.replace(".", "").replace("-", "")
    if len(letters) == 1 or (word.endswith(".") and len(letters) <= LONGEST_ABBREVIATION):
        return True
    return mixed and letters.isupper() and len(letters) <= MOST_CAPITALS


def by_eastern_family(words: list[str], plain: list[str]) -> Place | None:
    """ "Wang Xiaoming": a frequent East Asian family name in front of syllables."""
    last = len(plain) - 1
    if plain[0] not in EASTERN_FAMILIES or last >= MOST_EASTERN_WORDS or words[0].endswith("."):
        return None
    rest = plain[1:]
    if not all(is_eastern_given(word) for word in rest) and plain[0] not in ("nguyen", "tran", "pham"):
        return None
    if any(len(word) == 1 for word in rest):
        return None
    if rest[-1] not in EASTERN_FAMILIES or (
        plain[0] in VIETNAMESE_FAMILIES and rest[-1] not in VIETNAMESE_FAMILIES
    ):
        return Place(0, 1, Order.FAMILY_FIRST, last)
    return Place(last, last + 1, Order.UNCERTAIN, 0)


def is_eastern_given(word: str) -> bool:
    """Could it be the given name of an East Asian? "xiao-ming" has lost its hyphen here."""
    return bool(syllables(word)) and word not in KNOWN_GIVEN


def by_patronymic(plain: list[str]) -> Place | None:
    """ "Ivanov Ivan Ivanovich": a patronymic at the end follows the given name."""
    if len(plain) == 3 and PATRONYMIC.search(plain[2]) and not PATRONYMIC.search(plain[1]):
        return Place(0, 1, Order.FAMILY_FIRST)
    return None


def certainty(plain: list[str]) -> tuple[Order, int | None]:
    """A name that ends in a frequent given name and does not begin with one may be the wrong way round."""
    if len(plain) == 2 and len(plain[0]) > 1 and plain[1] in KNOWN_GIVEN and plain[0] not in KNOWN_GIVEN:
        return Order.UNCERTAIN, 0
    return Order.GIVEN_FIRST, None


def western_start(words: list[str], plain: list[str]) -> int:
    """Where the family name begins if it is the last: at its first particle, or at the first of two family names."""
    last = len(words) - 1
    for place in range(1, last):
        if plain[place] in PARTICLES and words[place].islower():
            last = place - 1 if plain[place] in CONNECTORS and place > 1 else place
            break
    start = last
    while start > 1 and is_capital_particle(plain[start - 1], plain[start]):
        start -= 1
    if (
        start == last
        and start > 1
        and plain[start - 1] in IBERIAN_FAMILIES
        and plain[start - 1] not in KNOWN_GIVEN
    ):
        start -= 1
    return start


def is_capital_particle(word: str, following: str) -> bool:
    """ "Van" is a particle in "Hans Van Dongen", a given name in "Hung Van Nguyen"."""
    return (word in CAPITAL_PARTICLES or word in CAPITAL_PREFIXES) and following not in VIETNAMESE_FAMILIES
