"""XML of the ACL Anthology, in today's schema and in the one before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from lxml import etree

from common.acl_venues import venue_name
from common.names import FAMILY_STANDS_FIRST
from ingest.cleaning import InvalidRecord
from ingest.readers.safe_xml import elements, line_of
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, LinkRecord, WorkRecord

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_WORD = re.compile(rf"\b({'|'.join(MONTHS)})", re.IGNORECASE)
MONTH_NUMBER = re.compile(r"\s*(0?[1-9]|1[0-2])\s*", re.ASCII)
# Titles of what is bound with the papers but is none.
NO_PAPER = ("frontmatter", "backmatter")


@dataclass(frozen=True, slots=True)
class Volume:
    """What the papers of one volume have in common."""

    collection: str
    number: str
    type: str
    published: str
    venue: str


def recognizes(head: Head) -> bool:
    return head.root == "collection" and "<volume" in head.text


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    volume = None
    for element in elements(stream, name, "collection", "meta", "paper"):
        if isinstance(element, BadRecord):
            yield element
        elif element.tag == "meta":
            volume = read_volume(element)
        elif element.get("type") not in NO_PAPER and element.get("id") != "0":
            yield read_paper(element, volume, name)


def read_volume(meta: etree._Element) -> Volume | None:
    """The volume that these facts are about; an event has facts too, but no papers."""
    volume = meta.getparent()
    if volume is None or volume.tag != "volume":
        return None
    collection = volume.getparent()
    return Volume(
        collection=collection.get("id", "") if collection is not None else "",
        number=volume.get("id", ""),
        type="journal-article" if volume.get("type") == "journal" else "conference-paper",
        published=published(meta),
        venue=venue(meta),
    )


def published(meta: etree._Element) -> str:
    year, month = meta.findtext("year", "").strip(), meta.findtext("month", "")
    number = month_number(month)
    return f"{year}-{number:02}" if number else year


def month_number(text: str) -> int | None:
    """The first month that "July 5-10", "May-June", "1-3 December" or "7" names."""
    if word := MONTH_WORD.search(text):
        return MONTHS.index(word[1].lower()) + 1
    number = MONTH_NUMBER.fullmatch(text)
    return int(number[1]) if number else None


def venue(meta: etree._Element) -> str:
    """The series; "ws" only says that there is none, so that the volume's own title stands."""
    series = [code for code in (element.text for element in meta.iterfind("venue")) if code and code != "ws"]
    if series:
        return venue_name(series[0].strip())
    booktitle = meta.find("booktitle")
    return text_of(booktitle) if booktitle is not None else ""


def read_paper(paper: etree._Element, volume: Volume | None, name: str) -> WorkRecord | BadRecord:
    try:
        parent = paper.getparent()
        if volume is None or parent is None or parent.get("id") != volume.number:
            raise InvalidRecord("the paper stands in no volume that says what it is")
        return work(paper, volume)
    except InvalidRecord as error:
        piece = etree.tostring(paper, encoding="unicode", with_tail=False)
        return BadRecord(str(error), name=name, line=line_of(paper), piece=piece)


def work(paper: etree._Element, volume: Volume) -> WorkRecord:
    paper_id = anthology_id(volume.collection, volume.number, paper.get("id", ""))
    title, abstract, doi = paper.find("title"), paper.find("abstract"), paper.findtext("doi")
    return WorkRecord(
        source="acl",
        source_id=paper_id,
        title=text_of(title) if title is not None else "",
        published=volume.published,
        type=volume.type,
        abstract=text_of(abstract) if abstract is not None else None,
        language=paper.findtext("language"),
        venue=paper.findtext("journal") or volume.venue,
        identifiers={"acl": paper_id, "doi": doi} if doi else {"acl": paper_id},
        authors=tuple(author(element) for element in paper.iterfind("author")),
        links=links(paper),
        open_access=True,
        retracted=paper.find("retracted") is not None or paper.find("removed") is not None,
    )


def anthology_id(collection: str, volume: str, paper: str) -> str:
    """Joined as the Anthology does: "2021.acl-long.1"; in collections of before 2020 "P04-1001".

    There the last four digits are one of the volume and three of the paper, or two and two where
    many small workshops share a collection.
    """
    if not (collection and volume and paper):
        raise InvalidRecord("collection, volume or paper has no id")
    if "." in collection:
        return f"{collection}-{volume}.{paper}"
    if not (volume.isdecimal() and paper.isdecimal()):
        raise InvalidRecord("volume or paper has no number")
    small = collection.startswith("W") or collection == "C69" or (collection == "D19" and int(volume) >= 5)
    number = f"{int(volume):02}{int(paper):02}" if small else f"{int(volume)}{int(paper):03}"
    return f"{collection}-{number}"


def author(element: etree._Element) -> AuthorRecord:
    given = family = ""
    affiliations: list[str] = []
    orcid = element.get("orcid")
    for part in element:
        if part.tag == "first":
            given = part.text or ""
        elif part.tag == "last":
            family = part.text or ""
        elif part.tag == "affiliation":
            affiliations.append(part.text or "")
        elif part.tag == "orcid":
            orcid = orcid or part.text
    return AuthorRecord(
        name=printed_name(given, family),
        orcid=orcid,
        affiliations=tuple(affiliations),
        source_author_id=element.get("id"),
        family=family or None,
    )


def printed_name(given: str, family: str) -> str:
    """As on the paper: Chinese, Japanese and Korean script has the family name first and no space."""
    if FAMILY_STANDS_FIRST.match(family) and FAMILY_STANDS_FIRST.match(given):
        return family + given
    return f"{given} {family}"


def links(paper: etree._Element) -> tuple[LinkRecord, ...]:
    """Code and data that Papers with Code tied to the paper."""
    found = [("code", code) for code in paper.iterfind("pwccode")]
    found += [("dataset", dataset) for dataset in paper.iterfind("pwcdataset")]
    return tuple(
        LinkRecord(kind=kind, url=element.get("url", ""), origin="paperswithcode") for kind, element in found
    )


def text_of(element: etree._Element) -> str:
    """Marked-up text as plain text, in which formulas stay as TeX between dollar signs."""
    if not len(element):
        return element.text or ""
    for formula in element.iter("tex-math"):
        formula.text = f"${formula.text or ''}$"
    return "".join(cast(Iterator[str], element.itertext()))
