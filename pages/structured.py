"""Pages as machines read them: JSON-LD of schema.org, and the meta tags that Highwire began."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe

from common.tex import to_text
from pages.work_details import PrintedAuthor, WorkDetails
from researchers.models import Researcher
from researchers.profile import Profile
from works.citing import Citable, one_line
from works.identifiers import identifier_url
from works.models import Work

# Inside <script> only these could end the element or begin a comment (HTML standard, script data state).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# The whole list is in the formats to download; ten thousand tags would make a page of a megabyte.
MOST_AUTHORS = 200
KINDS = {"dataset": "Dataset", "software": "SoftwareSourceCode", "book": "Book"}
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


def scholarly_article(details: WorkDetails, address: str) -> SafeString:
    """A ScholarlyArticle, or a Dataset or program where the work is one."""
    work, cited = details.work, details.cited
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": KINDS.get(work.type, "ScholarlyArticle"),
            "@id": address,
            "name": one_line(cited.title),
            "headline": one_line(cited.title)[:110],
            "url": address,
            "sameAs": cited.url if cited.url != address else "",
            "author": authors(details, address),
            "datePublished": date_of(cited, "-"),
            "isPartOf": {"@type": "Periodical", "name": cited.venue} if cited.venue else None,
            "identifier": identifiers(cited),
            "abstract": one_line(cited.abstract),
            "keywords": list(cited.keywords),
            "about": [{"@type": "DefinedTerm", "name": about.topic.name} for about in details.topics],
            "citation": [reference(other, address) for other in details.references.works],
            "inLanguage": cited.language,
            "isAccessibleForFree": work.open_access,
            "license": work.license,
        }
    )


def authors(details: WorkDetails, address: str) -> list[dict[str, Any]]:
    """Who is printed; of the first ones also where they were, and the page of whoever we think it is."""
    known = dict(enumerate(details.authors))
    return [
        author(name, known.get(place), address)
        for place, name in enumerate(details.cited.authors[:MOST_AUTHORS])
    ]


def author(name: str, printed: PrintedAuthor | None, address: str) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": name}
    if printed:
        person["affiliation"] = [
            {"@type": "Organization", "name": one_line(text)} for text in printed.authorship.affiliations
        ]
        person["sameAs"] = printed.orcid_url if printed.authorship.orcid else ""
        person["url"] = urljoin(address, printed.researcher.get_absolute_url()) if printed.researcher else ""
    return without_empty(person)


def identifiers(cited: Citable) -> list[dict[str, str]]:
    known = {"doi": cited.doi, "arxiv": cited.arxiv}
    return [
        {"@type": "PropertyValue", "propertyID": scheme, "value": value}
        for scheme, value in known.items()
        if value
    ]


def reference(other: Work, address: str) -> dict[str, str]:
    return {
        "@type": KINDS.get(other.type, "ScholarlyArticle"),
        "name": one_line(to_text(other.title)),
        "url": urljoin(address, other.get_absolute_url()),
    }


def date_of(cited: Citable, between: str) -> str:
    """As exactly as it is known."""
    return between.join(f"{part:02}" for part in (cited.year, cited.month, cited.day) if part)


def highwire_tags(details: WorkDetails, address: str) -> list[tuple[str, str]]:
    """Names and contents of the `citation_*` tags that scholarly search engines read."""
    cited = details.cited
    tags = [("citation_title", cited.title), *author_tags(details)]
    tags += [
        ("citation_publication_date", date_of(cited, "/")),
        (CONTAINER_TAGS.get(cited.type, ""), cited.venue),
        ("citation_doi", cited.doi),
        ("citation_arxiv_id", cited.arxiv),
        ("citation_language", cited.language),
        ("citation_keywords", "; ".join(cited.keywords)),
        ("citation_abstract_html_url", address),
    ]
    return [(name, one_line(content)) for name, content in tags if name and content]


def author_tags(details: WorkDetails) -> Iterator[tuple[str, str]]:
    """Each author, with what belongs to them directly after: that is how it is told whose it is."""
    known = dict(enumerate(details.authors))
    for place, name in enumerate(details.cited.authors[:MOST_AUTHORS]):
        yield "citation_author", name
        if place in known:
            printed = known[place].authorship
            yield from (("citation_author_institution", text) for text in printed.affiliations)
            yield "citation_author_orcid", identifier_url("orcid", printed.orcid) if printed.orcid else ""


def description(texts: Iterable[str], *, longest: int = 300) -> str:
    """The text of a description tag: whole words, at most so many characters."""
    text = one_line(" ".join(map(to_text, filter(None, texts))))
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0].rstrip(",;:") + "…"
