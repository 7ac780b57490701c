"""Do the full first names of one person contradict each other? Judged by letters alone.

Nothing here knows our tables of names or what the resolver decides by, so that its answers can be judged.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import OSA, JaroWinkler

from researchers.identity.mentions import Mention

LONGEST_INITIALS = 2
# Below this likeness, and more letters apart than that, no spelling of one name is the other.
LIKE, LETTERS_APART = 0.85, 2
SHORTEST_INSIDE = 4

Rule = Callable[[str, str], bool]


def letters(text: str) -> str:
    return re.sub("[^a-z]", "", anyascii(text).lower())


def first_name(mention: Mention) -> str:
    """The first printed word in small ASCII letters; empty where it is an initial."""
    given = mention.name.removesuffix(mention.family) if mention.family else mention.name.rpartition(" ")[0]
    word = next(iter(given.split()), "")
    if "." in word or (word.isupper() and len(word) <= LONGEST_INITIALS):
        return ""
    return letters(word) if len(letters(word)) > 1 else ""


def different(one: str, other: str) -> bool:
    return one != other


def no_beginning(one: str, other: str) -> bool:
    """Neither is the beginning of the other."""
    return not one.startswith(other) and not other.startswith(one)


def unlike(one: str, other: str) -> bool:
    """Nor do they look alike."""
    return (
        no_beginning(one, other)
        and JaroWinkler.similarity(one, other) < LIKE
        and OSA.distance(one, other) > LETTERS_APART
    )


def unlike_from_the_first_letter(one: str, other: str) -> bool:
    return unlike(one, other) and one[0] != other[0]


RULES: dict[str, Rule] = {
    "different": different,
    "and neither begins the other": no_beginning,
    "and unlike": unlike,
    "and other first letter": unlike_from_the_first_letter,
}


def reprinted(one: Mention, other: Mention) -> bool:
    """The same letters in another order, or one's first name among the other's names."""
    left, right = letters(one.name), letters(other.name)
    return sorted(left) == sorted(right) or stands_in(one, other) or stands_in(other, one)


def stands_in(one: Mention, other: Mention) -> bool:
    name = first_name(one)
    if len(name) > SHORTEST_INSIDE:
        return name in letters(other.name)
    return name in {letters(word) for word in re.split(r"[\s-]+", other.name)}


def groups(people: Mapping[int, Hashable], mentions: list[Mention]) -> list[list[Mention]]:
    """The mentions of everybody with two works or more."""
    found: defaultdict[Hashable, list[Mention]] = defaultdict(list)
    for number, person in people.items():
        found[person].append(mentions[number])
    return [group for group in found.values() if len({one.work.id for one in group}) > 1]


def contradictions(group: Iterable[Mention], rule: Rule) -> Iterator[bool]:
    """For every two first names that the rule takes for two, whether the rest of the names explains it."""
    names = {mention.name: mention for mention in group if first_name(mention)}
    for one, other in combinations(names.values(), 2):
        if rule(first_name(one), first_name(other)):
            yield reprinted(one, other)


def report(people: Mapping[int, Hashable], mentions: list[Mention]) -> Iterator[str]:
    """For each rule the share of people whom it finds, and of those whom nothing else explains."""
    several = groups(people, mentions)
    for label, rule in RULES.items():
        found = [list(contradictions(group, rule)) for group in several]
        every, unexplained = sum(map(bool, found)), sum(not all(one) for one in found)
        total = max(1, len(several))
        yield f"{label:30} {every:6,} {every / total:8.3%}    unexplained {unexplained:5,} {unexplained / total:8.3%}"


def offenders(people: Mapping[int, Hashable], mentions: list[Mention]) -> Iterator[str]:
    """The names of those whom the third rule finds and nothing explains."""
    for group in groups(people, mentions):
        if not all(contradictions(group, unlike)):
            names = Counter(mention.name for mention in group).most_common()
            yield " | ".join(f"{name} {number}" for name, number in names)
