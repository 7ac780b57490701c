"""How the family names of two people go together."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from common.naming.spelling import sound, transliterated
from common.naming.vocabulary import EASTERN_FAMILIES

SHORTEST_MISSPELT = 6
SHORTEST_PART = 3
# A misspelt family name is found by its beginning, which must be right.
SURE_BEGINNING = 2


# One particle in two spellings.
SAME_PARTICLES = {
    **dict.fromkeys(("el", "ul", "ar", "as", "ash", "at", "az", "ad", "an"), "al"),
    "ibn": "bin",
    "ben": "bin",
    "mac": "mc",
}


# These begin a family name, but where nothing else tells they are read as given names: "Jean Le Roux".
BEGINNINGS = frozenset({"la", "le", "li", "lo", "o", "saint", "san", "santa", "ten", "ter"})


class Family(IntEnum):
    """How the family names agree, from best to worst."""

    SAME = 0
    SPELLING = 1  # accents, transliteration, particles, hyphens
    PART = 2  # one of the two family names, or a name that the other has among its given names
    MISSPELT = 3  # one letter apart, or they sound alike, or other particles
    OTHER = 4


WITH_OTHER_PARTICLES = {Family.SPELLING: Family.MISSPELT, Family.MISSPELT: Family.OTHER}


@dataclass(frozen=True, slots=True, eq=False)
class FamilyForms:
    """A family name in the forms it may be compared in."""

    joined: str
    spellings: frozenset[str]
    sounds: frozenset[str]
    parts: frozenset[str]
    particles: frozenset[str]


@lru_cache(maxsize=1 << 17)
def forms_of(family_key: str) -> FamilyForms:
    particles, bar, core = family_key.rpartition("|")
    words = core.split()
    joined = "".join(words)
    forms = [joined, particles.replace(" ", "") + joined] if bar else [joined]
    parts = [sound(word) for word in words if len(word) >= SHORTEST_PART] if len(words) > 1 else []
    return FamilyForms(
        joined,
        frozenset(map(transliterated, forms)),
        frozenset(map(sound, forms)),
        frozenset(parts),
        frozenset(SAME_PARTICLES.get(word, word) for word in particles.split()),
    )


@lru_cache(maxsize=1 << 17)
def family_relation(one_key: str, other_key: str) -> Family:
    """How two family names go together; the same in both directions."""
    if one_key == other_key:
        return Family.SAME
    if not one_key or not other_key or one_key[0] == "#" or other_key[0] == "#":
        return Family.OTHER
    one, other = forms_of(one_key), forms_of(other_key)
    found = without_particles(one, other)
    # Two doubts at a time are too many.
    return WITH_OTHER_PARTICLES.get(found, found) if have_other_particles(one, other) else found


def without_particles(one: FamilyForms, other: FamilyForms) -> Family:
    if one.joined == other.joined or not one.spellings.isdisjoint(other.spellings):
        return Family.SPELLING
    if is_part(one, other) or is_part(other, one):
        return Family.PART
    if not one.sounds.isdisjoint(other.sounds) or is_misspelt(one.joined, other.joined):
        return Family.MISSPELT
    return Family.OTHER


def have_other_particles(one: FamilyForms, other: FamilyForms) -> bool:
    """ "van den" and "van der", while particles that are left out say nothing."""
    return not (one.particles <= other.particles or other.particles <= one.particles)


def is_part(one: FamilyForms, other: FamilyForms) -> bool:
    """Is one of them among the family names of the other?"""
    if not other.parts:
        return False
    return not one.sounds.isdisjoint(other.parts) or (len(one.parts) > 1 and one.parts < other.parts)


def with_beginning(word: str, family_key: str) -> str:
    """ "le" and "roux" in one word; empty if they hardly are one name."""
    if word not in BEGINNINGS or len(family_key) < SHORTEST_PART or family_key in EASTERN_FAMILIES:
        return ""
    whole = word + family_key
    return "" if whole in EASTERN_FAMILIES else whole


def is_misspelt(one: str, other: str) -> bool:
    """One letter too many, too few, wrong or out of place, not at the beginning."""
    if one[:SURE_BEGINNING] != other[:SURE_BEGINNING] or not (
        may_be_misspelt(one) and may_be_misspelt(other)
    ):
        return False
    if one + "a" == other or other + "a" == one:
        return False  # Ivanov and Ivanova
    return OSA.distance(one, other, score_cutoff=1) <= 1


def may_be_misspelt(joined: str) -> bool:
    """Long enough that a letter's difference is no other name, as it is between Zhang and Zheng."""
    return len(joined) >= SHORTEST_MISSPELT and joined not in EASTERN_FAMILIES
