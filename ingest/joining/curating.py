"""What administrators may do about works that are one, or were taken for one: join them, and tell them apart again."""

from collections.abc import Iterable, Sequence
from itertools import product

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from ingest.joining import moving
from ingest.joining import tables as joining_tables
from ingest.joining.candidates import earlier_statements, new_work_ids
from ingest.joining.decisions import Decided, decisions_about, may_join
from ingest.joining.merging import merge
from ingest.joining.subjects import Key, Reason, Subject
from ingest.loading import staging, tables
from ingest.loading.writing import write
from researchers.resolution import mark_stale
from works.models import Joining, Separation, SourceRecord, Work

DECIDED = "an administrator decided it"


class CannotJoin(Exception):
    """Two works cannot become one; the message says why."""


class CannotUndo(Exception):
    """A joining cannot be undone; the message says why."""


def join_works(kept: Work, other: Work, *, by: User) -> Joining:
    """Make `other` a part of `kept`. Raises CannotJoin."""
    with transaction.atomic(), connection.cursor() as cursor:
        begin(cursor)
        into, lost = listed_subject(cursor, kept), listed_subject(cursor, other)
        if into.work_id == lost.work_id:
            raise CannotJoin("They are one work already.")
        check_decisions(cursor, into, lost)
        forget_separations(product(into.keys, lost.keys))
        into.absorb(lost, Reason("person", (DECIDED,), by.pk))
        write(cursor, [into], set(), known_before=True)
        return Joining.objects.filter(work=kept, former=other).latest_first()[0]


def begin(cursor: CursorWrapper) -> None:
    """Take turns with imports, and make room for what is written."""
    cursor.execute(tables.TAKE_LOCK)
    staging.create_tables(cursor)


def listed_subject(cursor: CursorWrapper, work: Work) -> Subject:
    """The work with its statements. Raises CannotJoin where it has none, or has become another one."""
    work.refresh_from_db(fields=["withdrawn", "joined_into", "title"])
    subject = earlier_statements(cursor, [work.pk])[work.pk]
    if work.withdrawn or not subject.earlier:
        raise CannotJoin(f"“{work.title}” is no longer listed.")
    return subject


def check_decisions(cursor: CursorWrapper, kept: Subject, lost: Subject) -> None:
    decided = decisions_about(cursor, [kept.work_id, lost.work_id])
    both = decided.get(kept.work_id, Decided()), decided.get(lost.work_id, Decided())
    if any(both) and not may_join(*both, merge([*kept.statements(), *lost.statements()])):
        raise CannotJoin(
            "People decided about the authors or fields of these works in ways that one work cannot keep. "
            "Nothing was changed. Settle these decisions first."
        )


def undo_joining(joining: Joining, *, by: User) -> Work:
    """Tell the joined statements apart again, for good; the work that they are now. Raises CannotUndo."""
    with transaction.atomic(), connection.cursor() as cursor:
        begin(cursor)
        keys, work_id = moved_keys(joining)
        remaining = earlier_statements(cursor, [work_id])[work_id]
        leaving = former_subject(cursor, joining, work_id)
        for key in keys:
            if key in remaining.earlier:
                leaving.earlier[key] = remaining.earlier.pop(key)
        if not remaining.earlier or not leaving.earlier:
            raise CannotUndo("Nothing would be left of one of the two works.")
        part(cursor, remaining, leaving, keys)
        separate(leaving.earlier, remaining.earlier, by=by)
        Joining.objects.filter(pk=joining.pk).update(undone_at=Now(), undone_by=by)
    return Work.objects.get(pk=leaving.work_id)


def moved_keys(joining: Joining) -> tuple[list[Key], int]:
    """The statements that came by this joining, and the work that has them now."""
    joining.refresh_from_db(fields=["undone_at"])
    if joining.undone_at:
        raise CannotUndo("This was undone already.")
    keys = [(source, source_id) for source, source_id in joining.statements]
    wanted = Q(pk__in=())
    for source, source_id in keys:
        wanted |= Q(source=source, source_id=source_id)
    works = set(SourceRecord.objects.filter(wanted).values_list("work", flat=True))
    if len(works) != 1:
        raise CannotUndo("These statements have gone separate ways since.")
    return keys, works.pop()


def former_subject(cursor: CursorWrapper, joining: Joining, work_id: int) -> Subject:
    """The work that the statements were before, if it still leads here; else a new one."""
    former = joining.former
    still_leads_here = former is not None and former.joined_into_id == work_id
    return Subject(former.pk if former and still_leads_here else new_work_ids(cursor, 1)[0])


def part(cursor: CursorWrapper, remaining: Subject, leaving: Subject, keys: Sequence[Key]) -> None:
    """Move the statements, and bring both works to what is now said of each."""
    moving.take_statements(cursor, leaving.work_id, keys)
    moving.revive(leaving.work_id)
    cursor.execute(
        joining_tables.DROP_COPIED_DECISIONS, {"work": remaining.work_id, "former": leaving.work_id}
    )
    whose = [row[0] for row in cursor.fetchall()]
    merged = merge(remaining.statements())
    lost = staging.lost_reference_rows(remaining.work_id, merged, leaving.earlier.values())
    staging.copy_rows(cursor, "staged_lost_reference", lost)
    write(cursor, [remaining, leaving], set(), known_before=True)
    mark_stale(cursor, [remaining.work_id, leaving.work_id], whose)


def separate(some: Iterable[Key], others: Iterable[Key], *, by: User) -> None:
    """Write down that these statements are never to be joined to those."""
    pairs = (sorted(pair) for pair in product(some, others))
    Separation.objects.bulk_create(
        (
            Separation(
                source=one[0],
                source_id=one[1],
                other_source=other[0],
                other_source_id=other[1],
                decided_by=by,
            )
            for one, other in pairs
        ),
        ignore_conflicts=True,
    )


def forget_separations(pairs: Iterable[tuple[Key, Key]]) -> None:
    """A later decision takes the place of the earlier one."""
    wanted = Q(pk__in=())
    for one, other in map(sorted, pairs):
        wanted |= Q(source=one[0], source_id=one[1], other_source=other[0], other_source_id=other[1])
    Separation.objects.filter(wanted).delete()
