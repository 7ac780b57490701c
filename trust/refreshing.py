"""Brings trust snapshots up to date, batch by batch, each batch one transaction.

A batch holds the lock of its researchers' rows from before it reads the first fact until it has written
the last result. Whoever changes a fact marks the researcher stale in the same transaction, and that is
an UPDATE of the locked row: either the change was committed before the facts are read, or the mark is
set after it is cleared here. This needs READ COMMITTED, where every statement sees what is committed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from researchers.models import Researcher
from trust.differences import differences
from trust.evidence import Inputs
from trust.gathering import gather
from trust.scoring import Part, Result, score

BATCH = 2000

# A batch of stale rows that nobody else is at. Relies on the partial index researcher_trust_stale.
TAKE_STALE = """
SELECT id
FROM researchers_researcher
WHERE trust_stale_at IS NOT NULL
ORDER BY id
LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""

TAKE_RANGE = """
SELECT id
FROM researchers_researcher
WHERE id BETWEEN %(low)s AND %(high)s
ORDER BY id
FOR NO KEY UPDATE
"""

STORED = """
SELECT researcher_id, inputs::text, model_version, score, band, level, components::text, quick_read::text
FROM trust_trustsnapshot
WHERE researcher_id = ANY(%(ids)s)
"""

WRITE_SNAPSHOTS = """
INSERT INTO trust_trustsnapshot AS stored
    (researcher_id, inputs, model_version, score, band, level, components, quick_read, computed_at)
SELECT fresh.*, %(at)s
FROM unnest(
    %(researcher_id)s::bigint[], %(inputs)s::jsonb[], %(model)s::text[], %(score)s::smallint[],
    %(band)s::text[], %(level)s::smallint[], %(components)s::jsonb[], %(quick_read)s::jsonb[]
) AS fresh
ON CONFLICT (researcher_id) DO UPDATE
SET inputs = excluded.inputs,
    model_version = excluded.model_version,
    score = excluded.score,
    band = excluded.band,
    level = excluded.level,
    components = excluded.components,
    quick_read = excluded.quick_read,
    computed_at = excluded.computed_at
"""

WRITE_EVENTS = """
INSERT INTO trust_trustevent (researcher_id, score_before, score, level_before, level, reasons, at)
SELECT fresh.*, %(at)s
FROM unnest(
    %(researcher_id)s::bigint[], %(score_before)s::smallint[], %(score)s::smallint[],
    %(level_before)s::smallint[], %(level)s::smallint[], %(reasons)s::jsonb[]
) AS fresh
"""

# Everybody who was taken is no longer stale; the version grows for those whose pages change.
WRITE_BADGES = """
UPDATE researchers_researcher AS researcher
SET trust_score = fresh.score,
    trust_band = fresh.band,
    verification_level = fresh.level,
    version = researcher.version + (fresh.is_news OR badge.differs)::int,
    trust_stale_at = NULL
FROM unnest(
    %(researcher_id)s::bigint[], %(score)s::smallint[], %(band)s::text[], %(level)s::smallint[], %(is_news)s::bool[]
) AS fresh (researcher_id, score, band, level, is_news)
JOIN researchers_researcher AS stored ON stored.id = fresh.researcher_id
CROSS JOIN LATERAL (
    SELECT (stored.trust_score, stored.trust_band, stored.verification_level)
           IS DISTINCT FROM (fresh.score, fresh.band, fresh.level) AS differs
) AS badge
WHERE researcher.id = fresh.researcher_id
  AND (researcher.trust_stale_at IS NOT NULL OR fresh.is_news OR badge.differs)
"""

# Those who were merged into another have no trust of their own.
CLEAR_MERGED = """
UPDATE researchers_researcher
SET trust_stale_at = NULL
WHERE id = ANY(%(ids)s) AND merged_into_id IS NOT NULL AND trust_stale_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A result, the evidence it rests on, and what was stored before."""

    researcher_id: int
    inputs: Inputs
    result: Result
    before: Result | None
    is_news: bool


def score_stale(limit: int = BATCH) -> int:
    """Score a batch of stale researchers that no other worker has taken; says how many it took."""
    return score_taken(TAKE_STALE, {"limit": limit})


def score_range(low: int, high: int) -> int:
    """Score everybody with an id from `low` to `high`, stale or not, waiting for rows that others hold."""
    return score_taken(TAKE_RANGE, {"low": low, "high": high})


def score_all_stale() -> Iterator[int]:
    """Score until nobody is stale, but for those that others hold; yields the size of each batch."""
    while taken := score_stale():
        yield taken


