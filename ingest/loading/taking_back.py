"""What a source takes back is marked, not deleted: a work is withdrawn when nobody states it any more."""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from ingest.joining.matching import earlier_statements
from ingest.loading.staging import copy_rows, create_tables
from ingest.loading.writing import first_column, write
from researchers.resolution import mark_stale

TAKE_BACK = """
UPDATE works_sourcerecord AS statement
SET withdrawn_at = now()
FROM staged_withdrawal AS staged
WHERE statement.source = staged.source
  AND statement.source_id = staged.source_id
  AND statement.withdrawn_at IS NULL
RETURNING statement.work_id
"""

# Where every statement is taken back.
WITHDRAW = """
UPDATE works_work AS work
SET withdrawn = true, version = version + 1, updated_at = now()
WHERE work.id = ANY(%(works)s)
  AND NOT EXISTS (
      SELECT FROM works_sourcerecord AS standing
      WHERE standing.work_id = work.id AND standing.withdrawn_at IS NULL
  )
RETURNING work.id
"""


def withdraw(cursor: CursorWrapper, keys: Sequence[tuple[str, str]], known_topics: set[str]) -> int:
    """Mark these statements as taken back; how many stood until now.

    The works go on with what the other sources say, or are withdrawn where there is none.
    """
    if not keys:
        return 0
    copy_rows(cursor, "staged_withdrawal", keys)
    concerned = first_column(cursor, TAKE_BACK)
    cursor.execute(WITHDRAW, {"works": concerned})
    withdrawn = [row[0] for row in cursor.fetchall()]
    if withdrawn:
        mark_stale(cursor, withdrawn)
    if standing := sorted(set(concerned) - set(withdrawn)):
        create_tables(cursor)  # the batch itself may have staged the same works
        write(cursor, list(earlier_statements(cursor, standing).values()), known_topics, known_before=True)
    return len(concerned)
