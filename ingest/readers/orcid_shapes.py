"""One shape for ORCID's XML and JSON, and ways to look into it that nothing can surprise."""

from typing import Any

from lxml import etree

from ingest.readers.dates import date_of
from ingest.readers.safe_xml import plain

Node = dict[str, Any]

# Real records are nine levels deep.
DEEPEST = 30


def node_of(element: etree._Element, depth: int = 0) -> Any:
    """XML in the shape of the JSON: parts by name, a list where a name repeats, else text."""
    parts = [part for part in element if isinstance(part.tag, str)]
    if not parts or depth > DEEPEST:
        return (element.text or "").strip()
    node: Node = {str(name): value for name, value in element.items()}
    for part in parts:
        name, value = plain(part.tag), node_of(part, depth + 1)
        if name not in node:
            node[name] = value
        elif isinstance(node[name], list):
            node[name].append(value)
        else:
            node[name] = [node[name], value]
    return node


def inner(node: Any, *path: str) -> Any:
    """What stands at the end of a path, or None."""
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def text(node: Any, *path: str) -> str:
    """The text at the end of a path, which JSON wraps in "value" or "content"."""
    found = inner(node, *path)
    for wrapper in ("value", "content"):
        if isinstance(found, dict) and wrapper in found:
            found = found[wrapper]
    is_text = isinstance(found, (str, int)) and not isinstance(found, bool)
    return str(found).strip() if is_text else ""


def many(node: Any, *path: str) -> list[Node]:
    """The public objects at the end of a path, whether there are several, one, or none."""
    found = inner(node, *path)
    return [one for one in (found if isinstance(found, list) else [found]) if is_public(one)]


def is_public(node: Any) -> bool:
    """Members of ORCID may see more than everybody."""
    return isinstance(node, dict) and text(node, "visibility").lower() in ("", "public")


def date(node: Any, *path: str) -> str:
    found = inner(node, *path)
    return date_of(text(found, "year"), text(found, "month"), text(found, "day"))
