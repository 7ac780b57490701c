"""CSL-JSON, as Zotero, citeproc tools and DOI resolvers write it; see docs/formats/csl-json.md."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.cleaning import InvalidRecord
from ingest.readers.citation_dates import calendar_date
from ingest.readers.citation_fields import keywords, language_code, repositories, stored_text
from ingest.readers.citation_names import author, read_name
from ingest.readers.cited_works import Citation, record_of
from ingest.readers.json_documents import records
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, WorkRecord

TYPES = {
    "article-journal": "journal-article", "article-magazine": "journal-article",
    "article-newspaper": "other", "journal-article": "journal-article", "article": "preprint",
    "paper-conference": "conference-paper", "proceedings-article": "conference-paper", "book": "book",
    "classic": "book", "collection": "book", "chapter": "book-chapter", "entry": "book-chapter",
    "entry-encyclopedia": "book-chapter", "entry-dictionary": "book-chapter", "thesis": "thesis",
    "dissertation": "thesis", "report": "report", "standard": "report", "dataset": "dataset",
    "software": "software", "manuscript": "preprint", "posted-content": "preprint", "review": "review",
    "review-book": "review",
}  # fmt: skip
LISTS = ("items",)
EDITED = ("book",)
DATES = ("issued", "published", "published-print", "published-online", "original-date", "available-date")
WITHOUT_VENUE = ("thesis", "book")
# Only CSL spells these keys so, of all that is JSON here.
OWN_KEYS = re.compile(
    r'"(?:date-parts|issued|container-title|non-dropping-particle|citation-key|citation-label)"\s*:'
)
OWN_TYPE = re.compile(rf'"type"\s*:\s*"(?:{"|".join(TYPES)}|post|post-weblog|webpage|document|speech|bill)"')
# Crossref's and DataCite's own answers look alike, but have these.
OTHERS_KEYS = re.compile(
    r'"(?:message-type|indexed|reference-count|references-count|deposited|attributes)"\s*:'
)
# What Zotero and others put in the note, for want of a field: "PMID: 7\narXiv: 2001.00001".
IN_NOTE = re.compile(r"^[ \t]*(DOI|PMID|PMCID|arXiv)[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


def recognizes(head: Head) -> bool:
    if not head.is_json or OTHERS_KEYS.search(head.text) or not head.has_keys("title", "type"):
        return False
    return OWN_KEYS.search(head.text) is not None and OWN_TYPE.search(head.text) is not None


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    return records(stream, name, LISTS, read_item)


def read_item(item: dict[str, Any]) -> WorkRecord:
    if "type" not in item:
        raise InvalidRecord("this is not an item of CSL-JSON: it has no type")
    return record_of(citation(item), "csl-json")


def citation(item: dict[str, Any]) -> Citation:
    kind = type_of(item)
    note = text_of(item.get("note"))
    return Citation(
        type=kind,
        title=stored_text(text_of(item.get("title"))),
        dates=[date for key in DATES for date in dates_of(item.get(key))],
        year=text_of(item.get("year")),
        authors=authors(item, kind),
        venue=venue(item, kind),
        publisher=text_of(item.get("publisher")),
        identifiers=identifiers(item, note),
        isbn=text_of(item.get("ISBN")),
        mentions=(text_of(item.get("URL")), text_of(item.get("id")), text_of(item.get("number"))),
        abstract=stored_text(text_of(item.get("abstract"))),
        language=language_code(text_of(item.get("language"))),
        keywords=keywords(texts_of(item.get("keyword")) or texts_of(item.get("categories"))),
        links=repositories([note], "csl-json"),
    )


def text_of(value: Any) -> str:
    """A text, a number, or the first of a list of them; a DOI resolver may give a list for a title."""
    if isinstance(value, list):
        value = next((one for one in value if one), "")
    if isinstance(value, dict):
        value = value.get("name", "")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def texts_of(value: Any) -> list[str]:
    return (
        [text_of(one) for one in value]
        if isinstance(value, list)
        else [text]
        if (text := text_of(value))
        else []
    )


def type_of(item: dict[str, Any]) -> str:
    """By the table; an "article" with a volume or a journal's number is no preprint."""
    said = text_of(item.get("type")).strip().lower()
    if said == "article" and (item.get("volume") or item.get("ISSN")):
        return "journal-article"
    return TYPES.get(said, "other")


def venue(item: dict[str, Any], kind: str) -> str:
    keys = ("collection-title",) if kind in WITHOUT_VENUE else ("container-title", "event-title", "event")
    return stored_text(next(filter(None, (text_of(item.get(key)) for key in keys)), ""))


# Dates


def dates_of(value: Any) -> list[str]:
    """What one date variable says, in words or in parts; a season is not more exact than its year."""
    if not isinstance(value, dict):
        return [text_of(value)]
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    return [date_of_parts(first), *(text_of(value.get(key)) for key in ("raw", "literal", "year"))]


def date_of_parts(parts: Any) -> str:
    """Of numbers or of digits in texts, as both are written."""
    numbers = (
        [text_of(part).strip() for part in parts] if isinstance(parts, list) else [text_of(parts).strip()]
    )
    digits = [
        int(number) for number in numbers if number.isascii() and number.isdecimal() and len(number) <= 4
    ]
    if not digits or len(digits) < len(numbers):
        return " ".join(numbers)
    year, month, day = (*digits, 0, 0)[:3]
    return calendar_date(f"{year:04}", month, day)


# Names and identifiers


def authors(item: dict[str, Any], kind: str) -> tuple[AuthorRecord, ...]:
    names = item.get("author")
    if not names and kind in EDITED:
        names = item.get("editor")
    found = (author_of(name) for name in names) if isinstance(names, list) else ()
    return tuple(one for one in found if one and one.name)


def author_of(name: Any) -> AuthorRecord | None:
    if not isinstance(name, dict):
        return read_name(name) if isinstance(name, str) else None
    orcid = text_of(name.get("ORCID")) or text_of(name.get("orcid")) or None
    places = tuple(filter(None, texts_of(name.get("affiliation"))))
    given, family = text_of(name.get("given")), text_of(name.get("family"))
    if not family:
        return author("", text_of(name.get("literal")) or text_of(name.get("name")) or given, orcid=orcid)
    particles = (text_of(name.get(f"{kind}dropping-particle")) for kind in ("", "non-"))
    family = " ".join(filter(None, (*map(str.strip, particles), family)))
    return author(given, family, text_of(name.get("suffix")), orcid=orcid, affiliations=places)


def identifiers(item: dict[str, Any], note: str) -> dict[str, str]:
    noted = {scheme.lower(): value for scheme, value in IN_NOTE.findall(note)}
    stated = {scheme.lower(): text_of(item.get(scheme)) for scheme in ("DOI", "PMID", "PMCID")}
    custom = item.get("custom")
    if isinstance(custom, dict):
        noted |= {
            key.lower(): text_of(value) for key, value in custom.items() if key.lower() in ("arxiv", "pmid")
        }
    return noted | {scheme: value for scheme, value in stated.items() if value}
