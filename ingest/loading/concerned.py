"""Whom a batch concerns, marked at its end and all at once; what its titles say is learned with it.

Everybody who holds several researchers takes them in the order of their ids. A batch that took them twice, however
well ordered each time, could wait for somebody who waits for it.
"""

from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from researchers.staleness import mark_stale
from works.scores.staleness import mark_scores_stale
from works.words import learn_words


@dataclass(slots=True)
class Concerned:
    """Works on which something changed, and researchers who are on them no more or are concerned otherwise."""

    works: set[int] = field(default_factory=set)
    researchers: set[int] = field(default_factory=set)

    def mark_stale(self, cursor: CursorWrapper) -> None:
        if self.works or self.researchers:
            mark_stale(cursor, self.works, self.researchers)
        if self.works:
            mark_scores_stale(cursor, self.works)
            learn_words(cursor, self.works)
