"""BibTeX and BibLaTeX files of every origin; see docs/formats/bibtex.md."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from bibtexparser.middlewares.names import (
    InvalidNameError,
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from common.names import family_start, fold, is_generation
from ingest.cleaning import InvalidRecord
from ingest.readers.bibtex_entries import START, BibtexEntry, entries
from ingest.readers.bibtex_text import plain, verbatim
from ingest.readers.citation_dates import with_month
from ingest.readers.citation_fields import MEETING, keywords, language_code, repositories
from ingest.readers.citation_names import author, read_name, separated
from ingest.readers.cited_works import Citation, record_of
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, WorkRecord

TYPES = {
    "article": "journal-article", "suppperiodical": "journal-article",
    "inproceedings": "conference-paper", "conference": "conference-paper", "paper": "conference-paper",
    "inbook": "book-chapter", "incollection": "book-chapter", "bookinbook": "book-chapter",
    "suppbook": "book-chapter", "suppcollection": "book-chapter", "inreference": "book-chapter",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "proceedings": "book",
    "mvproceedings": "book", "reference": "book", "mvreference": "book",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "bachelorsthesis": "thesis",
    "mscthesis": "thesis", "dissertation": "thesis",
    "techreport": "report", "report": "report", "manual": "report",
    "dataset": "dataset", "data": "dataset", "software": "software", "preprint": "preprint",
    "review": "review",
}  # fmt: skip
# In these an editor without an author is the one who made the work.
EDITED = {"book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference"}
PARENTS = EDITED | {"mvreference", "periodical"}
# What an entry takes over from the one that its `crossref` names, and under which name.
INHERITED = {
    **{name: name for name in ("year", "date", "month", "publisher", "editor", "organization", "journal")},
    "booktitle": "booktitle", "title": "booktitle", "journaltitle": "journaltitle", "language": "language",
}  # fmt: skip
# The first that says something.
VENUES = {
    "journal-article": ("journaltitle", "journal", "shortjournal", "booktitle"),
    "conference-paper": ("booktitle", "eventtitle", "journal", "series"),
    "book-chapter": ("booktitle", "maintitle", "journal", "series"),
    "book": ("series",),
    "thesis": (),
    "report": ("institution", "series"),
}
OTHER_VENUES = ("journaltitle", "journal", "booktitle", "howpublished")
JOURNALS = {
    r"\aap": "Astronomy and Astrophysics", r"\aapr": "Astronomy and Astrophysics Reviews",
    r"\aaps": "Astronomy and Astrophysics Supplement Series", r"\aj": "Astronomical Journal",
    r"\ao": "Applied Optics", r"\apj": "Astrophysical Journal", r"\apjl": "Astrophysical Journal Letters",
    r"\apjs": "Astrophysical Journal Supplement Series", r"\apss": "Astrophysics and Space Science",
    r"\araa": "Annual Review of Astronomy and Astrophysics", r"\icarus": "Icarus",
    r"\jcap": "Journal of Cosmology and Astroparticle Physics",
    r"\jgr": "Journal of Geophysical Research",
    r"\mnras": "Monthly Notices of the Royal Astronomical Society", r"\nat": "Nature",
    r"\pasa": "Publications of the Astronomical Society of Australia",
    r"\pasj": "Publications of the Astronomical Society of Japan",
    r"\pasp": "Publications of the Astronomical Society of the Pacific", r"\physrep": "Physics Reports",
    r"\planss": "Planetary and Space Science", r"\pra": "Physical Review A", r"\prb": "Physical Review B",
    r"\prc": "Physical Review C", r"\prd": "Physical Review D", r"\pre": "Physical Review E",
    r"\prl": "Physical Review Letters", r"\solphys": "Solar Physics", r"\sovast": "Soviet Astronomy",
    r"\ssr": "Space Science Reviews",
}  # fmt: skip
KEYWORD_FIELDS = ("keywords", "keyword", "key words", "author_keywords", "author-keywords")
PLAINLY_CODE = ("howpublished", "note", "code", "software", "repository", "addendum")
MENTIONING = ("url", "ee", "link", "journal", "eprint", "biburl")
NOTES = ("note", "howpublished", "annote", "addendum")
# Who waits for a parent that stands later in the file, and how many parents are remembered.
MOST_WAITING = 5_000
MOST_PARENTS = 50_000
DBLP_ADDRESS = re.compile(r"dblp\.(?:org|uni-trier\.de)/rec/(?:bib\d?/)?([\w/.-]+?)(?:\.bib)?$")
ORCID_LINE = re.compile(r"([^/\n;]{2,200})/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
VOLUME_OF_CORR = re.compile(r"abs/([\w./-]+)")


def recognizes(head: Head) -> bool:
    is_text = not (head.is_xml or head.is_json)
    return is_text and any(map(START.match, head.text.splitlines()))


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | BadRecord]:
    for item in with_parents(entries(stream, name)):
        yield item if isinstance(item, BadRecord) else read_entry(item, name)


def with_parents(items: Iterable[BibtexEntry | BadRecord]) -> Iterator[BibtexEntry | BadRecord]:
    """Entries with what they take over; those whose parent is yet to come wait for it, up to a limit."""
    parents: dict[str, dict[str, str]] = {}
    waiting: list[BibtexEntry] = []
    for item in items:
        if isinstance(item, BadRecord) or not parent_of(item) or inherit(item, parents):
            yield item
        else:
            waiting.append(item)
        if isinstance(item, BibtexEntry) and item.kind in PARENTS and len(parents) < MOST_PARENTS:
            parents[item.key.lower()] = inheritance(item)
        if len(waiting) > MOST_WAITING:
            yield from released(waiting, parents)
            waiting = []
    yield from released(waiting, parents)


def released(waiting: list[BibtexEntry], parents: dict[str, dict[str, str]]) -> Iterator[BibtexEntry]:
    for entry in waiting:
        inherit(entry, parents)
        yield entry


def parent_of(entry: BibtexEntry) -> str:
    return (entry.fields.get("crossref") or entry.fields.get("xref") or "").strip().lower()


def inheritance(parent: BibtexEntry) -> dict[str, str]:
    """A parent's `booktitle` goes before its `title`."""
    found = {to: parent.fields[name] for name, to in INHERITED.items() if parent.fields.get(name)}
    return found | ({"booktitle": parent.fields["booktitle"]} if parent.fields.get("booktitle") else {})


