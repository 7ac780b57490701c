"""New words and phrases that later works take up.

After Arts, Hou & Gomez (2021), see works/scores/text.py: a word, or a run of two or three words, is new in the
works before which nobody used it, and counts by how many later works use it. What the earliest works of the record
say is known, not new. Where abstracts begin, later than titles, much seems new that is only how abstracts speak: so
what only an abstract says is new after the earliest abstracts, and words that hardly any title has ("propose",
"significantly") make no phrase. Uses by the same authors (by their printed names) are not counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from works.scores.corpus import Corpus, Days, Numbers
from works.scores.space import FEWEST_WORKS
from works.scores.text import LONGEST_RUN

KNOWN_SHARE = 0.1  # of the works, and of those with an abstract, the earliest: what they say is no news
COMMON = 50  # works with abstracts: from here on a word may be one of those
LEAST_SHARE_IN_TITLES = 0.02  # of these works have it in the title, if it says what a work is about
FEWEST_USES = 2  # later works by others, so that neither a misprint nor a habit is a new phrase
SHOWN = 5
LOOKED_AT = 25  # phrases of a work, the most used ones, many of which hold one another
NEARLY = 0.8  # of the uses of a part: then the longer phrase is the better reason
MOST_AUTHORS = 50  # of a work, the first ones, whose later works are their own
AT_ONCE = 20_000_000  # words; what does not fit is done in parts, by the first word of a phrase
BITS = 21  # of the number of a word: three of them make the number of a phrase

AUTHORS = """
SELECT work_id, name_key
FROM works_authorship
WHERE position < %(most)s AND name_key <> '' AND work_id = ANY(%(works)s)
ORDER BY work_id
"""


@dataclass(frozen=True, slots=True)
class Several:
    """For each work a few numbers, one after the other."""

    numbers: Numbers
    starts: Numbers
    counts: Numbers

    def of(self, places: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Which of these places, and the numbers it has."""
        counts = self.counts[places]
        which = np.repeat(np.arange(len(places)), counts)
        within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, self.numbers[self.starts[places[which]] + within]


@dataclass(frozen=True, slots=True)
class Found:
    """Phrases with the works in which they are new, by place in the corpus, and their later uses."""

    places: NDArray[np.int32]
    phrases: Numbers
    uses: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ground:
    """The days up to which all that titles, and all that abstracts say is known: whole dates, and not too few works."""

    of_titles: int
    of_abstracts: int

    @classmethod
    def of(cls, corpus: Corpus) -> "Ground":
        return cls(day_of(corpus.first_days), day_of(corpus.first_days[corpus.with_abstract]))


def day_of(first_days: Days) -> int:
    """The day of the last work that is known ground."""
    count = max(int(KNOWN_SHARE * len(first_days)), FEWEST_WORKS)
    return int(first_days[:count].max(initial=0))


@dataclass(frozen=True, slots=True)
class Uses:
    """Phrases in the order of their numbers, each once for each work that has it, works in the order of their dates."""

    phrases: Numbers
    places: NDArray[np.int32]
    in_title: NDArray[np.bool_]

    def only(self, chosen: NDArray[np.bool_] | Numbers) -> "Uses":
        return Uses(self.phrases[chosen], self.places[chosen], self.in_title[chosen])


@dataclass(frozen=True, slots=True)
class NewPhrases:
    """For each work of a corpus how many there are, and the uses of all. Works up to `known_until` can have none."""

    known_until: int
    known: NDArray[np.bool_]
    counts: Numbers
    uses: Numbers
    shown: dict[int, list[tuple[str, int]]]


def new_phrases(corpus: Corpus) -> NewPhrases:
    """Of all works."""
    ground = Ground.of(corpus)
    vocabulary, words = telling_words(corpus)
    found = joined(list(parts_of(corpus, words, authors_of(corpus), ground)))
    size = len(corpus)
    return NewPhrases(
        known_until=ground.of_titles,
        known=corpus.first_days > ground.of_titles,
        counts=np.bincount(found.places, minlength=size),
        uses=np.bincount(found.places, weights=found.uses, minlength=size).astype(np.int64),
        shown=dict(to_show(found, vocabulary)),
    )


