"""The space in which texts are compared: latent semantic analysis of the words of titles and abstracts.

A text is the vector of its words, each weighted by 1 + ln(how often) and by ln((1 + works) / (1 + works with it)) + 1,
brought to length one, and seen along the axes of a truncated singular value decomposition (works/scores/fitting.py).
Two texts are as near as the cosine of their vectors there.
"""

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from works.scores.text import words_of

Vectors = NDArray[np.float32]

FORMULA = 1
FEWEST_WORKS = 1_000  # with text; fewer say too little about which words go together
FEWEST_WORDS = 4  # different ones that the space knows; fewer say too little about a work
STORED = np.dtype("<f2")

NEWEST = "SELECT max(id) FROM works_textspace WHERE formula = %(formula)s"
STATE = "SELECT id, works_count, state FROM works_textspace WHERE id = %(id)s"


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The words it knows, what each weighs, and the axes as columns."""

    words: dict[str, int]
    weights: Vectors
    axes: NDArray[np.floating[Any]]  # as they are stored: a text needs few of their rows

    @property
    def dimensions(self) -> int:
        return int(self.axes.shape[1])

    def place(self, title: str, abstract: str) -> Vectors | None:
        """The unit vector of a work, or nothing where it says too little."""
        words = chain(words_of(title), words_of(abstract))
        counts = Counter(self.words[word] for word in words if word in self.words)
        if len(counts) < FEWEST_WORDS:
            return None
        known = np.fromiter(counts.keys(), np.int64)
        often = np.fromiter(counts.values(), np.float32)
        seen = ((1 + np.log(often)) * self.weights[known]) @ self.axes[known].astype(np.float32)
        length = float(np.linalg.norm(seen))
        return seen / length if length else None


@dataclass(frozen=True, slots=True)
class StoredSpace:
    """A space with its row."""

    id: int
    works_count: int
    space: Space


def to_state(space: Space) -> bytes:
    """What is stored of it, without pickle."""
    stored = BytesIO()
    np.savez_compressed(
        stored,
        words=np.frombuffer("\n".join(space.words).encode(), np.uint8),
        weights=space.weights.astype("<f4"),
        axes=space.axes.astype(STORED),
    )
    return stored.getvalue()


def from_state(state: bytes) -> Space:
    with np.load(BytesIO(state), allow_pickle=False) as stored:
        words = stored["words"].tobytes().decode().split("\n")
        return Space(
            words={word: place for place, word in enumerate(words)},
            weights=stored["weights"].astype(np.float32),
            axes=stored["axes"],
        )


def to_bytes(vectors: Vectors) -> list[bytes]:
    """Each vector as it is stored."""
    return [row.tobytes() for row in vectors.astype(STORED)]


_loaded: list[StoredSpace] = []


def newest_space() -> StoredSpace | None:
    """The newest one of this formula, read once in each process until there is a newer one."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, {"formula": FORMULA})
        newest = cursor.fetchone()[0]
        if newest is None:
            return None
        if not _loaded or _loaded[0].id != newest:
            cursor.execute(STATE, {"id": newest})
            space_id, works_count, state = cursor.fetchone()
            _loaded[:] = [StoredSpace(space_id, works_count, from_state(bytes(state)))]
    return _loaded[0]
