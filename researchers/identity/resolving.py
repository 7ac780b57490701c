"""Says who is who: part by part, each in one transaction, by as many workers as there are.

What is left to do stands in the rows of the blocks, so that a worker may be killed at any moment: its part is
as it was, and waits. All workers share one turn, which imports and curation take for themselves alone; and who
answers for a work at the same time is never overwritten: what a person decides after it was read is read again.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import DeadlockDetected, LockNotAvailable

from common.collecting import collecting_seldom
from common.turns import moment_of_turn, share_turn
from researchers.identity.deciding import concerning_others, write
from researchers.identity.gathering import (
    DISTINCTIONS,
    HOLDERS,
    commonness,
    decisions_of,
    gather,
    whereabouts,
)
from researchers.identity.mentions import Commonness, Fixed, Person
from researchers.identity.standing import Gathered
from researchers.identity.units import resolve_units
from researchers.identity.verdicts import Verdict, judge

ATTEMPTS = 5
PATIENCE = 60.0  # seconds until what others hold is left for another time
PAUSE = 0.1
PASSES = 4  # over blocks in which something else is right, or forbidden, once pages have other works

TRY_PART = "SELECT pg_try_advisory_xact_lock(hashtext('credence: identities'), %(part)s)"
BLOCKS = "SELECT key, joint, source_ids FROM researchers_block WHERE part = %(part)s ORDER BY key"
SETTLED = """
UPDATE researchers_block
SET part = NULL, planned_at = clock_timestamp(), anew = false, source_ids = true, stale_at = NULL,
    resolved_at = %(at)s
WHERE key = ANY(%(keys)s)
"""
# Shorter than PostgreSQL's wait before it looks for a deadlock: the matcher gives way, not a person.
GIVE_WAY = "SET LOCAL lock_timeout = '400ms'"
WAIT_AGAIN = "SET LOCAL lock_timeout = 0"
HOLD_ATTRIBUTIONS = """
SELECT id FROM researchers_attribution WHERE authorship_id = ANY(%(authorships)s) ORDER BY id FOR NO KEY UPDATE
"""
# Those whom marking as stale will take, so that all are taken at once and in one order.
HOLD_PEOPLE = """
SELECT id
FROM researchers_researcher
WHERE id IN (
    SELECT unnest(%(researchers)s::bigint[])
    UNION ALL
    SELECT merged.id FROM researchers_researcher AS merged WHERE merged.merged_into_id = ANY(%(merged)s)
    UNION ALL
    SELECT attribution.researcher_id
    FROM works_authorship AS printed
    JOIN works_authorship AS authorship ON authorship.work_id = printed.work_id
    JOIN researchers_attribution AS attribution ON attribution.authorship_id = authorship.id
    WHERE printed.id = ANY(%(authorships)s)
)
ORDER BY id
FOR NO KEY UPDATE
"""
LEARNED = "SELECT id FROM researchers_commonness WHERE kind = 'all' AND key = 'works'"


class MetOthers(Exception):
    """Others changed the same people at the same moment; the next attempt sees what they did."""


class TooBusy(Exception):
    """Others kept or changed the people of this part for so long that it is left for another time."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What resolving came to."""

    authorships: int = 0
    researchers: int = 0
    merged: int = 0
    split: int = 0
    proposed: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.authorships + other.authorships,
            self.researchers + other.researchers,
            self.merged + other.merged,
            self.split + other.split,
            self.proposed + other.proposed,
        )

    @classmethod
    def of(cls, gathered: Gathered, people: Sequence[Person], verdict: Verdict) -> "Figures":
        return cls(
            authorships=sum(map(len, gathered.units.values())),
            researchers=len(people),
            merged=len(verdict.merged),
            split=len({move.former for move in verdict.moves if move.kind == "split"}),
            proposed=sum(len(person.proposed) for person in people),
        )


def resolve_part(part: int) -> Figures:
    """Resolve one part, unless somebody else does or did; what that came to. Raises TooBusy."""
    met = None
    for _ in range(ATTEMPTS):
        try:
            with meeting_others():
                return attempt(part)
        except MetOthers as error:
            met = error
    raise TooBusy(f"{ATTEMPTS} times {met}") from met


@contextmanager
def meeting_others() -> Iterator[None]:
    """Say what two parts do to each other that want one new address or identifier at the same moment."""
    try:
        yield
    except IntegrityError as error:
        raise MetOthers(f"something else took what it wanted to write ({error})") from error
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        raise MetOthers("it and something else waited for each other") from error


@collecting_seldom()
@transaction.atomic
def attempt(part: int) -> Figures:
    share_turn()
    with connection.cursor() as cursor:
        cursor.execute(TRY_PART, {"part": part})
        if not cursor.fetchone()[0]:
            return Figures()
        cursor.execute(BLOCKS, {"part": part})
        blocks = cursor.fetchall()
        source_ids = all(looked_at for _, _, looked_at in blocks)
        return resolve_blocks(cursor, {key: joint for key, joint, _ in blocks}, source_ids=source_ids)


def resolve_blocks(cursor: CursorWrapper, joints: dict[str, str], *, source_ids: bool) -> Figures:
    """Resolve these blocks, each with the key under which it is resolved, until they are at rest."""
    at = moment_of_turn()
    figures, restless = resolve_once(cursor, joints, at=at, source_ids=source_ids)
    for _ in range(PASSES - 1):
        if not restless:
            break
        again = {key: joint for key, joint in joints.items() if joint in restless}
        more, restless = resolve_once(cursor, again, at=at, source_ids=source_ids)
        figures = replace(figures, merged=figures.merged + more.merged, split=figures.split + more.split)
    cursor.execute(SETTLED, {"keys": list(joints), "at": at})
    return figures


