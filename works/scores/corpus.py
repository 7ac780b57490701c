"""The texts of many works as numbers, in the order of their dates."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from works.models import Work
from works.scores.text import words_of

Days = NDArray[np.int32]
Numbers = NDArray[np.int64]

FETCHED_AT_ONCE = 2_000

# What counts for scores: what a register states, and nobody has taken back.
SCORED = (
    "NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported AND work.joined_into_id IS NULL"
)

TEXTS = f"""
SELECT work.id, work.version, work.published_on, work.published_precision, work.title, work.abstract
FROM works_work AS work
WHERE {SCORED}
ORDER BY work.published_on, work.id
"""
TEXTS_OF = f"""
SELECT work.id, work.version, work.published_on, work.published_precision, work.title, work.abstract
FROM works_work AS work
WHERE work.id = ANY(%(works)s) AND {SCORED}
ORDER BY work.published_on, work.id
"""


@dataclass(frozen=True, slots=True)
class Text:
    """What is read of one work."""

    work_id: int
    version: int
    published_on: date
    precision: str
    title: str
    abstract: str

    @property
    def last_day(self) -> date:
        """The day it was published at the latest: only the year or the month may be known."""
        if self.precision == Work.Precision.YEAR:
            return self.published_on.replace(month=12, day=31)
        if self.precision == Work.Precision.MONTH:
            in_next_month = self.published_on.replace(day=28) + timedelta(days=4)
            return in_next_month.replace(day=1) - timedelta(days=1)
        return self.published_on

    @property
    def digest(self) -> int:
        """Another one where what its new phrases follow from is another; citations and the like are none of it."""
        said = "\0".join((self.title, self.abstract, self.published_on.isoformat(), self.precision))
        return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Works with the numbers of their words.

    A work is earlier than another one if its last possible day is before the other's first. Word 0 is what no
    phrase goes across.
    """

    works: Numbers
    versions: Numbers
    digests: Numbers
    first_days: Days
    last_days: Days
    vocabulary: list[str]
    words: NDArray[np.int32]  # of all works, one after the other, each with its title before its abstract
    title_ends: Numbers  # where they end, after a 0
    ends: Numbers

    def __len__(self) -> int:
        return len(self.works)

    @property
    def places(self) -> NDArray[np.int32]:
        """For each word the place of the work it stands in."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.ends, prepend=0))

    @property
    def in_title(self) -> NDArray[np.bool_]:
        """Which words stand in titles."""
        return np.arange(len(self.words)) < np.repeat(self.title_ends, np.diff(self.ends, prepend=0))

    @property
    def with_abstract(self) -> NDArray[np.bool_]:
        """Which works have one."""
        return self.ends > self.title_ends + 1


def all_texts() -> Iterator[Text]:
    """Of all works that are scored, in the order of their dates, in flat memory."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(TEXTS)
        while rows := cursor.fetchmany(FETCHED_AT_ONCE):
            yield from (Text(*row) for row in rows)


def texts_of(works: Iterable[int]) -> list[Text]:
    """Of those among these works that are scored, in the order of their dates."""
    with connection.cursor() as cursor:
        cursor.execute(TEXTS_OF, {"works": list(works)})
        return [Text(*row) for row in cursor.fetchall()]


def encode(texts: Iterable[Text]) -> Corpus:
    """Read texts that come in the order of their dates."""
    known: dict[str, int] = {"": 0}
    words, title_ends, ends = array("i"), array("q"), array("q")
    works, versions, digests, first_days, last_days = (array(kind) for kind in "qqqii")
    for text in texts:
        for source, its_ends in ((text.title, title_ends), (text.abstract, ends)):
            words.extend([known.setdefault(word, len(known)) for word in words_of(source)])
            words.append(0)
            its_ends.append(len(words))
        works.append(text.work_id)
        versions.append(text.version)
        digests.append(text.digest)
        first_days.append(text.published_on.toordinal())
        last_days.append(text.last_day.toordinal())
    return Corpus(
        works=np.array(works, np.int64),
        versions=np.array(versions, np.int64),
        digests=np.array(digests, np.int64),
        first_days=np.array(first_days, np.int32),
        last_days=np.array(last_days, np.int32),
        vocabulary=list(known),
        words=np.array(words, np.int32),
        title_ends=np.array(title_ends, np.int64),
        ends=np.array(ends, np.int64),
    )
