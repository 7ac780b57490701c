"""What a work is when several sources speak of it: the best statement, field by field."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from ingest.records import AuthorRecord, VersionRecord, WorkRecord

# Whose word counts more where two sources differ: publishers and curated anthologies before aggregators.
PRECEDENCE = ("credence", "acl", "crossref", "pubmed", "inspire", "dblp", "arxiv", "datacite", "openalex")
FIRST_WORD = ("title", "abstract", "language", "venue", "license", "open_access")
UNITED = ("categories", "keywords", "links", "references")


def precedence(record: WorkRecord) -> tuple[int, str, str]:
    """Sort key: most trusted source first, then a fixed order."""
    place = PRECEDENCE.index(record.source) if record.source in PRECEDENCE else len(PRECEDENCE)
    return (place, record.source, record.source_id)


def merge(statements: Iterable[WorkRecord]) -> WorkRecord:
    """One record out of the statements about one work; a single statement stays as it is."""
    ranked = sorted(statements, key=precedence)
    if len(ranked) == 1:
        return ranked[0]
    first = min(ranked, key=lambda record: (record.published[:4], precedence(record)))
    counts = [record.cited_by_count for record in ranked if record.cited_by_count is not None]
    # The source that names the authors leads: their person ids are its own.
    leading = next((record for record in ranked if record.authors), ranked[0])
    return msgspec.structs.replace(
        leading,
        **{field: first_word(ranked, field) for field in FIRST_WORD},
        **{field: united(ranked, field) for field in UNITED},
        type=first.type,
        published=first.published,
        identifiers={
            scheme: value for record in reversed(ranked) for scheme, value in record.identifiers.items()
        },
        authors=merge_authors(ranked),
        versions=merge_versions(first, ranked),
        cited_by_count=max(counts) if counts else None,
        retracted=any(record.retracted for record in ranked),
    )


def first_word(ranked: Sequence[WorkRecord], field: str) -> Any:
    """The first statement that says anything about the field."""
    return next((value for record in ranked if (value := getattr(record, field)) is not None), None)


def united(ranked: Sequence[WorkRecord], field: str) -> tuple[Any, ...]:
    """What any of them says, each once, the most trusted first."""
    return tuple(dict.fromkeys(value for record in ranked for value in getattr(record, field)))


def merge_authors(ranked: Sequence[WorkRecord]) -> tuple[AuthorRecord, ...]:
    """The most trusted author list, with affiliations and identifiers that others of equal length add."""
    lists = [record.authors for record in ranked if record.authors]
    if not lists:
        return ()
    same_length = [authors for authors in lists if len(authors) == len(lists[0])]
    return tuple(merge_author(statements) for statements in zip(*same_length, strict=True))


def merge_author(statements: Sequence[AuthorRecord]) -> AuthorRecord:
    """One position: the first name, and whatever the others know about who it is."""
    first = statements[0]
    alike = [other for other in statements if other.name.split()[-1:] == first.name.split()[-1:]]
    return msgspec.structs.replace(
        first,
        orcid=next((author.orcid for author in alike if author.orcid), None),
        affiliations=next((author.affiliations for author in alike if author.affiliations), ()),
    )


def merge_versions(first: WorkRecord, ranked: Sequence[WorkRecord]) -> tuple[VersionRecord, ...]:
    """Every later appearance: those that a source lists, and the other statements themselves."""
    listed = [version for record in ranked for version in record.versions]
    known_dois = {version.doi for version in listed if version.doi}
    others = [
        VersionRecord(
            type=record.type,
            date=record.published,
            title=record.title if record.title != first.title else None,
            venue=record.venue,
            doi=record.identifiers.get("doi"),
        )
        for record in ranked
        if record is not first
        and record.type != first.type
        and record.identifiers.get("doi") not in known_dois
    ]
    return tuple(dict.fromkeys([*listed, *others]))
