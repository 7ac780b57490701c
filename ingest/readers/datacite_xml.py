"""DataCite's XML, brought into the shape of its JSON."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from ingest.readers.plain_text import plain_text
from ingest.readers.safe_xml import elements, line_of
from ingest.records import BadRecord

NAMESPACE = "http://datacite.org/schema/kernel-"
KERNELS = ("2.0", "2.1", "2.2", "3", "3.1", "4", "4.0", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6")
RESOURCES = tuple(f"{{{NAMESPACE}{kernel}}}resource" for kernel in KERNELS)
SPACE = re.compile(r"\s+")

Object = dict[str, Any]


def resources(stream: BinaryIO, name: str) -> Iterator[tuple[int | None, Object] | BadRecord]:
    """Every resource with its line, alone or in the envelopes of OAI-PMH."""
    found = False
    for element in elements(stream, name, "", *RESOURCES):
        found = True
        yield element if isinstance(element, BadRecord) else (line_of(element), attributes(element))
    if not found:
        yield BadRecord("there is no DataCite resource in this XML", name=name)


def attributes(resource: etree._Element) -> Object:
    """The attributes that the JSON of the same record has."""
    kind = resource.find("{*}resourceType")
    return {
        "doi": said(resource, "identifier"),
        "creators": [creator(one) for one in resource.iterfind("{*}creators/{*}creator")],
        "titles": described(resource, "titles/title", title="", titleType="titleType"),
        "publicationYear": said(resource, "publicationYear"),
        "types": {"resourceType": "", "resourceTypeGeneral": ""} if kind is None else types(kind),
        "subjects": described(resource, "subjects/subject", subject="", subjectScheme="subjectScheme"),
        "dates": described(resource, "dates/date", date="", dateType="dateType"),
        "language": said(resource, "language"),
        "descriptions": described(
            resource, "descriptions/description", description="", descriptionType="descriptionType"
        ),
        "alternateIdentifiers": described(
            resource,
            "alternateIdentifiers/alternateIdentifier",
            alternateIdentifier="",
            alternateIdentifierType="alternateIdentifierType",
        ),
        "relatedIdentifiers": described(
            resource,
            "relatedIdentifiers/relatedIdentifier",
            relatedIdentifier="",
            relatedIdentifierType="relatedIdentifierType",
            relationType="relationType",
        ),
        "rightsList": described(
            resource,
            "rightsList/rights",
            rights="",
            rightsUri="rightsURI",
            rightsIdentifier="rightsIdentifier",
        ),
        "relatedItems": [related_item(one) for one in resource.iterfind("{*}relatedItems/{*}relatedItem")],
    }


def types(kind: etree._Element) -> Object:
    return {"resourceType": folded(kind), "resourceTypeGeneral": kind.get("resourceTypeGeneral", "")}


def creator(element: etree._Element) -> Object:
    name = element.find("{*}creatorName")
    return {
        "name": folded(name),
        "nameType": name.get("nameType") if name is not None else None,
        "givenName": said(element, "givenName"),
        "familyName": said(element, "familyName"),
        "nameIdentifiers": described(
            element, "nameIdentifier", nameIdentifier="", nameIdentifierScheme="nameIdentifierScheme"
        ),
        "affiliation": described(
            element, "affiliation", name="", affiliationIdentifier="affiliationIdentifier"
        ),
    }


def related_item(element: etree._Element) -> Object:
    return {
        "relationType": element.get("relationType"),
        "titles": described(element, "titles/title", title=""),
    }


def said(element: etree._Element, name: str) -> str:
    return folded(element.find(f"{{*}}{name}"))


def described(element: etree._Element, path: str, **names: str) -> list[Object]:
    """Each element at a path: its attributes under our names, and under the name without one its text."""
    wanted = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return [
        {key: one.get(name) if name else folded(one) for key, name in names.items()}
        for one in element.iterfind(wanted)
    ]


def folded(element: etree._Element | None) -> str:
    for line_break in element.iter("{*}br") if element is not None else ():
        line_break.text = " "
    return SPACE.sub(" ", plain_text(element)).strip()
