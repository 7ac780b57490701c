"""What the fifteen elements of Dublin Core mean, which every repository fills in its own way."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from common.identifiers import normalize_arxiv, normalize_identifier, normalize_orcid
from ingest.cleaning import EARLIEST_YEAR, InvalidRecord
from ingest.readers.citation_dates import first_date
from ingest.readers.citation_fields import MEETING, isbn_in, mentioned, stored_text
from ingest.readers.citation_names import read_name
from ingest.records import AuthorRecord

# Shorter descriptions are notes: "12 pages", "Peer reviewed".
SHORTEST_ABSTRACT = 100
NOTE = re.compile(
    r"comments?:|submitted by|made available in|approved for entry|(?:no\. of bitstreams|provenance)|"
    r"includes bibliograph|bibliography:|(?:table of )?contents:|thes[ie]s \(|peer[ -]reviewed|"
    r"\d+ pages|international audience|audience|this (?:record|item|document) (?:is|was) ",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"(?:abstract|summary|resumen|resumo|résumé|zusammenfassung)\s*[:.\u2014-]\s*", re.IGNORECASE
)

# Compared without blanks, hyphens and capitals; the first that is found counts.
TYPES = (
    (r"software|computerprogram|c_5ce6", "software"),
    (r"dataset|researchdata|^data$|c_ddb1", "dataset"),
    (r"thes[ie]s|dissertation|habilitation|c_46ec|c_db06|c_bdcc|c_7a1f", "thesis"),
    (r"preprint|eprint$|c_816b", "preprint"),
    (r"bookpart|bookchapter|booksection|chapter|c_3248", "book-chapter"),
    (r"bookreview|reviewarticle|^review$|c_efa0|c_ba08", "review"),
    (r"conference|proceeding|inproceedings|c_5794|c_c94f|c_6670", "conference-paper"),
    (r"article|artículo|articulo|artigo|journalpaper|contributiontoperiodical|c_6501|c_2df8fbb1", "journal-article"),
    (r"report|workingpaper|c_93fc|c_18ws|c_18gh|c_8042", "report"),
    (r"book|monograph|c_2f33", "book"),
)  # fmt: skip

ALTERNATIVE = re.compile(r"info:eu-repo/semantics/altIdentifier/(\w+)/(\S+)", re.IGNORECASE)
HANDLE = re.compile(r"(?:hdl\.handle\.net/|\bhdl:|info:hdl/)([\d.]+/\S+)", re.IGNORECASE)
HAL = re.compile(r"\b((?:hal|tel|halshs|inria|cel|dumas)-\d{6,8})(?:v\d+)?\b")
DOI_IN_WORDS = re.compile(r"(?:info:doi/|urn:doi:)(10\.\d{4,9}/\S+)", re.IGNORECASE)
PMID_IN_WORDS = re.compile(r"(?:info:pmid/|\bpubmed(?: id)?[:\s]\s*)(\d{1,9})\b", re.IGNORECASE)

ORCID = re.compile(
    r"[\s;,(\[]{0,4}(?:https?://orcid\.org/|orcid:?\s*)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])[)\]]?", re.IGNORECASE
)
YEARS_OF_LIFE = re.compile(r",?\s*\(?\b1\d{3}\s*-\s*(?:\d{4})?\)?\s*\.?$")
AFFILIATION = re.compile(r"\s*[(\[]([^()\[\]]{3,})[)\]]\s*$")
ORGANIZATION = re.compile(
    r"\b(?:universit|institut|department|laborator|ministr|bank\b|society|association|committee|"
    r"collaboration|consortium|group\b|team\b|office|agency|council|organi[sz]ation|foundation|centre\b|center\b)",
    re.IGNORECASE,
)
NOT_A_DATE = re.compile(r"embargo|info:eu-repo/date/(?!publication)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
LICENSE = re.compile(r"https?://\S*(?:creativecommons|licen[cs]e|opensource)\S*", re.IGNORECASE)
# The words of OpenAIRE and of COAR.
OPEN = ("openaccess", "c_abf2")
CLOSED = ("closedaccess", "restrictedaccess", "metadataonlyaccess", "c_16ec", "c_14cb")
NO_VENUE = re.compile(
    r"https?://|\w+name:|urn:|info:|issn|isbn|doi:|(?:e?issn\s*)?\d{4}-\d{3}[\dXx]$", re.IGNORECASE
)
END_OF_VENUE = re.compile(
    r"\s?(?:;|[,\s(]{1,4}(?:vol(?:ume)?\b|v\.\s?\d|no\.|n[º°]|issue\b|iss\.|pp?\.|\d{1,4}\s*[(:,]|(?:19|20)\d\d\b)).*",
    re.IGNORECASE | re.DOTALL,
)
IS_PART_OF = re.compile(r"(\S.*)\s+isPartOf$", re.IGNORECASE | re.DOTALL)
PERIODICAL = re.compile(
    r"\b(?:journal|proceedings|transactions|annals|bulletin|revista|revue|zeitschrift|letters)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in one element, and in which language it says it is."""

    text: str
    language: str = ""
    affiliation: str = ""


