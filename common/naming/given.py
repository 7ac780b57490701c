"""How the given names of two people go together."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from common.naming.letters import syllables
from common.naming.spelling import (
    KNOWN_GIVEN,
    first_letters,
    formal_names,
    is_familiar,
    is_formal,
    lines_begun_by,
    lines_of,
    same_spelled,
    slavic_start,
)
from common.naming.vocabulary import CHINESE_FAMILIES, EASTERN_FAMILIES, VIETNAMESE_FAMILIES

# From this length on, one letter's difference may be a typing error; in shorter names it is mostly another name.
SHORTEST_MISSPELT = 6
SHORTEST_SHORT_FORM = 3
ENDINGS = "aeo"
VOWELS = re.compile("[aeiouy]+")


class First(StrEnum):
    """How the first given names agree, from best to worst."""

    SAME = "same"
    SPELLING = "spelled differently"
    NICKNAME = "familiar form"
    SHORTENED = "shortened"
    MISSPELT = "one letter apart"
    MIDDLE_NAME = "goes by another given name"
    INITIAL = "initial only"
    UNKNOWN = "missing"
    CONTRADICTS = "different"


class Middle(StrEnum):
    """How the further given names agree."""

    AGREES = "same"
    INITIAL = "initials agree"
    ONE_SIDED = "on one side only"
    ABSENT = "on neither side"
    CONTRADICTS = "different"


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Given names taken apart: words in small ASCII letters, and which of them are abbreviated."""

    words: tuple[str, ...]
    short: tuple[bool, ...]
    joined: str  # empty where a word is abbreviated
    eastern: bool
    nickname: str
    first_is_full: bool
    more_names: bool  # that one may go by instead of the first


DIFFERENT = (First.CONTRADICTS, Middle.ABSENT)
UNKNOWN = (First.UNKNOWN, Middle.ABSENT)
SAME_BEGINNING = (First.SAME, Middle.ONE_SIDED)


@lru_cache(maxsize=1 << 17)
def taken_apart(given_key: str) -> Given:
    eastern = given_key.startswith("~")
    text, _, nickname = given_key.removeprefix("~").partition("(")
    words = tuple(text.split())
    short = tuple(word.endswith(".") for word in words)
    return Given(
        words=tuple(word.rstrip(".") for word in words),
        short=short,
        joined="" if True in short else "".join(words),
        eastern=eastern,
        nickname=nickname.rstrip(")"),
        first_is_full=bool(short) and not short[0],
        more_names=bool(nickname) or len(words) > (2 if eastern else 1),
    )


def relation(one_key: str, other_key: str) -> tuple[First, Middle]:
    """How two given names go together; the same in both directions."""
    one, other = taken_apart(one_key), taken_apart(other_key)
    if not one.words or not other.words:
        return UNKNOWN
    found = aligned(one, other)
    if (found[0] is First.CONTRADICTS or found[1] is Middle.CONTRADICTS) and (
        one.more_names or other.more_names
    ):
        return by_another_name(one, other) or found
    return found


def aligned(one: Given, other: Given) -> tuple[First, Middle]:
    """Compare word by word from the left."""
    if one.joined and one.joined == other.joined:
        several = len(one.words) > 1 and len(other.words) > 1 and not (one.eastern or other.eastern)
        return First.SAME, Middle.AGREES if several else Middle.ABSENT
    if one.eastern and other.eastern and one.joined and other.joined:
        return SAME_BEGINNING if begins_with(one, other) or begins_with(other, one) else DIFFERENT
    if one.eastern and other.eastern and not one_begins(full_syllables(one), full_syllables(other)):
        return DIFFERENT
    first, used_one, used_other = first_relation(one, other)
    if first is First.CONTRADICTS or (first is First.SHORTENED and goes_on(one, other)):
        return DIFFERENT
    return first, middle_relation(one, used_one, other, used_other)


def goes_on(one: Given, other: Given) -> bool:
    """Is the shorter first name followed by another full one: "Huy Tien" is not short for "Huyen"?"""
    shorter = one if len(one.words[0]) < len(other.words[0]) else other
    return False in shorter.short[1:]


def full_syllables(given: Given) -> str:
    """What is printed of the name in front of its first initial."""
    count = given.short.index(True) if True in given.short else len(given.words)
    return "".join(given.words[:count])


