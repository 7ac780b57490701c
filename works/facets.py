"""By what works that were found can be narrowed, with how many there are of each."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from works.identifiers import source_name
from works.models import Work

MOST_OFFERED = 20

# Of the works of a CTE `kept`, in one reading each. Relies on their ids in every other table.
FACETS = f"""
WITH by_topic AS (
    SELECT about.topic_id, count(*) AS works
    FROM kept
    JOIN works_worktopic AS about ON about.work_id = kept.id
    GROUP BY about.topic_id
    ORDER BY works DESC, about.topic_id
    LIMIT {MOST_OFFERED}
),
by_venue AS (
    SELECT venue_id, count(*) AS works
    FROM kept
    WHERE venue_id IS NOT NULL
    GROUP BY venue_id
    ORDER BY works DESC, venue_id
    LIMIT {MOST_OFFERED}
),
facet (name, value, label, works) AS (
    SELECT 'type', type, '', count(*) FROM kept GROUP BY type
    UNION ALL
    SELECT 'year', year::text, '', count(*) FROM kept GROUP BY year
    UNION ALL
    SELECT 'source', record.source, '', count(DISTINCT kept.id)
    FROM kept
    JOIN works_sourcerecord AS record ON record.work_id = kept.id AND record.withdrawn_at IS NULL
    GROUP BY record.source
    UNION ALL
    SELECT 'topic', topic.slug, topic.name, by_topic.works
    FROM by_topic
    JOIN works_topic AS topic ON topic.id = by_topic.topic_id
    UNION ALL
    SELECT 'venue', venue.slug, venue.name, by_venue.works
    FROM by_venue
    JOIN works_venue AS venue ON venue.id = by_venue.venue_id
    UNION ALL
    SELECT 'code', '', '', count(*) FROM kept WHERE has_code
    UNION ALL
    SELECT 'open_access', '', '', count(*) FROM kept WHERE open_access
)
SELECT json_agg(json_build_array(name, value, label, works) ORDER BY name, works DESC, label, value) FROM facet
"""

# The other facets bring their names along.
LABELS: dict[str, Callable[[str], str]] = {
    "type": lambda value: str(Work.Type(value).label),
    "source": source_name,
}


@dataclass(frozen=True, slots=True)
class WorkFacets:
    """By filter, what it offers: (value, label with its number), the largest first."""

    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    with_code: int = 0
    open_access: int = 0


def read_facets(rows: Iterable[tuple[str, str, str, int]]) -> WorkFacets:
    """From the rows of FACETS."""
    by_name: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for name, value, label, works in rows:
        by_name[name].append((value, label, works))
    return WorkFacets(
        options={
            name: [(value, option_words(name, value, label, works)) for value, label, works in by_name[name]]
            for name in ("type", "source", "topic", "venue")
        },
        years={int(year): works for year, _, works in sorted(by_name["year"])},
        with_code=sum(works for *_, works in by_name["code"]),
        open_access=sum(works for *_, works in by_name["open_access"]),
    )


def option_words(name: str, value: str, label: str, works: int) -> str:
    """ "Preprint (1,204)"."""
    return f"{LABELS[name](value) if name in LABELS else label} ({works:,})"
