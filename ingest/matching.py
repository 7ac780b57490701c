"""Which work a statement speaks of: by its source's own id first, then by shared identifiers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from django.db.backends.utils import CursorWrapper

from ingest.records import WorkRecord, encode, fingerprint
from ingest.staging import copy_rows
from ingest.tables import IDENTIFIED, KNOWN, NEW_WORK_IDS, OTHER_STATEMENTS
from works.concepts import concepts_in

Key = tuple[str, str]
UNKNOWN = 0
decode = msgspec.json.Decoder(WorkRecord).decode


@dataclass(frozen=True, slots=True)
class Statement:
    """One record with all that can be told from it without the database."""

    record: WorkRecord
    payload: str
    hash: bytes
    concepts: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, record: WorkRecord) -> "Statement":
        payload = encode(record)
        concepts = tuple(concepts_in(record.title, record.abstract or ""))
        return cls(record, payload.decode(), fingerprint(payload), concepts)

    @property
    def key(self) -> Key:
        return (self.record.source, self.record.source_id)


@dataclass(slots=True)
class Subject:
    """A work, and what is said of it: in this batch, and before."""

    work_id: int  # UNKNOWN until it gets one
    fresh: dict[Key, Statement] = field(default_factory=dict)
    earlier: dict[Key, WorkRecord] = field(default_factory=dict)

    def may_take(self, key: Key) -> bool:
        """A source does not list one work twice: two of its ids are two works."""
        return all(
            source != key[0] or source_id == key[1] for source, source_id in {**self.earlier, **self.fresh}
        )

    def statements(self) -> list[WorkRecord]:
        fresh = {key: statement.record for key, statement in self.fresh.items()}
        return list({**self.earlier, **fresh}.values())


@dataclass(frozen=True, slots=True)
class Matched:
    """A batch sorted out."""

    unchanged: int
    created: list[Subject]
    updated: list[Subject]

    @property
    def joined(self) -> int:
        """How many statements, not known before, came to a work of which something else is known."""
        new = sum(
            len(subject.fresh.keys() - subject.earlier.keys()) for subject in (*self.created, *self.updated)
        )
        return new - len(self.created)


def match(cursor: CursorWrapper, read: Sequence[Statement]) -> Matched:
    """Tell unchanged statements from new ones, and find the work of each."""
    latest = {statement.key: statement for statement in read}
    statements = list(latest.values())
    known, unchanged = find_known(cursor, statements)
    changed = [statement for n, statement in enumerate(statements) if n not in unchanged]
    identified = find_identified(cursor, [one for n, one in enumerate(statements) if n not in known])
    work_of = {statements[n].key: work_id for n, work_id in known.items()} | identified
    subjects = gather(cursor, changed, work_of)
    created = [subject for subject in subjects if subject.work_id == UNKNOWN]
    for subject, work_id in zip(created, new_work_ids(cursor, len(created)), strict=True):
        subject.work_id = work_id
    new = {id(subject) for subject in created}
    repeated = len(read) - len(statements)
    return Matched(
        unchanged=len(unchanged) + repeated,
        created=created,
        updated=[subject for subject in subjects if id(subject) not in new],
    )


def find_known(cursor: CursorWrapper, statements: Sequence[Statement]) -> tuple[dict[int, int], set[int]]:
    """Works of statements read before, by their place in the list, and which of them say nothing new."""
    rows = ((n, *statement.key, statement.hash) for n, statement in enumerate(statements))
    copy_rows(cursor, "staged_statement", rows)
    cursor.execute(KNOWN)
    found = cursor.fetchall()
    return {n: work_id for n, work_id, _ in found}, {n for n, _, unchanged in found if unchanged}


def find_identified(cursor: CursorWrapper, statements: Sequence[Statement]) -> dict[Key, int]:
    """Works that share an identifier with a statement not read before."""
    rows = (
        (n, scheme, value)
        for n, statement in enumerate(statements)
        for scheme, value in statement.record.identifiers.items()
    )
    copy_rows(cursor, "staged_identifier", rows)
    cursor.execute(IDENTIFIED)
    return {statements[n].key: work_id for n, work_id in cursor.fetchall()}


def gather(cursor: CursorWrapper, changed: Sequence[Statement], work_of: dict[Key, int]) -> list[Subject]:
    """Put statements of one work together, those of this batch and those read before."""
    by_work = earlier_statements(cursor, [work_of[one.key] for one in changed if one.key in work_of])
    by_identifier: dict[tuple[str, str], Subject] = {}
    subjects: dict[int, Subject] = {}
    for statement in changed:
        identifiers = statement.record.identifiers.items()
        known = by_work.get(work_of.get(statement.key, 0))
        candidates = [known, *(by_identifier.get(identifier) for identifier in identifiers)]
        fitting = (one for one in candidates if one and one.may_take(statement.key))
        subject = next(fitting, None) or Subject(UNKNOWN)
        subject.fresh[statement.key] = statement
        subjects[id(subject)] = subject
        for identifier in identifiers:
            by_identifier.setdefault(identifier, subject)
    return list(subjects.values())


def earlier_statements(cursor: CursorWrapper, works: list[int]) -> dict[int, Subject]:
    by_work = {work_id: Subject(work_id) for work_id in works}
    if by_work:
        cursor.execute(OTHER_STATEMENTS, {"works": list(by_work)})
        for work_id, source, source_id, payload in cursor.fetchall():
            by_work[work_id].earlier[source, source_id] = decode(payload)
    return by_work


def new_work_ids(cursor: CursorWrapper, number: int) -> list[int]:
    cursor.execute(NEW_WORK_IDS, {"number": number})
    return [row[0] for row in cursor.fetchall()]
