"""Public records of ORCID: JSON and XML of its API, and the XML of its yearly dump."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, cast

from common.identifiers import normalize_orcid
from common.names import fold
from ingest.cleaning import InvalidRecord
from ingest.persons import EmploymentRecord, PersonRecord
from ingest.readers.json_documents import objects
from ingest.readers.orcid_shapes import Node, date, inner, many, node_of, text
from ingest.readers.orcid_works import Owner, put_code, single_work, title_of, work
from ingest.readers.safe_xml import plain, whole
from ingest.readers.sniffing import LOOKED_AT, Head
from ingest.records import BadRecord, WorkRecord
from ingest.streams import Stream

Item = WorkRecord | PersonRecord | BadRecord
Statements = Iterator[tuple[Node, str] | BadRecord]
Attempt = tuple[Node, Callable[[], WorkRecord | PersonRecord]]

NAMESPACE = "http://www.orcid.org/ns/"
ROOTS = {
    "record": "record", "activities-summary": "activities", "works": "activities", "person": "person",
    "work": "work", "bulk": "bulk", "error": "error",
}  # fmt: skip
TAGS = tuple(f"{{{NAMESPACE}{space}}}{root}" for root, space in ROOTS.items())
# Of these answers each has all the keys of one line somewhere near its beginning.
KEYS = (
    ("orcid-identifier", "history"), ("given-names", "family-name", "path"), ("work-summary", "put-code"),
    ("publication-date", "put-code", "path"), ("developer-message", "error-code", "user-message"),
)  # fmt: skip
ID_IN_PATH = re.compile(r"/?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])(?:/.*)?", re.ASCII | re.DOTALL)


def recognizes(head: Head) -> bool:
    if head.is_xml:
        return head.root in ROOTS and any(one.startswith(NAMESPACE) for one in head.namespaces)
    return any(head.has_keys(*keys) for keys in KEYS)


def read(stream: BinaryIO, name: str, *, known_as: str = "") -> Iterator[Item]:
    """Answers with nothing but works do not name the person; who asks for them may know the name."""
    looked_at = stream if isinstance(stream, Stream) else Stream(stream, name)
    is_xml = Head.of(name, looked_at.peek(LOOKED_AT)).is_xml
    statements = (xml_statements if is_xml else json_statements)(cast(BinaryIO, looked_at), name)
    for found in statements:
        if isinstance(found, BadRecord):
            yield found
        else:
            yield from read_statement(*found, known_as)


def xml_statements(stream: BinaryIO, name: str) -> Statements:
    for root in whole(stream, name, *TAGS):
        if isinstance(root, BadRecord):
            yield root
            continue
        node = node_of(root)
        is_bulk = plain(root.tag) == "bulk"
        for one in (*many(node, "work"), *many(node, "error")) if is_bulk else [node]:
            yield (one, name) if isinstance(one, dict) else BadRecord("the record is empty", name=name)


def json_statements(stream: BinaryIO, name: str) -> Statements:
    for found in objects(stream, name, ("bulk",)):
        if isinstance(found, BadRecord):
            yield found
        else:
            number, statement = found
            yield unwrapped(statement), f"{name}, record {number}"


def unwrapped(statement: Node) -> Node:
    """What stands in an entry of a bulk answer, or the statement itself."""
    for wrapper in ("work", "error"):
        found = statement.get(wrapper)
        if isinstance(found, dict):
            return found
    return statement


def read_statement(statement: Node, name: str, known_as: str) -> Iterator[Item]:
    """What can be made of one answer; where a part fails the others still count."""
    try:
        attempts = list(parts(statement, known_as))
    except InvalidRecord as error:
        yield BadRecord(str(error), name=name, piece=description(statement))
        return
    for part, attempt in attempts:
        try:
            yield attempt()
        except InvalidRecord as error:
            yield BadRecord(str(error), name=name, piece=description(part))


def parts(statement: Node, known_as: str) -> Iterator[Attempt]:
    """The person and the works of an answer, each with what makes a record of it."""
    refuse_errors(statement)
    owner = owner_of(statement, known_as)
    if is_person(statement):
        yield statement, partial(person, statement, owner)
    for group in (*many(activities(statement), "works", "group"), *many(statement, "group")):
        if summaries := many(group, "work-summary"):
            yield summaries[0], partial(work, owner, summaries, group)
    if "put-code" in statement:
        yield statement, partial(single_work, owner, statement)


def refuse_errors(statement: Node) -> None:
    """Locked, deactivated and deprecated records say nothing that may be used."""
    message = text(statement, "user-message") or text(statement, "developer-message")
    if message:
        raise InvalidRecord(f"ORCID answered with an error: {message}")
    if inner(statement, "history", "deactivation-date"):
        raise InvalidRecord("the ORCID record was deactivated")


def is_person(statement: Node) -> bool:
    return isinstance(inner(statement, "person"), dict) or isinstance(inner(statement, "name"), dict)


def activities(statement: Node) -> Node:
    found = inner(statement, "activities-summary")
    return found if isinstance(found, dict) else statement


def owner_of(statement: Node, known_as: str) -> Owner:
    """Whose answer this is; one with nothing but works has the name only where a work was entered by hand."""
    found = ID_IN_PATH.fullmatch(text(statement, "path"))
    orcid = normalize_orcid(text(statement, "orcid-identifier", "path") or (found[1] if found else ""))
    if not orcid:
        raise InvalidRecord("this is no answer of ORCID about a person or a work")
    names = own_names(statement) if is_person(statement) else ()
    if is_person(statement) and not names:
        raise InvalidRecord("the person's name is not public")
    names = names or tuple(filter(None, [known_as])) or entered_by_hand(statement, orcid)
    name = names[0] if names else ""
    return Owner(orcid, name, names, frozenset(map(fold, names)))


def own_names(statement: Node) -> tuple[str, ...]:
    """The name to show and the other names; none if the name is not public."""
    about = statement.get("person") if isinstance(statement.get("person"), dict) else statement
    names = many(about, "name")
    if not names:
        return ()
    given, family = text(names[0], "given-names"), text(names[0], "family-name")
    first = [text(names[0], "credit-name"), f"{given} {family}".strip()]
    if not any(first):
        return ()
    others = [text(one, "content") for one in many(about, "other-names", "other-name")]
    return tuple(dict.fromkeys(filter(None, (*first, *others))))


def entered_by_hand(statement: Node, orcid: str) -> tuple[str, ...]:
    """The person's name as the source of one of the works."""
    groups = [*many(activities(statement), "works", "group"), *many(statement, "group")]
    summaries = [one for group in groups for one in many(group, "work-summary")]
    for one in (*summaries, statement):
        for role in ("source", "assertion-origin"):
            if text(one, "source", f"{role}-orcid", "path") == orcid:
                return tuple(filter(None, [text(one, "source", f"{role}-name")]))
    return ()


