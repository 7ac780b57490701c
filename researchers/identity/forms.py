"""Printed names as evidence: how rare one is, and how likely two of them are one person's by the names alone."""

from dataclasses import dataclass
from functools import lru_cache
from math import log

from common.names import FAMILY_STANDS_FIRST, PARTICLES, fold
from common.naming import Kind, PersonalName, compare, parse
from researchers.identity import weights
from researchers.identity.mentions import Commonness, ends_of

FORMS_KEPT = 1 << 17
# An initial stands for one name in twelve.
NAMES_OF_AN_INITIAL = 12
# One name in four is East Asian, and their given names go with their family names only.
EAST_ASIAN_SHARE = 0.3
# A further name or initial in common leaves one bearer in ten.
FURTHER_NAME = 0.1
MOST_FURTHER_NAMES = 2
FEWEST_EXPECTED = 1e-5
# Where nobody else has the family name, somebody may still come.
FEWEST_OTHERS = 0.5
# As long as fewer different names are known, none of them is so rare that it says enough alone; and an initial, or
# an East Asian name, may be somebody else's, too: the likelier the more often it is printed.
ENOUGH_NAMES = 3_000
FEWEST_OF_FEW = 0.07
FEWEST_OF_COMMON, MOST_OF_COMMON, MENTIONS_OF_ANOTHER = 0.5, 1.0, 20
SHORTEST_FULL_NAME = 3

# Given names, family names; the other reading and the generation.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A name as people print it. `rarity` is minus the logarithm of the number of others expected to bear it."""

    key: Key
    name: PersonalName
    rarity: float

    @property
    def alike(self) -> float:
        """The log-odds that two mentions of this very form are one person's."""
        return weights.PRIOR + self.rarity


@lru_cache(maxsize=FORMS_KEPT)
def read(name: str, family: str) -> tuple[PersonalName, Key, tuple[str, ...], tuple[str, ...]]:
    """The name, the key of its form, and the words of its given and family names."""
    parsed = parse(name, family)
    swapped = parsed.swapped.given_key if parsed.swapped else ""
    key = (parsed.given_key, parsed.family_key, f"{swapped} {parsed.generation}")
    return parsed, key, *words_counted(name, parsed)


def words_counted(name: str, parsed: PersonalName) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the given and of the family name as `Commonness` counts them: particles say nothing."""
    folded = fold(name)
    if FAMILY_STANDS_FIRST.match(folded):
        given, family = ends_of(folded)
        return (given,) if parsed.given else (), (family,)
    families = [word for word in fold(parsed.family).split() if len(word) > 1]
    telling = [word for word in families if word not in PARTICLES]
    return tuple(fold(parsed.given).split()) if parsed.given else (), tuple(telling or families)


def form_of(name: str, family: str, commonness: Commonness) -> Form:
    parsed, key, given, families = read(name, family)
    bearers = expected_bearers(parsed, given, families, commonness)
    return Form(key, parsed, -log(max(bearers, fewest_expected(name, parsed, commonness))))


def fewest_expected(printed: str, name: PersonalName, commonness: Commonness) -> float:
    """How many others of a name are expected at least, however seldom it was met."""
    if different_names(commonness) >= ENOUGH_NAMES:
        return FEWEST_EXPECTED
    if name.first_is_full and not name.given_key.startswith("~"):
        return FEWEST_OF_FEW
    mentions = commonness.names.get(fold(printed), 1)
    return min(max(mentions / MENTIONS_OF_ANOTHER, FEWEST_OF_COMMON), MOST_OF_COMMON)


def expected_bearers(
    name: PersonalName, given: tuple[str, ...], families: tuple[str, ...], commonness: Commonness
) -> float:
    """How many people of this name chance puts into the record, if given and family names go together freely."""
    names = min((commonness.families.get(family, 1) for family in families), default=1)
    bearers = max(names - 1, FEWEST_OTHERS)
    if not given:
        return bearers
    if name.first_is_full:
        bearers *= commonness.given_names.get(given[0], 1) / different_names(commonness)
        if name.given_key.startswith("~"):
            bearers /= EAST_ASIAN_SHARE
    else:
        bearers /= NAMES_OF_AN_INITIAL
    return bearers * float(FURTHER_NAME ** min(len(given) - 1, MOST_FURTHER_NAMES))


def different_names(commonness: Commonness) -> int:
    return commonness.different_names or max(len(commonness.names), commonness.works)


def odds(one: Form, other: Form) -> float | None:
    """The log-odds by the names alone that mentions of the two are one person's; None if they cannot be."""
    if one.key == other.key:
        return one.alike
    found = compare(one.name, other.name)
    if not found.compatible or (found.kind is Kind.MIDDLE_NAME and not share_a_name(one, other)):
        return None
    usual = weights.KINDS.get(found.kind.value, weights.OTHER_KIND) + weights.FAMILIES.get(
        found.family.name, 0.0
    )
    swapped = weights.SWAPPED if found.swapped else 0.0
    # A slip of the pen makes a name that nobody has; where somebody has it, they are two people.
    rarity = max if found.kind is Kind.MISSPELT else min
    return weights.PRIOR + usual + swapped + rarity(one.rarity, other.rarity)


def share_a_name(one: Form, other: Form) -> bool:
    return bool(full_names(one.name.given_key) & full_names(other.name.given_key))


def full_names(given_key: str) -> set[str]:
    words = given_key.removeprefix("~").replace("(", " ").replace(")", " ").split()
    return {word for word in words if not word.endswith(".") and len(word) >= SHORTEST_FULL_NAME}
