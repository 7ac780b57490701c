"""How two people are connected."""

import pytest
from django.urls import reverse

from explorer.focus import focus_on_researcher
from explorer.paths import MOST_AUTHORS, connection_of, people_named
from researchers.models import NameVariant
from tests.builders import make_researcher, make_work
from tests.explorer.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """Nine people, of whom each wrote with the next."""
    people = [make_researcher(f"Person {number}", slug=f"p{number}") for number in range(9)]
    for number in range(8):
        make_work(f"Work {number}", authors=people[number : number + 2])
    return people


def chain(start, goal) -> list[str]:
    steps = connection_of(focus_on_researcher(start), focus_on_researcher(goal)).steps
    return [step.person.slug for step in steps] + [step.next_person.slug for step in steps[-1:]]


def ask(client, **ends):
    return client.get(reverse("explorer:path"), {name.strip("_"): value for name, value in ends.items()})


@pytest.mark.parametrize("length", range(1, 7))
def test_up_to_six_steps_are_found_from_either_end(row, length):
    expected = [f"p{number}" for number in range(length + 1)]
    assert chain(row[0], row[length]) == expected
    assert chain(row[length], row[0]) == expected[::-1]


@pytest.mark.parametrize("length", [7, 8])
def test_more_than_six_steps_are_no_connection(row, length):
    assert chain(row[0], row[length]) == []


def test_the_shortest_way_is_taken(row):
    make_work("A shortcut", authors=[row[1], row[5]])
    assert chain(row[0], row[6]) == ["p0", "p1", "p5", "p6"]


def test_islands_are_not_connected(row):
    assert chain(row[0], make_researcher("Hermit")) == []


@pytest.mark.parametrize("lost", [{"retracted": True}, {"withdrawn": True}, {"self_reported": True}])
def test_what_was_taken_back_connects_nobody(row, lost):
    hermit = make_researcher("Hermit")
    make_work("Taken back", authors=[row[0], hermit], **lost)
    assert chain(row[0], hermit) == []


def test_crowds_connect_nobody(row):
    hermit, guest = make_researcher("Hermit"), make_researcher("Guest")
    make_work("A crowd", authors=[row[0], hermit, *map(str, range(MOST_AUTHORS - 1))])
    make_work("Just no crowd", authors=[row[0], guest, *map(str, range(MOST_AUTHORS - 2))])
    assert chain(row[0], hermit) == []
    assert chain(row[0], guest) == ["p0", guest.slug]


def test_each_step_has_its_best_works(row):
    for rank in range(5):
        make_work(f"Further work {rank}", authors=row[:2], rank=rank + 1)
    (step,) = connection_of(focus_on_researcher(row[0]), focus_on_researcher(row[1])).steps
    assert [work.name for work in step.works] == [f"Further work {rank}" for rank in (4, 3, 2)]
    assert (step.total, step.more) == (6, 3)


def test_a_search_that_grows_too_large_ends(row, monkeypatch):
    monkeypatch.setattr("explorer.paths.MOST_VISITED", 3)
    found = connection_of(focus_on_researcher(row[0]), focus_on_researcher(row[6]))
    assert found.gave_up
    assert found.steps == ()


def test_people_are_meant_by_slug_or_by_a_printed_name(row):
    twin = make_researcher("Person 0", slug="other")
    NameVariant.objects.create(researcher=row[1], name="P. One", name_key="p one")
    assert [node.slug for node in people_named("p0")] == ["p0"]
    assert {node.slug for node in people_named("PÉRSON 0")} == {"p0", twin.slug}
    assert [node.slug for node in people_named("P. One")] == ["p1"]
    assert people_named("Nobody") == []


def test_merged_people_are_those_they_were_merged_into(row):
    make_researcher("Person Zero", slug="old", merged_into=row[0])
    assert [node.slug for node in people_named("Person Zero")] == ["p0"]


def test_the_page_shows_the_chain_with_its_works(client, row):
    reading = Reading.of(ask(client, from_="p0", to="Person 2"))
    assert "2 steps from Person 0 to Person 2" in reading.text()
    links = reading.tree.xpath("//ol[@class='path']//a")
    assert [link.text_content() for link in links] == ["Person 0", "Work 0", "Person 1", "Work 1", "Person 2"]
    assert reading.tree.xpath("//input[@name='from']/@value") == ["p0"]


def test_the_page_says_plainly_when_there_is_none(client, row):
    text = Reading.of(ask(client, from_="p0", to="p8")).text()
    assert "No chain of at most 6 co-authorships leads from Person 0 to Person 8." in text


def test_namesakes_are_asked_about(client, row):
    make_researcher("Person 0", slug="other")
    reading = Reading.of(ask(client, from_="Person 0", to="p1"))
    assert "Who is meant by “Person 0”?" in reading.text()
    assert set(reading.tree.xpath("//ul[contains(@class, 'entries')]//a/@href")) == {
        "/explore/path/?from=p0&to=p1",
        "/explore/path/?from=other&to=p1",
    }


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ({}, "Name two people"),
        ({"from_": "p0"}, "Name two people"),
        ({"from_": "p0", "to": "p0"}, "One and the same person"),
        ({"from_": "p0", "to": "Nobody"}, "Nobody in this record is named “Nobody”."),
        ({"from_": "p0", "to": "x" * 300}, "A name has at most 200 characters"),
        ({"from_": "p0", "to": "\x00"}, "A name has at most 200 characters"),
        ({"from_": "<script>", "to": "p0"}, "Nobody in this record is named “<script>”."),
    ],
)
def test_whatever_is_asked_gets_an_answer(client, row, ends, words):
    response = ask(client, **ends)
    assert response.status_code == 200
    assert words in Reading.of(response).text()
    assert b"<script>" not in response.content


def test_the_piece_is_only_the_answer(client, row):
    response = client.get(
        reverse("explorer:path"), {"from": "p0", "to": "p1"}, headers={"HX-Request": "true"}
    )
    assert response.content.decode().strip().startswith('<section class="section" id="path"')


def test_the_cost_depends_on_the_steps_alone(client, row, count_queries):
    few = count_queries(lambda: ask(client, from_="p0", to="p2"))
    for number in range(20):
        make_work(authors=[row[0], make_researcher(f"Friend {number}")])
    assert count_queries(lambda: ask(client, from_="p0", to="p2")) == few
