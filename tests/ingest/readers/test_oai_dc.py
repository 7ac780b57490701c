"""Dublin Core from OAI-PMH; everything here is invented."""

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import InvalidRecord
from ingest.readers import dublin_core, oai_dc
from ingest.readers.dublin_core import Value
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, Withdrawal, WorkRecord

SPACES = (
    'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
LONG = (
    "We study examples of every kind and show, at some length, that each of them is an example of something."
)
LEAST = "<dc:title>A title</dc:title><dc:date>2020</dc:date>"
ARTICLE = f"""<dc:title xml:lang="es">Un título</dc:title><dc:title xml:lang="en">A $x$ title</dc:title>
<dc:creator>Example, Ada</dc:creator><dc:creator>Beispiel, Bo (University of Examples)</dc:creator>
<dc:creator>Example Working Group</dc:creator>
<dc:subject>examples; samples</dc:subject><dc:subject>Proof</dc:subject>
<dc:description>Peer reviewed</dc:description><dc:description>{LONG}</dc:description>
<dc:publisher>Example Press</dc:publisher><dc:date>2021-03-02T10:00:00Z</dc:date><dc:date>2020-05</dc:date>
<dc:date>info:eu-repo/date/embargoEnd/2019-01-01</dc:date>
<dc:type>info:eu-repo/semantics/article</dc:type><dc:type>info:eu-repo/semantics/publishedVersion</dc:type>
<dc:identifier>https://repository.example/1234</dc:identifier><dc:identifier>https://doi.org/10.1234/ABC</dc:identifier>
<dc:identifier>http://hdl.handle.net/20.500/7</dc:identifier>
<dc:source>Journal of Examples; Vol. 5 (2020); 1-9</dc:source>
<dc:source>1234-5678</dc:source><dc:language>eng</dc:language>
<dc:relation>https://doi.org/10.1234/other</dc:relation>
<dc:rights>info:eu-repo/semantics/openAccess</dc:rights><dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>"""


def bare(fields):
    return f"<oai_dc:dc {SPACES}>{fields}</oai_dc:dc>"


def record(fields, identifier="oai:repository.example:1234"):
    return f"""<record><header><identifier>{identifier}</identifier><datestamp>2024-01-01</datestamp></header>
    <metadata>{bare(fields)}</metadata></record>"""


def answer(*records):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{"".join(records)}</ListRecords></OAI-PMH>"""


def read(text):
    return list(oai_dc.read(io.BytesIO(text.encode()), "a.xml"))


def read_one(fields):
    [work] = read(bare(fields))
    return work


EXPECTED = WorkRecord(
    source="oai-dc",
    source_id="oai:repository.example:1234",
    title="A $x$ title",
    published="2020-05",
    type="journal-article",
    abstract=LONG,
    language="en",
    venue="Journal of Examples",
    keywords=("examples", "samples", "Proof"),
    identifiers={"doi": "10.1234/abc", "handle": "20.500/7"},
    authors=(
        AuthorRecord(name="Ada Example", family="Example"),
        AuthorRecord(name="Bo Beispiel", family="Beispiel", affiliations=("University of Examples",)),
        AuthorRecord(name="Example Working Group"),
    ),
    open_access=True,
    license="http://creativecommons.org/licenses/by/4.0/",
)


def test_a_record_becomes_a_work():
    assert read(answer(record(ARTICLE))) == [EXPECTED]


def test_without_a_header_the_doi_is_the_id():
    assert [work.source_id for work in read(bare(ARTICLE))] == ["10.1234/abc"]


def test_without_identifiers_the_id_is_the_same_each_time():
    first, second = (read_one(LEAST.replace("A title", title)) for title in ("A title", "a  TITLE"))
    assert first.source_id == second.source_id
    assert first.source_id.startswith("digest:")
    assert read_one(LEAST.replace("A title", "Another title")).source_id != first.source_id


def test_what_was_deleted_is_withdrawn():
    header = '<header status="deleted"><identifier>oai:repository.example:9</identifier></header>'
    assert read(answer(f"<record>{header}</record>", record(ARTICLE))) == [
        Withdrawal("oai-dc", "oai:repository.example:9"),
        EXPECTED,
    ]


def test_extended_dublin_core_names_affiliations():
    text = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata>
    <e:pex-dc xmlns:e="http://extended.example/"><e:title>A title</e:title><e:creator><e:name>Ada Example</e:name>
    <e:affiliation>University of Examples</e:affiliation></e:creator><e:date>2014-03-19T21:09:30Z</e:date>
    <e:type>Text</e:type><e:relation>EXAMPLE 2013 (9th Symposium on Examples) isPartOf</e:relation></e:pex-dc>
    </metadata></record></ListRecords></OAI-PMH>"""
    [work] = read(text)
    assert work.authors == (AuthorRecord(name="Ada Example", affiliations=("University of Examples",)),)
    assert (work.type, work.venue, work.published) == ("conference-paper", "EXAMPLE", "2014-03-19")


@pytest.mark.parametrize(
    ("creator", "name", "family"),
    [
        ("Example, Ada", "Ada Example", "Example"),
        ("Ada Example", "Ada Example", None),
        ("Example, Ada, 1809-1882", "Ada Example", "Example"),
        ("Example, Ada, 1960-", "Ada Example", "Example"),
        ("de Example, Ada, Jr.", "Ada de Example Jr.", "de Example"),
        ("World Bank, Research Department", "World Bank, Research Department", None),
        ("University of Examples", "University of Examples", None),
        ("Example, Ada; https://orcid.org/0000-0002-1825-0097", "Ada Example", "Example"),
    ],
)
def test_names(creator, name, family):
    [author] = read_one(f"{LEAST}<dc:creator>{creator}</dc:creator>").authors
    assert (author.name, author.family) == (name, family)


def test_an_orcid_id_beside_a_name_is_kept():
    [author] = read_one(f"{LEAST}<dc:creator>Example, Ada [0000-0002-1825-0097]</dc:creator>").authors
    assert (author.name, author.orcid) == ("Ada Example", "0000-0002-1825-0097")


def test_what_stands_beside_a_name_is_an_affiliation():
    creator = "Ada Example; University of Examples; Beispiel, Bo; Institute A; Institute B"
    work = read_one(f"{LEAST}<dc:creator>{creator}</dc:creator>")
    assert [(author.name, author.affiliations) for author in work.authors] == [
        ("Ada Example", ("University of Examples",)),
        ("Bo Beispiel", ("Institute A", "Institute B")),
    ]


def test_parentheses_without_end_take_no_time():
    started = time.monotonic()
    opened = "(" * 20_000 + "a"
    with pytest.raises(InvalidRecord):
        dublin_core.authors_of([Value(opened)])
    assert dublin_core.venue_of([opened], [], "other") is None
    assert time.monotonic() - started < 2


def test_several_names_in_one_element():
    work = read_one(f"{LEAST}<dc:creator>Example, Ada; Beispiel, Bo</dc:creator>")
    assert [author.name for author in work.authors] == ["Ada Example", "Bo Beispiel"]


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (["2012-05-03", "2012"], "2012-05-03"),
        (["2015-01-01T00:00:00Z", "2009"], "2009"),
        (["0000-00-00", "2009-13"], "2009"),
        (["c1998", "9999-12-31"], "1998"),
        (["info:eu-repo/date/embargoEnd/2001-01-01", "2003"], "2003"),
        (["01/05/2008"], "2008"),
    ],
)
def test_the_earliest_date_that_can_be_one(dates, published):
    fields = "".join(f"<dc:date>{date}</dc:date>" for date in dates)
    assert read_one(f"<dc:title>A title</dc:title>{fields}").published == published


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        ("info:eu-repo/semantics/doctoralThesis", "thesis"),
        ("Peer-reviewed Article", "journal-article"),
        ("info:eu-repo/semantics/conferenceObject", "conference-paper"),
        ("bookPart", "book-chapter"),
        ("Book Review", "review"),
        ("Book", "book"),
        ("http://purl.org/coar/resource_type/c_816b", "preprint"),
        ("Working Paper", "report"),
        ("Dataset", "dataset"),
        ("Computer Program", "software"),
        ("Text", "other"),
        ("Image", "other"),
    ],
)
def test_types(type, expected):
    assert read_one(f"{LEAST}<dc:type>Text</dc:type><dc:type>{type}</dc:type>").type == expected


