"""Titles and abstracts as words."""

import pytest

from works.scores.text import words_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Parsing the Rivers of Invented Towns", ["parsing", "", "rivers", "", "invented", "towns"]),
        (r"\emph{Naïve} na\"{\i}ve-like parsing", ["naïve", "naïve-like", "parsing"]),
        ("<jats:p>Deep <jats:italic>trees</jats:italic></jats:p>", ["deep", "trees"]),
        ("State\u2010of\u2010the\u2010art taggers", ["state-of-the-art", "taggers"]),
        ("Tagging, parsing", ["tagging", "", "parsing"]),
        ("2019 a 12-3 covid-19 x", ["", "", "", "covid-19", ""]),
        ("Разбор текста", ["разбор", "текста"]),
        ("the OF", ["", ""]),
        ("w" * 41, [""]),
        ("", []),
    ],
)
def test_words_of(source, expected):
    assert words_of(source) == expected
