"""RIS and its relatives, of many vendors; everything here is invented."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import ris, tagged_lines
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, LinkRecord, WorkRecord

RIS = """Provider: A vendor
Content: text/plain; charset="UTF-8"

TY  - JOUR
TI  - On <i>examples</i> and
  their use.
AU  - Example, Ada
AU  - Müller, Jörg, Jr.
PY  - 2010
DA  - 2010/05/14/
T2  - Journal of Examples
DO  - https://doi.org/10.1234/EX.1
UR  - http://arxiv.org/abs/2001.00001v2
AN  - 123456
AB  - About examples.
KW  - *examples
KW  - more, of them
LA  - English
N1  - https://github.com/ada/examples
ER  -
"""
PUBMED = """
PMID- 12345678
OWN - NLM
TI  - A title that goes on over
      two lines.
LID - 10.1234/abc [doi]
AB  - About it.
FAU - Example, Ada B
AU  - Example AB
AUID- ORCID: 0000000218250097
AD  - University of Examples, Town. ada@uni.example.
AD  - Second Institute.
FAU - Muster, Erika
AU  - Muster E
CN  - The Example Group
FIR - Nobody, Listed
LA  - eng
PT  - Journal Article
PT  - Review
DEP - 20191203
DP  - 2020 Jan-Feb
JT  - Journal of tests
PMC - PMC123456
OT  - *examples

PMID- 2
TI  - Second
AU  - van der Example AB
DP  - 2013 Spring
"""
ENDNOTE = """%T First
%0 Journal Article
%A Example, Ada
%A Institute of Tests,
%J Journal of Tests
%D 2021
%8 September  1, 2021
%R 10.1234/abc
%X Words with

an empty line.
%K one
two


%T Second
%B Proceedings of the Conference on Tests
%D 2019
"""
ISI = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Example, A
   Muster, E
AF Example, Ada
   Muster, Erika
TI A title that
   goes on
SO JOURNAL OF TESTS
DT Article; Proceedings Paper
PD MAR
PY 2010
DI 10.1234/abc
UT WOS:000111222333444
ER

PT C
AU Beispiel, B
TI Second
PY 2011
ER

EF
"""


def read(text):
    return list(ris.read(io.BytesIO(text if isinstance(text, bytes) else text.encode()), "a.ris"))


def work(*lines, kind="JOUR"):
    [item] = read("\n".join([f"TY  - {kind}", "TI  - A", *lines, "ER  - "]))
    assert isinstance(item, WorkRecord), item
    return item


def test_a_ris_record_becomes_a_record():
    assert read(RIS) == [
        WorkRecord(
            source="ris",
            source_id="10.1234/ex.1",
            title="On examples and their use",
            published="2010-05-14",
            type="journal-article",
            abstract="About examples.",
            language="en",
            venue="Journal of Examples",
            keywords=("examples", "more, of them"),
            identifiers={"arxiv": "2001.00001", "doi": "10.1234/ex.1"},
            authors=(
                AuthorRecord(name="Ada Example", family="Example"),
                AuthorRecord(name="Jörg Müller Jr.", family="Müller"),
            ),
            links=(LinkRecord(kind="code", url="https://github.com/ada/examples", origin="ris"),),
        )
    ]


def test_pubmed_tells_whose_affiliations_and_orcids_they_are():
    first, second = read(PUBMED)
    assert first == WorkRecord(
        source="ris",
        source_id="10.1234/abc",
        title="A title that goes on over two lines",
        published="2019-12-03",
        type="review",
        abstract="About it.",
        language="en",
        venue="Journal of tests",
        keywords=("examples",),
        identifiers={"doi": "10.1234/abc", "pmcid": "PMC123456", "pmid": "12345678"},
        authors=(
            AuthorRecord(
                name="Ada B Example",
                family="Example",
                orcid="0000-0002-1825-0097",
                affiliations=("University of Examples, Town. ada@uni.example.", "Second Institute."),
            ),
            AuthorRecord(name="Erika Muster", family="Muster"),
            AuthorRecord(name="The Example Group"),
        ),
    )
    assert (second.source_id, second.published) == ("pmid:2", "2013")
    assert second.authors == (AuthorRecord(name="A B van der Example", family="van der Example"),)


def test_endnote_records_are_told_apart_by_their_tags_not_by_empty_lines():
    first, second = read(ENDNOTE)
    assert (first.title, first.published, first.abstract) == (
        "First",
        "2021-09-01",
        "Words with an empty line.",
    )
    assert (first.venue, first.source_id, first.keywords) == (
        "Journal of Tests",
        "10.1234/abc",
        ("one", "two"),
    )
    assert [author.name for author in first.authors] == ["Ada Example", "Institute of Tests"]
    assert (second.title, second.type) == ("Second", "conference-paper")


def test_endnote_records_may_follow_each_other_without_an_empty_line():
    items = read("%0 Book\n%T A\n%D 2000\n%0 Thesis\n%T B\n%D 2001\n")
    assert [(item.title, item.type) for item in items] == [("A", "book"), ("B", "thesis")]


