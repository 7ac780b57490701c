"""A neighborhood as a file: JSON, GraphML, and SVG that stands alone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from lxml import etree

from explorer.drawing import LARGE, drawing_of
from explorer.graph import Edge, Kind, Neighborhood, Node

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
NODE_FIELDS = {
    "kind": "string",
    "name": "string",
    "url": "string",
    "works": "int",
    "first_year": "int",
    "last_year": "int",
}
EDGE_FIELDS = {"relation": "string", "works": "int"}

Address = Callable[[Node], str]
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """How a neighborhood is written; `write` takes it with the full address of each node."""

    media_type: str
    write: Callable[[Neighborhood, Address], bytes]


def node_fields(node: Node, address: Address) -> Fields:
    """What files say of a node. Of a work, `works` would be its number of authors, so it is left out."""
    return {
        "kind": node.kind.value,
        "name": node.name,
        "url": address(node),
        "works": (node.works or None) if node.kind != Kind.WORK else None,
        "first_year": node.first_year,
        "last_year": node.last_year,
    }


def edge_fields(edge: Edge) -> Fields:
    return {"relation": edge.relation.value, "works": edge.works}


def to_json(neighborhood: Neighborhood, address: Address) -> bytes:
    content = {
        "focus": neighborhood.focus.key,
        "works_read": neighborhood.works_read,
        "works_total": neighborhood.works_total,
        "totals": {
            group.kind.value: {"shown": len(group.nodes), "total": group.total, "exact": group.exact}
            for group in neighborhood.groups
        },
        "nodes": [{"id": node.key, **node_fields(node, address)} for node in neighborhood.nodes],
        "edges": [
            {"source": edge.source, "target": edge.target, **edge_fields(edge)} for edge in neighborhood.edges
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def to_graphml(neighborhood: Neighborhood, address: Address) -> bytes:
    root = etree.Element("graphml", xmlns=GRAPHML)
    for owner, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for name, kind in fields.items():
            declared = {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": kind}
            etree.SubElement(root, "key", declared)
    graph = etree.SubElement(root, "graph", {"id": "neighborhood", "edgedefault": "undirected"})
    for node in neighborhood.nodes:
        add_data(etree.SubElement(graph, "node", {"id": node.key}), "node", node_fields(node, address))
    for edge in neighborhood.edges:
        ends = {"source": edge.source, "target": edge.target}
        add_data(etree.SubElement(graph, "edge", ends), "edge", edge_fields(edge))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def add_data(element: etree._Element, owner: str, fields: Fields) -> None:
    for name, value in fields.items():
        if value is not None:
            etree.SubElement(element, "data", {"key": f"{owner}-{name}"}).text = str(value)


def to_svg(neighborhood: Neighborhood, address: Address) -> bytes:
    drawing = drawing_of(neighborhood, LARGE, address)
    return render_to_string("explorer/file.svg", {"drawing": drawing}).strip().encode()


FORMATS = {
    "svg": Format("image/svg+xml", to_svg),
    "json": Format("application/json", to_json),
    "graphml": Format("application/graphml+xml", to_graphml),
}
