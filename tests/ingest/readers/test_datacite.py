"""DataCite: JSON of the API and of its schema, and XML."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import FORMATS, datacite
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, VersionRecord, WorkRecord

WORK = {
    "doi": "10.1234/Example.1",
    "prefix": "10.1234",
    "creators": [
        {"name": "Example, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Example",
         "affiliation": [{"name": "University of Examples", "affiliationIdentifier": "https://ror.org/05dxps055",
                          "affiliationIdentifierScheme": "ROR"}, "Institute of Samples"],
         "nameIdentifiers": [{"nameIdentifier": "7", "nameIdentifierScheme": "ISNI"},
                             {"nameIdentifier": "0000-0002-1825-0097", "nameIdentifierScheme": "ORCID"}]},
        {"name": "Example, Inc.", "nameType": "Organizational", "affiliation": []},
    ],
    "titles": [{"title": "Beispiele", "titleType": "TranslatedTitle"}, {"title": "Examples"},
               {"title": "a sample", "titleType": "Subtitle"}],
    "publicationYear": 2019,
    "dates": [{"date": "2019-05-07T10:00:00Z", "dateType": "Issued"}, {"date": "2012", "dateType": "Created"},
              {"date": "2021-01-01", "dateType": "Updated"}],
    "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Tables"},
    "descriptions": [{"description": "How", "descriptionType": "Methods"},
                     {"description": "<p>We try.</p>", "descriptionType": "Abstract"}],
    "subjects": [{"subject": "examples; samples"}, {"subject": "551 Geology", "subjectScheme": "DDC"},
                 {"subject": "FOS: Mathematics", "subjectScheme": "Fields of Science and Technology (FOS)"}],
    "language": "en",
    "relatedIdentifiers": [
        {"relatedIdentifier": "10.1234/PAPER", "relatedIdentifierType": "DOI", "relationType": "References"},
        {"relatedIdentifier": "arXiv:1901.00001", "relatedIdentifierType": "arXiv", "relationType": "Cites"},
        {"relatedIdentifier": "10.1234/whole", "relatedIdentifierType": "DOI", "relationType": "IsPartOf"},
        {"relatedIdentifier": "10.1234/all", "relatedIdentifierType": "DOI", "relationType": "IsVersionOf"},
    ],
    "rightsList": [{"rights": "open", "rightsUri": "info:eu-repo/semantics/openAccess"},
                   {"rights": "CC BY 4.0", "rightsUri": "https://creativecommons.org/licenses/by/4.0/"}],
    "citationCount": 3,
}  # fmt: skip

XML = """<?xml version="1.0" encoding="UTF-8"?>
<resource xmlns="http://datacite.org/schema/kernel-4">
  <identifier identifierType="DOI">10.1234/Example.1</identifier>
  <creators>
    <creator><creatorName nameType="Personal">Example, Ada</creatorName>
      <givenName>Ada</givenName><familyName>Example</familyName>
      <nameIdentifier nameIdentifierScheme="ISNI">7</nameIdentifier>
      <nameIdentifier nameIdentifierScheme="ORCID">0000-0002-1825-0097</nameIdentifier>
      <affiliation affiliationIdentifier="https://ror.org/05dxps055">University of Examples</affiliation>
      <affiliation>Institute of Samples</affiliation></creator>
    <creator><creatorName nameType="Organizational">Example, Inc.</creatorName></creator>
  </creators>
  <titles><title titleType="TranslatedTitle">Beispiele</title><title> Examples </title>
    <title titleType="Subtitle">a sample</title></titles>
  <publisher>Archive of Examples</publisher><publicationYear>2019</publicationYear>
  <resourceType resourceTypeGeneral="Dataset">Tables</resourceType>
  <subjects><subject>examples; samples</subject><subject subjectScheme="DDC">551 Geology</subject></subjects>
  <dates><date dateType="Issued">2019-05-07T10:00:00Z</date><date dateType="Created">2012</date></dates>
  <language>en</language>
  <relatedIdentifiers>
    <relatedIdentifier relatedIdentifierType="DOI" relationType="References">10.1234/PAPER</relatedIdentifier>
    <relatedIdentifier relatedIdentifierType="arXiv" relationType="Cites">arXiv:1901.00001</relatedIdentifier>
    <relatedIdentifier relatedIdentifierType="DOI" relationType="IsVersionOf">10.1234/all</relatedIdentifier>
  </relatedIdentifiers>
  <rightsList><rights rightsURI="info:eu-repo/semantics/openAccess">open</rights>
    <rights rightsURI="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</rights></rightsList>
  <descriptions><description descriptionType="Abstract">We <br/>try.</description></descriptions>
