"""What stands beside two printed names, and what it says about their being one person's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, log1p, sqrt

from researchers.identity import weights
from researchers.identity.mentions import Commonness, Mention, PrintedWork

WORD = re.compile(r"[^\W\d_]{3,}")
EMPTY_WORDS = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "using",
        "based",
        "via",
        "are",
        "our",
        "towards",
        "toward",
        "into",
        "over",
        "under",
        "between",
        "its",
        "can",
        "not",
        "how",
        "what",
        "does",
        "this",
        "that",
    ]
)
# Words that say of what kind a place is and in which country, but not which one it is.
WORDS_OF_PLACES = frozenset(
    [
        "university",
        "universitat",
        "universite",
        "universita",
        "universidad",
        "universidade",
        "universiteit",
        "institute",
        "instituto",
        "institut",
        "department",
        "dept",
        "school",
        "college",
        "faculty",
        "center",
        "centre",
        "laboratory",
        "lab",
        "labs",
        "research",
        "sciences",
        "science",
        "technology",
        "engineering",
        "computer",
        "computing",
        "information",
        "national",
        "international",
        "state",
        "group",
        "inc",
        "ltd",
        "corporation",
        "and",
        "the",
        "for",
        "der",
        "del",
        "hospital",
        "medical",
        "medicine",
        "health",
        "division",
        "academy",
        "key",
        "ministry",
        "usa",
        "china",
        "india",
        "germany",
        "japan",
        "france",
        "italy",
        "spain",
        "canada",
        "australia",
        "korea",
        "republic",
        "united",
        "states",
        "kingdom",
        "america",
        "email",
        "electronic",
        "address",
    ]
)
AUTHORS_OF_A_WORK = 3
# Authorships per different full name and initial, about.
NAMES_PER_INITIAL = 0.35
MOST_RARITY, MOST_INITIALS, MOST_YEARS = 3.0, 2.0, 3.5
UNKNOWN_GAP = 3
WORKS_KEPT = 1 << 14

PIECES = tuple(weights.LINK)
WEIGHTS = tuple(weights.LINK.values())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the co-authors and the title of a work say; the same for all its mentions but for themselves."""

    words: Mapping[str, float]
    length: float
    authors: Mapping[str, float]
    short: Mapping[str, tuple[str, float]]
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Traces:
    """A mention made ready for comparing."""

    mention: Mention
    work: PrintedWork
    around: Surroundings
    coauthors: frozenset[str]
    short: frozenset[str]
    places: frozenset[str]


def surroundings(work: PrintedWork, commonness: Commonness) -> Surroundings:
    everything = log(commonness.works + 1)
    words = {word: everything - log(commonness.words.get(word, 1)) for word in words_of(work.title)}
    authorships = commonness.works * AUTHORS_OF_A_WORK
    return Surroundings(
        words=words,
        length=sqrt(sum(weight * weight for weight in words.values())) or 1.0,
        authors={name: max(log(authorships / commonness.names.get(name, 1)), 0.0) for name in work.authors},
        short={abbreviated(name): (name, rarity_of_initial(name, commonness)) for name in work.authors},
        subjects=frozenset(map(str.casefold, work.subjects)),
    )


def words_of(title: str) -> set[str]:
    """The words of a title that tell one subject from another."""
    return set(WORD.findall(title.lower())) - EMPTY_WORDS


def abbreviated(name: str) -> str:
    """Of a folded name: "maria de la cruz" → "cruz m"."""
    words = name.split(" ")
    return f"{words[-1]} {words[0][:1]}" if len(words) > 1 else name


def rarity_of_initial(name: str, commonness: Commonness) -> float:
    family = name.rpartition(" ")[2]
    expected = commonness.families.get(family, 1) * NAMES_PER_INITIAL
    return max(0.0, log(commonness.works * AUTHORS_OF_A_WORK / expected))


@lru_cache(maxsize=WORKS_KEPT)
def places_in(affiliations: tuple[str, ...]) -> frozenset[str]:
    """The words that tell one place from another."""
    return frozenset(WORD.findall(" ".join(affiliations).lower())) - WORDS_OF_PLACES


def traces(mention: Mention, around: Surroundings) -> Traces:
    work = mention.work
    own = work.authors[mention.position] if mention.position < len(work.authors) else ""
    return Traces(
        mention=mention,
        work=work,
        around=around,
        coauthors=frozenset(around.authors) - {own},
        short=frozenset(around.short) - {abbreviated(own)},
        places=places_in(mention.affiliations) if mention.affiliations else frozenset(),
    )


def pieces(one: Traces, other: Traces) -> tuple[float, ...]:
    """How much of each piece of evidence there is, in the order of `weights.LINK`."""
    left, right, here, there = one.mention, other.mention, one.work, other.work
    shared = one.coauthors & other.coauthors
    rarity = sum([one.around.authors[name] for name in shared]) / 10
    both = 1.0 if one.places and other.places else 0.0
    gap = abs(here.year - there.year) if here.year and there.year else UNKNOWN_GAP
    return (
        1.0 if shared else 0.0,
        rarity if rarity < MOST_RARITY else MOST_RARITY,
        shared_initials(one, other) if one.short and not one.short.isdisjoint(other.short) else 0.0,
        likeness(one.around, other.around),
        both,
        len(one.places & other.places) / min(len(one.places), len(other.places)) if both else 0.0,
        1.0 if left.institutions and not set(left.institutions).isdisjoint(right.institutions) else 0.0,
        1.0 if left.domains and not set(left.domains).isdisjoint(right.domains) else 0.0,
        1.0 if here.venue and here.venue == there.venue else 0.0,
        min(log1p(gap), MOST_YEARS),
        0.0 if gap else 1.0,
        1.0 if there.id in here.references or here.id in there.references else 0.0,
        shared_subjects(one.around.subjects, other.around.subjects),
    )


def likeness(one: Surroundings, other: Surroundings) -> float:
    """The cosine of two titles, rare words weighing more."""
    shared = one.words.keys() & other.words.keys()
    return sum([one.words[word] ** 2 for word in shared]) / (one.length * other.length) if shared else 0.0


def shared_subjects(one: frozenset[str], other: frozenset[str]) -> float:
    """What share of the subjects of the work that has fewer is also the other's."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def shared_initials(one: Traces, other: Traces) -> float:
    """Co-authors who may be the same, printed with an initial or a further name on one side."""
    total = 0.0
    for key in one.short & other.short:
        (left, rarity), (right, _) = one.around.short[key], other.around.short[key]
        if left != right and may_be_short_for(left, right):
            total += rarity
    return min(total / 10, MOST_INITIALS)


def may_be_short_for(one: str, other: str) -> bool:
    return one[1:2] == " " or other[1:2] == " " or one.partition(" ")[0] == other.partition(" ")[0]


def link(one: Traces, other: Traces) -> float:
    """The log-odds that what stands beside two mentions adds to those of their names."""
    total = 0.0
    for weight, amount in zip(WEIGHTS, pieces(one, other), strict=True):
        if amount:
            total += weight * amount
    return total
