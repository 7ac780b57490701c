"""XML of PubMed: articles, chapters of books, and what was deleted."""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from lxml import etree

from common.identifiers import normalize_pmid, normalize_reference
from ingest.cleaning import InvalidRecord
from ingest.readers.citation_dates import first_date
from ingest.readers.dates import date_of
from ingest.readers.marked_text import math_text
from ingest.readers.plain_text import plain_text, without_full_stop
from ingest.readers.safe_xml import elements, line_of
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, Retraction, VersionRecord, Withdrawal, WorkRecord

Item = WorkRecord | Withdrawal | Retraction | BadRecord

ROOTS = ("PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle")
DELETIONS = ("DeleteCitation", "DeleteDocument")

# The first that applies: a retraction notice is also a "Journal Article".
TYPES = {
    "Preprint": "preprint",
    "Retraction of Publication": "other",
    "Published Erratum": "other",
    "Expression of Concern": "other",
    "Dataset": "dataset",
    "Review": "review",
    "Systematic Review": "review",
    "Scoping Review": "review",
    "Academic Dissertation": "thesis",
    "Technical Report": "report",
    "Journal Article": "journal-article",
    "Editorial": "other",
    "News": "other",
    "Newspaper Article": "other",
    "Biography": "other",
    "Portrait": "other",
    "Interview": "other",
    "Bibliography": "other",
    "Directory": "other",
    "Congress": "other",
    "Periodical Index": "other",
    "Video-Audio Media": "other",
}
MATH = "{http://www.w3.org/1998/Math/MathML}math"
IDENTIFIERS = {"doi": "doi", "pmc": "pmcid", "pmcid": "pmcid", "pubmed": "pmid"}
# From the surest to the vaguest; without any other date the day of entry is close to it.
STATUSES = ("epublish", "aheadofprint", "ppublish", "pubmed", "entrez")
TRANSLATED = re.compile(r"\[(.*)\]\.?", re.DOTALL)
NO_TITLE = ("[not available]", "[in process citation]")
DOI_IN_NOTE = re.compile(r"\bdoi:\s*(10\.\S+)", re.IGNORECASE)
YEAR_IN_NOTE = re.compile(r"\b((?:19|20)\d\d)\b", re.ASCII)
NO_LANGUAGE = ("mul", "und")


def recognizes(head: Head) -> bool:
    return head.root in ROOTS


def read(stream: BinaryIO, name: str) -> Iterator[Item]:
    for element in elements(stream, name, ROOTS, "PubmedArticle", "PubmedBookArticle", *DELETIONS):
        if isinstance(element, BadRecord):
            yield element
        elif element.tag in DELETIONS:
            yield from withdrawals(element)
        else:
            yield from retractions(element)
            yield read_element(element, name)


def withdrawals(deletion: etree._Element) -> Iterator[Withdrawal]:
    for number in deletion.iterfind("PMID"):
        if pmid := (number.text or "").strip():
            yield Withdrawal(source="pubmed", source_id=pmid)


