"""How a query of works is read: words, what they may have been meant to be, phrases and exclusions."""

import pytest
from django.db import connection

from tests.builders import make_work
from tests.ingest.records import load, make_record
from works.models import SearchWord
from works.queries import read_query, read_words, wanted_text, ways
from works.words import Meant, count_words, learn_words, most_likely

pytestmark = pytest.mark.django_db


def make_same(number, title):
    for _ in range(number):
        make_work(title)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("translations", ["translat"]),
        ('"neural networks" -speech', ["neural", "network"]),
        ("-speech", []),
        ("foo OR -bar", []),
        ("the of", []),
        ("o'clock", ["o", "clock"]),
    ],
)
def test_the_stems_sought_are_those_not_excluded(text, expected):
    assert read_words(text) == expected


@pytest.mark.parametrize(
    "text", ['"wild tides"', "tides -sand", "tides OR sand", '-"wild sand" tides', '"sand or tides" -wild']
)
def test_phrases_exclusions_and_choices_are_left_to_the_search_engine(text):
    query = read_query(text)
    assert [(way.text, way.titles) for way in ways(query)] == [(text, "")]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("tides or sand", "tides   sand"),
        ("Or tides", "  tides"),
        ("tides - sand", "tides   sand"),
        ("tides (-sand)", "tides ( sand)"),
        ("well-known or wild", "well-known   wild"),
        ("either-or", "either-or"),
    ],
)
def test_what_titles_have_too_is_no_operator(text, asked):
    make_work("Wild tides, well-known sand or either")
    count_words()
    query = read_query(text)
    assert query.is_plain
    assert next(ways(query)).text == asked


def test_an_or_in_small_letters_beside_an_operator_is_a_word():
    assert [way.text for way in ways(read_query("-sand or tides"))] == ["-sand   tides"]
    assert [way.text for way in ways(read_query('"sand or tides" or - wild'))] == ['"sand or tides"     wild']


@pytest.mark.parametrize("text", ["-tides", "tides OR -sand", "the", "", "?!"])
def test_nothing_is_sought_where_nearly_every_work_would_answer(text):
    assert list(ways(read_query(text))) == []


def test_rare_words_weigh_more_than_common_ones():
    make_same(20, "Common things")
    make_work("Rare things")
    count_words()
    assert [one.query for one in read_query("common rare things").sought] == ["'rare'", "'common'", "'thing'"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tdies", "tides"),
        ("tids", "tides"),
        ("tiddes", "tides"),
        ("tidex", "tides"),
        ("Tides", ""),
        ("tide", ""),
    ],
)
def test_one_slip_is_mended(typed, meant):
    make_same(40, "Tides")
    count_words()
    assert read_query(typed).replaced == ({typed: meant} if meant else {})


@pytest.mark.parametrize("typed", ["odes", "tmo", "1234", "xtidesx"])
def test_what_is_short_or_far_away_or_a_number_is_not_mended(typed):
    for title in ("Two tides", "1235 tides"):
        make_work(title)
    count_words()
    assert read_query(typed).replaced == {}


def test_a_word_of_abstracts_alone_is_no_slip():
    make_work("Tides", abstract="We say tidex.")
    count_words()
    query = read_query("tidex")
    assert not query.replaced
    assert next(ways(query)).text == "tidex"


def test_a_rare_word_beside_a_much_commoner_one_is_doubted_and_not_replaced():
    make_same(40, "Tides")
    make_work("Tidse")
    count_words()
    query = read_query("tidse")
    assert (query.replaced, query.doubted) == ({}, {"tidse": "tides"})


def test_the_likeliest_is_the_nearest_and_then_the_commonest():
    words = [
        Meant("tides", "tide", 3),
        Meant("tiles", "tile", 9),
        Meant("titles", "titl", 90),
        Meant("tie", "tie", 5),
    ]
    assert [one.word for one in most_likely("tikes", words)] == ["tiles", "tides"]
    assert most_likely("tikes", [Meant("tides", "tide", 1), Meant("tiles", "tile", 900)]) == (
        Meant("tiles", "tile", 900),
    )


def test_words_are_counted_by_titles_and_go_with_the_last_one():
    work = make_work("Tides and more tides")
    make_work("Gone tides", withdrawn=True)
    assert count_words() == 3
    assert SearchWord.objects.get(word="tides").works_count == 1
    work.title = "Sand"
    work.save()
    assert count_words() == 4
    assert list(SearchWord.objects.values_list("word", flat=True)) == ["sand"]
    assert count_words() == 0


def test_words_that_only_users_reported_are_no_words_of_the_vocabulary():
    reported = [make_work("Tidex", self_reported=True) for _ in range(40)]
    make_work("Tides")
    assert count_words() == 1
    with connection.cursor() as cursor:
        learn_words(cursor, [work.pk for work in reported])
    assert list(SearchWord.objects.values_list("word", flat=True)) == ["tides"]
    assert read_query("tidey").replaced == {"tidey": "tides"}
    assert not read_query("tidex").replaced


def test_words_of_an_import_are_known_at_once_and_counted_at_its_end():
    load(make_record("1", title="Tides of the xylophone"))
    assert read_query("xylophoen").replaced == {"xylophoen": "xylophone"}
    load(*(make_record(str(number), title="More xylophones") for number in range(2, 5)))
    assert SearchWord.objects.get(word="xylophones").works_count == 3


def test_words_taken_as_they_were_typed_are_sought_all_of_them_or_not_at_all():
    make_same(40, "Wild tides")
    count_words()
    assert [way.titles for way in ways(read_query("wild tides").as_typed())] == ["'wild' & 'tide'"]
    assert list(ways(read_query("wild tdies").as_typed())) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-tides", ""),
        ("-tides -sand", ""),
        ('-"wild tides"', ""),
        ("sea -tides level", "sea level"),
        ('"sea level" -tides', '"sea level"'),
        ("Sea - Level", "Sea - Level"),
        ("sea-level", "sea-level"),
    ],
)
def test_what_is_wanted_is_what_is_not_left_out(text, expected):
    assert wanted_text(text) == expected
