"""Reading on while the database works: reading takes one core and PostgreSQL the other."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Batch = TypeVar("Batch")


def one_ahead(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same batches in the same order; while one is used, a thread makes the next.

    An exception of the making is raised in its turn, after the batches before it.
    """
    batches = iter(batches)
    with ThreadPoolExecutor(1, thread_name_prefix="reading-ahead") as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch
