"""The only way into the record: batches of statements, each batch one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now

from ingest.loading import staging, tables
from ingest.loading.ahead import one_ahead
from ingest.loading.batches import SIZE, Batch, Item, batches
from ingest.loading.concerned import Concerned
from ingest.loading.people import put_persons
from ingest.loading.retracting import retract
from ingest.loading.taking_back import withdraw
from ingest.loading.writing import store
from ingest.models import ImportProblem, ImportRun
from works.terms import current_terms


@dataclass(slots=True)
class Tally:
    """What happened to the items of a batch. Joined and withdrawn ones are among created, updated or unchanged."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    joined: int = 0
    withdrawn: int = 0


class Canceled(Exception):
    """Somebody asked for the end of the import."""

    def __str__(self) -> str:
        return "It was canceled."


@dataclass(slots=True)
class Loader:
    """Loads batches, remembers which topics exist already, and expects what the last batch was like."""

    run: ImportRun
    at_wish: bool = False  # somebody has named what comes, and could have written it
    known_topics: set[str] = field(default_factory=set)
    expects_news: bool = True

    def load(self, items: Iterable[Item], *, batch: int = SIZE) -> Iterator[Tally]:
        """Load everything, in batches; what happened to each batch, when it is safely stored."""
        current_terms()  # which statements are prepared by
        made = self.prepared(batches(items, batch, done=self.run.checkpoint.get("items", 0)))
        # A service may keep us waiting for minutes; in a thread of its own nobody could interrupt that.
        for one in made if self.run.kind == ImportRun.Kind.FETCH else one_ahead(made):
            yield self.load_batch(one)

    def prepared(self, made: Iterable[Batch]) -> Iterator[Batch]:
        """The batches, prepared as long as most of what comes is new."""
        for batch in made:
            if self.expects_news:
                batch.prepare()
            yield batch

    def load_batch(self, batch: Batch) -> Tally:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(tables.TAKE_LOCK)
            cursor.execute(tables.CHECK_AT_ONCE)
            staging.create_tables(cursor)
            concerned = Concerned()
            last = last_statement(cursor)
            matched = store(cursor, batch.statements, self.known_topics, concerned)
            if self.at_wish:
                cursor.execute(tables.MARK_AS_WISHED, {"last": last})
            else:
                cursor.execute(tables.CLEAR_WISHES)
            withdrawn = withdraw(cursor, batch.withdrawals, self.known_topics, concerned)
            retract(cursor, batch.retractions, concerned)
            persons = put_persons(cursor, batch.persons, concerned)
            concerned.mark_stale(cursor)
            created = len(matched.created) + persons.created
            changed = len(batch.statements) - matched.unchanged - len(matched.created)
            updated = changed + persons.updated + withdrawn
            tally = Tally(
                read=batch.read,
                created=created,
                updated=updated,
                unchanged=batch.good - created - updated,
                rejected=len(batch.problems),
                joined=matched.joined,
                withdrawn=withdrawn,
            )
            self.note(tally, batch)
        self.expects_news = 2 * tally.unchanged <= tally.read
        return tally

    def note(self, tally: Tally, batch: Batch) -> None:
        """Write progress and problems in the transaction of the records they are about."""
        ImportProblem.objects.bulk_create(
            ImportProblem(run=self.run, position=one.position, reason=one.reason, piece=one.piece)
            for one in batch.problems
        )
        run = ImportRun.objects.select_for_update(no_key=True).get(pk=self.run.pk)
        if run.cancel_asked:
            raise Canceled
        for figure, number in asdict(tally).items():
            setattr(run, figure, getattr(run, figure) + number)
        checkpoint = next_checkpoint(run, batch)
        run.attempts = run.attempts if checkpoint == run.checkpoint else 0
        run.checkpoint, run.heard_at = checkpoint, Now()
        if batch.checkpoint and batch.checkpoint.share is not None:
            run.done_share = batch.checkpoint.share
        run.save(update_fields=[*asdict(tally), "attempts", "checkpoint", "heard_at", "done_share"])


def last_statement(cursor: CursorWrapper) -> int:
    cursor.execute(tables.LAST_STATEMENT)
    return int(cursor.fetchone()[0])


def next_checkpoint(run: ImportRun, batch: Batch) -> dict[str, Any]:
    """Where the next process goes on: what a service said of that, or after how many items of the files."""
    if batch.checkpoint:
        return batch.checkpoint.state
    if run.kind == ImportRun.Kind.FETCH:
        return run.checkpoint
    return {"items": run.checkpoint.get("items", 0) + batch.items}
