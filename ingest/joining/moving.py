"""What happens in the tables when two works become one, and the note of every joining."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.backends.utils import CursorWrapper
from django.db.models import F, Q
from django.db.models.functions import Now

from ingest.joining import tables as joining_tables
from ingest.joining.decisions import decisions_about, placements
from ingest.joining.subjects import Identifier, Key, Reason, Subject
from ingest.loading.staging import copy_rows
from ingest.records import WorkRecord
from works.models import Joining, SourceRecord, Work

MOST_NOTED = 5_000


def move(cursor: CursorWrapper, subjects: Sequence[Subject]) -> list[int]:
    """Make works that turned out to be one a single one, before it is merged anew; the works that are no more."""
    pairs = [(one.work_id, absorbed.work_id) for one in subjects for absorbed in one.absorbed]
    if pairs:
        cursor.execute(joining_tables.CREATE_STAGED_JOIN)
        cursor.execute(joining_tables.CREATE_STAGED_DECISION)
        cursor.execute(joining_tables.EMPTY_STAGED)
        copy_rows(cursor, "staged_join", pairs)
        name_withdrawn(cursor, subjects)
        for statement in joining_tables.MOVE:
            cursor.execute(statement)
    return [other for _, other in pairs]


def name_withdrawn(cursor: CursorWrapper, subjects: Iterable[Subject]) -> None:
    """Count what its source took back among the statements of an absorbed work: it goes where the others go."""
    cursor.execute(joining_tables.WITHDRAWN_STATEMENTS)
    withdrawn: defaultdict[int, list[Key]] = defaultdict(list)
    for work_id, *key in cursor.fetchall():
        withdrawn[work_id].append((key[0], key[1]))
    for subject in subjects if withdrawn else ():
        subject.absorbed = [
            replace(one, keys=tuple(sorted({*one.keys, *withdrawn[one.work_id]}))) for one in subject.absorbed
        ]


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


def keys_of(one: Joining) -> set[Key]:
    """The statements that came by it."""
    return {(source, source_id) for source, source_id in one.statements}


def drop_lost_identifiers(cursor: CursorWrapper) -> set[int]:
    """Take from the staged works the identifiers that nobody gives them any more; the works that lost one."""
    cursor.execute(joining_tables.CREATE_STAGED_LOST_IDENTIFIER)
    cursor.execute(joining_tables.EMPTY_STAGED_LOST_IDENTIFIER)
    return untie(cursor, joining_tables.DROP_LOST_IDENTIFIERS)


def pass_on_identifiers(cursor: CursorWrapper) -> set[int]:
    """Give what was dropped and nobody took to a work of which a standing statement says it; these works."""
    cursor.execute(joining_tables.FREE_IDENTIFIERS)
    free = cursor.fetchall()
    if not free:
        return set()
    schemes, values = zip(*free, strict=True)
    cursor.execute(joining_tables.PASS_ON_IDENTIFIERS, {"schemes": list(schemes), "values": list(values)})
    takers = {row[0] for row in cursor.fetchall()}
    if takers:
        cursor.execute(joining_tables.TIE_PASSED_ON)
        Work.objects.filter(pk__in=takers).update(version=F("version") + 1, updated_at=Now())
    return takers


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


def lead_back(work_id: int, leaving_id: int, keys: set[Key]) -> None:
    """Let works whose statements leave with these lead to the leaving work, of which they had become a part."""
    joinings = Joining.objects.standing().filter(former__joined_into=work_id)
    came = [(one.former_id, keys_of(one)) for one in joinings if keys_of(one) & keys]
    stays = {key for _, joined in came for key in still_at(work_id, joined - keys)}
    formers = [former_id for former_id, joined in came if former_id and not joined & stays]
    Work.objects.filter(pk__in=formers).update(joined_into=leaving_id, version=F("version") + 1)


def still_at(work_id: int, keys: Iterable[Key]) -> set[Key]:
    """Those of the statements that the work has."""
    wanted = Q(pk__in=())
    for source, source_id in keys:
        wanted |= Q(source=source, source_id=source_id)
    return set(SourceRecord.objects.filter(wanted, work=work_id).values_list("source", "source_id"))


def take_notes(joinings: Iterable[Joining], work_id: int, keys: set[Key]) -> None:
    """Note of statements that came to another work that they came to this one."""
    moved = [one.pk for one in joinings if keys_of(one) <= keys]
    Joining.objects.filter(pk__in=moved).update(work=work_id)


def give_identifiers(
    cursor: CursorWrapper, work_id: int, leaving_id: int, identifiers: Iterable[Identifier]
) -> None:
    """Give these identifiers of a work to the one that leaves it; citations by them are open again."""
    pairs = sorted(identifiers)
    cursor.execute(
        joining_tables.GIVE_IDENTIFIERS,
        {
            "work": work_id,
            "leaving": leaving_id,
            "schemes": [scheme for scheme, _ in pairs],
            "values": [value for _, value in pairs],
        },
    )
    cursor.execute(joining_tables.UNTIE_CITATIONS, {"works": [work_id]})


def repeat_decisions(cursor: CursorWrapper, work_id: int, placed: Mapping[int, int]) -> list[int]:
    """Say on a work that left what was decided while it was a part of another; whose names these were."""
    cursor.execute(joining_tables.CREATE_STAGED_DECISION)
    cursor.execute("TRUNCATE staged_decision")
    rows = ((attribution, work_id, position) for attribution, position in placed.items())
    copy_rows(cursor, "staged_decision", rows)
    cursor.execute(joining_tables.CLEAR_FOR_DECISIONS)
    cleared = [row[0] for row in cursor.fetchall()]
    cursor.execute(joining_tables.REJECT_AS_DECIDED)
    cursor.execute(joining_tables.COPY_DECISIONS)
    return cleared
