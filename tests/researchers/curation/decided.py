"""What a person decided in a round, and what does not stand of it any more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Decision:
    """Whose names are, whose they are not, who is whose, and who is somebody else."""

    own: frozenset[tuple[int, int]] = frozenset()
    refused: frozenset[tuple[int, int]] = frozenset()
    together: frozenset[int] = frozenset()
    merged: tuple[int, int] | None = None
    apart: tuple[int, int] | None = None
    is_final: bool = False  # said by undoing something, which is not undone

    @property
    def names(self) -> frozenset[int]:
        return frozenset(name for name, _ in self.own | self.refused)

    def without(self, names: set[int]) -> "Decision":
        """What was said by undoing something gives way to undoing something else."""
        own = frozenset(pair for pair in self.own if pair[0] not in names)
        return replace(self, own=own) if self.is_final else self

    def overruled(self, final: dict[int, int], listed: dict[int, int], settled: set[int]) -> Iterator[str]:
        """What does not stand of it, but for names that later decisions are about."""
        for name, page in self.refused:
            if name not in settled and listed.get(name) == final[page]:
                yield f"{name} came back to {page}"
        for name, page in self.own:
            if name not in settled and listed.get(name) != final[page]:
                yield f"{name} is not {page}'s but {listed.get(name)}'s"
        if self.merged and final[self.merged[0]] != final[self.merged[1]]:
            yield f"{self.merged} came apart"
        if self.apart and final[self.apart[0]] == final[self.apart[1]]:
            yield f"{self.apart} became one"
