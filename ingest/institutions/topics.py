"""The vocabulary of topics into the record, and the topics that works name from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Coalesce

from common.names import slug_for
from ingest.loading.staging import copy_rows
from ingest.loading.tables import TAKE_LOCK
from ingest.readers.openalex_topics import VocabularyRecord
from ingest.records import TopicRecord
from works.models import Topic
from works.tagging import mark_elsewhere, works_of_topics

SCHEME = "openalex:"
# Its concepts and keywords, and the topics of others, are known by their names.
OPENALEX_TOPIC = re.compile(r"openalex:(T\d{1,10})", re.ASCII)

STAGE = """
CREATE TEMPORARY TABLE staged_vocabulary (
    n integer, openalex text, slug text, name text, description text, keywords text[], subfield text, field text,
    domain text
) ON COMMIT DROP
"""

# A topic is known by its id; else by its name, where a category or concept is called so and has no id yet.
PLACE = """
CREATE TEMPORARY TABLE placed_vocabulary ON COMMIT DROP AS
WITH latest AS (
    SELECT DISTINCT ON (openalex) * FROM staged_vocabulary ORDER BY openalex, n DESC
),
namesake AS (
    SELECT DISTINCT ON (topic.id) latest.openalex, topic.id
    FROM latest
    JOIN works_topic AS topic ON topic.slug = latest.slug AND topic.openalex IS NULL
    WHERE NOT EXISTS (SELECT FROM works_topic AS known WHERE known.openalex = latest.openalex)
    ORDER BY topic.id, latest.openalex
)
SELECT latest.*, coalesce(known.id, namesake.id) AS known_id
FROM latest
LEFT JOIN works_topic AS known ON known.openalex = latest.openalex
LEFT JOIN namesake ON namesake.openalex = latest.openalex
"""

# Works are compared within the field that their topics say.
OF_OTHER_FIELDS = """
SELECT known.id
FROM placed_vocabulary AS placed
JOIN works_topic AS known ON known.id = placed.known_id AND known.field <> placed.field
"""

# The name stays: an address and a concept's vocabulary may hang on it.
UPDATE = """
UPDATE works_topic AS known
SET openalex = placed.openalex, description = placed.description, keywords = placed.keywords,
    subfield = placed.subfield, field = placed.field, domain = placed.domain, version = known.version + 1
FROM placed_vocabulary AS placed
WHERE known.id = placed.known_id
  AND (known.openalex, known.description, known.keywords, known.subfield, known.field, known.domain)
      IS DISTINCT FROM (placed.openalex, placed.description, placed.keywords::varchar[], placed.subfield,
                        placed.field, placed.domain)
"""

ADD = """
INSERT INTO works_topic (
    openalex, slug, name, kind, codes, description, keywords, subfield, field, domain, works_count, version
)
SELECT openalex, CASE WHEN taken THEN slug || '-' || lower(openalex) ELSE slug END, name, 'category', '{}', description,
       keywords, subfield, field, domain, 0, 1
FROM (
    SELECT placed.*,
           row_number() OVER (PARTITION BY placed.slug ORDER BY placed.openalex) > 1
           OR EXISTS (SELECT FROM works_topic AS other WHERE other.slug = placed.slug) AS taken
    FROM placed_vocabulary AS placed
    WHERE placed.known_id IS NULL
) AS placed
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the topics of a vocabulary."""

    created: int
    updated: int
    unchanged: int


def store_vocabulary(records: Iterable[VocabularyRecord]) -> Stored:
    """Bring topics in, all or none of them; those of works and of other sources under the same name are the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_LOCK)
        cursor.execute("DROP TABLE IF EXISTS staged_vocabulary, placed_vocabulary")
        cursor.execute(STAGE)
        copy_rows(cursor, "staged_vocabulary", (row_of(n, record) for n, record in enumerate(records)))
        cursor.execute(PLACE)
        cursor.execute("SELECT count(*) FROM staged_vocabulary")
        read = cursor.fetchone()[0]
        cursor.execute(OF_OTHER_FIELDS)
        moved = [row[0] for row in cursor.fetchall()]
        updated, created = changed_by(cursor, UPDATE), changed_by(cursor, ADD)
        if moved:
            mark_elsewhere(cursor, works_of_topics(cursor, moved))
    return Stored(created, updated, read - created - updated)


def changed_by(cursor: CursorWrapper, statement: str) -> int:
    cursor.execute(statement)
    return cursor.rowcount


def row_of(number: int, record: VocabularyRecord) -> tuple:
    """In the order of `staged_vocabulary`."""
    return (
        number,
        record.id,
        slug_of(record.name),
        record.name,
        record.description,
        list(record.keywords),
        record.subfield,
        record.field,
        record.domain,
    )


def slug_of(name: str) -> str:
    return slug_for(name)[:100].strip("-")


def slugs_of(stated: Iterable[TopicRecord]) -> dict[str, str]:
    """The address of the topic that each id stands for; topics that do not exist yet are made.

    Known by the id of OpenAlex, else by the name. What turned out to be another name of a concept stands for that.
    """
    topics = {topic.id: topic for topic in stated}
    if not topics:
        return {}
    ids = {id_: openalex_id(id_) for id_ in topics}
    known = Topic.objects.filter(openalex__in=filter(None, ids.values()))
    found = known.values_list("openalex", Coalesce("merged_into__slug", "slug"))
    slugs = {f"{SCHEME}{openalex}": slug for openalex, slug in found}
    unknown = {id_: slug_of(topic.name) for id_, topic in topics.items() if id_ not in slugs}
    Topic.objects.bulk_create(
        (
            Topic(slug=slug, name=topics[id_].name, kind=Topic.Kind.CATEGORY, openalex=ids[id_])
            for id_, slug in unknown.items()
        ),
        ignore_conflicts=True,
    )
    led = Topic.objects.filter(slug__in=unknown.values()).exclude(merged_into=None)
    leads = dict(led.values_list("slug", "merged_into__slug"))
    return {**slugs, **{id_: leads.get(slug, slug) for id_, slug in unknown.items()}}


def openalex_id(topic_id: str) -> str | None:
    found = OPENALEX_TOPIC.fullmatch(topic_id)
    return found[1] if found else None