@pytest.mark.parametrize(
    ("identifier", "identifiers"),
    [
        ("10.1234/ABC", {"doi": "10.1234/abc"}),
        ("info:doi/10.1234/abc", {"doi": "10.1234/abc"}),
        ("Example, A. (2020). A title. J. Examples 5, 1-9. doi:10.1234/abc.", {"doi": "10.1234/abc"}),
        ("http://arxiv.org/abs/2001.00001", {"arxiv": "2001.00001"}),
        ("arXiv:math/0309136", {"arxiv": "math/0309136"}),
        ("2001.00001", {}),
        ("hdl:1234/567", {"handle": "1234/567"}),
        ("info:pmid/1234567", {"pmid": "1234567"}),
        ("hal-01234567v2", {"hal": "hal-01234567"}),
        ("ISSN: 1234-5678", {}),
        ("urn:isbn:9783161484100", {}),
        ("https://repository.example/1", {}),
    ],
)
def test_identifiers(identifier, identifiers):
    work = read_one(f"{LEAST}<dc:identifier>{identifier}</dc:identifier>")
    assert work.identifiers == identifiers


def test_the_isbn_of_a_book_is_its_own():
    work = read_one(f"{LEAST}<dc:type>Book</dc:type><dc:identifier>ISBN 978-3-16-148410-0</dc:identifier>")
    assert work.identifiers == {"isbn": "9783161484100"}


