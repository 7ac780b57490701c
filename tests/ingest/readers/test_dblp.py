"""XML of DBLP; all people and papers here are invented."""

import io

import pytest
from hypothesis import given, settings

from ingest.persons import EmploymentRecord, PersonRecord
from ingest.readers import dblp
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, WorkRecord
from tests.ingest.readers.mutations import damaged

PROLOG = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n'
ARTICLE = """<article mdate="2024-01-01" key="journals/exa/ExampleM20">
<author orcid="0000-0002-1825-0097">Ada Ex&aacute;mple 0001</author>
<author>Bo M&uuml;ster</author>
<title>On <i>examples</i> of size 10<sup>5</sup> and H<sub>2</sub>O &amp; caf&eacute;s.</title>
<pages>1-9</pages><year>2020</year><volume>7</volume>
<journal>J. Examples</journal><number>2</number>
<ee type="oa">https://doi.org/10.1234/EXA.7</ee>
<ee>https://www.wikidata.org/entity/Q1</ee>
<url>db/journals/exa/exa7.html#ExampleM20</url>
<cite>...</cite><cite>conf/exa/Older99</cite>
</article>"""
LEAST = '<{tag} key="{key}"{more}><author>Ada Example</author><title>A title.</title><year>2020</year>{inner}</{tag}>'
PERSON = """<www mdate="2024-01-01" key="homepages/e/AdaExample">
<author>Ada Example 0001</author><author>A. B. Example</author><title>Home Page</title>
<url>https://orcid.org/0000-0002-1825-0097</url><url>https://ada.example/</url>
<url type="deprecated">https://old.example/</url>
<note type="affiliation">University of Examples, Exampleton</note>
<note type="affiliation" label="2010-2014">Institute of Samples</note>
<note type="affiliation" label="since 2015">Samples Ltd.</note>
<note type="affiliation" label="former">Forgotten College</note>
<note type="uname">ﺁدا</note><note type="award">Best Example</note></www>"""
DOCUMENT = f"{PROLOG}<dblp>{ARTICLE}{PERSON}</dblp>".encode("ascii", "xmlcharrefreplace")


def read(*records, root="dblp"):
    document = f"{PROLOG}<{root}>{''.join(records)}</{root}>".encode("latin-1", "xmlcharrefreplace")
    return list(dblp.read(io.BytesIO(document), "dblp.xml"))


def least(tag="article", key="journals/exa/E20", more="", inner=""):
    return LEAST.format(tag=tag, key=key, more=f" {more}" if more else "", inner=inner)


def read_least(**how):
    [work] = read(least(**how))
    return work


def test_an_article_becomes_a_work():
    assert read(ARTICLE) == [
        WorkRecord(
            source="dblp",
            source_id="journals/exa/ExampleM20",
            title="On examples of size 10⁵ and H2O & cafés",
            published="2020",
            type="journal-article",
            venue="J. Examples",
            identifiers={"dblp": "journals/exa/ExampleM20", "doi": "10.1234/exa.7"},
            authors=(
                AuthorRecord(
                    name="Ada Exámple", orcid="0000-0002-1825-0097", source_author_id="Ada Exámple 0001"
                ),
                AuthorRecord(name="Bo Müster"),
            ),
            open_access=True,
            references=("dblp:conf/exa/Older99",),
        )
    ]


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({}, "journal-article"),
        ({"tag": "inproceedings"}, "conference-paper"),
        ({"tag": "incollection"}, "book-chapter"),
        ({"tag": "book"}, "book"),
        ({"tag": "phdthesis"}, "thesis"),
        ({"tag": "mastersthesis"}, "thesis"),
        ({"tag": "data"}, "dataset"),
        ({"tag": "data", "more": 'publtype="software"'}, "software"),
        ({"more": 'publtype="informal"'}, "preprint"),
        ({"more": 'publtype="informal withdrawn"'}, "preprint"),
        ({"more": 'publtype="data"'}, "dataset"),
        ({"more": 'publtype="survey"'}, "review"),
        ({"inner": "<journal>CoRR</journal>"}, "preprint"),
        ({"key": "tr/exa/7", "more": 'publtype="informal"'}, "report"),
        ({"tag": "inproceedings", "more": 'publtype="informal"'}, "conference-paper"),
    ],
)
def test_the_kind_of_record_gives_the_type(how, kind):
    assert read_least(**how).type == kind


