"""What people decided about the names on two works, carried over when these become one: nothing is lost."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from ingest.joining.aligning import names_agree
from ingest.joining.tables import DECIDED_SINCE, DECISIONS, LOCKS
from ingest.records import AuthorRecord, WorkRecord

TAKEN = {"accepted", "disputed"}


class Decision(NamedTuple):
    """That a printed name is, or is not, a researcher."""

    attribution_id: int
    position: int
    name: str
    researcher_id: int
    status: str


class Decided(NamedTuple):
    """What people decided about one work: whose names they are, and which fields they corrected."""

    decisions: tuple[Decision, ...] = ()
    locked: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.decisions or self.locked)


def decisions_about(cursor: CursorWrapper, works: Sequence[int]) -> dict[int, Decided]:
    """What people decided about each of these works; those without a decision are left out."""
    if not works:
        return {}
    found = {work_id: Decided() for work_id in works}
    cursor.execute(DECISIONS, {"works": list(works)})
    for work_id, *row in cursor.fetchall():
        one = found[work_id]
        found[work_id] = one._replace(decisions=(*one.decisions, Decision(*row)))
    cursor.execute(LOCKS, {"works": list(works)})
    for work_id, fields in cursor.fetchall():
        found[work_id] = found[work_id]._replace(locked=frozenset(fields))
    return {work_id: decided for work_id, decided in found.items() if decided}


def decisions_since(cursor: CursorWrapper, work_id: int, moment: datetime) -> list[Decision]:
    """What people decided about the names on one work from then on."""
    decisions = [one for decided in decisions_about(cursor, [work_id]).values() for one in decided.decisions]
    cursor.execute(
        DECIDED_SINCE, {"attributions": [one.attribution_id for one in decisions], "moment": moment}
    )
    recent = {row[0] for row in cursor.fetchall()}
    return [one for one in decisions if one.attribution_id in recent]


def may_join(kept: Decided, lost: Decided, merged: WorkRecord) -> bool:
    """Whether all that was decided about two works can be said of the one that they become."""
    if lost.locked:  # a corrected field would have to be corrected on the other work too
        return False
    placed = placements([*kept.decisions, *lost.decisions], merged.authors)
    stays = all(placed.get(one.attribution_id) == one.position for one in kept.decisions)
    return (
        stays
        and len(placed) == len(kept.decisions) + len(lost.decisions)
        and is_consistent(placed, kept, lost)
    )


def placements(decisions: Iterable[Decision], authors: Sequence[AuthorRecord]) -> dict[int, int]:
    """By attribution, the position at which the decided name stands on the merged work, where that is certain."""
    places = ((one.attribution_id, place_of(one, authors)) for one in decisions)
    return {attribution_id: position for attribution_id, position in places if position is not None}


def place_of(decision: Decision, authors: Sequence[AuthorRecord]) -> int | None:
    """Where the name stands: at its own position, else at the only one that agrees."""
    fitting = [position for position, author in enumerate(authors) if names_agree(decision.name, author.name)]
    if decision.position in fitting:
        return decision.position
    return fitting[0] if len(fitting) == 1 else None


def is_consistent(placed: dict[int, int], kept: Decided, lost: Decided) -> bool:
    """No name is decided to be two people, and nobody both is and is not meant by one."""
    taken: dict[int, int] = {}
    said: dict[tuple[int, int], bool] = {}
    for one in (*kept.decisions, *lost.decisions):
        position, is_taken = placed[one.attribution_id], one.status in TAKEN
        if said.setdefault((position, one.researcher_id), is_taken) != is_taken:
            return False
        if is_taken and taken.setdefault(position, one.researcher_id) != one.researcher_id:
            return False
    return True