def person(statement: Node, owner: Owner) -> PersonRecord:
    about = statement.get("person") if isinstance(statement.get("person"), dict) else statement
    return PersonRecord(
        source="orcid",
        orcid=owner.orcid,
        name=owner.name,
        other_names=owner.names[1:],
        home_pages=tuple(text(one, "url") for one in many(about, "researcher-urls", "researcher-url")),
        keywords=tuple(text(one, "content") for one in many(about, "keywords", "keyword")),
        employments=tuple(map(employment, employments(activities(statement)))),
    )


def employments(found: Node) -> list[Node]:
    """Up to version 2.1 the summaries stood alone; since 3.0 in groups, which JSON wraps once more."""
    stated = inner(found, "employments")
    groups = many(stated, "affiliation-group")
    wrapped = [one for group in groups for one in many(group, "summaries")]
    holders = [*many(found, "employments"), *groups, *wrapped]
    summaries = [one for holder in holders for one in many(holder, "employment-summary")]
    return [one for one in summaries if text(one, "organization", "name")]


def employment(summary: Node) -> EmploymentRecord:
    registry = inner(summary, "organization", "disambiguated-organization")
    is_ror = text(registry, "disambiguation-source").upper() == "ROR"
    return EmploymentRecord(
        organization=text(summary, "organization", "name"),
        ror=text(registry, "disambiguated-organization-identifier") if is_ror else None,
        role=text(summary, "role-title"),
        department=text(summary, "department-name"),
        start=date(summary, "start-date") or None,
        end=date(summary, "end-date") or None,
    )


def description(statement: Node) -> str:
    """What to find a part by."""
    code = put_code(statement)
    return f"put-code {code}: {title_of(statement)}" if code else text(statement, "path")
