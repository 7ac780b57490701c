"""What the ways in which arXiv describes its papers have in common."""

import datetime
import re
from collections.abc import Iterable
from contextlib import suppress
from email.utils import parsedate_to_datetime

from msgspec import structs

from common.identifiers import normalize_arxiv, normalize_doi
from common.tex import to_plain
from ingest.cleaning import InvalidRecord
from ingest.records import AuthorRecord, VersionRecord, WorkRecord

# Categories may hold codes of other classifications, such as "68T05; 62H30" or "I.2.6".
CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)+|\.[a-z]+)?", re.ASCII)
MEETING = re.compile(r"\b(?:conference|workshop|symposium|(?:in ?)proc(?:\.|eedings)|PoS ?\()", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19[5-9]\d|20\d\d)\b", re.ASCII)
YEAR_IN_PARENTHESES = re.compile(r"\(\s*((?:19[5-9]|20\d)\d)\s*\)", re.ASCII)
# Authors give several DOIs with anything between them; commas and semicolons may also be part of one.
BETWEEN_DOIS = re.compile(
    r"\s+|[,;]+(?=(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/)", re.IGNORECASE | re.ASCII
)
ARXIV_DOI = "10.48550/"
MONTH_IN_ID = re.compile(r"(?:[a-z-]+/)?(\d\d)(0[1-9]|1[0-2])")
NO_DATE = re.compile(r"(?:0000|$)")

PAPER = r"(?:paper|article|manuscript|preprint|submission|work|note|e-?print)"
WITHDRAWN = re.compile(
    rf"\b(?:this|the) {PAPER} (?:has been|is|was) withdrawn\b|^(?:{PAPER} )?withdrawn\b", re.IGNORECASE
)
WITHDRAWN_AT_ONCE = re.compile(rf"(?:this|the) {PAPER} (?:has been|is|was) withdrawn\b", re.IGNORECASE)
# Withdrawn because it lives on elsewhere, or withdrawn from somewhere else: the study is not taken back.
LIVES_ON = re.compile(
    r"supers[ec]d|replaced|merged|subsumed|incorporated|included in|now part of|combined|duplicate|"
    r"published|withdrawn from (?!(?:the )?arxiv)|new(?:er)? version|see arxiv|arxiv:|resubmi",
    re.IGNORECASE,
)

# UTF-8 that was once read as Latin-1, as in "WÃ¼bben".
READ_WRONGLY = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]")
GROUP = re.compile(r"\b(?:collaborations?|consortium|team|group)$", re.IGNORECASE)
FOR_A_GROUP = re.compile(
    r"(?:^|,?\s+)(?:on behalf of\b.*|for\s+(?:the\s+)?(?:\S+\s+){1,8}?(?:collaborations?|consortium|team|group)\b.*)",
    re.IGNORECASE,
)
CUT_BEFORE_A_GROUP = re.compile(r"\s+(?:for|on behalf of)(?:\s+the)?$", re.IGNORECASE)
SPEAKS_FOR = re.compile(r"(?:for|on behalf of)\s+(?:the\s+)?", re.IGNORECASE)
COLLABORATION = re.compile(r"\bcollaborations?$", re.IGNORECASE)
INITIALS_APART = re.compile(r"\. -(?=[^\W\d_])")
LATER = datetime.timedelta(days=730)


def work(
    *,
    address: str,
    title: str,
    created: str,
    abstract: str,
    categories: Iterable[str],
    authors: tuple[AuthorRecord, ...],
    doi: str | None,
    journal_reference: str | None,
    comment: str | None,
    license: str | None = None,
) -> WorkRecord:
    """The record of a paper from fields as arXiv fills them, whatever they are called."""
    arxiv_id = arxiv_id_of(address)
    dois = dois_in(doi)
    later = versions(journal_reference, dois)
    return WorkRecord(
        source="arxiv",
        source_id=arxiv_id,
        title=readable(title),
        published=first_appearance(created, arxiv_id),
        type="preprint",
        abstract=readable(abstract),
        categories=categories_in(categories),
        identifiers={"arxiv": arxiv_id, "doi": dois[0]} if dois else {"arxiv": arxiv_id},
        authors=authors,
        versions=later,
        open_access=True,
        license=license,
        retracted=taken_back(comment, abstract, later),
    )


def arxiv_id_of(text: str) -> str:
    arxiv_id = normalize_arxiv(text.strip())
    if not arxiv_id:
        raise InvalidRecord("the record has no arXiv id")
    return arxiv_id


