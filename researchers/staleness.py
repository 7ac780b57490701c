"""Who has to be counted and scored anew, said in the transaction that changes works or whose they are."""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

# Everybody on these works: a work that changed changes the counters of all its authors. The rows are taken
# in the order of their ids, as by everybody who takes several, so that no two wait for each other; and before
# it is asked whether they are stale already, because a sweep that holds one has read the facts of before and
# is about to call it fresh. Rows that are stale then need no second version of themselves.
MARK_STALE = """
WITH taken AS MATERIALIZED (
    SELECT id, counters_stale_at, trust_stale_at
    FROM researchers_researcher
    WHERE id IN (
        SELECT attribution.researcher_id
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
        WHERE authorship.work_id = ANY(%(works)s)
        UNION
        SELECT unnest(%(former)s::bigint[])
    )
    ORDER BY id
    FOR NO KEY UPDATE
)
UPDATE researchers_researcher AS researcher
SET counters_stale_at = now(), trust_stale_at = now(), version = version + 1
FROM taken
WHERE researcher.id = taken.id AND (taken.counters_stale_at IS NULL OR taken.trust_stale_at IS NULL)
"""


def mark_stale(cursor: CursorWrapper, works: Iterable[int], former: Iterable[int] = ()) -> None:
    """Say that everybody on these works, and those who were, need counting and scoring."""
    cursor.execute(MARK_STALE, {"works": list(works), "former": list(former)})


# The figures of works count among those of people, and say nothing of trust.
MARK_COUNTERS_STALE = """
WITH taken AS MATERIALIZED (
    SELECT id, counters_stale_at
    FROM researchers_researcher
    WHERE id IN (
        SELECT attribution.researcher_id
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
        WHERE authorship.work_id = ANY(%(works)s)
    )
    ORDER BY id
    FOR NO KEY UPDATE
)
UPDATE researchers_researcher AS researcher
SET counters_stale_at = now(), version = version + 1
FROM taken
WHERE researcher.id = taken.id AND taken.counters_stale_at IS NULL
"""


def mark_counters_stale(cursor: CursorWrapper, works: Iterable[int]) -> None:
    """Say that everybody on these works needs counting."""
    cursor.execute(MARK_COUNTERS_STALE, {"works": list(works)})
