"""Records of ORCID, XML and JSON; all people and papers here are invented."""

import copy
import io
import json

import pytest
from hypothesis import given, settings

from ingest.persons import EmploymentRecord, PersonRecord
from ingest.readers import orcid
from ingest.readers.sniffing import Head
from ingest.records import BadRecord, WorkRecord
from tests.ingest.readers.mutations import damaged
from tests.ingest.readers.orcid_samples import (
    ADA,
    ADA_RECORD,
    ADA_WORK,
    BO,
    GRID_EMPLOYMENT_XML,
    GROUPED_XML,
    NAMESPACES,
    PERSON,
    RECORD,
    RECORD_XML,
    WORK_XML,
    contributor,
    external,
    full_work,
    summary,
    value,
    works,
)


def read(*statements):
    lines = "\n".join(map(json.dumps, statements))
    return list(orcid.read(io.BytesIO(lines.encode()), "orcid.json"))


def read_xml(document):
    return list(orcid.read(io.BytesIO(document.encode()), "orcid.xml"))


def record(**changes):
    return {**copy.deepcopy(RECORD), **changes}


def read_group(*summaries):
    """The one work that a record with one group has."""
    _, work = read(record(**{"activities-summary": {"works": works(summaries)}}))
    return work


def test_a_record_is_a_person_and_works():
    assert read(RECORD) == [ADA_RECORD, ADA_WORK]


@pytest.mark.parametrize("employments", [GRID_EMPLOYMENT_XML, None])
def test_xml_of_all_versions_says_the_same(employments):
    document = RECORD_XML.format(employments=employments) if employments else GROUPED_XML
    person, work = read_xml(document)
    assert person.employments == (EmploymentRecord(organization="Institute of Samples", start="2010"),)
    assert (person.name, person.other_names) == (ADA_RECORD.name, ADA_RECORD.other_names)
    assert (person.home_pages, person.keywords) == (ADA_RECORD.home_pages, ADA_RECORD.keywords)
    assert work.identifiers == {"doi": "10.1234/exa"}
    assert (work.source_id, work.title, work.published) == (f"{ADA}/7", "A title", "2020-05-04")
    assert work.authors == ADA_WORK.authors


def test_several_records_a_line_each_are_read():
    other = record(path=f"/{BO}", **{"orcid-identifier": {"path": BO}})
    assert [item.source_id for item in read(RECORD, other)] == [ADA, f"{ADA}/7", BO, f"{BO}/7"]


def test_a_person_alone_is_read():
    [person] = read(PERSON)
    assert (person.name, person.orcid, person.employments) == ("Ada B. Example", ADA, ())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ({"given-names": value("Ada"), "family-name": value("Example")}, "Ada Example"),
        ({"given-names": value("Ada"), "family-name": None}, "Ada"),
        ({"credit-name": value("A. E."), "given-names": value("Ada")}, "A. E."),
    ],
)
def test_the_name_is_the_one_the_person_wants_shown(name, shown):
    assert read(record(person={"name": name}))[0].name == shown


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"person": {"name": None}}, "the person's name is not public"),
        (
            {"person": {"name": {"given-names": value("Ada"), "visibility": "limited"}}},
            "the person's name is not public",
        ),
        ({"history": {"deactivation-date": value(1700000000000)}}, "the ORCID record was deactivated"),
        (
            {"orcid-identifier": {"path": "0000-0002-1825-0098"}, "path": ""},
            "this is no answer of ORCID about a person or a work",
        ),
    ],
)
def test_records_that_say_nothing_in_public_are_reported(changes, reason):
    problem, *rest = read(record(**changes), RECORD)
    assert problem.reason == reason
    assert problem.position == "orcid.json, record 1"
    assert rest == [ADA_RECORD, ADA_WORK]


def test_a_locked_record_is_reported_in_json_and_xml():
    statement = {"response-code": 409, "user-message": "The ORCID record is locked.", "error-code": 9018}
    document = f"""<error:error {NAMESPACES}><error:response-code>409</error:response-code>
        <error:user-message>The ORCID record is locked.</error:user-message></error:error>"""
    for [problem] in (read(statement), read_xml(document)):
        assert problem.reason == "ORCID answered with an error: The ORCID record is locked."


def test_a_record_without_works_is_a_person():
    assert [type(item) for item in read(record(**{"activities-summary": None}))] == [PersonRecord]


def test_a_work_without_a_date_is_reported_and_the_rest_is_read():
    activities = {"works": works([summary(1, "Dateless", published=None)], [summary(2)])}
    _, problem, work = read(record(**{"activities-summary": activities}))
    assert problem.reason == "the work has no date of publication"
    assert problem.piece == "put-code 1: Dateless"
    assert work.source_id == f"{ADA}/2"


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (("2020",), "2020"),
        (("2020", "13"), "2020"),
        (("2020", "02", "30"), "2020-02"),
        (("2020", "2", "3"), "2020-02-03"),
    ],
)
def test_dates_are_read_as_far_as_they_go(published, expected):
    assert read_group(summary(published=published)).published == expected


