"""The dump of arXiv's metadata as JSON lines, as it is handed round for research."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.cleaning import InvalidRecord
from ingest.readers import arxiv, json_documents
from ingest.readers.arxiv_authors import authors_in
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, WorkRecord


def recognizes(head: Head) -> bool:
    return head.has_keys("id", "categories", "title", "authors") and (
        head.has_keys("authors_parsed") or head.has_keys("submitter", "update_date")
    )


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    return json_documents.records(stream, name, (), work)


def work(paper: dict[str, Any]) -> WorkRecord:
    return arxiv.work(
        address=said(paper, "id"),
        title=said(paper, "title"),
        created=created(paper),
        abstract=said(paper, "abstract"),
        categories=said(paper, "categories").split(),
        authors=authors(paper),
        doi=said(paper, "doi"),
        journal_reference=said(paper, "journal-ref"),
        comment=said(paper, "comments"),
        license=said(paper, "license"),
    )


def said(paper: dict[str, Any], field: str) -> str:
    """The text of a field; a list, as some tools make of categories, counts as its parts with blanks between."""
    value = paper.get(field)
    if isinstance(value, list):
        return " ".join(part for part in value if isinstance(part, str))
    if value is not None and not isinstance(value, str):
        raise InvalidRecord(f"{field} is not a text")
    return value or ""


def created(paper: dict[str, Any]) -> str:
    """The day of the first version; never the day of an update."""
    versions = paper.get("versions")
    for version in versions if isinstance(versions, list) else []:
        if isinstance(version, dict) and version.get("version", "v1") == "v1":
            return arxiv.day_of(said(version, "created"))
    return ""


def authors(paper: dict[str, Any]) -> tuple[AuthorRecord, ...]:
    """From the names that arXiv took apart; where they are missing, from the text that it printed."""
    parsed = paper.get("authors_parsed")
    if not isinstance(parsed, list) or not parsed:
        return authors_in(said(paper, "authors"))
    return tuple(author(parts) for parts in parsed if isinstance(parts, list))


def author(parts: list[Any]) -> AuthorRecord:
    """[family, given, suffix, affiliation…]"""
    texts = [part if isinstance(part, str) else "" for part in parts]
    family, given, suffix, *affiliations = [*texts, "", "", ""][: max(len(texts), 3)]
    return arxiv.author(given, family, suffix, affiliations)
