"""ORCID's public API: the record of a person, then its works a hundred at a time, then their identifiers."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ingest.live.answers import Unanswered
from ingest.live.asking import Answers, Ask, Named, Unknown, in_batches
from ingest.live.client import Client
from ingest.persons import PersonRecord
from ingest.readers import orcid
from ingest.readers.orcid_shapes import many
from ingest.readers.orcid_works import preference, put_code
from ingest.records import AuthorRecord, WorkRecord

VERSION = "v3.0"
WORKS_AT_ONCE = 100
ANSWERED_ABOUT = ("orcid", "works-of-orcid")


def answer(client: Client, ask: Ask) -> Iterator[Answers]:
    return record(client, ask.value) if ask.about == "orcid" else works(client, ask)


def record(client: Client, orcid_id: str) -> Iterator[Answers]:
    """The person, and questions for the full works: the record itself has only summaries."""
    name = f"ORCID, {orcid_id}"
    try:
        found = client.get(f"/{VERSION}/{orcid_id}/record", about="this ORCID iD")
    except Unanswered as problem:
        if not problem.unknown:
            raise
        yield Unknown(orcid_id, problem.reason)
        return
    with found:
        codes = put_codes(found.json())
        about_person = [
            one for one in orcid.read(found.stream(name), name) if not isinstance(one, WorkRecord)
        ]
    yield from about_person
    persons = (one.name for one in about_person if isinstance(one, PersonRecord))
    printed = next(persons, "")
    for batch in in_batches("orcid", "works-of-orcid", codes, WORKS_AT_ONCE):
        yield Ask("orcid", "works-of-orcid", (orcid_id, printed, *batch.values))


def put_codes(statement: dict[str, Any]) -> tuple[str, ...]:
    """One code for each work: of a group, which holds one work from several places, the preferred one."""
    groups = many(statement, "activities-summary", "works", "group")
    summaries = filter(None, (many(group, "work-summary") for group in groups))
    return tuple(filter(None, (put_code(max(group, key=preference)) for group in summaries)))


def works(client: Client, ask: Ask) -> Iterator[Answers]:
    """Works as their owner or a registry entered them, and the names of those that others know better."""
    orcid_id, printed, *codes = ask.values
    name = f"ORCID, works of {orcid_id}"
    known: list[WorkRecord] = []
    with client.get(f"/{VERSION}/{orcid_id}/works/{','.join(codes)}", about="these works") as found:
        found.json()
        for item in orcid.read(found.stream(name), name):
            if isinstance(item, WorkRecord):
                item = with_owner(item, orcid_id, printed)
                known.append(item)
            yield item
    yield named(known)


def with_owner(work: WorkRecord, orcid_id: str, printed: str) -> WorkRecord:
    """These answers do not say whose works they are; where no author is listed, it is the owner's."""
    if work.authors or not printed:
        return work
    return msgspec.structs.replace(work, authors=(AuthorRecord(name=printed, orcid=orcid_id),))


def named(known: Iterable[WorkRecord]) -> Named:
    found = [one.identifiers for one in known]
    return Named(
        dois=tuple(dict.fromkeys(one["doi"] for one in found if "doi" in one)),
        arxiv_ids=tuple(dict.fromkeys(one["arxiv"] for one in found if "arxiv" in one)),
    )
