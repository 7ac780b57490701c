"""Citation pairs from a table of identifiers: who cites whom, as "acl:P04-1001 doi:10.1234/x"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from common.identifiers import normalize_reference
from ingest.loading import tables
from ingest.loading.staging import copy_rows
from ingest.loading.writing import count_citations
from ingest.records import BadRecord
from researchers.staleness import mark_stale
from works.scores.staleness import mark_scores_stale

BATCH = 50_000
LONGEST_LINE = 2_000
HEADER = ["citing", "cited"]

CREATE = """
CREATE TEMPORARY TABLE staged_pair (
    citing_scheme text, citing_value text, cited_scheme text, cited_value text
) ON COMMIT DROP
"""

# A reference to a work unknown here is kept, and tied when that work arrives.
ADD_PAIRS = """
INSERT INTO works_citation (citing_id, scheme, value, cited_id)
SELECT DISTINCT ON (citing.work_id, staged.cited_scheme, staged.cited_value)
       citing.work_id, staged.cited_scheme, staged.cited_value, cited.work_id
FROM staged_pair AS staged
JOIN works_workidentifier AS citing
  ON citing.scheme = staged.citing_scheme AND citing.value = staged.citing_value
LEFT JOIN works_workidentifier AS cited
  ON cited.scheme = staged.cited_scheme AND cited.value = staged.cited_value
WHERE cited.work_id IS DISTINCT FROM citing.work_id
ON CONFLICT (citing_id, scheme, value) DO NOTHING
RETURNING cited_id
"""

Pair = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Added:
    """What a batch of pairs came to."""

    read: int
    created: int
    rejected: int


def read_pairs(stream: BinaryIO, name: str) -> Iterator[Pair | BadRecord]:
    """Two identifiers a line; empty lines, lines that start with # and a header say nothing."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        text = line.decode(errors="replace").strip()
        is_header = number == 1 and text.split() == HEADER
        if text and not text.startswith("#") and not is_header:
            yield read_pair(text) or BadRecord(
                "not two identifiers such as acl:P04-1001", name=name, line=number, piece=text
            )


def read_pair(text: str) -> Pair | None:
    """(scheme, value) of the citing and of the cited work, or nothing."""
    ends = [normalize_reference(word) for word in text.split()]
    if len(ends) != 2 or not all(ends):
        return None
    (citing, _, citing_value), (cited, _, cited_value) = (str(end).partition(":") for end in ends)
    return citing, citing_value, cited, cited_value


def add_citations(items: Iterable[Pair | BadRecord]) -> Iterator[Added]:
    """Add the pairs in batches, each one transaction; what became of each batch."""
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        pairs = [item for item in batch if not isinstance(item, BadRecord)]
        with transaction.atomic(), connection.cursor() as cursor:
            created = add_pairs(cursor, pairs)
        yield Added(read=len(batch), created=created, rejected=len(batch) - len(pairs))


def add_pairs(cursor: CursorWrapper, pairs: Sequence[Pair]) -> int:
    cursor.execute(tables.TAKE_LOCK)
    cursor.execute("DROP TABLE IF EXISTS staged_pair")
    cursor.execute(CREATE)
    copy_rows(cursor, "staged_pair", pairs)
    cursor.execute(ADD_PAIRS)
    added = [row[0] for row in cursor.fetchall()]
    cited = {work_id for work_id in added if work_id is not None}
    count_citations(cursor, cited)
    mark_stale(cursor, cited)
    mark_scores_stale(cursor, cited)
    return len(added)
