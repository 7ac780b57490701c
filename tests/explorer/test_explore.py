"""The explorer."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from explorer.focus import MOST_STEPS, most_connected, next_trail
from tests.builders import make_researcher, make_topic, make_work
from tests.explorer.reading import Reading

pytestmark = pytest.mark.django_db
EXPLORE = reverse("explorer:explore")
PIECE = {"HX-Request": "true"}


@pytest.fixture
def ada():
    researcher = make_researcher("Ada Lindqvist", slug="ada")
    bob = make_researcher("Bob Okafor", slug="bob")
    make_work("On tides", slug="on-tides", year=2001, authors=[researcher, bob], topics=[make_topic("Tides")])
    make_work("On sand", year=2021, authors=[researcher, make_researcher("Cleo Marsh", slug="cleo")])
    return researcher


def explore(client, query="", **options):
    return client.get(f"{EXPLORE}?{query}", **options)


def test_without_a_focus_it_says_what_to_do(client, ada):
    ada.coauthors_count = 2
    ada.save()
    response = client.get(EXPLORE)
    reading = Reading.of(response)
    assert "Choose where to begin" in reading.text()
    assert reading.tree.xpath("//main//form[@role='search']//input[@name='q']")
    assert "/explore/?focus=researcher:ada" in reading.tree.xpath("//ul[@class='chips']//a/@href")


def test_the_most_connected_are_the_examples(ada):
    busy = make_researcher("Busy", coauthors_count=9)
    make_researcher("Gone", coauthors_count=99, merged_into=ada)
    make_researcher("Busier", coauthors_count=12)
    assert [node.name for node in most_connected(5)] == ["Busier", busy.preferred_name]


def test_the_picture_and_the_list_agree(client, ada):
    reading = Reading.of(explore(client, "focus=researcher:ada"))
    for sheet in ("wide", "narrow"):
        assert reading.pictured_links(sheet)[1:] == reading.listed_links() != []


@pytest.mark.parametrize("key", ["researcher:ada", "work:on-tides", "topic:tides"])
def test_everything_can_be_in_focus(client, ada, key):
    response = explore(client, f"focus={key}")
    assert response.status_code == 200
    assert len(Reading.of(response).labels()) > 1


def test_the_piece_is_swapped_and_its_address_kept(client, ada):
    response = explore(client, "focus=researcher:ada&kinds=researcher&year_from=&year_to=", headers=PIECE)
    assert b"<html" not in response.content
    assert b'id="explorer"' in response.content
    assert response["HX-Push-Url"] == "/explore/?focus=researcher:ada&kinds=researcher"


def test_kinds_narrow_the_picture_and_stay_checked(client, ada):
    reading = Reading.of(explore(client, "focus=researcher:ada&kinds=topic&kinds=work"))
    assert set(reading.listed()) == {"On sand", "On tides", "Tides"}
    checked = reading.tree.xpath("//input[@name='kinds'][@checked]/@value")
    assert set(checked) == {"topic", "work"}


def test_years_narrow_the_picture(client, ada):
    text = Reading.of(explore(client, "focus=researcher:ada&year_from=2010&year_to=2022")).listed()
    assert "Cleo Marsh" in text
    assert "Bob Okafor" not in text


def test_a_filter_that_leaves_nothing_can_be_taken_back(client, ada):
    reading = Reading.of(explore(client, "focus=researcher:ada&year_from=1800&year_to=1801"))
    assert "Nothing matches" in reading.text()
    assert "/explore/?focus=researcher:ada" in reading.tree.xpath("//a[text()='Clear filters']/@href")


@pytest.mark.parametrize(
    "query",
    [
        "year_from=abc",
        "year_from=99999999999999999999",
        "year_from=2000&year_to=1990",
        "year_to=-1",
        "kinds=nonsense",
        "more=nonsense",
        "trail=not a key",
        "trail=researcher:ada,<script>",
        "trail=%00",
    ],
)
def test_what_is_not_understood_is_said_and_left_out(client, ada, query):
    response = explore(client, f"focus=researcher:ada&{query}")
    assert response.status_code == 200
    text = Reading.of(response).text()
    assert "was not understood and is left out." in text
    assert "Bob Okafor" in text
    assert b"<script>" not in response.content


@pytest.mark.parametrize(
    "focus", ["nonsense", "researcher:", "person:ada", "researcher:a b", "researcher:%00", ":", "x" * 300]
)
def test_a_focus_that_is_none_is_said(client, focus):
    response = explore(client, f"focus={focus}")
    assert response.status_code == 200
    assert "was not understood" in Reading.of(response).text()


@pytest.mark.parametrize("kind", ["researcher", "work", "topic", "institution", "venue"])
def test_an_unknown_focus_is_a_404(client, kind):
    assert explore(client, f"focus={kind}:nobody").status_code == 404


def test_a_merged_focus_leads_on_with_everything_else_kept(client, ada):
    make_researcher("A. Lindqvist", slug="old-ada", merged_into=ada)
    response = explore(client, "focus=researcher:old-ada&kinds=work&trail=topic:tides")
    assert response.status_code == 301
    assert response["Location"] == "/explore/?focus=researcher:ada&trail=topic:tides&kinds=work"


def test_a_node_becomes_the_next_focus_with_the_way_behind(client, ada):
    reading = Reading.of(explore(client, "focus=researcher:ada&year_from=2000&more=topic"))
    onward = next(link for link in reading.pictured_links() if "focus=researcher:bob" in link)
    assert onward == "/explore/?focus=researcher:bob&trail=researcher:ada&year_from=2000"
    there = Reading.of(client.get(onward))
    (back,) = there.tree.xpath("//nav[@aria-label='Trail']//a")
    assert (back.text_content(), back.get("href")) == (
        "Ada Lindqvist",
        "/explore/?focus=researcher:ada&year_from=2000",
    )


def test_steps_that_are_gone_are_left_out_of_the_trail(client, ada):
    tree = Reading.of(explore(client, "focus=researcher:ada&trail=researcher:nobody,topic:tides")).tree
    assert [link.text_content() for link in tree.xpath("//nav[@aria-label='Trail']//a")] == ["Tides"]


@pytest.mark.parametrize(
    ("trail", "focus", "following", "expected"),
    [
        ((), "a", "b", ("a",)),
        (("a",), "b", "c", ("a", "b")),
        (("a", "b"), "c", "a", ()),
        (("a", "b"), "c", "b", ("a",)),
        (("a",), "b", "b", ("a",)),
        (tuple("abcdefgh"), "i", "j", tuple("bcdefghi")),
    ],
)
def test_the_trail_grows_shrinks_and_is_bounded(trail, focus, following, expected):
    assert next_trail(trail, focus, following) == expected
    assert len(next_trail(trail, focus, following)) <= MOST_STEPS


def test_a_long_trail_in_the_address_is_cut(client, ada):
    steps = ",".join(f"topic:t{number}" for number in range(50))
    response = explore(client, f"focus=researcher:ada&trail={steps}", headers=PIECE)
    (trail,) = parse_qs(urlsplit(response["HX-Push-Url"]).query)["trail"]
    assert trail.split(",") == [f"topic:t{number}" for number in range(42, 50)]


def test_and_more_expands_and_folds_again(client):
    ada = make_researcher("Ada", slug="ada")
    make_work(authors=[ada, *(make_researcher(f"Person {n}") for n in range(40))])
    reading = Reading.of(explore(client, "focus=researcher:ada"))
    (more,) = reading.tree.xpath("//a[text()='and 28 more']/@href")
    expanded = Reading.of(client.get(more))
    assert sum(name.startswith("Person") for name in expanded.listed()) == 24
    assert "and 16 more" in expanded.text(), "and it ends there"
    assert expanded.tree.xpath("//a[text()='Show fewer']/@href") == ["/explore/?focus=researcher:ada"]


def test_a_sample_says_that_it_is_one(client, monkeypatch):
    monkeypatch.setattr("explorer.scope.MOST_OF_MANY", 1)
    for number in range(3):
        make_work(f"Paper {number}", authors=[make_researcher(f"P {number}")], topics=[make_topic("Tides")])
    text = Reading.of(explore(client, "focus=topic:tides")).text()
    assert "Drawn from 1 of 3 works." in text
    assert "at least 1" in text


def test_the_cost_is_flat(client, ada, count_queries):
    def visit():
        explore(client, "focus=researcher:ada&trail=researcher:bob,topic:tides")

    few = count_queries(visit)
    for number in range(30):
        make_work(authors=[ada, make_researcher(f"P {number}")], topics=[make_topic(f"T {number}")])
    assert count_queries(visit) == few == 9


def test_the_explorer_only_answers_reading(client):
    assert client.post(EXPLORE).status_code == 405
