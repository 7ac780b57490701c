"""The references that the page of one work offers: formatted in a style, and in the formats of reference managers."""

from dataclasses import dataclass

from django.urls import reverse

from works.citing import FORMATS, Citable, Format
from works.models import Work
from works.styles import DEFAULT_STYLE, STYLES, Reference, reference

MOST_CITED_AUTHORS = 200  # of more, citations are to be downloaded only


@dataclass(frozen=True, slots=True)
class WrittenCitation:
    """A citation in one format, and where to download it; no text where that is too long for a page."""

    format: Format
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class CiteSection:
    """What `pages/_cite.html` shows."""

    work: Work
    cited: Citable
    style: str

    @property
    def styles(self) -> list[tuple[str, str]]:
        return [(key, style.name) for key, style in STYLES.items()]

    @property
    def style_name(self) -> str:
        return STYLES[self.style].name

    @property
    def reference(self) -> Reference:
        return reference(self.cited, self.style)

    @property
    def formats(self) -> list[WrittenCitation]:
        is_short = len(self.cited.authors) <= MOST_CITED_AUTHORS
        return [
            WrittenCitation(
                form,
                form.one(self.cited) if is_short else "",
                reverse(f"pages:work_{key}", args=[self.work.slug]),
            )
            for key, form in FORMATS.items()
        ]


def cite_section(work: Work, cited: Citable, asked: str) -> CiteSection:
    """In the style asked for; in the usual one where that is unknown."""
    return CiteSection(work, cited, asked if asked in STYLES else DEFAULT_STYLE)
