"""What a neighborhood is made of: nodes, edges, groups with their true totals."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    RESEARCHER = "researcher"
    WORK = "work"
    TOPIC = "topic"
    INSTITUTION = "institution"
    VENUE = "venue"


class Relation(StrEnum):
    COAUTHOR = "co-author"
    WROTE = "wrote"
    ABOUT = "about"
    AFFILIATED = "affiliated"
    PUBLISHED_IN = "published-in"
    CITES = "cites"
    THROUGH_WORKS = "through-works"


WORDS = {
    Kind.RESEARCHER: ("researcher", "people"),
    Kind.WORK: ("work", "works"),
    Kind.TOPIC: ("topic", "topics"),
    Kind.INSTITUTION: ("institution", "institutions"),
    Kind.VENUE: ("venue", "venues"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A person or thing; `works` of the focus tie it to the focus, from `first_year` to `last_year`."""

    kind: Kind
    id: int
    slug: str
    name: str
    works: int = 0
    first_year: int | None = None
    last_year: int | None = None

    @property
    def key(self) -> str:
        """How addresses and files name it: "researcher:ada-lindqvist"."""
        return f"{self.kind}:{self.slug}"

    @property
    def word(self) -> str:
        """What it is: "researcher", "work"…"""
        return WORDS[self.kind][0]

    @property
    def years(self) -> str:
        """One year, or from one to another; empty when not known."""
        if self.first_year is None or self.last_year is None:
            return ""
        first, last = str(self.first_year), str(self.last_year)
        return last if first == last else f"{first}\N{EN DASH}{last}"


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie of two nodes, named by their keys, and how many works it rests on."""

    source: str
    target: str
    relation: Relation
    works: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """The nodes of one kind that are shown, first the closest, and how many there are in all."""

    kind: Kind
    nodes: tuple[Node, ...] = ()
    total: int = 0
    exact: bool = True

    @property
    def title(self) -> str:
        return WORDS[self.kind][1].capitalize()

    @property
    def more(self) -> int:
        return max(self.total - len(self.nodes), 0)


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """Everything around one focus that is shown. `works_read` of `works_total` were read for it."""

    focus: Node
    groups: tuple[Group, ...]
    edges: tuple[Edge, ...]
    works_total: int = 0
    works_read: int = 0

    @property
    def nodes(self) -> Iterator[Node]:
        """The focus first, then group by group: the order of the list, of the keyboard and of the files."""
        yield self.focus
        for group in self.groups:
            yield from group.nodes

    @property
    def is_sampled(self) -> bool:
        return self.works_read < self.works_total

    @property
    def is_lonely(self) -> bool:
        """Whether nothing at all is known around the focus."""
        return not any(group.nodes for group in self.groups)

    def group(self, kind: Kind) -> Group | None:
        return next((group for group in self.groups if group.kind == kind), None)
