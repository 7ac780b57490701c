"""Databases of a scratch server, commands that work on them and are killed, and what they have in the end."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from benchmarks.facts import DIGEST, ROWS, Digests
from config.servers.postgres import SUPERUSER, EmbeddedPostgres
from config.servers.sharing import EmbeddedServers
from config.servers.valkey import EmbeddedValkey

Process = subprocess.Popen[str]


class Site:
    """One database of the scratch server, and the commands that work on it."""

    def __init__(self, server: EmbeddedPostgres, name: str, scratch: Path) -> None:
        self.server, self.name = server, name
        host = quote(str(server.socket_dir), safe="")
        where = f"postgresql://{SUPERUSER}@/{name}?host={host}"
        self.environment = {**os.environ, "DATABASE_URL": where, "CREDENCE_DATA_DIR": str(scratch)}

    def make(self) -> None:
        self.server.create_database(self.name)
        self.manage("migrate", "-v0").wait()

    def make_like(self, other: "Site") -> None:
        with psycopg.connect(self.server.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.name} TEMPLATE {other.name}")

    def manage(self, *words: str) -> Process:
        return self.run("manage.py", *words)

    def run(self, *words: str) -> Process:
        """Python with these words, as the leader of a group of processes."""
        return subprocess.Popen(
            [sys.executable, *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def ask(self, question: str) -> int:
        with psycopg.connect(self.server.conninfo(self.name)) as connection:
            found = connection.execute(question).fetchone()
            return int(found[0]) if found else 0

    def digests(self) -> Digests:
        with psycopg.connect(self.server.conninfo(self.name)) as connection:
            return {
                what: connection.execute(DIGEST.format(rows)).fetchone() or () for what, rows in ROWS.items()
            }


def kill(process: Process) -> None:
    """It alone: whatever it had started has to notice by itself."""
    process.kill()
    process.communicate()


def kill_postgres(server: EmbeddedPostgres, process: Process) -> str:
    """Whoever works on the database notices by itself and ends."""
    os.kill(server.running_pid or 0, signal.SIGKILL)
    process.communicate()
    server.start()
    return f"PostgreSQL (the command ended with status {process.returncode})"


def compare(calm: Digests, rough: Digests) -> int:
    different = [what for what in calm if calm[what] != rough[what]]
    for what in calm:
        verdict = "DIFFERENT" if what in different else "equal"
        print(f"{what:>21}: {calm[what][0]:>9,} rows, {verdict}")
    print(json.dumps({"tables": len(calm), "different": different}))
    return 1 if different else 0


@contextmanager
def scratch_server() -> Iterator[tuple[EmbeddedPostgres, Path]]:
    with tempfile.TemporaryDirectory(prefix="credence-faults-") as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)
        server, broker = EmbeddedPostgres(scratch / "postgres"), EmbeddedValkey(scratch / "valkey")
        try:
            server.start()
            # Commands stop what nobody uses any more.
            with EmbeddedServers(scratch, None, broker).in_use():
                yield server, scratch
        finally:
            server.remove()
            broker.remove()
