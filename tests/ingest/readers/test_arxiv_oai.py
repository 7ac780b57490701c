"""arXiv's OAI-PMH answers; everything here is invented."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import arxiv_oai
from ingest.readers.oai import resumption_token
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, VersionRecord, Withdrawal, WorkRecord

PAPER = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2001.00001</id><created>2020-01-01</created>
  <updated>2023-05-05</updated><authors>
    <author><keyname>Example</keyname><forenames>Ada</forenames><suffix>Jr.</suffix>
      <affiliation>University of Examples</affiliation></author>
    <author><keyname>X-1 Collaboration</keyname></author></authors>
  <title>A title
    over two lines</title><categories>cs.LG cs.AI 68T05</categories><comments>12 pages</comments>
  <journal-ref>J. Examples 12 (2021) 3-45</journal-ref><doi>10.1234/ABC</doi>
  <license>http://license.example/by/4.0/</license><abstract>  About $x$ and Poincar\\'e.
  More.</abstract></arXiv>"""
RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2001.00001</id><submitter>Bo Someone</submitter>
  <version version="v1"><date>Wed, 1 Jan 2020 18:30:00 GMT</date><size>10kb</size></version>
  <version version="v2"><date>Fri, 5 May 2023 00:00:00 GMT</date><size>12kb</size></version>
  <title>A title over two lines</title><authors>Ada Example Jr. (University of Examples), X-1 Collaboration</authors>
  <categories>cs.LG cs.AI 68T05</categories><comments>12 pages</comments>
  <journal-ref>J. Examples 12 (2021) 3-45</journal-ref><doi>10.1234/ABC</doi>
  <license>http://license.example/by/4.0/</license><abstract>  About $x$ and Poincar\\'e. More.</abstract>
</arXivRaw>"""


def record(metadata, arxiv_id="2001.00001"):
    return f"""<record><header><identifier>oai:arXiv.org:{arxiv_id}</identifier><datestamp>2023-05-06</datestamp>
    </header><metadata>{metadata}</metadata></record>"""


def answer(*records):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2023-05-07T00:00:00Z</responseDate>
<request verb="ListRecords">http://repository.example/oai</request>
<ListRecords>{"".join(records)}</ListRecords></OAI-PMH>"""


def read(text):
    return list(arxiv_oai.read(io.BytesIO(text.encode()), "a.xml"))


EXPECTED = WorkRecord(
    source="arxiv",
    source_id="2001.00001",
    title="A title over two lines",
    published="2020-01-01",
    type="preprint",
    abstract="About $x$ and Poincaré. More.",
    categories=("cs.LG", "cs.AI"),
    identifiers={"arxiv": "2001.00001", "doi": "10.1234/abc"},
    authors=(
        AuthorRecord(name="Ada Example Jr.", family="Example", affiliations=("University of Examples",)),
        AuthorRecord(name="X-1 Collaboration"),
    ),
    versions=(
        VersionRecord(
            type="journal-article", date="2021", venue="J. Examples 12 (2021) 3-45", doi="10.1234/abc"
        ),
    ),
    open_access=True,
    license="http://license.example/by/4.0/",
)
FAMILY_UNTOLD = AuthorRecord(name="Ada Example Jr.", affiliations=("University of Examples",))


@pytest.mark.parametrize(
    "text",
    [answer(record(PAPER)), record(PAPER), PAPER, PAPER.replace(' xmlns="http://arxiv.org/OAI/arXiv/"', "")],
)
def test_a_paper_is_read_from_an_answer_a_record_and_bare(text):
    assert read(text) == [EXPECTED]


def test_the_raw_form_says_the_same_but_for_the_parts_of_names():
    [work] = read(answer(record(RAW)))
    assert work.authors == (FAMILY_UNTOLD, *EXPECTED.authors[1:])
    assert {field: getattr(work, field) for field in work.__struct_fields__ if field != "authors"} == {
        field: getattr(EXPECTED, field) for field in work.__struct_fields__ if field != "authors"
    }


def test_revisions_do_not_date_the_work_in_whatever_order_they_stand():
    first, rest = RAW.split("<version", 1)
    second = rest.index("<version")
    swapped = (
        first
        + rest[second : rest.index("<title>")]
        + "<version"
        + rest[:second]
        + rest[rest.index("<title>") :]
    )
    assert [work.published for work in read(swapped)] == ["2020-01-01"]


def test_without_a_date_the_id_dates_the_work():
    assert read(PAPER.replace("<created>2020-01-01</created>", ""))[0].published == "2020-01"


def test_what_was_deleted_is_withdrawn():
    deleted = '<record><header status="deleted"><identifier>oai:arXiv.org:math/0309136</identifier></header></record>'
    assert read(answer(deleted, record(PAPER))) == [Withdrawal("arxiv", "math/0309136"), EXPECTED]


