"""Concepts found in titles and abstracts, matched word by word."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

from works.vocabulary import VOCABULARY

WORD = re.compile(r"[^\W_]+")
ACRONYM = re.compile(r"[A-Z]{2,}(?: ?[A-Z0-9]+)*")
# How sure a mention makes us that the work is about the concept: standing in the title says more than
# standing in the abstract, and standing there twice more than once.
IN_PLACES = (0.5, 0.7, 0.9)
ONCE, OFTEN, TITLE = range(3)


def listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that end with an s of their own, and plurals that others do not make.
NO_PLURALS = listed(
    """
    always analytics atlas bayes bias bioinformatics canvas chaos dynamics economics ethics genomics informatics lens
    linguistics logistics mathematics means news phonetics physics politics pragmatics psycholinguistics robotics
    semantics series sociolinguistics species statistics
    """
)
IRREGULAR = {
    "analyses": "analysis",
    "biases": "bias",
    "corpora": "corpus",
    "hypotheses": "hypothesis",
    "indices": "index",
    "lexica": "lexicon",
    "matrices": "matrix",
    "movies": "movie",
    "phenomena": "phenomenon",
    "vertices": "vertex",
}

MOST_PRINTED = 300_000  # words kept as printed, some 30 MB
Term = tuple[str, ...]
Number = int  # of a word of the vocabulary; 0 is any other word


def concept_slug(name: str) -> str:
    """Addresses take ASCII only, and "naïve" is "naive"."""
    return "-".join(plain_words(name))


def plain_words(text: str) -> list[str]:
    """Its words in small letters without accents."""
    return WORD.findall((text if text.isascii() else anyascii(text)).lower())


def singular(word: str) -> str:
    """The word without the ending of the plural, which is all the inflection that technical terms need."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in NO_PLURALS:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "ches", "shes", "xes")) else word[:-1]


def forms_of(word: str) -> set[str]:
    """The word and its plurals."""
    plurals = {f"{word}s", f"{word}es", f"{word[:-1]}ies"}
    plurals |= {plural for plural, one in IRREGULAR.items() if one == word}
    return {word, *(plural for plural in plurals if singular(plural) == word)}


def term_of(text: str) -> Term:
    """The words to look for: small letters, or capitals where it is an acronym."""
    words = WORD.findall(text)
    return (
        tuple(words)
        if ACRONYM.fullmatch(" ".join(words))
        else tuple(singular(word.lower()) for word in words)
    )


@dataclass(frozen=True, slots=True)
class Concept:
    """What texts are searched for: its names, and how sure it is a technical term, from 0 to 1."""

    slug: str
    names: tuple[str, ...]
    termhood: float = 1.0


class Printed(dict[str, Number]):
    """The numbers of words as printed, kept as they are met: most texts print the same words."""

    def __init__(self, numbers: dict[str, Number]) -> None:
        super().__init__()
        self.numbers = numbers

    def __missing__(self, word: str) -> Number:
        if len(self) >= MOST_PRINTED:
            self.clear()
        return self.setdefault(word, self.numbers.get(word.lower(), 0))


