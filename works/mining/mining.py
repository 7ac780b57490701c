"""From texts to concepts: what the corpus and the vocabulary of OpenAlex call technical."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from works.concepts import CURATED, WORD, singular
from works.mining.acronyms import Explanations
from works.mining.counting import Corpus, Text, numbered, runs_in
from works.mining.merging import Found, Merger
from works.mining.placing import Known, broader_concepts, topics_of
from works.mining.termhood import (
    Candidate,
    Weighed,
    Words,
    candidates_of,
    is_frequent,
    weighed,
    without_kinds,
)
from works.mining.words import NO_SUBJECTS

# WordNet, PropBank, word2vec: names that are printed like no other word.
MIXED = re.compile(r"(?=.{5})(?:[A-Z]+[a-z]+[A-Z]\w*|[a-z]+[A-Z][a-z]\w*|[a-z]{3,}2[a-z]{3,})")
# Events, and teams, which stand in titles more often than in abstracts.
OF_PEOPLE = re.compile(r".*(?:causal|dial|eval|lab|lang|nlp|norm|task|tech|\d\d)")
MOST_IN_TITLES = 1.0
FEWEST_WORKS_OF_NAMES = 10
NAMED = 0.8  # the termhood of such a name


@dataclass(frozen=True, slots=True)
class Mined:
    """Concepts, and by their places in the list what they are part of."""

    read: int
    found: list[Found]
    broader: dict[int, int]  # other concepts
    topics: dict[int, int]  # ids of topics of OpenAlex


def none_of(texts: Collection[str]) -> Collection[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known besides the texts."""

    topics: tuple[Known, ...] = ()
    kept: frozenset[str] = frozenset()  # names of the concepts of now
    # Of texts in small letters those that name a person, a venue or an institution.
    names_among: Callable[[Collection[str]], Collection[str]] = none_of


def mine(texts: Iterable[Text], surroundings: Surroundings) -> Mined:
    """The concepts of these texts and all curated ones."""
    explanations = Explanations()
    corpus = numbered(noted(texts, explanations))
    found = concepts_of(corpus, explanations, surroundings)
    return Mined(corpus.works_count, found, broader_concepts(found), topics_of(found, surroundings.topics))


def noted(texts: Iterable[Text], explanations: Explanations) -> Iterator[Text]:
    for text in texts:
        explanations.note(text.abstract)
        yield text


def concepts_of(corpus: Corpus, explanations: Explanations, surroundings: Surroundings) -> list[Found]:
    candidates = [one for runs in runs_in(corpus) for one in candidates_of(corpus, runs)]
    agreed = explanations.agreed()
    known = known_terms(surroundings.topics) | {words for words, _ in agreed.values()}
    kept = frozenset(map(words_of, surroundings.kept))
    terms = list(without_kinds(weighed(candidates, known, kept)))
    terms += names_in(candidates, corpus.printed)
    texts = {" ".join(words) for words in (*(term.words for term in terms), *known)}
    forbidden = surroundings.names_among(texts)
    merger = Merger(corpus.printed)
    told = frozenset(short.lower() for short in (*agreed, *(name for one in CURATED for name in one.names)))
    merger.add_terms(one for one in terms if may_be_said(one.words, corpus.printed, forbidden, told))
    merger.add_acronyms(agreed, forbidden)
    return merger.found


def known_terms(topics: Iterable[Known]) -> set[Words]:
    return {words_of(keyword) for topic in topics for keyword in topic.keywords}


def words_of(name: str) -> Words:
    return tuple(singular(word.lower()) for word in WORD.findall(name))


def may_be_said(
    words: Words, printed: Mapping[str, str], forbidden: Collection[str], told: frozenset[str]
) -> bool:
    """Whether it is no name of a person, venue, institution or team: acronyms in it are told, and not two."""
    acronyms = [word for word in words if printed.get(word, word).isupper()]
    return len(acronyms) < 2 and told.issuperset(acronyms) and " ".join(words) not in forbidden


def names_in(candidates: Iterable[Candidate], printed: Mapping[str, str]) -> Iterator[Weighed]:
    """Single words that are printed as names of resources and models are."""
    for one in candidates:
        word = one.words[0]
        if len(one.words) == 1 and one.works >= FEWEST_WORKS_OF_NAMES and is_frequent(one):
            is_name = MIXED.fullmatch(printed.get(word, "")) and one.in_titles <= MOST_IN_TITLES
            if is_name and word not in NO_SUBJECTS and not OF_PEOPLE.fullmatch(word):
                yield Weighed(one.words, one.works, NAMED)
