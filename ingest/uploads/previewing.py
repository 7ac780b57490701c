"""What importing would do, found out without doing it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from ingest.joining.matching import Key, Matched, Statement, Subject, match
from ingest.joining.subjects import Identifier
from ingest.loading.staging import create_tables
from ingest.persons import PersonRecord
from ingest.previews import PreviewRow
from ingest.records import BadRecord, Retraction, Withdrawal, WorkRecord
from ingest.streams import BadSource
from ingest.uploads.bounds import names_in
from ingest.uploads.testimony import Item
from works.models import SourceRecord, Work

Outcome = PreviewRow.Outcome
RowItem = WorkRecord | PersonRecord | Withdrawal | BadRecord | BadSource
NAMED = 3  # authors of a row
NAMES_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What would become of a record, and the known work that it speaks of."""

    outcome: Outcome
    work_id: int | None = None


def preview(items: Iterable[Item]) -> list[PreviewRow]:
    """A row for each item, not saved; what a notice says of another work has none beside that of the notice.

    Few items are held in memory at once, and compared with each other. Of the earlier ones only identifiers are
    remembered, so that the same work under another title alone is taken for new.
    """
    rows: list[PreviewRow] = []
    met: set[Identifier] = set()
    for some in portions(item for item in items if not isinstance(item, Retraction)):
        findings = compare([item for item in some if isinstance(item, WorkRecord)], met)
        rows += [row_of(position, item, findings) for position, item in enumerate(some, len(rows))]
    return last_ones_count(rows)


def portions(items: Iterable[RowItem]) -> Iterator[list[RowItem]]:
    """As many items at a time as name so many authors and affiliations."""
    some: list[RowItem] = []
    names = 0
    for item in items:
        some.append(item)
        names += names_in(item) if isinstance(item, WorkRecord) else 0
        if names >= NAMES_AT_ONCE:
            yield some
            some, names = [], 0
    if some:
        yield some


def last_ones_count(rows: list[PreviewRow]) -> list[PreviewRow]:
    """Of statements under one key the loader takes the last one: the others come to nothing."""
    last: dict[Key, PreviewRow] = {}
    for row in reversed(rows):
        later = last.setdefault((row.source, row.source_id), row)
        if row.source and later is not row:
            if later.outcome == Outcome.REPEATED:
                later.outcome, later.work_id = row.outcome, row.work_id
            row.outcome, row.work_id = Outcome.REPEATED, None
    return rows


def compare(records: Sequence[WorkRecord], met: set[Identifier]) -> dict[Key, Finding]:
    """What the loader would do with these records, by key; adds to `met` the identifiers of new works."""
    matched = match_only(records)
    findings = dict(pair for subject in matched.created for pair in created(subject, met))
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


def created(subject: Subject, met: set[Identifier]) -> list[tuple[Key, Finding]]:
    """The first statement makes the new work, unless an earlier one did; the others repeat it."""
    identifiers = {one for statement in subject.fresh.values() for one in statement.identifiers}
    first = Finding(Outcome.NEW if met.isdisjoint(identifiers) else Outcome.REPEATED)
    met |= identifiers
    return [(key, Finding(Outcome.REPEATED) if n else first) for n, key in enumerate(subject.fresh)]


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


def row_of(position: int, item: RowItem, findings: dict[Key, Finding]) -> PreviewRow:
    match item:
        case WorkRecord():
            return work_row(position, item, findings[key_of(item)])
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
