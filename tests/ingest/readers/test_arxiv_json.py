"""The dump of arXiv's metadata; everything here is invented."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import arxiv_json
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, VersionRecord, WorkRecord

PAPER = {
    "id": "2001.00001",
    "submitter": "Bo Someone",
    "authors": "Ada Bal\\'azs (University of Examples), C.-P. Example and X-1 Collaboration",
    "title": "A title\n  over two lines",
    "comments": "12 pages",
    "journal-ref": "In Proc. Examples 2021",
    "doi": "10.1234/ABC",
    "report-no": None,
    "categories": "cs.LG cs.AI",
    "license": "http://license.example/by/4.0/",
    "abstract": "  About $x$.\n",
    "versions": [
        {"version": "v1", "created": "Wed, 1 Jan 2020 18:30:00 GMT"},
        {"version": "v2", "created": "Fri, 5 May 2023 00:00:00 GMT"},
    ],
    "update_date": "2023-05-06",
    "authors_parsed": [
        ["Balázs", "Ada", "", "University of Examples"],
        ["Example", "C. -P.", ""],
        ["X-1 Collaboration", "", ""],
    ],
}
EXPECTED = WorkRecord(
    source="arxiv",
    source_id="2001.00001",
    title="A title over two lines",
    published="2020-01-01",
    type="preprint",
    abstract="About $x$.",
    categories=("cs.LG", "cs.AI"),
    identifiers={"arxiv": "2001.00001", "doi": "10.1234/abc"},
    authors=(
        AuthorRecord(name="Ada Balázs", family="Balázs", affiliations=("University of Examples",)),
        AuthorRecord(name="C.-P. Example", family="Example"),
        AuthorRecord(name="X-1 Collaboration"),
    ),
    versions=(
        VersionRecord(
            type="conference-paper", date="2021", venue="In Proc. Examples 2021", doi="10.1234/abc"
        ),
    ),
    open_access=True,
    license="http://license.example/by/4.0/",
)


def read(*papers):
    text = "\n".join(paper if isinstance(paper, str) else json.dumps(paper) for paper in papers)
    return list(arxiv_json.read(io.BytesIO(text.encode("utf-8", "surrogatepass")), "a.json"))


def test_a_line_becomes_a_preprint():
    assert read(PAPER) == [EXPECTED]


def test_a_list_of_papers_is_read_too():
    assert read(json.dumps([PAPER, PAPER])) == [EXPECTED, EXPECTED]


def test_without_names_taken_apart_the_printed_text_is_read():
    [work] = read({**PAPER, "authors_parsed": []})
    assert [(author.name, author.affiliations) for author in work.authors] == [
        (author.name, author.affiliations) for author in EXPECTED.authors
    ]


@pytest.mark.parametrize(
    "versions", [None, [], [{"version": "v2", "created": "Fri, 5 May 2023 00:00:00 GMT"}], [7]]
)
def test_neither_update_nor_revision_dates_the_work(versions):
    assert [work.published for work in read({**PAPER, "versions": versions})] == ["2020-01"]


def test_categories_may_be_a_list():
    assert read({**PAPER, "categories": ["cs.LG", "cs.AI", None]})[0].categories == ("cs.LG", "cs.AI")


def test_what_was_taken_back_is_marked():
    comments = "This paper has been withdrawn by the author due to an error"
    [work] = read({**PAPER, "comments": comments, "doi": None, "journal-ref": None})
    assert work.retracted
    assert not EXPECTED.retracted


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("nonsense", "this is not JSON"),
        ("[]", "this is not a JSON object"),
        ({**PAPER, "id": None}, "the record has no arXiv id"),
        ({**PAPER, "id": 704.0001}, "id is not a text"),
        ({**PAPER, "title": {"text": "A title"}}, "title is not a text"),
        ({**PAPER, "title": " \x00"}, "the title is empty"),
        ({**PAPER, "versions": [{"version": "v1", "created": "soon"}]}, "published is not a date"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(bad, reason):
    first, problem, last = read(PAPER, bad, PAPER)
    assert isinstance(problem, BadRecord)
    assert problem.reason.startswith(reason)
    assert "2" in problem.position
    assert first == last == EXPECTED


def test_nothing_harmful_stays():
    [work] = read({**PAPER, "title": "A\x00 \ud800title\u202e over two lines"})
    assert work.title == EXPECTED.title


def test_ten_thousand_authors_and_others():
    parsed = [["Example", "Ada", ""]] * 10_000 + [["et al.", "", ""]]
    assert len(read({**PAPER, "authors_parsed": parsed})[0].authors) == 10_000


@pytest.mark.parametrize(
    ("text", "recognized"),
    [
        (json.dumps(PAPER), True),
        (json.dumps([PAPER]), True),
        ('{"id": "https://openalex.org/W1", "title": "A title"}', False),
        ('{"source": "arxiv", "source_id": "1", "title": "A title", "categories": [], "authors": []}', False),
        ("", False),
    ],
)
def test_it_is_known_by_its_look(text, recognized):
    assert arxiv_json.recognizes(Head.of("a.json", text.encode())) is recognized


VALID = (json.dumps(PAPER) + "\n" + json.dumps(PAPER)).encode()
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.integers(0, len(VALID)), st.binary(max_size=20), st.integers(0, 20))
def test_whatever_is_broken_is_a_bad_record_and_never_an_error(position, piece, lost):
    broken = VALID[:position] + piece + VALID[position + lost :]
    for item in arxiv_json.read(io.BytesIO(broken), "a.json"):
        assert isinstance(item, WorkRecord | BadRecord)


@given(st.sampled_from(sorted(PAPER)), ANYTHING)
def test_a_field_may_hold_anything(field, value):
    text = json.dumps({**PAPER, field: value}).encode("utf-8", "replace")
    [item] = arxiv_json.read(io.BytesIO(text), "a.json")
    assert isinstance(item, WorkRecord | BadRecord)