class Vocabulary:
    """The terms of concepts, laid out so that most words of a text cost one look-up."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.slugs: list[str] = []
        self.confidences: list[tuple[float, ...]] = []  # of each concept, by where it stands
        self.numbers: dict[str, Number] = {}  # of words in small letters
        # First word → second word (0 where there is none) → (further words, concept), the longest first.
        self.starts: defaultdict[Number, dict[Number, list[tuple[Sequence[Number], int]]]]
        self.starts = defaultdict(dict)
        # First word of acronyms as printed → (further words as printed, concept), the longest first.
        self.acronyms: defaultdict[str, list[tuple[Term, int]]] = defaultdict(list)
        taken: set[Term] = set()
        for concept in concepts:
            self.slugs.append(concept.slug)
            sure = 0.5 + 0.5 * concept.termhood
            self.confidences.append(tuple(round(place * sure, 3) for place in IN_PLACES))
            for term in {term_of(name) for name in concept.names} - taken - {()}:
                taken.add(term)
                self.add(term, len(self.slugs) - 1)
        for seconds in self.starts.values():
            for candidates in seconds.values():
                candidates.sort(key=lambda candidate: -len(candidate[0]))
        for variants in self.acronyms.values():
            variants.sort(key=lambda candidate: -len(candidate[0]))
        self.followers = self.may_follow()
        self.printed = Printed(self.numbers)

    def may_follow(self) -> list[frozenset[Number]]:
        """By the number of a word: of which words one must follow for a term to start with it."""
        anything = frozenset(range(len(self.numbers) + 1))
        followers = [frozenset[Number]()] * (len(self.numbers) + 1)
        for first, seconds in self.starts.items():
            followers[first] = anything if 0 in seconds else frozenset(seconds)
        return followers

    def add(self, term: Term, concept: int) -> None:
        if term[0].isupper():
            for form in (term[0], f"{term[0]}s"):
                self.acronyms[form].append((term[1:], concept))
            return
        first, *others = (self.number(word) for word in term)
        self.starts[first].setdefault(others[0] if others else 0, []).append((others[1:], concept))

    def number(self, word: str) -> Number:
        number = self.numbers.get(word) or len(self.numbers) + 1
        self.numbers |= dict.fromkeys(forms_of(word), number)
        return number

    def mentions(self, text: str) -> Iterator[str]:
        """The slugs of the concepts that the text mentions, as often as it does, the longest term winning."""
        return map(self.slugs.__getitem__, self.found(text))

    def found(self, text: str) -> Iterator[int]:
        """The same as numbers of concepts."""
        printed = WORD.findall(text)
        followers, acronyms = self.followers, self.acronyms
        words = list(map(self.printed.__getitem__, printed))
        words.append(0)
        # Most words start no term: these look-ups are all that they cost.
        places = [place for place, (word, next_) in enumerate(pairwise(words)) if next_ in followers[word]]
        if not acronyms.keys().isdisjoint(printed):
            places += [place for place, word in enumerate(printed) if word in acronyms]
            places = sorted(set(places))
        past = 0
        for place in places:
            if place >= past:
                length, concept = self.at(place, words, printed)
                if length:
                    yield concept
                    past = place + length

    def at(self, place: int, words: list[Number], printed: list[str]) -> tuple[int, int]:
        """(how many words, which concept) of the longest term that stands in the text at this place."""
        seconds = self.starts.get(words[place], {})
        for others, concept in seconds.get(words[place + 1], ()) if words[place + 1] else ():
            if words[place + 2 : place + 2 + len(others)] == others:
                return len(others) + 2, concept
        for following, concept in self.acronyms.get(printed[place], ()):
            if tuple(map(without_plural_s, printed[place + 1 : place + 1 + len(following)])) == following:
                return len(following) + 1, concept
        return next(((1, concept) for _, concept in seconds.get(0, ())), (0, 0))

    def concepts_in(self, title: str, abstract: str) -> list[tuple[str, float]]:
        """(slug, confidence from 0 to 1) of each concept that title or abstract mentions."""
        found: dict[int, int] = {}
        for concept in self.found(abstract):
            found[concept] = OFTEN if concept in found else ONCE
        for concept in self.found(title):
            found[concept] = TITLE
        return sorted(
            (self.slugs[concept], self.confidences[concept][place]) for concept, place in found.items()
        )


@lru_cache(maxsize=10_000)
def without_plural_s(word: str) -> str:
    """ "LSTMs" is the plural of an acronym; any other word stays."""
    return word[:-1] if word[-1] == "s" and word[:-1].isupper() else word


NAMES = {concept_slug(name): name for name in VOCABULARY}
CURATED = tuple(Concept(concept_slug(name), (name, *variants)) for name, variants in VOCABULARY.items())
SEED = Vocabulary(CURATED)


def mentions(text: str) -> Iterator[str]:
    """The curated concepts that the text mentions."""
    return SEED.mentions(text)


def concepts_in(title: str, abstract: str) -> list[tuple[str, float]]:
    """(slug, confidence) of each curated concept that title or abstract mentions."""
    return SEED.concepts_in(title, abstract)
