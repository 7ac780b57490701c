"""PostgreSQL from its wheel: made, started, shared and stopped by whoever needs it; a Unix socket, no TCP."""

import os
import shutil
import tempfile
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import errors, pq, sql
from psycopg.conninfo import make_conninfo

from config.servers.accounts import HOME, Account, unprivileged
from config.servers.binaries import postgres_programs
from config.servers.failures import ServerFailed, tail
from config.servers.folders import (
    absolute,
    locked,
    make_open_folder,
    make_private_folder,
    open_to_others,
    remove_folder,
    socket_folder,
)

SUPERUSER = "credence"
PORT = 5432  # only part of the socket's name
SOCKET_NAME = f".s.PGSQL.{PORT}"
START_SECONDS = 300  # a crash recovery after a large import takes its time
LEAVING_SECONDS = 30
ROOMY_SHARED_MEMORY = 1 << 30

SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "log_min_duration_statement": "500ms",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}
# A throw-away cluster may be lost when the machine goes down; a killed server still loses nothing.
THROWAWAY_SETTINGS = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
}
# The same order and the same letters on every machine, without ICU and without system locales.
# LC_CTYPE is not C: with it the text-search parser takes an em dash for a letter.
LOCALE = ("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C.UTF-8")


class EmbeddedPostgres:
    """One cluster in one folder. Making this object touches nothing; `start` does all that is needed."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        self.data_dir = absolute(data_dir)
        self.throwaway = throwaway
        self.socket_dir = socket_folder(self.data_dir, SOCKET_NAME)

    @property
    def log(self) -> Path:
        return self.data_dir / "server.log"

    @property
    def running_pid(self) -> int | None:
        """The number of the live server process of this very folder."""
        pid = self._noted_pid()
        return pid if pid and serves(pid, self.data_dir.resolve()) else None

    def ready(self) -> bool:
        """Whether it takes connections (also when all of them are taken)."""
        return pq.PGconn.ping(self.conninfo("postgres").encode()) == pq.Ping.OK

    def start(self) -> None:
        """Make the cluster if it is new, start it if it is stopped, use it if it runs."""
        if self.ready():
            return
        make_open_folder(self.data_dir.parent)
        with self._locked():
            if not self._somebody_started_it():
                self._launch()

    def stop(self) -> None:
        if not self.data_dir.exists():
            return
        with self._locked():
            if self.running_pid:
                account = unprivileged(self.data_dir)
                mode = "immediate" if self.throwaway else "fast"
                account.require(*self._control(account), "-m", mode, "-w", "-t", "60", "stop")

    def remove(self) -> None:
        """Stop it and delete everything that it kept."""
        self.stop()
        remove_folder(self.socket_dir)
        remove_folder(self.data_dir)

    def create_database(self, name: str) -> None:
        """Make a database unless it exists."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                with suppress(errors.DuplicateDatabase, errors.UniqueViolation):  # somebody else was first
                    connection.execute(statement)

    def conninfo(self, database: str) -> str:
        return make_conninfo(
            host=str(self.socket_dir), port=PORT, user=SUPERUSER, dbname=database, connect_timeout=3
        )

    # How it is made

    def _locked(self) -> AbstractContextManager[None]:
        return locked(self.data_dir.with_name(f"{self.data_dir.name}.lock"))

    def _launch(self) -> None:
        account = unprivileged(self.data_dir)
        programs = postgres_programs(account)
        if not (self.data_dir / "PG_VERSION").exists():
            self._make_cluster(account, programs)
        make_private_folder(self.socket_dir, account.uid, account.gid)
        self._write_settings(account)
        self._forget_the_dead()
        self._start_server(account)

    def _make_cluster(self, account: Account, programs: Path) -> None:
        """Aside, and moved into place when it is whole: a killed `initdb` is in nobody's way."""
        target = self._place_for_data(account)
        for abandoned in target.parent.glob(f"{target.name}.new-*"):
            end_session_of(abandoned)
            shutil.rmtree(abandoned)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{target.name}.new-", dir=target.parent))
        make_private_folder(unfinished, account.uid, account.gid)
        haste = ["--no-sync"] if self.throwaway else []
        options = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", *LOCALE, *haste]
        account.require(programs / "initdb", "-D", unfinished, *options)
        with (unfinished / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude_if_exists = 'credence.conf'\n")
        unfinished.replace(target)

    def _place_for_data(self, account: Account) -> Path:
        """The data folder, or where it links to: root's private folders are closed to other accounts."""
        if self.data_dir.is_symlink() or account.is_own or open_to_others(self.data_dir.parent):
            place = self.data_dir.resolve()
            make_open_folder(place.parent)
            return place
        make_open_folder(HOME)
        place = Path(tempfile.mkdtemp(prefix="data-", dir=HOME))
        place.chmod(0o755)
        self.data_dir.symlink_to(place / "postgres")
        return place / "postgres"

    def _write_settings(self, account: Account) -> None:
        settings = SETTINGS | shared_memory() | (THROWAWAY_SETTINGS if self.throwaway else {})
        path = self.data_dir / "credence.conf"
        path.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        os.chown(path, account.uid, account.gid)

    # How it is started

    def _control(self, account: Account) -> list[str | Path]:
        return [postgres_programs(account) / "pg_ctl", "-s", "-D", self.data_dir.resolve()]

    def _start_server(self, account: Account) -> None:
        deadline = time.monotonic() + LEAVING_SECONDS
        while True:
            status, printed = account.run(*self._start_command(account))
            if status == 0 and self.ready():
                return
            if not self._predecessor_is_leaving() or time.monotonic() > deadline:
                raise ServerFailed(f"PostgreSQL did not start. {printed}\n{tail(self.log)}")
            time.sleep(0.1)

    def _start_command(self, account: Account) -> list[str | Path]:
        self.log.unlink(missing_ok=True)  # what it says is about this start
        where = f"-k '{self.socket_dir}' -p {PORT}"
        log = self.data_dir.resolve() / self.log.name
        return [*self._control(account), "-l", log, "-o", where, "-w", "-t", str(START_SECONDS), "start"]

    def _predecessor_is_leaving(self) -> bool:
        """After `kill -9` of the postmaster its children still need a moment to leave shared memory."""
        return "shared memory block" in tail(self.log)

    def _somebody_started_it(self) -> bool:
        """Wait for a server that is there already; no when there is none, or it goes away meanwhile."""
        deadline = time.monotonic() + START_SECONDS
        while self.running_pid and time.monotonic() < deadline:
            if self.ready():
                return True
            time.sleep(0.05)
        if not self.running_pid:
            return False
        raise ServerFailed(
            f"PostgreSQL of {self.data_dir} runs as process {self.running_pid}, but does not answer at "
            f"{self.socket_dir}. Stop that process and try again.\n{tail(self.log)}"
        )

    def _noted_pid(self) -> int | None:
        try:
            return int((self.data_dir / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _forget_the_dead(self) -> None:
        """PostgreSQL takes a zombie, and a number that was given again, for the server that it notes.

        A number that is nobody's it sees through itself, with a look at what is left in shared memory.
        """
        (self.socket_dir / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
        pid = self._noted_pid()
        if pid and psutil.pid_exists(pid):
            (self.data_dir / "postmaster.pid").unlink(missing_ok=True)


def serves(pid: int, data_dir: Path) -> bool:
    """Whether a process is a living PostgreSQL of this folder, neither a zombie nor a stranger."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and str(data_dir) in process.cmdline()
    except psutil.Error:
        return False


def shared_memory() -> dict[str, str]:
    """Containers give 64 MB of /dev/shm, too little to build an index in parallel: files do instead."""
    try:
        place = os.statvfs("/dev/shm")
    except OSError:
        return {}
    roomy = place.f_blocks * place.f_frsize >= ROOMY_SHARED_MEMORY
    return {} if roomy else {"dynamic_shared_memory_type": "mmap"}


def end_session_of(folder: Path) -> None:
    """Stop an `initdb` that outlived whoever started it: it would go on writing into its folder."""
    makers = {
        one.pid
        for one in psutil.process_iter(["name", "cmdline"])
        if one.info["name"] in ("initdb", "postgres") and str(folder) in (one.info["cmdline"] or ())
    }
    members = [one for one in psutil.process_iter() if {one.pid, session_of(one.pid)} & makers]
    for member in members:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    while any(map(still_runs, members)):
        time.sleep(0.01)


def session_of(pid: int) -> int:
    """The leader of the session of this process; 0 when it has gone."""
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return 0


def still_runs(process: psutil.Process) -> bool:
    """Whether it can still do something: one that nobody has buried yet cannot."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
