"""Works in the formats that reference managers read: BibTeX, RIS and CSL-JSON."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from common.harmless_tex import escaped
from common.names import GENERATIONS, family_start
from common.naming.parsing import is_group
from common.tex import to_tex

DULL_WORDS = frozenset(["a", "an", "and", "at", "for", "from", "in", "of", "on", "the", "to", "with"])

BIBTEX_TYPES = {
    "conference-paper": ("inproceedings", "booktitle"),
    "journal-article": ("article", "journal"),
    "review": ("article", "journal"),
    "book": ("book", "publisher"),
    "book-chapter": ("incollection", "booktitle"),
    "report": ("techreport", "institution"),
}
RIS_TYPES = {
    "preprint": "UNPB",
    "conference-paper": "CPAPER",
    "journal-article": "JOUR",
    "review": "JOUR",
    "book": "BOOK",
    "book-chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
}
CSL_TYPES = {
    "conference-paper": "paper-conference",
    "journal-article": "article-journal",
    # An article that reviews a field: "review" would be the review of a book, and the title that of the book.
    "review": "article-journal",
    "preprint": "article",
    "book": "book",
    "book-chapter": "chapter",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
# Between two names BibTeX has an "and" in whatever letters, within one a comma.
DIVIDES = re.compile(r"\band\b|,", re.IGNORECASE)
IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E"})


@dataclass(frozen=True, slots=True)
class Citable:
    """What a citation of one work can say, as plain text; only `tex_title` is as the source has it."""

    type: str
    title: str
    tex_title: str
    authors: tuple[str, ...]
    year: int
    month: int | None = None
    day: int | None = None
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    abstract: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedName:
    """A printed name taken apart; a group, or somebody of one name, has no given one."""

    family: str
    given: str = ""


def split_name(name: str) -> CitedName:
    """Family and given names of a printed name, "van" and "Jr." kept with the family name."""
    name = one_line(name)
    head, _, tail = (part.strip() for part in name.partition(","))
    # "Board, Anna" is a person as "Anna Board" is.
    if "&" in name or (is_group(name) and is_group(f"{tail} {head}")):
        return CitedName(name)
    is_generation = tail.rstrip(".").lower() in GENERATIONS
    if tail and not is_generation:
        return CitedName(head, tail)
    words = [*head.split(), tail] if tail else head.split()
    start = family_start(words) if len(words) > 1 else 0
    return CitedName(" ".join(words[start:]), " ".join(words[:start]))


def one_line(text: str) -> str:
    """The text without control characters, line breaks and doubled blanks."""
    return " ".join(CONTROL.sub(" ", text).split())


def ascii_letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", normalize("NFKD", text).lower())


# BibTeX


def tex_from_plain(text: str) -> str:
    """Plain text on one line with everything special to TeX escaped."""
    return escaped(one_line(text))


def bibtex_name(printed: str) -> str:
    name = split_name(printed)
    family = tex_from_plain(name.family)
    return f"{in_one(family)}, {in_one(tex_from_plain(name.given))}" if name.given else f"{{{family}}}"


def in_one(part: str) -> str:
    """In braces what BibTeX would take for more names than one."""
    return f"{{{part}}}" if DIVIDES.search(part) else part


def bibtex_verbatim(address: str) -> str:
    """Addresses are not escaped, but braces would end the field, and TeX reads "^^5c" as a backslash."""
    return address.translate(IN_ADDRESSES)


def bibtex_key(citable: Citable) -> str:
    """Such as "lindqvist2020graphs"; only what every tool accepts in a key."""
    family = ascii_letters(split_name(citable.authors[0]).family) if citable.authors else ""
    words = (ascii_letters(word).strip("0123456789") for word in citable.title.split())
    first = next((word for word in words if word and word not in DULL_WORDS), "")
    return f"{family[:30] or 'work'}{citable.year}{first[:30]}"


def bibtex_fields(citable: Citable, container: str) -> Iterator[tuple[str, str]]:
    # The second pair of braces keeps capitals as they are printed.
    yield "title", "{" + to_tex(one_line(citable.tex_title)) + "}"
    yield "author", " and ".join(map(bibtex_name, citable.authors))
    yield container, tex_from_plain(citable.venue)
    yield "year", str(citable.year)
    yield "month", MONTHS[citable.month - 1] if citable.month else ""
    if citable.arxiv:
        yield "eprint", bibtex_verbatim(citable.arxiv)
        yield "archiveprefix", "arXiv"
    yield "doi", bibtex_verbatim(citable.doi)
    yield "url", bibtex_verbatim(citable.url)
    yield "abstract", tex_from_plain(citable.abstract)


def bibtex(citable: Citable, key: str = "") -> str:
    """One BibTeX entry, ending with a line break."""
    kind, container = BIBTEX_TYPES.get(citable.type, ("misc", "howpublished"))
    if container != "howpublished" and not citable.venue:
        kind = "misc"
    lines = [
        # Months are BibTeX's own abbreviations, which stand without braces.
        f"  {name} = {value if name == 'month' else '{' + value + '}'},"
        for name, value in bibtex_fields(citable, container)
        if value
    ]
    return "\n".join([f"@{kind}{{{key or bibtex_key(citable)},", *lines, "}", ""])


def letters(number: int) -> str:
    """a, b … z, aa, ab … for 1, 2, …"""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def unique_keys(citables: Iterable[Citable]) -> Iterator[tuple[Citable, str]]:
    """Each with a key of its own: the second "ryder2020graphs" becomes "ryder2020graphs-a"."""
    seen: Counter[str] = Counter()
    for citable in citables:
        key = bibtex_key(citable)
        yield citable, f"{key}-{letters(seen[key])}" if seen[key] else key
        seen[key] += 1


def bibtex_file(citables: Iterable[Citable]) -> Iterator[str]:
    for citable, key in unique_keys(citables):
        yield bibtex(citable, key) + "\n"


# RIS


def ris_name(printed: str) -> str:
    name = split_name(printed)
    return f"{name.family}, {name.given}" if name.given else name.family


def ris_date(citable: Citable) -> str:
    """Year/month/day/ with what is not known left empty, as the format wants it."""
    month = f"{citable.month:02}" if citable.month else ""
    day = f"{citable.day:02}" if citable.day else ""
    return f"{citable.year:04}/{month}/{day}/"


def ris_fields(citable: Citable) -> Iterator[tuple[str, str]]:
    yield "TI", citable.title
    for author in citable.authors:
        yield "AU", ris_name(author)
    yield "PY", f"{citable.year:04}"
    yield "DA", ris_date(citable)
    yield "T2", citable.venue
    yield "DO", citable.doi
    yield "UR", citable.url
    yield "AB", citable.abstract
    yield "LA", citable.language
    for keyword in citable.keywords:
        yield "KW", keyword


def ris(citable: Citable) -> str:
    """One RIS record. The format wants CRLF, and one line a field."""
    fields = ((tag, one_line(value)) for tag, value in ris_fields(citable))
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([f"TY  - {RIS_TYPES.get(citable.type, 'GEN')}", *lines, "ER  - ", ""])


def ris_file(citables: Iterable[Citable]) -> Iterator[str]:
    return map(ris, citables)


# CSL-JSON


def csl_name(printed: str) -> dict[str, str]:
    name = split_name(printed)
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def csl(citable: Citable, key: str = "") -> dict[str, Any]:
    """One item of CSL-JSON."""
    date = [part for part in (citable.year, citable.month, citable.day) if part]
    item = {
        "id": key or bibtex_key(citable),
        "type": CSL_TYPES.get(citable.type, "document"),
        "title": one_line(citable.title),
        "author": [csl_name(author) for author in citable.authors],
        "issued": {"date-parts": [date]},
        "container-title": one_line(citable.venue),
        "DOI": citable.doi,
        "URL": citable.url,
        "abstract": one_line(citable.abstract),
        "language": citable.language,
        "keyword": ", ".join(citable.keywords),
    }
    return {name: value for name, value in item.items() if value}


def csl_text(citable: Citable) -> str:
    """A CSL-JSON document with one item."""
    return json.dumps([csl(citable)], ensure_ascii=False, indent=2) + "\n"


def csl_file(citables: Iterable[Citable]) -> Iterator[str]:
    """A CSL-JSON document, piece by piece."""
    before = "["
    for citable, key in unique_keys(citables):
        yield before + "\n" + json.dumps(csl(citable, key), ensure_ascii=False)
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


@dataclass(frozen=True, slots=True)
class Format:
    """A citation format: what it is called, how a file of it is told, and what writes it."""

    name: str
    suffix: str
    content_type: str
    one: Callable[[Citable], str]
    many: Callable[[Iterable[Citable]], Iterator[str]]


FORMATS = {
    "bib": Format("BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex, bibtex_file),
    "ris": Format("RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris, ris_file),
    "csl": Format("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl_text, csl_file),
}
