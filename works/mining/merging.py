"""One concept from all the ways to say it: hyphens, spellings, who does it and what is done, acronyms."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from works.concepts import CURATED, WORD, concept_slug, listed, plain_words, singular
from works.mining.counting import OTHER_LANGUAGES, word_of
from works.mining.termhood import Weighed, Words
from works.mining.words import INSTITUTIONS, LANGUAGES, NO_HEADS, STOP_PHRASES

# British and American spelling, and forms of one word.
SPELLINGS = (
    (re.compile(r"is(ation|e|ed|ing|er)$"), r"iz\1"),
    (re.compile(r"(model|label|travel|signal|tunnel)l(ing|ed|er)$"), r"\1\2"),
    (re.compile(r"our$"), "or"),
    (re.compile(r"^dialog$"), "dialogue"),
    (re.compile(r"^analyser$"), "analyzer"),
    (re.compile(r"^judgement$"), "judgment"),
)
# Who or what does it, by what is done.
DEEDS = {
    "aligner": "alignment",
    "analyzer": "analysis",
    "chunker": "chunking",
    "generator": "generation",
    "lemmatizer": "lemmatization",
    "parser": "parsing",
    "recognizer": "recognition",
    "segmenter": "segmentation",
    "simplifier": "simplification",
    "stemmer": "stemming",
    "summarizer": "summarization",
    "tagger": "tagging",
    "tokenizer": "tokenization",
    "transcriber": "transcription",
    "translator": "translation",
    "resolver": "resolution",
    "extractor": "extraction",
    "modelling": "modeling",
}
# They are joined to what follows: "cross-lingual transfer", "few-shot learning".
PREFIXES = listed("anti bi co cross inter intra multi non over post pre self semi sub super")
JOINED = listed(
    """
    agnostic aided aligned annotated assisted augmented aware based centric constrained dependent driven efficient
    enhanced free grained grounded guided independent intensive labeled level oriented resourced sensitive shot specific
    supervised trained
    """
)
JOINED_PAIRS = {
    ("code", "mixing"), ("code", "switching"), ("fine", "tuned"), ("fine", "tuning"), ("high", "resource"),
    ("long", "term"), ("low", "resource"), ("short", "term"),
}  # fmt: skip
NEVER_JOINED_AFTER = LANGUAGES | {"shared", "downstream", "machine", "language", "model", "deep", "open"}
EXPLAINED = 0.9  # the termhood of what authors have an acronym for
FEWEST_EXPLAINED = 5  # works
LONGEST_NAME = 120  # characters, as many as an address has


@dataclass(slots=True)
class Found:
    """A concept with all its names, the most usual one first."""

    name: str
    words: Words
    names: list[str] = field(default_factory=list)
    termhood: float = 1.0
    is_curated: bool = False

    @property
    def slug(self) -> str:
        return concept_slug(self.name)


def spelled(word: str) -> str:
    for pattern, replacement in SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


def key_of(words: Sequence[str]) -> str:
    """What all spellings of a term have in common; those of one address have the same."""
    parts = [spelled(singular(part)) for part in plain_words(" ".join(words))]
    if len(parts) > 1:
        parts[-1] = DEEDS.get(parts[-1], parts[-1])
    return "".join(parts)


def key_of_name(name: str) -> str:
    return key_of([name])


def name_of(words: Words, printed: Mapping[str, str]) -> str:
    """As the term stands at the head of a page."""
    parts = [printed.get(word, word) for word in words]
    name = parts[0]
    for before, word, part in zip(words, words[1:], parts[1:], strict=False):
        is_compound = word in JOINED and before not in NEVER_JOINED_AFTER and word != words[-1]
        is_joined = is_compound or before in PREFIXES or (before, word) in JOINED_PAIRS
        name += f"-{part}" if is_joined else f" {part}"
    return name if any(letter.isupper() for letter in parts[0]) else name[0].upper() + name[1:]


class Merger:
    """Collects concepts by the keys of their names; who comes first has the name."""

    def __init__(self, printed: Mapping[str, str]) -> None:
        self.printed = printed
        self.by_key: dict[str, Found] = {}
        self.found: list[Found] = []
        for concept in CURATED:
            self.start(
                Found(
                    concept.names[0],
                    tuple(w.lower() for w in WORD.findall(concept.names[0])),
                    is_curated=True,
                ),
                concept.names,
            )

    def start(self, one: Found, names: Iterable[str]) -> None:
        self.found.append(one)
        for name in names:
            self.add_name(one, name)

    def add_name(self, one: Found, name: str) -> None:
        if self.by_key.setdefault(key_of_name(name), one) is one and name not in one.names:
            one.names.append(name)

    def add_terms(self, terms: Iterable[Weighed]) -> None:
        """Terms, the most frequent first: other spellings of a concept become its names."""
        for term in sorted(terms, key=lambda term: (-term.works, term.words)):
            name = name_of(term.words, self.printed)
            if not may_be_named(name):
                continue
            known = self.by_key.get(key_of(term.words))
            if known is None:
                self.start(Found(name, term.words, termhood=term.termhood), [name])
            elif singular_words(name) not in map(singular_words, known.names):
                known.names.append(name)
                known.termhood = max(known.termhood, term.termhood)

    def add_acronyms(self, agreed: Mapping[str, tuple[Words, int]], forbidden: Collection[str]) -> None:
        """Acronyms to the concepts that they stand for; what many explain is a concept by that."""
        for short, (words, works) in sorted(agreed.items(), key=lambda item: (-item[1][1], item[0])):
            one = self.by_key.get(key_of(words))
            name = name_of(words, self.printed)
            is_enough = works >= FEWEST_EXPLAINED and may_be_named(name)
            if one is None and is_enough and may_be_concept(words, forbidden):
                one = Found(name, tuple(words), termhood=EXPLAINED)
                self.start(one, [name])
            if one is not None and short.isupper() and short.lower() not in self.by_key:
                self.by_key[short.lower()] = one
                one.names.append(short)


def may_be_named(name: str) -> bool:
    """Whether it has an address, and is no string of letters that somebody forgot to part."""
    return len(name) <= LONGEST_NAME and 0 < len(concept_slug(name)) <= LONGEST_NAME


def may_be_concept(words: Words, forbidden: Collection[str]) -> bool:
    """Whether what an acronym stands for is a subject: no institution, venue or measure of everything."""
    text = " ".join(words)
    return (
        len(words) > 1
        and words[-1] not in NO_HEADS
        and not INSTITUTIONS.intersection(words)
        and text not in STOP_PHRASES
        and text not in forbidden
        and word_of(words[0]) != "" != word_of(words[-1])
        and not OTHER_LANGUAGES.intersection(words)
    )


def singular_words(name: str) -> Words:
    return tuple(singular(word.lower()) for word in WORD.findall(name))
