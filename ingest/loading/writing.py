"""From matched statements into the record: merge, stage, fill, attribute."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from ingest.institutions.readings import read_affiliations
from ingest.institutions.topics import slugs_of
from ingest.joining import moving
from ingest.joining.matching import Matched, Statement, Subject, match
from ingest.joining.merging import merge
from ingest.joining.subjects import concepts_of
from ingest.loading import staging, tables
from ingest.loading.concerned import Concerned
from ingest.loading.renumbering import follow_names
from ingest.loading.retracting import retract_staged
from ingest.loading.staging import category_slug
from ingest.records import WorkRecord
from researchers.resolution import resolve
from researchers.settled import ALL_NEW
from works.categories import category_name
from works.concepts import CURATED
from works.models import Topic
from works.tagging import COUNT_TOPIC_WORKS
from works.terms import Terms, current_terms

ROWS = {
    "staged_work_identifier": attrgetter("identifiers"),
    "staged_authorship": attrgetter("authorships"),
    "staged_version": attrgetter("versions"),
    "staged_link": attrgetter("links"),
    "staged_reference": attrgetter("references"),
}


@dataclass(frozen=True, slots=True)
class Effects:
    """What loading some works did to others."""

    former_authors: list[int]
    cited: set[int]


def store(
    cursor: CursorWrapper, statements: Sequence[Statement], known_topics: set[str], concerned: Concerned
) -> Matched:
    """Write what is new or different in these statements, attribute their authors, note what lags behind."""
    matched = match(cursor, statements)
    if subjects := [*matched.created, *matched.updated]:
        write(cursor, subjects, known_topics, concerned, known_before=bool(matched.updated))
    return matched


def write(
    cursor: CursorWrapper,
    subjects: Sequence[Subject],
    known_topics: set[str],
    concerned: Concerned,
    *,
    known_before: bool,
) -> None:
    """Bring works to what their statements now say together; those concerned are still to be marked."""
    lost = moving.move(cursor, subjects)
    merged = [(subject.work_id, merge(subject.statements())) for subject in subjects]
    add_topics(cursor, (record for _, record in merged), known_topics)
    stage(cursor, subjects, merged)
    revived, changes = set[int](), ALL_NEW
    if known_before:
        changes = follow_names(cursor)
        revived = set(first_column(cursor, tables.CITED_AGAIN))
    effects = fill(cursor, subjects, known_before=known_before)
    cleared = moving.carry_decisions(cursor, subjects, dict(merged)) if lost else []
    works = [work_id for work_id, _ in merged]
    touched = {*effects.cited, *revived, *lost, *(one.work_id for one in subjects if one.absorbed)}
    count_citations(cursor, touched)
    resolved = resolve(works, changes=changes, marks=False)
    concerned.works.update(works, touched)
    concerned.researchers.update(effects.former_authors, cleared, resolved.former)
    moving.note_joinings(subjects)


def add_topics(cursor: CursorWrapper, records: Iterable[WorkRecord], known: set[str]) -> None:
    """Make the topics that these records may name and that do not exist."""
    codes = {code for record in records for code in record.categories}
    categories = {
        category_slug(code): (category_name(code)[:200], Topic.Kind.CATEGORY, code, "")
        for code in sorted(codes)
    }
    concepts = {
        one.slug: (one.names[0], Topic.Kind.CONCEPT, None, "|".join(one.names[1:])) for one in CURATED
    }
    new = [(slug, *topic) for slug, topic in chain(categories.items(), concepts.items()) if slug not in known]
    if new:
        columns = zip(("slugs", "names", "kinds", "codes", "variants"), zip(*new, strict=True), strict=True)
        cursor.execute(tables.MAKE_TOPICS, {column: list(values) for column, values in columns})
        known.update(slug for slug, *_ in new)


def stage(
    cursor: CursorWrapper, subjects: Sequence[Subject], merged: Sequence[tuple[int, WorkRecord]]
) -> None:
    """Fill the staging tables with works as merged."""
    lost_references = (
        staging.lost_reference_rows(work_id, record, subject.earlier.values())
        for subject, (work_id, record) in zip(subjects, merged, strict=True)
        if subject.earlier
    )
    venues = {record.venue for _, record in merged if record.venue}
    works = [
        (subject.work_id, subject.rows(record)) for subject, (_, record) in zip(subjects, merged, strict=True)
    ]
    copy = staging.copy_rows
    copy(cursor, "staged_lost_reference", chain.from_iterable(lost_references))
    copy(cursor, "staged_venue", staging.named_rows(sorted(venues)))
    copy(cursor, "staged_work", ((work_id, *rows.work) for work_id, rows in works))
    for table, rows_from in ROWS.items():
        copy(cursor, table, ((work_id, *row) for work_id, rows in works for row in rows_from(rows)))
    # Asked before: while a COPY runs, its connection answers nothing else, and would wait for itself for ever.
    stated = slugs_of(topic for _, record in merged for topic in record.topics)
    terms = current_terms()
    copy(cursor, "staged_topic", topic_rows(subjects, merged, stated, terms))


def topic_rows(
    subjects: Sequence[Subject],
    merged: Sequence[tuple[int, WorkRecord]],
    stated: dict[str, str],
    terms: Terms,
) -> Iterator[tuple]:
    """What the works are about; the concepts of a statement that stands alone are known already."""
    alone = {id(one.record): one for subject in subjects for one in subject.fresh.values()}
    for work_id, record in merged:
        statement = alone.get(id(record))
        concepts = statement.concepts(terms) if statement else concepts_of(record, terms)
        yield from staging.topic_rows(work_id, record, stated, concepts)


def put_statements(cursor: CursorWrapper, subjects: Sequence[Subject], *, known_before: bool) -> None:
    """Store what the works are merged from; what cannot conflict goes where it belongs without a stop."""
    rows = (
        (subject.work_id, *statement.key, statement.payload, statement.hash)
        for subject in subjects
        for statement in subject.fresh.values()
    )
    staging.copy_rows(cursor, "staged_source" if known_before else tables.SOURCES, rows)
    if known_before:
        cursor.execute(tables.PUT_SOURCES)


def fill(cursor: CursorWrapper, subjects: Sequence[Subject], *, known_before: bool) -> Effects:
    """Run the statements from staging into the record; what that does to others."""
    once_cited = moving.drop_lost_identifiers(cursor) if known_before else set[int]()
    for statement in tables.FILL if known_before else tables.NEW:
        cursor.execute(statement)
    put_statements(cursor, subjects, known_before=known_before)
    once_cited |= moving.take_from_uploads(cursor)
    once_cited |= moving.pass_on_identifiers(cursor) if known_before else set()
    retract_staged(cursor)
    former_authors, cited = drop_lost(cursor) if known_before else ([], [])
    for statement in tables.FILL_DETAILS if known_before else tables.NEW_DETAILS:
        cursor.execute(statement)
    read_affiliations(cursor, known_before=known_before)
    newly_cited = first_column(cursor, tables.TIE_REFERENCES)
    touched = {work_id for work_id in (*cited, *newly_cited, *once_cited) if work_id is not None}
    return Effects(former_authors, touched)


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
        cursor.execute(COUNT_TOPIC_WORKS)
