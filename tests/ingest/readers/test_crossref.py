"""Crossref: works of the API and of dumps."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import FORMATS, crossref
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, Retraction, VersionRecord, WorkRecord

WORK = {
    "DOI": "10.1234/Example.1",
    "type": "journal-article",
    "title": ["On <i>examples</i>"],
    "subtitle": ["An example"],
    "author": [
        {"given": "Ada", "family": "Example", "suffix": "Jr.", "ORCID": "http://orcid.org/0000-0002-1825-0097",
         "affiliation": [{"name": "University of Examples", "place": ["Exampletown"],
                          "id": [{"id": "https://ror.org/05dxps055", "id-type": "ROR"}, {"id": "7", "id-type": "X"}]}]},
        {"name": "The Example Consortium", "affiliation": []},
    ],
    "container-title": ["Journal of Examples &amp; Co"],
    "issued": {"date-parts": [[2019, 5]]},
    "published-print": {"date-parts": [[2019, 5]]},
    "published-online": {"date-parts": [[2019, 3, 7]]},
    "created": {"date-parts": [[2018, 1, 1]]},
    "indexed": {"date-parts": [[2017, 1, 1]]},
    "deposited": {"date-parts": [[2016, 1, 1]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We try.</jats:p>",
    "language": "en",
    "is-referenced-by-count": 12,
    "reference": [{"DOI": "10.1234/EARLIER"}, {"unstructured": "A book"}],
    "license": [{"URL": "http://creativecommons.org/licenses/by/4.0/", "content-version": "vor"}],
    "subject": ["Examples"],
    "ISBN": ["9780000000002"],
    "member": "1",
}  # fmt: skip


def read(*works):
    return list(crossref.read(io.BytesIO(b"\n".join(json.dumps(work).encode() for work in works)), "a.jsonl"))


def one(**fields):
    """The one work; what it says of other works is left out."""
    (record,) = (item for item in read({**WORK, **fields}) if not isinstance(item, Retraction))
    return record


def date(*parts):
    return {"date-parts": [list(parts)]}


def test_a_work_with_everything():
    assert one() == WorkRecord(
        source="crossref",
        source_id="10.1234/example.1",
        title="On examples: An example",
        published="2019-03-07",
        type="journal-article",
        abstract="We try.",
        language="en",
        venue="Journal of Examples & Co",
        keywords=("Examples",),
        identifiers={"doi": "10.1234/example.1"},
        authors=(
            AuthorRecord(
                name="Ada Example Jr.", family="Example", orcid="0000-0002-1825-0097",
                affiliations=("University of Examples, Exampletown",), rors=("05dxps055",),
            ),
            AuthorRecord(name="The Example Consortium"),
        ),
        open_access=True,
        license="http://creativecommons.org/licenses/by/4.0/",
        cited_by_count=12,
        references=("doi:10.1234/earlier",),
    )  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        {"status": "ok", "message-type": "work", "message": WORK},
        {"status": "ok", "message": {"facets": {}, "items": [WORK]}},
        {"items": [WORK]},
        [WORK],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_answers_and_dumps_are_read_like_lines(document, indent):
    data = json.dumps(document, indent=indent).encode()
    assert list(crossref.read(io.BytesIO(data), "a.json")) == [one()]


NO_DATES = dict.fromkeys(("issued", "published-print", "published-online"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"issued": date(2018)}, "2018"),
        ({"issued": date(2019)}, "2019-03-07"),
        ({"posted": date(2018, 12, 30)}, "2018-12-30"),
        ({"journal-issue": {"published-online": date(2019, 1)}}, "2019-03-07"),
        ({**NO_DATES, "journal-issue": {"published-print": date(1978, 4)}}, "1978-04"),
        ({"published-online": date(2019, 0, 0)}, "2019-05"),
        ({"published-online": date(2019, 2, 31)}, "2019-02"),
        ({"published-online": date(0)}, "2019-05"),
        ({"published-online": {"date-parts": [[None]]}}, "2019-05"),
        ({"published-online": {"date-parts": "2019"}}, "2019-05"),
        ({**NO_DATES, "approved": date(2017, 5, 2)}, "2017-05-02"),
        ({**NO_DATES, "event": {"start": date(2016, 7, 1)}}, "2016-07-01"),
    ],
)
def test_the_date_is_that_of_the_first_appearance(fields, expected):
    assert one(**fields).published == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "posted-content", "subtype": "preprint"}, "preprint"),
        ({"type": "posted-content"}, "preprint"),
        ({"type": "posted-content", "subtype": "other"}, "other"),
        ({"type": "peer-review"}, "review"),
        ({"type": "proceedings-article"}, "conference-paper"),
        ({"type": "monograph"}, "book"),
        ({"type": "reference-entry"}, "book-chapter"),
        ({"type": "dissertation"}, "thesis"),
        ({"type": "something-new"}, "other"),
        ({"type": None}, "other"),
        ({"update-to": [{"DOI": "10.1234/wrong", "type": "retraction"}]}, "other"),
        ({"update-to": [{"DOI": "10.1234/wrong", "type": "correction"}]}, "journal-article"),
    ],
)
def test_types(fields, expected):
    assert one(**fields).type == expected


@pytest.mark.parametrize(
    "kind", ["journal", "journal-issue", "proceedings", "book-series", "component", "grant"]
)
def test_what_only_holds_works_is_passed_over(kind):
    assert read({**WORK, "type": kind, "title": []}, WORK) == [one()]


@pytest.mark.parametrize(
    ("title", "subtitle", "expected"),
    [
        (["One"], [], "One"),
        (["One", "Eins"], None, "One"),
        (["One:"], ["Two"], "One: Two"),
        (["One: two"], ["Two"], "One: two"),
        ("One", None, "One"),
        (["Of\n   <scp>AI</scp> &amp; H<sub>2</sub>O"], [], "Of AI & H2O"),
    ],
)
def test_titles(title, subtitle, expected):
    assert one(title=title, subtitle=subtitle).title == expected


@pytest.mark.parametrize(
    ("author", "name", "family"),
    [
        ({"given": "Ada", "family": "Example"}, "Ada Example", "Example"),
        ({"given": "\u7389", "family": "\u5f35"}, "\u5f35\u7389", "\u5f35"),
        ({"family": "Example"}, "Example", None),
        ({"given": "Ada"}, "Ada", None),
        ({"name": "Team &amp; Co"}, "Team & Co", None),
        ({"given": "Ada", "family": "Example Jr.", "suffix": "Jr."}, "Ada Example Jr.", "Example Jr."),
    ],
)
def test_names(author, name, family):
    (record,) = one(author=[author]).authors
    assert (record.name, record.family) == (name, family)


def test_other_appearances_become_versions_and_give_the_arxiv_id():
    relation = {
        "has-preprint": [
            {"id-type": "doi", "id": "10.48550/arXiv.1901.00001", "asserted-by": "subject"},
            {"id-type": "arxiv", "id": "1901.00001"},
        ],
        "is-version-of": {"id-type": "doi", "id": "https://doi.org/10.1234/other"},
        "is-identical-to": [{"id-type": "doi", "id": "10.1234/EXAMPLE.1"}],
        "has-review": [{"id-type": "doi", "id": "10.1234/review"}],
        "is-supplemented-by": [{"id-type": "doi", "id": "10.1234/data"}],
    }
    record = one(relation=relation)
    assert record.identifiers == {"doi": "10.1234/example.1", "arxiv": "1901.00001"}
    assert record.versions == (
        VersionRecord(type="preprint", doi="10.48550/arxiv.1901.00001"),
        VersionRecord(type="journal-article", doi="10.1234/other"),
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"alternative-id": ["arXiv:1901.00001v2"]}, "1901.00001"),
        ({"alternative-id": ["1901.00001"]}, None),
        ({"DOI": "10.48550/arXiv.1901.00001"}, "1901.00001"),
        ({"relation": {"cites": [{"id-type": "arxiv", "id": "1901.00001"}]}}, None),
    ],
)
def test_an_arxiv_id_must_say_that_it_is_one(fields, expected):
    assert one(**fields).identifiers.get("arxiv") == expected


@pytest.mark.parametrize(("kind", "expected"), [("book", "9780000000002"), ("book-chapter", None)])
def test_only_books_have_the_isbn_of_their_book(kind, expected):
    assert (
        one(type=kind, ISBN=["http://id.crossref.org/isbn/978-0-00-000000-2"]).identifiers.get("isbn")
        == expected
    )


@pytest.mark.parametrize(
    ("fields", "retracted"),
    [
        ({"updated-by": [{"DOI": "10.1234/notice", "type": "retraction"}]}, True),
        ({"updated-by": [{"DOI": "10.1234/notice", "type": "correction"}]}, False),
        ({"title": ["RETRACTED: On examples"]}, True),
        ({"title": ["[Retracted Article] On examples"]}, True),
        ({"title": ["RETRACTED ARTICLE: On examples"]}, True),
        ({"title": ["Retraction: On examples"]}, False),
        ({"title": ["Retracted papers and what becomes of them: a study"]}, False),
        ({"update-to": [{"DOI": "10.1234/wrong", "type": "retraction"}]}, False),
    ],
)
def test_retractions_mark_the_work_and_not_the_notice(fields, retracted):
    assert one(**{"title": ["On examples"], **fields}).retracted is retracted


def test_a_retraction_notice_refers_to_what_it_retracts():
    notice = one(**{"update-to": [{"DOI": "10.1234/WRONG", "type": "retraction"}], "reference": []})
    assert notice.references == ("doi:10.1234/wrong",)


@pytest.mark.parametrize(
    ("licenses", "license", "open_access"),
    [
        ([{"URL": "https://example.org/tdm", "content-version": "tdm"}], None, None),
        ([{"URL": "https://example.org/terms", "content-version": "vor"}], "https://example.org/terms", None),
        (
            [{"URL": "https://example.org/terms", "content-version": "vor"},
             {"URL": "https://creativecommons.org/licenses/by/4.0/", "content-version": "am"}],
            "https://creativecommons.org/licenses/by/4.0/", True,
        ),
    ],
)  # fmt: skip
def test_licenses(licenses, license, open_access):
    record = one(license=licenses)
    assert (record.license, record.open_access) == (license, open_access)


def test_a_preprint_names_its_server_as_venue():
    fields = {
        "type": "posted-content",
        "subtype": "preprint",
        "container-title": [],
        "group-title": "Biology",
    }
    assert one(**fields, institution=[{"name": "exampleRxiv"}]).venue == "exampleRxiv"
    assert one(**fields).venue is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"DOI": None}, "the work has no DOI"),
        ({"DOI": "10.x"}, "the work has no DOI"),
        ({"title": []}, "the title is empty"),
        ({"title": ["\ud800"], "subtitle": []}, "the title is empty"),
        ({**NO_DATES}, "no date of publication is given"),
        ({**NO_DATES, "issued": date(0, 0, 0)}, "no date of publication is given"),
        ({"title": ["x" * 2_001], "subtitle": []}, "the title has 2,001 characters"),
        ({"author": [{"name": "Ada"}] * 20_001}, "there are 20,001 authors"),
    ],
)
def test_a_bad_work_is_reported_and_the_rest_is_read(fields, reason):
    first, problem, last = read(WORK, {**WORK, **fields}, WORK)
    assert first == last == one()
    assert problem.reason.startswith(reason)
    assert problem.position == "a.jsonl, record 2"


def test_ten_thousand_authors_are_read():
    crowd = [{"given": "Ada", "family": f"Example{number}"} for number in range(10_000)] + [
        {"name": "et al."}
    ]
    assert len(one(author=crowd).authors) == 10_000


def test_nonsense_in_every_field_is_no_error():
    fields = [
        *WORK,
        "relation",
        "update-to",
        "updated-by",
        "journal-issue",
        "event",
        "institution",
        "alternative-id",
    ]
    for nonsense in (None, 7, 1.5, True, "x", [], ["x", 7], {}, {"x": {"y": [1]}}, [[1]], [{"x": 1}]):
        for field in fields:
            (item,) = read({**WORK, field: nonsense})
            assert isinstance(item, WorkRecord | BadRecord)


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"update-to": [{"DOI": "10.1234/OLD", "type": "retraction"}]}, ["doi:10.1234/old"]),
        ({"update-to": [{"DOI": "https://doi.org/10.1234/old", "type": "Removal"}]}, ["doi:10.1234/old"]),
        (
            {"update-to": [{"DOI": f"10.1234/{n}", "type": "withdrawal"} for n in "ab"]},
            ["doi:10.1234/a", "doi:10.1234/b"],
        ),
        ({"update-to": [{"DOI": "10.1234/old", "type": "erratum"}]}, []),
        ({"update-to": [{"DOI": "10.1234/old", "type": "expression_of_concern"}]}, []),
        ({"update-to": [{"DOI": "old", "type": "retraction"}]}, []),
        ({"update-to": [{"type": "retraction"}]}, []),
        ({"updated-by": [{"DOI": "10.1234/notice", "type": "retraction"}]}, []),
        ({"reference": [{"DOI": "10.1234/old"}]}, []),
    ],
)
def test_a_notice_says_which_works_are_retracted(fields, about):
    *said, work = read({**WORK, **fields})
    assert isinstance(work, WorkRecord)
    assert said == [Retraction("crossref", one, f"doi:{work.source_id}") for one in about]


def test_a_notice_is_heard_even_if_it_is_no_good_work():
    update = {"update-to": [{"DOI": "10.1234/old", "type": "retraction"}]}
    said, problem = read({**WORK, **update, "title": []})
    assert isinstance(problem, BadRecord)
    assert isinstance(said, Retraction)
    (said,) = read({**WORK, **update, "type": "component"})
    assert said.identifier == "doi:10.1234/old"
    (problem,) = read({**WORK, **update, "DOI": "none"})
    assert problem.reason == "the work has no DOI"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (WORK, True),
        (
            {"message-type": "work", "message-version": "1", "message": {"DOI": "10.1234/x", "title": []}},
            True,
        ),
        ({**WORK, "title": "On examples"}, False),
        ({"DOI": "10.1234/x", "type": "article-journal"}, False),
        ({"data": {"attributes": {"doi": "10.1234/x", "prefix": "10.1234"}}}, False),
    ],
)
def test_the_format_is_known_and_not_taken_for_csl(document, expected):
    head = Head.of("a.json", json.dumps(document, indent=1).encode())
    assert crossref.recognizes(head) is expected
    assert not expected or [name for name, one in FORMATS.items() if one.recognizes(head)] == ["crossref"]


SMALL = json.dumps({"message": {"items": [WORK]}}).encode()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SMALL)), st.binary(max_size=4), st.integers(0, 4))
def test_damage_gives_records_or_problems_and_never_an_error(place, inserted, dropped):
    data = SMALL[:place] + inserted + SMALL[place + dropped :]
    for item in crossref.read(io.BytesIO(data), "a.json"):
        assert isinstance(item, WorkRecord | Retraction | BadRecord)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_problems_and_never_an_error(data):
    for item in crossref.read(io.BytesIO(data), "a.json"):
        assert isinstance(item, BadRecord)


ADA = {"given": "Ada", "family": "Example"}


@pytest.mark.parametrize(
    "name",
    [
        "University of Examples",
        "The University of Examples, Exampletown",
        "Examples University",
        "Examples University, Exampletown, Sweden",
        "Institute of Examples",
        "Department of Examples, Sample College",
        "Universit\u00e4t Beispielstadt",
        "Beispiel Universit\u00e4t",
        "Institut f\u00fcr Beispiele",
        "Dept. of Examples",
        "EXAMPLE GENERAL HOSPITAL",
        "<i>Faculty</i> of Examples",
    ],
)
def test_an_institution_among_persons_is_no_author(name):
    assert [author.name for author in one(author=[ADA, {"name": name}]).authors] == ["Ada Example"]
    assert [author.name for author in one(author=[{"name": name}, ADA]).authors] == ["Ada Example"]


@pytest.mark.parametrize(
    "name",
    [
        "The Example Consortium",
        "X-1 Collaboration",
        "Example Study Group",
        "University of Examples Working Group",
        "Institute of Examples Collaboration",
        "on behalf of the Department of Examples",
        "Examples Research Network, Examples University",
        "Universal Writers",
        "Ada Schooler",
        "Collegeville Writers",
        "Bob Sample",
    ],
)
def test_a_group_or_a_name_in_one_piece_among_persons_stays_an_author(name):
    assert [author.name for author in one(author=[ADA, {"name": name}]).authors] == ["Ada Example", name]


def test_institutions_that_sign_without_a_person_are_authors():
    names = ["University of Examples", "The Example Consortium"]
    assert [author.name for author in one(author=[{"name": name} for name in names]).authors] == names


def test_a_person_with_a_word_for_an_institution_in_the_name_is_a_person():
    people = [{"family": "School", "given": "Ada"}, {"family": "College"}]
    assert [author.name for author in one(author=people).authors] == ["Ada School", "College"]
