"""How often Python looks for circular garbage during bulk work."""

import gc
from collections.abc import Iterator

import pytest

from common.collecting import SELDOM, collecting_seldom


@pytest.fixture(params=[True, False])
def frozen(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether others have put something aside already, as the suite has."""
    gc.unfreeze()
    if request.param:
        gc.freeze()
    yield request.param
    gc.freeze()


def test_collecting_garbage_is_seldom_in_the_block_and_as_before_after_it(frozen: bool) -> None:
    before = gc.get_threshold()

    def work_that_breaks() -> None:
        with collecting_seldom():
            assert gc.get_threshold() == SELDOM
            assert gc.get_freeze_count() > 0
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work_that_breaks()

    assert gc.get_threshold() == before
    assert (gc.get_freeze_count() > 0) is frozen