def test_the_web_of_science_has_full_names_beside_short_ones():
    first, second = read(ISI)
    assert [author.name for author in first.authors] == ["Ada Example", "Erika Muster"]
    assert (first.title, first.published, first.type) == (
        "A title that goes on",
        "2010-03",
        "journal-article",
    )
    assert first.identifiers == {"doi": "10.1234/abc", "wos": "WOS:000111222333444"}
    assert ([author.name for author in second.authors], second.type) == (["B Beispiel"], "conference-paper")


@pytest.mark.parametrize("content", [RIS, PUBMED, ENDNOTE, ISI])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: ("\ufeff" + text).encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.rstrip().encode(),
    ],
)
def test_line_ends_and_encodings_make_no_difference(content, change):
    assert read(change(content)) == read(content)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["A1  - Example, Ada", "A1  - Muster, E."], ["Ada Example", "E. Muster"]),
        (["AU  - Example, Ada", "A1  - Example, Ada"], ["Ada Example"]),
        (["AU  - Wang, Y.", "AU  - Wang, Y."], ["Y. Wang", "Y. Wang"]),
        (["AU  - Example, A.; Muster, E."], ["A. Example", "E. Muster"]),
        (["AU  - A. Example", "AU  - The Example Group"], ["A. Example", "The Example Group"]),
        (["AU  - Example,Ada", "AU  - "], ["Ada Example"]),
        (["A2  - Itor, Ed", "A3  - Visor, Super"], []),
        (["AU  - et al."], []),
    ],
)
def test_authors_stand_under_several_tags(lines, names):
    assert [author.name for author in work("PY  - 2000", *lines).authors] == names


def test_editors_are_authors_of_a_book_that_names_none():
    lines = ["PY  - 2000", "A2  - Itor, Ed"]
    assert [author.name for author in work(*lines, kind="BOOK").authors] == ["Ed Itor"]
    assert work(*lines, kind="CHAP").authors == ()


@pytest.mark.parametrize(
    ("lines", "affiliations"),
    [
        (["AU  - Example, Ada", "AD  - University of Examples"], [("University of Examples",)]),
        (["AU  - Example, A", "AU  - Muster, E", "AD  - Muster, E: Town, a@b.example"], [(), ("Town",)]),
        (["AU  - Example, A", "AU  - Muster, E", "AD  - Somebody's university"], [(), ()]),
    ],
)
def test_affiliations_are_kept_where_it_is_plain_whose_they_are(lines, affiliations):
    assert [author.affiliations for author in work("PY  - 2000", *lines).authors] == affiliations


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["Y1  - 2010/05/14/"], "2010-05-14"),
        (["PY  - 2010///"], "2010"),
        (["PY  - 2018/4/25", "Y1  - 2018/4/25"], "2018-04-25"),
        (["PY  - Start date: 20170812"], "2017-08-12"),
        (["PY  - 2020", "Y1  - 4-8 Aug. 2020"], "2020-08-04"),
        (["PY  - 2020", "DA  - May 14"], "2020-05-14"),
        (["PY  - 2020", "Y2  - 1999/01/01"], "2020"),
    ],
)
def test_dates_stand_under_several_tags(lines, date):
    assert work(*lines).published == date


@pytest.mark.parametrize(
    ("kind", "lines", "type", "venue"),
    [
        ("JOUR", ["JF  - Full", "JO  - Short"], "journal-article", "Full"),
        ("JOUR", ["JA  - Short", "JO  - Full"], "journal-article", "Full"),
        ("CONF", ["T2  - Proceedings"], "conference-paper", "Proceedings"),
        ("CHAP", ["BT  - Book", "PB  - Press"], "book-chapter", "Book"),
        ("THES", ["T2  - Department of Tests"], "thesis", None),
        ("UNPB", [], "preprint", None),
        ("JOUR", ["JO  - arXiv preprint arXiv:2001.00001"], "preprint", None),
        ("GEN", ["T2  - bioRxiv"], "preprint", "bioRxiv"),
        ("UNHEARD", [], "other", None),
    ],
)
def test_types_and_venues(kind, lines, type, venue):
    found = work("PY  - 2000", *lines, kind=kind)
    assert (found.type, found.venue) == (type, venue)


def test_the_rest_of_the_title_of_a_thesis_may_stand_apart():
    assert work("PY  - 2000", "T2  - from here to there", kind="THES").title == "A: from here to there"


