"""Finding works by their words, right or not, and topics by their names."""

import pytest

from tests.builders import make_topic, make_work, make_works, take_back
from works import finding
from works.finding import Found, find_topics, find_works
from works.models import Topic, Work
from works.queries import read_query
from works.words import count_words

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


def find(text, chosen=None, **options):
    return find_works(read_query(text), chosen or {}, **options)


def titles_found(text, **chosen):
    found = find(text, chosen).found
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
        ("mountains OR harbor", {"Mountains", "Harbor walls"}),
        ("tides or harbor", {"Harbor walls"}),
        ("-harbor or tides", {"Tides of the northern sea"}),
        ("harbor - walls", {"Harbor walls"}),
        ("rising water", {"Tides of the northern sea"}),
        ("desert", set()),
    ],
)
def test_works_are_found_by_words_phrases_and_exclusions(text, expected):
    make_three()
    assert set(titles_found(text)) == expected


@pytest.mark.parametrize(
    "title",
    [
        "To rise or not to rise: tides",
        "The suffix -kah in coastal letters",
        'The "long wave" model',
        "Tides OR sand",
        "Sand - and tides",
    ],
)
def test_a_title_is_found_by_all_of_itself_whatever_its_marks(title):
    make_work(title)
    make_work("Letters to rising sand")
    assert titles_found(title)[0] == title


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
    found = find("paper", {"page": 9}, per_page=2).found
    assert (found.shown_total, found.reachable, found.page, len(found.ids)) == ("3+", 3, 2, 1)


