"""What is to be resolved, and in which parts: blocks of names, and what the record knows of names and words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import accumulate

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from common.turns import take_turn
from researchers.identity.blocking import block_key, joined_blocks
from researchers.identity.evidence import EMPTY_WORDS, WORD

LONGEST_BLOCK = 200
PART = 4_000  # authorships; a worker keeps imports and curation waiting for as long as a part takes

NAMES = "SELECT DISTINCT name, family, block FROM works_authorship"
CREATE_NAMED = """
CREATE TEMPORARY TABLE named_block (name text, family text, block text) ON COMMIT DROP
"""
PUT_BLOCKS = """
UPDATE works_authorship AS authorship
SET block = named.block
FROM named_block AS named
WHERE authorship.name = named.name AND authorship.family = named.family AND authorship.block <> named.block
"""
ADD_BLOCKS = """
INSERT INTO researchers_block (key, joint, stale_at)
SELECT block, block, now()
FROM works_authorship
WHERE block <> ''
GROUP BY block
ORDER BY block
ON CONFLICT (key) DO NOTHING
"""
JOIN_BLOCKS = """
WITH wanted AS (
    SELECT block.key, coalesce(joined.joint, block.key) AS joint
    FROM researchers_block AS block
    LEFT JOIN unnest(%(keys)s::text[], %(joints)s::text[]) AS joined (key, joint) USING (key)
)
UPDATE researchers_block AS block
SET joint = wanted.joint, stale_at = coalesce(block.stale_at, now())
FROM wanted
WHERE wanted.key = block.key AND wanted.joint <> block.joint
"""

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
SELECT 'all', 'works', greatest(count(*), 1) FROM works_work WHERE NOT withdrawn AND NOT self_reported
"""
TITLES = "SELECT title FROM works_work WHERE NOT withdrawn AND NOT self_reported"
COPY_WORDS = "COPY researchers_commonness (kind, key, number) FROM STDIN"

WANT_ALL = "UPDATE researchers_block SET stale_at = coalesce(stale_at, now()), anew = true"
IS_NEW = "SELECT NOT EXISTS (SELECT FROM researchers_commonness WHERE kind = 'all')"
WAITING = """
SELECT block.joint, count(authorship.id)
FROM researchers_block AS block
LEFT JOIN works_authorship AS authorship ON authorship.block = block.key
WHERE block.joint IN (SELECT stale.joint FROM researchers_block AS stale WHERE stale.stale_at IS NOT NULL)
GROUP BY block.joint
ORDER BY count(authorship.id) DESC, block.joint
"""
# As long as an import goes on, something has just become stale. What is being resolved need not be planned anew.
SOMETHING_WAITS = """
SELECT coalesce(max(stale_at) < now() - interval '30 seconds', false) AND NOT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = hashtext('credence: identities')::oid
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
FROM researchers_block
WHERE stale_at IS NOT NULL
"""
WAITING_SINCE = "SELECT count(*) FROM researchers_block WHERE stale_at <= %(moment)s"
FORGET_PARTS = "UPDATE researchers_block SET part = NULL WHERE part IS NOT NULL"
PUT_PARTS = """
UPDATE researchers_block AS block
SET part = planned.part
FROM unnest(%(joints)s::text[], %(parts)s::int[]) AS planned (joint, part)
WHERE block.joint = planned.joint
"""


def words_of(title: str) -> set[str]:
    """The words of a title that comparing looks at."""
    return set(WORD.findall(title.lower())) - EMPTY_WORDS


@transaction.atomic
def plan(*, everything: bool = False) -> dict[int, int]:
    """Divide what waits, or everything there is, into parts; how many authorships each part has.

    Who is settled is asked anew only where everything is wanted. Then, and the first time, the blocks and what is
    common are computed from all names.
    """
    take_turn()
    with connection.cursor() as cursor:
        cursor.execute(IS_NEW)
        if everything or cursor.fetchone()[0]:
            sort_into_blocks(cursor)
            learn_commonness(cursor)
        if everything:
            cursor.execute(WANT_ALL)
        return divide(cursor)


def something_waits() -> bool:
    """Whether there are names to resolve that nobody resolves, and no import that brings more just now."""
    with connection.cursor() as cursor:
        cursor.execute(SOMETHING_WAITS)
        return bool(cursor.fetchone()[0])


def waiting_since(moment: datetime) -> int:
    """How many blocks wait that waited at that moment."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING_SINCE, {"moment": moment})
        return cursor.fetchone()[0]


def sort_into_blocks(cursor: CursorWrapper) -> None:
    """Let every authorship be in the block that its name says today."""
    cursor.execute(NAMES)
    rows = cursor.fetchall()
    fresh = [(name, family, block_key(name, family)[:LONGEST_BLOCK]) for name, family, _ in rows]
    changed = [now for now, (_, _, before) in zip(fresh, rows, strict=True) if now[2] != before]
    if changed:
        cursor.execute(CREATE_NAMED)
        with cursor.copy("COPY named_block FROM STDIN") as copy:
            for row in changed:
                copy.write_row(row)
        cursor.execute(PUT_BLOCKS)
    cursor.execute(ADD_BLOCKS)
    join(cursor, joined_blocks((name, family) for name, family, _ in rows))


def join(cursor: CursorWrapper, joints: Mapping[str, str]) -> None:
    keys = [key[:LONGEST_BLOCK] for key in joints]
    cursor.execute(
        JOIN_BLOCKS, {"keys": keys, "joints": [joint[:LONGEST_BLOCK] for joint in joints.values()]}
    )


def learn_commonness(cursor: CursorWrapper) -> None:
    """Count anew how often each name and word occurs."""
    cursor.execute("TRUNCATE researchers_commonness")
    cursor.execute(LEARN_NAMES)
    cursor.execute(TITLES)
    counted = Counter(word for (title,) in cursor.fetchall() for word in words_of(title))
    with cursor.copy(COPY_WORDS) as copy:
        for word, number in counted.items():
            if number > 1:
                copy.write_row(("word", word[:500], number))


def divide(cursor: CursorWrapper) -> dict[int, int]:
    """Give every block that waits its part."""
    cursor.execute(WAITING)
    waiting = cursor.fetchall()
    parts = parts_for([number for _, number in waiting])
    cursor.execute(FORGET_PARTS)
    cursor.execute(PUT_PARTS, {"joints": [joint for joint, _ in waiting], "parts": parts})
    sizes: Counter[int] = Counter()
    for (_, number), part in zip(waiting, parts, strict=True):
        sizes[part] += number
    return dict(sizes)


def parts_for(sizes: Iterable[int]) -> list[int]:
    """For blocks of these sizes in their order the number of their part, of about PART authorships each."""
    return [(total - 1) // PART if total else 0 for total in accumulate(sizes)]
