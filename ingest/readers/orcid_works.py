"""The works in a record of ORCID."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from common.identifiers import normalize_arxiv, normalize_doi, normalize_identifier
from common.names import fold
from common.tex import to_plain
from ingest.cleaning import InvalidRecord
from ingest.readers.citation_names import read_name
from ingest.readers.orcid_shapes import Node, date, inner, many, text
from ingest.records import AuthorRecord, WorkRecord

TYPES = {
    "book": "book", "book-chapter": "book-chapter", "conference-paper": "conference-paper",
    "data-set": "dataset", "dictionary-entry": "book-chapter", "dissertation": "thesis",
    "dissertation-thesis": "thesis", "edited-book": "book", "encyclopedia-entry": "book-chapter",
    "journal-article": "journal-article", "preprint": "preprint", "report": "report", "review": "review",
    "software": "software", "working-paper": "report",
}  # fmt: skip
# What names one work; an ISSN names a journal, an ISBN often the proceedings around the work.
SCHEMES = {
    "arxiv": "arxiv", "bibcode": "bibcode", "doi": "doi", "eid": "eid", "handle": "handle", "mr": "mr",
    "pmc": "pmcid", "pmid": "pmid", "wosuid": "wosuid", "zbl": "zbl",
}  # fmt: skip
ISBN = re.compile(r"97[89](?:-?\d){10}", re.ASCII)
ARXIV_DOI = "10.48550/arxiv."
NO_AUTHORS = frozenset(
    {"editor", "chair-or-translator", "translator", "assignee", "support-staff", "other-inventor"}
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose record it is; without a name where the answer does not say it."""

    orcid: str
    name: str
    names: tuple[str, ...]
    folded: frozenset[str]


def put_code(statement: Node) -> str:
    return text(statement, "put-code")


def title_of(statement: Node) -> str:
    """Titles come from BibTeX and from publishers' pages, with the markup of both."""
    title, subtitle = text(statement, "title", "title"), text(statement, "title", "subtitle")
    return to_plain(f"{title}: {subtitle}" if title and subtitle else title)


def preference(summary: Node) -> int:
    index = text(summary, "display-index")
    return int(index) if index.isascii() and index.isdecimal() and len(index) < 10 else 0


def work(owner: Owner, summaries: list[Node], group: Node) -> WorkRecord:
    """One work from several places: the preferred one speaks, the others fill what it leaves out."""
    preferred = max(summaries, key=preference)
    others = [one for one in summaries if one is not preferred]
    return work_from(owner, preferred, others, [preferred, *others, group])


def single_work(owner: Owner, statement: Node) -> WorkRecord:
    return work_from(owner, statement, [], [statement])


def work_from(owner: Owner, statement: Node, others: list[Node], named_in: list[Node]) -> WorkRecord:
    if not put_code(statement):
        raise InvalidRecord("the work has no put-code")
    kind = type_of(statement)
    known = identifiers(named_in, kind)
    return WorkRecord(
        source="orcid",
        source_id=f"{owner.orcid}/{put_code(statement)}",
        title=first(title_of(one) for one in (statement, *others)),
        published=published([statement, *others]),
        type=kind,
        abstract=to_plain(text(statement, "short-description")),
        language=text(statement, "language-code"),
        venue=to_plain(first(text(one, "journal-title") for one in (statement, *others))),
        identifiers=known,
        authors=authors(owner, statement),
    )


def first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def type_of(statement: Node) -> str:
    return TYPES.get(text(statement, "type").lower().replace("_", "-"), "other")


def published(statements: Iterable[Node]) -> str:
    found = first(date(one, "publication-date") for one in statements)
    if not found:
        raise InvalidRecord("the work has no date of publication")
    return found


def identifiers(named_in: list[Node], kind: str) -> dict[str, str]:
    """The first usable of each scheme among those of the work itself."""
    found: dict[str, str] = {}
    stated = (one for node in named_in for one in many(node, "external-ids", "external-id"))
    for scheme, values in (named(one, kind) for one in stated):
        usable = (normalize_identifier(scheme, value) for value in values) if scheme else ()
        if value := next(filter(None, usable), ""):
            found.setdefault(scheme, value)
    for scheme, value in addressed(text(named_in[0], "url")):
        found.setdefault(scheme, value)
    if found.get("doi", "").startswith(ARXIV_DOI):
        found.setdefault("arxiv", found["doi"].removeprefix(ARXIV_DOI))
    return found


def named(external: Node, kind: str) -> tuple[str, tuple[str, str]]:
    """The scheme, or nothing, and two spellings of the value."""
    stated = text(external, "external-id-type").lower().replace("_", "-")
    values = text(external, "external-id-value"), text(external, "external-id-normalized")
    if text(external, "external-id-relationship").lower() != "self":
        return "", values
    if stated == "isbn" and kind == "book" and (number := ISBN.search(values[0])):
        return "isbn", (number[0].replace("-", ""), "")
    return SCHEMES.get(stated, ""), values


def addressed(url: str) -> Iterator[tuple[str, str]]:
    """Identifiers that the address of the work spells out."""
    if url.lower().startswith("http"):
        for scheme, normalize in (("doi", normalize_doi), ("arxiv", normalize_arxiv)):
            if value := normalize(url):
                yield scheme, value


def authors(owner: Owner, statement: Node) -> tuple[AuthorRecord, ...]:
    """Those listed, in order; without a list the owner of the record alone."""
    listed = contributors(owner, statement)
    if not listed:
        return (AuthorRecord(name=owner.name, orcid=owner.orcid),) if owner.name else ()
    is_marked = any(orcid == owner.orcid for _, orcid in listed)
    same = [name for name, orcid in listed if not orcid and fold(name) in owner.folded]
    by_name = same[0] if len(same) == 1 and not is_marked else None
    # The iDs of others are typed in by whoever keeps the record: they say nothing of those others.
    return tuple(
        AuthorRecord(
            name=name,
            orcid=owner.orcid if orcid == owner.orcid or (name == by_name and not orcid) else None,
        )
        for name, orcid in listed
    )


def contributors(owner: Owner, statement: Node) -> list[tuple[str, str]]:
    """Name and iD, each person once, though some are listed once for each of their roles."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for one in many(statement, "contributors", "contributor"):
        orcid = text(one, "contributor-orcid", "path")
        name = printed(text(one, "credit-name")) or (owner.name if orcid == owner.orcid else "")
        role = text(inner(one, "contributor-attributes"), "contributor-role").lower().replace("_", "-")
        if name and role not in NO_AUTHORS:
            found.setdefault((fold(name), orcid), (name, orcid))
    return list(found.values())


def printed(name: str) -> str:
    """ "Example, Ada" as "Ada Example"."""
    return read_name(name).name if name.count(",") == 1 else name
