"""OpenAlex: works of API pages and snapshot lines."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import FORMATS, openalex
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, TopicRecord, VersionRecord, WorkRecord

WORK = {
    "id": "https://openalex.org/W2000000001",
    "doi": "https://doi.org/10.1234/Example.1",
    "title": "On <i>examples</i>",
    "publication_date": "2019-05-07",
    "publication_year": 2019,
    "type": "article",
    "language": "en",
    "ids": {"openalex": "https://openalex.org/W2000000001", "mag": "2000000001",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678",
            "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/765"},
    "primary_location": {
        "source": {"display_name": "Journal of Examples &amp; Co", "type": "journal"}, "license": "cc-by",
        "landing_page_url": "https://doi.org/10.1234/example.1",
    },
    "open_access": {"is_oa": True},
    "authorships": [
        {"author": {"id": "https://openalex.org/A5000000001", "display_name": "Ada B. Example",
                    "orcid": "https://orcid.org/0000-0002-1825-0097"},
         "raw_author_name": "Example, Ada", "raw_affiliation_strings": ["University of Examples, ada@example.edu"],
         "institutions": [{"display_name": "Examples U", "ror": "https://ror.org/05dxps055"}, {"ror": None}]},
        {"author": {"id": "https://openalex.org/A9999999999", "display_name": "Bob Sample"}},
    ],
    "cited_by_count": 12,
    "is_retracted": False,
    "is_paratext": False,
    "referenced_works": ["https://openalex.org/W1", "https://openalex.org/W4285719527"],
    "topics": [{"id": "https://openalex.org/T10028", "display_name": "Topic Modeling", "score": 0.75}],
    "keywords": [{"display_name": "Examples", "score": 0.5}],
    "abstract_inverted_index": {"We": [0], "try": [1, 3], "and": [2]},
}  # fmt: skip


def read(*works):
    return list(openalex.read(io.BytesIO(b"\n".join(json.dumps(work).encode() for work in works)), "a.jsonl"))


def one(**fields):
    (record,) = read({**WORK, **fields})
    return record


def test_a_work_with_everything():
    assert one() == WorkRecord(
        source="openalex",
        source_id="W2000000001",
        title="On examples",
        published="2019-05-07",
        type="journal-article",
        abstract="We try and try",
        language="en",
        venue="Journal of Examples & Co",
        keywords=("Examples",),
        identifiers={
            "openalex": "W2000000001", "doi": "10.1234/example.1", "pmid": "12345678", "pmcid": "PMC765"
        },
        authors=(
            AuthorRecord(
                name="Ada Example", family="Example", source_author_id="A5000000001",
                affiliations=("University of Examples",), rors=("05dxps055",), addresses=("ada@example.edu",),
            ),
            AuthorRecord(name="Bob Sample"),
        ),
        open_access=True,
        license="cc-by",
        cited_by_count=12,
        references=("openalex:W1",),
        topics=(TopicRecord(id="openalex:T10028", name="Topic Modeling", confidence=0.75),),
    )  # fmt: skip


def test_pages_of_the_api_and_single_works_are_read_like_lines():
    page = json.dumps({"meta": {"count": 2}, "results": [WORK, WORK]}, indent=1).encode()
    assert list(openalex.read(io.BytesIO(page), "page.json")) == [one(), one()]
    assert list(openalex.read(io.BytesIO(json.dumps(WORK, indent=1).encode()), "work.json")) == [one()]


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ({"b": [2], "a": [1], "c": [10**9]}, "a b c"),
        ({"a": [-5, "x", None, True, 1.5], "b": [0]}, "a b"),
        ({"a": [0], "b": [0]}, "a b"),
        ({"a": 7, "b": None}, None),
        (["a"], None),
        (None, None),
        ({"Abstract": [0], "We": [1], "try": [2]}, "We try"),
        ({"<p>We": [0], "try</p>": [1]}, "We try"),
    ],
)
def test_the_abstract_is_put_together_from_its_words(index, expected):
    assert one(abstract_inverted_index=index).abstract == expected


def test_a_long_word_at_many_places_is_refused_before_it_is_written_out(monkeypatch):
    monkeypatch.setattr(openalex, "LONGEST_MARKED_ABSTRACT", 50)
    assert one(abstract_inverted_index={"x" * 9: [4, 3, 2, 1, 0]}).abstract
    written = []
    monkeypatch.setattr(openalex, "unmarked_abstract", written.append)
    (bad,) = read({**WORK, "abstract_inverted_index": {"x" * 9: list(range(6))}})
    assert "the abstract has 60 characters" in bad.reason
    assert written == []


@pytest.mark.parametrize(
    ("date", "year", "expected"),
    [
        ("2019-05-07", 2019, "2019-05-07"),
        ("2019-01-01", 2019, "2019"),
        (None, 2019, "2019"),
        ("", 1999, "1999"),
    ],
)
def test_the_first_of_january_only_says_the_year(date, year, expected):
    assert one(publication_date=date, publication_year=year).published == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "article", "type_crossref": "proceedings-article"}, "conference-paper"),
        ({"type": "article", "primary_location": {"raw_type": "proceedings-article"}}, "conference-paper"),
        ({"type": "article", "primary_location": {"source": {"type": "conference"}}}, "conference-paper"),
        ({"type": "article", "primary_location": None}, "other"),
        (
            {
                "type": "article",
                "primary_location": {"source": {"type": "repository"}, "version": "submittedVersion"},
            },
            "preprint",
        ),
        ({"type": "preprint"}, "preprint"),
        ({"type": "dissertation"}, "thesis"),
        ({"type": "peer-review"}, "review"),
        ({"type": "libguides"}, "other"),
    ],
)
def test_types(fields, expected):
    assert one(**fields).type == expected


@pytest.mark.parametrize(
    ("printed", "known", "name", "family"),
    [
        ("Example, Ada", "Ada B. Example", "Ada Example", "Example"),
        ("Ada Example", "Ada B. Example", "Ada Example", None),
        ("Team A, Centre of Examples", "Team A Centre Examples B", "Team A, Centre of Examples", None),
        ("", "Ada B. Example", "Ada B. Example", None),
        ("Example, Ada, Jr.", "Ada Example", "Example, Ada, Jr.", None),
        ("Sample-Field, Ada", "Ada Sample\u2010Field", "Ada Sample-Field", "Sample-Field"),
        ("Exämple, Ada-Lin", "Exämple, Ada-Lin", "Ada-Lin Exämple", "Exämple"),
        ("van der Example, Ada B.", "van der Example, Ada B.", "Ada B. van der Example", "van der Example"),
        (
            "Institute of Examples, Norway",
            "Institute of Examples, Norway",
            "Institute of Examples, Norway",
            None,
        ),
        ("Ada Example (64540)", "Ada Example (64540)", "Ada Example", None),
        ("Sample Group (Norway)", "Sample Group (Norway)", "Sample Group (Norway)", None),
    ],
)
def test_names_stand_as_printed_in_the_order_of_reading(printed, known, name, family):
    (author,) = one(authorships=[{"author": {"display_name": known}, "raw_author_name": printed}]).authors
    assert (author.name, author.family) == (name, family)


def test_an_address_that_lost_its_author_is_nobody():
    address = ",LAB, University of Examples, F-00000"
    assert one(authorships=[{"author": {"display_name": address}, "raw_author_name": address}]).authors == ()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ada Example", "Bob Sample", "Example, Ada", "Sample, Bob"], ["Ada Example", "Bob Sample"]),
        (["Ada Example", "Ada Example"], ["Ada Example", "Ada Example"]),
        (["Ada Example", "Bob Sample", "Bob Sample", "Ada Example"], None),
        (["Ada Example", "Bob Sample", "Ada Example"], None),
    ],
)
def test_authors_listed_twice_over_are_listed_once(names, expected):
    authorships = [{"author": {"display_name": name}, "raw_author_name": name} for name in names]
    assert [author.name for author in one(authorships=authorships).authors] == (expected or names)


def test_an_address_is_no_venue():
    place = {"raw_source_name": "https://example.edu/~ada/paper.pdf"}
    assert one(primary_location=place).venue is None


def test_the_orcid_printed_on_the_work_is_taken():
    authorship = {**WORK["authorships"][0], "raw_orcid": "https://orcid.org/0000-0001-5109-3700"}
    assert one(authorships=[authorship]).authors[0].orcid == "0000-0001-5109-3700"


@pytest.mark.parametrize("printed", [{}, {"raw_orcid": None}, {"raw_orcid": ""}])
def test_the_orcid_of_whom_openalex_takes_the_author_for_is_not_printed_on_the_work(printed):
    [author] = one(authorships=[{**WORK["authorships"][0], **printed}]).authors
    assert (author.orcid, author.source_author_id) == (None, "A5000000001")


def test_other_places_give_an_arxiv_id_and_versions():
    places = [
        WORK["primary_location"],
        {"landing_page_url": "http://arxiv.org/abs/1901.00001v2", "source": {"type": "repository"}},
        {"landing_page_url": "https://doi.org/10.48550/arXiv.1901.00001", "version": "submittedVersion",
         "source": {"type": "repository", "display_name": "arXiv (Cornell University)"}},
    ]  # fmt: skip
    record = one(locations=places)
    assert record.identifiers["arxiv"] == "1901.00001"
    assert record.versions == (VersionRecord(type="preprint", doi="10.48550/arxiv.1901.00001"),)


def test_two_arxiv_ids_are_one_too_many():
    places = [{"landing_page_url": f"http://arxiv.org/abs/1901.0000{number}"} for number in (1, 2)]
    assert "arxiv" not in one(locations=places).identifiers


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("repository", None), ("ebook platform", None), ("journal", "Here"), (None, "Here")],
)
def test_where_a_work_lies_is_no_venue(kind, expected):
    assert one(primary_location={"source": {"display_name": "Here", "type": kind}}).venue == expected


@pytest.mark.parametrize(
    "fields", [{"type": "paratext"}, {"is_paratext": True}, {"id": "https://openalex.org/W4285719527"}]
)
def test_what_is_no_work_is_passed_over(fields):
    assert read({**WORK, **fields}, WORK) == [one()]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"id": "https://openalex.org/A5000000001"}, "this is an author and no work"),
        ({"id": "https://openalex.org/S1"}, "this is a source and no work"),
        ({"id": None}, "the work has no OpenAlex id"),
        ({"id": "https://openalex.org/Wx"}, "the work has no OpenAlex id"),
        ({"title": None}, "the title is empty"),
        ({"title": "\ud800"}, "the title is empty"),
        ({"publication_date": "0000-00-00"}, "published is in the year 0"),
        ({"publication_date": "2019-02-30"}, "published is not a day of the calendar"),
        ({"publication_date": None, "publication_year": None}, "published is not a date"),
        ({"abstract_inverted_index": {"x" * 100_001: [0]}}, "the abstract has 100,001 characters"),
        ({"authorships": [{"raw_author_name": "Ada"}] * 20_001}, "there are 20,001 authors"),
        ({"cited_by_count": -1}, "cited_by_count is not between"),
    ],
)
def test_a_bad_work_is_reported_and_the_rest_is_read(fields, reason):
    first, problem, last = read(WORK, {**WORK, **fields}, WORK)
    assert first == last == one()
    assert problem.reason.startswith(reason)
    assert problem.position == "a.jsonl, record 2"
    assert problem.piece.startswith('{"id"')


def test_ten_thousand_authors_are_read():
    crowd = [{"raw_author_name": f"Ada Example{number}"} for number in range(10_000)] + [
        {"raw_author_name": "et al."}
    ]
    assert len(one(authorships=crowd).authors) == 10_000


def test_nonsense_in_every_field_is_no_error():
    for nonsense in (None, 7, 1.5, True, "x", [], ["x", 7], {}, {"x": {"y": [1]}}, [[1]], [{"x": 1}]):
        for field in WORK:
            (item,) = read({**WORK, field: nonsense}) or [None]
            assert item is None or isinstance(item, WorkRecord | BadRecord)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (json.dumps(WORK), True),
        (json.dumps({"results": [WORK]}, indent=2), True),
        ('{"id": "https://openalex.org/A1"}', True),
        ('{"DOI": "10.1234/x", "abstract": "see https://openalex.org/W1"}', False),
        ("<id>https://openalex.org/W1</id>", False),
    ],
)
def test_the_format_is_known_by_its_ids(data, expected):
    head = Head.of("a.json", data.encode())
    assert openalex.recognizes(head) is expected
    assert not expected or [name for name, one in FORMATS.items() if one.recognizes(head)] == ["openalex"]


SMALL = json.dumps({"results": [WORK]}).encode()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SMALL)), st.binary(max_size=4), st.integers(0, 4))
def test_damage_gives_records_or_problems_and_never_an_error(place, inserted, dropped):
    data = SMALL[:place] + inserted + SMALL[place + dropped :]
    for item in openalex.read(io.BytesIO(data), "a.json"):
        assert isinstance(item, WorkRecord | BadRecord)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_records_or_problems_and_never_an_error(data):
    for item in openalex.read(io.BytesIO(data), "a.json"):
        assert isinstance(item, BadRecord)
