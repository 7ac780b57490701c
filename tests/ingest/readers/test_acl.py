"""The ACL Anthology's XML, in both schemas; everything here is invented."""

import io

import pytest

from common.acl_venues import NAMES
from ingest.readers import acl
from ingest.records import AuthorRecord, BadRecord, LinkRecord

META = "<meta><booktitle>Proceedings</booktitle><month>July</month><year>2004</year><venue>acl</venue></meta>"
PAPER = '<paper id="1"><title>A title</title></paper>'

TODAY = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2025.acl">
  <volume id="long" type="proceedings">
    <meta>
      <booktitle>Proceedings of the 99th Annual Meeting</booktitle>
      <editor id="an-editor"><first>An</first><last>Editor</last></editor>
      <month>July</month><year>2025</year><venue>acl</venue>
    </meta>
    <frontmatter><bibkey>front</bibkey></frontmatter>
    <paper id="7">
      <title>On <fixed-case>X</fixed-case>-rays</title>
      <author id="ada-example" orcid="0000-0002-1825-0097" openreview="~Ada1">
        <first>Ada</first><last>Example</last>
        <affiliation>University of Examples</affiliation><affiliation>Example Ltd</affiliation>
      </author>
      <author><first/><last>Mononym</last></author>
      <pdf hash="00000000"/>
      <doi>10.1234/2025.ACL-long.7</doi>
    </paper>
  </volume>
</collection>"""

EARLIER = """<collection id="W04">
  <volume id="3" type="proceedings">
    <meta>
      <booktitle>A <fixed-case>W</fixed-case>orkshop on <tex-math>x</tex-math></booktitle>
      <month>May-June</month><year>2004</year><venue>ws</venue>
    </meta>
    <paper id="1">
      <title>Costs of $5 and <tex-math>\\alpha &lt; 2</tex-math>: a <b>bold <i>look</i></b></title>
      <author>
        <first>Bo</first><last>Example</last>
        <variant script="hani"><first>波</first><last>例</last></variant>
      </author>
      <editor><first>An</first><last>Editor</last></editor>
      <abstract>See <url>https://example.org</url>.
        Two  lines.</abstract>
      <url hash="00000000">W04-0301</url>
      <language>fra</language>
      <pwccode url="https://code.example/bo/look" additional="true">bo/look</pwccode>
      <pwcdataset url="https://data.example/look">Look</pwcdataset>
    </paper>
    <paper id="2"><title>Taken back</title><retracted date="2005-01-01">An error.</retracted></paper>
    <paper id="3"><title>Taken away</title><removed date="2005-01-01">A copy.</removed></paper>
    <paper id="4" type="backmatter"><title>Index</title></paper>
    <paper id="0"><title>Front matter</title></paper>
  </volume>
  <event id="x"><meta><title>An event</title></meta></event>
