"""Where nodes stand: nodes that are tied stand near each other, and no name covers another. Pure and repeatable."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import igraph

ROUNDS = 150
EVENNESS = 0.65  # how far places are spread evenly over the sheet instead of as the springs left them
LEAST_SHARE, CROWD = 0.3, 26  # how much of the sheet a few nodes take, and how many take all of it
OFF_CENTER = (
    0.11,
    0.07,
)  # where the springs start the focus: in line with two others they would stay in line
GAP = 5.0
TOUCH = 0.1  # overlaps of less than this are rounding


@dataclass(frozen=True, slots=True)
class Box:
    """How much room a node takes with its name: to each side, above and below its middle."""

    half: float
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


Place = list[float]


def positions(
    boxes: Sequence[Box], edges: Sequence[tuple[int, int]], *, width: float, height: float
) -> list[Point]:
    """A point for each box, within the sheet; the first box is the focus, and keeps to the middle.

    Places are found by Kamada and Kawai's springs (1989, "An algorithm for drawing general undirected graphs"),
    started from a circle in the order given, so that equal input gives an equal picture.
    """
    if len(boxes) < 2:
        return [Point(width / 2, height / 2) for _ in boxes]
    places = spread(springs(len(boxes), edges), boxes, width, height)
    places[0] = [width / 2, height / 2]
    for _ in range(ROUNDS):
        if not push_apart(places, boxes, width, height):
            break
    return [Point(round(x, 1), round(y, 1)) for x, y in places]


def springs(count: int, edges: Sequence[tuple[int, int]]) -> list[Place]:
    circle = [OFF_CENTER, *(on_circle(index / (count - 1)) for index in range(count - 1))]
    graph = igraph.Graph(n=count, edges=list(edges))
    layout = graph.layout_kamada_kawai(seed=circle, maxiter=40 * count)
    return [list(place) for place in layout.coords]


def on_circle(turn: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn - math.pi / 2
    return math.cos(angle), math.sin(angle)


def spread(places: Sequence[Place], boxes: Sequence[Box], width: float, height: float) -> list[Place]:
    """Onto the sheet around the focus, and more evenly than the springs do it, which leave the corners empty."""
    share = min(1.0, LEAST_SHARE + len(places) / CROWD)
    across = evenly([x for x, _ in places])
    down = evenly([y for _, y in places])
    return [
        within([(0.5 + share * x) * width, (0.5 + share * y) * height], box, width, height)
        for x, y, box in zip(across, down, boxes, strict=True)
    ]


def evenly(values: Sequence[float]) -> list[float]:
    """From -0.5 to 0.5 with the focus at 0: partly where they are, partly by their rank on their side of it."""
    away = [round(value - values[0], 6) for value in values]
    sides = [abs(value) for value in away if value > 0], [abs(value) for value in away if value < 0]
    return [math.copysign(along(abs(value), sides[value < 0]), value) / 2 for value in away]


def along(distance: float, side: Sequence[float]) -> float:
    """How far out, from 0 to 1, among all the distances on this side."""
    if not distance:
        return 0.0
    nearer_or_equal = sum(other <= distance for other in side)
    return (1 - EVENNESS) * distance / max(side) + EVENNESS * nearer_or_equal / len(side)


def within(place: Place, box: Box, width: float, height: float) -> Place:
    x, y = place
    return [min(max(x, box.half), width - box.half), min(max(y, box.above), height - box.below)]


def push_apart(places: list[Place], boxes: Sequence[Box], width: float, height: float) -> bool:
    """One round of moving boxes that overlap; whether there were any. The focus stays where it is."""
    moved = False
    for one in range(len(boxes)):
        for other in range(one + 1, len(boxes)):
            across, down = overlap(places[one], boxes[one], places[other], boxes[other])
            if across > TOUCH and down > TOUCH:
                moved = True
                move(places, one, other, across, down)
                places[one] = within(places[one], boxes[one], width, height)
                places[other] = within(places[other], boxes[other], width, height)
    return moved


def overlap(place: Place, box: Box, other_place: Place, other: Box) -> tuple[float, float]:
    """How far two boxes reach into each other, across and down; not at all when one of them is not positive."""
    across = box.half + other.half + GAP - abs(place[0] - other_place[0])
    if across <= 0:
        return across, 0
    down = min(place[1] + box.below, other_place[1] + other.below) - max(
        place[1] - box.above, other_place[1] - other.above
    )
    return across, down + GAP


def move(places: list[Place], one: int, other: int, across: float, down: float) -> None:
    """Apart along the shorter way, each half of it; all of it by the other when one is the focus."""
    axis, length = (0, across) if across < down * 1.5 else (1, down)
    sign = 1 if places[other][axis] >= places[one][axis] else -1
    share = 1.0 if one == 0 else 0.5
    places[other][axis] += sign * length * share
    if one:
        places[one][axis] -= sign * length * (1 - share)
