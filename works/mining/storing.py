"""Mined concepts as topics: each keeps its address for ever, also when nobody speaks of it any more."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

import msgspec
from django.db.backends.utils import CursorWrapper

from works.mining.merging import Found, key_of_name
from works.mining.mining import Mined
from works.mining.placing import without_circles

# Categories are concepts only where their address is that of one.
KNOWN = """
SELECT id, slug, name, kind = 'concept', termhood IS NOT NULL, works_count
FROM works_topic
WHERE kind = 'concept' OR slug = ANY(%(slugs)s)
ORDER BY termhood IS NULL, works_count DESC, id
"""

ADD = """
INSERT INTO works_topic (slug, name, kind, codes, works_count, version)
SELECT slug, name, 'concept', '{}', 0, 1 FROM unnest(%(slugs)s::text[], %(names)s::text[]) AS new (slug, name)
RETURNING slug, id
"""

# A category that is a concept, too, is called as its source calls it: all names of the concept are among its variants.
# What was in the vocabulary and is not in it any more loses what it was sought by, and its place: circles are looked
# for among the concepts of now only.
PUT = """
WITH mined AS (
    SELECT row.*, coalesce(own.subfield, above.subfield, '') AS subfield, coalesce(own.field, above.field, '') AS field,
           coalesce(own.domain, above.domain, '') AS domain
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS row (
        id bigint, names text[], termhood float8, broader_id bigint, placed_by bigint
    )
    LEFT JOIN works_topic AS own ON own.id = row.id AND own.field <> '' AND own.openalex IS NOT NULL
    LEFT JOIN works_topic AS above ON above.id = row.placed_by
),
changed AS (
    UPDATE works_topic AS topic
    SET variants = array_remove(mined.names, CASE WHEN topic.kind = 'concept' THEN topic.name END),
        termhood = mined.termhood, broader_id = mined.broader_id, merged_into_id = NULL,
        subfield = mined.subfield, field = mined.field, domain = mined.domain, version = topic.version + 1
    FROM mined
    WHERE topic.id = mined.id
      AND (topic.variants::text[], topic.termhood, topic.broader_id, topic.merged_into_id,
           topic.subfield::text, topic.field::text, topic.domain::text)
          IS DISTINCT FROM (
              array_remove(mined.names, CASE WHEN topic.kind = 'concept' THEN topic.name END), mined.termhood,
              mined.broader_id, NULL::bigint, mined.subfield::text, mined.field::text, mined.domain::text
          )
    RETURNING 1
),
retired AS (
    UPDATE works_topic AS topic
    SET variants = '{}', termhood = NULL, broader_id = NULL,
        merged_into_id = coalesce(merged.into_id, former.merged_into_id), version = topic.version + 1
    FROM works_topic AS former
    LEFT JOIN unnest(%(merged)s::bigint[], %(into)s::bigint[]) AS merged (id, into_id) ON merged.id = former.id
    WHERE topic.id = former.id
      AND (former.termhood IS NOT NULL OR former.broader_id IS NOT NULL OR merged.into_id <> former.merged_into_id
           OR merged.into_id IS NOT NULL AND former.merged_into_id IS NULL)
      AND NOT EXISTS (SELECT FROM mined WHERE mined.id = former.id)
    RETURNING former.termhood IS NOT NULL AS was_sought
)
SELECT (SELECT count(*) FROM changed), count(*), count(*) FILTER (WHERE was_sought) FROM retired
"""

# What led to a concept that leads to another now: pages, follows and tags go one step only. Where one step is not
# enough, the next time mining comes by is.
LEAD_ON = """
UPDATE works_topic AS topic
SET merged_into_id = other.merged_into_id, version = topic.version + 1
FROM works_topic AS other
WHERE other.id = topic.merged_into_id AND other.merged_into_id IS NOT NULL
"""

# What sources or people called so goes where the name leads; what texts are about is found out by searching them.
# Relies on topic_merged_into and work_topic_of_topic.
MOVE_TAGS = """
WITH moved AS (
    DELETE FROM works_worktopic AS about
    USING works_topic AS former, works_work AS work
    WHERE former.merged_into_id IS NOT NULL
      AND about.topic_id = former.id
      AND work.id = about.work_id
      AND (about.origin = 'source' OR 'topics' = ANY(work.locked_fields))
    RETURNING about.work_id, former.merged_into_id AS topic_id, about.origin, about.confidence
),
put AS (
    INSERT INTO works_worktopic AS about (work_id, topic_id, origin, confidence)
    SELECT DISTINCT ON (work_id, topic_id) work_id, topic_id, origin, confidence
    FROM moved
    ORDER BY work_id, topic_id, origin, confidence DESC
    ON CONFLICT (work_id, topic_id) DO UPDATE SET origin = EXCLUDED.origin, confidence = EXCLUDED.confidence
    WHERE about.origin = 'text' AND EXCLUDED.origin = 'source'
)
UPDATE works_work AS work
SET version = work.version + 1
WHERE work.id IN (SELECT work_id FROM moved)
RETURNING work.id
"""

PUT_VERSION = """
INSERT INTO works_conceptvocabulary AS kept (id, version, mined_at, works_count, tagged_to)
VALUES (1, %(version)s, now(), %(works)s, 0)
ON CONFLICT (id) DO UPDATE SET
    mined_at = now(), works_count = EXCLUDED.works_count,
    version = CASE WHEN %(changed)s THEN EXCLUDED.version ELSE kept.version END,
    tagged_to = CASE WHEN %(changed)s THEN 0 ELSE kept.tagged_to END
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A topic that is known."""

    id: int
    slug: str
    name: str
    is_concept: bool
    is_sought: bool
    works_count: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the vocabulary."""

    added: int
    retired: int
    is_changed: bool
    moved: list[int]  # works that are about a concept by another name now


