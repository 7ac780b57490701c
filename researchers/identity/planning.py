"""What is to be resolved, and in which parts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, groupby
from operator import itemgetter

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from common.turns import share_turn, take_turn
from researchers.identity.blocking import block_key, joined_blocks
from researchers.identity.forms import ENOUGH_NAMES
from researchers.identity.learning import count_words, has_grown, learn_commonness, names_known

LONGEST_BLOCK = 200
PART = 4_000  # authorships; a worker keeps imports and curation waiting for as long as a part takes
ABANDONED = 180.0  # seconds without a part planned, begun or finished: whoever planned them is gone

NAMES = "SELECT DISTINCT name, family, block FROM works_authorship"
CREATE_NAMED = """
CREATE TEMPORARY TABLE named_block (name text, family text, block text) ON COMMIT DROP
"""
DROP_NAMED = "DROP TABLE named_block"
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
# Where the resolver has not been yet, a block stays in reach of the one that its names were in before.
JOIN_BLOCKS = """
WITH wanted AS (
    SELECT block.key, coalesce(joined.joint, block.key) AS joint
    FROM researchers_block AS block
    LEFT JOIN unnest(%(keys)s::text[], %(joints)s::text[]) AS joined (key, joint) USING (key)
)
UPDATE researchers_block AS block
SET joint = wanted.joint, stale_at = coalesce(block.stale_at, now())
FROM wanted
WHERE wanted.key = block.key
  AND wanted.joint <> block.joint
  AND (block.resolved_at IS NOT NULL OR wanted.joint <> wanted.key)
"""

WANT_ALL = """
UPDATE researchers_block
SET stale_at = coalesce(stale_at, now()), anew = true, source_ids = %(source_ids)s
"""
WITHOUT_SOURCE_IDS = "UPDATE researchers_block SET source_ids = false WHERE stale_at IS NOT NULL"
WANT_SETTLED = """
UPDATE researchers_block SET stale_at = coalesce(stale_at, now()), anew = true WHERE resolved_at IS NOT NULL
"""
WAITING = """
SELECT block.joint, count(authorship.id), bool_and(block.source_ids)
FROM researchers_block AS block
LEFT JOIN works_authorship AS authorship ON authorship.block = block.key
WHERE block.joint IN (SELECT stale.joint FROM researchers_block AS stale WHERE stale.stale_at IS NOT NULL)
GROUP BY block.joint
ORDER BY bool_and(block.source_ids) DESC, count(authorship.id) DESC, block.joint
"""
# As long as an import goes on, something has just become stale; yet nobody waits for ever. Where nothing was ever
# counted, no block knows yet that it waits.
SOMETHING_WAITS = """
SELECT newest < now() - interval '30 seconds'
    OR oldest < now() - interval '10 minutes'
    OR newest IS NULL
       AND NOT EXISTS (SELECT FROM researchers_commonness WHERE kind = 'all')
       AND EXISTS (SELECT FROM works_authorship)
