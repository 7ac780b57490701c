"""What a visitor typed to find works, and the ways to answer it, each more forgiving than the one before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from django.db import connection

from works.words import TypedWord, read_typed

# What is more than words: phrases, what is left out, choices.
OPERATORS = re.compile(r'"|(?:^|\s)-[^\s-]|(?<![\w-])OR(?![\w-])')
LEFT_OUT = re.compile(r'(?:^|\s)-(?:"[^"]*"?|\S+)')
# Phrases, or what the search engine would take for a choice or for an exclusion and titles have for a word or a dash.
SMALL_OR = r"(?<![\w-])(?!OR)(?i:or)(?![\w-])"
MARKS = re.compile(rf'("[^"]*"?)|{SMALL_OR}|(?<!\w)-+(?=\s|$)')
MARKS_OF_WORDS = re.compile(rf"{SMALL_OR}|(?<!\w)-+")

# What the search engine reads in them: lexemes that a found work must or may have.
READ = "SELECT querytree(websearch_to_tsquery('english', works_without_accents(%(text)s)))"
LEXEME = re.compile(r"'((?:[^']|'')+)'")
# Nearly every work answers to these.
ONLY_EXCLUSIONS = ("", "T")

# Titles are weighed by so many words of a query: the rarest.
MOST_WEIGHED = 16
# A word that was perhaps meant is less sure than one that was typed.
SURENESS_OF_MEANT = 0.8
# Titles that lack one of the words have two of the rarest three; those that lack up to three, two of the
# rarest five. Pairs of rare words are few titles' own, so that not many have to be looked at.
PAIRED = (3, 5)


@dataclass(frozen=True, slots=True)
class Sought:
    """A word as titles are asked for it, and how much it weighs."""

    query: str
    weight: float


@dataclass(frozen=True, slots=True)
class Way:
    """Which works answer: those that have all of what is asked of their text, or that of their title."""

    text: str = ""  # for websearch_to_tsquery
    texts: str = ""  # a tsquery for titles and abstracts
    titles: str = ""  # a tsquery for titles
    title: str = ""  # a whole title
    is_mended: bool = False
    has_all: bool = True
    is_last: bool = False  # only where nothing else found anything


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, and how its words are understood."""

    text: str
    typed: tuple[TypedWord, ...]
    is_plain: bool
    asked: str = ""  # the text as the search engine is asked for it
    is_verbatim: bool = False  # all words as they were typed, or nothing

    def as_typed(self) -> "Query":
        """The same where nothing else was meant."""
        typed = tuple(replace(one, meant=()) for one in self.typed)
        return replace(self, typed=typed, is_verbatim=True)

    @property
    def known(self) -> list[TypedWord]:
        """Words that something has, or that can be mended."""
        return [word for word in self.typed if word.works or word.meant]

    @property
    def sought(self) -> list[Sought]:
        """The words by which titles are weighed, the rarest first."""
        return sorted(map(sought, self.known), key=lambda one: -one.weight)[:MOST_WEIGHED]

    @property
    def replaced(self) -> dict[str, str]:
        """Words that nothing has, and what was most likely meant."""
        return {one.word: one.meant[0].word for one in self.typed if one.is_unknown and one.meant}

    @property
    def doubted(self) -> dict[str, str]:
        """Words that hardly any title has, where much commoner ones are near."""
        return {one.word: one.meant[0].word for one in self.typed if one.meant and not one.is_unknown}

    @property
    def stems(self) -> list[str]:
        """What to mark in the works found."""
        meant = (stem for one in self.typed if one.is_unknown for stem in (near.stem for near in one.meant))
        return [*(one.stem for one in self.typed), *meant]


def read_query(text: str, *, verbatim: bool = False) -> Query:
    """Understand what was typed; verbatim: nothing else was meant."""
    is_plain = not OPERATORS.search(text)
    asked = MARKS_OF_WORDS.sub(" ", text) if is_plain else MARKS.sub(lambda mark: mark[1] or " ", text)
    typed = read_typed(text if is_plain else LEFT_OUT.sub(" ", text))
    if not is_plain and not read_words(asked):
        typed = []
    query = Query(text, tuple(typed), is_plain, asked)
    return query.as_typed() if verbatim or not is_plain else query


def wanted_text(text: str) -> str:
    """The text without what it leaves out."""
    return " ".join(LEFT_OUT.sub(" ", text).split()) if OPERATORS.search(text) else text


def read_words(text: str) -> list[str]:
    """The stems that the search engine seeks, without those excluded; none if only exclusions are left."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"text": text})
        tree = cursor.fetchone()[0]
    return [] if tree in ONLY_EXCLUSIONS else [stem.replace("''", "'") for stem in LEXEME.findall(tree)]


def sought(word: TypedWord) -> Sought:
    """A doubtful word may be what it is, or any that it may have been meant to be."""
    if not word.meant:
        return Sought(quoted(word.stem), word.rarity)
    stems = [*([word.stem] if word.works else []), *(one.stem for one in word.meant)]
    return Sought(f"({' | '.join(map(quoted, dict.fromkeys(stems)))})", word.rarity * SURENESS_OF_MEANT)


def quoted(stem: str) -> str:
    """A lexeme within a tsquery. Words of titles have neither apostrophes nor backslashes."""
    return f"'{stem}'"


def ways(query: Query) -> Iterator[Way]:
    """To be tried one after the other until enough is found."""
    if not query.typed:
        return
    if not query.is_plain:
        yield Way(text=query.asked, title=query.text)
        return
    if all(word.works for word in query.typed):
        yield Way(text=query.asked, titles=whole(query.typed))
    if query.sought and not query.is_verbatim:
        yield from forgiving_ways(query)


def forgiving_ways(query: Query) -> Iterator[Way]:
    """With words put instead of mistyped ones, with words missing, and at last with either of the rarest."""
    is_mended, all_words = (
        bool(query.replaced or query.doubted),
        " & ".join(one.query for one in query.sought),
    )
    if is_mended or len(query.known) < len(query.typed):
        yield Way(
            texts=all_words,
            titles=all_words,
            is_mended=is_mended,
            has_all=len(query.known) == len(query.typed),
            is_last=not query.replaced and len(query.known) == len(query.typed),
        )
    for number in PAIRED:
        if len(query.sought) >= number:
            titles = pairs(query.sought[:number])
            yield Way(texts=all_words, titles=titles, is_mended=is_mended, has_all=False)
    if query.replaced and len(query.sought) > 1:
        rarest = " | ".join(one.query for one in query.sought[:2])
        yield Way(texts=all_words, titles=rarest, is_mended=True, has_all=False, is_last=True)


def whole(typed: Sequence[TypedWord]) -> str:
    return " & ".join(quoted(word.stem) for word in typed)


def pairs(rarest: Sequence[Sought]) -> str:
    """Any two of them."""
    return " | ".join(f"({one.query} & {other.query})" for one, other in combinations(rarest, 2))
