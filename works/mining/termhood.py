"""How sure it is that a run of words is a technical term, from 0 to 1.

Four things speak for it:
- C-value (Frantzi, Ananiadou & Mima 2000, "Automatic recognition of multi-word terms: the C-value/NC-value method"):
  log2(words) * (occurrences - mean occurrences of the longer candidates that contain it); here log2(words + 1), so
  that one word is worth something, and over the works that have it;
- its rate in titles: works with it in the title to works with it in the abstract. People put their subject into the
  title, and turns of phrase ("experimental results") into the abstract;
- that it stands by itself: "neural machine" is always followed by another word;
- weirdness (Ahmad, Gillam & Tostevin 1999): the share of its words that are not those of any field.
A keyword of the OpenAlex topics, or what authors explain an acronym by, is a term to somebody already.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from math import exp, log2, log10

from works.mining.counting import Corpus, Runs
from works.mining.words import (
    GENERAL,
    GERUNDS,
    LANGUAGES,
    MODIFIERS,
    NO_HEADS,
    NOUNS_LIKE_ADJECTIVES,
    STOP_PHRASES,
)

Words = tuple[str, ...]

SURE, STAYING = 0.5, 0.45  # from here on it is a term, and stays one
FEWEST_WORKS, FEWEST_TITLES, FEWEST_AUTHORS = 5, 3, 3
MOST_EXTENDED = 0.6  # share of occurrences that one longer run has
LEAST_RIGHT_OF_UNKNOWN = 0.4
LEAST_RIGHT, LEAST_LEFT, LEAST_ALONE = 0.25, 0.15, 0.1
LEAST_IN_TITLES = 0.08
ADJECTIVE_ENDINGS = ("able", "al", "ed", "ful", "ible", "ic", "ive", "less", "ous")
FEWEST_WORKS_OF_A_KIND = 30  # of "unsupervised parsing" beside "parsing"

# The sum that becomes a termhood by the logistic function.
BASE, C_VALUE, TITLES, STANDING, GENERALITY, KNOWN = -2.2, 1.3, 1.2, 1.0, -2.8, 1.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of words with its counts."""

    words: Words
    works: int
    titles: int
    abstracts: int
    authors: int
    occurrences: int
    alone: int
    after_word: int
    before_word: int

    @property
    def in_titles(self) -> float:
        return self.titles / max(self.abstracts, 1)

    @property
    def left(self) -> float:
        return 1 - self.after_word / self.occurrences

    @property
    def right(self) -> float:
        return 1 - self.before_word / self.occurrences

    @property
    def generality(self) -> float:
        parts = [part for word in self.words for part in word.split("-")]
        return sum(word in GENERAL or word in LANGUAGES for word in parts) / len(parts)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A term with what is known of it."""

    words: Words
    works: int
    termhood: float


@dataclass(slots=True)
class Nesting:
    """What is known of the longer runs that contain each run."""

    most: Counter[Words] = field(
        default_factory=Counter
    )  # occurrences of the most frequent one by one word longer
    sums: Counter[Words] = field(default_factory=Counter)
    numbers: Counter[Words] = field(default_factory=Counter)

    def note(self, longer: Candidate) -> None:
        words = longer.words
        for part in {words[:-1], words[1:]}:
            self.most[part] = max(self.most[part], longer.occurrences)
        for part in {
            words[begin:end]
            for begin in range(len(words))
            for end in range(begin + 1, len(words) + 1)
            if end - begin < len(words)
        }:
            self.sums[part] += longer.occurrences
            self.numbers[part] += 1

    def c_value(self, one: Candidate) -> float:
        inside = self.sums[one.words] / self.numbers[one.words] if self.numbers[one.words] else 0.0
        return log2(len(one.words) + 1) * (one.occurrences - inside)

    def extended(self, one: Candidate) -> float:
        return self.most[one.words] / one.occurrences


def candidates_of(corpus: Corpus, runs: Runs) -> Iterator[Candidate]:
    """The runs with their words and counts."""
    counts = zip(
        runs.firsts.tolist(),
        runs.works.tolist(),
        runs.titles.tolist(),
        runs.abstracts.tolist(),
        runs.authors.tolist(),
        runs.occurrences.tolist(),
        runs.alone.tolist(),
        runs.after_word.tolist(),
        runs.before_word.tolist(),
        strict=True,
    )
    for first, *figures in counts:
        numbers = corpus.stream[first : first + runs.length].tolist()
        yield Candidate(tuple(corpus.words[number] for number in numbers), *figures)


def is_frequent(one: Candidate) -> bool:
    """Whether different people write of it, and not in passing."""
    return one.works >= FEWEST_WORKS and one.titles >= FEWEST_TITLES and one.authors >= FEWEST_AUTHORS


def is_adjective(word: str) -> bool:
    return word.endswith(ADJECTIVE_ENDINGS) and word not in NOUNS_LIKE_ADJECTIVES


def is_term_by_form(one: Candidate, nesting: Nesting, *, known: bool) -> bool:
    """Whether nothing about its words and neighbors forbids it."""
    *others, head = one.words
    if " ".join(one.words) in STOP_PHRASES or head in NO_HEADS:
        return False
    if others and others[0].endswith("ing") and others[0] not in GERUNDS:
        return False
    if sum(word in LANGUAGES for word in one.words) > 1:
        return False
    if not known and (all(word in MODIFIERS for word in others) or is_adjective(head)):
        return False
    if not known and (one.right < LEAST_RIGHT_OF_UNKNOWN or not "".join(one.words).isascii()):
        return False
    return (
        nesting.extended(one) <= MOST_EXTENDED
        and one.right >= LEAST_RIGHT
        and one.left >= LEAST_LEFT
        and one.alone >= LEAST_ALONE * one.occurrences
        and one.in_titles >= LEAST_IN_TITLES
    )


def termhood(one: Candidate, nesting: Nesting, *, known: bool) -> float:
    """The four figures in one."""
    total = (
        BASE
        + C_VALUE * log10(max(nesting.c_value(one), 1.0))
        + TITLES * min(one.in_titles, 1.0)
        + STANDING * (one.right + one.left) / 2
        + GENERALITY * one.generality
        + KNOWN * known
    )
    return round(1 / (1 + exp(-total)), 3)


def weighed(
    candidates: Collection[Candidate], known: Collection[Words], kept: Collection[Words] = ()
) -> Iterator[Weighed]:
    """The candidates of several words that are terms; what was one before needs a little less."""
    nesting = Nesting()
    for one in candidates:
        nesting.note(one)
    for one in candidates:
        is_known = one.words in known
        if len(one.words) > 1 and is_frequent(one) and is_term_by_form(one, nesting, known=is_known):
            value = termhood(one, nesting, known=is_known)
            if value >= (STAYING if one.words in kept else SURE):
                yield Weighed(one.words, one.works, value)


def without_kinds(terms: Iterable[Weighed]) -> Iterator[Weighed]:
    """Leave out what is only a kind of another term and rare: "automatic word alignment", "joint parsing"."""
    all_terms = list(terms)
    known = {one.words for one in all_terms}
    for one in all_terms:
        first, *rest = one.words
        is_kind = (first in MODIFIERS or first in GERUNDS) and tuple(rest) in known
        if not is_kind or one.works >= FEWEST_WORKS_OF_A_KIND:
            yield one
