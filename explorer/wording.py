"""What is said of nodes, edges and whole neighborhoods, for screen readers and under the pointer."""

from collections.abc import Iterable

from explorer.graph import WORDS, Edge, Kind, Neighborhood, Node, Relation

SENTENCES = {
    Relation.COAUTHOR: "{source} and {target}: {works} together",
    Relation.WROTE: "{source} wrote “{target}”",
    Relation.ABOUT: "“{source}” is about {target}",
    Relation.AFFILIATED: "{source} at {target}: {works}",
    Relation.PUBLISHED_IN: "“{source}” appeared in {target}",
    Relation.CITES: "“{source}” cites “{target}”",
    Relation.THROUGH_WORKS: "{source}, {target}: {works}",
}


def counted(number: int, one: str, many: str) -> str:
    """ "1 work", "1,204 works"."""
    return f"{number:,} {one if number == 1 else many}"


def listed(parts: Iterable[str]) -> str:
    """ "a, b and c"."""
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def words_of_edge(edge: Edge, source: Node, target: Node) -> str:
    """ "Ada and Bob: 3 works together"."""
    works = counted(edge.works, *WORDS[Kind.WORK])
    return SENTENCES[edge.relation].format(source=source.name, target=target.name, works=works)


def words_of_node(node: Node, *, is_focus: bool = False) -> str:
    """ "Bob Okafor, researcher, 3 works, 2019"."""
    if is_focus:
        return f"{node.name}, {node.word}, in the middle of this picture"
    return ", ".join([node.name, node.word, *facts_of(node)])


def facts_of(node: Node) -> list[str]:
    """What ties the node to the focus; of a work, when it appeared and how many wrote it."""
    if node.kind == Kind.WORK:
        tie = counted(node.works, "author", "authors") if node.works else ""
        return [fact for fact in (node.years, tie) if fact]
    works = counted(node.works, *WORDS[Kind.WORK]) if node.works else ""
    return [fact for fact in (works, node.years) if fact]


def words_of(neighborhood: Neighborhood) -> str:
    """ "Research graph of Ada: 12 people, 8 works and 1 topic"."""
    parts = [counted(len(group.nodes), *WORDS[group.kind]) for group in neighborhood.groups if group.nodes]
    return f"Research graph of {neighborhood.focus.name}: {listed(parts) or 'nothing around it is known'}"
