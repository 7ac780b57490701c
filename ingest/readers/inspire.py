"""Literature of INSPIRE: answers of its API, single records, lines and lists of them; see docs/formats/inspire.md."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from common.identifiers import normalize_arxiv, normalize_doi
from common.tex import to_plain
from ingest.cleaning import InvalidRecord
from ingest.readers import arxiv, inspire_authors, json_documents
from ingest.readers.citation_dates import first_date
from ingest.readers.citation_fields import isbn_in, language_code, mentioned
from ingest.readers.json_values import mapping, mappings, text, texts, whole_number, within
from ingest.readers.marked_text import unmarked, unmarked_abstract
from ingest.readers.sniffing import Head
from ingest.readers.stable_ids import stable_id
from ingest.records import BadRecord, VersionRecord, Withdrawal, WorkRecord

Object = dict[str, Any]

LISTS = ("hits.hits",)
ADDRESSES = ("inspirehep.net/api/", "inspirehep.net/schemas/")

TYPES = {
    "article": "journal-article", "conference paper": "conference-paper", "book chapter": "book-chapter",
    "book": "book", "proceedings": "book", "thesis": "thesis", "report": "report", "note": "report",
    "activity report": "report",
}  # fmt: skip
# What a work is that has not appeared but as a preprint.
MAY_BE_PREPRINTS = ("journal-article", "report", "other")
# And without arXiv only these: a report is dated as a preprint too.
MAY_HAVE_GONE_AROUND = ("journal-article", "conference-paper")
WITH_ISBN = ("book", "thesis", "report")
OTHER_MATERIAL = (
    "addendum",
    "additional material",
    "data",
    "editorial note",
    "erratum",
    "part",
    "software",
    "translation",
)
NO_KEYWORDS = ("PACS", "PDG")


def recognizes(head: Head) -> bool:
    if not head.is_json:
        return False
    known = any(address in head.text for address in ADDRESSES) and '"https://openalex.org/' not in head.text
    return known or head.has_keys("titles", "document_type") or head.has_keys("inspire_categories")


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | Withdrawal | BadRecord]:
    for found in json_documents.objects(stream, name, LISTS):
        yield found if isinstance(found, BadRecord) else read_object(*found, name)


def read_object(number: int, statement: Object, name: str) -> WorkRecord | Withdrawal | BadRecord:
    try:
        metadata = mapping(statement.get("metadata")) or statement
        number_of_record = text(metadata.get("control_number")) or text(statement.get("id"))
        if metadata.get("deleted") is True:
            return withdrawal(number_of_record)
        return work(metadata, number_of_record)
    except InvalidRecord as error:
        return json_documents.bad_object(str(error), name, number, statement)


def withdrawal(control_number: str) -> Withdrawal:
    if not control_number:
        raise InvalidRecord("the deleted record has no control_number")
    return Withdrawal("inspire", control_number)


def work(said: Object, control_number: str) -> WorkRecord:
    if "message" in said and "titles" not in said:
        raise InvalidRecord(f"INSPIRE answered with an error: {text(said['message'])}")
    title, kind = title_of(said), type_of(said)
    identifiers = identifiers_of(said, control_number, kind)
    published = published_of(said, identifiers.get("arxiv", ""))
    versions = versions_of(said, kind, identifiers, published)
    authors = inspire_authors.authors_of(said)
    first_author = authors[0].name if authors else ""
    return WorkRecord(
        source="inspire",
        source_id=control_number or stable_id(identifiers, title, published[:4], first_author),
        title=title,
        published=published,
        type=first_type(said, kind, published) if versions else kind,
        abstract=abstract_of(said),
        language=next(map(language_code, texts(said.get("languages"))), None),
        venue=journal_of(said),
        categories=categories_of(said),
        keywords=keywords_of(said),
        identifiers=identifiers,
        authors=authors,
        versions=versions,
        open_access=True if "arxiv" in identifiers else None,
        license=license_of(said),
        cited_by_count=whole_number(said.get("citation_count")),
        references=tuple(references_of(said)),
        retracted=said.get("withdrawn") is True,
    )


def title_of(said: Object) -> str:
    """INSPIRE puts the best title first."""
    title = next(mappings(said.get("titles")), {})
    parts = filter(None, (text(title.get("title")), text(title.get("subtitle"))))
    return to_plain(unmarked(": ".join(parts)))


def abstract_of(said: Object) -> str | None:
    """The one of arXiv, whose formulas are TeX, or else the first."""
    abstracts = [one for one in mappings(said.get("abstracts")) if text(one.get("value"))]
    abstracts.sort(key=lambda one: text(one.get("source")).lower() != "arxiv")
    return to_plain(unmarked_abstract(text(abstracts[0]["value"])) or "") if abstracts else None


def publications(said: Object) -> list[Object]:
    """Where the work itself appeared, without errata and translations."""
    return [
        one for one in mappings(said.get("publication_info")) if one.get("material") not in OTHER_MATERIAL
    ]


def journal_of(said: Object) -> str | None:
    titles = (text(one.get("journal_title")) for one in publications(said))
    return next(filter(None, titles), None)


def type_of(said: Object) -> str:
    """What appeared nowhere but on arXiv is a preprint, though INSPIRE calls it an article."""
    kind = next((TYPES[word] for word in texts(said.get("document_type")) if word in TYPES), "other")
    appeared = bool(publications(said) or published_dois(said))
    on_arxiv = any(mappings(said.get("arxiv_eprints")))
    return "preprint" if kind in MAY_BE_PREPRINTS and on_arxiv and not appeared else kind


def first_type(said: Object, kind: str, published: str) -> str:
    """What was dated before it was printed was a preprint then; the later appearance is a version of it.

    A year of print says nothing against the day of a preprint in it.
    """
    if kind not in (*MAY_BE_PREPRINTS, "conference-paper"):
        return kind
    was_preprint = is_of_preprint(said, published) or published not in printed_dates(said)
    return "preprint" if was_preprint else kind


def is_of_preprint(said: Object, published: str) -> bool:
    return published == first_date([text(said.get("preprint_date"))])


def identifiers_of(said: Object, control_number: str, kind: str) -> dict[str, str]:
    eprints = (normalize_arxiv(text(one.get("value"))) for one in mappings(said.get("arxiv_eprints")))
    handles = (
        text(one.get("value"))
        for one in mappings(said.get("persistent_identifiers"))
        if one.get("schema") == "HDL"
    )
    isbns = (isbn_in(text(one.get("value"))) for one in mappings(said.get("isbns")))
    found = {
        "inspire": control_number,
        "arxiv": next(filter(None, eprints), None),
        "doi": next(iter(published_dois(said)), None),
        "handle": next(handles, None),
        "isbn": next(filter(None, isbns), None) if kind in WITH_ISBN else None,
    }
    return {scheme: value for scheme, value in found.items() if value}


def published_dois(said: Object) -> list[str]:
    dois = (
        normalize_doi(text(one.get("value")))
        for one in mappings(said.get("dois"))
        if one.get("material") not in OTHER_MATERIAL
    )
    return [doi for doi in dois if doi]


def published_of(said: Object, arxiv_id: str) -> str:
    """The first appearance: as a preprint, in print, as a thesis. A date of their own records comes last."""
    appeared = first_date(
        [
            text(said.get("preprint_date")),
            *printed_dates(said),
            *(text(within(said, "thesis_info", key)) for key in ("date", "defense_date")),
        ]
    )
    return appeared or first_date([text(said.get("earliest_date"))]) or arxiv.first_appearance("", arxiv_id)


def printed_dates(said: Object) -> list[str]:
    imprints = [text(one.get("date")) for one in mappings(said.get("imprints"))]
    return imprints + [text(one.get("year")) for one in publications(said)]


def versions_of(
    said: Object, kind: str, identifiers: dict[str, str], published: str
) -> tuple[VersionRecord, ...]:
    """The appearance in print of what was on arXiv before, or went around on paper."""
    on_paper = kind in MAY_HAVE_GONE_AROUND and is_of_preprint(said, published)
    if kind == "preprint" or not ("arxiv" in identifiers or on_paper):
        return ()
    place = next(iter(publications(said)), {})
    note = text(place.get("pubinfo_freetext"))
    date = first_date(printed_dates(said)) or arxiv.year_in(note)
    version = VersionRecord(type=kind, date=date, venue=journal_of(said) or note, doi=identifiers.get("doi"))
    return (version,) if version.date or version.venue or version.doi else ()


def categories_of(said: Object) -> tuple[str, ...]:
    """arXiv's codes; INSPIRE sorts them by alphabet, so that none of them is the primary one for certain."""
    eprints = mappings(said.get("arxiv_eprints"))
    return arxiv.categories_in(code for one in eprints for code in texts(one.get("categories")))


