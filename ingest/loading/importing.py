"""One import from beginning to end: read, load, count, and tell the story in its run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from common.collecting import collecting_seldom
from ingest.checkpoints import Checkpoint
from ingest.loading.batches import Item
from ingest.loading.loader import Canceled, Loader, Tally
from ingest.loading.runs import conclude, letting_go, nothing_left
from ingest.loading.writing import count_topic_works
from ingest.models import ImportRun
from ingest.sources import BadSource
from researchers.counters import count_stale, refresh_all_stale
from works.models import Work
from works.shelf_counts import count_works_of_places
from works.words import count_words

MANY = 5_000
SHOWN = 10  # of the sources that broke
BY_OPERATOR = "by_operator"  # in the request of a run: a command fetches it, on the machine itself
ANALYZE = """
ANALYZE works_work, works_authorship, works_worktopic, works_citation, works_workidentifier,
        researchers_researcher, researchers_attribution, researchers_namevariant
"""

Progress = Callable[[Tally], None]


class Interrupted(Exception):
    """Somebody stopped the import."""

    def __str__(self) -> str:
        return "It was interrupted. The same command again goes on from where it stopped."


def silent(tally: Tally) -> None:
    """Progress that nobody watches."""


def import_items(
    run: ImportRun,
    items: Iterable[Item | BadSource],
    *,
    progress: Progress = silent,
) -> ImportRun:
    """Import into `run`, which this process holds; what was read before a source broke is kept, and the run
    says what broke. Items that an earlier process stored for this run are passed over.

    What is fetched is marked as somebody's wish, unless an operator asked for it.

    Ctrl-C ends the reading, not the counting of what came in; the second one ends that too.
    """
    broken: list[Exception] = []
    with letting_go(run), recording(run), collecting_seldom():
        try:
            for tally in Loader(run, at_wish=is_at_wish(run)).load(
                not_stored(run, without_broken(items, broken))
            ):
                progress(tally)
            nothing_left(run)
        except KeyboardInterrupt:
            broken.append(Interrupted())
        finish(run)
        if broken:
            conclude(run, ImportRun.State.FAILED, first_of(broken))
    run.refresh_from_db()
    return run


def is_at_wish(run: ImportRun) -> bool:
    """Whether somebody named on the site what is fetched. Whoever has the run done, that stays so: administrators claim
    pages too, and do again what others asked for.
    """
    return run.kind == ImportRun.Kind.FETCH and BY_OPERATOR not in run.request


def first_of(broken: Sequence[Exception]) -> str:
    """What broke, a line each, as many as somebody reads."""
    lines = [str(one) for one in broken[:SHOWN]]
    return "\n".join([*lines, f"and {len(broken) - SHOWN:,} more"] if len(broken) > SHOWN else lines)


def not_stored(run: ImportRun, items: Iterable[Item]) -> Iterator[Item]:
    """The items after those that the run's checkpoint counts; a service begins at its own checkpoint."""
    stored = run.checkpoint.get("items", 0) if run.kind != ImportRun.Kind.FETCH else 0
    for item in items:
        if stored and not isinstance(item, Checkpoint):
            stored -= 1
        else:
            yield item


def finish(run: ImportRun) -> None:
    """Count what the new works change elsewhere."""
    if worth_analyzing(run):
        refresh_statistics()
    count_topic_works()
    if weighs(run):
        count_words()
        count_works_of_places()
    refresh_all_stale()


def worth_analyzing(run: ImportRun) -> bool:
    """Whether so much came in that PostgreSQL's idea of the tables is wrong before it looks by itself."""
    run.refresh_from_db(fields=["created", "updated"])
    return run.created + run.updated >= MANY or count_stale() >= MANY


def weighs(run: ImportRun) -> bool:
    """Whether so much came in that words of titles are rarer or commoner than before: a hundredth of the record."""
    return (run.created + run.updated) * 100 >= Work.objects.count()


def refresh_statistics() -> None:
    """Counting 90,000 researchers took twice as long with the statistics of an empty database."""
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE)


def without_broken(items: Iterable[Item | BadSource], broken: list[Exception]) -> Iterator[Item]:
    """The records; what is wrong with whole sources goes into `broken`."""
    for item in items:
        if isinstance(item, BadSource):
            broken.append(item)
        else:
            yield item


@contextmanager
def recording(run: ImportRun) -> Iterator[None]:
    """Keep `state` and `error` true to what happens inside the block.

    Where the database itself went away nothing can be written: the run is left behind, to be gone on with.
    """
    try:
        yield
    except Canceled as canceled:
        finish(run)
        nothing_left(run)
        conclude(run, ImportRun.State.CANCELED, str(canceled))
    except BaseException as error:
        if connection.is_usable():
            conclude(run, ImportRun.State.FAILED, in_words(error))
        raise
    else:
        if run.state == ImportRun.State.RUNNING:
            conclude(run, ImportRun.State.DONE)


def in_words(error: BaseException) -> str:
    """What went wrong; a missing key says by itself only which."""
    name = type(error).__name__
    return f"{name}: {error}" if isinstance(error, LookupError) else str(error) or name


def problems_of(run: ImportRun, *, limit: int) -> Sequence[str]:
    """The first problems of the run, a line each."""
    return [str(problem) for problem in run.problems.order_by("id")[:limit]]
