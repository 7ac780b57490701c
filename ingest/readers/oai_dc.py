"""Dublin Core as repositories hand it out through OAI-PMH, simple, qualified or extended."""

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from lxml import etree

from ingest.cleaning import InvalidRecord
from ingest.readers import dublin_core, oai
from ingest.readers.citation_fields import keywords, language_code
from ingest.readers.dublin_core import Elements, Value
from ingest.readers.safe_xml import line_of, plain
from ingest.readers.sniffing import Head
from ingest.readers.stable_ids import stable_id
from ingest.records import BadRecord, Withdrawal, WorkRecord

SOURCE = "oai-dc"
CONTAINERS = ("dc", "qualifieddc", "pex-dc")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LOOKS_LIKE_IT = re.compile(r"<(?:[\w.-]+:)?(?:dc|qualifieddc|pex-dc)[\s>]")


def recognizes(head: Head) -> bool:
    if head.root in CONTAINERS:
        return True
    return head.root in oai.ROOTS and bool(LOOKS_LIKE_IT.search(head.text))


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | Withdrawal | BadRecord]:
    for record in oai.records(stream, name, *CONTAINERS):
        yield record if isinstance(record, BadRecord) else read_record(record, name)


def read_record(record: etree._Element, name: str) -> WorkRecord | Withdrawal | BadRecord:
    try:
        if oai.is_deleted(record):
            return withdrawal(oai.identifier_of(record))
        return work(elements_of(oai.metadata_of(record)), oai.identifier_of(record))
    except InvalidRecord as error:
        piece = etree.tostring(record, encoding="unicode", with_tail=False)
        return BadRecord(str(error), name=name, line=line_of(record), piece=piece)


def withdrawal(identifier: str) -> Withdrawal:
    if not identifier:
        raise InvalidRecord("the deleted record has no identifier")
    return Withdrawal(SOURCE, identifier)


def elements_of(container: etree._Element) -> Elements:
    if not plain(container.tag).lower().endswith("dc"):
        raise InvalidRecord(f"the metadata are <{plain(container.tag)}>, not Dublin Core")
    found = Elements()
    for element in container:
        value = value_of(element)
        if value.text:
            found.values.setdefault(plain(element.tag).lower(), []).append(value)
    return found


def value_of(element: etree._Element) -> Value:
    """Extended Dublin Core has a name and an affiliation within a creator."""
    name = element.find("{*}name")
    words = cast(Iterator[str], (element if name is None else name).itertext())
    affiliation = element.findtext("{*}affiliation") or ""
    return Value(" ".join("".join(words).split()), element.get(LANGUAGE, "").lower(), affiliation)


def work(said: Elements, identifier: str) -> WorkRecord:
    language = next(map(language_code, said.texts("language")), None)
    title = dublin_core.title_of(said.of("title"), language)
    published = dublin_core.published_of(said.texts("issued", "date") or said.texts("created"))
    authors = dublin_core.authors_of(said.of("creator"))
    identifiers = dublin_core.identifiers_of([identifier, *said.texts("identifier")], said.texts("relation"))
    places = dublin_core.places_of(said)
    kind = dublin_core.type_of(said.texts("type"), places, identifiers)
    if kind == "book":
        identifiers |= dublin_core.isbn_of(said.texts("identifier"))
    rights = said.texts("rights", "license", "accessrights")
    first_author = authors[0].name if authors else ""
    return WorkRecord(
        source=SOURCE,
        source_id=identifier or stable_id(identifiers, title, published[:4], first_author),
        title=title,
        published=published,
        type=kind,
        abstract=dublin_core.abstract_of(said.of("description"), said.of("abstract"), language),
        language=language,
        venue=dublin_core.venue_of(places, said.texts("publisher"), kind),
        keywords=keywords(said.texts("subject")),
        identifiers=identifiers,
        authors=authors,
        open_access=dublin_core.is_open(rights),
        license=dublin_core.license_of(rights),
    )
