"""Rows on their way in: temporary tables filled by COPY, gone at the end of the transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.backends.utils import CursorWrapper

from common.names import fold, slug_for
from ingest.joining.fingerprints import title_print
from ingest.joining.merging import TESTIMONY, identifiers_of, links_of, versions_of
from ingest.records import AuthorRecord, LinkRecord, VersionRecord, WorkRecord
from researchers.identity.blocking import block_key
from works.categories import category_name

Row = tuple[Any, ...]

TABLES = {
    "staged_statement": "n integer, source text, source_id text, payload_hash bytea",
    "staged_identifier": "n integer, scheme text, value text",
    "staged_source": "work_id bigint, source text, source_id text, payload jsonb, payload_hash bytea",
    "staged_work": """
        id bigint, slug text, type text, title text, abstract text, language text, published_on date,
        published_precision text, venue_key text, categories text[], keywords text[], open_access boolean,
        license text, retracted boolean, authors_count integer, has_code boolean, cited_by_count integer,
        title_print bigint, self_reported boolean, own_key text
    """,
    "staged_venue": "key text, name text, slug text",
    "staged_work_identifier": "work_id bigint, scheme text, value text",
    "staged_authorship": """
        work_id bigint, position integer, name text, name_key text, family text, affiliations text[],
        rors text[], email_domains text[], address_digests text[], orcid text, source_author_id text, block text
    """,
    "staged_version": """
        work_id bigint, type text, title text, published_on date, published_precision text, venue_name text,
        doi text, source text
    """,
    "staged_link": "work_id bigint, kind text, url text, origin text, source text",
    "staged_reference": "work_id bigint, scheme text, value text",
    "staged_lost_reference": "work_id bigint, scheme text, value text",
    "staged_topic": "work_id bigint, slug text, origin text, confidence real",
    "staged_withdrawal": "source text, source_id text",
    "staged_person": "source text, source_id text, orcid text, payload jsonb, payload_hash bytea",
}
LONGEST_BLOCK = 200
PRECISIONS = {4: "year", 7: "month", 10: "day"}


def create_tables(cursor: CursorWrapper) -> None:
    """Empty staging tables, whatever an earlier batch of the same transaction left."""
    cursor.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
    for name, columns in TABLES.items():
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DROP")


def copy_rows(cursor: CursorWrapper, table: str, rows: Iterable[tuple]) -> None:
    """Fill a staging table; the rows have its columns in order."""
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def first_day(text: str) -> date:
    """The day, or the first one of the month or year."""
    parts = [int(part) for part in text.split("-")]
    return date(*parts, *[1] * (3 - len(parts)))


def precision(text: str) -> str:
    return PRECISIONS[len(text)]


def key_of(name: str) -> str:
    """What two spellings of one venue have in common."""
    return fold(name)[:500]


@lru_cache(maxsize=1 << 17)
def block_of(name: str, family: str) -> str:
    """Which names this one is compared with."""
    return block_key(name, family)[:LONGEST_BLOCK]


@dataclass(frozen=True, slots=True)
class Rows:
    """What one work is written as in every staging table but for its number, which comes first in each."""

    work: Row
    identifiers: list[Row]
    authorships: list[Row]
    versions: list[Row]
    links: list[Row]
    references: list[Row]

    @classmethod
    def of(cls, record: WorkRecord, statements: Sequence[WorkRecord]) -> "Rows":
        """Of the work that these statements merge into."""
        return cls(
            work=work_row(record),
            identifiers=list(identifiers_of(statements)),
            authorships=[authorship_row(record.source, *one) for one in enumerate(record.authors)],
            versions=[version_row(*one) for one in versions_of(statements)],
            links=[link_row(*one) for one in links_of(statements)],
            references=[reference_row(one) for one in record.references],
        )


def array(texts: Sequence[str]) -> str:
    """An array of texts as PostgreSQL reads it, which is cheaper to say once than to have said for each COPY.

    Source: the PostgreSQL manual, "Arrays: array input and output syntax".
    """
    quoted = (text.replace("\\", r"\\").replace('"', r"\"") for text in texts)
    return "{" + ",".join(f'"{one}"' for one in quoted) + "}"


def work_row(record: WorkRecord) -> Row:
    return (
        f"{slug_for(record.title)[:80].strip('-')}-{slug_for(record.source_id)[:36]}".strip("-"),
        record.type,
        record.title,
        record.abstract or "",
        record.language or "",
        first_day(record.published),
        precision(record.published),
        key_of(record.venue) if record.venue else None,
        array(record.categories),
        array(record.keywords),
        record.open_access,
        record.license or "",
        record.retracted,
        len(record.authors),
        any(link.kind == "code" for link in record.links),
        record.cited_by_count,
        title_print(record.title),
        record.source in TESTIMONY,
        f"{record.source}:{record.source_id}",
    )


def authorship_row(source: str, position: int, author: AuthorRecord) -> Row:
    return (
        position,
        author.name,
        fold(author.name)[:500],
        author.family or "",
        array(author.affiliations),
        array(author.rors),
        array(author.email_domains),
        array(author.address_digests),
        author.orcid or "",
        f"{source}:{author.source_author_id}" if author.source_author_id else "",
        block_of(author.name, author.family or ""),
    )


def version_row(source: str, version: VersionRecord) -> Row:
    return (
        version.type,
        version.title or "",
        first_day(version.date) if version.date else None,
        precision(version.date) if version.date else "",
        version.venue or "",
        version.doi or "",
        source,
    )


def link_row(source: str, link: LinkRecord) -> Row:
    return (link.kind, link.url, link.origin or "", source)


def lost_reference_rows(work_id: int, record: WorkRecord, earlier: Iterable[WorkRecord]) -> Iterator[tuple]:
    """What was said before and is said no more. References that came from a table of pairs are not among them."""
    said = dict.fromkeys(reference for statement in earlier for reference in statement.references)
    kept = set(record.references)
    return ((work_id, *reference_row(reference)) for reference in said if reference not in kept)


def reference_row(reference: str) -> Row:
    scheme, _, value = reference.partition(":")
    return (scheme[:20], value[:300])


def topic_rows(
    work_id: int, record: WorkRecord, stated: Mapping[str, str], concepts: Iterable[tuple[str, float]]
) -> Iterator[tuple]:
    """Topics by name: cs.LG and stat.ML are one. What a source states counts before what the text mentions.

    `stated` has the address of each topic of a vocabulary by its id.
    """
    given = {stated[topic.id]: topic.confidence for topic in record.topics}
    given |= dict.fromkeys(map(category_slug, record.categories), 1.0)
    yield from ((work_id, slug, "source", confidence) for slug, confidence in given.items())
    for slug, confidence in concepts:
        if slug not in given:
            yield (work_id, slug, "text", confidence)


@lru_cache(maxsize=10_000)
def category_slug(code: str) -> str:
    """The address of the topic that a category is."""
    return slug_for(category_name(code))[:120]


def named_rows(names: Iterable[str]) -> Iterator[tuple]:
    """(key, name, slug) of venues, each key once."""
    by_key = {key_of(name): name for name in names}
    for key, name in by_key.items():
        if key:
            yield (key, name[:500], slug_for(name)[:100].strip("-") or "unnamed")
