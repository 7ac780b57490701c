"""The vocabulary of concepts mined anew, and all works searched for it: one process at a time, in short turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from common.turns import take_turn
from researchers.staleness import mark_stale
from works.mining import reading
from works.mining.mining import Mined, Surroundings, mine
from works.mining.storing import Stored, store
from works.models import ConceptVocabulary
from works.tagging import BATCH, COUNT_TOPIC_WORKS, mark_elsewhere, tag_batch
from works.terms import current_terms

TRY = "SELECT pg_try_advisory_lock(hashtext('credence: concepts'))"
END = "SELECT pg_advisory_unlock(hashtext('credence: concepts'))"

GROWN = 0.1  # share of new works from which mining anew is worth it
SOME = 200  # works; below, nothing is learned from so few


class SomebodyElse(Exception):
    """Another process mines concepts or searches works for them."""

    def __str__(self) -> str:
        return (
            "Another process mines concepts just now, or searches works for them. Try again when it is done."
        )


@dataclass(slots=True)
class Figures:
    """What was done."""

    read: int = 0
    terms: int = 0
    added: int = 0
    retired: int = 0


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else does so meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(TRY)
        if not cursor.fetchone()[0]:
            raise SomebodyElse
        try:
            yield
        finally:
            cursor.execute(END)


def mine_concepts() -> Figures:
    """Read all texts and make what they call technical the vocabulary of now; works are searched by `tag_works`."""
    works = reading.count_works()
    mined = mine(reading.texts(), Surroundings(reading.topics(), reading.names_kept(), reading.names_among))
    stored = keep(mined, works)
    return Figures(mined.read, len(mined.found), stored.added, stored.retired)


@transaction.atomic
def keep(mined: Mined, works: int) -> Stored:
    """Between two batches of an import: each is tagged by one vocabulary."""
    take_turn()
    with connection.cursor() as cursor:
        stored = store(cursor, mined, works)
        if stored.moved:
            mark_stale(cursor, stored.moved)
            mark_elsewhere(cursor, stored.moved)
            cursor.execute(COUNT_TOPIC_WORKS)
    return stored


def tag_works() -> Iterator[int]:
    """Search the works that were not yet, in turns with imports; how many in each batch. Goes on where one ended."""
    while searched := tag_next():
        yield searched


@transaction.atomic
def tag_next() -> int:
    """Search one batch and mark the authors of works whose concepts changed; after the last one, count.

    A work may move to another field without a change of its concepts: mining puts concepts elsewhere.
    """
    take_turn()
    kept = ConceptVocabulary.objects.select_for_update().first()
    if kept is None or kept.tagged_to is None:
        return 0
    with connection.cursor() as cursor:
        tagged = tag_batch(cursor, current_terms().vocabulary, after=kept.tagged_to, limit=BATCH)
        if tagged.changed:
            mark_stale(cursor, tagged.changed)
        mark_elsewhere(cursor, tagged.searched)
        if tagged.last is None:
            cursor.execute(COUNT_TOPIC_WORKS)
    kept.tagged_to = tagged.last
    kept.save(update_fields=["tagged_to"])
    return len(tagged.searched)


def is_worth_mining() -> bool:
    """Whether so many works came since the last time that others may be found, or none was mined yet."""
    kept = ConceptVocabulary.objects.first()
    works = reading.count_works()
    return works >= SOME and (kept is None or works - kept.works_count > GROWN * kept.works_count)
