"""Waiting for a condition instead of sleeping for a guess."""

import time
from collections.abc import Callable

PATIENCE = 30.0
PAUSE = 0.02


def eventually(holds: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Come back as soon as the condition holds; fail when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"It did not happen within {seconds:.0f} seconds."
        time.sleep(PAUSE)
