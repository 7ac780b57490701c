"""Researchers who answer to a name, however it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from anyascii import anyascii
from django.db import connection

from common.identifiers import normalize_orcid
from common.names import fold, is_wordlike
from researchers.models import ExternalId, Researcher
from works.finding import MOST, PER_PAGE, Found
from works.identified import without_what_is_behind

# A longer text is no name; and of a long one nobody guesses.
MOST_WORDS, MOST_WORDS_GUESSED = 6, 4
# What trigrams must share with a mistyped name: "Cristopher Maning" and "Christopher Manning" share 0.6.
ALIKE = 0.45
SHORTEST_ALIKE = 4  # letters

# A name answers if it has every word sought, in whatever order. First come those of just these words, then
# those that have them whole, an initial being whole where a word begins so, and of these first those that have
# them in the order typed. (Names of the same words in another order have the same trigrams.)
# A preferred name is one of the variants too. Relies on the index name_variant_trigrams.
NAMED = """
WITH answer AS (
    SELECT researcher_id AS id,
           max(CASE
               WHEN similarity(name_key, %(text)s) = 1 THEN 3
               WHEN NOT name_key ~ ALL(%(whole)s) THEN 0
               WHEN name_key ~ %(in_order)s THEN 2
               ELSE 1
           END) AS likeness
    FROM researchers_namevariant
    WHERE ({narrow}) AND name_key ~ ALL(%(each)s) AND name_key ~ %(some)s AND NOT is_former
    GROUP BY researcher_id
)"""
# Two letters are no trigram, but LIKE knows that a word begins there, and a regular expression does not:
# "li" takes 5 ms instead of 50.
BY_WORD = "name_key LIKE %(begins)s OR name_key LIKE %(follows)s"
BY_INITIAL = "name_key ~ %(longest)s"
ALIKE_NAMED = """
WITH answer AS (
    SELECT researcher_id AS id, round(max(similarity(name_key, %(text)s))::numeric, 1) AS likeness
    FROM researchers_namevariant
    WHERE name_key %% %(text)s AND NOT is_former
    GROUP BY researcher_id
    HAVING max(similarity(name_key, %(text)s)) >= %(alike)s
)"""
PAGE = """,
candidate AS MATERIALIZED (
    SELECT researcher.id, answer.likeness, researcher.works_count
    FROM answer
    JOIN researchers_researcher AS researcher
      ON researcher.id = answer.id AND researcher.merged_into_id IS NULL AND researcher.visibility = ''
),
counted AS (
    SELECT total, least(%(page)s, greatest((least(total, %(most)s) + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (SELECT count(*) AS total FROM candidate) AS candidate
)
SELECT counted.total,
       counted.page,
       ARRAY(
           SELECT id FROM candidate
           ORDER BY likeness DESC, works_count DESC, id
           LIMIT %(per_page)s OFFSET (counted.page - 1) * %(per_page)s
       ),
       (SELECT max(likeness) FROM candidate)
FROM counted
"""
# From here on a name has all the words whole.
WHOLE = 1


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """Researchers of one page of what was found, and whether their names are only alike, or have all words whole."""

    people: Sequence[Researcher] = ()
    found: Found = field(default_factory=Found)
    are_guesses: bool = False
    is_exact: bool = False


def find_researchers(
    text: str, *, page: int = 1, per_page: int = PER_PAGE, guesses: bool = True
) -> FoundPeople:
    """Researchers of this name; where there are none, those with its initials or much like it, if wanted."""
    named = find_named(text, page=page, per_page=per_page)
    return guess_researchers(text, page=page, per_page=per_page) if guesses and not named.people else named


def find_named(text: str, *, page: int, per_page: int) -> FoundPeople:
    """Researchers who have every word in their name, perhaps longer."""
    way = next(ways(words_of(text)), None)
    if way is None:
        return FoundPeople()
    found, likeness = run(*way, page, per_page)
    return FoundPeople(in_order(found), found, is_exact=likeness >= WHOLE)


def guess_researchers(text: str, *, page: int, per_page: int) -> FoundPeople:
    """Researchers whose name is only like this one."""
    for answer, parameters in islice(ways(words_of(text)), 1, None):
        found, _ = run(answer, parameters, page, per_page)
        if found.total:
            return FoundPeople(in_order(found), found, are_guesses=True)
    # "Иванов" may be printed as "Ivanov" alone. The other way round nobody knows how.
    latin = anyascii(text)
    if latin != text and fold(latin) != fold(text):
        found_in_latin = find_researchers(latin, page=page, per_page=per_page)
        return replace(found_in_latin, are_guesses=True, is_exact=False)
    return FoundPeople()


def ways(words: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Statements to try one after the other, each more forgiving than the one before."""
    if not words:
        return
    yield NAMED.format(narrow=BY_WORD), name_patterns(words, list(map(begun, words)))
    if len(words) > MOST_WORDS_GUESSED:
        return
    if len(words) > 1:
        yield NAMED.format(narrow=BY_INITIAL), name_patterns(words, list(map(begun_or_initial, words)))
    if sum(map(len, words)) >= SHORTEST_ALIKE:
        yield ALIKE_NAMED, {"text": " ".join(words), "alike": ALIKE}


def words_of(text: str) -> list[str]:
    """The folded words of what may be a name; none if it has no letters, only initials, or too many words."""
    words = fold(text).split()
    if len(words) > MOST_WORDS or not all(is_wordlike(letter) for word in words for letter in word):
        return []
    return words if not all(map(is_initial, words)) else []


def name_patterns(words: list[str], each: list[str]) -> dict[str, Any]:
    """Patterns of PostgreSQL: `each` must be there, and one word as more than an initial."""
    longest = max(words, key=len)
    more_than_initials = [rest_of(word) for word in words if not is_initial(word)]
    return {
        "text": " ".join(words),
        "begins": f"{longest}%",
        "follows": f"% {longest}%",
        "longest": each[words.index(longest)],
        "each": each,
        "some": rf"\m({'|'.join(more_than_initials)})",
        "whole": list(map(whole, words)),
        "in_order": ".*".join(map(whole, words)),
    }


def is_initial(word: str) -> bool:
    """A letter of an alphabet alone; a Chinese one may be a whole name."""
    return len(word) == 1 and word.isascii()


def rest_of(word: str) -> str:
    """The word as a beginning if it is long enough to be told from others, else as a whole."""
    return rf"{word}\M" if len(word) == 2 and word.isascii() else word


def begun(word: str) -> str:
    return rf"\m{rest_of(word)}"


def whole(word: str) -> str:
    return rf"\m{word}" if is_initial(word) else rf"\m{word}\M"


def begun_or_initial(word: str) -> str:
    return begun(word) if is_initial(word) else rf"\m({rest_of(word)}|{word[0]}\M)"


def run(answer: str, parameters: dict[str, Any], page: int, per_page: int) -> tuple[Found, float]:
    """One page of those who answer, and how like the likeliest is."""
    with connection.cursor() as cursor:
        cursor.execute(answer + PAGE, {**parameters, "page": page, "per_page": per_page, "most": MOST})
        total, page, ids, likeness = cursor.fetchone()
    return Found(ids=ids, total=total, page=page), likeness or 0


def in_order(found: Found) -> list[Researcher]:
    people = Researcher.objects.in_bulk(found.ids)
    return [people[pk] for pk in found.ids]


def researcher_identified(text: str) -> Researcher | None:
    """The researcher with this ORCID iD; of a merged one, who took over. Nobody whose page is not public."""
    orcid = normalize_orcid(without_what_is_behind(text))
    known = (
        ExternalId.objects.select_related("researcher__merged_into")
        .filter(scheme="orcid", value=orcid)
        .first()
        if orcid
        else None
    )
    if known is None:
        return None
    person = known.researcher.merged_into or known.researcher
    return person if person.is_public else None
