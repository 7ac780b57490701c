"""One after the other: imports, curation and whatever else rewrites who is who."""

from datetime import datetime

from django.db import connection

TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtext('credence: import'))"
TRY_TO_SHARE = "SELECT pg_try_advisory_xact_lock_shared(hashtext('credence: import'))"
SHARE_TURN = "SELECT pg_advisory_xact_lock_shared(hashtext('credence: import'))"


def take_turn() -> None:
    """Wait for whoever writes, batch by batch, and keep others waiting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)


def share_turn() -> None:
    """Wait for whoever has a turn of their own, and share one with others until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(SHARE_TURN)


def somebody_has_turn() -> bool:
    """Whether somebody has a turn of their own, or waits for it. Inside a transaction a free turn is shared."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_TO_SHARE)
        return not cursor.fetchone()[0]


def moment_of_turn() -> datetime:
    """The time now, after the turn came: a transaction's own time is that of its beginning, before it waited."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
