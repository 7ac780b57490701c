"""Real servers, started by many, killed in every way; nothing that was acknowledged is lost."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

import manage
from config.servers import accounts, folders
from config.servers.accounts import Account, own_account, owner_or_own
from config.servers.failures import ServerFailed, tail
from config.servers.folders import make_private_folder, open_to_others, remove_folder, socket_folder
from config.servers.postgres import SOCKET_NAME, EmbeddedPostgres, serves, shared_memory
from config.servers.sharing import EmbeddedServers
from config.servers.valkey import EmbeddedValkey
from tests.servers import CHECKOUT
from tests.waiting import eventually

pytestmark = pytest.mark.xdist_group("servers")

STARTERS = 8
ENOUGH_ROWS = 300
START = """
import sys
from pathlib import Path
from config.servers.sharing import embedded_servers
servers = embedded_servers(Path(sys.argv[1]), throwaway=True)
servers.start()
print(servers.postgres.running_pid, servers.valkey.running_pid)
"""
USE_AND_WAIT = """
import sys, time
from pathlib import Path
from config.servers.sharing import embedded_servers
with embedded_servers(Path(sys.argv[1]), throwaway=True).in_use():
    print("ready", flush=True)
    sys.stdin.read()
"""


def start_python(script: str, *arguments: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen(command, cwd=CHECKOUT, text=True, start_new_session=True, **pipes)


def kill(*pids: int | None) -> None:
    for pid in pids:
        assert pid
        os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that any account may pass through, unlike pytest's own."""
    with tempfile.TemporaryDirectory(dir=os.environ["CREDENCE_DATA_DIR"]) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def kept_postgres(open_folder: Path) -> Iterator[EmbeddedPostgres]:
    """One durable cluster for the tests that do violence to a running server."""
    postgres = EmbeddedPostgres(open_folder / "kept")
    postgres.start()
    yield postgres
    postgres.remove()


@pytest.fixture
def postgres(kept_postgres: EmbeddedPostgres) -> EmbeddedPostgres:
    kept_postgres.start()
    return kept_postgres


def throwaway_servers(data_dir: Path) -> EmbeddedServers:
    postgres = EmbeddedPostgres(data_dir / "postgres", throwaway=True)
    return EmbeddedServers(data_dir, postgres, EmbeddedValkey(data_dir / "valkey", durable=False))


@pytest.fixture
def new_servers(open_folder: Path) -> Iterator[EmbeddedServers]:
    """Never started before."""
    servers = throwaway_servers(open_folder / "new")
    yield servers
    servers.remove()


@pytest.fixture(scope="module")
def shared(open_folder: Path) -> Iterator[EmbeddedServers]:
    """Not running before a test, nor after it."""
    servers = throwaway_servers(open_folder / "shared")
    yield servers
    servers.remove()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    valkey = EmbeddedValkey(tmp_path / "valkey")
    valkey.start()
    yield valkey
    valkey.remove()


def ask(postgres: EmbeddedPostgres, question: str) -> object:
    with psycopg.connect(postgres.conninfo("postgres"), autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


class Writer(threading.Thread):
    """Writes one row after the other until the server goes away, counting those that were acknowledged."""

    def __init__(self, write: Callable[[int], object], stopping: type[Exception]) -> None:
        super().__init__(daemon=True)
        self.write, self.stopping = write, stopping
        self.acknowledged = 0
        self.enough = threading.Event()

    def run(self) -> None:
        try:
            while True:
                self.write(self.acknowledged + 1)
                self.acknowledged += 1
                if self.acknowledged >= ENOUGH_ROWS:
                    self.enough.set()
        except self.stopping:
            self.enough.set()


def test_many_starters_at_once_start_each_server_once(new_servers: EmbeddedServers) -> None:
    starters = [start_python(START, new_servers.data_dir) for _ in range(STARTERS)]
    pids = {starter.communicate(timeout=60)[0].strip() for starter in starters}
    assert pids == {f"{new_servers.postgres.running_pid} {new_servers.valkey.running_pid}"}


def test_rows_that_were_acknowledged_outlive_a_killed_server(postgres: EmbeddedPostgres) -> None:
    ask(postgres, "CREATE TABLE written (id bigint PRIMARY KEY, filler text)")
    with psycopg.connect(postgres.conninfo("postgres"), autocommit=True) as connection:
        insert = "INSERT INTO written VALUES (%s, repeat('x', 1000))"
        writer = Writer(lambda number: connection.execute(insert, [number]), psycopg.OperationalError)
        writer.start()
        assert writer.enough.wait(30)
        kill(postgres.running_pid)
        eventually(lambda: not postgres.ready())
        postgres.start()
        writer.join(30)
    assert ask(postgres, "SELECT count(*) FROM written") >= writer.acknowledged >= ENOUGH_ROWS


def test_the_server_comes_back_when_all_its_processes_were_killed(postgres: EmbeddedPostgres) -> None:
    ask(postgres, "CREATE TABLE before_the_kill AS SELECT 42 AS answer")
    server = psutil.Process(postgres.running_pid)
    everybody = [server, *server.children(recursive=True)]
    server.suspend()  # else its children notice its end, and some are gone before it is their turn
    for process in reversed(everybody):
        process.kill()
    eventually(lambda: not postgres.ready())
    postgres.start()
    assert ask(postgres, "SELECT answer FROM before_the_kill") == 42


def test_a_stranger_with_the_noted_number_is_not_taken_for_the_server(postgres: EmbeddedPostgres) -> None:
    postgres.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    note = postgres.data_dir / "postmaster.pid"
    note.write_text(f"{stranger.pid}\n{postgres.data_dir}\n1700000000\n5432\n{postgres.socket_dir}\n")
    postgres.start()
    assert postgres.running_pid != stranger.pid
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_zombie_is_not_a_server() -> None:
    data = Path("/data")
    child = subprocess.Popen(["sleep", "60", str(data)], stderr=subprocess.DEVNULL)
    eventually(lambda: serves(child.pid, data) or child.poll() is not None)
    child.kill()
    eventually(lambda: not psutil.pid_exists(child.pid) or is_zombie(child.pid))
    assert not serves(child.pid, data)
    child.wait()
    assert not serves(child.pid, data)


def is_zombie(pid: int) -> bool:
    return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_cluster_whose_making_was_cut_short_is_made_again(new_servers: EmbeddedServers) -> None:
    starter = start_python(START, new_servers.data_dir)
    eventually(lambda: list(new_servers.data_dir.glob("postgres.new-*/PG_VERSION")))
    starter.kill()
    starter.communicate()
    new_servers.start()
    assert ask(new_servers.postgres, "SELECT 1") == 1
    assert not list(new_servers.data_dir.glob("postgres.new-*"))


@pytest.fixture
def hidden_postgres(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """In a private folder, far down."""
    private = tmp_path / "private"
    (private / ("long" * 25)).mkdir(parents=True)
    private.chmod(0o700)
    postgres = EmbeddedPostgres(private / ("long" * 25) / "postgres", throwaway=True)
    yield postgres
    postgres.remove()


def test_a_private_folder_stays_private_and_is_left_empty(
    hidden_postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    hidden_postgres.start()
    place = hidden_postgres.data_dir.resolve()
    assert ask(hidden_postgres, "SHOW data_directory") == str(place)
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o700
    hidden_postgres.remove()
    assert not place.exists()
    assert not hidden_postgres.socket_dir.exists()
    assert [path.name for path in hidden_postgres.data_dir.parent.iterdir()] == ["postgres.lock"]


def test_stopping_twice_and_starting_twice_is_no_mistake(postgres: EmbeddedPostgres) -> None:
    pid = postgres.running_pid
    postgres.start()
    assert postgres.running_pid == pid
    postgres.stop()
    postgres.stop()
    assert not postgres.ready()
    assert postgres.running_pid is None


def test_a_server_that_was_never_started_can_be_stopped(tmp_path: Path) -> None:
    EmbeddedPostgres(tmp_path / "postgres").stop()
    EmbeddedValkey(tmp_path / "valkey").stop()
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_cannot_start_says_why(postgres: EmbeddedPostgres) -> None:
    postgres.stop()
    configuration = postgres.data_dir / "postgresql.conf"
    good = configuration.read_text()
    configuration.write_text(f"{good}\nno_such_setting = 1\n")
    with pytest.raises(ServerFailed, match="no_such_setting"):
        postgres.start()
    configuration.write_text(good)


def test_a_database_is_made_once(postgres: EmbeddedPostgres) -> None:
    for _ in range(2):
        postgres.create_database("made once")
    assert ask(postgres, "SELECT count(*) FROM pg_database WHERE datname = 'made once'") == 1


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT lower('ÀÉÎÕÜŞŁΣ')", "àéîõüşłς"),
        ("SELECT upper('straße')", "STRASSE"),
        ("SELECT to_tsvector('simple', 'alpha—beta')::text", "'alpha':1 'beta':2"),
        ("SHOW listen_addresses", ""),
        ("SHOW fsync", "on"),
    ],
)
def test_the_cluster_knows_letters_is_durable_and_local(
    postgres: EmbeddedPostgres, question: str, answer: str
) -> None:
    assert ask(postgres, question) == answer


def test_messages_that_were_acknowledged_outlive_a_killed_valkey(valkey: EmbeddedValkey) -> None:
    with redis.Redis.from_url(valkey.url(0), retry=Retry(NoBackoff(), 0)) as client:
        writer = Writer(lambda number: client.rpush("queue", number), redis.ConnectionError)
        writer.start()
        assert writer.enough.wait(30)
        kill(valkey.running_pid)
        writer.join(30)
        valkey.start()
        assert client.llen("queue") >= writer.acknowledged >= ENOUGH_ROWS


def test_a_valkey_that_cannot_be_had_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    valkey = EmbeddedValkey(tmp_path / "valkey")
    monkeypatch.setattr(valkey, "_settings", lambda: "no-such-setting yes\n")
    with pytest.raises(ServerFailed, match="no-such-setting"):
        valkey.start()
    valkey.remove()


def test_the_addresses_of_valkey_name_the_database() -> None:
    valkey = EmbeddedValkey(Path("/data/valkey"))
    assert valkey.url(1) == "unix:///data/valkey.run/valkey.sock?db=1"
    assert valkey.celery_url(0) == "redis+socket:///data/valkey.run/valkey.sock?virtual_host=0"


def test_naming_a_server_touches_nothing(tmp_path: Path) -> None:
    EmbeddedPostgres(tmp_path / "postgres")
    EmbeddedValkey(tmp_path / "valkey").url(0)
    assert list(tmp_path.iterdir()) == []


def test_the_last_user_stops_the_servers(shared: EmbeddedServers) -> None:
    with shared.in_use():
        with shared.in_use():
            assert all(server.ready() for server in shared.servers)
        assert all(server.ready() for server in shared.servers)
        assert ask(shared.postgres, "SELECT count(*) FROM pg_database WHERE datname = 'credence'") == 1
    assert not any(server.ready() for server in shared.servers)


def test_a_killed_user_leaves_the_servers_to_the_next(shared: EmbeddedServers) -> None:
    user = start_python(USE_AND_WAIT, shared.data_dir)
    assert user.stdout
    assert user.stdout.readline() == "ready\n"
    pid = shared.postgres.running_pid
    user.kill()
    user.communicate()
    assert shared.postgres.running_pid == pid
    with shared.in_use():
        assert shared.postgres.running_pid == pid
    assert shared.postgres.running_pid is None


def test_a_killed_server_is_revived_and_named(shared: EmbeddedServers) -> None:
    with shared.in_use():
        assert shared.revive() == []
        kill(shared.valkey.running_pid)
        eventually(lambda: not shared.valkey.ready())
        assert shared.revive() == ["Valkey"]
        assert shared.valkey.ready()


def test_servers_named_by_the_environment_are_not_ours(tmp_path: Path) -> None:
    servers = EmbeddedServers(tmp_path, None, None)
    with servers.in_use():
        assert servers.servers == []
    assert [path.name for path in tmp_path.iterdir()] == ["users.lock"]


@pytest.mark.parametrize(
    ("folder", "where"),
    [
        ("/data", "/data/postgres.run"),
        ("/" + "long" * 25, "/tmp/credence-"),
        ("/it's, mine", "/tmp/credence-"),
        ("/50%", "/tmp/credence-"),
    ],
)
def test_a_socket_is_near_the_data_unless_its_path_would_not_do(folder: str, where: str) -> None:
    assert str(socket_folder(Path(folder) / "postgres", SOCKET_NAME)).startswith(where)


def test_two_data_folders_never_share_a_socket() -> None:
    long = "/" + "long" * 25
    sockets = {socket_folder(Path(long) / name, SOCKET_NAME) for name in ("one", "other")}
    assert len(sockets) == 2


def test_a_folder_is_open_only_if_every_parent_is(tmp_path: Path) -> None:
    assert open_to_others(Path("/tmp"))
    tmp_path.chmod(0o700)
    (tmp_path / "inner").mkdir(mode=0o755)
    assert not open_to_others(tmp_path / "inner" / "missing")


def test_what_a_stranger_put_in_the_place_of_a_socket_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServerFailed, match="somebody else"):
        make_private_folder(tmp_path / "link", os.geteuid(), os.getegid())


