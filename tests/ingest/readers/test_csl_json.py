"""CSL-JSON of several programs; everything here is invented."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import csl_json
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, LinkRecord, WorkRecord

ITEM = {
    "id": "example2020",
    "type": "article-journal",
    "title": "On <i>examples</i> of 10<sup>5</sup> and $x_1$",
    "author": [
        {"family": "Beispiel", "given": "Ada", "non-dropping-particle": "van", "suffix": "Jr."},
        {"literal": "The Example Group"},
        {"family": "Muster", "given": "Erika", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
    ],
    "editor": [{"family": "Itor", "given": "Ed"}],
    "issued": {"date-parts": [[2020, 5, 14]]},
    "container-title": "Journal of Examples",
    "DOI": "10.1234/EX.1",
    "PMID": 12345,
    "PMCID": "PMC777",
    "URL": "https://example.org/1",
    "ISBN": "978-0-306-40615-7",
    "abstract": "<p>About</p><p>it.</p>",
    "language": "en-US",
    "keyword": "one, two",
    "note": "arXiv: 2001.00001\nhttps://github.com/ada/examples",
    "accessed": {"date-parts": [[2021, 1, 1]]},
}


def read(value):
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(csl_json.read(io.BytesIO(text), "a.json"))


def work(**fields):
    [item] = read({"type": "book", "title": "A", "issued": {"raw": "2000"}, **fields})
    assert isinstance(item, WorkRecord), item
    return item


def test_an_item_becomes_a_record():
    assert read([ITEM]) == [
        WorkRecord(
            source="csl-json",
            source_id="10.1234/ex.1",
            title="On examples of 10⁵ and $x_1$",
            published="2020-05-14",
            type="journal-article",
            abstract="About it.",
            language="en",
            venue="Journal of Examples",
            keywords=("one", "two"),
            identifiers={"arxiv": "2001.00001", "doi": "10.1234/ex.1", "pmcid": "PMC777", "pmid": "12345"},
            authors=(
                AuthorRecord(name="Ada van Beispiel Jr.", family="van Beispiel"),
                AuthorRecord(name="The Example Group"),
                AuthorRecord(name="Erika Muster", family="Muster", orcid="0000-0002-1825-0097"),
            ),
            links=(LinkRecord(kind="code", url="https://github.com/ada/examples", origin="csl-json"),),
        )
    ]


def test_lists_single_items_and_envelopes_are_read():
    assert read(ITEM) == read([ITEM]) == read({"items": [ITEM]})
    assert read(b"[]") == []


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [["2020", "5"]]}, "2020-05"),
        ({"date-parts": [[2020, 5, 1], [2020, 6, 1]]}, "2020-05-01"),
        ({"date-parts": [[2020, 13, 40]]}, "2020"),
        ({"date-parts": [[2020]], "season": 2}, "2020"),
        ({"date-parts": [2020, 5]}, "2020"),
        ({"raw": "14 May 2020"}, "2020-05-14"),
        ({"literal": "Spring 2020"}, "2020"),
        ("2020-05-14", "2020-05-14"),
        (2020, "2020"),
    ],
)
def test_dates_come_in_parts_and_in_words(issued, date):
    assert work(issued=issued).published == date


def test_the_first_edition_is_the_first_appearance():
    assert work(**{"original-date": {"date-parts": [[1899]]}}).published == "1899"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"type": "book", "title": "A"}, "there is no year of publication"),
        ({"type": "book", "title": "A", "issued": {"literal": "in press"}}, 'it says "in press"'),
        ({"type": "book", "title": "A", "issued": {"date-parts": [[0]]}}, "there is no year"),
        ({"type": "book", "title": "A", "issued": {"date-parts": [[]]}}, "there is no year"),
        ({"type": "book", "title": "A", "issued": None}, "there is no year"),
        ({"type": "book", "issued": {"raw": "2000"}}, "the title is empty"),
        ({"title": "A", "issued": {"raw": "2000"}}, "no item of CSL-JSON"),
        (7, "this is not a JSON object"),
    ],
)
def test_a_bad_item_loses_only_itself(item, reason):
    first, problem, last = read([ITEM, item, ITEM])
    assert first == last
    assert isinstance(problem, BadRecord)
    assert reason in problem.reason.replace("not an item", "no item")
    assert problem.name == "a.json, record 2"


@pytest.mark.parametrize(
    ("name", "printed", "family"),
    [
        ({"family": "Example", "given": "Ada"}, "Ada Example", "Example"),
        ({"family": "Berg", "dropping-particle": "de", "given": "Jan"}, "Jan de Berg", "de Berg"),
        ({"family": "Plato"}, "Plato", None),
        ({"given": "Plato"}, "Plato", None),
        ({"literal": "Group, The"}, "Group, The", None),
        ({"name": "Group"}, "Group", None),
        ({"family": "王", "given": "小明"}, "王小明", "王"),
        ("Example, Ada", "Ada Example", "Example"),
    ],
)
def test_names_come_in_parts_and_whole(name, printed, family):
    [author] = work(author=[name]).authors
    assert (author.name, author.family) == (printed, family)


@pytest.mark.parametrize("names", [None, "nobody", [None, 7, {}, {"family": ""}], {}])
def test_what_is_no_name_is_nobody(names):
    assert work(author=names, editor=names).authors == ()


def test_editors_are_authors_of_a_book_that_names_none():
    editors = [{"family": "Itor", "given": "Ed"}]
    assert [author.name for author in work(editor=editors).authors] == ["Ed Itor"]
    assert work(type="chapter", editor=editors).authors == ()


@pytest.mark.parametrize(
    ("fields", "type"),
    [
        ({"type": "paper-conference"}, "conference-paper"),
        ({"type": "chapter"}, "book-chapter"),
        ({"type": "article"}, "preprint"),
        ({"type": "article", "volume": 3}, "journal-article"),
        ({"type": "article-journal", "container-title": "arXiv:2001.00001 [cs]"}, "preprint"),
        ({"type": "post-weblog"}, "other"),
        ({"type": None}, "other"),
    ],
)
def test_types_are_told_by_the_table_and_the_place(fields, type):
    assert work(**fields).type == type


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        ({"DOI": "https://doi.org/10.1234/a"}, {"doi": "10.1234/a"}),
        ({"id": "https://doi.org/10.1234/a"}, {"doi": "10.1234/a"}),
        ({"URL": "http://arxiv.org/abs/2001.00001"}, {"arxiv": "2001.00001"}),
        ({"number": "arXiv:2001.00001"}, {"arxiv": "2001.00001"}),
        ({"custom": {"arXiv": "2001.00001"}}, {"arxiv": "2001.00001"}),
        ({"ISBN": "0306406152"}, {"isbn": "9780306406157"}),
        ({"DOI": ["none"], "custom": 7, "ISBN": {}}, {}),
    ],
)
def test_identifiers(fields, identifiers):
    assert work(**fields).identifiers == identifiers


def test_ten_thousand_authors_and_unpaired_surrogates_are_read():
    authors = [{"family": "Example", "given": "Ada\ud800"}] * 10_000
    assert {author.name for author in work(author=authors).authors} == {"Ada Example"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ([ITEM], True),
        ({"type": "webpage", "title": "A", "issued": {"raw": "2000"}}, True),
        ({"message-type": "work", "message": {"type": "book", "title": ["A"], "issued": {}}}, False),
        ({"items": [{"indexed": {}, "type": "book", "title": ["A"], "issued": {}}]}, False),
        ({"data": {"attributes": {"type": "book", "title": "A", "issued": {}}}}, False),
        ({"@type": "ScholarlyArticle", "name": "A"}, False),
        ([{"title": "A", "year": 2000}], False),
        ({"source": "a", "source_id": "1", "title": "A", "published": "2000", "type": "book"}, False),
    ],
)
def test_csl_is_known_by_its_keys(content, expected):
    assert csl_json.recognizes(Head.of("a.json", json.dumps(content).encode())) is expected


def test_other_text_is_not_csl():
    assert not csl_json.recognizes(Head.of("a.bib", b'@article{a, title={"type": "book" "issued": "title"}}'))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_no_error(content):
    assert all(isinstance(item, WorkRecord | BadRecord) for item in read(content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "raw", "date-parts"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(ITEM)), JSON)
def test_whatever_stands_in_a_field_is_no_error(key, value):
    assert all(isinstance(item, WorkRecord | BadRecord) for item in read([{**ITEM, key: value}]))
