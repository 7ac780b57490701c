"""One import from beginning to end: read, load, count, and tell the story in its run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from ingest.loading import Loader, Tally, count_topic_works
from ingest.models import ImportRun
from ingest.persons import PersonRecord
from ingest.records import BadRecord, Withdrawal, WorkRecord
from ingest.sources import BadSource
from researchers.counters import refresh_stale

MANY = 5_000
LONGEST_SILENCE = timedelta(minutes=10)  # a batch takes seconds, and every batch is heard of
KILLED = "The process that ran it is gone."
ANALYZE = """
ANALYZE works_work, works_authorship, works_worktopic, works_citation, works_workidentifier,
        researchers_researcher, researchers_attribution, researchers_namevariant
"""

Item = WorkRecord | PersonRecord | Withdrawal | BadRecord | BadSource
Progress = Callable[[Tally], None]


class Interrupted(Exception):
    """Somebody stopped the import."""

    def __str__(self) -> str:
        return "It was interrupted."


def silent(tally: Tally) -> None:
    """Progress that nobody watches."""


def start_run(format_name: str, source: str, *, by: User | None = None) -> ImportRun:
    return ImportRun.objects.create(format=format_name, source=source, started_by=by)


def import_items(run: ImportRun, items: Iterable[Item], *, progress: Progress = silent) -> ImportRun:
    """Import into `run`; what was read before a source broke is kept, and the run says what broke.

    Ctrl-C ends the reading, not the counting of what came in; the second one ends that too.
    """
    broken: list[Exception] = []
    with recording(run):
        try:
            for tally in Loader(run).load(without_broken(items, broken)):
                progress(tally)
        except KeyboardInterrupt:
            broken.append(Interrupted())
        count_topic_works()
        if worth_analyzing(run):
            refresh_statistics()
        for _ in refresh_stale():
            pass
    if broken:
        conclude(run, ImportRun.State.FAILED, "\n".join(str(one) for one in broken))
    run.refresh_from_db()
    return run


def worth_analyzing(run: ImportRun) -> bool:
    """Whether so much came in that PostgreSQL's idea of the tables is wrong before it looks by itself."""
    run.refresh_from_db(fields=["created", "updated"])
    return run.created + run.updated >= MANY


def refresh_statistics() -> None:
    """Counting 90,000 researchers took twice as long with the statistics of an empty database."""
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE)


def without_broken(items: Iterable[Item], broken: list[Exception]) -> Iterator[WorkRecord | BadRecord]:
    """The records; what is wrong with whole sources goes into `broken`."""
    for item in items:
        if isinstance(item, BadSource):
            broken.append(item)
        else:
            yield item


@contextmanager
def recording(run: ImportRun) -> Iterator[None]:
    """Keep `state` and `error` true to what happens inside the block."""
    try:
        yield
    except BaseException as error:
        conclude(run, ImportRun.State.FAILED, str(error) or type(error).__name__)
        raise
    conclude(run, ImportRun.State.DONE, "")


def conclude(run: ImportRun, state: ImportRun.State, error: str) -> None:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save(update_fields=["state", "error", "finished_at"])


def close_silent_runs() -> int:
    """Say so where the process of a run was killed, and count what it left uncounted; how many there were.

    A run that is alive after all says at its end how it ended.
    """
    since = timezone.now() - LONGEST_SILENCE
    closed = ImportRun.objects.silent(since=since).update(
        state=ImportRun.State.FAILED, error=KILLED, finished_at=Now()
    )
    if closed:
        count_topic_works()
    return closed


def problems_of(run: ImportRun, *, limit: int) -> Sequence[str]:
    """The first problems of the run, a line each."""
    return [str(problem) for problem in run.problems.order_by("id")[:limit]]
