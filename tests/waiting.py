"""Waiting for a condition instead of sleeping for a guess."""

import time
from collections.abc import Callable

from django.db import connection

PATIENCE = 30.0
PAUSE = 0.02

# On this database alone: other processes of the suite work on their own ones of the same server. Who waits has locks
# on tables of the database. (pg_stat_activity would tell it, but within a transaction always what it told first.)
WAITS = """
SELECT EXISTS (
    SELECT FROM pg_locks AS wanted
    JOIN pg_locks AS other USING (pid)
    WHERE NOT wanted.granted
      AND other.database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


def eventually(holds: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Come back as soon as the condition holds; fail when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"It did not happen within {seconds:.0f} seconds."
        time.sleep(PAUSE)


def somebody_waits_for_a_lock() -> bool:
    """Whether a statement of somebody else on the test's database is held up."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])
