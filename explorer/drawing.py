"""A neighborhood as a picture: what the SVG template needs, in the units of its viewBox."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from explorer.graph import Edge, Kind, Neighborhood, Node, Relation
from explorer.labels import lines_of, width_of
from explorer.layout import Box, Point, positions
from explorer.wording import words_of, words_of_edge, words_of_node

LINE = 1.22  # of the size of the letters
AIR = 3.0  # between a shape and its name
ROOMY = 34  # nodes that a sheet was made for
GROWTH = 18.0  # of its height for each further one
FOCUS_RADIUS = 15.0
FOCUS_WIDTH = 1.6  # its name may be so many times as wide as others
LEAST_HALF = 12.0  # half of 24 pixels, the least that a finger can be expected to hit
RADII = {Kind.RESEARCHER: 8.0, Kind.WORK: 9.0, Kind.TOPIC: 8.5, Kind.INSTITUTION: 9.0, Kind.VENUE: 8.5}

# As outlines of half-extent 1; a person is a circle.
OUTLINES = {
    Kind.WORK: ((-0.75, -1), (0.3, -1), (0.75, -0.55), (0.75, 1), (-0.75, 1)),
    Kind.TOPIC: ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    Kind.INSTITUTION: (
        (0, -1.05),
        (1.05, -0.25),
        (0.8, -0.25),
        (0.8, 0.9),
        (-0.8, 0.9),
        (-0.8, -0.25),
        (-1.05, -0.25),
    ),
    Kind.VENUE: ((-0.55, -0.95), (0.55, -0.95), (1.1, 0), (0.55, 0.95), (-0.55, 0.95), (-1.1, 0)),
}

# Of ties beside those to the focus, only the strongest are drawn: the list and the files hold all of them.
MOST_DRAWN = {
    Relation.COAUTHOR: 14,
    Relation.WROTE: 24,
    Relation.ABOUT: 16,
    Relation.AFFILIATED: 10,
    Relation.PUBLISHED_IN: 10,
    Relation.CITES: 10,
    Relation.THROUGH_WORKS: 0,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A format: the size of the viewBox and of the letters, and the width and lines of a name."""

    name: str
    width: float
    height: float
    size: float
    name_width: float
    lines: int = 2
    least: float = 1.0

    def height_for(self, nodes: int) -> float:
        """Higher for many nodes; for few of them less high, down to the share `least`."""
        share = min(max(nodes / ROOMY, self.least), 1.0)
        return self.height * share + max(nodes - ROOMY, 0) * GROWTH

    @property
    def leading(self) -> float:
        return self.size * LINE


WIDE = Sheet("wide", 800, 520, 13, 118)
NARROW = Sheet("narrow", 360, 640, 11.5, 88)
LARGE = Sheet("wide", 1080, 700, 13, 128, least=0.45)
TALL = Sheet("narrow", 360, 1000, 11.5, 86, least=0.45)


def outline_of(kind: Kind, radius: float) -> str:
    """The points of `<polygon>`; empty for a circle."""
    return " ".join(f"{x * radius:.1f},{y * radius:.1f}" for x, y in OUTLINES.get(kind, ()))