@pytest.mark.parametrize("record", [least("proceedings"), least("www"), "<person/>", "<cite/>"])
def test_what_is_no_work_and_nobody_with_an_orcid_is_passed_over(record):
    assert [work.source_id for work in read(record, least(key="a/b/c"))] == ["a/b/c"]


@pytest.mark.parametrize(
    ("volume", "arxiv_id"),
    [
        ("abs/2001.00001", "2001.00001"),
        ("abs/0704.0001", "0704.0001"),
        ("cs.AI/0501001", "cs/0501001"),
        ("abs/cs/0501001", "cs/0501001"),
        ("cmp-lg/9404001", "cmp-lg/9404001"),
        ("12", None),
    ],
)
def test_the_volume_of_corr_is_the_arxiv_id(volume, arxiv_id):
    work = read_least(inner=f"<journal>CoRR</journal><volume>{volume}</volume>")
    assert work.identifiers.get("arxiv") == arxiv_id


def test_the_volume_of_another_journal_is_no_arxiv_id():
    work = read_least(inner="<journal>J. Examples</journal><volume>2001.00001</volume>")
    assert work.identifiers == {"dblp": "journals/exa/E20"}


@pytest.mark.parametrize(
    ("address", "scheme", "value"),
    [
        ("https://doi.org/10.1234/A.b", "doi", "10.1234/a.b"),
        ("http://dx.doi.org/10.1234/ab", "doi", "10.1234/ab"),
        ("http://doi.acm.org/10.1145/1.2", "doi", "10.1145/1.2"),
        ("http://doi.ieeecomputersociety.org/10.1109/X.1", "doi", "10.1109/x.1"),
        ("https://doi.org/10.1002/(SICI)1%3C2::AID%3E3.0", "doi", "10.1002/(sici)1<2::aid>3.0"),
        ("https://arxiv.org/abs/2001.00001v2", "arxiv", "2001.00001"),
        ("http://arxiv.org/abs/cs.AI/0501001", "arxiv", "cs/0501001"),
        ("https://aclanthology.org/2020.exa-main.7/", "acl", "2020.exa-main.7"),
        ("https://www.aclweb.org/anthology/P20-1007/", "acl", "P20-1007"),
        ("https://publisher.example/10.1234/ab", "doi", None),
        ("db/journals/exa/10.1234/ab", "doi", None),
        ("https://example.org/2001.00001", "arxiv", None),
    ],
)
def test_addresses_of_editions_give_identifiers(address, scheme, value):
    assert read_least(inner=f"<ee>{address}</ee>".replace("&", "&amp;")).identifiers.get(scheme) == value


def test_the_first_edition_of_a_kind_counts():
    work = read_least(inner="<ee>https://doi.org/10.1234/1</ee><ee>https://doi.org/10.1234/2</ee>")
    assert work.identifiers["doi"] == "10.1234/1"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("A title.", "A title"),
        ("A title?", "A title?"),
        ("To be continued...", "To be continued..."),
        ("Made in the U.S.", "Made in the U.S."),
        ("The <tt>grep</tt> of <i>E. coli</i>.", "The grep of E. coli"),
        ("x<sup>n</sup> and 5<sup>th</sup>", "xn and 5th"),
        ("x<sup>-1</sup>", "x⁻¹"),
        ("nested <i>a<sub>b<sup>2</sup></sub></i>.", "nested ab²"),
    ],
)
def test_titles_lose_markup_and_full_stop(printed, title):
    work = read(least().replace("A title.", printed))[0]
    assert work.title == title


@pytest.mark.parametrize(
    ("printed", "name", "source_author_id"),
    [
        ("Wei Example 0001", "Wei Example", "Wei Example 0001"),
        ("Wei Example 12345", "Wei Example 12345", None),
        ("Wei Example", "Wei Example", None),
        ("DJ 2000 Example", "DJ 2000 Example", None),
    ],
)
def test_the_number_of_a_homonym_is_no_part_of_the_name(printed, name, source_author_id):
    [work] = read(least().replace("Ada Example", printed))
    assert work.authors == (AuthorRecord(name=name, source_author_id=source_author_id),)


def test_an_orcid_with_a_wrong_digit_is_left_out():
    [work] = read(least().replace("<author>", '<author orcid="0000-0002-1825-0098">'))
    assert work.authors == (AuthorRecord(name="Ada Example"),)


