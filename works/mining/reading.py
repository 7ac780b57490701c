"""What concepts are mined from: texts, the vocabulary of OpenAlex, and names that are no subjects."""

from collections.abc import Collection, Iterator

from django.db import connection, transaction

from works.mining.counting import Text
from works.mining.placing import Known

MOST_WORKS = 250_000  # of more, so many are read: that takes 2 GB and three minutes
PARTS = 1_000_000
SCATTER = 618_033  # about the golden section; shares no divisor with PARTS
AT_ONCE = 2_000

COUNT = "SELECT count(*) FROM works_work WHERE NOT withdrawn AND NOT self_reported"

# The part is spread evenly. It shrinks little by little while the record grows, and what is left of it was read before:
# a term that stands in few works does not come and go.
# Whoever comes first stands for the authors: a term must be in the works of different people.
TEXTS = """
SELECT work.title, work.abstract, coalesce(hashtextextended(first.name_key, 0), work.id)
FROM works_work AS work
LEFT JOIN works_authorship AS first ON first.work_id = work.id AND first.position = 0
WHERE NOT work.withdrawn AND NOT work.self_reported
  AND work.id %% %(parts)s * %(scatter)s %% %(parts)s < %(read)s
ORDER BY work.id
"""

TOPICS = "SELECT id, keywords FROM works_topic WHERE openalex IS NOT NULL AND keywords <> '{}' ORDER BY id"
KEPT = "SELECT name FROM works_topic WHERE termhood IS NOT NULL AND kind = 'concept'"

# Relies on authorship_name_key.
NAMES = """
SELECT text FROM unnest(%(texts)s::text[]) AS text
WHERE EXISTS (SELECT FROM works_authorship WHERE name_key = text)
UNION
SELECT lower(name) FROM works_venue WHERE lower(name) = ANY(%(texts)s)
UNION
SELECT lower(name) FROM works_institution WHERE lower(name) = ANY(%(texts)s)
"""


def count_works() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return cursor.fetchone()[0]


def texts() -> Iterator[Text]:
    """Titles and abstracts; of very many works a part, spread evenly."""
    read = PARTS * MOST_WORKS // max(count_works(), MOST_WORKS)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(TEXTS, {"parts": PARTS, "scatter": SCATTER, "read": read})
        while rows := cursor.fetchmany(AT_ONCE):
            yield from (Text(*row) for row in rows)


def topics() -> tuple[Known, ...]:
    with connection.cursor() as cursor:
        cursor.execute(TOPICS)
        return tuple(Known(topic_id, tuple(keywords)) for topic_id, keywords in cursor.fetchall())


def names_kept() -> frozenset[str]:
    """The concepts of now."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return frozenset(row[0] for row in cursor.fetchall())


def names_among(texts: Collection[str]) -> frozenset[str]:
    """Those that are the name of a person, venue or institution."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"texts": list(texts)})
        return frozenset(row[0] for row in cursor.fetchall())