@pytest.mark.parametrize("published", [("0000", "00", "00"), ("20",), ("",), ("1066",)])
def test_a_year_that_is_none_is_no_date(published):
    assert read_group(summary(published=published)).reason == "the work has no date of publication"


def test_the_preferred_of_a_group_speaks_and_the_others_fill_in():
    work = read_group(
        summary(1, "Lesser", externals=[external("doi", "10.1234/b"), external("pmid", "9")]),
        summary(2, "Preferred", None, [external("doi", "10.1234/a")], **{"display-index": "1"}),
    )
    assert (work.source_id, work.title, work.published) == (f"{ADA}/2", "Preferred", "2020-05-04")
    assert work.identifiers == {"doi": "10.1234/a", "pmid": "9"}


@pytest.mark.parametrize(
    ("stated", "kind", "identifiers"),
    [
        (external("doi", "https://doi.org/10.1234/A"), "book", {"doi": "10.1234/a"}),
        (external("DOI", "see text", "SELF", "10.1234/a"), "book", {"doi": "10.1234/a"}),
        (external("doi", "10.1234/a", "part-of"), "book", {}),
        (external("doi", "10.1234/a", "version-of"), "book", {}),
        (external("doi", "10.1234/a", None), "book", {}),
        (external("arxiv", "arXiv:2001.00001v2"), "preprint", {"arxiv": "2001.00001"}),
        (
            external("doi", "10.48550/arXiv.2001.00001"),
            "preprint",
            {"arxiv": "2001.00001", "doi": "10.48550/arxiv.2001.00001"},
        ),
        (external("pmc", "PMC77"), "journal-article", {"pmcid": "PMC77"}),
        (external("eid", "2-s2.0-7"), "journal-article", {"eid": "2-s2.0-7"}),
        (external("isbn", "978-3-16-148410-0; 316148410X"), "book", {"isbn": "9783161484100"}),
        (external("isbn", "9783161484100"), "conference-paper", {}),
        (external("issn", "1234-5678"), "journal-article", {}),
        (external("source-work-id", "7"), "journal-article", {}),
        (external("doi", "not a DOI"), "journal-article", {}),
    ],
)
def test_only_what_names_the_work_itself_is_an_identifier(stated, kind, identifiers):
    assert read_group(summary(externals=[stated], type=kind)).identifiers == identifiers


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("journal-article", "journal-article"),
        ("JOURNAL_ARTICLE", "journal-article"),
        ("dissertation-thesis", "thesis"),
        ("data-set", "dataset"),
        ("working-paper", "report"),
        ("edited-book", "book"),
        ("book-review", "other"),
        ("conference-poster", "other"),
        ("something-new", "other"),
    ],
)
def test_types_are_translated(stated, kind):
    assert read_group(summary(type=stated)).type == kind


@pytest.mark.parametrize(
    ("url", "more", "identifiers"),
    [
        ("https://doi.org/10.1234/a", {}, {"doi": "10.1234/a"}),
        ("https://arxiv.org/abs/2001.00001", {}, {"arxiv": "2001.00001"}),
        ("https://exa.example/7", {}, {}),
        ("https://exa.example/7", {"externals": [external("doi", "10.1234/a")]}, {"doi": "10.1234/a"}),
        ("https://exa.example/7", {"type": "software"}, {}),
        ("javascript:alert(1)", {}, {}),
    ],
)
def test_an_address_is_an_identifier_or_nothing(url, more, identifiers):
    work = read_group(summary(url=value(url), **more))
    assert (work.identifiers, work.links) == (identifiers, ())


def test_titles_keep_their_subtitle_and_lose_markup():
    statement = summary()
    statement["title"] = {"title": value("{On} <i>Examples</i>"), "subtitle": value("A Study")}
    assert read_group(statement).title == "On Examples: A Study"


@pytest.mark.parametrize(
    ("contributors", "authors"),
    [
        ([], [("Ada B. Example", ADA)]),
        ([("Bo Sample", BO), ("Ada Elsewhere", ADA)], [("Bo Sample", None), ("Ada Elsewhere", ADA)]),
        ([("Bo Sample",), ("Example, Ada B.",)], [("Bo Sample", None), ("Ada B. Example", ADA)]),
        ([("Bo Sample",), ("A. Example",)], [("Bo Sample", None), ("A. Example", None)]),
        ([("Ada B. Example",), ("A. E.", ADA)], [("Ada B. Example", None), ("A. E.", ADA)]),
        ([(None, ADA), ("Bo Sample",)], [("Ada B. Example", ADA), ("Bo Sample", None)]),
        ([("Bo Sample", BO, "AUTHOR"), ("Bo Sample", BO, "author")], [("Bo Sample", None)]),
        ([("Ed Itor", None, "EDITOR"), ("Bo Sample",)], [("Bo Sample", None)]),
        ([("et al.",), ("Bo Sample",)], [("Bo Sample", None)]),
    ],
)
def test_contributors_are_the_authors_and_one_of_them_may_be_the_person(contributors, authors):
    [work] = read(full_work(*(contributor(*one) for one in contributors)))
    assert [(author.name, author.orcid) for author in work.authors] == authors


