"""Two lists of authors of one work beside each other: who on one is who on the other."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from common.names import GENERATIONS, PARTICLES, fold
from ingest.records import AuthorRecord

Words = tuple[str, ...]
Authors = Sequence[AuthorRecord]

# Beyond this many, only names written alike are looked for: comparing each with each costs their product.
MOST_COMPARED = 200
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


@lru_cache(maxsize=65_536)
def parts(name: str) -> Words:
    """The words of a name, given names first, without titles of generation."""
    family, comma, given = name.partition(",")
    words = fold(f"{given} {family}" if comma and given.strip() else name).split()
    return tuple(word for word in words if word not in GENERATIONS) or tuple(words)


@lru_cache(maxsize=65_536)
def spellings(name: str) -> frozenset[Words]:
    """A name with accents left out, and with ä written as ae."""
    return frozenset((parts(name), parts(name.lower().translate(UMLAUTS))))


def agree(one: AuthorRecord, other: AuthorRecord) -> bool:
    """Whether two printed names could be one person's: order, accents and initials may differ."""
    if one.orcid and other.orcid:
        return one.orcid == other.orcid
    return names_agree(one.name, other.name)


@lru_cache(maxsize=131_072)
def names_agree(one: str, other: str) -> bool:
    return any(words_agree(mine, theirs) for mine in spellings(one) for theirs in spellings(other))


def words_agree(one: Words, other: Words) -> bool:
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return True
    if len(one) < 2 or len(other) < 2:
        return False
    if families_agree(one, other) and givens_agree(given(one), given(other)):
        return True
    return is_turned(one, other) or is_turned(other, one)


def given(words: Words) -> Words:
    return tuple(word for word in words[:-1] if word not in PARTICLES) or words[:1]


def families_agree(one: Words, other: Words) -> bool:
    """The last words are one, or one family name is the first half of a double one."""
    return one[-1] == other[-1] or one[-1] in other[1:-1][-1:] or other[-1] in one[1:-1][-1:]


def givens_agree(mine: Words, theirs: Words) -> bool:
    """Given names that could be one person's: "R. K.", "Robin", "Rob", but not "R. J." for "R. K."."""
    if mine[0] in theirs or theirs[0] in mine:
        return min(len(mine), len(theirs)) == 1 or mine[0] != theirs[0] or given_agrees(mine[1], theirs[1])
    return all(map(given_agrees, mine[:2], theirs[:2]))


def given_agrees(mine: str, theirs: str) -> bool:
    """Equal, the initial of the other, or its beginning ("Alex", "Alexander")."""
    if min(len(mine), len(theirs)) <= 2:
        return mine[0] == theirs[0]
    return mine.startswith(theirs) or theirs.startswith(mine)


def is_turned(one: Words, other: Words) -> bool:
    """Family name first in one of two short names: "Wang Li" and "L. Wang"."""
    if len(one) != 2 or len(other) != 2 or len(one[0]) < 3:
        return False
    return one[0] == other[1] and len(other[0]) == 1 and one[1][0] == other[0]


def aligned(leading: Authors, others: Authors) -> dict[int, AuthorRecord]:
    """By position in the leading list, who of the others it is; a name that could be two people's is left out."""
    if len(leading) == len(others) and all(map(agree, leading, others)):
        return dict(enumerate(others))
    found = aligned_by_spelling(leading, others)
    if max(len(leading), len(others)) > MOST_COMPARED:
        return found
    taken = {id(other) for other in found.values()}
    free = {position: one for position, one in enumerate(leading) if position not in found}
    rest = [other for other in others if id(other) not in taken]
    return found | aligned_by_agreement(free, rest)


def aligned_by_spelling(leading: Authors, others: Authors) -> dict[int, AuthorRecord]:
    """Those whose names are written alike, and once in each list."""
    ours, theirs = by_spelling(leading), by_spelling(others)
    alike = ((ours[words], theirs[words]) for words in ours if words in theirs)
    pairs = ((mine[0], others[their[0]]) for mine, their in alike if len(mine) == len(their) == 1)
    return {position: other for position, other in pairs if agree(leading[position], other)}


def by_spelling(authors: Authors) -> dict[Words, list[int]]:
    positions: dict[Words, list[int]] = {}
    for position, author in enumerate(authors):
        positions.setdefault(parts(author.name), []).append(position)
    return positions


def aligned_by_agreement(free: dict[int, AuthorRecord], rest: Authors) -> dict[int, AuthorRecord]:
    """Those whose names could be one person's and nobody else's."""
    by_clue = by_clues(rest)
    fitting = {position: fitting_among(one, rest, by_clue) for position, one in free.items()}
    wanted = Counter(id(other) for others in fitting.values() for other in others)
    return {
        position: others[0]
        for position, others in fitting.items()
        if len(others) == 1 and wanted[id(others[0])] == 1
    }


def fitting_among(one: AuthorRecord, rest: Authors, by_clue: dict[str, list[int]]) -> Authors:
    """Those who agree with one, without asking everybody."""
    places = {place for clue in clues(one) for place in by_clue.get(clue, ())}
    return [rest[place] for place in sorted(places) if agree(one, rest[place])]


def by_clues(authors: Authors) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, author in enumerate(authors):
        for clue in clues(author):
            places[clue].append(place)
    return places


def clues(author: AuthorRecord) -> frozenset[str]:
    """Authors who agree have one of these in common."""
    named = clues_of_name(author.name)
    return named | {author.orcid} if author.orcid else named


@lru_cache(maxsize=65_536)
def clues_of_name(name: str) -> frozenset[str]:
    """All that the ways in which names agree compare: see words_agree."""
    return frozenset(clue for words in spellings(name) for clue in clues_of_words(words))


def clues_of_words(words: Words) -> Iterator[str]:
    yield "".join(words)
    yield "".join(sorted(words))
    yield from words[-1:]
    yield from words[1:-1][-1:]
    if len(words) == 2 and len(words[0]) > 2:
        yield words[0]