def store(cursor: CursorWrapper, mined: Mined, works: int) -> Stored:
    """Make these concepts the vocabulary of now, mined from a record of so many works."""
    owners = owners_of(cursor, mined.found)
    new = [one for place, one in enumerate(mined.found) if place not in owners.kept]
    ids = {**owners.kept, **added(cursor, mined.found, new)}
    cursor.execute(
        PUT,
        {
            "rows": msgspec.json.encode(rows_of(mined, ids)).decode(),
            "merged": list(owners.merged),
            "into": [ids[place] for place in owners.merged.values()],
        },
    )
    changed, touched, retired = cursor.fetchone()
    cursor.execute(LEAD_ON)
    cursor.execute(MOVE_TAGS)
    moved = [row[0] for row in cursor.fetchall()]
    is_changed = bool(new or changed or touched)
    cursor.execute(PUT_VERSION, {"version": uuid4(), "works": works, "changed": is_changed})
    again = sum(not row_sought for row_sought in owners.sought)
    return Stored(len(new) + again, retired, is_changed, moved)


@dataclass(slots=True)
class Owners:
    """Which known topic each concept is, by its place, and what turned out to be another name of one."""

    kept: dict[int, int]
    merged: dict[int, int]
    sought: list[bool]


def owners_of(cursor: CursorWrapper, found: Sequence[Found]) -> Owners:
    """The topic at the address of the concept, else the largest one that is called by one of its names."""
    cursor.execute(KNOWN, {"slugs": [one.slug for one in found]})
    rows = [Row(*row) for row in cursor.fetchall()]
    by_slug = {row.slug: row for row in rows}
    by_key: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.is_concept:
            by_key[key_of_name(row.name)].append(row)
    owners, taken = Owners({}, {}, []), set[int]()
    namesakes = [
        [row for key in dict.fromkeys(map(key_of_name, one.names)) for row in by_key[key]] for one in found
    ]
    by_address = [by_slug.get(one.slug) for one in found]
    taken |= {row.id for row in by_address if row}
    for place, same in enumerate(by_address):
        owner = same or next((other for other in namesakes[place] if other.id not in taken), None)
        if owner:
            taken.add(owner.id)
            owners.kept[place] = owner.id
            owners.sought.append(owner.is_sought)
    for place, others in enumerate(namesakes):
        owners.merged |= {row.id: place for row in others if row.id not in taken}
    return owners


def added(cursor: CursorWrapper, found: Sequence[Found], new: Iterable[Found]) -> dict[int, int]:
    """New topics: place in the list → id."""
    some = list(new)
    cursor.execute(ADD, {"slugs": [one.slug for one in some], "names": [one.name for one in some]})
    ids = dict(cursor.fetchall())
    return {place: ids[one.slug] for place, one in enumerate(found) if one.slug in ids}


def rows_of(mined: Mined, ids: dict[int, int]) -> list[dict[str, object]]:
    """What is written of each concept. Its field is that of the topic it is a keyword of, or what is above it is.

    To be a keyword of a topic is not to be part of it: "Gene expression and cancer classification" has "clustering".
    """
    parents = {
        ids[place]: ids[parent] for place, parent in mined.broader.items() if ids[place] != ids[parent]
    }
    stated = {ids[place]: topic for place, topic in mined.topics.items() if ids[place] != topic}
    broader = without_circles(parents)
    return [
        {
            "id": ids[place],
            "names": one.names,
            "termhood": one.termhood,
            "broader_id": broader.get(ids[place]),
            "placed_by": placed_by(ids[place], stated, broader),
        }
        for place, one in enumerate(mined.found)
    ]


def placed_by(topic: int, stated: dict[int, int], broader: dict[int, int]) -> int | None:
    """The topic of OpenAlex that says where it belongs: its own, or that of the next concept above."""
    above: int | None = topic
    while above is not None and above not in stated:
        above = broader.get(above)
    return stated[above] if above is not None else None