def telling_words(corpus: Corpus) -> tuple[list[str], Numbers]:
    """Words of which phrases are made, and the text in their numbers; 0 is all else.

    Enough works have them for a phrase to be taken up, and they are not only how abstracts speak.
    """
    spread = spread_of(corpus, corpus.words > 0)
    in_abstracts = corpus.with_abstract[corpus.places] & (corpus.words > 0)
    among, in_titles = spread_of(corpus, in_abstracts), spread_of(corpus, in_abstracts & corpus.in_title)
    is_manner = (among >= COMMON) & (in_titles < LEAST_SHARE_IN_TITLES * among)
    enough = np.flatnonzero((spread > FEWEST_USES) & ~is_manner)
    kept = enough[np.argsort(-spread[enough], kind="stable")][: (1 << BITS) - 1]
    number = np.zeros(len(corpus.vocabulary), np.int64)
    number[kept] = np.arange(1, len(kept) + 1)
    return ["", *(corpus.vocabulary[word] for word in kept)], number[corpus.words]


def spread_of(corpus: Corpus, chosen: NDArray[np.bool_]) -> Numbers:
    """How many works have each word at the chosen places of the text."""
    size = len(corpus.vocabulary)
    pairs = np.sort(corpus.places[chosen].astype(np.int64) * size + corpus.words[chosen])
    return np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] % size, minlength=size)


def authors_of(corpus: Corpus) -> Several:
    """The printed names on each work, as numbers."""
    place = {work: place for place, work in enumerate(corpus.works.tolist())}
    known: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(AUTHORS, {"most": MOST_AUTHORS, "works": list(place)})
        pairs = [(place[work], known.setdefault(name, len(known))) for work, name in cursor.fetchall()]
    places, names = np.array(pairs, np.int64).reshape(-1, 2).T
    counts = np.bincount(places, minlength=len(corpus))
    return Several(names[np.argsort(places, kind="stable")], np.cumsum(counts) - counts, counts)


