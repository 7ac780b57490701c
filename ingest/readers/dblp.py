"""XML of DBLP: the whole, single records, and the pages of persons."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from common.identifiers import normalize_acl, normalize_arxiv, normalize_doi, normalize_orcid
from ingest.cleaning import InvalidRecord
from ingest.persons import EmploymentRecord, PersonRecord
from ingest.readers.dates import date_of
from ingest.readers.plain_text import plain_text, without_full_stop
from ingest.readers.safe_xml import elements, line_of
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, WorkRecord

Item = WorkRecord | PersonRecord | BadRecord

TYPES = {
    "article": "journal-article", "book": "book", "data": "dataset", "incollection": "book-chapter",
    "inproceedings": "conference-paper", "mastersthesis": "thesis", "phdthesis": "thesis",
}  # fmt: skip
# Proceedings are passed over, but must be seen so that they are forgotten.
PERSONS = ("www", "person")
PASSED_OVER = ("proceedings",)
ROOTS = ("dblp", "dblpperson")

# "Wei Wang 0001": the number tells apart persons of one name.
HOMONYM = re.compile(r"(.*\S)\s+\d{4}", re.ASCII | re.DOTALL)
# Publishers had resolvers of their own: http://doi.acm.org/10.1145/1.2, http://dx.doi.org/…
DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.[\w.-]+/(?=10\.\d{4})", re.IGNORECASE)
ADDRESSES = (("doi", normalize_doi), ("arxiv", normalize_arxiv), ("acl", normalize_acl))
TAKEN_BACK = re.compile(r"\b(?:withdrawn|retracted)\b", re.IGNORECASE)
YEARS = re.compile(r"(?:since\s+)?(?P<start>\d{4})(?:\s*[-\u2013]\s*(?P<end>\d{4})?)?", re.ASCII)


def recognizes(head: Head) -> bool:
    return head.root in ROOTS


def read(stream: BinaryIO, name: str) -> Iterator[Item]:
    for element in elements(stream, name, ROOTS, *TYPES, *PERSONS, *PASSED_OVER):
        if isinstance(element, BadRecord):
            yield element
        elif element.tag not in PASSED_OVER and (item := read_element(element, name)):
            yield item


def read_element(element: etree._Element, name: str) -> Item | None:
    """The work or person; nothing for somebody without an ORCID iD."""
    try:
        return person(element) if element.tag in PERSONS else work(element)
    except InvalidRecord as error:
        piece = etree.tostring(element, encoding="unicode", with_tail=False)
        return BadRecord(str(error), name=name, line=line_of(element), piece=piece)


def work(element: etree._Element) -> WorkRecord:
    key = element.get("key", "").strip()
    if not key:
        raise InvalidRecord("the record has no key")
    marks = element.get("publtype", "").split()
    return WorkRecord(
        source="dblp",
        source_id=key,
        title=without_full_stop(plain_text(element.find("title"))),
        published=published(element),
        type=type_of(element, key, marks),
        language=element.findtext("language"),
        venue=venue(element),
        identifiers={"dblp": key, **identifiers(element)},
        authors=authors(element),
        open_access=True if any(ee.get("type") == "oa" for ee in element.iterfind("ee")) else None,
        references=references(element),
        retracted="withdrawn" in marks or any(map(is_taken_back, element.iterfind("note"))),
    )


def published(element: etree._Element) -> str:
    year = element.findtext("year", "")
    return date_of(year, element.findtext("month", "")) or year


def type_of(element: etree._Element, key: str, marks: list[str]) -> str:
    if "software" in marks:
        return "software"
    if "data" in marks:
        return "dataset"
    if element.tag != "article":
        return TYPES[element.tag]
    if key.startswith(("tr/", "reports/")):
        return "report"
    if "survey" in marks:
        return "review"
    is_preprint = "informal" in marks or element.findtext("journal") == "CoRR"
    return "preprint" if is_preprint else TYPES["article"]


def venue(element: etree._Element) -> str | None:
    return element.findtext("journal") or element.findtext("booktitle")


def identifiers(element: etree._Element) -> dict[str, str]:
    """What the electronic editions and, for arXiv's papers, the volume say; the first of a kind counts."""
    found: dict[str, str] = {}
    if element.findtext("journal") == "CoRR":
        volume = element.findtext("volume", "").strip()
        found["arxiv"] = normalize_arxiv(volume.removeprefix("abs/")) or ""
    for edition in element.iterfind("ee"):
        address = DOI_ADDRESS.sub("https://doi.org/", (edition.text or "").strip())
        for scheme, normalize in ADDRESSES:
            if address.startswith("http") and (value := normalize(address)):
                found.setdefault(scheme, value)
    return {scheme: value for scheme, value in found.items() if value}


def authors(element: etree._Element) -> tuple[AuthorRecord, ...]:
    """In printed order; who writes a thesis is at the school where it is written."""
    school = element.findtext("school")
    affiliations = (school,) if school else ()
    return tuple(author(one, affiliations) for one in element.iterfind("author"))


def author(element: etree._Element, affiliations: tuple[str, ...]) -> AuthorRecord:
    printed = plain_text(element)
    name = without_number(printed)
    return AuthorRecord(
        name=name,
        orcid=element.get("orcid"),
        affiliations=affiliations,
        source_author_id=printed if name != printed else None,
    )


def without_number(name: str) -> str:
    numbered = HOMONYM.fullmatch(name)
    return numbered[1] if numbered else name


def references(element: etree._Element) -> tuple[str, ...]:
    """Keys of cited records; "..." stands for one that DBLP does not hold."""
    cited = (cite.text or "" for cite in element.iterfind("cite"))
    return tuple(f"dblp:{key}" for key in cited if "/" in key)


def is_taken_back(note: etree._Element) -> bool:
    return note.get("type") is None and bool(TAKEN_BACK.search(note.text or ""))


def person(element: etree._Element) -> PersonRecord | None:
    """A home page of somebody with exactly one ORCID iD; others are people like all authors."""
    addresses = [url.text or "" for url in element.iterfind("url") if url.get("type") != "deprecated"]
    orcids = {orcid for orcid in map(normalize_orcid, map(str.strip, addresses)) if orcid}
    names = [without_number(plain_text(name)) for name in element.iterfind("author")]
    if len(orcids) != 1 or not names:
        return None
    notes = list(element.iterfind("note"))
    originals = [plain_text(note) for note in notes if note.get("type") == "uname"]
    return PersonRecord(
        source="dblp",
        orcid=orcids.pop(),
        name=names[0],
        other_names=tuple(name for name in (*names[1:], *originals) if name != names[0]),
        home_pages=tuple(address for address in addresses if not normalize_orcid(address.strip())),
        employments=tuple(filter(None, map(employment, notes))),
    )


def employment(note: etree._Element) -> EmploymentRecord | None:
    """A note of an affiliation that goes on or has years; "former" alone cannot be placed in time."""
    organization = plain_text(note).strip()
    if note.get("type") != "affiliation" or not organization:
        return None
    label = note.get("label", "").strip()
    years = YEARS.fullmatch(label)
    if label and not years and label != "current":
        return None
    start, end = (date_of(years["start"]), date_of(years["end"] or "")) if years else ("", "")
    return EmploymentRecord(organization=organization, start=start or None, end=end or None)