def dois_in(text: str | None) -> list[str]:
    """Every DOI of a field that is made for one."""
    return [doi for doi in map(normalize_doi, BETWEEN_DOIS.split(text or "")) if doi]


def categories_in(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of arXiv's own classification, in the order given: the primary one stands first."""
    return tuple(code for code in codes if CATEGORY.fullmatch(code))


def versions(journal_reference: str | None, dois: list[str]) -> tuple[VersionRecord, ...]:
    """The later appearances that the authors noted; the date is the year in the note, if there is one.

    A journal reference goes with the first DOI.
    """
    others = [doi for doi in dois if not doi.startswith(ARXIV_DOI)]
    note = to_plain(journal_reference or "")
    if not (note or others):
        return ()
    kind = "conference-paper" if MEETING.search(note) else "journal-article" if note else "other"
    first = VersionRecord(type=kind, date=year_in(note), venue=note or None, doi=next(iter(others), None))
    return (first, *(VersionRecord(doi=doi) for doi in others[1:]))


def year_in(note: str) -> str | None:
    """The year of a reference: one in parentheses, or else the last number that can be one."""
    latest = (datetime.date.today() + LATER).year
    years = [year for year in YEAR_IN_PARENTHESES.findall(note) or YEAR.findall(note) if int(year) <= latest]
    return years[-1] if years else None


def first_appearance(created: str, arxiv_id: str) -> str:
    """The date given for the first version; without one the month that every arXiv id begins with."""
    created = created.strip()
    if not NO_DATE.match(created):
        return created[:10]
    found = MONTH_IN_ID.match(arxiv_id)
    if not found:
        raise InvalidRecord("the record has no date of its first version")
    century = 19 if found[1] > "90" else 20
    return f"{century}{found[1]}-{found[2]}"


def day_of(moment: str) -> str:
    """The day of a date as in e-mail: "Mon, 2 Apr 2007 19:18:42 GMT"; what is no such date stays as it is."""
    try:
        return parsedate_to_datetime(moment).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return moment


def taken_back(comment: str | None, abstract: str | None, versions: tuple[VersionRecord, ...]) -> bool:
    """Whether the authors withdrew the paper for good.

    Not where it appeared elsewhere, and not where the note says that it lives on in another paper.
    """
    if versions:
        return False
    comment, abstract = " ".join((comment or "").split()), " ".join((abstract or "").split())
    notes = (
        comment if WITHDRAWN.search(comment) else "",
        abstract if WITHDRAWN_AT_ONCE.match(abstract) else "",
    )
    return any(notes) and not any(map(LIVES_ON.search, notes))


def author(
    given: str, family: str, suffix: str = "", affiliations: Iterable[str | None] = ()
) -> AuthorRecord:
    """One author of whom the parts of the name are told apart; a group has no family name."""
    given, family, suffix = INITIALS_APART.sub(".-", readable(given)), readable(family), readable(suffix)
    if CUT_BEFORE_A_GROUP.search(given):
        # "Ada Example for the" and "Examples": a collaboration taken for a family.
        return printed_author(CUT_BEFORE_A_GROUP.sub("", given), affiliations)
    printed = printed_author(" ".join(filter(None, (given, family, suffix))), affiliations)
    is_person = given and family in printed.name and not GROUP.search(printed.name)
    return structs.replace(printed, family=family) if is_person else printed


def printed_author(name: str, affiliations: Iterable[str | None] = ()) -> AuthorRecord:
    """One author whose name is one text."""
    return AuthorRecord(name=without_group(readable(name)), affiliations=affiliations_of(affiliations))


def affiliations_of(texts: Iterable[str | None]) -> tuple[str, ...]:
    """To be of a collaboration, or to speak for one, is no affiliation."""
    readable_texts = (readable(text) for text in texts if text)
    return tuple(
        text for text in readable_texts if not (FOR_A_GROUP.match(text) or COLLABORATION.search(text))
    )


def without_group(name: str) -> str:
    """The person in "Ada Example for the Example Collaboration"; the group where there is only a group."""
    found = FOR_A_GROUP.search(name)
    person = name[: found.start()].strip(" ,") if found else name
    return person or SPEAKS_FOR.sub("", name, count=1)


def readable(text: str) -> str:
    """Text without TeX other than formulas, and with letters put right."""
    if READ_WRONGLY.search(text):
        with suppress(UnicodeError):
            text = text.encode("latin-1").decode("utf-8")
    return to_plain(text)
