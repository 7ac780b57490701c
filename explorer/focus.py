"""What a neighborhood is drawn around, found by the key that addresses carry."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.http import Http404

from common.tex import to_text
from explorer.graph import Kind, Node
from explorer.labels import legible
from researchers.access import get_researcher
from researchers.models import Researcher
from works.models import Work

KEY = re.compile(rf"({'|'.join(Kind)}):([-a-zA-Z0-9_]{{1,120}})")
MOST_STEPS = 8


def is_key(text: str) -> bool:
    """Whether the text may name a focus: "researcher:ada-lindqvist"."""
    return KEY.fullmatch(text) is not None


def focus_on(key: str) -> Node:
    """The node of this key. Raises Http404, or Moved for a researcher who was merged into another."""
    kind, _, slug = key.partition(":")
    if kind == Kind.RESEARCHER:
        return focus_on_researcher(get_researcher(slug))
    found = named([key])
    if not found:
        raise Http404("Nothing in the record has this address.")
    return found[0]


def focus_on_researcher(researcher: Researcher) -> Node:
    return Node(Kind.RESEARCHER, researcher.pk, researcher.slug, legible(researcher.preferred_name))


def focus_on_work(work: Work) -> Node:
    return Node(Kind.WORK, work.pk, work.slug, legible(to_text(work.title)), 0, work.year, work.year)


# Relies on the unique indexes of the slugs.
NAMED = """
SELECT 'researcher', id, slug, preferred_name, NULL FROM researchers_researcher
WHERE slug = ANY(%(researcher)s) AND merged_into_id IS NULL AND visibility = ''
UNION ALL SELECT 'work', id, slug, title, year FROM works_work WHERE slug = ANY(%(work)s) AND NOT withdrawn
UNION ALL SELECT 'topic', id, slug, name, NULL FROM works_topic WHERE slug = ANY(%(topic)s)
UNION ALL SELECT 'institution', id, slug, name, NULL FROM works_institution WHERE slug = ANY(%(institution)s)
UNION ALL SELECT 'venue', id, slug, name, NULL FROM works_venue WHERE slug = ANY(%(venue)s)
"""


def named(keys: Sequence[str]) -> list[Node]:
    """The nodes of these keys, in their order; what is not known is left out."""
    slugs: dict[str, list[str]] = {kind: [] for kind in Kind}
    for key in keys:
        kind, _, slug = key.partition(":")
        slugs[kind].append(slug)
    with connection.cursor() as cursor:
        cursor.execute(NAMED, slugs)
        known = {node.key: node for node in map(node_of_name, cursor.fetchall())}
    return [known[key] for key in keys if key in known]


def node_of_name(row: tuple[Any, ...]) -> Node:
    kind, pk, slug, name, year = row
    return Node(Kind(kind), pk, slug, name_of(kind, name), 0, year, year)


def name_of(kind: str, name: str) -> str:
    """The name as text: titles of works may hold TeX."""
    return legible(to_text(name) if kind == Kind.WORK else name)


def next_trail(trail: Sequence[str], focus: str, following: str) -> tuple[str, ...]:
    """The way behind a visitor who goes on from `focus`; coming back to where they were shortens it."""
    steps = (*trail, focus)
    if following in steps:
        return steps[: steps.index(following)]
    return steps[-MOST_STEPS:]


# Reads every researcher: some 20 ms for 100,000 of them.
MOST_CONNECTED = """
SELECT 'researcher', id, slug, preferred_name, NULL
FROM researchers_researcher
WHERE merged_into_id IS NULL AND visibility = '' AND coauthors_count > 0
ORDER BY coauthors_count DESC, id
LIMIT %(limit)s
"""


def most_connected(limit: int) -> list[Node]:
    """Those with the most co-authors: places to begin."""
    with connection.cursor() as cursor:
        cursor.execute(MOST_CONNECTED, {"limit": limit})
        return [node_of_name(row) for row in cursor.fetchall()]