def resolve_once(
    cursor: CursorWrapper, joints: dict[str, str], *, at: datetime, source_ids: bool
) -> tuple[Figures, set[str]]:
    """What it came to, and the joint blocks in which it could come to something else the next time."""
    gathered = gather(cursor, joints, without_source_ids=not source_ids)
    common, fixed = known_commonness(cursor), gathered.fixed()
    people = resolve_units(gathered, common, fixed)
    verdict = judge(gathered, people)
    if not verdict.changes_nothing:
        hold(cursor, verdict)
        read_again(cursor, list(joints), gathered, verdict)
        write(cursor, verdict, at=at, source_ids=source_ids)
    restless = forbidden_otherwise(gathered, fixed, verdict) | spread_otherwise(gathered, verdict)
    return Figures.of(gathered, people, verdict), restless


def forbidden_otherwise(gathered: Gathered, fixed: Fixed, verdict: Verdict) -> set[str]:
    """Blocks in which somebody changed hands, and with them what a refusal or a distinction forbids."""
    concerned = {researcher for _, researcher in fixed.rejected}
    concerned |= {researcher for pair in fixed.distinct for researcher in pair}
    moved = {one for move in verdict.moves if {move.former, move.now} & concerned for one in move.authorships}
    return {joint for joint, mentions in gathered.units.items() if any(one.id in moved for one in mentions)}


def spread_otherwise(gathered: Gathered, verdict: Verdict) -> set[str]:
    """Blocks of people of several blocks who got or lost something: what they have in one counts in the others."""
    units = {one.id: joint for joint, mentions in gathered.units.items() for one in mentions}
    places = defaultdict(set, {number: set(one.places) for number, one in gathered.holders.items()})
    changed = set()
    for before, wanted in verdict.changing_hands():
        changed |= {wanted.researcher, *([before.researcher] if before else ())}
        places[wanted.researcher].add(units[wanted.authorship])
    spread = [places[one] for one in changed if len(places[one]) > 1]
    return {joint for joints in spread for joint in joints if joint in gathered.units}


learned: dict[int, Commonness] = {}


def known_commonness(cursor: CursorWrapper) -> Commonness:
    """What is common, read once by each process for as long as it is not counted anew."""
    cursor.execute(LEARNED)
    row = cursor.fetchone()
    if row is None:
        return Commonness()
    known = learned.get(row[0])
    if known is None:
        known = commonness(cursor)
        learned.clear()
        learned[row[0]] = known
    return known


def hold(cursor: CursorWrapper, verdict: Verdict) -> None:
    """Keep the rows that will change: attributions first, then people, each in the order of ids. Raises TooBusy."""
    deadline = time.monotonic() + PATIENCE
    cursor.execute(GIVE_WAY)
    while not taken(cursor, verdict):
        if time.monotonic() > deadline:
            raise TooBusy(f"somebody kept what it wanted to change for {PATIENCE:.0f} seconds")
        time.sleep(PAUSE)
    cursor.execute(WAIT_AGAIN)


def taken(cursor: CursorWrapper, verdict: Verdict) -> bool:
    """Whether all rows are ours now. Where somebody else has one, none is."""
    try:
        with transaction.atomic():
            take(cursor, verdict)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True


def take(cursor: CursorWrapper, verdict: Verdict) -> None:
    touched = [one.authorship for _, one in verdict.put] + [one.authorship for one in verdict.drop]
    cursor.execute(HOLD_ATTRIBUTIONS, {"authorships": touched})
    people = (
        {one.researcher for _, one in verdict.put}
        | verdict.names.keys()
        | {before.researcher for before, _ in verdict.put if before}
        | {one.researcher for one in verdict.drop}
        | {*verdict.merged, *verdict.merged.values()}
    )
    parameters = {
        "researchers": [one for one in people if one > 0],
        "merged": list(verdict.merged),
        "authorships": concerning_others(verdict),
    }
    cursor.execute(HOLD_PEOPLE, parameters)


def read_again(cursor: CursorWrapper, blocks: list[str], gathered: Gathered, verdict: Verdict) -> None:
    """Make sure that what was judged still stands. Raises MetOthers."""
    researchers = sorted({one.researcher for one in gathered.decisions})
    cursor.execute(HOLDERS, {"researchers": researchers})
    claimed = {number: is_claimed for number, _, is_claimed in cursor.fetchall()}
    cursor.execute(DISTINCTIONS, {"researchers": researchers})
    distinct = frozenset((first, second) for first, second in cursor.fetchall())
    receiving = sorted({one.researcher for _, one in verdict.put if one.researcher > 0})
    _, elsewhere = whereabouts(cursor, receiving, list(gathered.mentions()))
    same = (
        elsewhere == {one: gathered.elsewhere[one] for one in receiving if one in gathered.elsewhere}
        and decisions_of(cursor, blocks) == gathered.decisions
        and distinct == gathered.distinct
        and claimed == {one.id: one.is_claimed for one in gathered.holders.values()}
    )
    if not same:
        raise MetOthers("somebody decided about its people while they were compared")
