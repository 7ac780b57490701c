"""Batches, and what is remembered while they are loaded."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ingest.checkpoints import Checkpoint
from ingest.loading.batches import FIRST, SIZE, Item, batches
from ingest.loading.staging import array
from ingest.records import BadRecord


def problems(number: int) -> list[BadRecord]:
    return [BadRecord("invented", name=str(n)) for n in range(number)]


def test_the_first_batch_is_small_and_the_next_ones_grow_to_their_size() -> None:
    sizes = [batch.items for batch in batches(problems(40_000))]

    assert sizes[:5] == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, SIZE]
    assert sum(sizes) == 40_000
    assert max(sizes) == SIZE


def test_no_batch_is_larger_than_asked_for() -> None:
    assert [batch.items for batch in batches(problems(7), 3)] == [3, 3, 1]


@pytest.mark.parametrize("done", [0, 1, 999, 1_000, 1_001, 14_999, 15_000, 26_000])
def test_batches_end_at_the_same_items_when_an_import_is_gone_on_with(done: int) -> None:
    def ends_of(passed_over: int) -> set[int]:
        found = list(batches(problems(30_000 - passed_over), done=passed_over))
        return {passed_over + sum(batch.items for batch in found[: n + 1]) for n in range(len(found))}

    assert ends_of(done) == {end for end in ends_of(0) if end > done}


def test_a_checkpoint_ends_a_batch() -> None:
    items: list[Item] = [*problems(2), Checkpoint(state={"cursor": "next"}), *problems(1)]

    assert [batch.items for batch in batches(items)] == [2, 1]


@pytest.mark.django_db
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_an_array_is_read_by_postgresql_as_it_was(texts: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [array(texts)])
        assert cursor.fetchone()[0] == texts
