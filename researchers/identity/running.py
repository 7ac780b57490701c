"""A whole run over what waits or everything: planned once, then worked off part by part."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from multiprocessing import get_context

from django.db import connection

from researchers.identity.planning import plan
from researchers.identity.processes import begin
from researchers.identity.resolving import Figures, resolve_part

MANY = 20_000  # authorships; a second process takes a second to begin
WORKERS = 2


def resolve_all(*, everything: bool = False, source_ids: bool = True) -> Iterator[tuple[int, Figures]]:
    """Resolve what waits, or everything anew; for each part its size and what it came to."""
    parts = plan(everything=everything)
    one = partial(resolve_part, source_ids=source_ids)
    if sum(parts.values()) < MANY:
        yield from ((size, one(part)) for part, size in parts.items())
    else:
        yield from over_processes(parts, source_ids=source_ids)


def over_processes(parts: dict[int, int], *, source_ids: bool) -> Iterator[tuple[int, Figures]]:
    """Each process with a connection of its own, to the database of this one."""
    database = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), begin, (database,)) as pool:
        waiting = {
            pool.submit(resolve_elsewhere, part, source_ids=source_ids): size for part, size in parts.items()
        }
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def resolve_elsewhere(part: int, *, source_ids: bool) -> Figures:
    return resolve_part(part, source_ids=source_ids)
