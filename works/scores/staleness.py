"""Which works have to be scored anew, said in the transaction that changes them."""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

# In the order of the ids, as by everybody who takes several. What is stale already needs no second version of itself.
MARK_STALE = """
INSERT INTO works_workscore (work_id, stale_at)
SELECT id, now()
FROM works_work
WHERE id = ANY(%(works)s)
ORDER BY id
ON CONFLICT (work_id) DO UPDATE SET stale_at = now() WHERE works_workscore.stale_at IS NULL
"""


def mark_scores_stale(cursor: CursorWrapper, works: Iterable[int]) -> None:
    """Say that these works need scoring."""
    cursor.execute(MARK_STALE, {"works": list(works)})
