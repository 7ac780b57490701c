"""A whole run over what waits or everything: planned, worked off part by part, and looked through at its end."""

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from django.db import connection

from common.turns import moment_of_turn
from researchers.identity.planning import plan, waiting_since
from researchers.identity.processes import begin
from researchers.identity.resolving import Figures, TooBusy, resolve_part

MANY = 20_000  # authorships; a second process takes a second to begin
WORKERS = 2
ELSEWHERE = "another process took it and did not come to an end"


class StillWaiting(Exception):
    """Not everything could be resolved: how many authorships wait, and why."""

    def __init__(self, authorships: int, reasons: Iterable[str]) -> None:
        super().__init__(authorships, tuple(reasons))
        self.authorships, self.reasons = self.args

    def __str__(self) -> str:
        why = "\n".join(self.reasons)
        return f"{self.authorships:,} authorships still wait:\n{why}"


class ProcessDied(Exception):
    """A process ended in the midst of its part, which is as it was."""


def resolve_all(*, everything: bool = False, source_ids: bool = True) -> Iterator[tuple[int, Figures]]:
    """Resolve what waits, or everything anew; for each part its size and what it came to.

    Who else resolves may plan anew meanwhile, or be killed with a part in hand. So what waited at the beginning is
    looked for at the end, and planned and done again for as long as that helps. Raises StillWaiting, ProcessDied.
    """
    parts = plan(everything=everything, source_ids=source_ids)
    since = moment_of_turn()
    waiting = waiting_since(since)
    while waiting:
        busy: Counter[str] = Counter()
        for size, outcome in work_off(parts):
            if isinstance(outcome, Figures):
                yield size, outcome
            else:
                busy[str(outcome)] += 1
        if not waiting_since(since):
            break
        parts = plan()  # waits until others are done with what they have in hand
        before, waiting = waiting, waiting_since(since)
        if waiting >= before:
            raise StillWaiting(sum(parts.values()), in_words(busy))


def in_words(busy: Counter[str]) -> list[str]:
    """Why parts were left, the most frequent reason first."""
    told = [f"{number} part{'s' * (number > 1)}: {reason}." for reason, number in busy.most_common()]
    return told or [f"{ELSEWHERE}."]


def work_off(parts: dict[int, int]) -> Iterator[tuple[int, Figures | TooBusy]]:
    """For each part its size, and what it came to."""
    if sum(parts.values()) < MANY:
        yield from ((size, outcome_of(part)) for part, size in parts.items())
    else:
        yield from over_processes(parts)


def over_processes(parts: dict[int, int]) -> Iterator[tuple[int, Figures | TooBusy]]:
    """Each process with a connection of its own, to the database of this one."""
    database = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), begin, (database,)) as pool:
        try:
            waiting = {pool.submit(outcome_of, part): size for part, size in parts.items()}
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BrokenProcessPool as error:
            raise ProcessDied from error
        finally:  # whatever went wrong: what is in hand comes to its end, what is not begun is left
            pool.shutdown(cancel_futures=True)


def outcome_of(part: int) -> Figures | TooBusy:
    try:
        return resolve_part(part)
    except TooBusy as busy:
        return busy
