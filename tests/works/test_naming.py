"""Institutions and venues found by their names."""

import pytest

from common.organizations import name_key
from tests.builders import make_venue, make_work
from works import naming
from works.models import Institution
from works.naming import find_institutions, find_venues, patterns

pytestmark = pytest.mark.django_db


def make_institution(name, **fields):
    number = Institution.objects.count()
    return Institution.objects.create(slug=f"place-{number}", name=name, key=name_key(name), **fields)


def names_found(text, **options):
    return [place.name for place in find_institutions(text, **options).places]


@pytest.mark.parametrize(
    "name",
    [
        "Tidewater LLC",
        "TW Corporation",
        "Tidewater T. J. Lindqvist Research Center",
        "St. Tides University",
        "Tidewater R&D Institute Lindenau",
        "Lindenau Research Center for Artificial Tides",
        "Tide Labs",
        "Università degli Studi della Marea",
        "Centre for the Sciences and Technologies of the Sea",
        "Tides Ltd",
        "The And",
        "Sea of a very long name which has one word after another and then one more and even more at its end",
        "潮汐大学",
    ],
)
def test_an_institution_is_found_by_its_own_name(name):
    make_institution(name)
    assert names_found(name) == [name]


@pytest.mark.parametrize(
    "text", ["sea lab", "sea la", "sea labs", "sea laboratory", "sea labo", "laboratories sea", "st sea lab"]
)
def test_words_may_be_written_short_or_be_begun(text):
    make_institution("Saint Sea Laboratories")
    assert names_found(text) == ["Saint Sea Laboratories"]


def test_a_short_word_at_the_end_may_be_the_beginning_of_another():
    make_institution("Sea Instituto")
    make_institution("Sea Steps")
    assert names_found("sea inst") == ["Sea Instituto"]
    assert names_found("sea st") == ["Sea Steps"]


def test_the_name_itself_comes_first_and_then_who_has_more_works():
    make_institution("Tide House", works_count=1)
    make_institution("Tide House of the North", works_count=9)
    make_institution("Northern Tide House", works_count=5)
    assert names_found("Tide House") == ["Tide House", "Tide House of the North", "Northern Tide House"]


def test_the_largest_are_found_by_their_other_names_too(monkeypatch):
    monkeypatch.setattr(naming, "MOST", 2)
    for number in range(9):
        make_institution(f"House {number}", works_count=number).names.create(
            kind="alias", name=f"Tides {number}", key=f"tides {number}"
        )
    assert names_found("tides", per_page=2) == ["House 8", "House 7"]


def test_a_domain_is_no_name():
    make_institution("House").names.create(kind="domain", name="tides.example", key="tides example")
    assert names_found("tides example") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("university " * 12, [r"\muniversit"]),
        ("sea uni univ unive univers university", [r"\msea", r"\muniversit"]),
        ("tide tides sea", [r"\mtide", r"\msea"]),
        ("of the", []),
        ("t j", []),
        (" ".join(f"{letter}{letter}{letter}" for letter in "abcdefghijklm"), []),
    ],
)
def test_words_that_say_the_same_are_asked_once(text, expected):
    assert patterns(text, name_key(text)) == expected


@pytest.mark.parametrize("name", ["Journal of St. Tides & Labs", "Tides and the Sea", "TS", "Of Tides"])
def test_a_venue_is_found_by_its_own_name(name):
    make_venue(name)
    assert [venue.name for venue in find_venues(name).places] == [name]


@pytest.mark.parametrize("text", ["EMNLP", " emnlp "])
def test_a_venue_is_found_by_the_short_code_of_its_series_before_others_with_that_word(text):
    for _ in range(3):
        make_work("A paper", venue="Workshop on Tides at EMNLP")
    whole = make_venue("Conference on Empirical Methods in Natural Language Processing")
    make_venue("Conference on Empirical Methods in Speech")
    found = [venue.name for venue in find_venues(text).places]
    assert found == [whole.name, "Workshop on Tides at EMNLP"]
    assert find_venues("emnlp tides").found.total == 1
