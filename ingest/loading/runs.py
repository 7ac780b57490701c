"""The life of an import run: planned, taken by one process, concluded; or left behind by a process that died.

Whoever carries out a run holds an advisory lock of PostgreSQL for as long as its connection lives. So a run that
says it is running while nobody holds its lock was left behind, and can be gone on with from its checkpoint.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from ingest.models import ImportRun

LOCK_SPACE = 1_131_570_532  # the letters "Cred": our corner of the advisory locks
MOST_ATTEMPTS = 3
LEFT_BEHIND = "The process that ran it is gone. The same command again goes on from where it stopped."
GIVEN_UP = (
    f"The process that carried it out broke down {MOST_ATTEMPTS} times at the same place, "
    "so it is not tried again by itself."
)

TRY_LOCK = "SELECT pg_try_advisory_lock(%(space)s, %(run)s)"
# Until the end of the transaction only; whoever finds it free takes it for good by TRY_LOCK.
WAIT_FOR_LOCK = "SELECT pg_advisory_xact_lock(%(space)s, %(run)s)"
# A server that has much to do takes seconds to see that a connection was closed.
PATIENCE = "SET LOCAL lock_timeout = '15s'"
# A statement of a process that is gone ends within a second, instead of with its last row.
NOTICE_DEATH = "SET client_connection_check_interval = '1s'"
UNLOCK = "SELECT pg_advisory_unlock(%(space)s, %(run)s)"
HELD = """
SELECT objid::bigint AS run
FROM pg_locks
WHERE locktype = 'advisory' AND classid = %(space)s AND objsubid = 2
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
# Who holds what is asked in the same statement: a run that is taken in between is heard of by then.
CLOSE_ORPHANS = f"""
WITH held AS ({HELD}),
orphans AS (
    SELECT id, CASE
        WHEN kind = 'files' THEN %(left_behind)s
        WHEN attempts >= %(most)s THEN %(given_up)s
        ELSE ''
    END AS error
    FROM ingest_importrun
    WHERE state = 'running'
      AND heard_at < statement_timestamp() - interval '1 minute'
      AND id NOT IN (SELECT run FROM held)
    FOR NO KEY UPDATE
)
UPDATE ingest_importrun AS run
SET state = CASE orphans.error WHEN '' THEN 'waiting' ELSE 'failed' END,
    error = orphans.error,
    finished_at = CASE orphans.error WHEN '' THEN NULL ELSE statement_timestamp() END
FROM orphans
WHERE run.id = orphans.id
"""


@transaction.atomic
def start_run(
    format_name: str,
    source: str,
    *,
    kind: str = ImportRun.Kind.FILES,
    request: dict[str, Any] | None = None,
    by: User | None = None,
) -> ImportRun:
    """A run that this process carries out at once: nobody sees it before it is held."""
    run = ImportRun.objects.create(
        format=format_name, source=source, kind=kind, request=request or {}, started_by=by
    )
    hold(run)
    return run


def plan_run(
    format_name: str,
    source: str,
    *,
    kind: str,
    request: dict[str, Any],
    by: User | None = None,
) -> ImportRun:
    """A run that waits for a worker."""
    return ImportRun.objects.create(
        state=ImportRun.State.WAITING,
        format=format_name,
        source=source,
        kind=kind,
        request=request,
        started_by=by,
    )


def resumable_run(
    format_name: str, source: str, *, kind: str = ImportRun.Kind.FILES, request: dict[str, Any] | None = None
) -> ImportRun | None:
    """The last run of just this, if it was broken off in the middle; this process holds it then."""
    same = ImportRun.objects.filter(format=format_name, source=source, kind=kind, request=request or {})
    latest = same.latest_first().first()
    unfinished = latest and (latest.checkpoint or latest.state == ImportRun.State.RUNNING)
    if not (latest and unfinished):
        return None
    wait_until_let_go(latest)
    return take(latest)


def wait_until_let_go(run: ImportRun) -> None:
    """Give the server the moment that it needs to notice that a killed process is gone, and its lock with it."""
    with suppress(OperationalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PATIENCE)
        cursor.execute(WAIT_FOR_LOCK, {"space": LOCK_SPACE, "run": run.pk})


def take(run: ImportRun, *, anew: bool = True) -> ImportRun | None:
    """`run` as it is now, held and running, or nothing where somebody else has it or nothing is left to do.

    A person may begin anew what failed; a worker only goes on with what has not ended, and not for ever.
    """
    if not hold(run):
        return None
    run.refresh_from_db()
    if not anew and not run.finished and run.attempts >= MOST_ATTEMPTS:
        conclude(run, ImportRun.State.FAILED, GIVEN_UP)
    if run.finished and not (anew and can_go_on(run)):
        release(run)
        return None
    attempts = 1 if anew else run.attempts + 1
    fields = {"state": ImportRun.State.RUNNING, "error": "", "finished_at": None, "cancel_asked": False}
    ImportRun.objects.filter(pk=run.pk).update(**fields, attempts=attempts, heard_at=Now())
    run.refresh_from_db()
    return run


def can_go_on(run: ImportRun) -> bool:
    """Whether something of an ended run is left to do."""
    canceled_at_its_beginning = run.state == ImportRun.State.CANCELED and not run.checkpoint
    return run.state != ImportRun.State.DONE and not canceled_at_its_beginning


def hold(run: ImportRun) -> bool:
    """Whether this process may carry the run out: the only one until it lets go or dies."""
    with connection.cursor() as cursor:
        cursor.execute(NOTICE_DEATH)
        cursor.execute(TRY_LOCK, {"space": LOCK_SPACE, "run": run.pk})
        return cursor.fetchone()[0]


def release(run: ImportRun) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK, {"space": LOCK_SPACE, "run": run.pk})


def held_runs() -> set[int]:
    """The runs that a living process carries out."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"space": LOCK_SPACE})
        return {row[0] for row in cursor.fetchall()}


@contextmanager
def letting_go(run: ImportRun) -> Iterator[None]:
    """Release the run at the end, unless the connection is gone and its lock with it."""
    try:
        yield
    finally:
        if connection.is_usable():
            release(run)


def conclude(run: ImportRun, state: str, error: str = "") -> None:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save(update_fields=["state", "error", "finished_at"])


def nothing_left(run: ImportRun) -> None:
    """Everything was read: there is nothing to go on from."""
    run.checkpoint, run.done_share = {}, 1.0
    run.save(update_fields=["checkpoint", "done_share"])


def close_orphans() -> int:
    """Sort out runs whose process died: those of a command say so, the others wait for a worker anew.

    What broke down again and again at the same place is given up.
    """
    words = {"left_behind": LEFT_BEHIND, "given_up": GIVEN_UP}
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_ORPHANS, {"space": LOCK_SPACE, "most": MOST_ATTEMPTS, **words})
        return cursor.rowcount


def waiting_runs() -> list[int]:
    """Runs that wait for a worker, the oldest first."""
    return list(
        ImportRun.objects.filter(state=ImportRun.State.WAITING).order_by("id").values_list("pk", flat=True)
    )
