"""Brings trust snapshots up to date, batch by batch, each batch one transaction.

A batch holds the lock of its researchers' rows from before it reads the first fact until it has written
the last result. Whoever changes a fact marks the researcher stale in the same transaction, and that is
an UPDATE of the locked row: either the change was committed before the facts are read, or the mark is
set after it is cleared here. This needs READ COMMITTED, where every statement sees what is committed.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import msgspec
from django.db import connection, reset_queries, transaction
from django.utils import timezone

from claims.examination.support import note_supporters, tell_supported
from researchers.models import Researcher
from trust.components import Part
from trust.differences import causes, differences
from trust.evidence import Inputs
from trust.gathering import gather
from trust.scoring import Result, score

BATCH = 2000
NEWEST = 100

# A batch of stale rows that nobody else is at, those first who have waited longest. Who skips what is locked waits
# for nobody, and so needs not take rows in the order of their ids. Relies on the partial index researcher_trust_stale.
TAKE_STALE = """
SELECT id
FROM researchers_researcher
WHERE trust_stale_at IS NOT NULL
ORDER BY trust_stale_at, id
LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""

TAKE_NEWEST = """
SELECT id
FROM researchers_researcher
WHERE trust_stale_at IS NOT NULL
ORDER BY trust_stale_at DESC, id DESC
LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""

TAKE_RANGE = """
SELECT id
FROM researchers_researcher
WHERE id BETWEEN %(low)s AND %(high)s AND merged_into_id IS NULL
ORDER BY id
FOR NO KEY UPDATE
"""

STORED = """
SELECT researcher_id, inputs::text, due_on, model_version, score, band, level, components::text, quick_read::text
FROM trust_trustsnapshot
WHERE researcher_id = ANY(%(ids)s)
"""

# Everybody who was taken is no longer stale; the version grows for those whose pages change. The rows
# come as one JSON text: two thousand of them as arrays cost the client three times as much.
STORE = """
WITH fresh AS MATERIALIZED (
    SELECT *
    FROM json_to_recordset(%(rows)s) AS fresh (
        researcher_id bigint, inputs jsonb, model text, score smallint, band text, level smallint,
        components jsonb, quick_read jsonb, score_before smallint, level_before smallint, reasons jsonb,
        due_on date, is_news bool
    )
),
badge AS (
    UPDATE researchers_researcher AS researcher
    SET trust_score = fresh.score,
        trust_band = fresh.band,
        verification_level = fresh.level,
        trust_stale_at = NULL,
        version = version + (
            fresh.is_news IS TRUE
            OR (trust_score, trust_band, verification_level) IS DISTINCT FROM (fresh.score, fresh.band, fresh.level)
        )::int
    FROM fresh
    WHERE researcher.id = fresh.researcher_id
      AND (
          fresh.is_news IS TRUE
          OR trust_stale_at IS NOT NULL
          OR (trust_score, trust_band, verification_level) IS DISTINCT FROM (fresh.score, fresh.band, fresh.level)
      )
),
event AS (
    INSERT INTO trust_trustevent (researcher_id, score_before, score, level_before, level, reasons, at)
    SELECT researcher_id, score_before, score, level_before, level, reasons, %(at)s
    FROM fresh
    WHERE is_news AND reasons <> '[]'
)
INSERT INTO trust_trustsnapshot
    (researcher_id, inputs, model_version, score, band, level, components, quick_read, due_on, computed_at)
SELECT researcher_id, inputs, model, score, band, level, components, quick_read, due_on, %(at)s
FROM fresh
WHERE is_news
ON CONFLICT (researcher_id) DO UPDATE
SET inputs = excluded.inputs,
    model_version = excluded.model_version,
    score = excluded.score,
    band = excluded.band,
    level = excluded.level,
    components = excluded.components,
    quick_read = excluded.quick_read,
    due_on = excluded.due_on,
    computed_at = excluded.computed_at
"""

# Those who were merged into another have no trust of their own.
CLEAR_MERGED = """
UPDATE researchers_researcher
SET trust_stale_at = NULL
WHERE id = ANY(%(ids)s) AND merged_into_id IS NOT NULL AND trust_stale_at IS NOT NULL
"""

NOTE_BATCH = "INSERT INTO trust_trustbatch (scored, seconds) VALUES (%(scored)s, %(seconds)s)"


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One researcher's result on its way into STORE. Without news only the badge is sent."""

    researcher_id: int
    score: int
    band: str
    level: int
    is_news: bool = False
    model: str | None = None
    inputs: Inputs | None = None
    components: tuple[Part, ...] | None = None
    quick_read: tuple[str, ...] | None = None
    score_before: int | None = None
    level_before: int | None = None
    due_on: date | None = None
    reasons: list[str] | None = None


