"""What happens in the tables when two works become one, and the note of every joining."""

from collections.abc import Iterable, Sequence

from django.db.backends.utils import CursorWrapper
from django.db.models import F
from django.db.models.functions import Now

from ingest.joining import tables as joining_tables
from ingest.joining.decisions import decisions_about, placements
from ingest.joining.subjects import Key, Reason, Subject
from ingest.loading.staging import copy_rows
from ingest.records import WorkRecord
from works.models import Joining, Work

MOST_NOTED = 5_000


def move(cursor: CursorWrapper, subjects: Iterable[Subject]) -> list[int]:
    """Make works that turned out to be one a single one, before it is merged anew; the works that are no more."""
    pairs = [(one.work_id, absorbed.work_id) for one in subjects for absorbed in one.absorbed]
    if pairs:
        cursor.execute(joining_tables.CREATE_STAGED_JOIN)
        cursor.execute(joining_tables.CREATE_STAGED_DECISION)
        cursor.execute(joining_tables.EMPTY_STAGED)
        copy_rows(cursor, "staged_join", pairs)
        for statement in joining_tables.MOVE:
            cursor.execute(statement)
    return [other for _, other in pairs]


def carry_decisions(
    cursor: CursorWrapper, subjects: Iterable[Subject], merged: dict[int, WorkRecord]
) -> list[int]:
    """Repeat on the merged work what people decided about names on those it absorbed; whose names these were."""
    rows: list[tuple[int, int, int]] = []
    for subject in subjects:
        if subject.absorbed:
            authors = merged[subject.work_id].authors
            found = decisions_about(cursor, [one.work_id for one in subject.absorbed])
            decisions = [one for decided in found.values() for one in decided.decisions]
            placed = placements(decisions, authors)
            rows += [(attribution, subject.work_id, position) for attribution, position in placed.items()]
    if not rows:
        return []
    copy_rows(cursor, "staged_decision", rows)
    cursor.execute(joining_tables.CLEAR_FOR_DECISIONS)
    cleared = [row[0] for row in cursor.fetchall()]
    cursor.execute(joining_tables.COPY_DECISIONS)
    return cleared


def note_joinings(subjects: Sequence[Subject]) -> None:
    """Write down which statements came to works of other statements, and why."""
    notes = [note for subject in subjects for note in notes_of(subject)]
    if notes:
        Joining.objects.bulk_create(notes, batch_size=MOST_NOTED)


def notes_of(subject: Subject) -> list[Joining]:
    arrived: dict[Reason, list[Key]] = {}
    for key, reason in subject.arrivals:
        arrived.setdefault(reason, []).append(key)
    came = [joining(subject.work_id, keys, reason) for reason, keys in arrived.items()]
    lost = [joining(subject.work_id, one.keys, one.reason, former=one.work_id) for one in subject.absorbed]
    return [*came, *lost]


def joining(work_id: int, keys: Iterable[Key], reason: Reason, *, former: int | None = None) -> Joining:
    return Joining(
        work_id=work_id,
        former_id=former,
        statements=[list(key) for key in keys],
        basis=reason.basis,
        reasons=list(reason.words),
        made_by_id=reason.by,
    )


def drop_lost_identifiers(cursor: CursorWrapper) -> set[int]:
    """Take from the staged works the identifiers that nobody gives them any more; the works that lost one."""
    return untie(cursor, joining_tables.DROP_LOST_IDENTIFIERS)


def take_from_uploads(cursor: CursorWrapper) -> set[int]:
    """Give the staged works the identifiers that uploads hold against them; the works that lost one."""
    return untie(cursor, joining_tables.TAKE_FROM_UPLOADS)


def untie(cursor: CursorWrapper, statement: str) -> set[int]:
    """Run a statement that takes identifiers from works; citations by these are open again."""
    cursor.execute(statement)
    works = {row[0] for row in cursor.fetchall()}
    if works:
        cursor.execute(joining_tables.UNTIE_CITATIONS, {"works": sorted(works)})
    return works


def take_statements(cursor: CursorWrapper, work_id: int, keys: Sequence[Key]) -> None:
    """Give a work these statements, wherever they are now."""
    sources, source_ids = zip(*keys, strict=True)
    cursor.execute(
        joining_tables.TAKE_STATEMENTS,
        {"work": work_id, "sources": list(sources), "source_ids": list(source_ids)},
    )


def revive(work_id: int) -> None:
    """Let a work that was joined into another stand by itself again; merging fills it."""
    Work.objects.filter(pk=work_id).update(
        withdrawn=False, joined_into=None, version=F("version") + 1, updated_at=Now()
    )
