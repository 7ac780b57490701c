"""Which works are scored when: a few that changed at once, in the space as it stands; all of them where that is due.

A new work is compared with everything before it exactly. Its phrases have no later uses yet where nothing is later;
where something is, they are counted by the next full scoring, and until then there is not enough data.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper

from common.turns import share_turn, somebody_has_turn
from works.scores.corpus import LAST_DAY_OF_WORK, SCORED, Text, texts_of
from works.scores.figures import DROP_STAGED, Figures, stage
from works.scores.full import Computed, store_all
from works.scores.measures import FORMULA as MEASURES
from works.scores.nearest import Earlier, Neighbors, nearest_to
from works.scores.placing import place
from works.scores.space import FORMULA, STORED, StoredSpace, Vectors, from_bytes, newest_space

FEW = 200  # works that are scored at once
MANY = 5_000  # stale works, from which on scoring all of them takes less time
MOST_GROWTH = 1.2  # of the record since the space was fitted; as much the other way

TRY_ALONE = "SELECT pg_try_advisory_lock(hashtext('credence: scores'))"
END_ALONE = "SELECT pg_advisory_unlock(hashtext('credence: scores'))"

# Relies on the partial index work_score_stale; no more are counted than are asked for.
COUNT_STALE = """
SELECT count(*) FROM (SELECT FROM works_workscore WHERE stale_at IS NOT NULL LIMIT %(most)s) AS stale
"""
COUNT_WORKS = f"SELECT count(*) FROM works_work AS work WHERE {SCORED}"
CURRENT = "formula = %(formula)s AND measures = %(measures)s"
COUNT_FITTED = f"SELECT coalesce(max(works_count), 0) FROM works_textspace WHERE {CURRENT}"
CHANGED_SINCE = f"""
SELECT NOT EXISTS (SELECT FROM works_textspace WHERE {CURRENT})
    OR EXISTS (SELECT FROM works_workscore WHERE stale_at IS NOT NULL)
    OR EXISTS (
        SELECT FROM works_workscore WHERE computed_at > (SELECT max(fitted_at) FROM works_textspace)
    )
"""

# While all are stored, few wait here, and the space they are placed in is the one that stands then.
HOLD_SOME = "LOCK TABLE works_workscore IN ROW EXCLUSIVE MODE"
TAKE_STALE = """
SELECT work_id
FROM works_workscore
WHERE stale_at IS NOT NULL
ORDER BY work_id
LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""
# One row: a hundred thousand vectors are 25 MB, which come in half a second on busy cores.
EARLIER = f"""
SELECT coalesce(array_agg(work_id), '{{}}'), coalesce(array_agg(last_day), '{{}}'), coalesce(string_agg(vector, ''), '')
FROM (
    SELECT score.work_id, {LAST_DAY_OF_WORK} AS last_day, score.vector
    FROM works_workscore AS score
    JOIN works_work AS work ON work.id = score.work_id
    WHERE score.space_id = %(space)s AND score.vector IS NOT NULL AND {SCORED}
) AS earlier
"""
# What is dated ahead, a slip or an issue of next month, has taken up nobody's words yet.
LAST_DAY = f"""
SELECT coalesce(max(work.published_on) FILTER (WHERE work.published_on <= current_date), current_date)
FROM works_work AS work
WHERE {SCORED}
"""

# Phrases that were counted once stay until everything is counted again, unless text or date is another: then nobody has
# looked for those of the work as it is now.
IS_SAME = "score.text_digest = staged.text_digest"
STORE = f"""
UPDATE works_workscore AS score
SET space_id = %(space)s,
    vector = staged.vector,
    distance = staged.distance,
    nearest = coalesce(staged.nearest, '{{}}'),
    similarities = coalesce(staged.similarities, '{{}}'),
    new_phrases = coalesce(CASE WHEN {IS_SAME} THEN score.new_phrases END, staged.new_phrases),
    phrases_reuse = coalesce(CASE WHEN {IS_SAME} THEN score.phrases_reuse END, staged.phrases_reuse),
    phrases = CASE WHEN {IS_SAME} THEN score.phrases ELSE '{{}}' END,
    phrases_uses = CASE WHEN {IS_SAME} THEN score.phrases_uses ELSE '{{}}' END,
    text_digest = staged.text_digest,
    computed_at = now(),
    stale_at = NULL
FROM unnest(%(works)s::bigint[]) AS taken (work_id)
LEFT JOIN staged_score AS staged ON staged.work_id = taken.work_id
WHERE score.work_id = taken.work_id
"""


