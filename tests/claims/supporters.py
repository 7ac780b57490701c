"""Who supports whom, as the network of confirmation has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from claims.evidence.coauthors import MOST_AUTHORS
from claims.examination.support import LISTED, SUPPORT

SUPPORTERS_OF = f"""
WITH chosen AS (
    SELECT id, user_id FROM researchers_researcher WHERE id = ANY(%(ids)s) AND merged_into_id IS NULL
),
{LISTED},
{SUPPORT}
SELECT researcher_id, giver_id, public_id, way, distance, given_on, counts_until
FROM support
ORDER BY researcher_id, way, public_id
"""


@dataclass(frozen=True, slots=True)
class Support:
    """That somebody supports a page. A vouch counts until a day; a work they wrote together for good."""

    researcher_id: int
    giver_id: int
    giver: str
    way: str
    distance: int
    given_on: date
    counts_until: date | None


def supporters_of(researcher_ids: Sequence[int]) -> list[Support]:
    """Who supports these pages; also vouches that have expired, which count until their day."""
    with connection.cursor() as cursor:
        cursor.execute(SUPPORTERS_OF, {"ids": list(researcher_ids), "most_authors": MOST_AUTHORS})
        return [Support(*row) for row in cursor.fetchall()]
