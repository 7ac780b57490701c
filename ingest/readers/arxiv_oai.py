"""arXiv's own descriptions of its papers in OAI-PMH answers: metadataPrefix arXiv and arXivRaw."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from ingest.cleaning import InvalidRecord
from ingest.readers import arxiv, oai
from ingest.readers.arxiv_authors import authors_in
from ingest.readers.safe_xml import line_of, plain
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, Withdrawal, WorkRecord

NAMESPACE = "http://arxiv.org/OAI/arXiv"
PREFIXES = ("arXiv", "arXivRaw")


def recognizes(head: Head) -> bool:
    if head.root in PREFIXES or any(space.startswith(NAMESPACE) for space in head.namespaces):
        return True
    return head.root in oai.ROOTS and bool(re.search(r"<arXiv(?:Raw)?[\s>]", head.text))


def read(stream: BinaryIO, name: str) -> Iterator[WorkRecord | Withdrawal | BadRecord]:
    for record in oai.records(stream, name, *PREFIXES):
        yield record if isinstance(record, BadRecord) else read_record(record, name)


def read_record(record: etree._Element, name: str) -> WorkRecord | Withdrawal | BadRecord:
    header = oai.identifier_of(record).removeprefix("oai:arXiv.org:")
    try:
        if oai.is_deleted(record):
            return Withdrawal("arxiv", arxiv.arxiv_id_of(header))
        return work(oai.metadata_of(record), header)
    except InvalidRecord as error:
        piece = etree.tostring(record, encoding="unicode", with_tail=False)
        return BadRecord(str(error), name=name, line=line_of(record), piece=piece)


def work(paper: etree._Element, header: str) -> WorkRecord:
    if plain(paper.tag) not in PREFIXES:
        raise InvalidRecord(f"the metadata are <{plain(paper.tag)}>, not <arXiv> or <arXivRaw>")
    return arxiv.work(
        address=said(paper, "id") or header,
        title=said(paper, "title"),
        created=created(paper),
        abstract=said(paper, "abstract"),
        categories=said(paper, "categories").split(),
        authors=authors(paper),
        doi=said(paper, "doi"),
        journal_reference=said(paper, "journal-ref"),
        comment=said(paper, "comments"),
        license=said(paper, "license"),
    )


def said(paper: etree._Element, field: str) -> str:
    return paper.findtext(f"{{*}}{field}") or ""


def created(paper: etree._Element) -> str:
    """The day of the first version; later versions are revisions, and their dates say nothing of the work."""
    for version in paper.iterfind("{*}version"):
        if version.get("version", "v1") == "v1":
            return arxiv.day_of(version.findtext("{*}date") or "")
    return said(paper, "created")


def authors(paper: etree._Element) -> tuple[AuthorRecord, ...]:
    """Elements with the parts of a name in arXiv, one text in arXivRaw."""
    elements = paper.findall("{*}authors/{*}author")
    return tuple(map(author, elements)) if elements else authors_in(said(paper, "authors"))


def author(element: etree._Element) -> AuthorRecord:
    return arxiv.author(
        said(element, "forenames"),
        said(element, "keyname"),
        said(element, "suffix"),
        (affiliation.text for affiliation in element.iterfind("{*}affiliation")),
    )
