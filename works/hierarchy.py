"""Where a topic stands among topics."""

from collections.abc import Iterable
from dataclasses import dataclass

from works.models import Topic

MOST_NARROWER = 24
# Deeper than vocabularies go; it ends the walk where topics were put into each other by mistake.
DEEPEST = 8

BROADER = """
WITH RECURSIVE above AS (
    SELECT broader_id, 1 AS steps FROM works_topic WHERE id = %(topic_id)s
    UNION ALL
    SELECT topic.broader_id, above.steps + 1
    FROM above
    JOIN works_topic AS topic ON topic.id = above.broader_id
    WHERE above.steps < %(deepest)s
)
SELECT topic.id, topic.slug, topic.name
FROM above
JOIN works_topic AS topic ON topic.id = above.broader_id AND topic.id <> %(topic_id)s
ORDER BY above.steps DESC
"""


@dataclass(frozen=True, slots=True)
class Place:
    """What a topic is part of, the broadest first, and what is part of it, the largest first."""

    broader: list[Topic]
    narrower: list[Topic]
    has_more: bool


def place_of(topic: Topic) -> Place:
    """In one query, and one more where the topic is part of another."""
    narrower = list(Topic.objects.with_works().part_of(topic).largest_first()[: MOST_NARROWER + 1])
    broader = each_once(broader_topics(topic)) if topic.broader_id else []
    return Place(broader, narrower[:MOST_NARROWER], len(narrower) > MOST_NARROWER)


def broader_topics(topic: Topic) -> Iterable[Topic]:
    return Topic.objects.raw(BROADER, {"topic_id": topic.pk, "deepest": DEEPEST})


def each_once(topics: Iterable[Topic]) -> list[Topic]:
    return list({topic.pk: topic for topic in topics}.values())
