"""What is said of the graph."""

import pytest

from explorer.graph import Edge, Group, Kind, Neighborhood, Relation
from explorer.wording import listed, words_of, words_of_edge, words_of_node
from tests.explorer.graphs import make_node, make_star

ADA, BOB = make_node(1, name="Ada"), make_node(2, name="Bob")
PAPER, OTHER = make_node(3, Kind.WORK, "On {braces}"), make_node(4, Kind.WORK, "On seas")
TOPIC = make_node(5, Kind.TOPIC, "Tides")


@pytest.mark.parametrize(
    ("relation", "source", "target", "works", "expected"),
    [
        (Relation.COAUTHOR, ADA, BOB, 1, "Ada and Bob: 1 work together"),
        (Relation.COAUTHOR, ADA, BOB, 1204, "Ada and Bob: 1,204 works together"),
        (Relation.WROTE, ADA, PAPER, 1, "Ada wrote “On {braces}”"),
        (Relation.ABOUT, PAPER, TOPIC, 1, "“On {braces}” is about Tides"),
        (Relation.CITES, PAPER, OTHER, 1, "“On {braces}” cites “On seas”"),
        (Relation.THROUGH_WORKS, ADA, TOPIC, 3, "Ada, Tides: 3 works"),
    ],
)
def test_an_edge_is_a_sentence(relation, source, target, works, expected):
    assert words_of_edge(Edge(source.key, target.key, relation, works), source, target) == expected


def test_every_relation_has_its_words():
    for relation in Relation:
        assert "Ada" in words_of_edge(Edge(ADA.key, BOB.key, relation), ADA, BOB)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (make_node(1, name="Bob", works=1, first_year=2019, last_year=2019), "Bob, researcher, 1 work, 2019"),
        (
            make_node(1, name="Bob", works=2, first_year=2018, last_year=2019),
            "Bob, researcher, 2 works, 2018\u20132019",
        ),
        (
            make_node(1, Kind.WORK, "On seas", works=1, first_year=2019, last_year=2019),
            "On seas, work, 2019, 1 author",
        ),
        (make_node(1, Kind.TOPIC, "Tides"), "Tides, topic"),
    ],
)
def test_a_node_says_what_it_is_and_what_ties_it(node, expected):
    assert words_of_node(node) == expected


@pytest.mark.parametrize(
    ("parts", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_english(parts, expected):
    assert listed(parts) == expected


def test_the_picture_says_what_is_in_it():
    assert words_of(make_star(1, 2)).endswith(": 1 researcher and 2 works")
    alone = Neighborhood(ADA, (Group(Kind.RESEARCHER),), ())
    assert words_of(alone) == "Research graph of Ada: nothing around it is known"
