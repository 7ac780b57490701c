"""How much waits to be scored, and how fast it is being done."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# Whoever waits for a range and is stale as well is counted once.
WAITING = """
WITH waiting AS (
    SELECT trust_stale_at AS since
    FROM researchers_researcher
    WHERE trust_stale_at IS NOT NULL AND merged_into_id IS NULL
    UNION ALL
    SELECT range.asked_at
    FROM trust_trustrange AS range
    JOIN researchers_researcher AS researcher ON researcher.id BETWEEN range.low AND range.high
    WHERE researcher.trust_stale_at IS NULL AND researcher.merged_into_id IS NULL
)
SELECT count(*), min(since) FROM waiting
"""

# Batches of several workers overlap; the time in which nobody scored is no measure of how fast it goes.
RECENT = """
WITH batch AS (
    SELECT scored, tstzrange(at - make_interval(secs => seconds), at) AS span
    FROM trust_trustbatch
    WHERE at > now() - interval '10 minutes'
),
busy AS (
    SELECT unnest(range_agg(span)) AS span FROM batch
)
SELECT coalesce((SELECT sum(scored) FROM batch), 0),
       coalesce((SELECT extract(epoch FROM sum(upper(span) - lower(span))) FROM busy), 0)::float
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """What was scored in the last ten minutes, how many a second while at it, and how long the rest takes so."""

    scored: int
    per_second: float | None
    seconds_left: int | None


def waiting_for_trust() -> tuple[int, datetime | None]:
    """How many current researchers are to be scored, and since when the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()


def progress_of_trust(waiting: int) -> Progress:
    with connection.cursor() as cursor:
        cursor.execute(RECENT)
        scored, seconds = cursor.fetchone()
    per_second = scored / seconds if seconds else None
    left = 0 if not waiting else round(waiting / per_second) if per_second else None
    return Progress(scored, round(per_second, 2) if per_second else None, left)
