"""What the works of a shelf can be narrowed by, with how many there are of each beside the other filters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from works.identifiers import source_name
from works.models import Work

MOST_OFFERED = 20

# By filter, what a work that it leaves has: columns of `shelved` and of `cell`.
CONDITIONS = {
    "type": "type = %(type)s",
    "year_from": "year >= %(year_from)s",
    "year_to": "year <= %(year_to)s",
    "source": "%(source)s = ANY(sources)",
    "venue": "venue_id = (SELECT id FROM works_venue WHERE slug = %(venue)s)",
    "topic": "has_topic",
    "code": "has_code",
    "open_access": "open_access",
}

CELLS = """
cell AS MATERIALIZED (
    SELECT year, type, venue_id, has_code, open_access, sources, has_topic, count(*) AS works
    FROM shelved
    GROUP BY year, type, venue_id, has_code, open_access, sources, has_topic
)
"""

SUMS = """
SELECT 'code', '', '', coalesce(sum(works), 0) FROM cell WHERE has_code AND {beside_code}
UNION ALL
SELECT 'open_access', '', '', coalesce(sum(works), 0) FROM cell WHERE open_access AND {beside_open_access}
UNION ALL
SELECT 'year', year::text, '', sum(works) FROM cell WHERE {beside_years} GROUP BY year
"""

# What is chosen is offered even where nothing is left of it. Topics are sought work by work, by the unique index of
# worktopic(work_id, topic_id).
OFFERS = {
    "type": "SELECT 'type', type, '', sum(works) FROM cell WHERE {beside} GROUP BY type",
    "source": """
        SELECT 'source', source, '', sum(works) FROM cell CROSS JOIN unnest(sources) AS source WHERE {beside}
        GROUP BY source
    """,
    "venue": """
        SELECT 'venue', venue.slug, venue.name, found.works
        FROM (
            SELECT venue_id, sum(works) AS works FROM cell WHERE venue_id IS NOT NULL AND {beside}
            GROUP BY venue_id ORDER BY {first}works DESC, venue_id LIMIT %(most)s
        ) AS found
        JOIN works_venue AS venue ON venue.id = found.venue_id
    """,
    "topic": """
        SELECT 'topic', topic.slug, topic.name, found.works
        FROM (
            SELECT about.topic_id, count(*) AS works
            FROM shelved
            JOIN works_worktopic AS about ON about.work_id = shelved.id
            WHERE {beside}
            GROUP BY about.topic_id ORDER BY {first}works DESC, about.topic_id LIMIT %(most)s
        ) AS found
        JOIN works_topic AS topic ON topic.id = found.topic_id
    """,
}
FIRST = {
    "venue": "venue_id = (SELECT id FROM works_venue WHERE slug = %(venue)s) DESC, ",
    "topic": "about.topic_id = (SELECT id FROM works_topic WHERE slug = %(topic)s) DESC, ",
}
CHOSEN = {
    "venue": "SELECT 'chosen_venue', slug, name, 0 FROM works_venue WHERE slug = %(venue)s",
    "topic": "SELECT 'chosen_topic', slug, name, 0 FROM works_topic WHERE slug = %(topic)s",
}

# The other facets bring their names along.
NAMED: dict[str, Callable[[str], str]] = {
    "type": lambda value: str(Work.Type(value).label),
    "source": source_name,
}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter, what it is called, and how many works it would leave."""

    value: str
    label: str
    works: int

    @property
    def words(self) -> str:
        return f"{self.label} ({self.works:,})"


@dataclass(frozen=True, slots=True)
class ShelfFacets:
    """By filter, what it offers: the largest first, and what is chosen even where nothing is left of it."""

    with_code: int
    open_access: int
    years: dict[int, int] = field(default_factory=dict)
    options: dict[str, list[Option]] = field(default_factory=dict)


def those_left(chosen: dict[str, Any], *beside: str) -> str:
    """The condition of the works that all filters leave but those `beside` which one looks."""
    conditions = [
        condition for name, condition in CONDITIONS.items() if name in chosen and name not in beside
    ]
    return " AND ".join(conditions) or "true"


def facet_statements(offered: Sequence[str], chosen: dict[str, Any]) -> str:
    sums = SUMS.format(
        beside_code=those_left(chosen, "code"),
        beside_open_access=those_left(chosen, "open_access"),
        beside_years=those_left(chosen, "year_from", "year_to"),
    )
    offers = [offer(name, chosen) for name in offered]
    named = [CHOSEN[name] for name in offered if name in CHOSEN and name in chosen]
    return " UNION ALL ".join([sums, *offers, *named])


def offer(name: str, chosen: dict[str, Any]) -> str:
    """What is chosen is never among those left out because others have more."""
    first = FIRST.get(name, "") if name in chosen else ""
    return f"({OFFERS[name].format(beside=those_left(chosen, name), first=first)})"


def read_facets(rows: Iterable[tuple[str, str, str, int]], chosen: dict[str, Any]) -> ShelfFacets:
    """From the rows of the statements."""
    found: dict[str, list[Option]] = defaultdict(list)
    for facet, value, label, works in rows:
        found[facet].append(Option(value, label, works))
    years = {int(year.value): year.works for year in found.pop("year", [])}
    return ShelfFacets(
        with_code=found.pop("code")[0].works,
        open_access=found.pop("open_access")[0].works,
        years=years,
        options={name: with_chosen(name, found, chosen) for name in OFFERS},
    )


def with_chosen(name: str, found: dict[str, list[Option]], chosen: dict[str, Any]) -> list[Option]:
    """In the words of readers, and the one chosen even where nothing is left of it."""
    known = {option.value: option for option in found.get(name, [])}
    for option in found.get(f"chosen_{name}", []):
        known.setdefault(option.value, option)
    if name not in NAMED:
        return list(known.values())
    if name in chosen:
        known.setdefault(chosen[name], Option(chosen[name], "", 0))
    return [Option(value, NAMED[name](value), option.works) for value, option in known.items()]