</collection>"""


def read(document):
    return list(acl.read(io.BytesIO(document.encode()), "a.xml"))


def read_in(volume="1", kind="proceedings", collection="P04", meta=META, papers=PAPER):
    """The items of one volume with one paper, unless said otherwise."""
    inside = f'<volume id="{volume}" type="{kind}">{meta}{papers}</volume>'
    return read(f'<collection id="{collection}">{inside}</collection>')


def test_todays_schema_is_read():
    [work] = read(TODAY)
    assert (work.source, work.source_id) == ("acl", "2025.acl-long.7")
    assert work.title == "On X-rays"
    assert (work.published, work.type) == ("2025-07", "conference-paper")
    assert work.venue == "Annual Meeting of the Association for Computational Linguistics"
    assert work.identifiers == {"acl": "2025.acl-long.7", "doi": "10.1234/2025.acl-long.7"}
    assert work.authors == (
        AuthorRecord(
            name="Ada Example",
            orcid="0000-0002-1825-0097",
            affiliations=("University of Examples", "Example Ltd"),
            source_author_id="ada-example",
            family="Example",
        ),
        AuthorRecord(name="Mononym", family="Mononym"),
    )
    assert work.open_access is True


def test_the_earlier_schema_is_read():
    work, *_ = read(EARLIER)
    assert work.source_id == "W04-0301"
    assert work.title == r"Costs of $5 and $\alpha < 2$: a bold look"
    assert work.abstract == "See https://example.org. Two lines."
    assert (work.published, work.language) == ("2004-05", "fr")
    assert work.authors == (AuthorRecord(name="Bo Example", family="Example"),)
    assert work.links == (
        LinkRecord(kind="code", url="https://code.example/bo/look", origin="paperswithcode"),
        LinkRecord(kind="dataset", url="https://data.example/look", origin="paperswithcode"),
    )


def test_what_was_taken_back_or_away_is_marked_and_what_is_no_paper_is_left_out():
    assert [(work.title, work.retracted) for work in read(EARLIER)][1:] == [
        ("Taken back", True),
        ("Taken away", True),
    ]


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "expected"),
    [
        ("P04", "1", "1", "P04-1001"),
        ("J93", "2", "4", "J93-2004"),
        ("W04", "3", "1", "W04-0301"),
        ("W19", "50", "12", "W19-5012"),
        ("C69", "1", "1", "C69-0101"),
        ("C04", "1", "1", "C04-1001"),
        ("D19", "1", "1", "D19-1001"),
        ("D19", "4", "1", "D19-4001"),
        ("D19", "50", "1", "D19-5001"),
        ("2021.acl", "long", "1", "2021.acl-long.1"),
        ("2020.lrec", "1", "1234", "2020.lrec-1.1234"),
    ],
)
def test_ids_are_joined_as_the_anthology_joins_them(collection, volume, paper, expected):
    assert acl.anthology_id(collection, volume, paper) == expected


@pytest.mark.parametrize(
    ("month", "published"),
    [
        ("July", "2004-07"),
        ("July 5-10", "2004-07"),
        ("May-June", "2004-05"),
        ("October 31 \u2013 November 4", "2004-10"),
        ("1\u20133 December", "2004-12"),
        ("sEPTEMBER", "2004-09"),
        ("Dec.", "2004-12"),
        ("6", "2004-06"),
        ("12", "2004-12"),
        ("13", "2004"),
        ("Spring", "2004"),
        ("", "2004"),
    ],
)
def test_the_first_month_that_is_named_counts(month, published):
    meta = f"<meta><booktitle>B</booktitle><month>{month}</month><year>2004</year><venue>acl</venue></meta>"
    assert read_in(meta=meta)[0].published == published


@pytest.mark.parametrize(
    ("venues", "expected"),
    [
        ("<venue>emnlp</venue>", "Conference on Empirical Methods in Natural Language Processing"),
        ("<venue>ws</venue><venue>wmt</venue>", "Conference on Machine Translation"),
        (
            "<venue>acl</venue><venue>ijcnlp</venue>",
            "Annual Meeting of the Association for Computational Linguistics",
        ),
        ("<venue>newws</venue>", "NEWWS"),
        ("<venue>ws</venue>", "Proceedings of the 1st Workshop on Examples"),
        ("", "Proceedings of the 1st Workshop on Examples"),
    ],
)
def test_a_series_has_one_name_and_a_lone_workshop_its_own(venues, expected):
    title = "Proceedings of the 1st Workshop on <fixed-case>E</fixed-case>xamples"
    meta = f"<meta><booktitle>{title}</booktitle><year>2004</year>{venues}</meta>"
    assert read_in(meta=meta)[0].venue == expected


def test_every_series_has_a_name_of_its_own():
    assert len(set(NAMES.values())) == len(NAMES)


def test_journals_hold_articles_and_may_name_themselves_on_the_paper():
    other = '<paper id="2"><title>B</title><journal>Examples</journal></paper>'
    first, second = read_in(collection="J04", kind="journal", papers=PAPER + other)
    assert (first.type, second.type) == ("journal-article", "journal-article")
    assert second.venue == "Examples"


@pytest.mark.parametrize(
    ("given", "family", "printed"),
    [
        ("Ada", "Example", "Ada Example"),
        ("伟", "王", "王伟"),
        ("철수", "김", "김철수"),
        ("Wei", "王", "Wei 王"),
    ],
)
def test_names_stand_as_their_script_has_them(given, family, printed):
    papers = f"""<paper id="1"><title>A</title>
        <author><first>{given}</first><last>{family}</last></author></paper>"""
    assert read_in(papers=papers)[0].authors[0].name == printed


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        ("<paper id='1'/>", "the title is empty"),
        ("<paper id='1'><title><fixed-case/></title></paper>", "the title is empty"),
        ("<paper><title>A</title></paper>", "collection, volume or paper has no id"),
        ("<paper id='one'><title>A</title></paper>", "volume or paper has no number"),
        (f"<paper id='1'><title>{'x' * 10_000_001}</title></paper>", "the title has 10,000,001 characters"),
    ],
)
def test_a_bad_paper_is_reported_with_its_line_and_the_rest_is_read(papers, reason):
    problem, good = read_in(papers=f"\n\n{papers}\n<paper id='2'><title>B</title></paper>")
    assert isinstance(problem, BadRecord)
    assert problem.reason.startswith(reason)
    assert problem.line == 3
    assert problem.piece.startswith("<paper")
    assert good.source_id == "P04-1002"


def test_a_volume_without_a_year_gives_bad_records():
    [problem] = read_in(meta="<meta><booktitle>B</booktitle><venue>acl</venue></meta>")
    assert problem.reason.startswith("published is not a date")


@pytest.mark.parametrize("meta", ["", "<meta/>"])
def test_a_paper_does_not_take_the_facts_of_another_volume(meta):
    document = f"""<collection id="P04"><volume id="1">{META}{PAPER}</volume>
        <volume id="2">{meta}{PAPER}</volume></collection>"""
    good, problem = read(document)
    assert good.source_id == "P04-1001"
    assert isinstance(problem, BadRecord)


def test_of_a_file_that_is_cut_short_the_whole_papers_are_kept():
    document = TODAY[: TODAY.index("</volume>")]
    work, problem = read(document)
    assert work.source_id == "2025.acl-long.7"
    assert problem.reason.startswith("the XML breaks here")
    assert problem.line == document.count("\n") + 1


def test_another_kind_of_xml_is_told_apart():
    [problem] = read("<feed><entry/></feed>")
    assert "its root is <feed>, not <collection>" in problem.reason
