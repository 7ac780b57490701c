"""What the arXiv readers have in common: notes of the authors, dates, names; everything here is invented."""

import datetime

import pytest

from ingest.cleaning import InvalidRecord
from ingest.readers import arxiv
from ingest.readers.arxiv_authors import authors_in
from ingest.records import AuthorRecord, VersionRecord


@pytest.mark.parametrize(
    ("field", "dois"),
    [
        ("10.1234/ABC", ["10.1234/abc"]),
        ("10.1234/one, 10.1234/two;10.1234/three", ["10.1234/one", "10.1234/two", "10.1234/three"]),
        ("10.1234/one 10.1234/two", ["10.1234/one", "10.1234/two"]),
        ("doi: 10.1234/one", ["10.1234/one"]),
        ("https://doi.org/10.1234/one,https://doi.org/10.1234/two", ["10.1234/one", "10.1234/two"]),
        ("10.1234/a(1998)17:15<16::B>3.0.CO;2-2", ["10.1234/a(1998)17:15<16::b>3.0.co;2-2"]),
        ("10.1234/one (erratum)", ["10.1234/one"]),
        ("to appear", []),
        ("", []),
        (None, []),
    ],
)
def test_a_field_holds_one_doi_or_several(field, dois):
    assert arxiv.dois_in(field) == dois


@pytest.mark.parametrize(
    ("note", "year"),
    [
        ("J. Examples 12 (2021) 3-45", "2021"),
        ("J. Examples 9 (2002) 2015", "2002"),
        ("J.Exam.D76:013009,2007", "2007"),
        ("Examples 2098, 12", None),
        ("Examples (2098)", None),
        ("J. Examples 12345", None),
    ],
)
def test_the_year_of_a_reference(note, year):
    assert arxiv.year_in(note) == year


def test_a_year_that_may_come_is_a_year():
    soon = datetime.date.today().year + 1
    assert arxiv.year_in(f"Examples, {soon}") == str(soon)


def test_further_dois_are_further_appearances():
    assert arxiv.versions("J. Examples (2021)", ["10.48550/arxiv.1", "10.1234/one", "10.1234/two"]) == (
        VersionRecord(type="journal-article", date="2021", venue="J. Examples (2021)", doi="10.1234/one"),
        VersionRecord(doi="10.1234/two"),
    )


@pytest.mark.parametrize(
    ("created", "arxiv_id", "published"),
    [
        ("2020-01-31", "2002.00001", "2020-01-31"),
        ("2020-01-31T18:30:00Z", "2002.00001", "2020-01-31"),
        ("", "0704.0001", "2007-04"),
        ("0000-00-00", "hep-th/9901001", "1999-01"),
        (" ", "math/0309136", "2003-09"),
    ],
)
def test_without_a_date_the_id_tells_the_month(created, arxiv_id, published):
    assert arxiv.first_appearance(created, arxiv_id) == published


def test_an_id_of_no_month_tells_no_date():
    with pytest.raises(InvalidRecord, match="no date"):
        arxiv.first_appearance("", "0713.0001")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
        ("Mon, 02 Apr 2007 23:18:42 -0000", "2007-04-02"),
        ("2007-04-02", "2007-04-02"),
        ("yesterday", "yesterday"),
        ("", ""),
        ("Mon, 99 Apr 2007 19:18:42 GMT", "Mon, 99 Apr 2007 19:18:42 GMT"),
    ],
)
def test_days_of_dates_as_in_mail(moment, day):
    assert arxiv.day_of(moment) == day


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error in equation 5", "", True),
        ("12 pages. This paper\n  has been withdrawn.", "", True),
        ("Withdrawn: the main lemma is false", "", True),
        ("Paper withdrawn by the authors", "", True),
        ("", "This paper has been withdrawn by the author.", True),
        ("12 pages", "Drugs that were withdrawn from the market are counted.", False),
        ("", "Withdrawn drugs are counted.", False),
        ("", "We show that the paper was withdrawn.", False),
        ("Withdrawn from submission to Examples; 12 pages", "", False),
        ("This paper has been withdrawn; it is superseded by arXiv:2001.00009", "", False),
        ("This paper has been withdrawn because it was merged with another", "", False),
        ("This paper has been withdrawn by the author", "We combined examples.", True),
        (None, None, False),
    ],
)
def test_only_what_is_taken_back_for_good_counts_as_retracted(comment, abstract, withdrawn):
    assert arxiv.taken_back(comment, abstract, ()) is withdrawn


