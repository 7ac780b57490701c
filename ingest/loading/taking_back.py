"""What a source takes back is marked, not deleted: a work is withdrawn when nobody states it any more."""

from collections.abc import Mapping, Sequence

from django.db.backends.utils import CursorWrapper

from ingest.joining.matching import earlier_statements
from ingest.joining.merging import TESTIMONY
from ingest.joining.subjects import Subject, decode
from ingest.loading.concerned import Concerned
from ingest.loading.staging import copy_rows, create_tables, reference_row
from ingest.loading.tables import DROP_LOST_REFERENCES
from ingest.loading.writing import count_citations, first_column, write
from ingest.records import WorkRecord

TAKE_BACK = """
UPDATE works_sourcerecord AS statement
SET withdrawn_at = now()
FROM staged_withdrawal AS staged
WHERE statement.source = staged.source
  AND statement.source_id = staged.source_id
  AND statement.withdrawn_at IS NULL
RETURNING statement.work_id, statement.payload::text
"""

CITED = """
SELECT DISTINCT cited_id FROM works_citation WHERE citing_id = ANY(%(works)s) AND cited_id IS NOT NULL
"""

# Where every statement is taken back. What only a person says does not stand in for a register that took its word
# back, else anybody could put words of their own in its place.
WITHDRAW = """
UPDATE works_work AS work
SET withdrawn = true, version = version + 1, updated_at = now()
WHERE work.id = ANY(%(works)s)
  AND NOT EXISTS (
      SELECT FROM works_sourcerecord AS standing
      WHERE standing.work_id = work.id
        AND standing.withdrawn_at IS NULL
        AND NOT standing.source = ANY(%(testimony)s)
  )
RETURNING work.id
"""


def withdraw(
    cursor: CursorWrapper, keys: Sequence[tuple[str, str]], known_topics: set[str], concerned: Concerned
) -> int:
    """Mark these statements as taken back; how many stood until now.

    The works go on with what the other sources say, or are withdrawn where there is none.
    """
    if not keys:
        return 0
    copy_rows(cursor, "staged_withdrawal", keys)
    cursor.execute(TAKE_BACK)
    taken_back = [(work_id, decode(payload)) for work_id, payload in cursor.fetchall()]
    works = [work_id for work_id, _ in taken_back]
    cursor.execute(WITHDRAW, {"works": works, "testimony": sorted(TESTIMONY)})
    withdrawn = {row[0] for row in cursor.fetchall()}
    standing = earlier_statements(cursor, sorted(set(works) - withdrawn))
    create_tables(cursor)  # the batch itself may have staged the same works
    cited = drop_references(cursor, taken_back, standing)
    cursor.execute(CITED, {"works": sorted(withdrawn)})
    cited |= {row[0] for row in cursor.fetchall()}
    count_citations(cursor, cited)
    concerned.works.update(withdrawn, cited)
    if standing:
        write(cursor, list(standing.values()), known_topics, concerned, known_before=True)
    return len(taken_back)


def drop_references(
    cursor: CursorWrapper, taken_back: Sequence[tuple[int, WorkRecord]], standing: Mapping[int, Subject]
) -> set[int]:
    """References that only the statements taken back gave go with them; the works that those cited."""
    lost = [
        (work_id, *reference_row(reference))
        for work_id, record in taken_back
        for reference in record.references
        if not any(reference in other.references for other in said_of(work_id, standing))
    ]
    copy_rows(cursor, "staged_lost_reference", lost)
    return {work_id for work_id in first_column(cursor, DROP_LOST_REFERENCES) if work_id is not None}


def said_of(work_id: int, standing: Mapping[int, Subject]) -> list[WorkRecord]:
    return standing[work_id].statements() if work_id in standing else []
