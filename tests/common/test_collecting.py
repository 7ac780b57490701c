"""How often Python looks for circular garbage during bulk work."""

import gc

import pytest

from common.collecting import SELDOM, collecting_seldom


def test_collecting_garbage_is_seldom_in_the_block_and_as_before_after_it() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()

    def work_that_breaks() -> None:
        with collecting_seldom():
            assert gc.get_threshold() == SELDOM
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work_that_breaks()

    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == frozen
