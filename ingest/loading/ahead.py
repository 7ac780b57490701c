"""Reading on while the database works: reading takes one core and PostgreSQL the other."""

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Batch = TypeVar("Batch")
TURN = 0.0005


@contextmanager
def quick_turns() -> Iterator[None]:
    """Let the thread that talks to the database go on soon after each answer.

    By default Python lets the other one compute for 5 ms first, and an import has thousands of answers.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def one_ahead(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same batches in the same order; while one is used, a thread makes the next.

    An exception of the making is raised in its turn, after the batches before it.
    """
    batches = iter(batches)
    with ThreadPoolExecutor(1, thread_name_prefix="reading-ahead") as reader, quick_turns():
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch
