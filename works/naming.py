"""Institutions and venues that answer to a name, or to the beginning of one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import connection

from common.names import fold
from works.finding import MOST, PER_PAGE, Found
from works.models import Institution, Venue

MOST_WORDS = 12
# Keys of institutions know no such words, and keys of venues are found without them.
SMALL = {"a", "an", "and", "at", "de", "der", "des", "di", "do", "du", "for", "in", "la", "of", "on", "the"}
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
        SELECT CASE WHEN key = %(text)s THEN 0 WHEN starts_with(key, %(text)s) THEN 1 ELSE 2 END AS place
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
# Of a word that stands in half of all names, the largest are looked at, and of those without works as many.
INSTITUTIONS = """
    SELECT id, key FROM works_institution
    WHERE key = %(text)s AND {listed}
    UNION ALL
    SELECT institution_id, key FROM works_institutionname
    WHERE key = %(text)s AND {is_name}
    UNION ALL
    (SELECT id, key FROM works_institution
     WHERE {begun} AND {listed} AND works_count > 0
     ORDER BY works_count DESC, id LIMIT %(most)s + 1)
    UNION ALL
    (SELECT id, key FROM works_institution WHERE {begun} AND {listed} LIMIT %(most)s + 1)
    UNION ALL
    (SELECT institution_id, key FROM works_institutionname WHERE {begun} AND {is_name} LIMIT %(most)s + 1)
"""
VENUES = """
    SELECT id, key FROM works_venue WHERE key = %(text)s
    UNION ALL
    (SELECT id, key FROM works_venue WHERE {begun} ORDER BY works_count DESC, id LIMIT %(most)s + 1)
"""
LISTED = "NOT (ror IS NULL AND successor_id IS NOT NULL)"
IS_NAME = "kind NOT IN ('domain', 'website')"


Place = TypeVar("Place", Institution, Venue)


@dataclass(frozen=True, slots=True)
class FoundPlaces(Generic[Place]):
    """Institutions or venues of one page of what was found."""

    places: Sequence[Place] = ()
    found: Found = field(default_factory=Found)


def find_institutions(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> FoundPlaces[Institution]:
    found = run("works_institution", INSTITUTIONS, text, page, per_page)
    known = Institution.objects.in_bulk(found.ids)
    return FoundPlaces([known[pk] for pk in found.ids], found)


def find_venues(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> FoundPlaces[Venue]:
    found = run("works_venue", VENUES, text, page, per_page)
    known = Venue.objects.in_bulk(found.ids)
    return FoundPlaces([known[pk] for pk in found.ids], found)


def run(table: str, named: str, text: str, page: int, per_page: int) -> Found:
    begun = {f"word_{place}": pattern for place, pattern in enumerate(patterns(text))}
    if not begun:
        return Found()
    every_word = " AND ".join(f"key ~ %({name})s" for name in begun)
    statement = NAMED.format(
        named=named.format(begun=every_word, listed=LISTED, is_name=IS_NAME), table=table
    )
    key = " ".join(word for word in fold(text).split() if word not in SMALL)
    parameters: dict[str, Any] = {
        "text": key,
        **begun,
        "page": page,
        "per_page": per_page,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        total, page, ids = cursor.fetchone()
    return Found(ids=ids, total=total, page=page)


def patterns(text: str) -> list[str]:
    """Words of a name must begin so; none where there are too many words, or none of three letters."""
    words = [word for word in fold(text).split() if word not in SMALL and word.isalnum()]
    if len(words) > MOST_WORDS or not any(len(word) > 2 or not word.isascii() for word in words):
        return []
    return [rf"\m{PLURAL.sub('', word)}" for word in words]