</resource>"""


def read(*works):
    return list(datacite.read(io.BytesIO(b"\n".join(json.dumps(work).encode() for work in works)), "a.jsonl"))


def one(**fields):
    (record,) = read({**WORK, **fields})
    return record


def read_xml(text):
    return list(datacite.read(io.BytesIO(text.encode()), "a.xml"))


EVERYTHING = {
    "source": "datacite",
    "source_id": "10.1234/example.1",
    "title": "Examples: a sample",
    "published": "2019-05-07",
    "type": "dataset",
    "abstract": "We try.",
    "language": "en",
    "keywords": ("examples", "samples"),
    "identifiers": {"doi": "10.1234/example.1"},
    "authors": (
        AuthorRecord(
            name="Ada Example", family="Example", orcid="0000-0002-1825-0097", rors=("05dxps055",),
            affiliations=("University of Examples", "Institute of Samples"),
        ),
        AuthorRecord(name="Example, Inc."),
    ),
    "versions": (VersionRecord(type="dataset", doi="10.1234/all"),),
    "open_access": True,
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "references": ("doi:10.1234/paper", "arxiv:1901.00001"),
}  # fmt: skip


def in_order(record):
    """Affiliations given as text stand before those that are described."""
    return {author.name: (set(author.affiliations), author.rors) for author in record.authors}


def test_a_work_with_everything():
    record = one()
    expected = WorkRecord(**EVERYTHING, cited_by_count=3)
    assert in_order(record) == in_order(expected)
    for field in set(WorkRecord.__struct_fields__) - {"authors"}:
        assert getattr(record, field) == getattr(expected, field)


def test_the_xml_says_the_same():
    assert read_xml(XML) == [WorkRecord(**EVERYTHING)]


def test_xml_of_older_kernels_and_in_envelopes_is_read():
    resource = XML.partition("?>")[2].replace("kernel-4", "kernel-3")
    envelope = f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{resource}{resource}</OAI-PMH>'
    assert [record.title for record in read_xml(envelope)] == ["Examples: a sample"] * 2


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            XML.replace("<identifier ", "<nothing ").replace("</identifier>", "</nothing>"),
            ["the work has no DOI"],
        ),
        (XML[:-30], ["the XML breaks here", "there is no DataCite resource"]),
        ("<html/>", ["there is no DataCite resource"]),
        ('<!DOCTYPE r [<!ENTITY a "b">]>' + XML.partition("?>")[2], ["the document type declares entities"]),
    ],
)
def test_bad_xml_is_reported(text, reasons):
    items = read_xml(text)
    assert items
    for item in items:
        assert isinstance(item, BadRecord)
        assert item.reason.startswith(tuple(reasons))


@pytest.mark.parametrize(
    "document",
    [
        {"data": {"id": "10.1234/example.1", "type": "dois", "attributes": WORK}, "included": []},
        {"data": [{"id": "10.1234/example.1", "attributes": WORK}], "meta": {}},
        [WORK],
        {"id": "https://doi.org/10.1234/example.1", **{key: WORK[key] for key in WORK if key != "doi"}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_answers_lists_and_the_schema_are_read_like_lines(document, indent):
    data = json.dumps(document, indent=indent).encode()
    assert list(datacite.read(io.BytesIO(data), "a.json")) == [one()]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"dates": [{"date": "2019-07-01", "dateType": "Available"}]}, "2019-07-01"),
        ({"dates": [{"date": "2018-02-03/2019", "dateType": "Issued"}]}, "2018-02-03"),
        ({"dates": [{"date": "2018-00-00", "dateType": "Issued"}]}, "2018"),
        ({"dates": [{"date": "2019-02-31", "dateType": "Issued"}]}, "2019-02"),
        ({"dates": [{"date": "soon", "dateType": "Issued"}]}, "2019"),
        ({"dates": [{"date": "2010-01-01", "dateType": "Submitted"}]}, "2019"),
        ({"dates": [], "publicationYear": "1989", "registered": "2015-06-15T04:17:38.000Z"}, "1989"),
        ({"registered": "2015-06-15T04:17:38.000Z"}, "2015-06-15"),
        ({"registered": "2019-12-15T04:17:38.000Z"}, "2019-05-07"),
        ({"dates": [], "publicationYear": None, "registered": "2015-06-15"}, "2015-06-15"),
        ({"doi": "10.48550/arXiv.1901.00001", "dates": [{"date": "2019-01-02", "dateType": "Submitted"}]},
         "2019-01-02"),
    ],
)  # fmt: skip
def test_the_date_is_that_of_the_first_appearance(fields, expected):
    assert one(**fields).published == expected


@pytest.mark.parametrize(
    ("general", "own", "expected"),
    [
        ("JournalArticle", None, "journal-article"), ("ConferencePaper", None, "conference-paper"),
        ("Software", None, "software"), ("PeerReview", "", "review"), ("Text", "Journal article", "journal-article"),
        ("Text", "Doctoral thesis", "thesis"), ("Text", "Working paper", "preprint"), ("Text", "blogpost", "other"),
        ("Text", "Conference paper", "conference-paper"), ("Text", None, "other"), ("Image", None, "other"),
        (None, "Book chapter", "book-chapter"), ("Data Paper", "x", "journal-article"),
    ],
)  # fmt: skip
def test_types(general, own, expected):
    assert one(types={"resourceTypeGeneral": general, "resourceType": own}).type == expected


def test_what_arxiv_registers_is_a_preprint_with_its_id_and_categories():
    record = one(
        doi="10.48550/arXiv.1901.00001",
        types={"resourceTypeGeneral": "Text", "resourceType": "Article"},
        subjects=[{"subject": "Digital Libraries (cs.DL)", "subjectScheme": "arXiv"},
                  {"subject": "Quantum Physics (quant-ph)", "subjectScheme": "arXiv"},
                  {"subject": "FOS: Physical sciences"}],
    )  # fmt: skip
    assert (record.type, record.identifiers["arxiv"]) == ("preprint", "1901.00001")
    assert (record.categories, record.keywords) == (("cs.DL", "quant-ph"), ())
    assert record.versions == (VersionRecord(type="other", doi="10.1234/all"),)


@pytest.mark.parametrize(
    ("scheme", "name"),
    [
        ("DOI", "10.48550/arXiv.1901.00001"),
        ("arXiv", "1901.00001"),
        ("URL", "http://arxiv.org/abs/1901.00001"),
    ],
)
def test_another_appearance_on_arxiv_gives_the_id(scheme, name):
    related = {"relatedIdentifier": name, "relatedIdentifierType": scheme}
    assert (
        one(relatedIdentifiers=[{**related, "relationType": "IsIdenticalTo"}]).identifiers["arxiv"]
        == "1901.00001"
    )
    assert "arxiv" not in one(relatedIdentifiers=[{**related, "relationType": "References"}]).identifiers


@pytest.mark.parametrize(
    ("creator", "name", "family"),
    [
        ({"name": "Example, Ada"}, "Ada Example", "Example"),
        ({"name": "Ada, Example", "givenName": "Ada", "familyName": "Example"}, "Ada Example", "Example"),
        ({"name": "Ada Example"}, "Ada Example", None),
        ({"name": "Example, Ada, Jr."}, "Example, Ada, Jr.", None),
        ({"name": "Examples, Inc.", "nameType": "Organizational"}, "Examples, Inc.", None),
        ({"name": "Examples, Inc."}, "Examples, Inc.", None),
        ({"name": "Department of Examples, Exampletown"}, "Department of Examples, Exampletown", None),
        ({"givenName": "Ada"}, "Ada", None),
    ],
)
def test_names(creator, name, family):
    (author,) = one(creators=[creator]).authors
    assert (author.name, author.family) == (name, family)


@pytest.mark.parametrize(
    ("rights", "license", "open_access"),
    [
        ([{"rights": "Example Publishers Ltd"}], None, None),
        ([{"rights": "Creative Commons Attribution"}], "Creative Commons Attribution", None),
        ([{"rightsIdentifier": "cc-by-4.0"}], "cc-by-4.0", True),
        ([{"rightsUri": "info:eu-repo/semantics/openAccess"}], None, True),
    ],
)
def test_rights(rights, license, open_access):
    record = one(rightsList=rights)
    assert (record.license, record.open_access) == (license, open_access)


def test_what_was_withdrawn_is_marked():
    assert one(dates=[*WORK["dates"], {"date": "2020", "dateType": "Withdrawn"}]).retracted
    assert not one().retracted


def test_the_journal_is_the_venue_and_the_archive_is_not():
    item = {"relationType": "IsPublishedIn", "titles": [{"title": "Journal of Examples"}]}
    assert one(container={"title": "Example Series"}, relatedItems=[item]).venue == "Example Series"
    assert one(container={}, relatedItems=[item]).venue == "Journal of Examples"
    assert one(publisher="Archive of Examples").venue is None


@pytest.mark.parametrize("general", ["PhysicalObject", "Instrument", "Journal", "ConferenceProceeding"])
def test_things_and_containers_are_passed_over(general):
    assert read({**WORK, "types": {"resourceTypeGeneral": general}}, WORK) == [one()]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"doi": None}, "the work has no DOI"),
        ({"titles": []}, "the title is empty"),
        ({"titles": [{"title": "Beispiele", "titleType": "TranslatedTitle"}]}, "the title is empty"),
        ({"titles": [{"title": "\x01\ud800"}]}, "the title is empty"),
        (
            {"dates": [{"date": "0000-00-00", "dateType": "Issued"}], "publicationYear": 0},
            "no date of publication",
        ),
        ({"creators": [{"name": "Ada"}] * 20_001}, "there are 20,001 authors"),
    ],
)
def test_a_bad_work_is_reported_and_the_rest_is_read(fields, reason):
    first, problem, last = read(WORK, {**WORK, **fields}, WORK)
    assert first == last == one()
    assert problem.reason.startswith(reason)
    assert problem.position == "a.jsonl, record 2"


def test_ten_thousand_authors_are_read():
    crowd = [{"name": f"Example{number}, Ada"} for number in range(10_000)] + [{"name": "et al."}]
    assert len(one(creators=crowd).authors) == 10_000


def test_nonsense_in_every_field_is_no_error():
    fields = [*WORK, "container", "relatedItems", "alternateIdentifiers", "registered", "attributes", "data"]
    for nonsense in (None, 7, 1.5, True, "x", [], ["x", 7], {}, {"x": {"y": [1]}}, [[1]], [{"x": 1}]):
        for field in fields:
            for item in read({**WORK, field: nonsense}):
                assert isinstance(item, WorkRecord | BadRecord)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (json.dumps(WORK), True),
        (json.dumps({"data": [{"attributes": WORK}]}, indent=2), True),
        (XML, True),
        ('{"DOI": "10.1234/x", "title": ["x"], "member": "1"}', False),
        ('<resource xmlns="http://example.org/kernel-4"/>', False),
    ],
)
def test_the_format_is_known_by_its_look(data, expected):
    head = Head.of("a", data.encode())
    assert datacite.recognizes(head) is expected
    assert not expected or [name for name, one in FORMATS.items() if one.recognizes(head)] == ["datacite"]


SMALL = json.dumps({"data": [{"attributes": WORK}]}).encode()


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 4_000), st.binary(max_size=4), st.integers(0, 4), st.sampled_from([SMALL, XML.encode()])
)
def test_damage_gives_records_or_problems_and_never_an_error(place, inserted, dropped, data):
    data = data[:place] + inserted + data[place + dropped :]
    for item in datacite.read(io.BytesIO(data), "a"):
        assert isinstance(item, WorkRecord | BadRecord)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda data: b"<" + data))
def test_any_bytes_give_problems_and_never_an_error(data):
    for item in datacite.read(io.BytesIO(data), "a"):
        assert isinstance(item, BadRecord)
