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
from works.scores.corpus import SCORED, Text, texts_of
from works.scores.figures import DROP_STAGED, Figures, stage
from works.scores.full import Computed, store_all
from works.scores.measures import FORMULA as MEASURES
from works.scores.nearest import Earlier, Neighbors, nearest_to
from works.scores.placing import place
from works.scores.space import FORMULA, STORED, StoredSpace, Vectors, newest_space

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
# What counts no more has no vector, or is stale. As bytes that need no parsing, from one table: the vectors of a
# hundred thousand works are 25 MB, and nearly all that it takes to score one work. One value comes sooner than as many
# rows. COPY knows no parameters.
EARLIER = f"""
COPY (
    SELECT coalesce(string_agg(int8send(work_id) || date_send(last_day) || vector, ''), '')
    FROM works_workscore
    WHERE space_id = {{space:d}} AND vector IS NOT NULL AND last_day IS NOT NULL AND (
        stale_at IS NULL OR work_id IN (
            SELECT work.id
            FROM works_workscore AS stale
            JOIN works_work AS work ON work.id = stale.work_id
            WHERE stale.stale_at IS NOT NULL AND {SCORED}
        )
    )
) TO STDOUT (FORMAT binary)
"""
COPY_HEAD, COPY_TAIL = 25, 2  # bytes before and after the value
DAY_ZERO = date(2000, 1, 1).toordinal()  # as PostgreSQL counts
# What is dated ahead, a slip or an issue of next month, has taken up nobody's words yet.
LAST_DAY = f"""
SELECT coalesce(max(work.published_on), current_date)
FROM works_work AS work
WHERE work.published_on <= current_date AND {SCORED}
"""

# Phrases that were counted once stay until everything is counted again, unless text or date is another: then nobody has
# looked for those of the work as it is now.
IS_SAME = "score.text_digest = staged.text_digest"
STORE = f"""
UPDATE works_workscore AS score
SET space_id = %(space)s,
    vector = staged.vector,
    last_day = staged.last_day,
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
            last_day=text.last_day,
        )


def compare(telling: Sequence[tuple[Text, Vectors]], earlier: Earlier) -> list[Neighbors]:
    """With what is stored, and with one another."""
    vectors = np.stack([vector for _, vector in telling]).astype(STORED)
    own = Earlier(
        np.array([text.work_id for text, _ in telling], np.int64),
        np.array([text.last_day.toordinal() for text, _ in telling], np.int32),
        vectors,
    )
    first_days = np.array([text.published_on.toordinal() for text, _ in telling], np.int32)
    return nearest_to(vectors.astype(np.float32), first_days, earlier.with_others(own)).each()


def earlier_works(cursor: CursorWrapper, space: StoredSpace) -> Earlier:
    """All that are stored in this space and count, in no order."""
    with cursor.copy(EARLIER.format(space=space.id)) as copy:
        copied = memoryview(b"".join(copy))[COPY_HEAD:-COPY_TAIL]
    rows = np.frombuffer(copied, row_of(space.space.dimensions))
    return Earlier(
        rows["work_id"].astype(np.int64),
        (rows["last_day"] + DAY_ZERO).astype(np.int32),
        rows["vector"],
    )


def row_of(dimensions: int) -> np.dtype[np.void]:
    """How a work comes in EARLIER."""
    return np.dtype([("work_id", ">i8"), ("last_day", ">i4"), ("vector", STORED, (dimensions,))])


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