def score_stale(limit: int = BATCH) -> int:
    """Score a batch of stale researchers that no other worker has taken; says how many it took."""
    return score_taken(TAKE_STALE, {"limit": limit})


def score_newest() -> int:
    """Score those who became stale last: perhaps somebody looks at them, however many others wait."""
    return score_taken(TAKE_NEWEST, {"limit": NEWEST})


def score_range(low: int, high: int) -> int:
    """Score everybody with an id from `low` to `high`, stale or not, waiting for rows that others hold."""
    return score_taken(TAKE_RANGE, {"low": low, "high": high})


def score_all_stale() -> Iterator[int]:
    """Score until nobody is stale, but for those that others hold; yields the size of each batch."""
    while (taken := score_waiting()) is not None:
        reset_queries()  # with DEBUG on, Django keeps every statement: 100 MB for 90,000 researchers
        yield taken


def score_waiting() -> int | None:
    """Score a batch of the stale; when there is none, mark those whom others support otherwise by now.

    How many were scored. None: nobody waits.
    """
    if taken := score_stale():
        return taken
    return 0 if tell_supported() else None


def stale_researchers() -> int:
    """How many wait to be scored."""
    return Researcher.objects.filter(trust_stale_at__isnull=False).count()


@transaction.atomic
def score_taken(take: str, parameters: dict[str, int]) -> int:
    """Lock the rows that `take` selects, score them, store what changed."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(take, parameters)
        ids = [researcher_id for (researcher_id,) in cursor.fetchall()]
        if ids:
            now = timezone.now()
            rows = msgspec.json.encode(rows_of(ids, now)).decode()
            cursor.execute(STORE, {"rows": rows, "at": now})
            cursor.execute(CLEAR_MERGED, {"ids": ids})
            note_supporters(ids, now.date())
            cursor.execute(NOTE_BATCH, {"scored": len(ids), "seconds": time.monotonic() - began})
    return len(ids)


def rows_of(ids: Sequence[int], now: datetime) -> list[Row]:
    """What these researchers' trust is now, and how that differs from what is stored."""
    stored = read_stored(ids)
    return [
        row_of(researcher_id, inputs, now.date(), *stored.get(researcher_id, (None, None, None)))
        for researcher_id, inputs in gather(ids).items()
    ]


def row_of(
    researcher_id: int,
    inputs: Inputs,
    on: date,
    inputs_before: Inputs | None,
    before: Result | None,
    due_before: date | None,
) -> Row:
    """A result beside the one before it. Fresher evidence alone is news, but nothing for the history."""
    result, due_on = score(inputs, on), inputs.due_after(on)
    badge = Row(researcher_id=researcher_id, score=result.score, band=result.band, level=result.level)
    reasons = differences(before, result)
    if (inputs, result, due_on) == (inputs_before, before, due_before):
        return badge
    return msgspec.structs.replace(
        badge,
        is_news=True,
        model=result.model,
        inputs=inputs,
        components=result.components,
        quick_read=result.quick_read,
        score_before=before.score if before else None,
        level_before=before.level if before else None,
        reasons=[*reasons, *(causes(inputs_before, inputs) if reasons else [])],
        due_on=due_on,
    )


def read_stored(ids: Sequence[int]) -> dict[int, tuple[Inputs | None, Result, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(STORED, {"ids": list(ids)})
        return {row[0]: (stored_inputs(row[1]), stored_result(*row[3:]), row[2]) for row in cursor.fetchall()}


def stored_inputs(text: str) -> Inputs | None:
    """The evidence as stored; None where an older version of the model wrote it in another shape."""
    try:
        return msgspec.json.decode(text, type=Inputs)
    except msgspec.ValidationError:
        return None


def stored_result(model: str, score: int, band: str, level: int, components: str, quick_read: str) -> Result:
    parts = msgspec.json.decode(components, type=tuple[Part, ...])
    return Result(model, score, band, level, parts, msgspec.json.decode(quick_read, type=tuple[str, ...]))
