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
from ingest.joining.decisions import Decided, decisions_about, decisions_since, may_join, placements
from ingest.joining.merging import identifiers_of, merge
from ingest.joining.subjects import SHARED_BY_MANY, Identifier, Key, Reason, Subject
from ingest.loading import staging, tables
from ingest.loading.concerned import Concerned
from ingest.loading.writing import count_citations, write
from ingest.records import WorkRecord
from researchers.resolution import resolve
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
        concerned = Concerned()
        write(cursor, [into], set(), concerned, known_before=True)
        concerned.mark_stale(cursor)
        return Joining.objects.filter(work=kept, former=other).latest_first()[0]


def begin(cursor: CursorWrapper) -> None:
    """Take turns with imports, and make room for what is written."""
    cursor.execute(tables.TAKE_LOCK)
    cursor.execute(tables.CHECK_AT_THE_END)  # statements move to a work that is written after them
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
        hand_over(remaining, leaving, keys)
        since = arrivals_since(joining, keys, work_id)
        tied = tied_statements(remaining, leaving, since)
        staying = {key: record for key, record in remaining.earlier.items() if key not in tied}
        along = [key for key in sorted(tied) if not given(remaining.earlier[key]) & given(*staying.values())]
        hand_over(remaining, leaving, along)
        if not remaining.earlier or not leaving.earlier:
            raise CannotUndo("Nothing would be left of one of the two works.")
        identifiers = given(*leaving.earlier.values()) - given(*staying.values())
        moving.give_identifiers(cursor, work_id, leaving.work_id, identifiers)
        part(cursor, joining, remaining, leaving, [*keys, *along])
        moving.take_notes(since, leaving.work_id, set(along))
        separate(leaving.earlier, staying, by=by)
        Joining.objects.filter(pk=joining.pk).update(undone_at=Now(), undone_by=by)
    return Work.objects.get(pk=leaving.work_id)


def moved_keys(joining: Joining) -> tuple[list[Key], int]:
    """The statements that came by this joining and did not leave since, and the work that has them now."""
    joining.refresh_from_db(fields=["undone_at", "work"])
    if joining.undone_at:
        raise CannotUndo("This was undone already.")
    wanted = Q(pk__in=())
    for source, source_id in joining.statements:
        wanted |= Q(source=source, source_id=source_id)
    found = SourceRecord.objects.filter(wanted).values_list("source", "source_id", "work")
    homes = {(source, source_id): work_id for source, source_id, work_id in found}
    here = joining.work.joined_into_id or joining.work_id
    if here not in homes.values() and len(set(homes.values())) == 1:
        here = next(iter(homes.values()))
    keys = [key for key, work_id in homes.items() if work_id == here]
    if not keys:
        raise CannotUndo("These statements have gone separate ways since.")
    return keys, here


def former_subject(cursor: CursorWrapper, joining: Joining, work_id: int) -> Subject:
    """The work that the statements were before, if it still leads here; else a new one."""
    former = joining.former_id
    still_leads_here = former and Work.objects.filter(pk=former, joined_into=work_id).exists()
    return Subject(former if former and still_leads_here else new_work_ids(cursor, 1)[0])


def hand_over(remaining: Subject, leaving: Subject, keys: Iterable[Key]) -> None:
    for key in keys:
        if key in remaining.earlier:
            leaving.earlier[key] = remaining.earlier.pop(key)


def arrivals_since(joining: Joining, keys: Sequence[Key], work_id: int) -> list[Joining]:
    """What else came to the work after this; not what brought these statements here together with others."""
    later = Joining.objects.standing().filter(
        Q(work=work_id) | Q(work__joined_into=work_id), made_at__gte=joining.made_at
    )
    return [one for one in later.exclude(pk=joining.pk) if not moving.keys_of(one) & set(keys)]


def tied_statements(remaining: Subject, leaving: Subject, since: Iterable[Joining]) -> set[Key]:
    """Statements that came since and share an identifier with those leaving, or with one that does."""
    came = {key for one in since for key in moving.keys_of(one)}
    waiting = {key: given(record) for key, record in remaining.earlier.items() if key in came}
    named, tied = given(*leaving.earlier.values()), set[Key]()
    while found := {key for key, identifiers in waiting.items() if identifiers & named} - tied:
        tied |= found
        named = named.union(*(waiting[key] for key in found))
    return tied


def given(*records: WorkRecord) -> set[Identifier]:
    """The identifiers by which these statements, or others of their work, are found."""
    found = (one for record in records for one in identifiers_of([record]))
    return {one for one in found if one[0] not in SHARED_BY_MANY}


def part(
    cursor: CursorWrapper, joining: Joining, remaining: Subject, leaving: Subject, keys: Sequence[Key]
) -> None:
    """Move the statements, and bring both works to what is now said of each."""
    moving.take_statements(cursor, leaving.work_id, keys)
    moving.revive(leaving.work_id)
    moving.lead_back(remaining.work_id, leaving.work_id, set(keys))
    cursor.execute(
        joining_tables.DROP_COPIED_DECISIONS, {"work": remaining.work_id, "former": leaving.work_id}
    )
    whose = {row[0] for row in cursor.fetchall()}
    decisions = decisions_since(cursor, remaining.work_id, joining.made_at)
    merged = merge(remaining.statements())
    lost = staging.lost_reference_rows(remaining.work_id, merged, leaving.earlier.values())
    staging.copy_rows(cursor, "staged_lost_reference", lost)
    both = {remaining.work_id, leaving.work_id}
    concerned = Concerned(both, whose)
    write(cursor, [remaining, leaving], set(), concerned, known_before=True)
    authors = merge(leaving.statements()).authors
    concerned.researchers.update(
        moving.repeat_decisions(cursor, leaving.work_id, placements(decisions, authors)),
        resolve([leaving.work_id], marks=False).former,
    )
    count_citations(cursor, both)
    concerned.mark_stale(cursor)


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
