"""People of the stand-in for ORCID, and their records in the shape of ORCID's public API."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from common.identifiers import normalize_orcid

Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class Work:
    """One work of a record. `identifiers` are of the types that ORCID knows: doi, arxiv, pmid, …"""

    title: str
    year: int | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    type: str = "journal-article"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an iD, which has to be one."""

    orcid: str
    name: str = ""
    works: tuple[Work, ...] = ()

    def __post_init__(self) -> None:
        if normalize_orcid(self.orcid) != self.orcid:
            raise ValueError(
                f"{self.orcid!r} is no ORCID iD: four groups of four, the last digit checks the rest."
            )

    @property
    def names(self) -> tuple[str, str]:
        """Given names and family name; who has one name has no family name."""
        given, _, family = self.name.rpartition(" ")
        return (given, family) if given else (family, "")

    def claims(self) -> dict[str, str | None]:
        """What tokens say of them, as ORCID's do."""
        given, family = self.names
        return {"sub": self.orcid, "given_name": given or None, "family_name": family or None}


def read_people(path: Path) -> list[Person]:
    """[{"orcid": …, "name": …, "works": [{"title": …, "year": …, "identifiers": {"doi": …}}]}]"""
    return [
        Person(one["orcid"], one["name"], tuple(Work(**work) for work in one.get("works", ())))
        for one in json.loads(path.read_text())
    ]


def write_people(path: Path, people: list[Person]) -> None:
    """For `read_people`."""
    path.write_text(json.dumps([asdict(person) for person in people]))


def works_of(person: Person) -> Node:
    """`/v3.0/<iD>/works`."""
    path = f"/{person.orcid}/works"
    return {
        "last-modified-date": None,
        "group": [group_of(person, number, work) for number, work in enumerate(person.works, start=1)],
        "path": path,
    }


def public_record(person: Person) -> Node:
    """`/v3.0/<iD>/record`, with what Credence reads of it."""
    return {
        "orcid-identifier": {
            "uri": f"https://orcid.org/{person.orcid}",
            "path": person.orcid,
            "host": "orcid.org",
        },
        "history": {"claimed": True, "verified-email": True, "verified-primary-email": True},
        "person": {"name": name_of(person), "path": f"/{person.orcid}/person"},
        "activities-summary": {"works": works_of(person), "path": f"/{person.orcid}/activities"},
        "path": f"/{person.orcid}",
    }


def name_of(person: Person) -> Node:
    given, family = person.names
    return {
        "given-names": value(given),
        "family-name": value(family),
        "credit-name": None,
        "visibility": "public",
        "path": person.orcid,
    }


def group_of(person: Person, number: int, work: Work) -> Node:
    identifiers = {"external-id": [identifier(*pair) for pair in work.identifiers.items()]}
    summary = {
        "put-code": number,
        "title": {"title": value(work.title), "subtitle": None, "translated-title": None},
        "external-ids": identifiers,
        "url": None,
        "type": work.type,
        "publication-date": {"year": value(str(work.year)), "month": None, "day": None}
        if work.year
        else None,
        "journal-title": None,
        "visibility": "public",
        "path": f"/{person.orcid}/work/{number}",
        "display-index": "1",
    }
    return {"last-modified-date": None, "external-ids": identifiers, "work-summary": [summary]}


def identifier(scheme: str, text: str) -> Node:
    return {
        "external-id-type": scheme,
        "external-id-value": text,
        "external-id-normalized": {**(value(text) or {}), "transient": True},
        "external-id-normalized-error": None,
        "external-id-url": None,
        "external-id-relationship": "self",
    }


def value(text: str) -> Node | None:
    return {"value": text} if text else None
