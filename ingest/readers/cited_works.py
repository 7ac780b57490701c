"""From the facts of one entry of a bibliographic export to a record."""

import re
from dataclasses import dataclass, field

from common.identifiers import normalize_identifier
from ingest.cleaning import InvalidRecord
from ingest.readers.citation_dates import first_date
from ingest.readers.citation_fields import ARXIV, PREPRINT_SERVER, isbn_in, mentioned, noted
from ingest.readers.plain_text import without_full_stop
from ingest.readers.stable_ids import stable_id
from ingest.readers.text_lines import LOST
from ingest.records import AuthorRecord, LinkRecord, WorkRecord

# What an export calls these may as well be a preprint, if it appeared on a preprint server.
MAY_BE_PREPRINTS = ("journal-article", "other", "report", "preprint")
SEVERAL_DOIS = re.compile(r"[,;]\s*(?=10\.\d{4,9}/)")
WITH_ISBN = ("book", "thesis", "report")


@dataclass(slots=True)
class Citation:
    """What one entry says; dates and identifiers in the words of the export, the surest first."""

    type: str = "other"
    title: str = ""
    dates: list[str] = field(default_factory=list)
    year: str = ""
    authors: tuple[AuthorRecord, ...] = ()
    venue: str = ""
    publisher: str = ""
    identifiers: dict[str, str] = field(default_factory=dict)
    isbn: str = ""
    # Addresses and the like, in which an identifier may stand anywhere; and notes, which must begin with it.
    mentions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    abstract: str = ""
    language: str | None = None
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    retracted: bool = False


def record_of(citation: Citation, source: str) -> WorkRecord:
    """InvalidRecord says what an entry lacks."""
    title = without_full_stop(citation.title)
    published = date_of(citation)
    if LOST in title or any(LOST in author.name for author in citation.authors):
        raise InvalidRecord("the title or a name has characters that are neither UTF-8 nor Windows-1252")
    identifiers = identifiers_of(citation)
    is_preprint = appeared_on_preprint_server(citation, identifiers)
    first_author = citation.authors[0].name if citation.authors else ""
    return WorkRecord(
        source=source,
        source_id=stable_id(identifiers, title, published[:4], first_author),
        title=title,
        published=published,
        type="preprint" if is_preprint else citation.type,
        abstract=citation.abstract,
        language=citation.language,
        venue=None if is_preprint and ARXIV.search(citation.venue) else citation.venue,
        categories=citation.categories,
        keywords=citation.keywords,
        identifiers=identifiers,
        authors=citation.authors,
        links=citation.links,
        retracted=citation.retracted,
    )


def date_of(citation: Citation) -> str:
    year = first_date([citation.year]) or ""
    published = first_date([*citation.dates, citation.year], year[:4])
    if published:
        return published
    said = next(filter(None, map(str.strip, (citation.year, *citation.dates))), "")
    raise InvalidRecord(
        "there is no year of publication" + (f'; instead of one it says "{said[:60]}"' if said else "")
    )


def identifiers_of(citation: Citation) -> dict[str, str]:
    """A stated identifier goes before a mentioned one. An ISBN is that of the volume, which only books are."""
    doi, *_ = SEVERAL_DOIS.split(citation.identifiers.get("doi", ""))
    stated = citation.identifiers | {"doi": doi}
    found = mentioned(*citation.mentions, *noted(*citation.notes)) | mentioned(doi)
    found |= {scheme: value for scheme, value in stated.items() if normalize_identifier(scheme, value)}
    isbn = isbn_in(citation.isbn) if citation.type in WITH_ISBN else None
    return found | {"isbn": isbn} if isbn else found


def appeared_on_preprint_server(citation: Citation, identifiers: dict[str, str]) -> bool:
    if citation.type not in MAY_BE_PREPRINTS:
        return False
    venue = citation.venue or citation.publisher
    is_on_server = bool(PREPRINT_SERVER.search(venue))
    return is_on_server or (not citation.venue and citation.type == "other" and "arxiv" in identifiers)
