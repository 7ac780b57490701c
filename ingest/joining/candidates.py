"""What the record knows of the statements of a batch: one query for all of them, whatever their number."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from ingest.joining.subjects import Identifier, Key, Statement, Subject, decode
from ingest.joining.tables import IDENTIFIED, SEPARATED, SEPARATIONS_OF_WORKS, TITLED
from ingest.loading.staging import copy_rows
from ingest.loading.tables import KNOWN, NEW_WORK_IDS, OTHER_STATEMENTS


def known(cursor: CursorWrapper, statements: Sequence[Statement]) -> tuple[dict[int, int], set[int]]:
    """Works of statements read before, by their place in the list, and which of them say nothing new."""
    rows = ((n, *statement.key, statement.hash) for n, statement in enumerate(statements))
    copy_rows(cursor, "staged_statement", rows)
    cursor.execute(KNOWN)
    found = cursor.fetchall()
    return {n: work_id for n, work_id, _ in found}, {n for n, _, unchanged in found if unchanged}


@dataclass(slots=True)
class Identified:
    """Which works have the identifiers of which statements."""

    work_of: dict[Identifier, int] = field(default_factory=dict)

    @property
    def works(self) -> set[int]:
        return set(self.work_of.values())


def identified(cursor: CursorWrapper, rows: Iterable[tuple[int, str, str]]) -> Identified:
    """Works that share an identifier with a statement."""
    copy_rows(cursor, "staged_identifier", rows)
    cursor.execute(IDENTIFIED)
    found = Identified()
    for _, scheme, value, work_id in cursor.fetchall():
        found.work_of[scheme, value] = work_id
    return found


def tied(ties: Iterable[tuple[Hashable, Hashable]]) -> set[int]:
    """Works, written ("work", id), that some chain of ties leads to from another work."""
    leads: dict[Hashable, Hashable] = {}
    for one, other in ties:
        leads[end(leads, one)] = end(leads, other)
    together: defaultdict[Hashable, set[int]] = defaultdict(set)
    for one in list(leads):
        if isinstance(one, tuple) and one[0] == "work":
            together[end(leads, one)].add(one[1])
    return {work_id for works in together.values() if len(works) > 1 for work_id in works}


def end(leads: dict[Hashable, Hashable], one: Hashable) -> Hashable:
    """Where a chain leads; the way there is made shorter for the next one."""
    while (following := leads.setdefault(one, one)) != one:
        leads[one] = leads[following]
        one = following
    return one


def titled(cursor: CursorWrapper, prints: Iterable[int]) -> dict[int, list[int]]:
    """Works by the fingerprint of their title."""
    wanted = sorted(prints)
    found: defaultdict[int, list[int]] = defaultdict(list)
    if wanted:
        cursor.execute(TITLED, {"prints": wanted})
        for fingerprint, work_id in cursor.fetchall():
            found[fingerprint].append(work_id)
    return found


def separations(cursor: CursorWrapper, works: Sequence[int]) -> dict[Key, set[Key]]:
    """What people told apart among the staged statements, and among those of these works."""
    cursor.execute(SEPARATED)
    rows = cursor.fetchall()
    if works:
        cursor.execute(SEPARATIONS_OF_WORKS, {"works": list(works)})
        rows += cursor.fetchall()
    apart: defaultdict[Key, set[Key]] = defaultdict(set)
    for source, source_id, other_source, other_source_id in rows:
        apart[source, source_id].add((other_source, other_source_id))
        apart[other_source, other_source_id].add((source, source_id))
    return apart


def earlier_statements(cursor: CursorWrapper, works: Sequence[int]) -> dict[int, Subject]:
    """These works with what their sources said and stand by."""
    by_work = {work_id: Subject(work_id) for work_id in works}
    if by_work:
        cursor.execute(OTHER_STATEMENTS, {"works": list(by_work)})
        for work_id, source, source_id, payload in cursor.fetchall():
            by_work[work_id].earlier[source, source_id] = decode(payload)
    return by_work


def new_work_ids(cursor: CursorWrapper, number: int) -> list[int]:
    cursor.execute(NEW_WORK_IDS, {"number": number})
    return [row[0] for row in cursor.fetchall()]