def inherit(entry: BibtexEntry, parents: dict[str, dict[str, str]]) -> bool:
    parent = parents.get(parent_of(entry))
    for name, value in (parent or {}).items():
        entry.fields[name] = entry.fields.get(name) or value
    return parent is not None


def read_entry(entry: BibtexEntry, name: str) -> WorkRecord | BadRecord:
    try:
        return record_of(citation(entry), "bibtex")
    except InvalidRecord as error:
        return BadRecord(str(error), name=name, line=entry.line, piece=entry.piece)


def citation(entry: BibtexEntry) -> Citation:
    fields, kind = entry.fields, type_of(entry)
    dates, year = dates_of(fields)
    return Citation(
        type=kind,
        title=title_of(entry),
        dates=dates,
        year=year,
        authors=authors(entry, kind),
        venue=venue(fields, kind),
        publisher=plain(first(fields, "publisher", "howpublished", "archiveprefix", "eprinttype")),
        identifiers=identifiers(entry),
        isbn=verbatim(fields.get("isbn", "").replace(" ", "-")),
        mentions=(*(verbatim(fields.get(name, "")) for name in MENTIONING), corr_id(fields)),
        notes=tuple(verbatim(fields.get(name, "")) for name in NOTES),
        abstract=plain(first(fields, "abstract", "abstractnote")),
        language=language_code(plain(first(fields, "language", "langid"))),
        categories=categories(fields),
        keywords=keywords([plain(first(fields, *KEYWORD_FIELDS))]),
        links=repositories((plain(fields.get(name, "")) for name in PLAINLY_CODE), "bibtex"),
    )


def venue(fields: dict[str, str], kind: str) -> str:
    """Astronomers' abbreviations of journals are commands of TeX."""
    text = first(fields, *VENUES.get(kind, OTHER_VENUES))
    return JOURNALS.get(text.strip(" {}")) or plain(text)


def categories(fields: dict[str, str]) -> tuple[str, ...]:
    """That of arXiv, which its own exports name."""
    is_arxiv = "arxiv" in first(fields, "archiveprefix", "eprinttype").lower()
    code = plain(first(fields, "primaryclass", "eprintclass"))
    return (code,) if is_arxiv and code else ()


