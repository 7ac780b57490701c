"""Real processes on the test's own database, and what is said there in the end."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
from django.db import connection, transaction

from benchmarks.facts import ROWS
from tests import waiting

CHECKOUT = Path(__file__).resolve().parents[2]
# A part is about ten works, nobody waits for a sign of life, and every run is worth two processes.
SMALL_PARTS = """
import sys
import django
django.setup()
from researchers.identity import planning, running
planning.PART, planning.ABANDONED, running.MANY = 20, 0, 0
"""
MANAGE = SMALL_PARTS + "from django.core.management import execute_from_command_line as run; run(sys.argv)"
WORK = SMALL_PARTS + (
    "from config.celery import app\n"
    "queue = app.conf.task_default_queue = sys.argv[1]\n"
    "app.conf.task_routes, app.conf.task_queues = {}, None\n"
    "app.worker_main(['worker', '--pool', 'solo', '--loglevel', 'ERROR', '--queues', queue,"
    " '--without-gossip', '--without-mingle', '--without-heartbeat'])"
)
ABOUT_PEOPLE = (
    "researchers",
    "name variants",
    "external ids",
    "attributions",
    "log",
    "blocks",
    "what is common",
    "settled",
)
# Of those who came after us: once a browser runs, Django gives the tests another connection, and the one that they had
# before keeps the advisory locks that were taken in it.
HAS_LOCKS = """
SELECT EXISTS (
    SELECT FROM pg_locks
    JOIN pg_stat_activity AS other USING (pid)
    WHERE other.datname = current_database()
      AND other.backend_start > (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
)
"""

Process = subprocess.Popen[str]
PATIENCE = 120.0  # seconds; each process takes its time to begin, and many begin at once where tests run side by side


def environment() -> dict[str, str]:
    """Of a process that works on the test's own database."""
    database = connection.settings_dict
    host = quote(str(database["HOST"]), safe="")
    where = f"postgresql://{database['USER']}@/{database['NAME']}?host={host}"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": where}


def start(program: str, *words: str) -> Process:
    """The leader of a group of processes."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=CHECKOUT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill(process: Process) -> None:
    """It alone; come back when what it had started has noticed and ended by itself."""
    if process.returncode is None:
        process.kill()
        process.communicate(timeout=PATIENCE)


@contextmanager
def workers(number: int, queue: str) -> Iterator[list[Process]]:
    """Real workers; dead at the end, whatever happened."""
    started = [start(WORK, queue) for _ in range(number)]
    try:
        yield started
    finally:
        for process in started:
            kill(process)


def children_of(process: Process) -> list[psutil.Process]:
    """Those that resolve; the first one that Python starts only looks after what they share."""
    return [one for one in psutil.Process(process.pid).children() if "spawn_main" in " ".join(one.cmdline())]


def nobody_has_locks() -> bool:
    """Whether the server has noticed who is gone."""
    return not answer(HAS_LOCKS)


def answer(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return bool(cursor.fetchone()[0])


def eventually(holds: Callable[[], object]) -> None:
    waiting.eventually(holds, seconds=PATIENCE)


@contextmanager
def stopped_at(table: str, mode: str, process: Process) -> Iterator[None]:
    """For as long as the block lasts the process stands before this table, in the midst of a transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
        eventually(lambda: waiting.somebody_waits_for_a_lock() or process.poll() is not None)
        assert process.poll() is None, process.communicate()
        yield


def facts() -> dict[str, list[str]]:
    """Every row about people, works and pages by their natural keys."""
    with connection.cursor() as cursor:
        found = {}
        for what in ABOUT_PEOPLE:
            cursor.execute(f"SELECT fact::text FROM ({ROWS[what]}) AS fact ORDER BY 1")
            found[what] = [row[0] for row in cursor.fetchall()]
        return found
