"""Everything that a template shows of a neighborhood: two pictures of one content, and the content as a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explorer.asked import Asked, explorer_at, page_of
from explorer.drawing import LARGE, NARROW, RADII, TALL, WIDE, Drawing, drawing_of, outline_of
from explorer.graph import WORDS, Group, Kind, Neighborhood, Node
from explorer.wording import facts_of, words_of

Address = Callable[[Node], str]

ABSENCES = {
    Kind.RESEARCHER: "No co-authors are known here.",
    Kind.WORK: "No works are known here.",
    Kind.TOPIC: "No topics are known here.",
    Kind.INSTITUTION: "Affiliations not imported.",
    Kind.VENUE: "Venue not imported.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    node: Node
    url: str
    facts: list[str]


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """The nodes of one kind as a list; `url` leads to more of them, or back to fewer."""

    group: Group
    entries: list[Entry]
    url: str
    expanded: bool = False

    @property
    def can_expand(self) -> bool:
        return bool(self.group.more) and not self.expanded

    @property
    def absence(self) -> str:
        return ABSENCES[self.group.kind]


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind as the legend shows it."""

    kind: Kind
    outline: str
    word: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Show with `explorer/_graph.html`."""

    neighborhood: Neighborhood
    drawings: tuple[Drawing, ...]
    groups: tuple[ListedGroup, ...]
    explorer_url: str

    @property
    def words(self) -> str:
        return words_of(self.neighborhood)

    @property
    def legend(self) -> list[Mark]:
        """The kinds in the picture."""
        shown = {node.kind for node in self.neighborhood.nodes}
        return [
            Mark(kind, outline_of(kind, RADII[kind]), WORDS[kind][0].capitalize())
            for kind in Kind
            if kind in shown
        ]

    @property
    def absence(self) -> str:
        """What is missed most: the people."""
        people = self.neighborhood.group(Kind.RESEARCHER)
        return ABSENCES[Kind.RESEARCHER] if people and not people.nodes else ""


def slice_of(neighborhood: Neighborhood) -> Shown:
    """A piece of another page: nodes lead to their pages, "more" to the explorer."""
    asked = Asked(focus=neighborhood.focus.key)
    return Shown(
        neighborhood=neighborhood,
        drawings=tuple(drawing_of(neighborhood, sheet, page_of) for sheet in (WIDE, NARROW)),
        groups=tuple(
            listed_group(group, page_of, asked.with_more(group.kind).address) for group in neighborhood.groups
        ),
        explorer_url=explorer_at(neighborhood.focus),
    )


def explorer_of(neighborhood: Neighborhood, asked: Asked) -> Shown:
    """The explorer: nodes lead to themselves as the next focus, with the trail behind."""

    def onward(node: Node) -> str:
        return page_of(node) if node == neighborhood.focus else asked.going_to(node).address

    return Shown(
        neighborhood=neighborhood,
        drawings=tuple(drawing_of(neighborhood, sheet, onward) for sheet in (LARGE, TALL)),
        groups=tuple(expandable_group(group, onward, asked) for group in neighborhood.groups),
        explorer_url=asked.address,
    )


def expandable_group(group: Group, address: Address, asked: Asked) -> ListedGroup:
    expanded = group.kind in asked.more
    there = asked.with_fewer(group.kind) if expanded else asked.with_more(group.kind)
    return listed_group(group, address, there.address, expanded=expanded)


def listed_group(group: Group, address: Address, url: str, *, expanded: bool = False) -> ListedGroup:
    entries = [Entry(node, address(node), facts_of(node)) for node in group.nodes]
    return ListedGroup(group, entries, url, expanded)


def trail_of(asked: Asked, steps: Iterable[Node]) -> list[tuple[Node, str]]:
    """The way that led here, each step with the address of going back to it."""
    return [(node, asked.going_to(node).address) for node in steps]
