"""Where a parser stands within a JSON document."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Place:
    """Where a parser stands in a document; `path` holds the keys above, for the first few levels."""

    lists: frozenset[str]
    levels: int
    depth: int = 0
    path: list[str] = field(default_factory=list)

    def found(self, event: str, value: Any) -> str | None:
        """The path of the list that begins here, "" at the end of an object without one, else None."""
        if event == "map_key":
            self.path[self.depth - 1 :] = [value] if self.depth <= self.levels else []
        elif event == "start_array" and self.is_wanted:
            return ".".join((*self.path, "item"))
        elif event.startswith("start"):
            self._enter()
        elif event.startswith("end"):
            self.depth -= 1
            del self.path[self.depth :]
        return None if self.depth or event in ("map_key", "start_map") else ""

    def _enter(self) -> None:
        """Within a list that is not wanted no path can be one that is."""
        self.depth += 1
        if self.depth <= self.levels:
            self.path[self.depth - 1 :] = [""]

    @property
    def is_wanted(self) -> bool:
        if self.depth > self.levels:
            return False
        return not self.depth or ".".join(self.path) in self.lists
