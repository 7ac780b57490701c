"""Lines of a log that say the same, one after the other, told once."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar


class Line(Protocol):
    """What can be told once for several."""

    def is_same_as(self, other: Any) -> bool: ...


L = TypeVar("L", bound=Line)


def folded(events: Sequence[L]) -> list[L]:
    """Of lines that say the same one after the other, as of fifty answers given one by one, the last alone."""
    following = [*events[1:], None]
    return [event for event, after in zip(events, following, strict=False) if not event.is_same_as(after)]
