"""Writes what changed hands into the log, as curation writes it, so that it can be undone as fully."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from django.db.backends.utils import CursorWrapper

from researchers.curation.changes import Change, Standing
from researchers.curation.plans import Record, Renaming
from researchers.identity.standing import Decision
from researchers.identity.verdicts import Move, Verdict, Wanted

MERGED = "Names, and what is printed beside them, say that the two are one person."
PARTED = "Names, and what is printed beside them, say that these works are another person's."

NAMES = "SELECT researcher_id, name FROM researchers_namevariant WHERE researcher_id = ANY(%(former)s)"
CALLED = "SELECT id, preferred_name FROM researchers_researcher WHERE id = ANY(%(renamed)s)"
LEADING = """
SELECT merged_into_id, id FROM researchers_researcher WHERE merged_into_id = ANY(%(former)s) ORDER BY id
"""
IDENTIFIERS = """
SELECT researcher_id, id FROM researchers_externalid WHERE researcher_id = ANY(%(former)s) ORDER BY id
"""
HOLDERS = "SELECT id, researcher_id FROM researchers_externalid WHERE id = ANY(%(identifiers)s)"
# Of pages that become part of others: all that the matcher did not judge, and whether the other page has a say on it.
REST = """
SELECT merged.former, attribution.authorship_id, attribution.status, attribution.basis, attribution.confidence,
       attribution.reasons, attribution.decided_by_id, attribution.decided_at,
       EXISTS (
           SELECT FROM researchers_attribution AS other
           WHERE other.authorship_id = attribution.authorship_id AND other.researcher_id = merged.now
       )
