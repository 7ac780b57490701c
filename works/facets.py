"""By what works that were found can be narrowed, with how many there are of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from works.shelf_facets import NAMED

MOST_OFFERED = 20

# Of the works of a CTE `kept`, in one reading each. Relies on their ids in every other table.
COUNTS = {
    "type": "SELECT 'type', type, '', count(*) FROM kept GROUP BY type",
    "year": "SELECT 'year', year::text, '', count(*) FROM kept GROUP BY year",
    "source": """
        SELECT 'source', record.source, '', count(DISTINCT kept.id)
        FROM kept
        JOIN works_sourcerecord AS record ON record.work_id = kept.id AND record.withdrawn_at IS NULL
        GROUP BY record.source
    """,
    "topic": f"""
        SELECT 'topic', topic.slug, topic.name, by_topic.works
        FROM (
            SELECT about.topic_id, count(*) AS works
            FROM kept
            JOIN works_worktopic AS about ON about.work_id = kept.id
            GROUP BY about.topic_id
            ORDER BY works DESC, about.topic_id
            LIMIT {MOST_OFFERED}
        ) AS by_topic
        JOIN works_topic AS topic ON topic.id = by_topic.topic_id
    """,
    "venue": f"""
        SELECT 'venue', venue.slug, venue.name, by_venue.works
        FROM (
            SELECT venue_id, count(*) AS works
            FROM kept
            WHERE venue_id IS NOT NULL
            GROUP BY venue_id
            ORDER BY works DESC, venue_id
            LIMIT {MOST_OFFERED}
        ) AS by_venue
        JOIN works_venue AS venue ON venue.id = by_venue.venue_id
    """,
    "code": "SELECT 'code', '', '', count(*) FROM kept WHERE has_code",
    "open_access": "SELECT 'open_access', '', '', count(*) FROM kept WHERE open_access",
}
# What is chosen has its name even where nothing is left of it.
CHOSEN = {
    "venue": "SELECT 'venue', slug, name, 0 FROM works_venue WHERE slug = %(venue)s",
    "topic": "SELECT 'topic', slug, name, 0 FROM works_topic WHERE slug = %(topic)s",
}

OFFERED = ("type", "source", "topic", "venue")

Row = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class WorkFacets:
    """By filter, what it offers: (value, label with its number), the largest first."""

    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    with_code: int = 0
    open_access: int = 0
    is_capped: bool = False  # there are more works than were counted


def facets_statement(chosen: dict[str, Any], names: Iterable[str] = COUNTS) -> str:
    """The rows of these facets as one value."""
    named = [CHOSEN[name] for name in names if name in CHOSEN and name in chosen]
    counts = " UNION ALL ".join([*(COUNTS[name] for name in names), *named])
    return f"""
        SELECT json_agg(json_build_array(name, value, label, works) ORDER BY name, works DESC, label, value)
        FROM ({counts}) AS facet (name, value, label, works)
    """


def read_facets(rows: Iterable[Row], chosen: dict[str, Any], *, is_capped: bool = False) -> WorkFacets:
    """From the rows of the statement."""
    by_name: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for name, value, label, works in rows:
        by_name[name].append((value, label, works))
    return WorkFacets(
        options={name: options(name, by_name[name], chosen, is_capped=is_capped) for name in OFFERED},
        years={int(year): works for year, _, works in sorted(by_name["year"])},
        with_code=sum(works for *_, works in by_name["code"]),
        open_access=sum(works for *_, works in by_name["open_access"]),
        is_capped=is_capped,
    )


def options(
    name: str, counted: Iterable[tuple[str, str, int]], chosen: dict[str, Any], *, is_capped: bool
) -> list[tuple[str, str]]:
    """In the words of readers: "Preprint (1,204)"; what is chosen too, though nothing is left of it."""
    known: dict[str, tuple[str, int]] = {}
    for value, label, works in counted:
        known.setdefault(value, (label, works))
    if name in NAMED and name in chosen:
        known.setdefault(chosen[name], ("", 0))
    label_of = NAMED.get(name)
    return [
        (value, with_number(label_of(value) if label_of else label, works, is_capped=is_capped))
        for value, (label, works) in known.items()
    ]


def with_number(label: str, works: int, *, is_capped: bool) -> str:
    """ "Preprint (204+)" where more works answer than were counted."""
    return f"{label} ({works:,}{'+' if is_capped else ''})"


def with_those_beside(
    facet: str, facets: WorkFacets, beside: WorkFacets, value: str
) -> list[tuple[str, str]]:
    """What else could be chosen, and what is chosen with the number that it leaves."""
    own = {known: words for known, words in facets.options[facet] if known == value}
    return list({**dict(beside.options[facet]), **own}.items())
