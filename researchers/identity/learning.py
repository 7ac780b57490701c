"""How common names and words are in the whole record: counted again whenever it has grown enough to matter."""

from collections import Counter
from collections.abc import Mapping

from django.db.backends.utils import CursorWrapper

from researchers.identity.evidence import words_of

LONGEST_KEY = 500
AT_ONCE = 10_000  # titles that are in memory at a time

# By how much the record has to grow: a common name is then expected to have so many more bearers.
GROWTH = 0.2
# What has been added since is looked at only as far as it takes to see that it is enough.
HAS_GROWN = """
WITH counted AS (
    SELECT max(number) FILTER (WHERE key = 'authorships') AS authorships,
           max(number) FILTER (WHERE key = 'newest') AS newest
    FROM researchers_commonness
    WHERE kind = 'all'
)
SELECT counted.newest IS NULL OR EXISTS (
    SELECT
    FROM works_authorship
    WHERE id > counted.newest
    OFFSET (counted.authorships * %(growth)s)::bigint
)
FROM counted
"""
NAMES_KNOWN = (
    "SELECT coalesce(max(number), 0) FROM researchers_commonness WHERE kind = 'all' AND key = 'names'"
)

# A name is split at its ends, as `ends_of` says; what occurs once is not kept.
LEARN_NAMES = """
WITH counted AS MATERIALIZED (
    SELECT name_key, count(*) AS number FROM works_authorship GROUP BY name_key
),
written AS (
    SELECT name_key, number,
           CASE
               WHEN name_key !~ '^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' THEN 'given first'
               WHEN strpos(name_key, ' ') > 0 THEN 'family first'
               ELSE 'as one'
           END AS how
    FROM counted
),
full_name AS MATERIALIZED (
    SELECT name_key, number,
           CASE how
               WHEN 'given first' THEN split_part(name_key, ' ', 1)
               WHEN 'family first' THEN split_part(name_key, ' ', -1)
               ELSE coalesce(nullif(substr(name_key, 2), ''), name_key)
           END AS given,
           CASE how
               WHEN 'given first' THEN split_part(name_key, ' ', -1)
               WHEN 'family first' THEN split_part(name_key, ' ', 1)
               ELSE left(name_key, 1)
           END AS family
    FROM written
)
INSERT INTO researchers_commonness (kind, key, number)
SELECT 'name', name_key, number FROM full_name WHERE number > 1
UNION ALL
SELECT 'family', family, count(*) FROM full_name GROUP BY 2 HAVING count(*) > 1
UNION ALL
SELECT 'given', given, count(*) FROM full_name GROUP BY 2 HAVING count(*) > 1
UNION ALL
SELECT 'all', 'names', count(*) FROM full_name
UNION ALL
SELECT 'all', 'authorships', coalesce(sum(number), 0) FROM full_name
UNION ALL
SELECT 'all', 'newest', coalesce(max(id), 0) FROM works_authorship
UNION ALL
SELECT 'all', 'works', greatest(count(*), 1) FROM works_work WHERE NOT withdrawn AND NOT self_reported
"""
# Not TRUNCATE, which waits for whoever reads: they may be waiting for our turn to end.
FORGET = "DELETE FROM researchers_commonness"
TITLES = """
DECLARE title_to_count NO SCROLL CURSOR FOR
SELECT title FROM works_work WHERE NOT withdrawn AND NOT self_reported
"""
NEXT_TITLES = "FETCH %(number)s FROM title_to_count"
COPY_WORDS = "COPY researchers_commonness (kind, key, number) FROM STDIN"


def has_grown(cursor: CursorWrapper) -> bool:
    """Whether so much has come since names and words were counted, if ever, that they are to be counted again."""
    cursor.execute(HAS_GROWN, {"growth": GROWTH})
    return bool(cursor.fetchone()[0])


def names_known(cursor: CursorWrapper) -> int:
    """How many different names were counted."""
    cursor.execute(NAMES_KNOWN)
    return cursor.fetchone()[0]


def learn_commonness(cursor: CursorWrapper, words: Mapping[str, int]) -> None:
    """Count anew how often each name occurs, and take over how often words do. Whoever calls has the turn alone."""
    cursor.execute(FORGET)
    cursor.execute(LEARN_NAMES)
    with cursor.copy(COPY_WORDS) as copy:
        for word, number in words.items():
            if number > 1:
                copy.write_row(("word", word[:LONGEST_KEY], number))


def count_words(cursor: CursorWrapper) -> Counter[str]:
    """In how many titles each word stands."""
    counted: Counter[str] = Counter()
    cursor.execute(TITLES)
    while titles := next_titles(cursor):
        for (title,) in titles:
            counted.update(words_of(title))
    cursor.execute("CLOSE title_to_count")
    return counted


def next_titles(cursor: CursorWrapper) -> list[tuple[str]]:
    cursor.execute(NEXT_TITLES, {"number": AT_ONCE})
    return cursor.fetchall()
