"""Who is scored next, and how long one sweep goes on."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection, reset_queries
from django.utils import timezone

from claims.examination.support import tell_supported
from common.turns import somebody_has_turn
from trust.ranges import score_next_range
from trust.refreshing import score_newest, score_stale, score_waiting

SLICE = 2.0  # seconds; then other tasks have their turn
FEW = 400  # researchers: what a sweep scores while somebody imports, a fifth of a second of every second

# Those who are locked are found by the next sweep. Relies on the partial index trust_due.
MARK_DUE = """
WITH due AS MATERIALIZED (
    SELECT researcher.id
    FROM trust_trustsnapshot AS snapshot
    JOIN researchers_researcher AS researcher ON researcher.id = snapshot.researcher_id
    WHERE snapshot.due_on <= %(today)s AND researcher.trust_stale_at IS NULL AND researcher.merged_into_id IS NULL
    FOR NO KEY UPDATE OF researcher SKIP LOCKED
)
UPDATE researchers_researcher AS researcher
SET trust_stale_at = statement_timestamp()
FROM due
WHERE researcher.id = due.id
"""

FORGET_BATCHES = """
DELETE FROM trust_trustbatch
WHERE id IN (
    SELECT id FROM trust_trustbatch WHERE at < statement_timestamp() - interval '1 day' FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many one sweep scored, and whether the next one is to follow at once."""

    scored: int
    goes_on: bool


def sweep() -> Swept:
    """Score who waits, for a while.

    While somebody imports, it is a few: the import is hardly slowed, and those whom it touches again and again are not
    scored again and again. Beat sends the next sweep.
    """
    began = time.monotonic()
    forget_batches()
    mark_due(timezone.now().date())
    scored = score_newest()
    tell_supported()
    if somebody_has_turn():
        return Swept(scored + score_stale(FEW), goes_on=False)
    for taken in score_batches():
        scored += taken
        if time.monotonic() - began > SLICE:
            return Swept(scored, goes_on=True)
    return Swept(scored, goes_on=False)


def mark_due(today: date) -> int:
    """Mark as stale those of whose evidence something does not count any more from today on; how many they are."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_DUE, {"today": today})
        return cursor.rowcount


def forget_batches() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORGET_BATCHES)


def score_batches() -> Iterator[int]:
    """Score until nobody waits but those whom others hold; the size of each batch."""
    while (taken := score_batch()) is not None:
        yield taken


def score_batch() -> int | None:
    """Score who has been stale longest, else a range that was asked for; how many. None: there is nothing to do."""
    reset_queries()  # with DEBUG on, Django keeps every statement: 100 MB for 90,000 researchers
    taken = score_waiting()
    return score_next_range() if taken is None else taken
