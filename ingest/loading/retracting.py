"""What a notice of retraction does: the work that it names is retracted, whenever that work comes."""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from ingest.loading.concerned import Concerned
from ingest.records import Retraction

# Relies on the unique index of the four columns, as the two below rely on its beginning.
KEEP_NOTICES = """
INSERT INTO works_retractionnotice (scheme, value, source, by)
SELECT scheme, value, source, by
FROM unnest(%(schemes)s::text[], %(values)s::text[], %(sources)s::text[], %(by)s::text[])
    AS notice (scheme, value, source, by)
ON CONFLICT (scheme, value, source, by) DO NOTHING
"""

RETRACT_NAMED = """
UPDATE works_work AS work
SET retracted = true, version = version + 1, updated_at = now()
WHERE NOT work.retracted
  AND NOT 'retracted' = ANY(work.locked_fields)
  AND work.id IN (
      SELECT identifier.work_id
      FROM works_workidentifier AS identifier
      JOIN unnest(%(schemes)s::text[], %(values)s::text[]) AS notice (scheme, value) USING (scheme, value)
  )
RETURNING work.id
"""

# Without a new version or time: these works have just been written.
RETRACT_STAGED = """
UPDATE works_work AS work
SET retracted = true
FROM works_retractionnotice AS notice
JOIN works_workidentifier AS identifier USING (scheme, value)
JOIN staged_work AS staged ON staged.id = identifier.work_id
WHERE work.id = staged.id
  AND NOT work.retracted
  AND NOT 'retracted' = ANY(work.locked_fields)
"""


def retract(cursor: CursorWrapper, notices: Sequence[Retraction], concerned: Concerned) -> None:
    """Keep these notices, and retract the works that they name as far as those are known."""
    if not notices:
        return
    named = [one.identifier.partition(":") for one in notices]
    columns = {
        "schemes": [scheme for scheme, _, _ in named],
        "values": [value for _, _, value in named],
        "sources": [one.source for one in notices],
        "by": [one.by for one in notices],
    }
    cursor.execute(KEEP_NOTICES, columns)
    cursor.execute(RETRACT_NAMED, columns)
    concerned.works.update(row[0] for row in cursor.fetchall())


def retract_staged(cursor: CursorWrapper) -> None:
    """Mark the works just written that a notice names, however old the notice is."""
    cursor.execute(RETRACT_STAGED)
