"""What a researcher's works can be filtered by, with how many there are of each beside the other filters."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from researchers.listing import FAILS, JUDGED, UNFILTERED
from works.shelf_facets import NAMED, Option

MOST_OFFERED = 20
SUMS = ("total", "retracted", "unconfirmed", "matching", "scored", "with_code", "open_access")


@dataclass(frozen=True, slots=True)
class Facets:
    """By filter, what it offers: the largest first, and what is chosen even where nothing is left of it."""

    total: int
    retracted: int  # of the total, listed and counted nowhere
    unconfirmed: int  # the same, stated by a person alone and not retracted
    matching: int
    scored: int  # works among those that match whose novelty is known
    with_code: int
    open_access: int
    years: dict[int, int] = field(default_factory=dict)
    options: dict[str, list[Option]] = field(default_factory=dict)


# Relies on the work's primary key in every other table, and on the unique index of authorship(work_id, position).
# Who is not public is nobody's co-author; there are few, which researcher_not_public lists. They are taken out of the
# groups: asked of each row, the planner thinks them so dear that it reads every attribution there is.
FACETS = f"""
WITH {JUDGED},
counted AS MATERIALIZED (
    SELECT judged.*, {FAILS} AS fails FROM judged
),
source_count AS (
    SELECT record.source, count(DISTINCT counted.work_id) AS works
    FROM counted
    JOIN works_sourcerecord AS record ON record.work_id = counted.work_id AND record.withdrawn_at IS NULL
    WHERE counted.fails = counted.fails_source
    GROUP BY record.source
),
chosen_topic AS (
    SELECT id FROM works_topic WHERE slug = %(topic)s
),
topic_count AS (
    SELECT about.topic_id, count(*) AS works
    FROM counted
    JOIN works_worktopic AS about ON about.work_id = counted.work_id
    WHERE counted.fails = counted.fails_topic
    GROUP BY about.topic_id
    ORDER BY about.topic_id IN (SELECT id FROM chosen_topic) DESC, works DESC, about.topic_id
    LIMIT %(most)s
),
chosen_coauthor AS (
    SELECT id FROM researchers_researcher WHERE slug = %(coauthor)s AND visibility = ''
),
coauthor_count AS (
    SELECT theirs.researcher_id, count(DISTINCT counted.work_id) AS works
    FROM counted
    JOIN works_authorship AS authorship ON authorship.work_id = counted.work_id
    JOIN researchers_attribution AS theirs
      ON theirs.authorship_id = authorship.id AND theirs.status IN ('accepted', 'disputed')
    WHERE counted.fails = counted.fails_coauthor
      AND theirs.researcher_id <> %(researcher_id)s
    GROUP BY theirs.researcher_id
    HAVING theirs.researcher_id NOT IN (SELECT id FROM researchers_researcher WHERE visibility <> '')
    ORDER BY theirs.researcher_id IN (SELECT id FROM chosen_coauthor) DESC, works DESC, theirs.researcher_id
    LIMIT %(most)s
)
SELECT 'total' AS facet, '' AS value, '' AS label, count(*) AS works FROM counted
UNION ALL
SELECT 'retracted', '', '', count(*) FROM counted WHERE retracted
UNION ALL
SELECT 'unconfirmed', '', '', count(*) FROM counted WHERE unconfirmed
UNION ALL
SELECT 'matching', '', '', count(*) FROM counted WHERE fails = 0
UNION ALL
SELECT 'scored', '', '', count(novelty) FROM counted WHERE fails = 0
UNION ALL
SELECT 'with_code', '', '', count(*) FROM counted WHERE fails = fails_code AND has_code
UNION ALL
SELECT 'open_access', '', '', count(*) FROM counted WHERE fails = fails_open_access AND open_access
UNION ALL
SELECT 'year', year::text, '', count(*) FROM counted WHERE fails = fails_years GROUP BY year
UNION ALL
SELECT 'type', type, '', count(*) FROM counted WHERE fails = fails_type GROUP BY type
UNION ALL
SELECT 'source', source, '', works FROM source_count
UNION ALL
SELECT 'topic', topic.slug, topic.name, topic_count.works
FROM topic_count
JOIN works_topic AS topic ON topic.id = topic_count.topic_id
UNION ALL
SELECT 'topic', topic.slug, topic.name, 0
FROM works_topic AS topic
WHERE topic.id IN (SELECT id FROM chosen_topic EXCEPT SELECT topic_id FROM topic_count)
UNION ALL
SELECT 'coauthor', coauthor.slug, coauthor.preferred_name, coauthor_count.works
FROM coauthor_count
JOIN researchers_researcher AS coauthor ON coauthor.id = coauthor_count.researcher_id
UNION ALL
SELECT 'coauthor', coauthor.slug, coauthor.preferred_name, 0
FROM researchers_researcher AS coauthor
WHERE coauthor.id IN (SELECT id FROM chosen_coauthor EXCEPT SELECT researcher_id FROM coauthor_count)
ORDER BY facet, works DESC, label, value
"""


def facets_of(researcher_id: int, chosen: dict[str, Any]) -> Facets:
    """What there is of everything if the other filters stay as they are chosen."""
    parameters = {**UNFILTERED, **chosen, "researcher_id": researcher_id, "most": MOST_OFFERED}
    found: dict[str, list[Option]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(FACETS, parameters)
        for facet, *row in cursor.fetchall():
            found[facet].append(Option(*row))
    sums = {name: found.pop(name)[0].works for name in SUMS}
    years = {int(option.value): option.works for option in found.pop("year", [])}
    words = {facet: named(facet, found[facet], chosen) for facet in NAMED}
    return Facets(**sums, years=years, options={**found, **words})


def named(facet: str, found: list[Option], chosen: dict[str, Any]) -> list[Option]:
    """In the words of readers, and the one chosen even where nothing is left of it."""
    known = {option.value: option.works for option in found}
    if facet in chosen:
        known.setdefault(chosen[facet], 0)
    return [Option(value, NAMED[facet](value), works) for value, works in known.items()]


def counted(label: str, works: int) -> str:
    return f"{label} ({works:,})"