def one_begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def begins_with(other: Given, one: Given) -> bool:
    """Do the first syllables of the other make the whole of one, two at least: "Chin-Ting Jimbo" and "Chin-Ting"?"""
    return 1 < len(one.words) < len(other.words) and other.words[: len(one.words)] == one.words


def first_relation(one: Given, other: Given) -> tuple[First, int, int]:
    """How the first names agree, and how many words of each they take: "jean pierre" against "jeanpierre"."""
    if not (one.first_is_full and other.first_is_full):
        return word_relation(one.words[0], one.short[0], other.words[0], other.short[0]), 1, 1
    if one.eastern != other.eastern and (one.joined if one.eastern else other.joined):
        return mixed_relation(one, other)
    if one.words[0] == other.words[0]:
        return First.SAME, 1, 1
    if one.eastern or other.eastern:
        return First.CONTRADICTS, 1, 1
    for count in range(2, max(len(one.words), len(other.words)) + 1):
        if joined_words(one, count) == other.words[0]:
            return First.SAME, count, 1
        if joined_words(other, count) == one.words[0]:
            return First.SAME, 1, count
    return word_relation(one.words[0], False, other.words[0], False), 1, 1


def mixed_relation(one: Given, other: Given) -> tuple[First, int, int]:
    """Syllables that make one name together, against words that may not."""
    eastern, western = (one, other) if one.eastern else (other, one)
    first, used = First.CONTRADICTS, 1
    for count in range(1, len(western.words) + 1):
        if joined_words(western, count) == eastern.joined:
            first, used = First.SAME, count
    if first is First.CONTRADICTS and is_familiar(eastern.joined, western.words[0]):
        first = First.SPELLING
    return (first, len(one.words), used) if one.eastern else (first, used, len(other.words))


def joined_words(given: Given, count: int) -> str:
    """The first words as one, if none of them is abbreviated."""
    return "" if count > len(given.words) or True in given.short[:count] else "".join(given.words[:count])


@lru_cache(maxsize=1 << 17)
def word_relation(one: str, one_short: bool, other: str, other_short: bool) -> First:
    """How two given names, each one word, agree."""
    if one_short or other_short:
        return abbreviated_relation(one, one_short, other, other_short)
    if one == other:
        return First.SAME
    if is_familiar(one, other):
        return First.SPELLING if same_spelled(one, other) else First.NICKNAME
    if one[0] != other[0]:
        return First.CONTRADICTS
    if same_spelled(one, other):
        return First.SPELLING
    return likeness(one, other)


def likeness(one: str, other: str) -> First:
    """Is one the beginning of the other, or do they differ in one letter?"""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if is_other_gender(shorter, longer):
        return First.CONTRADICTS
    if len(shorter) >= SHORTEST_SHORT_FORM and longer.startswith(shorter):
        return First.CONTRADICTS if is_formal(shorter) else First.SHORTENED
    if is_formal(one) and is_formal(other):
        return First.CONTRADICTS
    if len(longer) < SHORTEST_MISSPELT or OSA.distance(one, other, score_cutoff=1) > 1:
        return First.CONTRADICTS
    return First.MISSPELT


def is_other_gender(shorter: str, longer: str) -> bool:
    """Do they differ in their ending only: Claudia and Claudio, Simon and Simona?"""
    stem = shorter if len(shorter) < len(longer) else shorter[:-1]
    return longer[:-1] == stem and longer[-1] in ENDINGS and (stem == shorter or shorter[-1] in ENDINGS)


def abbreviated_relation(one: str, one_short: bool, other: str, other_short: bool) -> First:
    """An initial or a beginning with a dot, against another one or a full name."""
    if one.startswith(other) if other_short else False:
        return First.INITIAL
    if one_short and other.startswith(one):
        return First.INITIAL
    if one_short and other_short:
        return First.INITIAL if one_begins(slavic_start(one), slavic_start(other)) else First.CONTRADICTS
    abbreviation, full = (one, other) if one_short else (other, one)
    if len(abbreviation) == 1:
        return First.INITIAL if abbreviation in first_letters(full) else First.CONTRADICTS
    if is_familiar(abbreviation, full) or any(name.startswith(abbreviation) for name in formal_names(full)):
        return First.INITIAL
    return First.INITIAL if lines_begun_by(abbreviation) & lines_of(full) else First.CONTRADICTS


