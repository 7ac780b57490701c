"""Literature of INSPIRE; everything here is invented."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import inspire
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, VersionRecord, Withdrawal, WorkRecord

METADATA = {
    "$schema": "https://inspirehep.net/schemas/records/hep.json",
    "control_number": 1234567,
    "titles": [
        {"title": "Poincar\\'e's <i>title</i> of $x$", "subtitle": "A part", "source": "arXiv"},
        {"title": "Another"},
    ],
    "abstracts": [
        {"value": "<p>Of the publisher.</p>", "source": "Examples"},
        {"value": "About $x$.", "source": "arXiv"},
    ],
    "authors": [
        {
            "full_name": "Example, Ada",
            "ids": [
                {"schema": "INSPIRE ID", "value": "INSPIRE-00000001"},
                {"schema": "INSPIRE BAI", "value": "A.Example.1"},
                {"schema": "ORCID", "value": "0000-0002-1825-0097"},
            ],
            "affiliations": [{"value": "Examples U."}],
            "raw_affiliations": [{"value": "University of Examples, Example City"}],
            "affiliations_identifiers": [{"schema": "ROR", "value": "https://ror.org/05dxps055"}],
            "emails": ["ada@example.edu"],
        },
        {
            "full_name": "de Beispiel, Bo, Jr.",
            "affiliations": [{"value": "Examples U."}],
            "inspire_roles": ["author"],
        },
        {"full_name": "Editor, Ed", "inspire_roles": ["editor"]},
        {"full_name": "Advisor, Al", "inspire_roles": ["supervisor"]},
    ],
    "collaborations": [{"value": "X-1"}],
    "arxiv_eprints": [{"value": "2001.00001", "categories": ["hep-ex", "hep-ph"]}],
    "dois": [
        {"value": "10.1234/erratum", "material": "erratum"},
        {"value": "10.1234/ABC", "material": "publication"},
    ],
    "document_type": ["article"],
    "publication_info": [
        {"journal_title": "J.Errata", "year": 2022, "material": "erratum"},
        {"journal_title": "J.Exam.", "journal_volume": "12", "year": 2021},
    ],
    "imprints": [{"date": "2021-03-02"}],
    "preprint_date": "2020-01-01",
    "earliest_date": "2019-05-05",
    "citation_count": 7,
    "keywords": [{"value": "example: mass", "schema": "INSPIRE"}, {"value": "11.10.-z", "schema": "PACS"}],
    "languages": ["de"],
    "license": [
        {"url": "http://preprint.example/license/", "material": "preprint"},
        {"license": "CC BY 4.0", "url": "http://license.example/by/4.0/"},
    ],
    "references": [
        {"reference": {"dois": ["10.1234/one"], "arxiv_eprint": "1901.00001"}},
        {
            "reference": {"arxiv_eprint": "1901.00002"},
            "record": {"$ref": "https://inspirehep.net/api/literature/7"},
        },
        {"record": {"$ref": "https://inspirehep.net/api/literature/8"}},
        {"raw_refs": [{"schema": "text", "value": "9. A. Example, J. Exam. 1 (2001). DOI: 10.1234/two"}]},
        {"reference": {"label": "10"}},
    ],
}
EXPECTED = WorkRecord(
    source="inspire",
    source_id="1234567",
    title="Poincaré's title of $x$: A part",
    published="2020-01-01",
    type="preprint",
    abstract="About $x$.",
    language="de",
    venue="J.Exam.",
    categories=("hep-ex", "hep-ph"),
    keywords=("example: mass",),
    identifiers={"arxiv": "2001.00001", "doi": "10.1234/abc", "inspire": "1234567"},
    authors=(
        AuthorRecord(
            name="Ada Example",
            orcid="0000-0002-1825-0097",
            affiliations=("University of Examples, Example City",),
            source_author_id="A.Example.1",
            family="Example",
            rors=("05dxps055",),
            addresses=("ada@example.edu",),
        ),
        AuthorRecord(name="Bo de Beispiel Jr.", family="de Beispiel", affiliations=("Examples U.",)),
    ),
    versions=(VersionRecord(type="journal-article", date="2021-03-02", venue="J.Exam.", doi="10.1234/abc"),),
    open_access=True,
    license="http://license.example/by/4.0/",
    cited_by_count=7,
    references=("doi:10.1234/one", "arxiv:1901.00002", "inspire:8", "doi:10.1234/two"),
)


def read(document):
    text = document if isinstance(document, str) else json.dumps(document)
    return list(inspire.read(io.BytesIO(text.encode("utf-8", "surrogatepass")), "a.json"))


def read_one(**changes):
    [work] = read({**METADATA, **changes})
    return work


HIT = {"id": "1234567", "metadata": METADATA}


@pytest.mark.parametrize(
    "document",
    [
        METADATA,
        HIT,
        [METADATA],
        {"hits": {"hits": [HIT], "total": 1}, "links": {}},
        json.dumps(HIT) + "\n",
        json.dumps(HIT, indent=2),
    ],
)
def test_a_record_is_read_from_answers_lists_lines_and_alone(document):
    assert read(document) == [EXPECTED]


@pytest.mark.parametrize(
    "document", [{"hits": {"hits": [HIT, HIT]}}, [HIT, HIT], f"{json.dumps(HIT)}\n{json.dumps(HIT)}"]
)
def test_several_records(document):
    assert read(document) == [EXPECTED, EXPECTED]


def test_the_number_of_a_hit_will_do():
    metadata = {key: value for key, value in METADATA.items() if key != "control_number"}
    assert read({"id": "1234567", "metadata": metadata}) == [EXPECTED]


def test_without_a_number_the_doi_is_the_id():
    work = read_one(control_number=None)
    assert work.source_id == "10.1234/abc"
    assert "inspire" not in work.identifiers


def test_what_was_deleted_is_withdrawn():
    assert read({**METADATA, "deleted": True}) == [Withdrawal("inspire", "1234567")]
    [problem] = read({"deleted": True, "titles": []})
    assert problem.reason == "the deleted record has no control_number"


@pytest.mark.parametrize(
    ("changes", "published"),
    [
        ({}, "2020-01-01"),
        ({"preprint_date": None}, "2021-03-02"),
        ({"preprint_date": "2021"}, "2021-03-02"),
        ({"preprint_date": None, "imprints": []}, "2021"),
        (
            {"preprint_date": "0000-00-00", "thesis_info": {"date": "2018", "defense_date": "2018-06"}},
            "2018-06",
        ),
        ({"preprint_date": None, "imprints": [], "publication_info": []}, "2019-05-05"),
        ({"preprint_date": None, "imprints": [], "publication_info": [], "earliest_date": None}, "2020-01"),
    ],
)
def test_the_first_appearance_dates_the_work(changes, published):
    assert read_one(**changes).published == published


@pytest.mark.parametrize(
    ("changes", "type"),
    [
        ({}, "preprint"),
        ({"preprint_date": None}, "journal-article"),
        ({"preprint_date": "2021-03-02"}, "preprint"),
        ({"preprint_date": "2021", "imprints": []}, "preprint"),
        ({"preprint_date": "2022-01-01"}, "journal-article"),
        ({"publication_info": [], "imprints": []}, "preprint"),
        ({"publication_info": [], "imprints": [], "preprint_date": None}, "preprint"),
        ({"arxiv_eprints": []}, "preprint"),
        ({"arxiv_eprints": [], "preprint_date": None}, "journal-article"),
        ({"arxiv_eprints": [], "document_type": ["conference paper"]}, "preprint"),
        ({"arxiv_eprints": [], "document_type": ["report"]}, "report"),
        ({"document_type": ["conference paper", "note"]}, "preprint"),
        ({"document_type": ["conference paper", "note"], "preprint_date": None}, "conference-paper"),
        ({"document_type": ["thesis"]}, "thesis"),
        ({"document_type": ["book chapter"]}, "book-chapter"),
        ({"document_type": ["proceedings"]}, "book"),
        ({"document_type": ["something"], "preprint_date": None}, "other"),
        ({"publication_info": [], "dois": []}, "preprint"),
        ({"publication_info": [{"material": "erratum", "year": 2020}], "dois": []}, "preprint"),
        ({"publication_info": [], "dois": [], "document_type": ["thesis"]}, "thesis"),
        ({"publication_info": [], "dois": [], "imprints": [], "arxiv_eprints": []}, "journal-article"),
    ],
)
def test_types(changes, type):
    assert read_one(**changes).type == type


def test_what_went_around_on_paper_appears_again_in_print():
    work = read_one(arxiv_eprints=[])
    assert (work.type, work.published) == ("preprint", "2020-01-01")
    assert work.versions == EXPECTED.versions


def test_what_is_known_by_its_doi_alone_is_the_preprint_with_the_article_as_a_version():
    work = read_one(publication_info=[], imprints=[])
    assert (work.type, work.published) == ("preprint", "2020-01-01")
    assert work.versions == (VersionRecord(type="journal-article", doi="10.1234/abc"),)


def test_only_what_was_a_preprint_before_appears_again():
    assert read_one(arxiv_eprints=[], preprint_date=None).versions == ()
    assert read_one(arxiv_eprints=[], document_type=["report"]).versions == ()
    assert read_one(publication_info=[], dois=[]).versions == ()


def test_a_reference_in_words_is_the_venue_of_the_version_only():
    work = read_one(publication_info=[{"pubinfo_freetext": "J. Examples 12 (2021) 3-45"}], imprints=[])
    assert work.venue is None
    assert work.versions == (
        VersionRecord(
            type="journal-article", date="2021", venue="J. Examples 12 (2021) 3-45", doi="10.1234/abc"
        ),
    )


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"authors": []}, ["X-1 Collaboration"]),
        ({"authors": [], "corporate_author": ["The X-1 collaboration"]}, ["The X-1 collaboration"]),
        ({"authors": [], "collaborations": []}, []),
        ({"authors": [{"full_name": "Editor, Ed", "inspire_roles": ["editor"]}], "collaborations": []}, []),
        ({"authors": [{"full_name": "Jr., Ada Example"}]}, ["Ada Example Jr."]),
        ({"authors": [{"full_name": "Example, A.B."}, {"full_name": "et al."}]}, ["A.B. Example"]),
        ({"authors": [{"full_name": "Plato"}]}, ["Plato"]),
    ],
)
def test_a_collaboration_signs_where_no_person_does(changes, names):
    assert [author.name for author in read_one(**changes).authors] == names


@pytest.mark.parametrize(
    ("abstracts", "abstract"),
    [
        ([{"value": "<p>Of the publisher.</p>", "source": "Examples"}], "Of the publisher."),
        ([{"value": ""}, {"value": "The second."}], "The second."),
        ([], None),
    ],
)
def test_abstracts(abstracts, abstract):
    assert read_one(abstracts=abstracts).abstract == abstract


def test_an_isbn_is_that_of_a_book():
    isbns = [{"value": "9783161484100"}]
    assert read_one(isbns=isbns, document_type=["book"]).identifiers["isbn"] == "9783161484100"
    assert "isbn" not in read_one(isbns=isbns).identifiers


def test_a_withdrawn_article_is_marked():
    assert read_one(withdrawn=True).retracted
    assert not EXPECTED.retracted


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({**METADATA, "titles": []}, "the title is empty"),
        ({"titles": [{"title": "A title"}]}, "the record has no date"),
        ({**METADATA, "citation_count": -1}, "cited_by_count is not between"),
        (
            {"status": 404, "message": "PID does not exist."},
            "INSPIRE answered with an error: PID does not exist.",
        ),
    ],
)
def test_a_bad_record_is_reported_and_the_rest_is_read(bad, reason):
    first, problem, last = read([METADATA, bad, METADATA])
    assert isinstance(problem, BadRecord)
    assert problem.reason.startswith(reason)
    assert problem.name == "a.json, record 2"
    assert first == last == EXPECTED


def test_nothing_harmful_stays():
    assert read_one(titles=[{"title": "A\x00 \ud800title\u202e"}]).title == "A title"


def test_ten_thousand_authors():
    assert len(read_one(authors=[{"full_name": "Example, Ada"}] * 10_000).authors) == 10_000


@pytest.mark.parametrize(
    ("text", "recognized"),
    [
        (json.dumps(METADATA), True),
        (json.dumps({"hits": {"hits": [HIT]}}), True),
        (json.dumps({"titles": [], "document_type": ["article"]}), True),
        (json.dumps({"id": "https://openalex.org/W1", "url": "https://inspirehep.net/api/x"}), False),
        (json.dumps({"titles": [{"title": "A title"}], "creators": []}), False),
        ("<a>inspirehep.net/api/</a>", False),
        ("", False),
    ],
)
def test_it_is_known_by_its_look(text, recognized):
    assert inspire.recognizes(Head.of("a.json", text.encode())) is recognized


VALID = json.dumps({"hits": {"hits": [HIT, HIT]}}).encode()
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "title", "date", "year", "full_name", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.integers(0, len(VALID)), st.binary(max_size=20), st.integers(0, 20))
def test_whatever_is_broken_is_a_bad_record_and_never_an_error(position, piece, lost):
    broken = VALID[:position] + piece + VALID[position + lost :]
    for item in inspire.read(io.BytesIO(broken), "a.json"):
        assert isinstance(item, WorkRecord | Withdrawal | BadRecord)


@given(st.sampled_from(sorted(METADATA)), ANYTHING)
def test_a_field_may_hold_anything(field, value):
    [item] = read(json.dumps({**METADATA, field: value}))
    assert isinstance(item, WorkRecord | BadRecord)
