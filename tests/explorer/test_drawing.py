"""A neighborhood as a picture."""

import pytest

from explorer.drawing import LARGE, MOST_DRAWN, NARROW, TALL, WIDE, drawing_of
from explorer.graph import Edge, Group, Kind, Neighborhood, Relation
from tests.explorer.graphs import make_node, make_star

SHEETS = [WIDE, NARROW, LARGE, TALL]


def draw(neighborhood, sheet=WIDE):
    return drawing_of(neighborhood, sheet, lambda node: f"/{node.slug}/")


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_node_is_drawn_once_in_the_order_of_the_list(sheet):
    star = make_star(12, 8)
    assert [drawn.shape.node for drawn in draw(star, sheet).nodes] == list(star.nodes)


@pytest.mark.parametrize("sheet", SHEETS)
def test_names_are_shortened_for_the_eye_and_whole_for_the_ear(sheet):
    name = "Extraordinarily Garrulous Person " * 4
    for drawn in draw(make_star(3, 1, names=name.strip()), sheet).nodes:
        assert len(drawn.shape.lines) <= sheet.lines
        assert drawn.words.startswith(name.strip())


def test_the_same_neighborhood_is_drawn_the_same():
    assert draw(make_star(12, 8)) == draw(make_star(12, 8))


def test_more_nodes_make_a_higher_sheet():
    heights = [draw(make_star(people, 8), LARGE).height for people in (1, 12, 20, 25, 40)]
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("people", [1, 12, 25])
def test_a_slice_is_always_as_high_as_the_place_kept_for_it(people):
    assert draw(make_star(people, 8), WIDE).height == WIDE.height


def test_lines_grow_with_works_up_to_a_limit():
    widths = [edge.width for edge in draw(make_star(5, 0)).edges]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]
    huge = Neighborhood(
        make_node(0),
        (Group(Kind.RESEARCHER, (make_node(1),), 1),),
        (Edge("researcher:researcher-0", "researcher:researcher-1", Relation.COAUTHOR, 10**6),),
    )
    assert draw(huge).edges[0].width == 6


def test_only_the_strongest_of_many_ties_are_drawn_but_no_node_is_cut_off():
    focus, people = make_node(0), tuple(make_node(n) for n in range(1, 13))
    topic = make_node(1, Kind.TOPIC)
    paper = make_node(1, Kind.WORK)
    ties = [
        Edge(one.key, other.key, Relation.COAUTHOR) for one in people for other in people if one.id < other.id
    ]
    crowd = Neighborhood(
        focus,
        (Group(Kind.RESEARCHER, people, 12), Group(Kind.WORK, (paper,), 1), Group(Kind.TOPIC, (topic,), 1)),
        (
            *(Edge(focus.key, person.key, Relation.COAUTHOR, 2) for person in people),
            Edge(focus.key, paper.key, Relation.WROTE),
            *ties,
            *(Edge(person.key, paper.key, Relation.WROTE) for person in people),
            *[Edge(paper.key, people[0].key, Relation.ABOUT)] * 20,
            Edge(paper.key, topic.key, Relation.ABOUT),
        ),
    )
    drawn = [edge.edge for edge in draw(crowd).edges]
    assert sum(edge in ties for edge in drawn) == MOST_DRAWN[Relation.COAUTHOR] < len(ties)
    assert drawn[-1].source == focus.key, "ties to the focus lie on top"
    assert any(topic.key == edge.target for edge in drawn)


@pytest.mark.parametrize(
    ("kind", "corners"), [(Kind.WORK, 5), (Kind.TOPIC, 4), (Kind.INSTITUTION, 7), (Kind.VENUE, 6)]
)
def test_each_kind_has_a_shape_of_its_own(kind, corners):
    star = Neighborhood(make_node(0, kind), (), ())
    assert len(draw(star).nodes[0].shape.outline.split()) == corners


def test_a_person_is_a_circle_and_larger_the_more_is_shared():
    shapes = [drawn.shape for drawn in draw(make_star(5, 0)).nodes[1:]]
    assert {shape.outline for shape in shapes} == {""}
    assert [shape.radius for shape in shapes] == sorted(shape.radius for shape in shapes)


def test_what_can_be_hit_is_never_smaller_than_24_pixels():
    for sheet in SHEETS:
        for drawn in draw(make_star(12, 8, names="I"), sheet).nodes:
            assert min(drawn.shape.room["width"], drawn.shape.room["height"]) >= 24