def test_a_full_work_has_its_abstract_and_its_own_number():
    [work] = read(full_work())
    assert (work.source_id, work.abstract) == (f"{ADA}/7", "All.")


def test_a_bulk_answer_is_read_one_by_one():
    statement = {"bulk": [{"work": full_work()}, {"error": {"user-message": "No such work."}}]}
    work, problem = read(statement)
    assert work.source_id == f"{ADA}/7"
    assert problem.reason == "ORCID answered with an error: No such work."


def test_a_bulk_answer_in_xml_is_read_one_by_one():
    full = WORK_XML.replace("work-summary put-code", f'work path="/{ADA}/work/7" put-code')
    full = full.replace("work-summary", "work")
    failure = "<error:error><error:user-message>No.</error:user-message></error:error>"
    document = f"<bulk:bulk {NAMESPACES}>{full}{failure}</bulk:bulk>"
    work, problem = read_xml(document)
    assert (work.source_id, work.authors) == (f"{ADA}/7", ())
    assert problem.reason == "ORCID answered with an error: No."


def test_works_alone_have_the_name_from_what_the_person_entered():
    entered = {"source-orcid": {"path": ADA}, "source-name": value("Ada B. Example")}
    imported = {"source-client-id": {"path": "1"}, "source-name": value("Examples Ltd.")}
    on_behalf = {**imported, "assertion-origin-orcid": {"path": ADA}, "assertion-origin-name": value("A. E.")}
    for source, authors in (
        (entered, (("Ada B. Example", ADA),)),
        (on_behalf, (("A. E.", ADA),)),
        (imported, ()),
    ):
        [work] = read({**works([summary(source=source)]), "path": f"/{ADA}/works"})
        assert tuple((author.name, author.orcid) for author in work.authors) == authors


def test_the_name_may_be_known_from_elsewhere():
    answer = json.dumps({"bulk": [{"work": full_work(name=None)}]}).encode()
    [work] = orcid.read(io.BytesIO(answer), "a.json", known_as="Ada B. Example")
    assert work.authors == ADA_WORK.authors


def test_what_is_not_public_is_passed_over():
    activities = {"works": works([summary(visibility="private")], [summary(8)])}
    assert [item.source_id for item in read(record(**{"activities-summary": activities}))] == [
        ADA,
        f"{ADA}/8",
    ]


def test_ten_thousand_contributors_are_all_kept():
    many = [contributor(f"Ada Example {number}") for number in range(10_000)]
    assert len(read(full_work(*many))[0].authors) == 10_000


@pytest.mark.parametrize("statement", [{}, {"orcid-identifier": 7}, {"path": []}, {"group": [1, None, [{}]]}])
def test_another_object_is_reported(statement):
    [problem] = read(statement)
    assert problem.reason == "this is no answer of ORCID about a person or a work"


def test_xml_that_nests_without_end_is_survived():
    document = f"<record:record {NAMESPACES}>{'<a>' * 1_500}x{'</a>' * 1_500}</record:record>"
    [problem] = read_xml(document)
    assert problem.reason == "this is no answer of ORCID about a person or a work"


def test_declared_entities_are_refused():
    [problem] = read_xml(f'<!DOCTYPE r [<!ENTITY a "haha">]>{GROUPED_XML[55:]}')
    assert problem.reason == "the document type declares entities, which are refused"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (GROUPED_XML, True),
        (f"<error:error {NAMESPACES}/>", True),
        (f"<works {NAMESPACES}/>", True),
        ("<record:record xmlns:record='http://elsewhere.example/record'/>", False),
        ("<record/>", False),
        (json.dumps(RECORD), True),
        (json.dumps(PERSON), True),
        (json.dumps({**works([summary()]), "path": f"/{ADA}/works"}), True),
        (json.dumps({"bulk": [{"work": full_work()}]}), True),
        (json.dumps({"orcid": ADA, "title": "A title"}), False),
        (json.dumps({"name": "Ada", "path": "/x"}), False),
    ],
)
def test_it_is_known_by_its_look(text, known):
    assert orcid.recognizes(Head("a", text)) is known


@settings(max_examples=150, deadline=None)
@given(damaged(json.dumps(RECORD).encode()))
def test_damaged_json_gives_records_and_bad_records_and_nothing_else(data):
    items = list(orcid.read(io.BytesIO(data), "a.json"))
    assert {type(item) for item in items} <= {WorkRecord, PersonRecord, BadRecord}


@settings(max_examples=150, deadline=None)
@given(damaged(GROUPED_XML.encode()))
def test_damaged_xml_gives_records_and_bad_records_and_nothing_else(data):
    items = list(orcid.read(io.BytesIO(data), "a.xml"))
    assert {type(item) for item in items} <= {WorkRecord, PersonRecord, BadRecord}