FROM (
    SELECT min(stale_at) AS oldest, max(stale_at) AS newest
    FROM researchers_block
    WHERE stale_at IS NOT NULL
) AS stale
"""
# What is planned is somebody's, unless nobody has a part in hand, nor has planned or ended one for a while. What is
# resolved is so as of when its part was begun, which may be long ago when it ends.
IS_IN_HAND = """
SELECT EXISTS (
    SELECT FROM researchers_block WHERE part IS NOT NULL
) AND EXISTS (
    SELECT
    FROM researchers_block
    WHERE planned_at > clock_timestamp() - make_interval(secs => %(abandoned)s)
) OR EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = hashtext('credence: identities')::oid
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""
# Held by the connection, since planning is more than one transaction. A connection that is lost lets go of it.
TRY_PLANNING = "SELECT pg_try_advisory_lock(hashtext('credence: planning'))"
END_PLANNING = "SELECT pg_advisory_unlock(hashtext('credence: planning'))"
WAITING_SINCE = "SELECT count(*) FROM researchers_block WHERE stale_at <= %(moment)s"
LEAVE_PART = "UPDATE researchers_block SET part = NULL WHERE part = %(part)s AND planned_at <= %(begun)s"
NEXT_PART = """
SELECT min(part)
FROM researchers_block
WHERE part > %(after)s AND NOT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = hashtext('credence: identities')::oid
      AND objid = researchers_block.part::oid
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""
FORGET_PARTS = "UPDATE researchers_block SET part = NULL WHERE part IS NOT NULL"
PUT_PARTS = """
UPDATE researchers_block AS block
SET part = planned.part, planned_at = clock_timestamp()
FROM unnest(%(joints)s::text[], %(parts)s::int[]) AS planned (joint, part)
WHERE block.joint = planned.joint
"""


def plan(*, everything: bool = False, source_ids: bool = True) -> dict[int, int]:
    """Divide what waits, or everything there is, into parts; how many authorships each part has.

    Who is settled is asked anew only where everything is wanted. Then, the first time, and whenever the record has
    grown enough, the blocks and what is common are computed from all names. That the sources' ids are not looked at
    is kept with the blocks until they are resolved, whoever does it.
    """
    survey = look_at_all_names(everything=everything)
    with transaction.atomic(), connection.cursor() as cursor:
        take_turn()
        if survey and (everything or has_grown(cursor)):
            take_over(cursor, survey)
        if everything:
            cursor.execute(WANT_ALL, {"source_ids": source_ids})
        elif not source_ids:
            cursor.execute(WITHOUT_SOURCE_IDS)
        return divide(cursor)


@dataclass(frozen=True, slots=True)
class Survey:
    """What all names and titles say: who has to be in another block, which blocks are one, and how common words are."""

    moved: list[tuple[str, str, str]]
    joints: dict[str, str]
    words: Counter[str]


@transaction.atomic
def look_at_all_names(*, everything: bool) -> Survey | None:
    """Where everything is wanted, or much is new. What comes meanwhile counts the next time.

    Takes long and changes nothing, so that nobody is kept waiting, and is over before the turn comes.
    """
    with connection.cursor() as cursor:
        return survey_of(cursor) if everything or has_grown(cursor) else None


def survey_of(cursor: CursorWrapper) -> Survey:
    cursor.execute(NAMES)
    rows = cursor.fetchall()
    fresh = [(name, family, block_key(name, family)[:LONGEST_BLOCK]) for name, family, _ in rows]
    return Survey(
        moved=[now for now, (_, _, before) in zip(fresh, rows, strict=True) if now[2] != before],
        joints=joined_blocks((name, family) for name, family, _ in rows),
        words=count_words(cursor),
    )


def take_over(cursor: CursorWrapper, survey: Survey) -> None:
    """Sort into blocks, and learn what is common. What was settled while few names were known is asked again, once."""
    before = names_known(cursor)
    sort_into_blocks(cursor, survey)
    learn_commonness(cursor, survey.words)
    if before < ENOUGH_NAMES <= names_known(cursor):
        cursor.execute(WANT_SETTLED)


def something_waits() -> bool:
    """Whether there are names to resolve that nobody has in hand, and no import that brings more just now."""
    with connection.cursor() as cursor:
        cursor.execute(SOMETHING_WAITS)
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(IS_IN_HAND, {"abandoned": ABANDONED})
        return not cursor.fetchone()[0]


@contextmanager
def planning_alone() -> Iterator[bool]:
    """Whether nobody else who asked plans just now, nor will until this ends."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_PLANNING)
        is_alone = cursor.fetchone()[0]
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute(END_PLANNING)


def next_part(*, after: int) -> int | None:
    """The next one that is planned and that nobody has in hand. What was left behind is not met again."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_PART, {"after": after})
        return cursor.fetchone()[0]


@transaction.atomic
def leave_part(part: int, *, begun: datetime) -> None:
    """Let it wait until it is planned again, unless it was since it was begun: then the number is another part's."""
    share_turn()
    with connection.cursor() as cursor:
        cursor.execute(LEAVE_PART, {"part": part, "begun": begun})


def waiting_since(moment: datetime) -> int:
    """How many blocks wait that waited at that moment."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING_SINCE, {"moment": moment})
        return cursor.fetchone()[0]


def sort_into_blocks(cursor: CursorWrapper, survey: Survey) -> None:
    """Let every authorship be in the block that its name says today."""
    if survey.moved:
        cursor.execute(CREATE_NAMED)
        with cursor.copy("COPY named_block FROM STDIN") as copy:
            for row in survey.moved:
                copy.write_row(row)
        cursor.execute(PUT_BLOCKS)
        cursor.execute(DROP_NAMED)
    cursor.execute(ADD_BLOCKS)
    join(cursor, survey.joints)


def join(cursor: CursorWrapper, joints: Mapping[str, str]) -> None:
    keys = [key[:LONGEST_BLOCK] for key in joints]
    cursor.execute(
        JOIN_BLOCKS, {"keys": keys, "joints": [joint[:LONGEST_BLOCK] for joint in joints.values()]}
    )


def divide(cursor: CursorWrapper) -> dict[int, int]:
    """Give every block that waits its part."""
    cursor.execute(WAITING)
    waiting = cursor.fetchall()
    parts = parts_of_each_kind(waiting)
    cursor.execute(FORGET_PARTS)
    cursor.execute(PUT_PARTS, {"joints": [joint for joint, *_ in waiting], "parts": parts})
    sizes: Counter[int] = Counter()
    for (_, number, _), part in zip(waiting, parts, strict=True):
        sizes[part] += number
    return dict(sizes)


def parts_of_each_kind(waiting: Iterable[tuple[str, int, bool]]) -> list[int]:
    """Where the sources' ids are not looked at, the blocks have parts of their own, which come last."""
    parts: list[int] = []
    for _, blocks in groupby(waiting, key=itemgetter(2)):
        first = parts[-1] + 1 if parts else 0
        parts += [first + part for part in parts_for(number for _, number, _ in blocks)]
    return parts


def parts_for(sizes: Iterable[int]) -> list[int]:
    """For blocks of these sizes in their order the number of their part, of about PART authorships each."""
    return [(total - 1) // PART if total else 0 for total in accumulate(sizes)]