@pytest.mark.parametrize(
    ("lines", "identifiers"),
    [
        (["M3  - doi:10.1234/AB"], {"doi": "10.1234/ab"}),
        (["ID  - 10.1234/ab"], {"doi": "10.1234/ab"}),
        (["UR  - https://dx.doi.org/10.1234/ab"], {"doi": "10.1234/ab"}),
        (["DO  - none"], {}),
        (["AN  - WOS:000111222333444"], {"wos": "WOS:000111222333444"}),
        (["AN  - 12345678", "DB  - PubMed"], {"pmid": "12345678"}),
        (["AN  - 12345678", "DB  - A vendor"], {}),
        (["C2  - PMC123456"], {"pmcid": "PMC123456"}),
        (["PMID  - 123"], {"pmid": "123"}),
        (["SN  - 9780306406157"], {}),
        (["N1  - PMID: 123"], {"pmid": "123"}),
        (["N1  - Erratum: doi:10.1234/other"], {}),
        (["N1  - References: Muster, E., doi:10.1234/other"], {}),
    ],
)
def test_identifiers_stand_under_several_tags(lines, identifiers):
    assert work("PY  - 2000", *lines).identifiers == identifiers


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nTI  - A\nPY  - 2000\nTY  - JOUR\nTI  - B\nPY  - 2001\n",
        "TY -  JOUR\nTI - A\nPY - 2000\nER -\n\n% words\nTY -  JOUR\nTI - B\nPY - 2001",
        "TY  - JOUR\nT1  - A\nY1  - 2000\nER  -\nTI  - lost\nTY  - JOUR\nCT  - B\nPY  - 2001\nER  - ",
    ],
)
def test_missing_ends_and_narrow_tags_are_forgiven(text):
    assert [(item.title, item.published) for item in read(text)] == [("A", "2000"), ("B", "2001")]


def test_words_with_a_hyphen_are_no_tags():
    found = work("PY  - 2000", "AB  - About", "DNA - the molecule", "AI - the rest", "and  - more")
    assert found.abstract == "About DNA - the molecule AI - the rest and - more"


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["TI  - A"], "there is no year of publication"),
        (["TI  - A", "PY  - in press"], 'there is no year of publication; instead of one it says "in press"'),
        (
            ["TI  - A", "DA  - 0000/00/00"],
            'there is no year of publication; instead of one it says "0000/00/00"',
        ),
        (["PY  - 2000"], "the title is empty"),
        (["TI  - A", "PY  - 2000", f"AU  - {'x' * 600}"], "an author's name has 600 characters"),
    ],
)
def test_a_bad_record_loses_only_itself(lines, reason):
    text = "\n".join(["", "TY  - JOUR", *lines, "ER  - ", "TY  - JOUR", "TI  - B", "PY  - 2001"])
    problem, good = read(text)
    assert problem.reason.startswith(reason)
    assert problem.line == 2
    assert problem.piece.startswith("TY - JOUR")
    assert good.title == "B"


def test_control_characters_go_and_what_cannot_be_decoded_is_said():
    assert work("PY  - 2000", "AB  - a\x00b\x1f").abstract == "ab"
    [problem] = read("TY  - JOUR\nPY  - 2000\nTI  - äöü".encode() + b"\xff")
    assert "neither UTF-8 nor Windows-1252" in problem.reason


def test_ten_thousand_authors_are_read():
    assert len(work("PY  - 2000", *["AU  - Example, Ada"] * 10_000).authors) == 10_000


def test_a_record_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(tagged_lines, "LARGEST_RECORD", 500)
    [problem] = read("TY  - JOUR\nTI  - A\nPY  - 2000\nAB  - words\n" + "more words\n" * 100)
    assert problem.reason == "the record is longer than 500 characters"


def test_what_is_retracted_is_marked():
    retracted, notice = read(PUBMED.replace("PT  - Review", "PT  - Retracted Publication"))
    assert (retracted.retracted, notice.retracted) == (True, False)


@pytest.mark.parametrize("content", ["", "Nothing\nhere", "{}"])
def test_a_file_without_records_says_so(content):
    [problem] = read(content)
    assert problem.reason.startswith("there is no record of tagged lines")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", RIS, True),
        ("a.txt", PUBMED, True),
        ("a.txt", ENDNOTE, True),
        ("a.txt", ISI, True),
        ("a.nbib", "OWN - ERIC\n", True),
        ("a.txt", "PT - one line like this\nand others\n", False),
        ("a.txt", "%A word of comment", False),
        ("a.bib", "@article{a,\n title={TY  - JOUR}}", False),
        ("a.xml", "<a>\nTY  - JOUR\n</a>", False),
        ("a.json", "[\n\nTY  - JOUR]", False),
        ("a.ris", "nothing of it", False),
    ],
)
def test_tagged_lines_are_known_by_their_tags(name, content, expected):
    assert ris.recognizes(Head.of(name, content.encode())) is expected


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_no_error(content):
    assert all(isinstance(item, WorkRecord | BadRecord) for item in read(content))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_no_error(data):
    text = data.draw(st.sampled_from([RIS, PUBMED, ENDNOTE, ISI]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 40, len(text))))
    put = data.draw(st.text(alphabet="TYERAUPD - \n\r\x0b:;,%0T10./\u00fc\ud800", max_size=12))
    items = read((text[:start] + put + text[end:]).encode("utf-8", "surrogatepass"))
    assert items
    assert all(isinstance(item, WorkRecord | BadRecord) for item in items)