def stale_researchers() -> int:
    """How many wait to be scored."""
    return Researcher.objects.filter(trust_stale_at__isnull=False).count()


def mark_everybody_stale() -> int:
    """Ask for everybody to be scored again. No page shows it, so no version grows."""
    return Researcher.objects.current().filter(trust_stale_at=None).update(trust_stale_at=timezone.now())


@transaction.atomic
def score_taken(take: str, parameters: dict[str, int]) -> int:
    """Lock the rows that `take` selects, score them, store what changed."""
    with connection.cursor() as cursor:
        cursor.execute(take, parameters)
        ids = [researcher_id for (researcher_id,) in cursor.fetchall()]
    if ids:
        now = timezone.now()
        store(snapshots_of(ids, now), at=now)
        run(CLEAR_MERGED, {"ids": ids})
    return len(ids)


def snapshots_of(ids: Sequence[int], now: datetime) -> list[Snapshot]:
    """What these researchers' trust is now, beside what is stored."""
    stored = read_stored(ids)
    fresh = []
    for researcher_id, inputs in gather(ids).items():
        result = score(inputs, now.date())
        before_inputs, before = stored.get(researcher_id, (None, None))
        is_news = (inputs, result) != (before_inputs, before)
        fresh.append(Snapshot(researcher_id, inputs, result, before, is_news))
    return fresh


def read_stored(ids: Sequence[int]) -> dict[int, tuple[Inputs | None, Result]]:
    with connection.cursor() as cursor:
        cursor.execute(STORED, {"ids": list(ids)})
        return {row[0]: (stored_inputs(row[1]), stored_result(*row[2:])) for row in cursor.fetchall()}


def stored_inputs(text: str) -> Inputs | None:
    """The evidence as stored; None where an older version of the model wrote it in another shape."""
    try:
        return msgspec.json.decode(text, type=Inputs)
    except msgspec.ValidationError:
        return None


def stored_result(model: str, score: int, band: str, level: int, components: str, quick_read: str) -> Result:
    parts = msgspec.json.decode(components, type=tuple[Part, ...])
    return Result(model, score, band, level, parts, msgspec.json.decode(quick_read, type=tuple[str, ...]))


def store(snapshots: list[Snapshot], *, at: datetime) -> None:
    """Write the badges of all, and of those with news the snapshot and what changed into the history."""
    run(WRITE_BADGES, badge_columns(snapshots))
    if news := [snapshot for snapshot in snapshots if snapshot.is_news]:
        run(WRITE_SNAPSHOTS, {**snapshot_columns(news), "at": at})
        write_events(news, at)


def badge_columns(snapshots: list[Snapshot]) -> dict[str, list[Any]]:
    """One array a column, as unnest() takes them."""
    return {
        "researcher_id": [snapshot.researcher_id for snapshot in snapshots],
        "score": [snapshot.result.score for snapshot in snapshots],
        "band": [snapshot.result.band for snapshot in snapshots],
        "level": [snapshot.result.level for snapshot in snapshots],
        "is_news": [snapshot.is_news for snapshot in snapshots],
    }


def snapshot_columns(snapshots: list[Snapshot]) -> dict[str, list[Any]]:
    results = [snapshot.result for snapshot in snapshots]
    return {
        **badge_columns(snapshots),
        "inputs": [as_json(snapshot.inputs) for snapshot in snapshots],
        "model": [result.model for result in results],
        "components": [as_json(result.components) for result in results],
        "quick_read": [as_json(result.quick_read) for result in results],
    }


def write_events(snapshots: list[Snapshot], at: datetime) -> None:
    """A row of history for each whose score, level or components changed, not for fresher evidence alone."""
    pairs = [(snapshot, differences(snapshot.before, snapshot.result)) for snapshot in snapshots]
    told = [(snapshot, reasons) for snapshot, reasons in pairs if reasons]
    columns = {
        "researcher_id": [snapshot.researcher_id for snapshot, _ in told],
        "score_before": [snapshot.before and snapshot.before.score for snapshot, _ in told],
        "score": [snapshot.result.score for snapshot, _ in told],
        "level_before": [snapshot.before and snapshot.before.level for snapshot, _ in told],
        "level": [snapshot.result.level for snapshot, _ in told],
        "reasons": [as_json(reasons) for _, reasons in told],
    }
    run(WRITE_EVENTS, {**columns, "at": at})


def as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def run(statement: str, parameters: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
