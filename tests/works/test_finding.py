"""Finding works by their words and identifiers, and topics by their names."""

import pytest

from tests.builders import make_topic, make_work, make_works
from works import finding
from works.finding import find_topics, find_works, read_words, stated_identifiers, work_identified
from works.models import Topic, Work, WorkIdentifier

pytestmark = pytest.mark.django_db

HOSTILE = [
    "'",
    "''",
    '"',
    '""',
    "\\",
    "%_\\",
    "&|!():*<->",
    "a & b",
    "-",
    "- -",
    "or",
    "or or",
    "<->",
    "a:*",
    "  ",
]


def titles_found(text, **chosen):
    found = find_works(text, chosen)
    titles = Work.objects.in_bulk(found.ids)
    return [titles[pk].title for pk in found.ids]


def make_three():
    make_work("Tides of the northern sea", abstract="Water rises and falls.")
    make_work("Harbor walls", abstract="They hold against the tides, most of the time.")
    make_work("Mountains", abstract="Nothing rises here.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tides", {"Tides of the northern sea", "Harbor walls"}),
        ("TIDE", {"Tides of the northern sea", "Harbor walls"}),
        ('"northern sea"', {"Tides of the northern sea"}),
        ('"sea northern"', set()),
        ("tides -harbor", {"Tides of the northern sea"}),
        ("mountains or harbor", {"Mountains", "Harbor walls"}),
        ("rising water", {"Tides of the northern sea"}),
        ("desert", set()),
    ],
)
def test_works_are_found_by_words_phrases_and_exclusions(text, expected):
    make_three()
    assert set(titles_found(text)) == expected


def test_a_title_counts_for_more_than_an_abstract():
    make_three()
    assert titles_found("tides") == ["Tides of the northern sea", "Harbor walls"]


def test_the_newest_come_first_when_asked():
    make_work("Tides old", year=1990)
    make_work("Tides and tides, tides", year=1980)
    assert titles_found("tides", sort="newest") == ["Tides old", "Tides and tides, tides"]


def test_years_and_type_narrow_what_is_found():
    make_work("Tides one", year=1999, type=Work.Type.BOOK)
    make_work("Tides two", year=2000, type=Work.Type.BOOK)
    make_work("Tides three", year=2001, type=Work.Type.PREPRINT)
    assert titles_found("tides", year_from=2000, year_to=2000) == ["Tides two"]
    assert set(titles_found("tides", year_to=2000)) == {"Tides one", "Tides two"}
    assert titles_found("tides", type="preprint") == ["Tides three"]


def test_a_withdrawn_work_is_not_found():
    make_work("Tides taken back", withdrawn=True)
    assert titles_found("tides") == []


def test_more_than_can_be_ranked_is_said_to_be_more(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    make_works(5)
    found = find_works("paper", {"page": 9}, per_page=2)
    assert (found.shown_total, found.reachable, found.page, len(found.ids)) == ("3+", 3, 2, 2)


def test_ranking_is_done_for_the_best_ranked_answers(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 0)
    make_work("Tides, tides and tides", rank=1)
    make_work("Tides", rank=5)
    assert titles_found("tides") == ["Tides"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_find_nothing_and_break_nothing(text):
    make_work("A paper")
    assert find_works(text, {}).total in (0, 1)
    assert isinstance(read_words(text), list)
    assert isinstance(find_topics(text), list)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("translations", ["translat"]),
        ('"neural networks" -speech', ["neural", "network"]),
        ("-speech", []),
        ("foo or -bar", []),
        ("the of", []),
        ("o'clock", ["o", "clock"]),
    ],
)
def test_the_stems_sought_are_those_not_excluded(text, expected):
    assert read_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("backprop", ["Backpropagation"]),
        ("learning", ["Deep learning", "Machine Learning"]),
        ("BPTT", ["Backpropagation through time"]),
        ("cs.LG", ["Machine Learning"]),
        ("cs", []),
        ("%", []),
        ("_", []),
    ],
)
def test_topics_are_found_by_name_code_and_other_words_for_them(text, expected):
    make_topic("Backpropagation", works_count=3)
    make_topic("Backpropagation through time", works_count=2) if text == "BPTT" else None
    make_topic("Deep learning", works_count=2)
    make_topic("Machine Learning", kind=Topic.Kind.CATEGORY, codes=["cs.LG"], works_count=1)
    make_topic("Learning of nobody", works_count=0)
    assert [topic.name for topic in find_topics(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1234/ABC", [("doi", "10.1234/abc")]),
        ("https://doi.org/10.1234/abc", [("doi", "10.1234/abc")]),
        ("arXiv:2205.07141v2", [("arxiv", "2205.07141")]),
        ("P04-1001", [("acl", "P04-1001")]),
        ("pmid:123", [("pmid", "123")]),
        ("title: a colon", []),
        ("Ada Lindqvist", []),
        ("2020", []),
    ],
)
def test_identifiers_are_read_as_people_paste_them(text, expected):
    assert stated_identifiers(text) == expected


def test_a_work_is_known_by_its_identifier_unless_it_was_withdrawn():
    work, gone = make_work("Tides"), make_work("Gone", withdrawn=True)
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.1234/tides")
    WorkIdentifier.objects.create(work=gone, scheme="doi", value="10.1234/gone")
    assert work_identified("https://doi.org/10.1234/TIDES") == work
    assert work_identified("10.1234/gone") is None
    assert work_identified("10.1234/unknown") is None
    assert work_identified("no identifier") is None
