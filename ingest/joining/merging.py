"""What a work is when several sources speak of it: the best statement, field by field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from common.names import fold
from ingest.joining.aligning import aligned
from ingest.records import AuthorRecord, LinkRecord, TopicRecord, VersionRecord, WorkRecord

# Whose word counts more where two sources differ: publishers and curated registers before aggregators, these before
# what people keep for themselves. A source that is not listed comes after those that are.
PRECEDENCE = (
    "credence", "acl", "crossref", "pubmed", "inspire", "dblp", "arxiv", "datacite", "openalex", "orcid", "oai-dc",
    "csl-json", "ris", "bibtex",
)  # fmt: skip
UPLOAD = "upload"
# Anybody can write any DOI, any co-author and any address into a file or into their own ORCID record: what only a
# person states speaks only where no registry does, a file only where no ORCID record does either.
TESTIMONY = frozenset({UPLOAD, "orcid"})
LISTS_ONE_PERSON = {"orcid"}  # of all authors of a work, the one whose record it is
FIRST_WORD = ("title", "abstract", "language", "venue", "license", "open_access")
UNITED = ("categories", "keywords", "links", "references")


def precedence(record: WorkRecord) -> tuple[int, str, str]:
    """Sort key: most trusted source first, then a fixed order."""
    place = PRECEDENCE.index(record.source) if record.source in PRECEDENCE else len(PRECEDENCE)
    return (place + (record.source == UPLOAD), record.source, record.source_id)


def speaking(statements: Iterable[WorkRecord]) -> list[WorkRecord]:
    """The statements that count, most trusted first: testimony is silent where a registry speaks."""
    statements = list(statements)
    if len(statements) == 1:
        return statements
    ranked = sorted(statements, key=precedence)
    registries = [record for record in ranked if record.source not in TESTIMONY]
    return registries or [record for record in ranked if record.source != UPLOAD] or ranked


def merge(statements: Iterable[WorkRecord]) -> WorkRecord:
    """One record out of the statements about one work; a single statement stays as it is."""
    ranked = speaking(statements)
    if len(ranked) == 1:
        return with_authors(ranked[0], ranked[0].authors)
    first = first_of(ranked)
    # The source whose list of authors is taken leads: their person ids are its own.
    leading = leader(ranked)
    counts = [record.cited_by_count for record in ranked if record.cited_by_count is not None]
    merged = msgspec.structs.replace(
        leading,
        **{field: first_word(ranked, field) for field in FIRST_WORD},
        **{field: united(ranked, field) for field in UNITED},
        type=first.type,
        published=published(first, ranked),
        identifiers=dict(reversed(list(identifiers_of(ranked)))),
        versions=tuple(dict.fromkeys(version for _, version in versions_of(ranked))),
        topics=merge_topics(ranked),
        cited_by_count=max(counts) if counts else None,
        retracted=any(record.retracted for record in ranked),
    )
    return with_authors(merged, merge_authors(leading, ranked))


def first_of(ranked: Sequence[WorkRecord]) -> WorkRecord:
    """The statement of the first appearance: its year and kind are the work's."""
    return min(ranked, key=lambda record: (record.published[:4], precedence(record)))


def published(first: WorkRecord, ranked: Sequence[WorkRecord]) -> str:
    """The date of the first appearance, as exactly as any source knows it."""
    exact = (
        record.published
        for record in ranked
        if record.type == first.type and record.published.startswith(first.published)
    )
    return max(exact, key=len)


def leader(ranked: Sequence[WorkRecord]) -> WorkRecord:
    """The most trusted statement that names authors."""
    return next((record for record in ranked if record.authors), ranked[0])


def first_word(ranked: Sequence[WorkRecord], field: str) -> Any:
    """The first statement that says anything about the field."""
    return next((value for record in ranked if (value := getattr(record, field)) is not None), None)


def united(ranked: Sequence[WorkRecord], field: str) -> tuple[Any, ...]:
    """What any of them says, each once, the most trusted first."""
    return tuple(dict.fromkeys(value for record in ranked for value in getattr(record, field)))


def merge_topics(ranked: Sequence[WorkRecord]) -> tuple[TopicRecord, ...]:
    """Each topic once, as sure as the most trusted source that names it."""
    topics: dict[str, TopicRecord] = {}
    for record in ranked:
        for topic in record.topics:
            topics.setdefault(topic.id, topic)
    return tuple(topics.values())


# Authors