def test_another_name_of_the_work_may_stand_among_relations_but_other_works_do_too():
    relation = "<dc:relation>info:eu-repo/semantics/altIdentifier/doi/10.1234/abc</dc:relation>"
    other = "<dc:relation>doi:10.1234/other</dc:relation>"
    assert read_one(LEAST + other + relation).identifiers == {"doi": "10.1234/abc"}


@pytest.mark.parametrize(
    ("descriptions", "abstract"),
    [
        ([LONG], LONG),
        (["Comment: 12 pages", LONG], LONG),
        ([f"Submitted by Ada Example on 2020-01-01. {LONG}"], None),
        (["International audience"], None),
        (["Abstract: Short but said."], "Short but said."),
        ([LONG, LONG + LONG], LONG),
    ],
)
def test_an_abstract_is_told_from_notes(descriptions, abstract):
    fields = "".join(f"<dc:description>{text}</dc:description>" for text in descriptions)
    assert read_one(LEAST + fields).abstract == abstract


@pytest.mark.parametrize(
    ("source", "venue"),
    [
        ("Journal of Examples", "Journal of Examples"),
        ("Journal of Examples, Vol 5, No 2 (2019)", "Journal of Examples"),
        ("Journal of Examples 12(3), 4-5", "Journal of Examples"),
        ("Journal of Volunteers", "Journal of Volunteers"),
        ("ISSN: 1234-5678", None),
        ("2345-678X", None),
        ("https://journal.example/", None),
        ("reponame:Example Repository", None),
    ],
)
def test_venues(source, venue):
    assert read_one(f"{LEAST}<dc:source>{source}</dc:source>").venue == venue