@pytest.mark.parametrize(
    ("inner", "retracted"),
    [("<note>Withdrawn.</note>", True), ("<note type='source'>withdrawn list</note>", False), ("", False)],
)
def test_a_note_may_say_that_a_work_was_withdrawn(inner, retracted):
    assert read_least(inner=inner).retracted is retracted


def test_a_withdrawn_publication_is_retracted():
    assert read_least(more='publtype="informal withdrawn"').retracted


def test_a_thesis_is_written_at_its_school():
    work = read_least(tag="phdthesis", inner="<month>June</month><school>University of Examples</school>")
    assert work.authors[0].affiliations == ("University of Examples",)
    assert work.published == "2020-06"
    assert work.venue is None


def test_the_book_in_which_it_stands_is_the_venue():
    assert read_least(tag="inproceedings", inner="<booktitle>EXA</booktitle>").venue == "EXA"


def test_editors_are_not_authors():
    assert read_least(inner="<editor>Ed Example</editor>").authors == (AuthorRecord(name="Ada Example"),)


def test_a_home_page_with_an_orcid_is_a_person():
    assert read(PERSON) == [
        PersonRecord(
            source="dblp",
            orcid="0000-0002-1825-0097",
            name="Ada Example",
            other_names=("A. B. Example", "ﺁدا"),
            home_pages=("https://ada.example/",),
            employments=(
                EmploymentRecord(organization="University of Examples, Exampleton"),
                EmploymentRecord(organization="Institute of Samples", start="2010", end="2014"),
                EmploymentRecord(organization="Samples Ltd.", start="2015"),
            ),
        )
    ]


@pytest.mark.parametrize(
    "other",
    ["<url>https://orcid.org/0000-0001-5109-3700</url>", "<title>two iDs, no person</title>"],
)
def test_a_home_page_with_two_orcids_or_none_is_passed_over(other):
    first = "<url>https://orcid.org/0000-0002-1825-0097</url>" if "url" in other else ""
    assert read(f"<www key='homepages/x'><author>A Example</author>{first}{other}</www>") == []


def test_the_page_of_a_person_is_read():
    inner = PERSON.replace("<www", "<person").replace("</www", "</person")
    items = read(inner, f"<homonyms n='1'/><r>{ARTICLE}</r><r>{least()}</r><coauthors/>", root="dblpperson")
    assert [type(item) for item in items] == [PersonRecord, WorkRecord, WorkRecord]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (least(key=" "), "the record has no key"),
        (least().replace("A title.", "<i/>"), "the title is empty"),
        (least().replace("2020", "0000"), "published is in the year 0"),
        (least().replace("2020", "soon"), "published is not a date"),
        (least().replace("<year>2020</year>", ""), "published is not a date"),
    ],
)
def test_a_bad_record_is_reported_and_the_rest_is_read(record, reason):
    problem, work = read(record, "\n" + least())
    assert problem.reason.startswith(reason)
    assert problem.line == 3
    assert problem.piece.startswith("<article key=")
    assert isinstance(work, WorkRecord)


def test_declared_entities_are_refused_while_characters_by_name_are_read():
    document = b'<!DOCTYPE dblp [<!ENTITY a "haha">]><dblp>' + least().encode() + b"</dblp>"
    [problem] = dblp.read(io.BytesIO(document), "a.xml")
    assert problem.reason == "the document type declares entities, which are refused"


def test_ten_thousand_authors_are_all_kept():
    many = "".join(f"<author>Ada Example {number:05}</author>" for number in range(10_000))
    assert len(read_least(inner=many).authors) == 10_001


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (DOCUMENT.decode(), True),
        ("<dblpperson name='Ada Example'><person/></dblpperson>", True),
        ("<dblp2/>", False),
        ("<records><dblp/></records>", False),
        ('{"dblp": 1}', False),
    ],
)
def test_it_is_known_by_its_root(text, known):
    assert dblp.recognizes(Head("a.xml", text)) is known


@settings(max_examples=150, deadline=None)
@given(damaged(DOCUMENT))
def test_damage_gives_records_and_bad_records_and_nothing_else(data):
    items = list(dblp.read(io.BytesIO(data), "a.xml"))
    assert {type(item) for item in items} <= {WorkRecord, PersonRecord, BadRecord}
