"""Scores whoever waits, over several processes where they are many."""

import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from django.db import connection

from researchers.identity.processes import begin
from trust.progress import waiting_for_trust
from trust.sweeping import score_batch, score_batches

MANY = 5_000  # researchers; fewer are scored before another process has begun
IN_HAND = 2  # batches that a process is given at once, so that it does not wait for the next one

Batch = Future[int | None]


class ProcessDied(Exception):
    """A process ended in the midst of its batch, which is as it was."""


def score_all_waiting(processes: int) -> Iterator[int]:
    """Score until nobody waits but those whom others hold; the size of each batch. Raises ProcessDied."""
    if processes > 1 and waiting_for_trust()[0] >= MANY:
        yield from over_processes(processes - 1)
    else:
        yield from score_batches()


def over_processes(others: int) -> Iterator[int]:
    """With other processes beside this one, each with a connection of its own to the database of this one."""
    database = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(others, get_context("spawn"), begin, (database,)) as pool:
        try:
            yield from side_by_side(pool, IN_HAND * others)
        except BrokenProcessPool as error:
            raise ProcessDied from error
        finally:  # whatever went wrong: what is in hand comes to its end, what is not begun is left
            pool.shutdown(cancel_futures=True)


def side_by_side(pool: ProcessPoolExecutor, in_hand: int) -> Iterator[int]:
    """Batch by batch here, and as many as are to be in hand over there, until neither finds one."""
    with interrupts_held_back():  # the processes begin here, and keep that
        elsewhere: set[Batch] = {pool.submit(score_batch) for _ in range(in_hand)}
    is_something_left = True
    while elsewhere or is_something_left:
        if is_something_left:
            taken = score_batch()
            is_something_left = taken is not None
            yield taken or 0
        done, elsewhere = wait(elsewhere, 0 if is_something_left else None, FIRST_COMPLETED)
        for one in done:
            taken = one.result()
            if taken is not None:
                elsewhere.add(pool.submit(score_batch))
                yield taken


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Ctrl-C goes to all processes, also to those that have begun and cannot say yet that they leave it to us."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
