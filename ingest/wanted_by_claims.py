"""Works that claimants miss and the record does not know: fetched from live services like any other.

One process at a time does it. Rows are put off before anybody is asked, so that what is cut short waits for a while
instead of being tried again at once: first all that wait together, later each by itself, so that one on which a run
breaks keeps no other from being found. What was cut short again and again is given up.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Now

from claims.flow.missing import conclude_missing
from claims.models import MissingWork
from ingest.live.fetching import KINDS, fetch_items
from ingest.live.wanted import FetchRequest
from ingest.loading.importing import import_items
from ingest.loading.runs import LOCK_SPACE, TRY_LOCK, UNLOCK, start_run
from ingest.models import ImportRun
from trust.tasks import sweep_trust

AT_ONCE = 50
LOCK = 0  # of our corner of the locks; runs have those from 1
MOST_TRIES = 4
PUT_OFF = timedelta(minutes=5)  # times the tries so far
NOT_FOUND = "No service that we asked knows it."
NOT_FETCHED = "The record does not know it, and no service is asked for identifiers of this kind."
GIVEN_UP = (
    f"The services were asked {MOST_TRIES} times, and each time that was cut short. Name it again later."
)
FETCHABLE = ("doi", "arxiv")


def fetch_missing_works() -> int:
    """Fetch what claimants miss, some at a time; how many were settled."""
    with only_here() as is_mine:
        return sum(settle(rows) for rows in due()) if is_mine else 0


def due() -> list[Sequence[MissingWork]]:
    """What to ask for together: all that nobody was asked for yet, and each that was cut short by itself."""
    waiting = MissingWork.objects.filter(state=MissingWork.State.WAITING, due_at__lte=Now())
    rows = list(waiting.order_by("tries", "due_at", "pk")[:AT_ONCE])
    new = [row for row in rows if not row.tries]
    return [*([new] if new else []), *([row] for row in rows if row.tries)]


def settle(rows: Sequence[MissingWork]) -> int:
    """Fetch these and conclude what was asked for; how many that were."""
    not_fetched = [row for row in rows if row.scheme not in FETCHABLE]
    given_up = [row for row in rows if row not in not_fetched and row.tries >= MOST_TRIES]
    for row in not_fetched:
        conclude_missing(row.pk, NOT_FETCHED)
    for row in given_up:
        conclude_missing(row.pk, GIVEN_UP)
    asked = [row for row in rows if row not in (*not_fetched, *given_up)]
    return len(not_fetched) + len(given_up) + (fetch(asked) if asked else 0)


def fetch(rows: Sequence[MissingWork]) -> int:
    """Bring in what the services know of these, and say of the others why not, unless the run was cut short."""
    put_off(rows)
    request = FetchRequest(
        dois=tuple(row.value for row in rows if row.scheme == "doi"),
        arxiv_ids=tuple(row.value for row in rows if row.scheme == "arxiv"),
    )
    run = start_run("", str(request), kind=ImportRun.Kind.FETCH, request=request.as_json())
    run = import_items(run, fetch_items(request, run.checkpoint))
    sweep_trust.delay()
    if run.state != ImportRun.State.DONE:
        return 0
    problems = dict(run.problems.order_by("-id").values_list("position", "reason"))
    for row in rows:
        conclude_missing(row.pk, problems.get(f"{KINDS[row.scheme]} {row.value}") or NOT_FOUND)
    return len(rows)


def put_off(rows: Sequence[MissingWork]) -> None:
    """Have these wait for a while before they are asked for again, should this process not come to their end."""
    wait = ExpressionWrapper((F("tries") + 1) * Value(PUT_OFF), output_field=DurationField())
    later = ExpressionWrapper(Now() + wait, output_field=DateTimeField())
    MissingWork.objects.filter(pk__in=[row.pk for row in rows]).update(tries=F("tries") + 1, due_at=later)


@contextmanager
def only_here() -> Iterator[bool]:
    """Whether this process alone does it, until it lets go or dies."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, {"space": LOCK_SPACE, "run": LOCK})
        is_mine = cursor.fetchone()[0]
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute(UNLOCK, {"space": LOCK_SPACE, "run": LOCK})