def keywords_of(said: Object) -> tuple[str, ...]:
    words = (
        text(one.get("value"))
        for one in mappings(said.get("keywords"))
        if one.get("schema") not in NO_KEYWORDS
    )
    return tuple(word for word in map(to_plain, words) if 0 < len(word) <= 200)


def license_of(said: Object) -> str | None:
    """That of the publication goes before that of the preprint; its address before its name."""
    licenses = sorted(mappings(said.get("license")), key=lambda one: one.get("material") == "preprint")
    stated = (text(one.get("url")) or text(one.get("license")) for one in licenses)
    return next(filter(None, stated), None)


def references_of(said: Object) -> Iterator[str]:
    """One identifier for each reference: DOI, arXiv id, or INSPIRE's own number."""
    for one in mappings(said.get("references")):
        named = mapping(one.get("reference"))
        raw = mentioned(*(text(part.get("value")) for part in mappings(one.get("raw_refs"))))
        doi = next(iter(texts(named.get("dois"))), raw.get("doi"))
        arxiv_id = text(named.get("arxiv_eprint")) or raw.get("arxiv")
        number = text(within(one, "record", "$ref")).rpartition("/")[2]
        if doi or arxiv_id or number:
            yield f"doi:{doi}" if doi else f"arxiv:{arxiv_id}" if arxiv_id else f"inspire:{number}"