def parts_of(corpus: Corpus, words: Numbers, authors: Several, ground: Ground) -> Iterator[Found]:
    """What is found, in parts that fit into memory."""
    parts = max(-(-len(words) // AT_ONCE), 1)
    for part in range(parts):
        yield found_in(runs(corpus, words, words % parts == part), corpus, authors, ground)


def runs(corpus: Corpus, words: Numbers, begins: NDArray[np.bool_]) -> Uses:
    """Each word and run of words that begins where it may."""
    found = []
    phrase, inside = words, begins & (words > 0)
    places, in_title = corpus.places, corpus.in_title
    for length in range(LONGEST_RUN):
        following = words[length:]
        if length:
            inside = inside[: len(following)] & (following > 0)
            phrase = phrase[: len(following)] | following << BITS * length
        at = np.flatnonzero(inside)
        found.append((phrase[at], places[at], in_title[at]))
    return once_each(Uses(*(np.concatenate(column) for column in zip(*found, strict=True))))


def once_each(uses: Uses) -> Uses:
    """The first one in each work, in its title if it is there."""
    uses = uses.only(np.argsort(uses.phrases, kind="stable"))
    is_first = np.ones(len(uses.phrases), np.bool_)
    is_first[1:] = (np.diff(uses.phrases) > 0) | (np.diff(uses.places) > 0)
    return uses.only(is_first)


def found_in(uses: Uses, corpus: Corpus, authors: Several, ground: Ground) -> Found:
    """Those that are new after the known ground, and taken up by enough later works of others."""
    uses, group = taken_up(uses, corpus.first_days, ground)
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    first_days, last_days = corpus.first_days[uses.places], corpus.last_days[uses.places]
    first_ended = np.minimum.reduceat(last_days, starts) if len(starts) else last_days
    is_first = first_days <= first_ended[group]
    often = uses_by_others(uses.places, group, is_first, authors)
    counted = is_first & (uses.in_title | (first_days > ground.of_abstracts)) & (often[group] >= FEWEST_USES)
    return Found(uses.places[counted], uses.phrases[counted], often[group[counted]].astype(np.int32))


def taken_up(uses: Uses, first_days: Days, ground: Ground) -> tuple[Uses, Numbers]:
    """Phrases of enough works of which none is of the known ground, and the number of each group of equal ones."""
    starts = np.flatnonzero(np.diff(uses.phrases, prepend=-1))
    sizes = np.diff(starts, append=len(uses.phrases))
    is_news = (sizes > FEWEST_USES) & (first_days[uses.places[starts]] > ground.of_titles)
    return uses.only(np.repeat(is_news, sizes)), np.repeat(np.arange(is_news.sum()), sizes[is_news])


def uses_by_others(
    where: NDArray[np.int32], group: Numbers, is_first: NDArray[np.bool_], authors: Several
) -> Numbers:
    """Of each group the later works none of whose authors is on one of the first."""
    size = int(authors.numbers.max(initial=0)) + 1
    which, names = authors.of(where[is_first])
    own = np.unique(group[is_first][which] * size + names)
    later = np.flatnonzero(~is_first)
    which, names = authors.of(where[later])
    is_own = isin_sorted(group[later][which] * size + names, own)
    by_others = np.bincount(which[is_own], minlength=len(later)) == 0
    return np.bincount(group[later][by_others], minlength=int(group.max(initial=-1)) + 1)


def isin_sorted(values: Numbers, among: Numbers) -> NDArray[np.bool_]:
    if not len(among):
        return np.zeros(len(values), np.bool_)
    return among[np.minimum(np.searchsorted(among, values), len(among) - 1)] == values


def joined(parts: Sequence[Found]) -> Found:
    return Found(
        np.concatenate([part.places for part in parts]),
        np.concatenate([part.phrases for part in parts]),
        np.concatenate([part.uses for part in parts]),
    )


def to_show(found: Found, words: Sequence[str]) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """For each work the phrases that are most taken up, as text."""
    order = np.lexsort((-found.phrases, -found.uses, found.places))  # longer ones first
    places = found.places[order]
    within = np.arange(len(places)) - np.searchsorted(places, places)
    order = order[within < LOOKED_AT]
    rows = zip(*(column[order].tolist() for column in (found.places, found.phrases, found.uses)), strict=True)
    for place, own in groupby(rows, key=itemgetter(0)):
        yield place, most_telling([(in_words(phrase, words), uses) for _, phrase, uses in own])


def in_words(phrase: int, words: Sequence[str]) -> tuple[str, ...]:
    numbers = (phrase >> BITS * place & (1 << BITS) - 1 for place in range(3))
    return tuple(words[number] for number in numbers if number)


def most_telling(phrases: Iterable[tuple[tuple[str, ...], int]]) -> list[tuple[str, int]]:
    """Of phrases, most used first, the first ones that do not hold one another, each as long as nearly all use it."""
    chosen: dict[tuple[str, ...], int] = {}
    for words, uses in phrases:
        parts = [other for other in chosen if holds(words, other)]
        if not parts and len(chosen) < SHOWN and not any(holds(other, words) for other in chosen):
            chosen[words] = uses
        elif parts and uses >= NEARLY * chosen[parts[0]]:
            chosen = {other: often for other, often in chosen.items() if other not in parts} | {words: uses}
    return [
        (" ".join(words), uses) for words, uses in sorted(chosen.items(), key=itemgetter(1), reverse=True)
    ]


def holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the part stands in these words, all of them in its order."""
    return any(words[start : start + len(part)] == part for start in range(len(words) - len(part) + 1))
