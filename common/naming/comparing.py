"""Could two printed names be the same person's, and how strongly do they say so?"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from common.naming.family import BEGINNINGS, Family, family_relation, with_beginning
from common.naming.given import (
    First,
    Middle,
    are_in_other_order,
    go_by_short_name,
    is_no_syllable,
    is_western,
    relation,
    taken_apart,
)
from common.naming.person import PersonalName
from common.naming.spelling import KNOWN_GIVEN, sound
from common.naming.vocabulary import ALSO_VIETNAMESE_FAMILIES, SYLLABIC_FAMILIES, VIETNAMESE_FAMILIES


class Kind(StrEnum):
    """What two names have in common, in one word for a table of weights, from strongest to weakest."""

    SAME_NAME = "same name"  # full first name, and the same further names
    MIDDLE_AGREES = "middle initial agrees"  # full first name, initials of further names
    SAME_FIRST = "same first name"  # full first name, further names on one side only
    SPELLING = "spelled differently"
    NICKNAME = "familiar form"
    SHORTENED = "shortened"
    MISSPELT = "one letter apart"
    INITIALS = "several initials agree"
    MIDDLE_NAME = "goes by another given name"
    INITIAL = "initial agrees"
    FAMILY_ONLY = "only the family name is known"
    MIDDLE_CONTRADICTS = "middle names contradict"
    FIRST_CONTRADICTS = "first names contradict"
    GENERATION_CONTRADICTS = "generations contradict"  # "Jr." and "Sr."
    OTHER_FAMILY = "other family name"
    UNRELATED = "unrelated"


STRENGTHS = {
    Kind.SAME_NAME: 1.0, Kind.MIDDLE_AGREES: 0.95, Kind.SAME_FIRST: 0.9, Kind.SPELLING: 0.8, Kind.NICKNAME: 0.7,
    Kind.SHORTENED: 0.5, Kind.MISSPELT: 0.5, Kind.INITIALS: 0.6, Kind.MIDDLE_NAME: 0.4, Kind.INITIAL: 0.3,
    Kind.FAMILY_ONLY: 0.1, Kind.MIDDLE_CONTRADICTS: 0.0, Kind.FIRST_CONTRADICTS: 0.0,
    Kind.GENERATION_CONTRADICTS: 0.0, Kind.OTHER_FAMILY: 0.0, Kind.UNRELATED: 0.0,
}  # fmt: skip
# How much of the strength is left where the family names are not quite the same.
FAMILY_STRENGTHS = {
    Family.SAME: 1.0,
    Family.SPELLING: 0.95,
    Family.PART: 0.7,
    Family.MISSPELT: 0.5,
    Family.OTHER: 0.0,
}
SWAPPED_STRENGTH = 0.8
INCOMPATIBLE = {
    Kind.FAMILY_ONLY,
    Kind.MIDDLE_CONTRADICTS,
    Kind.FIRST_CONTRADICTS,
    Kind.OTHER_FAMILY,
    Kind.UNRELATED,
}
FULL = {First.SAME, First.SPELLING, First.NICKNAME}
# Two doubts at a time are too many: what the first names must be where the family names are not quite the same.
ENOUGH = {
    Family.SAME: set(First),
    Family.SPELLING: FULL | {First.INITIAL, First.MISSPELT},
    Family.PART: {First.SAME, First.SPELLING, First.INITIAL},
    Family.MISSPELT: {First.SAME},
    Family.OTHER: set(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What two names say about each other. There is one object for each combination: compare them with `is`."""

    kind: Kind
    family: Family
    first: First
    middle: Middle
    swapped: bool
    compatible: bool  # could be one person's
    contradicts: bool  # cannot be, unless somebody erred or changed the name
    strength: float  # from 0 to 1: an order of the kinds, no probability
    reason: str


@cache
def comparison(family: Family, first: First, middle: Middle, swapped: bool = False) -> Comparison:
    """The one comparison of this combination."""
    kind = kind_of(family, first, middle)
    compatible = kind not in INCOMPATIBLE
    strength = STRENGTHS[kind] * FAMILY_STRENGTHS[family] * (SWAPPED_STRENGTH if swapped else 1.0)
    return Comparison(
        kind=kind,
        family=family,
        first=first,
        middle=middle,
        swapped=swapped,
        compatible=compatible,
        contradicts=not compatible and kind is not Kind.FAMILY_ONLY,
        strength=round(strength, 3),
        reason=reason_of(family, first, middle, swapped),
    )


