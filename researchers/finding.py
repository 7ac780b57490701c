"""Researchers who answer to a name, however it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from common.identifiers import normalize_orcid
from common.names import fold, is_wordlike
from researchers.models import ExternalId, Researcher
from works.finding import MOST, PER_PAGE, Found

# A longer text is no name.
MOST_WORDS = 6
# What trigrams must share with a mistyped name: "Cristopher Maning" and "Christopher Manning" share 0.6.
ALIKE = 0.45
SHORTEST_ALIKE = 4  # letters

# A name answers if it has every word sought, in whatever order. The index narrows by the longest word.
NAMED = """
WITH variant AS (
    SELECT researcher_id AS id, name_key FROM researchers_namevariant
    UNION ALL
    SELECT id, name_key FROM researchers_researcher
),
answer AS (
    SELECT id, bool_or(name_key ~ ALL(%(whole)s)) AS is_whole, 1.0 AS likeness
    FROM variant
    WHERE name_key ~ %(longest)s AND name_key ~ ALL(%(each)s) AND name_key ~ %(some)s
    GROUP BY id
)"""
# Relies on the trigram indexes of both name keys.
ALIKE_NAMED = """
WITH variant AS (
    SELECT researcher_id AS id, name_key FROM researchers_namevariant WHERE name_key %% %(text)s
    UNION ALL
    SELECT id, name_key FROM researchers_researcher WHERE name_key %% %(text)s
),
answer AS (
    SELECT id, false AS is_whole, round(max(similarity(name_key, %(text)s))::numeric, 1) AS likeness
    FROM variant
    GROUP BY id
    HAVING max(similarity(name_key, %(text)s)) >= %(alike)s
)"""
PAGE = """,
candidate AS MATERIALIZED (
    SELECT researcher.id, answer.is_whole, answer.likeness, researcher.works_count
    FROM answer
    JOIN researchers_researcher AS researcher ON researcher.id = answer.id AND researcher.merged_into_id IS NULL
),
counted AS (
    SELECT total, least(%(page)s, greatest((least(total, %(most)s) + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (SELECT count(*) AS total FROM candidate) AS candidate
)
SELECT counted.total,
       counted.page,
       ARRAY(
           SELECT id FROM candidate
           ORDER BY is_whole DESC, likeness DESC, works_count DESC, id
           LIMIT %(per_page)s OFFSET (counted.page - 1) * %(per_page)s
       )
FROM counted
"""


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """Researchers of one page of what was found, and whether their names are only alike."""

    people: list[Researcher]
    found: Found
    are_guesses: bool = False


def find_researchers(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> FoundPeople:
    """Researchers of this name; where there are none, those with its initials or much like it."""
    words = words_of(text)
    if not words:
        return FoundPeople([], Found())
    for answer, parameters in ways(words):
        found = run(answer, parameters, page, per_page)
        if found.total:
            return FoundPeople(in_order(found), found, are_guesses=parameters.get("each") != begun_words(words))
    return FoundPeople([], Found())


def ways(words: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Statements to try one after the other, each more forgiving than the one before."""
    yield NAMED, name_patterns(words, begun_words(words))
    if len(words) > 1:
        yield NAMED, name_patterns(words, [with_initial(word) for word in words])
    if sum(map(len, words)) >= SHORTEST_ALIKE:
        yield ALIKE_NAMED, {"text": " ".join(words), "alike": ALIKE}


def words_of(text: str) -> list[str]:
    """The folded words of what may be a name; none if it has no letters, only initials, or too many words."""
    words = fold(text).split()
    if len(words) > MOST_WORDS or not all(is_wordlike(letter) for word in words for letter in word):
        return []
    return words if not all(map(is_initial, words)) else []


def name_patterns(words: list[str], each: list[str]) -> dict[str, Any]:
    """Regular expressions of PostgreSQL: `each` must be there, and one word as more than an initial."""
    more_than_initials = [rest_of(word) for word in words if not is_initial(word)]
    return {
        "longest": each[words.index(max(words, key=len))],
        "each": each,
        "some": rf"\m({'|'.join(more_than_initials)})",
        "whole": [rf"\m{word}\M" for word in words],
    }


def is_initial(word: str) -> bool:
    """A letter of an alphabet alone; a Chinese one may be a whole name."""
    return len(word) == 1 and word.isascii()


def begun_words(words: list[str]) -> list[str]:
    """Every word as the beginning of one in the name."""
    return [rf"\m{word if is_initial(word) else rest_of(word)}" for word in words]


def rest_of(word: str) -> str:
    """The word as a beginning if it is long enough to be told from others, else as a whole."""
    return word if len(word) > 2 or not word.isascii() else rf"{word}\M"


def with_initial(word: str) -> str:
    """The word, or its first letter alone."""
    return rf"\m{word}" if is_initial(word) else rf"\m({rest_of(word)}|{word[0]}\M)"


def run(answer: str, parameters: dict[str, Any], page: int, per_page: int) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(answer + PAGE, {**parameters, "page": page, "per_page": per_page, "most": MOST})
        total, page, ids = cursor.fetchone()
    return Found(ids=ids, total=total, page=page)


def in_order(found: Found) -> list[Researcher]:
    people = Researcher.objects.in_bulk(found.ids)
    return [people[pk] for pk in found.ids]


def researcher_identified(text: str) -> Researcher | None:
    """The researcher with this ORCID iD; of a merged one, who took over."""
    orcid = normalize_orcid(text.strip())
    known = (
        ExternalId.objects.select_related("researcher__merged_into")
        .filter(scheme="orcid", value=orcid)
        .first()
        if orcid
        else None
    )
    return (known.researcher.merged_into or known.researcher) if known else None