def merge_authors(leading: WorkRecord, ranked: Sequence[WorkRecord]) -> tuple[AuthorRecord, ...]:
    """The leading list of authors, with what other lists add about those of agreeing name."""
    others = [record.authors for record in ranked if record is not leading and record.authors]
    beside = [aligned(leading.authors, authors) for authors in others]
    return tuple(
        merge_author([author, *(other[position] for other in beside if position in other)])
        for position, author in enumerate(leading.authors)
    )


def merge_author(statements: Sequence[AuthorRecord]) -> AuthorRecord:
    """One position: the leading name, and whatever the others know about who it is."""
    if len(statements) == 1:
        return statements[0]
    first = statements[0]
    return msgspec.structs.replace(
        first,
        orcid=next((author.orcid for author in statements if author.orcid), None),
        affiliations=next((author.affiliations for author in statements if author.affiliations), ()),
        family=next(
            (one.family for one in statements if one.family and stands_in(one.family, first.name)), None
        ),
        rors=tuple(dict.fromkeys(ror for author in statements for ror in author.rors)),
        email_domains=tuple(
            dict.fromkeys(domain for author in statements for domain in author.email_domains)
        ),
        address_digests=tuple(
            dict.fromkeys(digest for author in statements for digest in author.address_digests)
        ),
    )


def stands_in(family: str, name: str) -> bool:
    """Whether a family name is a part of the printed name."""
    return f" {fold(family)} " in f" {fold(name)} "


def with_authors(record: WorkRecord, authors: tuple[AuthorRecord, ...]) -> WorkRecord:
    """The record with these authors; an ORCID iD that two positions share is nobody's."""
    stated = [author.orcid for author in authors if author.orcid]
    shared = {orcid for orcid, number in Counter(stated).items() if number > 1} if stated else ()
    if shared:
        authors = tuple(
            msgspec.structs.replace(author, orcid=None) if author.orcid in shared else author
            for author in authors
        )
    return record if authors is record.authors else msgspec.structs.replace(record, authors=authors)


# What has a source of its own


def identifiers_of(statements: Iterable[WorkRecord]) -> Iterator[tuple[str, str]]:
    """Every identifier that a statement gives the work or a version of it, the most trusted first."""
    found: dict[tuple[str, str], None] = {}
    for record in speaking(statements):
        found |= dict.fromkeys(record.identifiers.items())
        if record.versions:
            found |= dict.fromkeys(("doi", version.doi) for version in record.versions if version.doi)
    return iter(found)


def versions_of(statements: Iterable[WorkRecord]) -> Iterator[tuple[str, VersionRecord]]:
    """Every later appearance and who says so: those that a source lists, and the statements of other kinds."""
    ranked = speaking(statements)
    listed = [(record.source, version) for record in ranked for version in record.versions]
    yield from listed
    if len(ranked) == 1:
        return
    first = first_of(ranked)
    known = {version.doi for _, version in listed if version.doi} | {first.identifiers.get("doi")}
    kinds = {first.type}
    for record in ranked:
        doi = record.identifiers.get("doi")
        if record is first or record.type in kinds or (doi and doi in known - {None}):
            continue
        kinds.add(record.type)
        yield record.source, appearance(record, first)


def appearance(record: WorkRecord, first: WorkRecord) -> VersionRecord:
    """A statement as a version of the work that another one began."""
    return VersionRecord(
        type=record.type,
        date=record.published,
        title=record.title if record.title != first.title else None,
        venue=record.venue,
        doi=record.identifiers.get("doi"),
    )


def links_of(statements: Iterable[WorkRecord]) -> Iterator[tuple[str, LinkRecord]]:
    """Code and data, each address once, and the most trusted source that names it."""
    known: dict[tuple[str, str], tuple[str, LinkRecord]] = {}
    for record in speaking(statements):
        for link in record.links:
            known.setdefault((link.kind, link.url), (record.source, link))
    return iter(known.values())


def provenance(statements: Iterable[WorkRecord]) -> dict[str, tuple[str, ...]]:
    """Field by field the sources whose word it is; a field that nobody speaks of is left out."""
    ranked = speaking(statements)
    first, leading = first_of(ranked), leader(ranked)
    said = {field: sources_of(ranked, field)[:1] for field in FIRST_WORD}
    said |= {field: sources_of(ranked, field) for field in (*UNITED, "topics")}
    said |= {"published": (first.source,), "type": (first.source,)}
    said |= {"authors": (leading.source,) if leading.authors else ()}
    return {field: sources for field, sources in said.items() if sources}


def sources_of(ranked: Sequence[WorkRecord], field: str) -> tuple[str, ...]:
    """Who says something about the field, the most trusted first."""
    values = ((record.source, getattr(record, field)) for record in ranked)
    return tuple(dict.fromkeys(source for source, value in values if value is not None and value != ()))