def middle_relation(one: Given, one_used: int, other: Given, other_used: int) -> Middle:
    """How the words after the first ones agree: the shorter list must fit into the longer one in its order."""
    fewer = list(zip(one.words[one_used:], one.short[one_used:], strict=True))
    more = list(zip(other.words[other_used:], other.short[other_used:], strict=True))
    if len(fewer) > len(more):
        fewer, more = more, fewer
    if not more:
        return Middle.ABSENT
    if not fewer:
        return Middle.ONE_SIDED
    if "".join(word for word, _ in fewer) == "".join(word for word, _ in more):
        return Middle.INITIAL if any(short for _, short in fewer + more) else Middle.AGREES
    return fitting(fewer, more)


def fitting(fewer: list[tuple[str, bool]], more: list[tuple[str, bool]]) -> Middle:
    """Find each of the fewer among the more, in order."""
    place, weakest = 0, Middle.AGREES
    for word, short in fewer:
        while place < len(more):
            found = word_relation(word, short, *more[place])
            place += 1
            if found is not First.CONTRADICTS:
                break
        else:
            return Middle.CONTRADICTS
        if found is First.INITIAL:
            weakest = Middle.INITIAL
    return weakest


def by_another_name(one: Given, other: Given) -> tuple[First, Middle] | None:
    """Does one go by a later given name, or by the name in parentheses, of the other?"""
    if goes_by(one, other, is_telling) or goes_by(other, one, is_telling):
        return First.MIDDLE_NAME, Middle.ABSENT
    return None


def go_by_short_name(one_key: str, other_key: str, tells: Callable[[str], bool]) -> bool:
    """Is the later given name that one goes by a short one: "J. Scott", "Scott"?"""
    one, other = taken_apart(one_key), taken_apart(other_key)
    if not (
        (one.words and one.words[0] in other.words[1:]) or (other.words and other.words[0] in one.words[1:])
    ):
        return False
    return goes_by(one, other, tells) or goes_by(other, one, tells)


def are_in_other_order(one_key: str, other_key: str) -> bool:
    """Are they the same full names, each a word of its own: "Vinh Van", "Van Vinh"?"""
    if len(one_key) != len(other_key) or "." in one_key or one_key[0] == "~" or "(" in one_key:
        return False
    return sorted(one_key.split()) == sorted(other_key.split())


def goes_by(one: Given, other: Given, tells: Callable[[str], bool]) -> bool:
    """Is the first full name of one the nickname, or a later full name, of the other?"""
    if not one.first_is_full:
        return False
    if one.eastern and other.eastern:
        return ends_with(other, one)
    wanted = {one.joined} if one.eastern else {one.words[0], one.joined}
    if other.nickname and (other.nickname in wanted or one.nickname == other.nickname):
        return True
    later = set(full_words(other)[1 if other.first_is_full else 0 :])
    if any(tells(word) for word in wanted & later):
        return one.eastern or later.issuperset(full_words(one))
    return ends_with(other, one)


def full_words(given: Given) -> list[str]:
    return [word for word, short in zip(given.words, given.short, strict=True) if not short]


def is_telling(word: str) -> bool:
    """More than one syllable, or well known: half of Vietnam has "Minh" among its given names."""
    return word in KNOWN_GIVEN or len(VOWELS.findall(word)) > 1


def is_no_syllable(word: str) -> bool:
    return word not in EASTERN_FAMILIES and not syllables(word)


def is_western(word: str) -> bool:
    """With a western family name, "Lee" is most often a given name, and "Wei" half of one."""
    return (
        len(word) >= SHORTEST_SHORT_FORM and word not in CHINESE_FAMILIES and word not in VIETNAMESE_FAMILIES
    )


def ends_with(other: Given, one: Given) -> bool:
    """Do the last words of the other make the whole of one: "Alvin Cheng-Hsien" and "Cheng-Hsien"?"""
    count = len(one.words)
    return 1 < count < len(other.words) and bool(one.joined) and other.words[-count:] == one.words