@dataclass(frozen=True)
class Shape:
    """A node with its name in lines, around its own middle."""

    node: Node
    sheet: Sheet
    is_focus: bool

    @cached_property
    def radius(self) -> float:
        """People are larger the more they share with the focus."""
        if self.is_focus:
            return FOCUS_RADIUS
        shared = self.node.works if self.node.kind == Kind.RESEARCHER else 1
        return round(RADII[self.node.kind] + min(math.log2(max(shared, 1)), 5), 1)

    @property
    def outline(self) -> str:
        return outline_of(self.node.kind, self.radius)

    @cached_property
    def label(self) -> tuple[str, ...]:
        width = self.sheet.name_width * (FOCUS_WIDTH if self.is_focus else 1)
        return lines_of(self.node.name, size=self.sheet.size, width=width, lines=self.sheet.lines)

    @cached_property
    def lines(self) -> list[tuple[float, str]]:
        """Each line of the name with its base line."""
        first = self.radius + AIR + self.sheet.size * 0.95
        return [(round(first + index * self.sheet.leading, 1), line) for index, line in enumerate(self.label)]

    @cached_property
    def box(self) -> Box:
        widest = max(width_of(line, self.sheet.size) for line in self.label)
        below = self.radius + AIR + len(self.label) * self.sheet.leading
        return Box(half=max(widest / 2, self.radius, LEAST_HALF) + 2, above=self.radius + 3, below=below + 2)

    @property
    def room(self) -> dict[str, float]:
        """The box as a rectangle: what can be clicked, and what is outlined when it has the focus."""
        box = self.box
        sides = {"x": -box.half, "y": -box.above, "width": 2 * box.half, "height": box.above + box.below}
        return {name: round(value, 1) for name, value in sides.items()}


@dataclass(frozen=True, slots=True)
class DrawnNode:
    shape: Shape
    at: Point
    url: str

    @property
    def words(self) -> str:
        return words_of_node(self.shape.node, is_focus=self.shape.is_focus)


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    edge: Edge
    start: Point
    end: Point
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture. Draw with `explorer/_picture.html`."""

    sheet: Sheet
    height: float
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    words: str


def drawing_of(neighborhood: Neighborhood, sheet: Sheet, address: Callable[[Node], str]) -> Drawing:
    """The neighborhood on a sheet, each node leading to its `address`."""
    nodes = list(neighborhood.nodes)
    edges = drawn_edges(neighborhood)
    place = {node.key: index for index, node in enumerate(nodes)}
    height = sheet.height_for(len(nodes))
    shapes = [Shape(node, sheet, is_focus=node is neighborhood.focus) for node in nodes]
    ends = [(place[edge.source], place[edge.target]) for edge in edges]
    points = positions([shape.box for shape in shapes], ends, width=sheet.width, height=height)
    return Drawing(
        sheet=sheet,
        height=height,
        nodes=tuple(
            DrawnNode(shape, point, address(shape.node)) for shape, point in zip(shapes, points, strict=True)
        ),
        edges=tuple(drawn_edge(edge, points, place, nodes) for edge in edges),
        words=words_of(neighborhood),
    )


def drawn_edges(neighborhood: Neighborhood) -> list[Edge]:
    """Those to the focus, last and so on top, and the strongest of the others; nodes they alone lead to stay tied."""
    focus = neighborhood.focus.key
    to_focus = [edge for edge in neighborhood.edges if focus in ends_of(edge)]
    tied = {end for edge in to_focus for end in ends_of(edge)}
    counts: Counter[Relation] = Counter()
    others = []
    for edge in neighborhood.edges:
        if focus in ends_of(edge):
            continue
        counts[edge.relation] += 1
        if counts[edge.relation] <= MOST_DRAWN[edge.relation] or not tied.issuperset(ends_of(edge)):
            others.append(edge)
            tied.update(ends_of(edge))
    return others + to_focus


def ends_of(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def line_width(edge: Edge) -> float:
    """Thicker the more works a line stands for; among people more so than elsewhere, where lines are longer."""
    growth, widest = (0.8, 6.0) if edge.relation == Relation.COAUTHOR else (0.35, 3.0)
    return round(min(1 + growth * math.log2(max(edge.works, 1)), widest), 1)


def drawn_edge(
    edge: Edge, points: Sequence[Point], place: dict[str, int], nodes: Sequence[Node]
) -> DrawnEdge:
    source, target = place[edge.source], place[edge.target]
    return DrawnEdge(
        edge=edge,
        start=points[source],
        end=points[target],
        width=line_width(edge),
        words=words_of_edge(edge, nodes[source], nodes[target]),
    )