def test_ranking_is_done_for_the_best_ranked_answers(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 1)
    make_work("Tides, tides and tides", rank=1)
    make_work("Tides", rank=5)
    assert titles_found("tides") == ["Tides"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_find_nothing_and_break_nothing(text):
    make_work("A paper")
    count_words()
    assert find(text).found.total in (0, 1)
    assert find_topics(text)[1].total == 0


def make_shelf():
    """A title to be found, and enough others to tell rare words from common ones."""
    make_work("Measuring the height of tides with wooden poles")
    for title in ("Measuring the height of mountains", "Wooden houses", "Poles and tides", "Wooden poles"):
        make_work(title)
    make_works(30, abstract="Measuring height is hard.")
    count_words()


@pytest.mark.parametrize(
    ("slip", "text"),
    [
        ("nothing but a word missing", "Measuring height tides wooden poles"),
        ("a letter left out", "Measuring height of tids with poles"),
        ("a letter too many", "Measurring height of tides poles"),
        ("a wrong letter", "Measuring hejght of tides with wooden"),
        ("two letters swapped", "height of tides with woodne poles"),
        ("a word of the vocabulary that the title has not", "Measuring houses of tides with wooden poles"),
        ("a word that nothing is near to", "Measuring xylophone of tides with wooden poles"),
    ],
)
def test_a_title_is_found_with_a_word_missing_and_one_mistyped(slip, text):
    make_shelf()
    assert titles_found(text)[0] == "Measuring the height of tides with wooden poles", slip


def test_titles_with_most_of_the_words_are_said_to_lack_some():
    make_shelf()
    answer = find("measuring tides houses wooden")
    assert not answer.way.has_all
    assert not answer.way.is_mended
    assert (
        titles_found("measuring tides houses wooden")[0] == "Measuring the height of tides with wooden poles"
    )


def test_words_that_nothing_has_are_mended_and_that_is_said():
    make_shelf()
    answer = find("woodne poels")
    assert answer.way.is_mended
    assert set(titles_found("woodne poels")) >= {"Wooden poles"}


def test_what_is_sought_as_typed_is_not_mended():
    make_shelf()
    assert find_works(read_query("woodne poles", verbatim=True), {}).found.total == 0
    assert find_works(read_query("wooden poles", verbatim=True), {}).found.total == 2


def make_same(number, title, **fields):
    for _ in range(number):
        make_work(title, **fields)


def test_where_enough_works_have_all_words_none_that_lacks_one_is_added():
    make_same(5, "Tides and sand and wind")
    make_work("Tides and sand")
    count_words()
    assert find("tides sand wind").found.total == 5


def test_two_words_that_no_work_has_together_find_nothing():
    make_shelf()
    assert titles_found("mountains houses") == []


def test_of_titles_with_all_words_that_with_least_beside_them_comes_first():
    make_work("On tides in rivers, lakes and other waters")
    make_work("Tides in lakes")
    make_work("Harbors", abstract="Tides are weak in lakes.")
    assert titles_found("tides lakes") == [
        "Tides in lakes",
        "On tides in rivers, lakes and other waters",
        "Harbors",
    ]


@pytest.mark.parametrize(
    "text", ["naive bayes", "Naïve-Bayes", "input output", "input/output", "covid 19", "COVID-19"]
)
def test_accents_hyphens_and_slashes_do_not_matter_in_titles(text):
    make_work("Naïve Bayes for input/output of COVID-19")
    assert len(titles_found(text)) == 1


@pytest.mark.parametrize(
    "text", ["gödel", "Gödel", "godel", '"gödel lamps"', '"godel lamps"', "godel OR walrus", "godel -harbor"]
)
def test_accents_do_not_matter_in_abstracts_and_in_operators(text):
    make_work("Lights of the sea", abstract="Cheap Gödel lamps shine far.")
    make_same(40, "Model lamps harbor")
    count_words()
    assert "Lights of the sea" in titles_found(text)
    assert not read_query(text).replaced


@pytest.mark.parametrize("text", ["морской", "МОРСКОЙ"])
def test_cyrillic_letters_with_marks_are_found_in_abstracts(text):
    make_work("Lights of the sea", abstract="Словарь: морской фонарь.")
    assert titles_found(text) == ["Lights of the sea"]


def test_filters_narrow_what_was_found_and_never_bring_in_what_lacks_words():
    make_same(5, "Tides and sand and wind", year=2000)
    make_work("Tides and sand and wind", year=1990)
    make_work("Tides and sand", year=1990)
    count_words()
    assert titles_found("tides sand wind", year_to=1995) == ["Tides and sand and wind"]


def test_everything_that_narrows_works_does_so_alone():
    topic, venue = make_topic("Waves"), "Journal of Water"
    make_work("Tides here", topics=[topic], venue=venue, has_code=True, open_access=True, source="arxiv")
    make_work("Tides there")
    for name, value in (
        ("topic", "waves"),
        ("venue", "journal-of-water"),
        ("source", "arxiv"),
        ("code", True),
        ("open_access", True),
    ):
        assert titles_found("tides", **{name: value}) == ["Tides here"], name


def test_facets_count_what_was_found():
    topic, venue = make_topic("Waves"), "Journal of Water"
    make_work("Tides here", topics=[topic], venue=venue, has_code=True, type=Work.Type.BOOK, year=1999)
    make_work("Tides there", topics=[topic], open_access=True, type=Work.Type.BOOK, year=2001)
    make_work("Mountains", topics=[topic], has_code=True)
    facets = find("tides", with_facets=True).facets
    assert facets.options["topic"] == [("waves", "Waves (2)")]
    assert facets.options["venue"] == [("journal-of-water", "Journal of Water (1)")]
    assert facets.options["type"] == [("book", "Book (2)")]
    assert facets.years == {1999: 1, 2001: 1}
    assert (facets.with_code, facets.open_access) == (1, 1)


def test_a_source_that_took_its_statement_back_is_no_source():
    take_back(make_work("Tides here"))
    assert [value for value, _ in find("tides", with_facets=True).facets.options["source"]] == ["demo"]
    assert titles_found("tides", source="arxiv") == []


@pytest.mark.parametrize("bundle", ["for_item", "for_card"])
def test_lists_name_no_source_that_took_its_statement_back(bundle):
    work = make_work("Tides here")
    take_back(work)
    shown = getattr(Work.objects, bundle)().get(pk=work.pk)
    assert [record.source for record in shown.sources.all()] == ["demo"]


def test_what_could_be_chosen_instead_is_offered_beside_the_other_filters():
    make_work("Tides one", type=Work.Type.BOOK, year=2001, venue="Sea", topics=[make_topic("Waves")])
    make_work("Tides two", type=Work.Type.THESIS, year=2001, venue="Sea", source="arxiv")
    make_work("Tides three", type=Work.Type.THESIS, year=2003, venue="Land")
    facets = find("tides", {"type": "book", "year_to": 2002}, with_facets=True).facets
    assert facets.options["type"] == [("book", "Book (1)"), ("thesis", "Thesis (1)")]
    assert facets.options["venue"] == [("sea", "Sea (1)")]
    assert facets.years == {2001: 1}
    facets = find("tides", {"venue": "land", "type": "thesis"}, with_facets=True).facets
    assert dict(facets.options["venue"]) == {"land": "Land (1)", "sea": "Sea (1)"}
    facets = find("tides", {"year_from": 2003}, with_facets=True).facets
    assert facets.years == {2001: 2, 2003: 1}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("type", "dataset", "Dataset (0)"),
        ("source", "acl", "ACL Anthology (0)"),
        ("topic", "moons", "Moons (0)"),
        ("venue", "land", "Land (0)"),
    ],
)
def test_what_is_chosen_has_its_name_though_nothing_is_left_of_it(name, value, words):
    make_work("Tides")
    make_work("Moons", venue="Land", topics=[make_topic("Moons")])
    assert (value, words) in find("tides", {name: value}, with_facets=True).facets.options[name]


def test_numbers_are_said_to_be_more_where_not_all_works_are_counted(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    make_works(5, venue="Sea")
    facets = find("paper", with_facets=True).facets
    assert facets.options["venue"] == [("sea", "Sea (3+)")]
    facets = find("paper", {"venue": "land"}, with_facets=True).facets
    assert dict(facets.options["venue"])["sea"] == "Sea (3+)"


def test_facets_count_no_more_than_is_ranked(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    make_works(5, has_code=True)
    answer = find("paper", with_facets=True)
    assert (answer.found.shown_total, answer.facets.with_code) == ("3+", 3)


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
    assert [topic.name for topic in find_topics(text)[0]] == expected


def test_pages_of_topics_are_cut_and_counted():
    for number in range(5):
        make_topic(f"Learning {number}", works_count=5 - number)
    topics, found = find_topics("learning", page=9, per_page=2)
    assert ([topic.name for topic in topics], found.total, found.page) == (["Learning 4"], 5, 3)


def test_no_words_are_the_name_of_no_topic():
    make_topic("Tides", works_count=1)
    assert find_topics("") == ([], Found())