def test_what_the_authors_took_back_is_marked():
    paper = PAPER.replace("12 pages", "This paper has been withdrawn by the author").replace(
        "10.1234/ABC", ""
    )
    [work] = read(paper.replace("J. Examples 12 (2021) 3-45", ""))
    assert work.retracted


def test_an_answer_that_is_an_error_is_a_bad_record():
    text = answer().replace("<ListRecords></ListRecords>", '<error code="badArgument">No such date</error>')
    [problem] = read(text)
    assert problem.reason == "the repository answered with an error (badArgument): No such date"
    assert problem.line == 4


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(PAPER.replace("2001.00001", "nonsense"), "nonsense"), "the record has no arXiv id"),
        (record(PAPER.replace("A title\n    over two lines", " ")), "the title is empty"),
        (record(PAPER.replace("2020-01-01", "soon")), "published is not a date"),
        (record(RAW.replace("Wed, 1 Jan 2020", "Wed, 1 Jan 20200")), "published is not a date"),
        (record(""), "the record has no metadata"),
        (record("<dc><title>A title</title></dc>"), "the metadata are <dc>, not <arXiv> or <arXivRaw>"),
        ('<record><header status="deleted"/></record>', "the record has no arXiv id"),
    ],
)
def test_a_bad_record_is_reported_with_its_piece_and_the_rest_is_read(bad, reason):
    problem, work = read(answer(bad, record(PAPER)))
    assert isinstance(problem, BadRecord)
    assert problem.reason.startswith(reason)
    assert (problem.line, problem.piece[:7]) == (4, "<record")
    assert work == EXPECTED


def test_control_characters_and_half_characters_do_not_get_in():
    [problem] = read(PAPER.replace("A title", "A\x00title"))
    assert isinstance(problem, BadRecord)
    [work] = read(PAPER.replace("A title", "A\x7f title\u202e"))
    assert work.title == "A title over two lines"


def test_ten_thousand_authors():
    one = "<author><keyname>Example</keyname><forenames>Ada</forenames></author>"
    [work] = read(PAPER.replace("<authors>", "<authors>" + one * 10_000))
    assert len(work.authors) == 10_002


def test_entities_are_refused():
    bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + PAPER.replace("More", "&b;")
    [problem] = read(bomb)
    assert "entities" in problem.reason


@pytest.mark.parametrize(
    "text", ["<html><body>Retry after 10 seconds</body></html>", answer(), "<Identify/>"]
)
def test_a_document_without_records_is_a_problem(text):
    [problem] = read(text)
    assert problem.reason == "there is no record in this document"


@pytest.mark.parametrize(
    ("text", "recognized"),
    [
        (answer(record(PAPER)), True),
        (answer(record(RAW)), True),
        (answer(record(PAPER.replace(' xmlns="http://arxiv.org/OAI/arXiv/"', ""))), True),
        (RAW, True),
        (answer(record('<dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/"/>')), False),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id></feed>', False),
        ('{"arXiv": "http://arxiv.org/OAI/arXiv/"}', False),
        ("", False),
    ],
)
def test_it_is_known_by_its_look(text, recognized):
    assert arxiv_oai.recognizes(Head.of("a.xml", text.encode())) is recognized


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("<resumptionToken cursor='0'>1234|1001</resumptionToken>", "1234|1001"),
        ("<resumptionToken> 6789 </resumptionToken>", "6789"),
        ("<resumptionToken/>", None),
        ("", None),
    ],
)
def test_the_token_that_asks_for_more(text, token):
    assert resumption_token(answer(record(PAPER), text).encode()) == token
    assert read(answer(record(PAPER), text)) == [EXPECTED]


@pytest.mark.parametrize("noise", [b"", b"nonsense", b"<a", b'<!DOCTYPE a [<!ENTITY a "ha">]><a/>'])
def test_noise_asks_for_nothing(noise):
    assert resumption_token(noise) is None


VALID = answer(record(PAPER), record(RAW)).encode()


@given(st.integers(0, len(VALID)), st.binary(max_size=30), st.integers(0, 30))
def test_whatever_is_broken_is_a_bad_record_and_never_an_error(position, piece, lost):
    broken = VALID[:position] + piece + VALID[position + lost :]
    for item in arxiv_oai.read(io.BytesIO(broken), "a.xml"):
        assert isinstance(item, WorkRecord | Withdrawal | BadRecord)


@given(st.binary(max_size=300))
def test_any_bytes_end_in_bad_records(noise):
    assert {type(item) for item in arxiv_oai.read(io.BytesIO(noise), "a.xml")} <= {BadRecord}