def test_what_appeared_elsewhere_is_not_taken_back():
    assert not arxiv.taken_back("This paper has been withdrawn", "", (VersionRecord(doi="10.1234/one"),))


@pytest.mark.parametrize(
    ("parts", "name", "family"),
    [
        (("Ada", "Example"), "Ada Example", "Example"),
        (("C. -P.", "Yuan"), "C.-P. Yuan", "Yuan"),
        (("Bo", "de Example", "Jr."), "Bo de Example Jr.", "de Example"),
        (("\\'Eva", 'Ex\\"ample'), "Éva Exämple", "Exämple"),
        (("Dirk", "WÃ¼bben"), "Dirk Wübben", "Wübben"),
        (("", "Examples Collaboration"), "Examples Collaboration", None),
        (("Super-Example", "Collaboration"), "Super-Example Collaboration", None),
        (("", "Ada Example for the X-1 Collaboration"), "Ada Example", None),
        (("", "for the X-1 Collaboration"), "X-1 Collaboration", None),
        (("Ada Example for the", "X-1"), "Ada Example", None),
        (("", "Plato"), "Plato", None),
        (("", "Center for the Study of Examples"), "Center for the Study of Examples", None),
    ],
)
def test_names_are_put_together_and_people_told_from_those_they_speak_for(parts, name, family):
    assert arxiv.author(*parts) == AuthorRecord(name=name, family=family)


def test_to_speak_for_a_collaboration_is_no_affiliation():
    affiliations = ["on behalf of the X-1 Collaboration", "The X-1 Collaboration", None, "Example Group"]
    assert arxiv.author("Ada", "Example", "", affiliations).affiliations == ("Example Group",)


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("", []),
        ("Ada Example", [("Ada Example",)]),
        ("Ada Example, Bo Beispiel and Cy Third", [("Ada Example",), ("Bo Beispiel",), ("Cy Third",)]),
        ("Ada Example, and Bo Beispiel & Cy Third", [("Ada Example",), ("Bo Beispiel",), ("Cy Third",)]),
        ("A. Sandy, Brandy Andersson", [("A. Sandy",), ("Brandy Andersson",)]),
        ("Ada Example, Jr., Bo Beispiel III", [("Ada Example Jr.",), ("Bo Beispiel III",)]),
        ("A. One (Inst. X, City), B. Two", [("A. One", "Inst. X, City"), ("B. Two",)]),
        ("A. One (X and Y), B. Two (Z (ZZ))", [("A. One", "X and Y"), ("B. Two", "Z (ZZ)")]),
        ("A. One (X) (Y)", [("A. One", "X", "Y")]),
        (
            "A. One (1), B. Two (1 and 2), C. Three (2,3) ((1) Univ. X, City, (2) Inst (II), (3) Z)",
            [
                ("A. One", "Univ. X, City"),
                ("B. Two", "Univ. X, City", "Inst (II)"),
                ("C. Three", "Inst (II)", "Z"),
            ],
        ),
        ("A. One(1), B. Two (2), (1) X, (2) Y", [("A. One", "X"), ("B. Two", "Y")]),
        ("A. One (1), B. Two (2)", [("A. One",), ("B. Two",)]),
        ("A. One (MIT), B. Two", [("A. One", "MIT"), ("B. Two",)]),
        ("X-1 Collaboration: A. One", [("X-1 Collaboration",), ("A. One",)]),
        ("A. One (for the X-1 Collaboration)", [("A. One",)]),
        ("{\\L}ukasz Bal\\'azs", [("Łukasz Balázs",)]),
        ("A. One (X, B. Two", [("A. One X",), ("B. Two",)]),
        (")(", []),
    ],
)
def test_authors_in_one_text(text, authors):
    found = [(author.name, *author.affiliations) for author in authors_in(text)]
    assert found == authors


def test_ten_thousand_authors_in_one_text():
    text = ", ".join(f"Ada Example{number} (1)" for number in range(10_000)) + " ((1) University)"
    found = authors_in(text)
    assert len(found) == 10_000
    assert found[-1].affiliations == ("University",)