FROM unnest(%(former)s::bigint[], %(now)s::bigint[]) AS merged (former, now)
JOIN researchers_attribution AS attribution ON attribution.researcher_id = merged.former
ORDER BY attribution.status NOT IN ('accepted', 'disputed'), attribution.status, attribution.id
"""
PRINTED = "SELECT id, work_id, name FROM works_authorship WHERE id = ANY(%(authorships)s)"
COPY_EVENTS = """
COPY researchers_identityevent (kind, researcher_id, other_id, work_id, details, reason, at) FROM STDIN
"""

Pairs = Mapping[int, tuple[Decision, Wanted]]
Printed = Mapping[int, tuple[int, str]]  # by authorship its work, and the name


@dataclass(frozen=True, slots=True)
class Before:
    """What the pages were that something goes from, beside what the verdict says of it."""

    names: Mapping[int, list[str]]
    leading: Mapping[int, list[int]]
    identifiers: Mapping[int, list[int]]
    called: Mapping[int, str]
    rest: Mapping[int, list[Change]]


def look_before(cursor: CursorWrapper, verdict: Verdict, merged: Mapping[int, int]) -> Before:
    """Read it: after attributions are written, and before pages are renamed and merged."""
    former = sorted({move.former for move in verdict.moves})
    if not former:
        return Before({}, {}, {}, {}, {})
    names, leading, identifiers = (
        grouped(cursor, question, former) for question in (NAMES, LEADING, IDENTIFIERS)
    )
    cursor.execute(CALLED, {"renamed": [number for number in verdict.names if number > 0]})
    called = dict(cursor.fetchall())
    return Before(names, leading, identifiers, called, rest_of(cursor, merged) if merged else {})


def grouped(cursor: CursorWrapper, question: str, former: list[int]) -> dict[int, list[Any]]:
    cursor.execute(question, {"former": former})
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for researcher, one in cursor.fetchall():
        found[researcher].append(one)
    return dict(found)


def rest_of(cursor: CursorWrapper, merged: Mapping[int, int]) -> dict[int, list[Change]]:
    """What goes along though nobody compared it, and offers, which go nowhere."""
    cursor.execute(REST, {"former": list(merged), "now": list(merged.values())})
    found: defaultdict[int, list[Change]] = defaultdict(list)
    taken = set[tuple[int, int]]()
    for former, authorship, status, basis, confidence, reasons, by, at, is_said in cursor.fetchall():
        stood = Standing(status, basis, confidence, tuple(reasons), by, at)
        found[former].append(Change(authorship, former, before=stood, after=None))
        pair = (authorship, merged[former])
        if status != "proposed" and not is_said and pair not in taken:
            taken.add(pair)
            found[former].append(Change(authorship, merged[former], before=None, after=stood))
    return dict(found)


def note(
    cursor: CursorWrapper, verdict: Verdict, numbers: dict[int, int], before: Before, at: datetime
) -> None:
    """Write a line of the log for everything that changed hands."""
    if not verdict.moves:
        return
    pairs = {wanted.authorship: (was, wanted) for was, wanted in verdict.put if was and was.is_listed}
    told = [(move, numbers.get(move.now, move.now)) for move in verdict.moves]
    offers = offers_by_move(verdict, numbers, at)
    records = [
        replace(record_of(move, now, pairs, before, at), offers=tuple(offers[move])) for move, now in told
    ]
    printed = printed_at(cursor, (one.authorship for record in records for one in record.changes))
    cursor.execute(HOLDERS, {"identifiers": [one for known in before.identifiers.values() for one in known]})
    holders = dict(cursor.fetchall())
    renamed = {
        number: Renaming(number, name, verdict.names[number]) for number, name in before.called.items()
    }
    with cursor.copy(COPY_EVENTS) as copy:
        for (move, now), record in zip(told, records, strict=True):
            whole = replace(
                record,
                identifiers=tuple(one for one in record.identifiers if holders.get(one) == now),
                names=tuple(sorted({*record.names, *(printed[one.authorship][1] for one in record.changes)})),
                renamed=tuple(renamed[page] for page in (move.former, now) if page in renamed),
            )
            copy.write_row(event_row(move, now, whole, printed, at))


def record_of(move: Move, now: int, pairs: Pairs, before: Before, at: datetime) -> Record:
    changes = [one for authorship in move.authorships for one in changes_of(*pairs[authorship], now, at)]
    record = Record(
        changes=tuple(changes),
        identifiers=tuple(before.identifiers.get(move.former, ())),
        makes_page=move.kind == "split",
        matcher=True,
        more={"works": len(move.authorships)},
    )
    if move.kind != "merge":
        return record
    return replace(
        record,
        changes=(*changes, *before.rest.get(move.former, ())),
        names=tuple(before.names.get(move.former, ())),
        leading=tuple(before.leading.get(move.former, ())),
    )


def offers_by_move(
    verdict: Verdict, numbers: Mapping[int, int], at: datetime
) -> Mapping[Move, Sequence[Change]]:
    """Proposals that came and went with what changed hands: for the page that was merged, and of these names."""
    taken = {authorship: move for move in verdict.moves for authorship in move.authorships}
    merged = {move.former: move for move in verdict.moves if move.kind == "merge"}
    found: defaultdict[Move, list[Change]] = defaultdict(list)
    for one in verdict.drop:
        move = merged.get(one.researcher) or taken.get(one.authorship)
        if move:
            stood = standing(one, one.decided_at)
            found[move].append(Change(one.authorship, one.researcher, before=stood, after=None))
    withdrawn = {(change.authorship, move.now): move for move, changes in found.items() for change in changes}
    for was, new in verdict.put:
        move = withdrawn.get((new.authorship, new.researcher)) or taken.get(new.authorship)
        if move and was is None and new.status == "proposed":
            page = numbers.get(new.researcher, new.researcher)
            found[move].append(Change(new.authorship, page, before=None, after=standing(new, at)))
    return found


def event_row(move: Move, now: int, record: Record, printed: Printed, at: datetime) -> tuple[Any, ...]:
    concerned = {printed[change.authorship][0] for change in record.changes}
    only = min(concerned) if len(concerned) == 1 else None
    details = msgspec.json.encode(record.stored()).decode()
    return (move.kind, move.former, now, only, details, MERGED if move.kind == "merge" else PARTED, at)


def printed_at(cursor: CursorWrapper, authorships: Iterable[int]) -> Printed:
    cursor.execute(PRINTED, {"authorships": sorted(set(authorships))})
    return {authorship: (work, name) for authorship, work, name in cursor.fetchall()}


def changes_of(before: Decision, after: Wanted, now: int, at: datetime) -> Iterator[Change]:
    """What went from one page, and came to the other."""
    stood, stands = standing(before, before.decided_at), standing(after, at)
    yield Change(before.authorship, before.researcher, before=stood, after=None)
    yield Change(before.authorship, now, before=None, after=stands)


def standing(one: Decision | Wanted, at: datetime) -> Standing:
    return Standing(one.status, one.basis, one.confidence, one.reasons, decided_by=None, decided_at=at)
