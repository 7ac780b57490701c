"""Works and the concepts that their titles and abstracts mention, brought to the vocabulary of now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Json

from works.concepts import Vocabulary
from works.scores.fields import ARCHIVES, FIELD
from works.scores.staleness import mark_scores_stale

BATCH = 5_000  # works; an import that waits for its turn waits for a second

NEXT = """
SELECT id, title, abstract
FROM works_work
WHERE id > %(after)s AND NOT 'topics' = ANY(locked_fields)
ORDER BY id
LIMIT %(limit)s
"""

IDS_OF_TOPICS = "SELECT slug, id FROM works_topic WHERE slug = ANY(%(slugs)s)"

# What sources say stays, and says it before the text does. Works whose concepts changed come back, and their pages
# are other ones.
PUT_TAGS = """
WITH found AS MATERIALIZED (
    SELECT * FROM unnest(%(works)s::bigint[], %(topics)s::bigint[], %(confidences)s::float8[])
        AS found (work_id, topic_id, confidence)
),
lost AS (
    DELETE FROM works_worktopic AS about
    WHERE about.work_id = ANY(%(searched)s)
      AND about.origin = 'text'
      AND NOT EXISTS (
          SELECT FROM found WHERE found.work_id = about.work_id AND found.topic_id = about.topic_id
      )
    RETURNING about.work_id
),
put AS (
    INSERT INTO works_worktopic AS about (work_id, topic_id, origin, confidence)
    SELECT found.work_id, found.topic_id, 'text', found.confidence
    FROM found
    ON CONFLICT (work_id, topic_id) DO UPDATE SET confidence = EXCLUDED.confidence
    WHERE about.origin = 'text' AND about.confidence IS DISTINCT FROM EXCLUDED.confidence
    RETURNING about.work_id
)
UPDATE works_work AS work
SET version = work.version + 1
WHERE work.id IN (SELECT work_id FROM lost UNION SELECT work_id FROM put)
RETURNING work.id
"""

# Works that are compared with those of another field than the one that their topics say now. Those that wait for
# scoring find it by themselves.
ELSEWHERE = f"""
SELECT work.id
FROM works_workscore AS score
JOIN works_work AS work ON work.id = score.work_id
WHERE score.work_id = ANY(%(works)s) AND score.stale_at IS NULL AND score.field <> {FIELD}
"""

# Concepts have the field of what they are part of, over two steps, where they have none of their own: see FIELD.
WORKS_OF_TOPICS = """
SELECT DISTINCT about.work_id
FROM works_topic AS topic
LEFT JOIN works_topic AS broader ON broader.id = topic.broader_id
JOIN works_worktopic AS about ON about.topic_id = topic.id
WHERE topic.id = ANY(%(topics)s) OR broader.id = ANY(%(topics)s) OR broader.broader_id = ANY(%(topics)s)
"""

COUNT_TOPIC_WORKS = """
WITH counted AS (
    SELECT topic.id, count(work.id) AS works_count
    FROM works_topic AS topic
    LEFT JOIN works_worktopic AS about ON about.topic_id = topic.id
    LEFT JOIN works_work AS work
      ON work.id = about.work_id AND NOT work.self_reported AND NOT work.withdrawn
    GROUP BY topic.id
)
UPDATE works_topic AS topic
SET works_count = counted.works_count, version = topic.version + 1
FROM counted
WHERE topic.id = counted.id AND topic.works_count <> counted.works_count
"""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What became of a batch."""

    last: int | None  # id of the last work; none is left after it where this is empty
    searched: list[int]
    changed: list[int]


def tag_batch(cursor: CursorWrapper, vocabulary: Vocabulary, *, after: int, limit: int) -> Tagged:
    """Search the texts of the next works."""
    cursor.execute(NEXT, {"after": after, "limit": limit})
    works = cursor.fetchall()
    if not works:
        return Tagged(None, [], [])
    found = [
        (work_id, slug, confidence)
        for work_id, title, abstract in works
        for slug, confidence in vocabulary.concepts_in(title, abstract)
    ]
    ids = ids_of_topics(cursor, {slug for _, slug, _ in found})
    known = [(work_id, ids[slug], confidence) for work_id, slug, confidence in found if slug in ids]
    searched = [work_id for work_id, *_ in works]
    return Tagged(searched[-1], searched, put_tags(cursor, searched, known))


def ids_of_topics(cursor: CursorWrapper, slugs: Iterable[str]) -> Mapping[str, int]:
    cursor.execute(IDS_OF_TOPICS, {"slugs": list(slugs)})
    return dict(cursor.fetchall())


def put_tags(cursor: CursorWrapper, searched: list[int], found: list[tuple[int, int, float]]) -> list[int]:
    """Make these the concepts of the works searched; the works where that is a change."""
    works, topics, confidences = map(list, zip(*found, strict=True)) if found else ([], [], [])
    parameters = {"searched": searched, "works": works, "topics": topics, "confidences": confidences}
    cursor.execute(PUT_TAGS, parameters)
    return [row[0] for row in cursor.fetchall()]


def mark_elsewhere(cursor: CursorWrapper, works: Iterable[int]) -> None:
    """Of these works, those that moved to another field need scoring; the others are where they were."""
    parameters: dict[str, Any] = {"works": list(works), "archives": Json(ARCHIVES)}
    cursor.execute(ELSEWHERE, parameters)
    if moved := [row[0] for row in cursor.fetchall()]:
        mark_scores_stale(cursor, moved)


def works_of_topics(cursor: CursorWrapper, topics: Iterable[int]) -> list[int]:
    """Works whose field may hang on these topics."""
    cursor.execute(WORKS_OF_TOPICS, {"topics": list(topics)})
    return [row[0] for row in cursor.fetchall()]
