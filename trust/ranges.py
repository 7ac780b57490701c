"""Everybody scored again, range by range: marking them one by one would write every row and its indexes twice."""

from django.db import connection, transaction

from trust.refreshing import BATCH, score_range

# Ranges begin at the same ids each time, so that nobody is asked for twice.
ASK_FOR_EVERYBODY = """
INSERT INTO trust_trustrange (low, high)
SELECT low, low + %(size)s - 1
FROM (SELECT min(id) AS first, max(id) AS last FROM researchers_researcher) AS ids
CROSS JOIN generate_series(first - first %% %(size)s, last, %(size)s) AS low
ON CONFLICT (low) DO NOTHING
"""

# Deleted before it is scored: who asks for it again meanwhile waits until it is done, and then asks anew.
TAKE_NEXT = """
DELETE FROM trust_trustrange
WHERE low = (SELECT low FROM trust_trustrange ORDER BY low LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING low, high
"""


def ask_for_everybody() -> None:
    """Have everybody scored by whoever comes by, stale or not."""
    with connection.cursor() as cursor:
        cursor.execute(ASK_FOR_EVERYBODY, {"size": BATCH})


@transaction.atomic
def score_next_range() -> int | None:
    """Score the next range that was asked for and that nobody else is at; how many that were. None: there is none."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NEXT)
        taken = cursor.fetchone()
    return score_range(*taken) if taken else None
