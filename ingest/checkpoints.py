"""How far a reading has come, in words that the next one understands."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything before this point has been handed over; to go on from here, give `state` back.

    `state` is small and JSON: the cursor of a service, the identifiers that are still to be fetched.
    `share` is how much of the whole that is, 0 to 1, where the whole is known.
    """

    state: dict[str, Any]
    share: float | None = None
