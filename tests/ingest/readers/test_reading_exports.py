"""What Credence exports can be read back."""

import io

import pytest

from common.tex import to_text
from ingest.readers import FORMATS
from ingest.readers.sniffing import Head
from works import citing
from works.citing import Citable

READERS = {"bib": "bibtex", "ris": "ris", "csl": "csl-json"}
WORKS = (
    Citable(
        type="journal-article",
        title="Ünusual & 100% “typical” 3D titles: x² _under_ #1",
        tex_title=r"Ünusual & 100\% “typical” {3D} titles: $x^2$ _under_ #1",
        authors=("Ada Example", "Jörg van der Müller", "The Example Group", "Bo Beispiel Jr.", "王小明"),
        year=2020,
        month=5,
        day=14,
        venue="Journal of Examples & Tests",
        doi="10.1234/ex_1",
        url="https://doi.org/10.1234/ex_1",
        abstract="About 5% of {all}.",
        language="en",
        keywords=("one", "two"),
    ),
    Citable("preprint", "A preprint", "A preprint", ("Madonna",), 1999, doi="10.1234/p", arxiv="2001.00001"),
    Citable("thesis", "No DOI", "No DOI", ("Erika Muster",), 2001, month=2),
    Citable("dataset", "Nobody's data", "Nobody's data", (), 2002, doi="10.1234/d"),
)


def read_back(name):
    text = "".join(citing.FORMATS[name].many(WORKS))
    return text, list(FORMATS[READERS[name]].read(io.BytesIO(text.encode()), f"works.{name}"))


@pytest.mark.parametrize("name", READERS)
def test_title_authors_year_and_doi_survive(name):
    _, records = read_back(name)
    for work, record in zip(WORKS, records, strict=True):
        assert to_text(record.title) == work.title
        assert tuple(author.name for author in record.authors) == work.authors
        assert int(record.published[:4]) == work.year
        assert record.identifiers.get("doi", "") == work.doi


@pytest.mark.parametrize("name", READERS)
def test_the_rest_of_an_article_survives_too(name):
    record = read_back(name)[1][0]
    assert record.type == "journal-article"
    assert record.venue == "Journal of Examples & Tests"
    assert record.published.startswith("2020-05")
    assert record.authors[1].family == "van der Müller"


@pytest.mark.parametrize("name", READERS)
def test_the_exports_are_known_by_their_look(name):
    head = Head.of("download", read_back(name)[0].encode())
    assert [known for known, one in FORMATS.items() if one.recognizes(head)] == [READERS[name]]
