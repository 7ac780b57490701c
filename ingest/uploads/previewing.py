"""What importing would do, found out without doing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from ingest.joining.matching import Key, Matched, Statement, match
from ingest.loading.staging import create_tables
from ingest.persons import PersonRecord
from ingest.previews import PreviewRow
from ingest.records import BadRecord, Retraction, Withdrawal, WorkRecord
from ingest.streams import BadSource
from ingest.uploads.testimony import Item
from works.models import SourceRecord, Work

Outcome = PreviewRow.Outcome
RowItem = WorkRecord | PersonRecord | Withdrawal | BadRecord | BadSource
NAMED = 3  # authors of a row


@dataclass(frozen=True, slots=True)
class Finding:
    """What would become of a record, and the known work that it speaks of."""

    outcome: Outcome
    work_id: int | None = None


def preview(items: Iterable[Item]) -> list[PreviewRow]:
    """A row for each item, not saved; what a notice says of another work has none beside that of the notice.

    All items are held in memory at once: give a bounded number.
    """
    held = [item for item in items if not isinstance(item, Retraction)]
    findings = compare([item for item in held if isinstance(item, WorkRecord)])
    met: set[Key] = set()
    return [row_of(position, item, findings, met) for position, item in enumerate(held)]


def compare(records: Sequence[WorkRecord]) -> dict[Key, Finding]:
    """What the loader would do with these records, by key."""
    matched = match_only(records)
    findings = dict(pair for subject in matched.created for pair in created(list(subject.fresh)))
    for subject in matched.updated:
        for key in subject.fresh:
            outcome = Outcome.CHANGED if key in subject.earlier else Outcome.JOINED
            findings[key] = Finding(outcome, subject.work_id)
    rest = known_works(key for key in map(key_of, records) if key not in findings)
    return {key: Finding(Outcome.KNOWN, work_id) for key, work_id in rest.items()} | findings


def match_only(records: Sequence[WorkRecord]) -> Matched:
    """Let the loader's own matching decide, and take back whatever it wrote on the way."""
    with transaction.atomic(), connection.cursor() as cursor:
        create_tables(cursor)
        matched = match(cursor, list(map(Statement.of, records)))
        transaction.set_rollback(True)
    return matched


def created(keys: Sequence[Key]) -> list[tuple[Key, Finding]]:
    """The first statement makes the new work, the others repeat it."""
    first, *others = keys
    repeated = [(key, Finding(Outcome.REPEATED)) for key in others]
    return [(first, Finding(Outcome.NEW)), *repeated]


def known_works(keys: Iterable[Key]) -> dict[Key, int]:
    """Of statements that the record holds, which work they state. Relies on the unique index of the two."""
    ids: dict[str, list[str]] = {}
    for source, source_id in keys:
        ids.setdefault(source, []).append(source_id)
    chosen = Q(pk__in=())
    for source, source_ids in ids.items():
        chosen |= Q(source=source, source_id__in=source_ids)
    held = SourceRecord.objects.filter(chosen).values_list("source", "source_id", "work_id")
    return {(source, source_id): work_id for source, source_id, work_id in held}


def tie_to_works(rows: Iterable[PreviewRow]) -> None:
    """Give rows the works that they have become since the preview was made."""
    loose = {(row.source, row.source_id): row for row in rows if row.source and not row.work_id}
    found = known_works(loose)
    works = Work.objects.in_bulk(found.values())
    for key, work_id in found.items():
        loose[key].work = works.get(work_id)


def key_of(record: WorkRecord) -> Key:
    return (record.source, record.source_id)


def row_of(position: int, item: RowItem, findings: dict[Key, Finding], met: set[Key]) -> PreviewRow:
    match item:
        case WorkRecord():
            finding = Finding(Outcome.REPEATED) if key_of(item) in met else findings[key_of(item)]
            met.add(key_of(item))
            return work_row(position, item, finding)
        case PersonRecord():
            return PreviewRow(position=position, outcome=Outcome.PERSON, title=item.name, place=item.orcid)
        case Withdrawal():
            said = f"{item.source}:{item.source_id}"
            return PreviewRow(position=position, outcome=Outcome.TAKEN_BACK, title=said)
        case BadRecord():
            return rejected_row(position, item.position, item.reason)
        case BadSource():
            return rejected_row(position, item.name, item.reason)


def work_row(position: int, record: WorkRecord, finding: Finding) -> PreviewRow:
    return PreviewRow(
        position=position,
        outcome=finding.outcome,
        title=record.title,
        authors=first_names(record),
        year=int(record.published[:4]),
        source=record.source,
        source_id=record.source_id,
        work_id=finding.work_id,
    )


def rejected_row(position: int, place: str, reason: str) -> PreviewRow:
    return PreviewRow(position=position, outcome=Outcome.UNREADABLE, place=place[-500:], reason=reason)


def first_names(record: WorkRecord) -> str:
    """ "Ada Lindqvist, Bob Okafor and 3 more"."""
    names = [author.name for author in record.authors]
    shown = ", ".join(names[:NAMED])
    return f"{shown} and {len(names) - NAMED:,} more" if len(names) > NAMED else shown
