"""How far a work is from the nearest earlier ones: the mean cosine distance to a few of them.

After Shibayama, Yin & Matsumoto (2021), "Measuring novelty in science with word embedding",
https://doi.org/10.1371/journal.pone.0254034, with vectors of works instead of references, and with everything
published strictly before: what may be of the same day is not earlier.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from works.scores.corpus import Days, Numbers
from works.scores.space import Vectors

NEIGHBORS = 5
FEWEST_EARLIER = 100  # among fewer the nearest ones say little
ROWS = 128  # at once
BLOCK = 64  # the largest of so many is found first: the nearest are in the blocks with the largest


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The nearest earlier works of one work, nearest first; none, and no distance, where too little came before."""

    distance: float | None = None
    works: tuple[int, ...] = ()
    similarities: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """The same of many."""

    works: Numbers  # shape (asked, NEIGHBORS); -1 where there are none
    similarities: Vectors

    @property
    def known(self) -> NDArray[np.bool_]:
        return self.works[:, 0] >= 0

    @property
    def distances(self) -> Vectors:
        """Between 0 and 2."""
        return np.clip(1 - self.similarities.mean(axis=1), 0, 2)

    def each(self) -> list[Neighbors]:
        columns = (self.known, self.distances, self.works, self.similarities)
        return [
            Neighbors(distance, tuple(works), tuple(similarities)) if is_known else Neighbors()
            for is_known, distance, works, similarities in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Works that may be the nearest ones, in the order of their last possible days."""

    works: Numbers
    last_days: Days
    vectors: NDArray[np.floating[Any]]

    @classmethod
    def in_order(cls, works: Numbers, last_days: Days, vectors: NDArray[np.floating[Any]]) -> "Earlier":
        """Put in order as they are stored, which is half as long, and made longer but once."""
        order = np.lexsort((works, last_days))
        return cls(works[order], last_days[order], vectors[order].astype(np.float32, copy=False))

    def with_others(self, others: "Earlier") -> "Earlier":
        """In order with these, which replace what there is of the same works."""
        kept = ~np.isin(self.works, others.works)
        return Earlier.in_order(
            np.concatenate([self.works[kept], others.works]),
            np.concatenate([self.last_days[kept], others.last_days]),
            np.concatenate([self.vectors[kept], others.vectors]),
        )


def nearest_to(vectors: Vectors, first_days: Days, earlier: Earlier) -> Nearest:
    """Of works that come in the order of their first days."""
    counts = np.searchsorted(earlier.last_days, first_days)
    works = np.full((len(vectors), NEIGHBORS), -1, np.int64)
    similarities = np.zeros((len(vectors), NEIGHBORS), np.float32)
    begin = int(np.searchsorted(counts, FEWEST_EARLIER))
    for start in range(begin, len(vectors), ROWS):
        rows = slice(start, min(start + ROWS, len(vectors)))
        found, similarities[rows] = largest(similarity(vectors[rows], counts[rows], earlier.vectors))
        works[rows] = earlier.works[found]
    return Nearest(works, similarities)


def similarity(vectors: Vectors, counts: Numbers, earlier: NDArray[np.floating[Any]]) -> Vectors:
    """Cosines with all of which some are earlier; those that are not earlier than a work are below all others."""
    most = int(counts[-1])
    width = -(-most // BLOCK) * BLOCK
    cosines = np.empty((len(vectors), width), np.float32)
    np.matmul(vectors, earlier[:most].T, out=cosines[:, :most])
    cosines[:, most:] = -2
    for count in np.unique(counts[:-1]):
        cosines[counts == count, count:] = -2
    return cosines


def largest(cosines: Vectors) -> tuple[Numbers, Vectors]:
    """Places and values of the largest ones of each row, largest first.

    The columns of a block lie far apart: the maximum of whole stretches of memory takes a fifth of the time.
    """
    blocks = cosines.reshape(len(cosines), BLOCK, -1)
    best = blocks.max(axis=1)
    chosen = first_of(best, min(NEIGHBORS, best.shape[1]))
    values = np.take_along_axis(blocks, chosen[:, None, :], axis=2).reshape(len(cosines), -1)
    places = (np.arange(BLOCK)[:, None] * best.shape[1] + chosen[:, None, :]).reshape(len(cosines), -1)
    order = np.argsort(-values, axis=1, kind="stable")[:, :NEIGHBORS]
    return np.take_along_axis(places, order, axis=1), np.take_along_axis(values, order, axis=1)


def first_of(values: Vectors, count: int) -> Numbers:
    """Places of the largest values of each row, in no order."""
    return np.argpartition(values, values.shape[1] - count, axis=1)[:, -count:]
