"""The only way into the record: batches of statements, each batch one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F
from django.db.models.functions import Now

from common.names import slug_for
from ingest import staging, tables
from ingest.matching import Matched, Subject, match
from ingest.merging import merge
from ingest.models import ImportProblem, ImportRun
from ingest.records import BadRecord, WorkRecord
from researchers.resolution import resolve
from works.categories import category_name
from works.concepts import NAMES
from works.models import Topic

BATCH = 5_000


@dataclass(slots=True)
class Tally:
    """What happened to the records of a batch."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Effects:
    """What loading some works did to others."""

    former_authors: list[int]
    cited: set[int]


@dataclass(slots=True)
class Loader:
    """Loads batches and remembers which topics exist already."""

    run: ImportRun
    known_topics: set[str] = field(default_factory=set)

    def load(self, items: Iterable[WorkRecord | BadRecord], *, batch: int = BATCH) -> Iterator[Tally]:
        """Load everything, in batches; what happened to each batch, when it is safely stored."""
        items = iter(items)
        while some := list(islice(items, batch)):
            yield self.load_batch(some)

    def load_batch(self, items: Sequence[WorkRecord | BadRecord]) -> Tally:
        records = [item for item in items if isinstance(item, WorkRecord)]
        problems = [item for item in items if isinstance(item, BadRecord)]
        with transaction.atomic(), connection.cursor() as cursor:
            matched = store(cursor, records, self.known_topics)
            tally = Tally(
                read=len(items),
                created=len(matched.created),
                updated=len(records) - matched.unchanged - len(matched.created),
                unchanged=matched.unchanged,
                rejected=len(problems),
            )
            self.note(tally, problems)
        return tally

    def note(self, tally: Tally, problems: Sequence[BadRecord]) -> None:
        """Write progress and problems in the transaction of the records they are about."""
        ImportProblem.objects.bulk_create(
            ImportProblem(run=self.run, position=one.position, reason=one.reason, piece=one.piece)
            for one in problems
        )
        ImportRun.objects.filter(pk=self.run.pk).update(
            read=F("read") + tally.read,
            created=F("created") + tally.created,
            updated=F("updated") + tally.updated,
            unchanged=F("unchanged") + tally.unchanged,
            rejected=F("rejected") + tally.rejected,
            heard_at=Now(),
        )


def store(cursor: CursorWrapper, records: Sequence[WorkRecord], known_topics: set[str]) -> Matched:
    """Write what is new or different in these records, attribute their authors, mark what lags behind."""
    cursor.execute(tables.TAKE_LOCK)
    staging.create_tables(cursor)
    matched = match(cursor, records)
    subjects = [*matched.created, *matched.updated]
    if subjects:
        merged = [(subject.work_id, merge(subject.statements())) for subject in subjects]
        add_topics((record for _, record in merged), known_topics)
        stage(cursor, subjects, merged)
        effects = fill(cursor, known_before=bool(matched.updated))
        works = [work_id for work_id, _ in merged]
        count_citations(cursor, effects.cited)
        resolve(works, former=effects.former_authors, touched=effects.cited)
    return matched


def add_topics(records: Iterable[WorkRecord], known: set[str]) -> None:
    """Make the topics that these records may name and that do not exist."""
    names = {slug_for(category_name(code))[:120]: code for record in records for code in record.categories}
    categories = [
        Topic(slug=slug, name=category_name(code)[:200], kind=Topic.Kind.CATEGORY, codes=[code])
        for slug, code in names.items()
        if slug not in known
    ]
    concepts = [
        Topic(slug=slug, name=name, kind=Topic.Kind.CONCEPT)
        for slug, name in NAMES.items()
        if slug not in known
    ]
    Topic.objects.bulk_create([*categories, *concepts], ignore_conflicts=True)
    known.update(topic.slug for topic in (*categories, *concepts))


def stage(
    cursor: CursorWrapper, subjects: Sequence[Subject], merged: Sequence[tuple[int, WorkRecord]]
) -> None:
    """Fill the staging tables with works as merged, and with the statements they are merged from."""
    statements = (
        (subject.work_id, *statement.key, statement.payload, statement.hash)
        for subject in subjects
        for statement in subject.fresh.values()
    )
    lost_references = (
        staging.lost_reference_rows(work_id, record, subject.earlier.values())
        for subject, (work_id, record) in zip(subjects, merged, strict=True)
    )
    venues = (record.venue for _, record in merged if record.venue)
    institutions = (name for _, record in merged for author in record.authors for name in author.affiliations)
    copy = staging.copy_rows
    copy(cursor, "staged_source", statements)
    copy(cursor, "staged_lost_reference", chain.from_iterable(lost_references))
    copy(cursor, "staged_venue", staging.named_rows(venues))
    copy(cursor, "staged_institution", staging.named_rows(institutions))
    copy(cursor, "staged_work", (staging.work_row(*one) for one in merged))
    for table, rows_of in {
        "staged_work_identifier": staging.identifier_rows,
        "staged_authorship": staging.authorship_rows,
        "staged_affiliation": staging.affiliation_rows,
        "staged_version": staging.version_rows,
        "staged_link": staging.link_rows,
        "staged_reference": staging.reference_rows,
        "staged_topic": staging.topic_rows,
    }.items():
        copy(cursor, table, chain.from_iterable(rows_of(*one) for one in merged))


def fill(cursor: CursorWrapper, *, known_before: bool) -> Effects:
    """Run the statements from staging into the record; what that does to others."""
    for statement in tables.FILL:
        cursor.execute(statement)
    former_authors, cited = drop_lost(cursor) if known_before else ([], [])
    for statement in tables.ADD_DETAILS:
        cursor.execute(statement)
    newly_cited = first_column(cursor, tables.TIE_REFERENCES)
    return Effects(former_authors, {work_id for work_id in (*cited, *newly_cited) if work_id is not None})


def drop_lost(cursor: CursorWrapper) -> tuple[list[int], list[int]]:
    """Remove what is no longer said; the former authors, and the works no longer cited."""
    former_authors = first_column(cursor, tables.DROP_LOST_AUTHORSHIPS)
    for statement in tables.DROP_LOST:
        cursor.execute(statement)
    return former_authors, first_column(cursor, tables.DROP_LOST_REFERENCES)


def first_column(cursor: CursorWrapper, statement: str) -> list[int]:
    cursor.execute(statement)
    return [row[0] for row in cursor.fetchall()]


def count_citations(cursor: CursorWrapper, cited: set[int]) -> None:
    """Count anew who cites these works."""
    if cited:
        cursor.execute(tables.COUNT_CITATIONS, {"works": sorted(cited)})


def count_topic_works() -> None:
    """Bring the number of works of every topic up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tables.TAKE_LOCK)
        cursor.execute(tables.COUNT_TOPIC_WORKS)
