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
# Relies on institution_trigrams, institution_name_trigrams, venue_trigrams.
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
    LIMIT %(most)s + 1
),
counted AS (
    SELECT total, least(%(page)s, greatest((least(total, %(most)s) + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (SELECT count(*) AS total FROM named) AS named
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
INSTITUTIONS = NAMED.format(
    named="""
        SELECT id, key FROM works_institution
        WHERE key ~ ALL(%(begun)s) AND NOT (ror IS NULL AND successor_id IS NOT NULL)
        UNION ALL
        SELECT institution_id, key FROM works_institutionname
        WHERE key ~ ALL(%(begun)s) AND kind NOT IN ('domain', 'website')
    """,
    table="works_institution",
)
VENUES = NAMED.format(
    named="SELECT id, key FROM works_venue WHERE key ~ ALL(%(begun)s)",
    table="works_venue",
)


Place = TypeVar("Place", Institution, Venue)


@dataclass(frozen=True, slots=True)
class FoundPlaces(Generic[Place]):
    """Institutions or venues of one page of what was found."""

    places: Sequence[Place] = ()
    found: Found = field(default_factory=Found)


def find_institutions(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> FoundPlaces[Institution]:
    found = run(INSTITUTIONS, text, page, per_page)
    known = Institution.objects.in_bulk(found.ids)
    return FoundPlaces([known[pk] for pk in found.ids], found)


def find_venues(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> FoundPlaces[Venue]:
    found = run(VENUES, text, page, per_page)
    known = Venue.objects.in_bulk(found.ids)
    return FoundPlaces([known[pk] for pk in found.ids], found)


def run(statement: str, text: str, page: int, per_page: int) -> Found:
    begun = patterns(text)
    if not begun:
        return Found()
    key = " ".join(word for word in fold(text).split() if word not in SMALL)
    parameters: dict[str, Any] = {
        "text": key,
        "begun": begun,
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
