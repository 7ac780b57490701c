"""How often Python looks for circular garbage during bulk work."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# The defaults look through all young objects at every 700th: a tenth of the time of an import, and more of the
# time of comparing names, which make millions of objects and hardly a circle.
SELDOM = (50_000, 20, 100)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Leave what is there already alone, and look through what is made in the block seldom."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
