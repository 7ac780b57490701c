"""The topics of OpenAlex: rows of its published table, lines of its snapshot, or pages of its API, as JSON."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import force_setattr

from ingest.cleaning import InvalidRecord, bounded, clean_text
from ingest.readers.json_documents import Object, bad_object, objects
from ingest.records import BadRecord, clean_list, enough

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 5_000
TOPIC_ID = re.compile(r"(?:https?://openalex\.org/)?[Tt]?(\d{1,10})", re.ASCII)


class VocabularyRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A topic of the vocabulary and where it stands in it."""

    id: str
    name: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    subfield: str = ""
    field: str = ""
    domain: str = ""

    def __post_init__(self) -> None:
        found = TOPIC_ID.fullmatch(self.id.strip())
        if not found:
            raise InvalidRecord("the id is no topic of OpenAlex")
        force_setattr(self, "id", f"T{found[1]}")
        force_setattr(self, "name", bounded(self.name, LONGEST_NAME, "the name"))
        if not self.name:
            raise InvalidRecord("the topic has no name")
        force_setattr(self, "description", clean_text(self.description)[:LONGEST_DESCRIPTION])
        enough(self.keywords, "keywords")
        force_setattr(self, "keywords", clean_list(self.keywords, LONGEST_NAME, "a keyword"))
        for what in ("subfield", "field", "domain"):
            force_setattr(self, what, bounded(getattr(self, what), LONGEST_NAME, f"the {what}"))


def read(stream: BinaryIO, name: str) -> Iterator[VocabularyRecord | BadRecord]:
    for found in objects(stream, name, ("results",)):
        yield found if isinstance(found, BadRecord) else read_one(found[1], name, found[0])


def read_one(statement: Object, name: str, number: int) -> VocabularyRecord | BadRecord:
    try:
        return topic_from(statement)
    except InvalidRecord as error:
        return bad_object(str(error), name, number, statement)
    except (TypeError, AttributeError):
        return bad_object("this is not a topic as OpenAlex describes them", name, number, statement)


def topic_from(statement: Object) -> VocabularyRecord:
    return VocabularyRecord(
        id=str(statement.get("topic_id") or statement.get("id") or ""),
        name=statement.get("topic_name") or statement.get("display_name") or "",
        description=statement.get("description") or "",
        keywords=tuple(statement.get("keywords") or ()),
        subfield=level(statement, "subfield"),
        field=level(statement, "field"),
        domain=level(statement, "domain"),
    )


def level(statement: Object, what: str) -> Any:
    """The name of the subfield, field or domain: beside the others in the table, within an object elsewhere."""
    within = statement.get(what) or {}
    return statement.get(f"{what}_name") or within.get("display_name") or ""