@dataclass(slots=True)
class Elements:
    """The values of a record by the name of their element."""

    values: dict[str, list[Value]] = field(default_factory=dict)

    def of(self, *names: str) -> list[Value]:
        return [value for name in names for value in self.values.get(name, ())]

    def texts(self, *names: str) -> list[str]:
        return [value.text for value in self.of(*names)]


def title_of(titles: Sequence[Value], language: str | None) -> str:
    """The title in the language of the work, or else the first one."""
    return stored_text(in_language(titles, language)[0].text) if titles else ""


def in_language(values: Sequence[Value], language: str | None) -> Sequence[Value]:
    same = [value for value in values if language and value.language[:2] == language[:2]]
    return same or values


def abstract_of(
    descriptions: Sequence[Value], abstracts: Sequence[Value], language: str | None
) -> str | None:
    """What calls itself an abstract, or else the first description that is neither short nor a note."""
    if abstracts:
        return stored_text(in_language(abstracts, language)[0].text)
    fitting = [
        value
        for value in descriptions
        if HEADING.match(value.text) or (len(value.text) >= SHORTEST_ABSTRACT and not NOTE.match(value.text))
    ]
    return stored_text(HEADING.sub("", in_language(fitting, language)[0].text, count=1)) if fitting else None


def type_of(texts: Iterable[str], places: Iterable[str], identifiers: Iterable[str]) -> str:
    """What the repository calls it, or else what its place makes it."""
    called = type_called(texts)
    if called != "other":
        return called
    if any(map(MEETING.search, places)):
        return "conference-paper"
    return "preprint" if "arxiv" in identifiers else "other"


def type_called(texts: Iterable[str]) -> str:
    for text in texts:
        word = re.sub(r"[\s-]", "", text.rpartition("/")[2]).lower()
        found = next((kind for pattern, kind in TYPES if re.search(pattern, word)), None)
        if found:
            return found
    return "other"


def published_of(dates: Iterable[str]) -> str:
    """The earliest date that can be one: others are of accession, update, or the end of an embargo."""
    latest = str(datetime.date.today().year + 2)
    named = [first_date([date]) for date in dates if not NOT_A_DATE.search(date)]
    plausible = [date for date in named if date and str(EARLIEST_YEAR) <= date[:4] <= latest]
    published = first_date(plausible)
    if not published:
        raise InvalidRecord("there is no date that can be one")
    return published


def identifiers_of(texts: Iterable[str], relations: Iterable[str]) -> dict[str, str]:
    """Identifiers of the work itself; of the relations only those that are another name of it."""
    found: dict[str, str] = {}
    for text in texts:
        for scheme, value in identifiers_in(text.strip()).items():
            found.setdefault(scheme, value)
    for alternative in filter(None, map(ALTERNATIVE.match, relations)):
        scheme = alternative[1].lower()
        name = normalize_identifier(scheme, alternative[2])
        if name and scheme in ("doi", "arxiv", "pmid", "handle"):
            found.setdefault(scheme, name)
    return found


