"""Dates and names as bibliographic exports write them."""

import pytest

from ingest.readers.citation_dates import first_date, parsed, with_month
from ingest.readers.citation_names import medline_name, read_name, separated


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2010", "2010"),
        ("2010/05/14/", "2010-05-14"),
        ("2010/5", "2010-05"),
        ("2010///", "2010"),
        ("2010-05-14T10:00:00Z", "2010-05-14"),
        ("Start date: 20170812", "2017-08-12"),
        ("2010/2011", "2010"),
        ("2010-2011", "2010"),
        ("2004-06-17/2004-06-20", "2004-06-17"),
        ("2004-21", "2004"),
        ("2004-00-00", "2004"),
        ("2010-02-31", "2010-02"),
        ("4-8 Aug. 2020", "2020-08-04"),
        ("2020 Oct 16", "2020-10-16"),
        ("September  1, 2021", "2021-09-01"),
        ("Aug 30 - Sep 2, 2020", "2020-08-30"),
        ("2013 Jan-Feb", "2013-01"),
        ("2013 Spring", "2013"),
        ("1st Dezember 1999", "1999-12-01"),
        ("MAR 1 2022", "2022-03-01"),
        ("août 2001", "2001-08"),
        ("[c. 1999]", "1999"),
        ("05/14/2010", "2010"),
        ("in press", None),
        ("forthcoming", None),
        ("0000-00-00", None),
        ("0000", None),
        ("123456", None),
        ("", None),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text, date):
    assert parsed(text) == date


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["2020", "2020/05/14"], "2020-05-14"),
        (["2020", "2019-12-03"], "2019-12-03"),
        (["2020-03", "2020-05-14"], "2020-03"),
        (["2020-05", "2020-05-14"], "2020-05-14"),
        (["", "in press", "2020"], "2020"),
        ([], None),
    ],
)
def test_the_first_appearance_counts(texts, date):
    assert first_date(texts) == date


def test_a_day_without_a_year_takes_the_year_that_stands_elsewhere():
    assert first_date(["MAR 1"], "2022") == "2022-03-01"


@pytest.mark.parametrize(
    ("year", "month", "day", "date"),
    [
        ("2010", "5", "", "2010-05"),
        ("2010", "04", "25", "2010-04-25"),
        ("2010", "jul~4", "", "2010-07-04"),
        ("2010", "Winter", "", "2010"),
        ("2010", "13", "", "2010"),
        ("in press", "5", "", None),
    ],
)
def test_months_are_numbers_or_words(year, month, day, date):
    assert parsed(with_month(year, month, day)) == date


@pytest.mark.parametrize(
    ("text", "name", "family"),
    [
        ("Example, Ada", "Ada Example", "Example"),
        ("van der Example, Ada B.", "Ada B. van der Example", "van der Example"),
        ("Example, Ada, Jr.", "Ada Example Jr.", "Example"),
        ("Example, Jr., Ada", "Ada Example Jr.", "Example"),
        ("Example, Ada, PhD", "Ada Example", "Example"),
        ("Ada Example", "Ada Example", None),
        ("Example Jr.", "Example Jr.", None),
        ("Example, Jr.", "Example Jr.", None),
        ("Institute of Examples,", "Institute of Examples", None),
        ("Institute, Department A, Unit B", "Institute, Department A, Unit B", None),
        ("王, 小明", "王小明", "王"),
        ("Wang, 小明", "小明 Wang", "Wang"),
    ],
)
def test_names_are_turned_to_their_printed_order(text, name, family):
    author = read_name(text)
    assert (author.name, author.family) == (name, family)


@pytest.mark.parametrize(
    ("text", "name", "family"),
    [
        ("Example AB", "A B Example", "Example"),
        ("van der Example A Jr", "A van der Example Jr", "van der Example"),
        ("Example, Ada", "Ada Example", "Example"),
        ("Example Group", "Example Group", None),
        ("Example", "Example", None),
    ],
)
def test_initials_behind_a_name_come_to_its_front(text, name, family):
    author = medline_name(text)
    assert (author.name, author.family) == (name, family)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Example, A.; Muster, E.", ["Example, A.", "Muster, E."]),
        ("Example, A., Muster, E. F.", ["Example, A.", "Muster, E. F."]),
        ("Ada Example, Erika Muster, Bo Beispiel", ["Ada Example", "Erika Muster", "Bo Beispiel"]),
        ("Example, Ada", ["Example, Ada"]),
        ("Example, Jr., Ada", ["Example, Jr., Ada"]),
        ("Ada Example, Erika Muster", ["Ada Example, Erika Muster"]),
        ("Institute, Department, Unit, City", ["Institute, Department, Unit, City"]),
    ],
)
def test_only_plain_lists_of_names_are_taken_apart(text, names):
    assert separated(text) == names