def retractions(element: etree._Element) -> Iterator[Retraction]:
    """What a notice says of other articles, each told by its PMID, else by its DOI."""
    notice = element.findtext("MedlineCitation/PMID", "").strip()
    for note in element.iterfind("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        about = retracted_by(note)
        if about and normalize_pmid(notice):
            yield Retraction(source="pubmed", identifier=about, by=f"pmid:{notice}")


def retracted_by(note: etree._Element) -> str | None:
    if note.get("RefType") != "RetractionOf":
        return None
    pmid = note.findtext("PMID", "").strip()
    doi = DOI_IN_NOTE.search(note.findtext("RefSource", ""))
    return normalize_reference(f"pmid:{pmid}") or (normalize_reference(f"doi:{doi[1]}") if doi else None)


def read_element(element: etree._Element, name: str) -> WorkRecord | BadRecord:
    try:
        return article(element) if element.tag == "PubmedArticle" else book_article(element)
    except InvalidRecord as error:
        pmid = element.findtext("*/PMID", "").strip()
        return BadRecord(str(error), name=name, line=line_of(element), piece=f"PMID {pmid}" if pmid else "")


def needed(element: etree._Element, tag: str) -> etree._Element:
    found = element.find(tag)
    if found is None:
        raise InvalidRecord(f"the record has no {tag}")
    return found


def pmid_of(citation: etree._Element) -> str:
    pmid = citation.findtext("PMID", "").strip()
    if not pmid:
        raise InvalidRecord("the record has no PMID")
    return pmid


def article(element: etree._Element) -> WorkRecord:
    citation = needed(element, "MedlineCitation")
    pmid, part = pmid_of(citation), needed(citation, "Article")
    kinds = publication_types(part)
    notes = list(citation.iterfind("CommentsCorrectionsList/CommentsCorrections"))
    return WorkRecord(
        source="pubmed",
        source_id=pmid,
        title=title(part),
        published=published(part, element),
        type=type_of(kinds),
        abstract=abstract(part.find("Abstract")) or abstract(citation.find("OtherAbstract")),
        language=language(part),
        venue=part.findtext("Journal/Title") or part.findtext("Journal/ISOAbbreviation"),
        keywords=keywords(citation),
        identifiers={"pmid": pmid, **article_doi(part), **identifiers(element.find("PubmedData"))},
        authors=authors(part.find("AuthorList")),
        versions=tuple(filter(None, map(later_version, notes))),
        references=references(element),
        retracted="Retracted Publication" in kinds
        or any(note.get("RefType") == "RetractionIn" for note in notes),
    )


def title(part: etree._Element) -> str:
    """In English; brackets around it say that it was translated, and then the original may be all there is."""
    printed = " ".join(with_formulas(part.find("ArticleTitle")).split())
    if without_full_stop(printed).lower() in NO_TITLE or not printed:
        return without_full_stop(plain_text(part.find("VernacularTitle")))
    translated = TRANSLATED.fullmatch(printed)
    if translated and "[" not in translated[1]:
        printed = translated[1]
    return without_full_stop(printed)


def published(part: etree._Element, element: etree._Element) -> str:
    """The first appearance, electronic or printed; else what the record's history comes closest with."""
    dates = [date_in(date) for date in part.iterfind("ArticleDate")]
    dates.append(date_in(part.find("Journal/JournalIssue/PubDate")))
    first = first_date(dates)
    return first or date_in_history(element.find("PubmedData/History"))


def date_in(date: etree._Element | None) -> str:
    """ "1998 Dec-1999 Jan" is December 1998, and of a season only the year is known."""
    if date is None:
        return ""
    words = date.findtext("MedlineDate")
    if words:
        return first_date([words]) or ""
    return date_of(date.findtext("Year", ""), date.findtext("Month", ""), date.findtext("Day", ""))


def date_in_history(history: etree._Element | None) -> str:
    dates = {one.get("PubStatus"): date_in(one) for one in history} if history is not None else {}
    found = next((dates[status] for status in STATUSES if dates.get(status)), "")
    if not found:
        raise InvalidRecord("the record has no date of publication")
    return found


def publication_types(part: etree._Element) -> list[str]:
    return [(kind.text or "").strip() for kind in part.iterfind("PublicationTypeList/PublicationType")]


def type_of(kinds: list[str]) -> str:
    """Letters, case reports, trials and all that the list does not name are articles in journals."""
    return next((word for kind, word in TYPES.items() if kind in kinds), "journal-article")


def abstract(element: etree._Element | None) -> str | None:
    """The sections, each behind its label as it is printed."""
    if element is None:
        return None
    return " ".join(filter(None, map(section, element.iterfind("AbstractText")))) or None


def section(element: etree._Element) -> str:
    text, label = with_formulas(element).strip(), element.get("Label", "").strip()
    return f"{label}: {text}" if text and label and label != "UNLABELLED" else text


def with_formulas(element: etree._Element | None) -> str:
    """Plain text in which MathML is TeX between dollar signs."""
    formulas = list(element.iter(MATH)) if element is not None and len(element) else []
    for formula in formulas:
        tex = math_text(etree.tostring(formula, encoding="unicode", with_tail=False))
        del formula[:]
        formula.text = tex
    return plain_text(element)


def language(part: etree._Element) -> str | None:
    codes = (one.text or "" for one in part.iterfind("Language"))
    return next((code for code in codes if code not in NO_LANGUAGE), None)


def keywords(citation: etree._Element) -> tuple[str, ...]:
    """The authors' own, then the headings under which the article was indexed in the first place."""
    own = [plain_text(keyword) for keyword in citation.iterfind("KeywordList/Keyword")]
    headings = citation.iterfind("MeshHeadingList/MeshHeading")
    major = [
        plain_text(heading.find("DescriptorName"))
        for heading in headings
        if any(part.get("MajorTopicYN") == "Y" for part in heading)
    ]
    return (*own, *major)


def article_doi(part: etree._Element) -> dict[str, str]:
    for location in part.iterfind("ELocationID[@EIdType='doi']"):
        if location.get("ValidYN") != "N" and location.text:
            return {"doi": location.text}
    return {}


def identifiers(data: etree._Element | None) -> dict[str, str]:
    """Those of the article itself; the cited ones stand deeper."""
    return dict(named(data.iterfind("ArticleIdList/ArticleId"))) if data is not None else {}


def named(elements: Iterable[etree._Element]) -> Iterator[tuple[str, str]]:
    for element in elements:
        scheme, value = IDENTIFIERS.get(element.get("IdType", "")), (element.text or "").strip()
        if scheme and value:
            yield scheme, value


def references(element: etree._Element) -> tuple[str, ...]:
    """One identifier for each cited work, the DOI if there is one."""
    cited = (dict(named(one.iterfind("ArticleIdList/ArticleId"))) for one in element.iter("Reference"))
    best = ((ids.get("doi"), ids.get("pmid"), ids.get("pmcid")) for ids in cited)
    return tuple(
        f"doi:{doi}" if doi else f"pmid:{pmid}" if pmid else f"pmcid:{pmcid}"
        for doi, pmid, pmcid in best
        if doi or pmid or pmcid
    )


def later_version(note: etree._Element) -> VersionRecord | None:
    """The article that a preprint became, if the note has its DOI."""
    source = note.findtext("RefSource", "")
    doi = DOI_IN_NOTE.search(source)
    if note.get("RefType") != "UpdateIn" or not doi:
        return None
    year = YEAR_IN_NOTE.search(source)
    date = date_of(year[1]) if year else ""
    journal = source.partition(".")[0]
    return VersionRecord(type="journal-article", date=date or None, venue=journal, doi=doi[1])


def authors(author_list: etree._Element | None) -> tuple[AuthorRecord, ...]:
    """As printed; "not valid" are those that a correction took away or spelled anew."""
    if author_list is None:
        return ()
    valid = (one for one in author_list.iterfind("Author") if one.get("ValidYN") != "N")
    return tuple(map(author, valid))


def author(element: etree._Element) -> AuthorRecord:
    name, family = printed_name(element)
    places = list(element.iterfind("AffiliationInfo"))
    registered = [one for place in places for one in place.iterfind("Identifier")]
    return AuthorRecord(
        name=name,
        family=family,
        orcid=orcid(element),
        affiliations=tuple(on_one_line(place.find("Affiliation")) for place in places),
        rors=tuple(one.text or "" for one in registered if one.get("Source", "").upper() == "ROR"),
    )


def on_one_line(element: etree._Element | None) -> str:
    return " ".join(plain_text(element).split())


def orcid(element: etree._Element) -> str | None:
    for one in element.iterfind("Identifier"):
        if one.get("Source", "").upper() == "ORCID" and one.text:
            return one.text.strip()
    return None


def printed_name(element: etree._Element) -> tuple[str, str | None]:
    """The name and the family name in it; a group has none."""
    group = element.find("CollectiveName")
    if group is not None:
        return plain_text(group), None
    family = plain_text(element.find("LastName")).strip()
    given = plain_text(element.find("ForeName")) or plain_text(element.find("Initials"))
    return " ".join((given, family, plain_text(element.find("Suffix")))), family or None


def book_article(element: etree._Element) -> WorkRecord:
    document = needed(element, "BookDocument")
    pmid, book = pmid_of(document), needed(document, "Book")
    chapter, whole = plain_text(document.find("ArticleTitle")), plain_text(book.find("BookTitle"))
    kinds = [(kind.text or "").strip() for kind in document.iterfind("PublicationType")]
    first = date_in(document.find("ContributionDate")) or date_in(book.find("PubDate"))
    return WorkRecord(
        source="pubmed",
        source_id=pmid,
        title=without_full_stop(chapter or whole),
        published=first or date_in_history(element.find("PubmedBookData/History")),
        type="review" if "Review" in kinds and chapter else "book-chapter" if chapter else "book",
        abstract=abstract(document.find("Abstract")),
        language=language(document),
        venue=whole if chapter else None,
        keywords=keywords(document),
        identifiers={"pmid": pmid, **identifiers(document), **identifiers(element.find("PubmedBookData"))},
        authors=book_authors(document) or book_authors(book),
        references=references(element),
    )


def book_authors(part: etree._Element) -> tuple[AuthorRecord, ...]:
    """Editors are not authors."""
    lists = part.iterfind("AuthorList")
    return next((authors(one) for one in lists if one.get("Type") != "editors"), ())
