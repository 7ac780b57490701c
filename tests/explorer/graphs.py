"""Neighborhoods without a database."""

from explorer.graph import Edge, Group, Kind, Neighborhood, Node, Relation


def make_node(number: int, kind: Kind = Kind.RESEARCHER, name: str = "", **fields) -> Node:
    return Node(kind, number, f"{kind}-{number}", name or f"{kind} number {number}", **fields)


def make_star(people: int = 5, works: int = 3, names: str = "") -> Neighborhood:
    """Somebody with so many co-authors and works; everybody wrote the first work."""
    focus = make_node(0, name=names)
    coauthors = tuple(
        make_node(n, name=names, works=n, first_year=2001, last_year=2010) for n in range(1, people + 1)
    )
    papers = tuple(
        make_node(n, Kind.WORK, name=names, works=4, first_year=2010, last_year=2010)
        for n in range(1, works + 1)
    )
    edges = [Edge(focus.key, person.key, Relation.COAUTHOR, person.works) for person in coauthors]
    edges += [Edge(focus.key, paper.key, Relation.WROTE) for paper in papers]
    edges += [Edge(person.key, papers[0].key, Relation.WROTE) for person in coauthors if papers]
    groups = (Group(Kind.RESEARCHER, coauthors, people + 30), Group(Kind.WORK, papers, works))
    return Neighborhood(focus, groups, tuple(edges), works, works)
