"""Where nodes stand."""

from itertools import combinations

import pytest

from explorer.layout import Box, overlap, positions

BOX = Box(half=50, above=12, below=35)
WIDTH, HEIGHT = 900, 700


def star(count: int) -> list[tuple[int, int]]:
    return [(0, other) for other in range(1, count)]


def points_of(count: int, edges: list[tuple[int, int]] | None = None):
    return positions([BOX] * count, star(count) if edges is None else edges, width=WIDTH, height=HEIGHT)


@pytest.mark.parametrize("count", [1, 2, 3, 12, 34])
def test_every_box_lies_within_the_sheet(count):
    points = points_of(count)
    assert len(points) == count
    for point in points:
        assert BOX.half - 0.1 <= point.x <= WIDTH - BOX.half + 0.1
        assert BOX.above - 0.1 <= point.y <= HEIGHT - BOX.below + 0.1


@pytest.mark.parametrize(("count", "tied"), [(2, True), (12, True), (34, True), (2, False), (12, False)])
def test_no_box_covers_another(count, tied):
    points = points_of(count, star(count) if tied else [])
    for one, other in combinations(points, 2):
        across, down = overlap([one.x, one.y], BOX, [other.x, other.y], BOX)
        assert across <= 5.2 or down <= 5.2, "closer than the gap between boxes"


def test_the_focus_stands_in_the_middle():
    focus = points_of(20)[0]
    assert (focus.x, focus.y) == (WIDTH / 2, HEIGHT / 2)


def test_equal_input_gives_an_equal_picture():
    assert points_of(30) == points_of(30)


def test_what_the_focus_is_not_tied_to_is_not_drawn_through_it():
    focus, tied, further = positions([BOX] * 3, [(0, 1), (1, 2)], width=WIDTH, height=HEIGHT)
    toward_tied = (tied.x - focus.x, tied.y - focus.y)
    toward_further = (further.x - focus.x, further.y - focus.y)
    assert toward_tied[0] * toward_further[0] + toward_tied[1] * toward_further[1] > 0, "on the same side"


def test_nothing_to_place_is_no_error():
    assert positions([], [], width=WIDTH, height=HEIGHT) == []


def test_more_boxes_than_room_stay_on_the_sheet():
    for point in positions([BOX] * 60, star(60), width=360, height=300):
        assert 0 <= point.x <= 360
        assert 0 <= point.y <= 300


def test_tied_nodes_stand_nearer_than_others():
    two_groups = [(0, 1), (0, 5), *combinations(range(1, 5), 2), *combinations(range(5, 9), 2)]
    points = points_of(9, two_groups)

    def distance(one: int, other: int) -> float:
        return ((points[one].x - points[other].x) ** 2 + (points[one].y - points[other].y) ** 2) ** 0.5

    inside = [distance(one, other) for one, other in combinations(range(1, 5), 2)]
    across = [distance(one, other) for one in range(1, 5) for other in range(5, 9)]
    assert sum(inside) / len(inside) < sum(across) / len(across)
