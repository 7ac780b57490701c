"""How often runs of words occur in titles and abstracts, counted by arrays."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from works.concepts import listed, singular
from works.mining.words import FUNCTION_WORDS, PHRASES_OF_PAPERS

# Words, and whatever else than a space or hyphen stands between them. Formulas and commands of TeX part words, and
# compounds such as "end-to-end" are one.
INNER = "of|to|in|the|and|by|for|a|on|as|at|out|up|down|off"
FIXED = (
    "bags? of words|chains? of thoughts?|first order|few shot|mixtures? of experts|multiple choice|one shot"
    "|parts? of speech|second language|speech to (?:speech|text)|text to (?:image|speech|sql|text)"
)
HYPHENS = r"\-\u2010\u2011"
PIECE = re.compile(
    r"\$[^$]{1,200}\$|\\[a-z]+"
    rf"|\b(?:{FIXED.replace(' ', '[ -]')})\b"
    rf"|[^\W_]+(?:-(?:{INNER})-[^\W_]+)+"
    rf"|[^\W_]+(?:['\u2019][^\W_]+)?|[^\w\s{HYPHENS}]",
    re.IGNORECASE,
)
APOSTROPHES = re.compile(r"['\u2019]")
BOUNDARY = 0  # a word that no term has, or a mark between words
LONGEST = 5  # words
FEWEST = 5  # works with it
# English has hardly any of these; a text with more of them than this share is in another language.
OTHER_LANGUAGES = listed("de la le les des et du der die und von das el los las para com il di che")
MOST_FOREIGN = 0.06

Numbers = NDArray[np.int64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Text:
    """What is read of one work."""

    title: str
    abstract: str
    author: int  # whoever comes first, as a number


@dataclass(frozen=True, slots=True)
class Corpus:
    """All words one after the other, as numbers; which work each is of, and whether it stands in a title."""

    words: list[str]
    stream: NDArray[np.int32]
    works: NDArray[np.int32]
    in_title: NDArray[np.bool_]
    authors: Numbers  # of each work
    printed: dict[str, str]  # how a word is mostly printed

    @property
    def works_count(self) -> int:
        return len(self.authors)


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of so many words that are frequent."""

    length: int
    places: Places  # which run begins at each place; -1 is none
    firsts: Places  # where each run occurs for the first time
    works: Numbers
    titles: Numbers
    abstracts: Numbers
    authors: Numbers
    occurrences: Numbers
    alone: Numbers  # occurrences with no further word on either side
    after_word: Numbers
    before_word: Numbers


@lru_cache(maxsize=200_000)
def word_of(piece: str) -> str:
    """As words are counted; nothing where it parts terms."""
    word = "-".join(singular(part) for part in piece.lower().replace(" ", "-").split("-"))
    if not word[:1].isalpha() or APOSTROPHES.search(word):
        return ""
    parts = word in FUNCTION_WORDS or word in PHRASES_OF_PAPERS or (word.endswith("ly") and len(word) > 6)
    return "" if parts else word


def is_foreign(pieces: list[str]) -> bool:
    foreign = sum(piece in OTHER_LANGUAGES for piece in pieces)
    return foreign > 2 and foreign > MOST_FOREIGN * len(pieces)


def numbered(texts: Iterable[Text]) -> Corpus:
    """Words as numbers; texts in other languages than English are left out."""
    numbers: dict[str, int] = {"": BOUNDARY}
    stream, lengths, titles, authors = array("i"), array("i"), array("b"), array("q")
    printed: Counter[str] = Counter()
    for text in texts:
        authors.append(text.author)
        for is_title, written in ((1, text.title), (0, text.abstract)):
            pieces = PIECE.findall(written)
            if is_foreign(pieces):
                pieces = []
            printed.update(() if is_title else pieces)
            stream.extend([numbers.setdefault(word, len(numbers)) for word in map(word_of, pieces)])
            stream.append(BOUNDARY)
            lengths.append(len(pieces) + 1)
            titles.append(is_title)
    pieces_of = np.frombuffer(lengths, dtype=np.int32) if lengths else np.zeros(0, dtype=np.int32)
    return Corpus(
        words=list(numbers),
        stream=np.array(stream, dtype=np.int32),
        works=np.repeat(np.arange(len(lengths), dtype=np.int32) // 2, pieces_of),
        in_title=np.repeat(np.array(titles, dtype=bool), pieces_of),
        authors=np.array(authors, dtype=np.int64),
        printed=mostly_printed(printed),
    )


def mostly_printed(pieces: Counter[str]) -> dict[str, str]:
    """The most frequent form of each word; what comes first in sentences has its capital there only."""
    best: dict[str, str] = {}
    for piece, _ in sorted(pieces.items(), key=lambda item: (-item[1], item[0])):
        if piece.lower() == (word := word_of(piece)):
            best.setdefault(word, piece)
    return best


def runs_in(corpus: Corpus) -> Iterator[Runs]:
    """Frequent runs of one word, of two, and so on: a longer one can only be where both its ends are frequent."""
    places = np.where(corpus.stream == BOUNDARY, -1, corpus.stream.astype(np.int64))
    for length in range(1, LONGEST + 1):
        runs = counted(corpus, places, length)
        yield runs
        first, second = runs.places[:-1], runs.places[1:]
        both = np.flatnonzero((first >= 0) & (second >= 0))
        places = np.full(len(places), -1, dtype=np.int64)
        places[both] = first[both] * (len(runs.works) + 1) + second[both]


def counted(corpus: Corpus, places: Places, length: int) -> Runs:
    """Number the runs that begin at these places, and drop those that occur in too few works."""
    begins = np.flatnonzero(places >= 0)
    _, firsts, numbers = np.unique(places[begins], return_index=True, return_inverse=True)
    works = different(numbers, corpus.works[begins], len(firsts))
    keep = works >= FEWEST
    kept = keep[numbers]
    first_places = begins[firsts[keep]]
    begins, numbers = begins[kept], (np.cumsum(keep) - 1)[numbers[kept]]
    size = len(first_places)

    def number_of(which: NDArray[Any]) -> Numbers:
        return np.bincount(numbers[which], minlength=size)

    in_title = corpus.in_title[begins]
    before = corpus.stream[begins - 1] != BOUNDARY  # the last place of all is a boundary, too
    after = corpus.stream[begins + length] != BOUNDARY
    everywhere = np.full(len(places), -1, dtype=np.int64)
    everywhere[begins] = numbers
    return Runs(
        length=length,
        places=everywhere,
        firsts=first_places,
        works=works[keep],
        titles=number_of(in_title),
        abstracts=different(numbers[~in_title], corpus.works[begins[~in_title]], size),
        authors=different(numbers, corpus.authors[corpus.works[begins]], size),
        occurrences=np.bincount(numbers, minlength=size),
        alone=number_of(~before & ~after),
        after_word=number_of(before),
        before_word=number_of(after),
    )


def different(numbers: Numbers, others: NDArray[Any], size: int) -> Numbers:
    """How many different ones of the others stand beside each number."""
    order = np.lexsort((others, numbers))
    numbers, others = numbers[order], others[order]
    fresh = np.ones(len(numbers), dtype=bool)
    fresh[1:] = (numbers[1:] != numbers[:-1]) | (others[1:] != others[:-1])
    return np.bincount(numbers[fresh], minlength=size)
