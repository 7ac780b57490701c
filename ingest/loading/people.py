"""What sources state of people goes into a table of its own: it says who states what, and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from ingest.loading.concerned import Concerned
from ingest.loading.staging import copy_rows
from ingest.persons import PersonRecord
from ingest.records import encode, fingerprint

PUT_PERSONS = """
INSERT INTO works_personstatement AS known (source, source_id, orcid, payload, payload_hash, read_at)
SELECT source, source_id, orcid, payload, payload_hash, now() FROM staged_person
ON CONFLICT (source, source_id) DO UPDATE SET
    orcid = EXCLUDED.orcid, payload = EXCLUDED.payload, payload_hash = EXCLUDED.payload_hash,
    read_at = EXCLUDED.read_at
WHERE known.payload_hash <> EXCLUDED.payload_hash
RETURNING known.orcid, known.xmax = 0 AS created
"""

# Their pages show where they say they work.
RESEARCHERS = """
SELECT researcher_id FROM researchers_externalid WHERE scheme = 'orcid' AND value = ANY(%(orcids)s)
"""


@dataclass(frozen=True, slots=True)
class Put:
    """How many statements of people were new, and how many say something else than before."""

    created: int = 0
    updated: int = 0


def put_persons(cursor: CursorWrapper, persons: Sequence[PersonRecord], concerned: Concerned) -> Put:
    if not persons:
        return Put()
    payloads = [encode(person) for person in persons]
    rows = (
        (person.source, person.source_id, person.orcid, payload.decode(), fingerprint(payload))
        for person, payload in zip(persons, payloads, strict=True)
    )
    copy_rows(cursor, "staged_person", rows)
    cursor.execute(PUT_PERSONS)
    changed = cursor.fetchall()
    cursor.execute(RESEARCHERS, {"orcids": [orcid for orcid, _ in changed]})
    concerned.researchers.update(row[0] for row in cursor.fetchall())
    created = sum(new for _, new in changed)
    return Put(created=created, updated=len(changed) - created)