def test_removing_a_link_removes_what_it_leads_to(tmp_path: Path) -> None:
    place = tmp_path / "place" / "postgres"
    place.mkdir(parents=True)
    (tmp_path / "link").symlink_to(place)
    remove_folder(tmp_path / "link")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_log_is_an_empty_one(tmp_path: Path) -> None:
    assert tail(tmp_path / "missing.log") == ""


def test_a_small_shared_memory_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.servers.postgres.ROOMY_SHARED_MEMORY", 1 << 60)
    assert shared_memory() == {"dynamic_shared_memory_type": "mmap"}
    monkeypatch.setattr("config.servers.postgres.ROOMY_SHARED_MEMORY", 0)
    assert shared_memory() == {}


def test_an_ordinary_user_runs_the_servers_in_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    assert accounts.unprivileged(tmp_path) == Account(1234, os.getegid())
    assert own_account().is_own


def test_root_keeps_the_account_that_made_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    state = tmp_path.stat()
    assert owner_or_own(tmp_path) == Account(state.st_uid, state.st_gid)
    assert owner_or_own(tmp_path / "missing").uid == 0


def test_root_without_the_means_to_make_an_account_takes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "NAME", "no-such-account")
    monkeypatch.setattr(accounts, "make_account", lambda: False)
    assert accounts.system_account() == accounts.find_account("nobody")