def first(fields: dict[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def type_of(entry: BibtexEntry) -> str:
    """A journal article without a journal, but with the title of a meeting, is a paper of the meeting."""
    kind = TYPES.get(entry.kind, "other")
    fields = entry.fields
    if kind == "journal-article" and not first(fields, "journal", "journaltitle"):
        kind = "conference-paper" if MEETING.search(fields.get("booktitle", "")) else kind
    if kind == "book-chapter" and entry.kind == "inbook" and not first(fields, "booktitle", "maintitle"):
        kind = "book"
    if kind == "other" and fields.get("type", "").strip().lower() in ("dataset", "software"):
        kind = fields["type"].strip().lower()
    return kind


def title_of(entry: BibtexEntry) -> str:
    """Title and subtitle; a volume may have only the title that its papers name."""
    fields = entry.fields
    title = plain(fields.get("title") or (fields.get("booktitle", "") if entry.kind in EDITED else ""))
    subtitle = plain(fields.get("subtitle", ""))
    return f"{title}: {subtitle}" if title and subtitle else title


def dates_of(fields: dict[str, str]) -> tuple[list[str], str]:
    """Dates, the year by itself last. `eventdate`, `urldate` and `timestamp` are dates of something else."""
    year = plain(fields.get("year", ""))
    dates = [plain(fields[name]) for name in ("date", "issued", "earlyaccessdate") if fields.get(name)]
    month, day = plain(fields.get("month", "")), plain(fields.get("day", ""))
    return [*dates, with_month(year, month, day)] if month else dates, year


# Identifiers


def identifiers(entry: BibtexEntry) -> dict[str, str]:
    fields = entry.fields
    stated = {scheme: verbatim(fields[scheme]) for scheme in ("doi", "pmid", "pmcid") if fields.get(scheme)}
    stated |= eprint(fields) | dblp_key(entry)
    if fields.get("unique-id", "").startswith("WOS:"):
        stated["wos"] = fields["unique-id"]
    if found := re.fullmatch(r"PMID:\s*(\d+)", entry.key):
        stated.setdefault("pmid", found[1])
    return stated


def eprint(fields: dict[str, str]) -> dict[str, str]:
    """Of an archive that is named; "eprint" alone may be any address."""
    archive = first(fields, "archiveprefix", "eprinttype").strip().lower()
    scheme = {"arxiv": "arxiv", "pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid"}.get(archive)
    value = first(fields, "eprint", "arxivid", "arxiv") if scheme else first(fields, "arxivid", "arxiv")
    return {scheme or "arxiv": verbatim(value)} if value else {}


def dblp_key(entry: BibtexEntry) -> dict[str, str]:
    address = DBLP_ADDRESS.search(verbatim(entry.fields.get("biburl", "")))
    if address:
        return {"dblp": address[1]}
    return {"dblp": entry.key[5:]} if entry.key.startswith("DBLP:") else {}


def corr_id(fields: dict[str, str]) -> str:
    """DBLP gives the arXiv id of older preprints as the volume of "CoRR"."""
    found = VOLUME_OF_CORR.match(fields.get("volume", "").strip())
    return f"arXiv:{found[1]}" if found and "corr" in fields.get("journal", "").lower() else ""


# Names


def authors(entry: BibtexEntry, kind: str) -> tuple[AuthorRecord, ...]:
    """Editors count only where the work is theirs: a volume of others' papers that names no author.

    Physicists name the collaboration apart; it signs where nobody else does.
    """
    fields = entry.fields
    text = fields.get("author", "")
    if not text.strip() and entry.kind in EDITED:
        text = fields.get("editor", "")
    names = split_names(text)
    if not names and fields.get("collaboration"):
        return (author("", f"{plain(fields['collaboration'])} Collaboration"),)
    schools = [plain(fields[name]) for name in ("school", "institution") if fields.get(name)]
    affiliations = (", ".join(schools),) if kind == "thesis" and len(names) == 1 and schools else ()
    orcids = orcid_numbers(fields.get("orcid-numbers", ""))
    return tuple(person(name, affiliations, orcids) for name in names)


def split_names(text: str) -> list[str]:
    folded = " ".join(text.split()).removesuffix(" and")
    names = split_multiple_persons_names(folded)
    if len(names) == 1 and not folded.startswith("{"):
        names = separated(folded)
    return [name for name in names if plain(name)]


def orcid_numbers(text: str) -> dict[str, str]:
    """The Web of Science lists ORCID iDs beside the names: "Example, Ada/0000-…"."""
    return {fold(plain(name)): orcid for name, orcid in ORCID_LINE.findall(text)}


def person(text: str, affiliations: tuple[str, ...], orcids: dict[str, str]) -> AuthorRecord:
    parts = name_parts(text)
    more: dict[str, Any] = {"affiliations": affiliations, "orcid": orcids.get(fold(plain(text)))}
    if parts is None:
        return read_name(plain(text), **more)
    given, generation = plain(" ".join(parts.first)), plain(" ".join(parts.jr))
    if is_generation(given) and generation and not is_generation(generation):
        given, generation = generation, given
    if not generation and given and "," not in text and is_generation(parts.last[-1]):
        return author_by_words(plain(text), **more)
    return author(given, plain(" ".join([*parts.von, *parts.last])), generation, **more)


def author_by_words(name: str, **more: Any) -> AuthorRecord:
    """ "Ada Example III", of which BibTeX would take III for the family name."""
    words = name.split()
    start = family_start(words)
    return author(" ".join(words[:start]), " ".join(words[start:-1]), words[-1], **more)


def name_parts(text: str) -> NameParts | None:
    """As BibTeX takes a name apart; None where braces or commas make it no person's name."""
    if text.startswith("{") and text.endswith("}") and text.count("{") == 1:
        return NameParts(last=[text])
    try:
        return parse_single_name_into_parts(text, strict=True)
    except InvalidNameError:
        return None