@pytest.mark.parametrize(
    ("publisher", "type", "venue"),
    [
        ("Example Press", "article", None),
        ("Annals of Examples", "article", "Annals of Examples"),
        ("Annals of Examples", "thesis", None),
    ],
)
def test_a_publisher_is_a_venue_only_where_it_is_a_periodical(publisher, type, venue):
    fields = f"<dc:publisher>{publisher}</dc:publisher><dc:type>{type}</dc:type>"
    assert read_one(LEAST + fields).venue == venue


@pytest.mark.parametrize(
    ("rights", "open_access", "license"),
    [
        ("info:eu-repo/semantics/closedAccess", False, None),
        ("http://purl.org/coar/access_right/c_abf2", True, None),
        (
            "Licensed under https://creativecommons.org/licenses/by/4.0/.",
            None,
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        ("All rights reserved", None, None),
        ("http://rights.example/", None, None),
    ],
)
def test_rights(rights, open_access, license):
    work = read_one(f"{LEAST}<dc:rights>{rights}</dc:rights>")
    assert (work.open_access, work.license) == (open_access, license)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record("<dc:date>2020</dc:date>"), "the title is empty"),
        (record("<dc:title>A title</dc:title>"), "there is no date"),
        (record("<dc:title>A title</dc:title><dc:date>0000-00-00</dc:date>"), "there is no date"),
        ("<record><metadata/></record>", "the record has no metadata"),
        ("<record><metadata><mods/></metadata></record>", "the metadata are <mods>, not Dublin Core"),
        ('<record><header status="deleted"/></record>', "the deleted record has no identifier"),
        ('<error code="idDoesNotExist">Nothing here</error>', "the repository answered with an error"),
    ],
)
def test_a_bad_record_is_reported_and_the_rest_is_read(bad, reason):
    problem, work = read(answer(bad, record(ARTICLE)))
    assert isinstance(problem, BadRecord)
    assert problem.reason.startswith(reason)
    assert problem.line == 2
    assert work == EXPECTED


def test_nothing_harmful_stays():
    assert read_one(LEAST.replace("A title", "A\x7f title\u202e")).title == "A title"
    [problem] = read('<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + bare(LEAST))
    assert "entities" in problem.reason


def test_ten_thousand_authors_and_others():
    creators = "<dc:creator>Example, Ada</dc:creator>" * 10_000 + "<dc:creator>et al.</dc:creator>"
    assert len(read_one(LEAST + creators).authors) == 10_000


@pytest.mark.parametrize(
    ("text", "recognized"),
    [
        (answer(record(ARTICLE)), True),
        (bare(LEAST), True),
        ("<dc><title>A title</title></dc>", True),
        (answer("<record><metadata><arXiv/></metadata></record>"), False),
        (answer("<record><metadata><marc:record/></metadata></record>"), False),
        ("<html/>", False),
        ("{}", False),
    ],
)
def test_it_is_known_by_its_look(text, recognized):
    assert oai_dc.recognizes(Head.of("a.xml", text.encode())) is recognized


VALID = answer(record(ARTICLE), record(LEAST)).encode()


@given(st.integers(0, len(VALID)), st.binary(max_size=30), st.integers(0, 30))
def test_whatever_is_broken_is_a_bad_record_and_never_an_error(position, piece, lost):
    broken = VALID[:position] + piece + VALID[position + lost :]
    for item in oai_dc.read(io.BytesIO(broken), "a.xml"):
        assert isinstance(item, WorkRecord | Withdrawal | BadRecord)


FIELDS = st.sampled_from(
    ["title", "creator", "date", "identifier", "description", "source", "rights", "type"]
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="<&"), max_size=60)


@given(st.lists(st.tuples(FIELDS, TEXTS), max_size=8))
def test_an_element_may_hold_anything(fields):
    text = bare("".join(f"<dc:{name}>{value}</dc:{name}>" for name, value in fields))
    [item] = read(text)
    assert isinstance(item, WorkRecord | BadRecord)