def identifiers_in(text: str) -> dict[str, str]:
    whole = normalize_identifier("doi", text)
    found = {"doi": whole} if whole else {}
    found |= mentioned(text)
    if "arxiv" in text.lower() and (arxiv_id := normalize_arxiv(text)):
        found["arxiv"] = arxiv_id
    for scheme, pattern in (("doi", DOI_IN_WORDS), ("pmid", PMID_IN_WORDS), ("handle", HANDLE), ("hal", HAL)):
        if said := pattern.search(text):
            found.setdefault(scheme, said[1].rstrip(".,;)"))
    return found


def isbn_of(texts: Iterable[str]) -> dict[str, str]:
    """Of a whole book; elsewhere an ISBN is that of the volume around the work."""
    isbn = next(filter(None, map(isbn_in, texts)), None)
    return {"isbn": isbn} if isbn else {}


def authors_of(creators: Iterable[Value]) -> tuple[AuthorRecord, ...]:
    return tuple(
        author(name, *affiliations) for creator in creators for name, *affiliations in people_in(creator)
    )


def people_in(creator: Value) -> Iterator[list[str]]:
    """A name with its affiliations, or several with semicolons between: "Ada Example; University of Examples"."""
    person: list[str] = []
    for piece in creator.text.split(";"):
        if person and (ORGANIZATION.search(piece) or ORCID.fullmatch(piece)):
            person.append(piece)
            continue
        if person:
            yield person
        person = [piece, creator.affiliation] if piece.strip() else []
    if person:
        yield person


def author(name: str, *beside: str) -> AuthorRecord:
    """ "Family, Given" and what else stands there: iD, affiliations, years of life."""
    orcid = next(filter(None, map(ORCID.search, (name, *beside))), None)
    name = ORCID.sub("", name)
    aside = AFFILIATION.search(name)
    printed = YEARS_OF_LIFE.sub("", name[: aside.start()] if aside else name).strip(" ,")
    affiliations = (*(text for text in beside if not ORCID.search(text)), aside[1] if aside else "")
    more = {"affiliations": affiliations, "orcid": normalize_orcid(orcid[1]) if orcid else None}
    if ORGANIZATION.search(printed):
        return AuthorRecord(name=printed, **more)  # type: ignore[arg-type]
    return read_name(printed, **more)


def places_of(said: Elements) -> list[str]:
    """Where it stands, as sources and as relations say."""
    within = (IS_PART_OF.match(text) for text in said.texts("relation"))
    return [*said.texts("ispartof"), *(found[1] for found in within if found), *said.texts("source")]


def venue_of(sources: Iterable[str], publishers: Iterable[str], kind: str) -> str | None:
    """The periodical or series in which a contribution stands, without volume, number and pages."""
    if kind in ("thesis", "dataset", "software", "book"):
        return None
    candidates = [text for text in map(str.strip, sources) if text and not NO_VENUE.match(text)]
    candidates += [text for text in publishers if PERIODICAL.search(text)]
    names = (END_OF_VENUE.sub("", stored_text(text)).strip(" ,.") for text in candidates)
    return next((name for name in names if any(map(str.isalpha, name)) and len(name) <= 300), None)


def license_of(rights: Iterable[str]) -> str | None:
    """The address of a license."""
    addresses = [found[0].rstrip(".,;)") for text in rights for found in ADDRESS.finditer(text)]
    return next((address for address in addresses if LICENSE.match(address)), None)


def is_open(rights: Iterable[str]) -> bool | None:
    """What the repository says in the words that repositories agreed on."""
    words = [re.sub(r"[\s-]", "", text.rpartition("/")[2]).lower() for text in rights]
    if any(word.startswith(OPEN) for word in words):
        return True
    return False if any(word.startswith(CLOSED) for word in words) else None