def test_a_failed_program_is_reported_with_its_words() -> None:
    with pytest.raises(ServerFailed, match="no-such-folder"):
        own_account().require("ls", "/no-such-folder")
    assert not own_account().can_run("no-such-program")


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    order = []
    with folders.locked(tmp_path / "lock"):
        waiter = threading.Thread(target=lambda: wait_in_line(tmp_path / "lock", order))
        waiter.start()
        order.append("first")
    waiter.join(10)
    assert order == ["first", "second"]


def wait_in_line(path: Path, order: list[str]) -> None:
    with folders.locked(path):
        order.append("second")


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], False),
        (["help"], False),
        (["--version"], False),
        (["serve", "--port", "9000"], False),
        (["import_works", "--help"], False),
        (["migrate"], True),
        (["shell"], True),
        (["import_works", "--format", "acl", "help"], True),
    ],
)
def test_a_command_has_servers_if_it_needs_them(arguments: list[str], needed: bool) -> None:
    assert manage.needs_servers(arguments) is needed


def test_any_program_can_be_run_with_the_servers_up(shared: EmbeddedServers) -> None:
    command = [sys.executable, "-m", "config.servers", "psql", "-At", "-c", "SELECT current_database()"]
    environment = {**os.environ, "CREDENCE_DATA_DIR": str(shared.data_dir)}
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "credence\n"), done.stderr
    assert not shared.postgres.ready()