@dataclass(frozen=True, slots=True)
class Scored:
    """How many works were scored, and those whose scores changed."""

    count: int
    changed: list[int]


def count_stale() -> int:
    """As far as it matters."""
    return number(COUNT_STALE, most=MANY + 1)


def is_full_scoring_due() -> bool:
    """Whether all works are to be scored, and nobody imports still more just now."""
    return is_full_scoring_needed() and not somebody_has_turn()


def is_full_scoring_needed() -> bool:
    """Whether so much is stale or new that all works are to be scored.

    A small record is always scored as a whole, which takes less than a second, also where nothing in it counts.
    """
    stale = count_stale()
    if not stale:
        return False
    fitted, works = number(COUNT_FITTED, **versions()), number(COUNT_WORKS)
    return stale > MANY or not fitted or not works / MOST_GROWTH <= fitted <= works * MOST_GROWTH


def has_changed() -> bool:
    """Whether anything was scored, or waits, or a formula changed, since all works were scored together."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_SINCE, versions())
        return bool(cursor.fetchone()[0])


def versions() -> dict[str, int]:
    """Of the formulas as they are written now."""
    return {"formula": FORMULA, "measures": MEASURES}


@contextmanager
def scoring_alone() -> Iterator[bool]:
    """Whether nobody else scores all works just now, nor will until this ends."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_ALONE)
        is_alone = cursor.fetchone()[0]
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute(END_ALONE)


def store(cursor: CursorWrapper, computed: Computed) -> Scored:
    """Within a transaction, between imports' batches."""
    share_turn()
    return Scored(len(computed.corpus), store_all(cursor, computed))


def score_stale(cursor: CursorWrapper, limit: int = FEW) -> Scored:
    """Within a transaction: score some of the stale works that nobody else has in hand; none without a space.

    Imports hold researchers while they mark works; whoever then marks researchers has to come between them.
    """
    share_turn()
    cursor.execute(HOLD_SOME)
    space = newest_space()
    if space is None:
        return Scored(0, [])
    cursor.execute(TAKE_STALE, {"limit": limit})
    works = [work for (work,) in cursor.fetchall()]
    if not works:
        return Scored(0, [])
    stage(cursor, list(figures_of(cursor, texts_of(works), space)))
    cursor.execute(STORE, {"space": space.id, "works": works})
    cursor.execute(DROP_STAGED)
    return Scored(len(works), place(cursor, works))


def figures_of(cursor: CursorWrapper, texts: Sequence[Text], space: StoredSpace) -> Iterator[Figures]:
    """Of works in the order of their dates."""
    last = last_day(cursor)
    placed = [(text, space.space.place(text.title, text.abstract)) for text in texts]
    telling = [(text, vector) for text, vector in placed if vector is not None]
    neighbors = iter(compare(telling, earlier_works(cursor, space)) if telling else ())
    for text, vector in placed:
        own = Neighbors() if vector is None else next(neighbors)
        uses = 0 if text.last_day >= last else None
        yield Figures(
            text.work_id,
            text.version,
            None if vector is None else vector.astype(STORED).tobytes(),
            own.distance,
            own.works,
            own.similarities,
            new_phrases=uses,
            phrases_reuse=uses,
            text_digest=text.digest,
        )


def compare(telling: Sequence[tuple[Text, Vectors]], earlier: Earlier) -> list[Neighbors]:
    """With what is stored, and with one another."""
    own = Earlier(
        np.array([text.work_id for text, _ in telling], np.int64),
        np.array([text.last_day.toordinal() for text, _ in telling], np.int32),
        np.stack([vector for _, vector in telling]).astype(STORED).astype(np.float32),
    )
    first_days = np.array([text.published_on.toordinal() for text, _ in telling], np.int32)
    return nearest_to(own.vectors, first_days, earlier.with_others(own)).each()


def earlier_works(cursor: CursorWrapper, space: StoredSpace) -> Earlier:
    """All that are stored in this space and count, in no order."""
    cursor.execute(EARLIER, {"space": space.id})
    works, last_days, vectors = cursor.fetchone()
    return Earlier(
        np.array(works, np.int64),
        np.array(last_days, np.int32),
        from_bytes(bytes(vectors), space.space.dimensions),
    )


def last_day(cursor: CursorWrapper) -> date:
    """From which on nothing that has appeared is later."""
    cursor.execute(LAST_DAY)
    day: date = cursor.fetchone()[0]
    return day


def number(statement: str, **parameters: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: int = cursor.fetchone()[0]
        return found
