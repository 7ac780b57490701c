"""Pages as machines read them: JSON-LD of schema.org, and the meta tags that Highwire began."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from common.tex import to_text
from researchers.models import Researcher
from researchers.profile import Profile
from works.citing import Citable, one_line
from works.models import Work

# Inside <script> only these could end the element or begin a comment (HTML standard, script data state).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# The whole list is in the formats to download; ten thousand tags would make a page of a megabyte.
MOST_AUTHORS = 200
CONTAINER_TAGS = {
    "journal-article": "citation_journal_title",
    "review": "citation_journal_title",
    "conference-paper": "citation_conference_title",
    "book-chapter": "citation_inbook_title",
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}


def json_ld(data: dict[str, Any]) -> SafeString:
    """JSON that may stand in a script element; what is empty is left out."""
    return mark_safe(json.dumps(without_empty(data), ensure_ascii=False).translate(ESCAPES))


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


def profile_page(profile: Profile, address: str) -> SafeString:
    """A ProfilePage about a Person."""
    researcher = profile.researcher
    person = {
        "@type": "Person",
        "name": researcher.preferred_name,
        "alternateName": profile.variants,
        "description": profile.line,
        "identifier": researcher.public_id,
        "url": address,
        "sameAs": profile.same_as,
        "affiliation": affiliation_of(researcher),
    }
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "url": address,
            "mainEntity": without_empty(person),
        }
    )


def affiliation_of(researcher: Researcher) -> dict[str, str] | None:
    return {"@type": "Organization", "name": researcher.affiliation} if researcher.affiliation else None


def scholarly_article(work: Work, cited: Citable, address: str) -> SafeString:
    """A ScholarlyArticle, or a Dataset or program where the work is one."""
    kinds = {"dataset": "Dataset", "software": "SoftwareSourceCode", "book": "Book"}
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": kinds.get(work.type, "ScholarlyArticle"),
            "name": one_line(cited.title),
            "headline": one_line(cited.title)[:110],
            "url": address,
            "sameAs": cited.url if cited.url != address else "",
            "author": [{"@type": "Person", "name": name} for name in cited.authors[:MOST_AUTHORS]],
            "datePublished": "-".join(f"{part:02}" for part in (cited.year, cited.month, cited.day) if part),
            "isPartOf": {"@type": "Periodical", "name": cited.venue} if cited.venue else None,
            "identifier": f"doi:{cited.doi}" if cited.doi else "",
            "abstract": one_line(cited.abstract),
            "inLanguage": cited.language,
            "isAccessibleForFree": work.open_access,
            "license": work.license,
        }
    )


def highwire_tags(cited: Citable, address: str) -> list[tuple[str, str]]:
    """Names and contents of the `citation_*` tags that scholarly search engines read."""
    authors = cited.authors[:MOST_AUTHORS]
    tags = [("citation_title", cited.title), *(("citation_author", name) for name in authors)]
    tags += [
        (
            "citation_publication_date",
            "/".join(f"{part:02}" for part in (cited.year, cited.month, cited.day) if part),
        ),
        (CONTAINER_TAGS.get(cited.type, ""), cited.venue),
        ("citation_doi", cited.doi),
        ("citation_arxiv_id", cited.arxiv),
        ("citation_language", cited.language),
        ("citation_abstract_html_url", address),
    ]
    return [(name, one_line(content)) for name, content in tags if name and content]


def description(texts: Iterable[str], *, longest: int = 300) -> str:
    """The text of a description tag: whole words, at most so many characters."""
    text = one_line(" ".join(map(to_text, filter(None, texts))))
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0].rstrip(",;:") + "…"
