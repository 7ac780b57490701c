"""Concepts found in titles and abstracts: a vocabulary of our own, matched word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from works.vocabulary import VOCABULARY

WORD = re.compile(r"[^\W_]+")
ACRONYM = re.compile(r"[A-Z]{2,}(?: ?[A-Z0-9]+)*")
# How sure a mention makes us that the work is about the concept: standing in the title says more than
# standing in the abstract, and standing there twice more than once.
IN_TITLE, IN_ABSTRACT_OFTEN, IN_ABSTRACT_ONCE = 0.9, 0.7, 0.5

Term = tuple[str, ...]


def concept_slug(name: str) -> str:
    return "-".join(WORD.findall(name.lower()))


def singular(word: str) -> str:
    """The word without the plural s, which is all the inflection that technical terms need."""
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


def term_of(text: str) -> Term:
    """The words to look for: small letters, or capitals where it is an acronym."""
    words = WORD.findall(text)
    return (
        tuple(words)
        if ACRONYM.fullmatch(" ".join(words))
        else tuple(singular(word.lower()) for word in words)
    )


def by_first_word(vocabulary: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[Term, str]]]:
    """First word → the terms that start with it, longest first, each with the slug of its concept."""
    terms: dict[str, list[tuple[Term, str]]] = {}
    for name, variants in vocabulary.items():
        for term in {term_of(text) for text in (name, *variants)}:
            terms.setdefault(term[0].lower(), []).append((term, concept_slug(name)))
    for candidates in terms.values():
        candidates.sort(key=lambda candidate: (-len(candidate[0]), candidate))
    return terms


# Under each first word in small letters, and under its plural.
STARTS = {
    form: candidates
    for first, candidates in by_first_word(VOCABULARY).items()
    for form in (first.lower(), f"{first.lower()}s")
}
NAMES = {concept_slug(name): name for name in VOCABULARY}


def without_plural_s(word: str) -> str:
    """ "LSTMs" is the plural of an acronym; any other word stays."""
    return word[:-1] if word[-1] == "s" and word[:-1].isupper() else word


def mentions(text: str) -> Iterator[str]:
    """The slugs of the concepts that the text mentions, as often as it does, the longest term winning."""
    printed = WORD.findall(text)
    past = 0
    for place, word in enumerate(printed):
        # Most words start no term: this look-up is all that they cost.
        if place >= past and (candidates := STARTS.get(word.lower())):
            term, slug = first_fitting(candidates, printed, place)
            if slug:
                yield slug
                past = place + len(term)


def first_fitting(candidates: Iterable[tuple[Term, str]], printed: list[str], place: int) -> tuple[Term, str]:
    """The first candidate that stands in the text at this place, or nothing."""
    following = printed[place + 1] if place + 1 < len(printed) else ""
    second = (singular(following.lower()), without_plural_s(following)) if following else ()
    for term, slug in candidates:
        # Most candidates fail at their second word.
        if len(term) > 1 and term[1] not in second:
            continue
        found = printed[place : place + len(term)]
        if len(found) == len(term) and all(map(fits, term, found)):
            return term, slug
    return (), ""


def fits(word: str, printed: str) -> bool:
    """Whether the printed word is this word of a term: an acronym as it is, any other in any case."""
    return without_plural_s(printed) == word if word.isupper() else singular(printed.lower()) == word


def concepts_in(title: str, abstract: str) -> list[tuple[str, float]]:
    """(slug, confidence from 0 to 1) of each concept that title or abstract mentions."""
    in_title = set(mentions(title))
    in_abstract = Counter(mentions(abstract))
    found = {
        slug: IN_ABSTRACT_OFTEN if times > 1 else IN_ABSTRACT_ONCE for slug, times in in_abstract.items()
    }
    found |= dict.fromkeys(in_title, IN_TITLE)
    return sorted(found.items())
