"""Institutions and venues that answer to a name, or to the beginning of one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import connection

from common.acl_venues import NAMES
from common.names import fold
from common.organizations import SMALL_WORDS, WHOLE_WORDS, name_key
from works.finding import MOST, PER_PAGE, Found
from works.models import Institution, Venue

MOST_WORDS = 12
# Keys have singulars: "technologies" is found by what it has in common with "technology".
PLURAL = re.compile(r"(?<=\w{3})(?:ies|y|(?<![su])s)$")

# The name itself comes first, then what has works here, then what begins so, and the larger of two.
# Relies on institution_trigrams, institution_name_trigrams, venue_trigrams, which answer for words one by one, not
# for `key ~ ALL(words)`: that read all names, 160 ms with the whole registry.
NAMED = """
WITH named AS (
    SELECT id, min(place) AS place
    FROM (
        {named}
    ) AS named (id, key)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN key = ANY(%(names)s) THEN 0 WHEN starts_with(key, %(text)s) THEN 1 ELSE 2 END AS place
    ) AS likeness
    GROUP BY id
),
counted AS (
    SELECT total, least(%(page)s, greatest((least(total, %(most)s) + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (SELECT least(count(*), %(most)s + 1) AS total FROM named) AS named
)
SELECT counted.total,
       counted.page,
       ARRAY(
           SELECT shown.id
           FROM named
           JOIN {table} AS shown ON shown.id = named.id
           ORDER BY named.place > 0, shown.works_count = 0, named.place, shown.works_count DESC, shown.key, shown.id
           LIMIT %(per_page)s OFFSET (counted.page - 1) * %(per_page)s
       )
FROM counted
"""
# Whose name it is, however many words that has.
INSTITUTIONS_NAMED = """
    SELECT id, key FROM works_institution
    WHERE key = %(text)s AND {listed}
    UNION ALL
    SELECT institution_id, key FROM works_institutionname
    WHERE key = %(text)s AND {is_name}
"""
VENUES_NAMED = "SELECT id, key FROM works_venue WHERE key = ANY(%(names)s)"
# Of a word that stands in half of all names, the largest are looked at, and of those without works as many.
INSTITUTIONS_BEGUN = """
    UNION ALL
    (SELECT id, key FROM works_institution
     WHERE {begun} AND {listed} AND works_count > 0
     ORDER BY works_count DESC, id LIMIT %(most)s + 1)
    UNION ALL
    (SELECT id, key FROM works_institution WHERE {begun} AND {listed} LIMIT %(most)s + 1)
    UNION ALL
    (SELECT large.id, other.key
     FROM (SELECT institution_id, key FROM works_institutionname WHERE {begun} AND {is_name}) AS other
     JOIN (SELECT id, works_count FROM works_institution WHERE works_count > 0) AS large
       ON large.id = other.institution_id
     ORDER BY large.works_count DESC, large.id LIMIT %(most)s + 1)
    UNION ALL
    (SELECT institution_id, key FROM works_institutionname WHERE {begun} AND {is_name} LIMIT %(most)s + 1)
"""
VENUES_BEGUN = """
    UNION ALL
    (SELECT id, key FROM works_venue WHERE {begun} ORDER BY works_count DESC, id LIMIT %(most)s + 1)
"""
LISTED = "NOT (ror IS NULL AND successor_id IS NOT NULL)"
IS_NAME = "kind NOT IN ('domain', 'website')"


Place = TypeVar("Place", Institution, Venue)
Beginnings = tuple[str, ...]  # of one word: any of them


@dataclass(frozen=True, slots=True)
class Sought:
    """Places of one table: whose key it is, and who has a word that begins so for each of the patterns."""

    table: str
    named: str
    begun: str
    key: str
    patterns: list[str]
    stands_for: str = ""  # the key of the whole name, if the other is short for it


@dataclass(frozen=True, slots=True)
class FoundPlaces(Generic[Place]):
    """Institutions or venues of one page of what was found."""

    places: Sequence[Place] = ()
    found: Found = field(default_factory=Found)


def find_institutions(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> FoundPlaces[Institution]:
    key = name_key(text)
    sought = Sought("works_institution", INSTITUTIONS_NAMED, INSTITUTIONS_BEGUN, key, patterns(text, key))
    found = run(sought, page, per_page)
    known = Institution.objects.in_bulk(found.ids)
    return FoundPlaces([known[pk] for pk in found.ids], found)


def find_venues(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> FoundPlaces[Venue]:
    """A short code of the ACL Anthology leads to the venue it stands for too."""
    key = fold(text)
    sought = Sought(
        "works_venue",
        VENUES_NAMED,
        VENUES_BEGUN,
        key,
        patterns(text, key),
        stands_for=fold(NAMES.get(key, "")),
    )
    found = run(sought, page, per_page)
    known = Venue.objects.in_bulk(found.ids)
    return FoundPlaces([known[pk] for pk in found.ids], found)


def run(sought: Sought, page: int, per_page: int) -> Found:
    if not sought.key:
        return Found()
    words = {f"word_{place}": pattern for place, pattern in enumerate(sought.patterns)}
    begun = " AND ".join(f"key ~ %({name})s" for name in words)
    named = (sought.named + (sought.begun if words else "")).format(
        begun=begun, listed=LISTED, is_name=IS_NAME
    )
    parameters: dict[str, Any] = {
        "text": sought.key,
        "names": [name for name in (sought.key, sought.stands_for) if name],
        **words,
        "page": page,
        "per_page": per_page,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(NAMED.format(named=named, table=sought.table), parameters)
        total, page, ids = cursor.fetchone()
    return Found(ids=ids, total=total, page=page)


def patterns(text: str, key: str) -> list[str]:
    """Words of a name must begin so; none where there are too many words, or none of three letters."""
    words = telling(beginnings(text, key))
    if len(words) > MOST_WORDS or not any(map(is_long, words)):
        return []
    return [rf"\m{word[0]}" if len(word) == 1 else rf"\m(?:{'|'.join(word)})" for word in words]


def beginnings(text: str, key: str) -> list[Beginnings]:
    """How words of a name may begin that answers to the key. The last word typed may be short, or only begun."""
    words = [word for word in key.split() if word not in SMALL_WORDS and word.isalnum()]
    begun: list[Beginnings] = [(PLURAL.sub("", word),) for word in words]
    last = fold(text).rpartition(" ")[2]
    if words and WHOLE_WORDS.get(last) == words[-1]:
        short, whole = PLURAL.sub("", last), begun[-1][0]
        begun[-1] = (short,) if whole.startswith(short) else (whole, short)
    return begun


def telling(words: list[Beginnings]) -> list[Beginnings]:
    """Without those that another one says as well: "univ" beside "university"."""
    said = list(dict.fromkeys(words))
    return [word for word in said if not any(implies(other, word) for other in said if other != word)]


def implies(other: Beginnings, word: Beginnings) -> bool:
    return all(beginning.startswith(word) for beginning in other)


def is_long(word: Beginnings) -> bool:
    return all(len(beginning) > 2 or not beginning.isascii() for beginning in word)
