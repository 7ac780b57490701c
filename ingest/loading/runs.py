"""The life of an import run: planned, taken by one process, concluded; or left behind by a process that died.

Whoever carries out a run holds an advisory lock of PostgreSQL for as long as its connection lives. So a run that
says it is running while nobody holds its lock was left behind, and can be gone on with from its checkpoint.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from ingest.models import ImportRun

LOCK_SPACE = 1_131_570_532  # the letters "Cred": our corner of the advisory locks
MOMENT = timedelta(minutes=1)
LEFT_BEHIND = "The process that ran it is gone. The same command again goes on from where it stopped."

TRY_LOCK = "SELECT pg_try_advisory_lock(%(space)s, %(run)s)"
UNLOCK = "SELECT pg_advisory_unlock(%(space)s, %(run)s)"
HELD = """
SELECT objid::bigint
FROM pg_locks
WHERE locktype = 'advisory' AND classid = %(space)s AND objsubid = 2
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
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
    return take(latest) if latest and unfinished else None


def take(run: ImportRun) -> ImportRun | None:
    """`run` as it is now, held and running, or nothing where somebody else has it or nothing is left to do."""
    if not hold(run):
        return None
    run.refresh_from_db()
    if run.state == ImportRun.State.DONE or (run.state == ImportRun.State.CANCELED and not run.checkpoint):
        release(run)
        return None
    run.state, run.error, run.finished_at, run.cancel_asked = ImportRun.State.RUNNING, "", None, False
    run.save(update_fields=["state", "error", "finished_at", "cancel_asked"])
    return run


def hold(run: ImportRun) -> bool:
    """Whether this process may carry the run out: the only one until it lets go or dies."""
    with connection.cursor() as cursor:
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
    """Sort out runs whose process died: those of a command say so, the others wait for a worker anew."""
    left = ImportRun.objects.filter(
        state=ImportRun.State.RUNNING, heard_at__lt=timezone.now() - MOMENT
    ).exclude(pk__in=held_runs())
    of_commands = Q(kind=ImportRun.Kind.FILES)
    closed = left.filter(of_commands).update(
        state=ImportRun.State.FAILED, error=LEFT_BEHIND, finished_at=Now()
    )
    return closed + left.exclude(of_commands).update(state=ImportRun.State.WAITING)


def waiting_runs() -> list[int]:
    """Runs that wait for a worker, the oldest first."""
    return list(
        ImportRun.objects.filter(state=ImportRun.State.WAITING).order_by("id").values_list("pk", flat=True)
    )
