"""How well people found agree with people known: B³ and pairwise precision, recall and F1.

B³ after Bagga and Baldwin (1998): for each mention the share of its found companions that are right (precision)
and of its right companions that are found (recall), averaged over mentions. Pairwise: over all pairs of mentions
put together, or that should be. All figures lie between 0 and 1; only mentions that are known count.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall of one measure."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Both measures over the mentions that are known and found."""

    mentions: int
    people: int
    b_cubed: Agreement
    pairwise: Agreement


def evaluate(known: Mapping[Key, Hashable], found: Mapping[Key, Hashable]) -> Evaluation:
    """Compare people found with people known; a known mention that was not found stands alone."""
    cells = Counter((person, found.get(key, ("alone", key))) for key, person in known.items())
    right, made = Counter[Hashable](), Counter[Hashable]()
    for (person, group), size in cells.items():
        right[person] += size
        made[group] += size
    return Evaluation(len(known), len(right), b_cubed(cells, right, made), pairwise(cells, right, made))


Cells = Mapping[tuple[Hashable, Hashable], int]
Sizes = Mapping[Hashable, int]


def b_cubed(cells: Cells, right: Sizes, made: Sizes) -> Agreement:
    total = sum(right.values())
    if not total:
        return Agreement(1.0, 1.0)
    precision = sum(size * size / made[group] for (_, group), size in cells.items()) / total
    recall = sum(size * size / right[person] for (person, _), size in cells.items()) / total
    return Agreement(precision, recall)


def pairwise(cells: Cells, right: Sizes, made: Sizes) -> Agreement:
    """Where there is no pair there is nothing to get wrong."""
    together = sum(map(pairs, cells.values()))
    put, wanted = sum(map(pairs, made.values())), sum(map(pairs, right.values()))
    return Agreement(together / put if put else 1.0, together / wanted if wanted else 1.0)


def pairs(size: int) -> int:
    return size * (size - 1) // 2
