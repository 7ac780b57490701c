"""Reading on while the database works."""

import threading
from collections.abc import Iterator

import pytest

from ingest.loading.ahead import one_ahead


def test_batches_come_in_their_order() -> None:
    assert list(one_ahead(iter([[1], [2], [3]]))) == [[1], [2], [3]]
    assert list(one_ahead([])) == []


def test_the_next_batch_is_made_while_one_is_used() -> None:
    made = threading.Event()

    def batches() -> Iterator[str]:
        yield "first"
        made.set()
        yield "second"

    coming = one_ahead(batches())
    assert next(coming) == "first"
    assert made.wait(timeout=20)
    assert next(coming) == "second"


def test_what_breaks_the_reading_is_raised_after_the_batches_before_it() -> None:
    def batches() -> Iterator[str]:
        yield "first"
        raise KeyboardInterrupt

    coming = one_ahead(batches())
    assert next(coming) == "first"
    with pytest.raises(KeyboardInterrupt):
        next(coming)


def test_whoever_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    coming = one_ahead(iter(range(9)))
    next(coming)
    coming.close()
    assert threading.active_count() == before