def kind_of(family: Family, first: First, middle: Middle) -> Kind:
    if family is Family.OTHER:
        return Kind.OTHER_FAMILY if first in FULL and middle is not Middle.CONTRADICTS else Kind.UNRELATED
    if first is First.CONTRADICTS:
        return Kind.FIRST_CONTRADICTS
    if first is First.UNKNOWN:
        return Kind.FAMILY_ONLY if family <= Family.PART else Kind.UNRELATED
    if middle is Middle.CONTRADICTS:
        return Kind.MIDDLE_CONTRADICTS
    if first not in ENOUGH[family]:
        return Kind.UNRELATED
    return kind_of_given(first, middle)


def kind_of_given(first: First, middle: Middle) -> Kind:
    if first is First.SAME:
        return {
            Middle.INITIAL: Kind.MIDDLE_AGREES,
            Middle.ONE_SIDED: Kind.SAME_FIRST,
        }.get(middle, Kind.SAME_NAME)
    if first is First.INITIAL:
        return Kind.INITIALS if middle in (Middle.AGREES, Middle.INITIAL) else Kind.INITIAL
    return Kind[first.name]


SURE_ENOUGH_TO_SWAP = {Kind.SAME_NAME, Kind.MIDDLE_AGREES, Kind.SPELLING, Kind.INITIALS, Kind.INITIAL}

FAMILY_WORDS = {
    Family.SAME: "same family name",
    Family.SPELLING: "family name spelled differently",
    Family.PART: "one of two family names",
    Family.MISSPELT: "family names one letter or particle apart, or alike in sound",
    Family.OTHER: "other family name",
}
FIRST_WORDS = {
    First.SAME: "same first name",
    First.SPELLING: "first name spelled differently",
    First.NICKNAME: "familiar or foreign form of the first name",
    First.SHORTENED: "first name shortened",
    First.MISSPELT: "first names one letter apart",
    First.MIDDLE_NAME: "one goes by another given name of the other",
    First.INITIAL: "first initial agrees",
    First.UNKNOWN: "no given name on one side",
    First.CONTRADICTS: "first names contradict",
}
MIDDLE_WORDS = {
    Middle.AGREES: "same further given names",
    Middle.INITIAL: "further initials agree",
    Middle.ONE_SIDED: "further given names on one side only",
    Middle.ABSENT: "",
    Middle.CONTRADICTS: "further given names contradict",
}


def reason_of(family: Family, first: First, middle: Middle, swapped: bool) -> str:
    """In words: "same family name, first initial agrees"."""
    words = [FAMILY_WORDS[family], FIRST_WORDS[first]]
    if first is not First.CONTRADICTS:
        words.append(MIDDLE_WORDS[middle])
    if swapped:
        words.append("given and family name the other way round")
    return ", ".join(filter(None, words))


# First → middle → the comparisons with each relation of the family names. Made beforehand: a block of a thousand
# names means half a million comparisons.
OUTCOMES = {
    first: {middle: tuple(comparison(family, first, middle) for family in Family) for middle in Middle}
    for first in First
}


BY_SHORT_NAME = comparison(Family.SAME, First.MIDDLE_NAME, Middle.ABSENT)
IN_OTHER_ORDER = replace(BY_SHORT_NAME, reason="same family name, same given names in another order")


@lru_cache(maxsize=1 << 18)
def outcomes(one_given: str, other_given: str) -> tuple[Comparison, ...]:
    """The comparisons of two given names with each relation of the family names.

    One more follows where the given names contradict each other, unless a short name tells (see `is_telling_there`),
    or the order says nothing (see `are_vietnamese`).
    """
    first, middle = relation(one_given, other_given)
    found = OUTCOMES[first][middle]
    # Cheap, for there are many: does the first name of one stand in the other at all?
    if one_given.partition(" ")[0] not in other_given and other_given.partition(" ")[0] not in one_given:
        return found
    if found[0].contradicts and are_in_other_order(one_given, other_given):
        return (*found, IN_OTHER_ORDER)
    if found[0].contradicts and go_by_short_name(one_given, other_given, is_western):
        return (*found, BY_SHORT_NAME)
    return found


def compare(one: PersonalName, other: PersonalName) -> Comparison:
    """What the two names say about each other; the same in both directions."""
    by_family = outcomes(one.given_key, other.given_key)
    if one.family_key == other.family_key:
        found = by_family[0]
    else:
        found = by_family[family_relation(one.family_key, other.family_key)]
    if not found.compatible:
        if found is by_family[0] and by_family[-1].compatible and is_possible(by_family[-1], one, other):
            found = by_family[-1]
        else:
            found = compare_otherwise(one, other, found)
    if one.generation != other.generation and one.generation and other.generation and found.compatible:
        return of_two_generations(found)
    return found


def is_possible(found: Comparison, one: PersonalName, other: PersonalName) -> bool:
    """Does the family name, which is the same, allow what the given names alone do not tell?"""
    return are_vietnamese(one.family_key) if found is IN_OTHER_ORDER else is_telling_there(one, other)


def are_vietnamese(family_key: str) -> bool:
    """Vietnamese given names stand in any order abroad; those of others are two people, like Weihong and Hongwei."""
    return family_key in VIETNAMESE_FAMILIES or family_key in ALSO_VIETNAMESE_FAMILIES


def is_telling_there(one: PersonalName, other: PersonalName) -> bool:
    """Second given names of one syllable tell who it is, but not in Vietnam, where few names are all there are."""
    family = one.family_key.rpartition("|")[2]
    if family in VIETNAMESE_FAMILIES:
        return False
    return family not in SYLLABIC_FAMILIES or go_by_short_name(one.given_key, other.given_key, is_no_syllable)


@cache
def of_two_generations(found: Comparison) -> Comparison:
    """Father and son: all else agrees."""
    return replace(
        found,
        kind=Kind.GENERATION_CONTRADICTS,
        compatible=False,
        contradicts=True,
        strength=0.0,
        reason=f"{found.reason}, one is the elder and one the younger",
    )


def compare_otherwise(one: PersonalName, other: PersonalName, found: Comparison) -> Comparison:
    """Try other ways of reading names that are incompatible as they stand."""
    if one.swapped is not None or other.swapped is not None:
        found = compare_swapped(one, other) or found
    if found.family is Family.SAME and not one.given_key and not other.given_key:
        return comparison(Family.SAME, First.SAME, Middle.ABSENT)
    if found.family is not Family.OTHER:
        return found
    if one.bag and one.bag == other.bag:
        return same_words(one.bag)
    if " " in one.given_key or " " in other.given_key:
        return compare_joined(one, other) or compare_split(one, other) or found
    return found


def compare_swapped(one: PersonalName, other: PersonalName) -> Comparison | None:
    """Read one of the names the other way round."""
    found = []
    for left, right in ((one.swapped, other), (other.swapped, one)):
        if left and family_relation(left.family_key, right.family_key) <= Family.SPELLING:
            found.append(comparison(Family.SAME, *relation(left.given_key, right.given_key), True))
    return strongest([each for each in found if each.kind in SURE_ENOUGH_TO_SWAP])


@lru_cache(maxsize=1 << 12)
def same_words(bag: str) -> Comparison:
    """All words agree, but not which of them are the family name."""
    words = bag[1:].split()
    full = sum(len(word) > 1 for word in words)
    if full > 1:
        return comparison(Family.SAME, First.SAME, Middle.ABSENT, True)
    several = len(words) - full > 1
    return comparison(Family.SAME, First.INITIAL, Middle.INITIAL if several else Middle.ABSENT, True)


def compare_joined(one: PersonalName, other: PersonalName) -> Comparison | None:
    """Is the family name of one printed in two words, the first of which was read as a given name: "Le Roux"?"""
    for left, right in ((one, other), (other, one)):
        given, _, last = left.given_key.rpartition(" ")
        if given and last.rstrip(".") in BEGINNINGS and not left.given.endswith("."):
            whole = with_beginning(last.rstrip("."), left.family_key)
            if whole == right.family_key:
                found = comparison(Family.SPELLING, *relation(given, right.given_key))
                return found if found.compatible else None
    return None


SURE_ENOUGH_TO_SPLIT = {Kind.SAME_NAME, Kind.MIDDLE_AGREES, Kind.INITIALS}


def compare_split(one: PersonalName, other: PersonalName) -> Comparison | None:
    """The family name of one stands among the given names of the other: "Gabriel García" and "García Márquez"."""
    found = []
    for left, right in ((one, other), (other, one)):
        shortened = without_family(left.given_key, right.family_key)
        if shortened:
            found.append(comparison(Family.PART, *relation(shortened, right.given_key)))
    return strongest([each for each in found if each.kind in SURE_ENOUGH_TO_SPLIT])


def strongest(found: list[Comparison]) -> Comparison | None:
    """The strongest of those that are compatible."""
    return max((each for each in found if each.compatible), key=lambda each: each.strength, default=None)


@lru_cache(maxsize=1 << 16)
def without_family(given_key: str, family_key: str) -> str:
    """The given names before the one that is the other's family name; empty if there is none."""
    if given_key.startswith("~"):
        return ""
    words = taken_apart(given_key).words
    wanted = sound(family_key.rpartition("|")[2].split(" ")[0])
    for place in range(1, len(words)):
        if len(words[place]) > 2 and words[place] not in KNOWN_GIVEN and sound(words[place]) == wanted:
            return " ".join(given_key.split(" ")[:place])
    return ""
