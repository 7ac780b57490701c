"""`manage.py serve` with real processes: first start, second start, every kind of death, a clean end."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from config import addresses
from config.addresses import AlreadyServed, PortTaken, address_of, answers, choose_port, only_server
from config.management.commands import serve
from config.processes import FIRST_PAUSE, MARK, STEADY, Child, Crew, belongs_to, describe, lives, stop_orphans
from config.servers.sharing import embedded_servers
from pages.demo.cast import read_cast
from tests.builders import make_user
from tests.servers import CHECKOUT
from tests.waiting import eventually

pytestmark = pytest.mark.xdist_group("servers")

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("helper", subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
time.sleep(600)
"""


def kill(*pids: int | None) -> None:
    for pid in pids:
        assert pid
        os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((addresses.HOST, 0))
        return probe.getsockname()[1]


class Serving:
    """A running `serve`, and everything that it has said so far."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir, self.port = data_dir, port
        self.servers = embedded_servers(data_dir)
        self.lines: list[str] = []
        self.process = start_serve(data_dir, port)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as stdout:
            self.lines.extend(iter(stdout.readline, ""))

    def says(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def wait_until_ready(self) -> None:
        ready = f"Credence is ready at {address_of(self.port)}\n"
        eventually(lambda: ready in self.lines or self.process.poll() is not None, seconds=90)
        assert ready in self.lines, "".join(self.lines)

    def processes(self) -> dict[str, list[int]]:
        """The living children, and what they have started, by what they do."""
        found: dict[str, list[int]] = {"granian": [], "worker": [], "beat": []}
        for process in psutil.process_iter():
            words = marked_command(process, self.data_dir)
            for name in found.keys() & set(words):
                found[name].append(process.pid)
        return found

    def child(self, name: str) -> int:
        """The first of its group, which started the others."""
        return next(pid for pid in self.processes()[name] if os.getpgid(pid) == pid)

    def all_processes(self) -> list[int | None]:
        ours = [pid for pids in self.processes().values() for pid in pids]
        assert self.servers.postgres
        assert self.servers.valkey
        return [self.process.pid, *ours, self.servers.postgres.running_pid, self.servers.valkey.running_pid]

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def nothing_is_left(self) -> bool:
        return not any(self.processes().values()) and not any(s.ready() for s in self.servers.servers)


def marked_command(process: psutil.Process, data_dir: Path) -> list[str]:
    try:
        return process.cmdline() if belongs_to(process, data_dir) else []
    except psutil.Error:
        return []


def start_serve(data_dir: Path, port: int, *options: str) -> subprocess.Popen[str]:
    changes = {"CREDENCE_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment = {name: value for name, value in os.environ.items() if name != "PORT"} | changes
    command = [sys.executable, "manage.py", "serve", "--no-demo", "--port", str(port), *options]
    return subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


class Stage:
    """One data folder for all, so that the database is made once, and at most one `serve` on it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.serving: Serving | None = None

    def running(self) -> Serving:
        """The one that is running, or else a new one."""
        if not self.serving or self.serving.process.poll() is not None:
            self.serving = Serving(self.data_dir, self.serving.port if self.serving else free_port())
            self.serving.wait_until_ready()
        return self.serving


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(dir=os.environ["CREDENCE_DATA_DIR"]) as name:
        folder = Path(name)
        folder.chmod(0o755)
        stage = Stage(folder)
        yield stage
        if stage.serving:
            stage.serving.end(signal.SIGKILL)
        stop_orphans(folder)
        embedded_servers(folder, throwaway=True).remove()


@pytest.fixture
def serving(stage: Stage) -> Serving:
    return stage.running()


def test_a_second_serve_says_where_the_first_one_answers(serving: Serving) -> None:
    assert answers(serving.port)
    second = start_serve(serving.data_dir, free_port())
    assert second.communicate(timeout=30)[0] == f"Credence is already running at {address_of(serving.port)}\n"
    assert second.returncode == 0


def test_a_polite_end_leaves_no_process(serving: Serving) -> None:
    assert serving.end(signal.SIGINT) == 0
    assert serving.nothing_is_left()
    eventually(lambda: serving.says("Credence has stopped."))


def test_what_dies_under_serve_is_started_again(serving: Serving) -> None:
    pids = {name: serving.child(name) for name in ("granian", "worker", "beat")}
    kill(*pids.values(), serving.servers.postgres.running_pid, serving.servers.valkey.running_pid)
    for name, pid in pids.items():
        eventually(lambda name=name, pid=pid: any(p != pid for p in serving.processes()[name]))
    for words in ("web ended (killed by SIGKILL)", "Postgres had stopped", "Valkey had stopped"):
        eventually(lambda words=words: serving.says(words))
    eventually(lambda: answers(serving.port))


def test_nothing_is_lost_when_everything_is_killed_at_once(serving: Serving, stage: Stage) -> None:
    with psycopg.connect(serving.servers.postgres.conninfo("credence"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with redis.Redis.from_url(serving.servers.valkey.url(5)) as client:
        client.set("kept", 42)
    kill(*serving.all_processes())
    serving.process.wait(30)
    again = stage.running()
    assert again is not serving
    with psycopg.connect(again.servers.postgres.conninfo("credence"), autocommit=True) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        connection.execute("DROP TABLE kept")
    with redis.Redis.from_url(again.servers.valkey.url(5)) as client:
        assert client.get("kept") == b"42"


def test_what_a_killed_serve_leaves_is_taken_over(serving: Serving, stage: Stage) -> None:
    postgres, web = serving.servers.postgres.running_pid, psutil.Process(serving.child("granian"))
    web.suspend()  # it cannot hear that its parent died, and holds the port
    kill(serving.process.pid)
    serving.process.wait(30)
    again = stage.running()
    assert again.port == serving.port
    assert again.servers.postgres.running_pid == postgres
    assert not lives(web)


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(tmp_path: Path) -> None:
    with socket.create_server((addresses.HOST, 0)) as somebody:
        port = somebody.getsockname()[1]
        serve = start_serve(tmp_path, port)
        said = serve.communicate(timeout=30)[0]
    assert said == f"CommandError: Port {port} is used by another program. Choose another one.\n"
    assert serve.returncode == 1


def test_the_default_port_gives_way_to_the_next_free_one() -> None:
    with socket.create_server((addresses.HOST, 0)) as somebody:
        port = somebody.getsockname()[1]
        assert port < choose_port(port, asked_for=False) <= port + addresses.PORTS_TO_TRY
        with pytest.raises(PortTaken, match=str(port)):
            choose_port(port, asked_for=True)
        assert not answers(port + 1)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "", "8000.0", "٣"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is not a port"):
        serve.port_number(text)


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_a_port_is_a_number(text: str, port: int) -> None:
    assert serve.port_number(text) == port


def test_a_folder_is_served_once_and_its_address_is_known(tmp_path: Path) -> None:
    with only_server(tmp_path) as note:
        note.write_text("http://somewhere/")
        with pytest.raises(AlreadyServed, match="http://somewhere/"), only_server(tmp_path):
            pass
    with only_server(tmp_path) as note:
        assert note.read_text() == ""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:8000/", "Credence is already running at http://127.0.0.1:8000/"),
        ("", "Credence is already starting; it will say where it answers."),
    ],
)
def test_a_second_serve_says_what_it_knows_of_the_first(address: str, words: str) -> None:
    assert serve.already_running(address) == words


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that `prepare` would run."""
    called: list[str] = []
    monkeypatch.setattr(serve, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(serve.connections, "close_all", lambda: None)
    return called


@pytest.mark.django_db
def test_an_empty_record_gets_the_demo_unless_it_is_unwanted(commands: list[str]) -> None:
    serve.prepare(demo=False)
    assert commands == ["migrate", "collectstatic"]
    serve.prepare(demo=True)
    assert commands[2:] == ["migrate", "collectstatic", "load_demo"]


@pytest.mark.django_db
def test_a_record_in_use_gets_no_demo(commands: list[str]) -> None:
    make_user("ada@example.org")
    serve.prepare(demo=True)
    assert "load_demo" not in commands


@pytest.mark.django_db
def test_the_logins_of_a_loaded_demo_are_said_again(commands: list[str]) -> None:
    make_user(read_cast().logins[0].email)
    serve.prepare(demo=True)
    assert "load_demo" in commands


def test_every_variable_of_the_environment_is_explained() -> None:
    sources = [CHECKOUT / "config" / name for name in ("environment.py", "settings.py")]
    asked = re.compile(r"""(?:get|str|words|truth|one_of|whole_number)\(\s*"([A-Z_]+)\"""")
    names = {name for source in sources for name in asked.findall(source.read_text())}
    explained = (CHECKOUT / "docs" / "running.md").read_text()
    assert {"PORT", "DEBUG", "EMAIL_URL", "CREDENCE_DATA_DIR"} < names
    assert [name for name in names if f"| `{name}` |" not in explained] == []


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def crew(tmp_path: Path, said: list[str]) -> Iterator[Crew]:
    children = [Child("sleeper", SLEEP, tmp_path / "sleeper.log")]
    crew = Crew(children, {**os.environ, MARK: str(tmp_path)}, said.append)
    yield crew
    crew.stop()


def test_a_dead_child_is_started_again_after_a_pause(crew: Crew, said: list[str]) -> None:
    crew.look_after()
    sleeper = crew.children[0]
    first = sleeper.process
    assert first
    first.kill()
    first.wait()
    crew.look_after()
    assert sleeper.process is None
    assert said == ["sleeper ended (killed by SIGKILL); it is started again."]
    eventually(lambda: crew.look_after() or sleeper.process)
    assert sleeper.process
    assert sleeper.process.pid != first.pid


def test_a_child_that_keeps_dying_is_started_less_and_less_often(tmp_path: Path) -> None:
    child = Child("short", ["true"], tmp_path / "short.log")
    pauses = []
    for _ in range(9):
        child.started_at = child.due_at = 0.0
        child.started_at = float("inf")  # it has not lived long
        pauses.append(child.pause)
        child.plan_restart()
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    child.started_at = -STEADY
    child.plan_restart()
    assert child.pause == FIRST_PAUSE * 2


def test_a_child_that_will_not_stop_goes_with_all_that_it_started(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.processes.GRACE", 0.1)
    child = Child("stubborn", [sys.executable, "-c", STUBBORN], tmp_path / "stubborn.log")
    crew = Crew([child], dict(os.environ), said.append)
    eventually(lambda: crew.look_after() or said)
    assert child.process
    processes = [psutil.Process(child.process.pid), psutil.Process(int(said[0].split()[-1]))]
    crew.stop()
    eventually(lambda: not any(map(lives, processes)))


def test_what_children_write_is_passed_on_by_whole_lines(tmp_path: Path, said: list[str]) -> None:
    (tmp_path / "web.log").write_text("yesterday\n")
    children = [Child("web", SLEEP, tmp_path / "web.log"), Child("worker", SLEEP, tmp_path / "worker.log")]
    crew = Crew(children, dict(os.environ), said.append)
    with (tmp_path / "web.log").open("a") as log:
        for text in ("one\ntw", "o\n"):
            log.write(text)
            log.flush()
            crew.pass_on(children[0])
            crew.pass_on(children[1])
    assert said == ["web    | one", "web    | two"]


def test_a_log_that_has_grown_large_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.processes.LARGEST_LOG", 3)
    child = Child("web", SLEEP, tmp_path / "web.log")
    child.log.write_text("long\n")
    child.keep_log_small()
    assert (tmp_path / "web.old.log").read_text() == "long\n"
    assert not child.log.exists()


def test_orphans_of_this_folder_are_stopped_and_no_others(tmp_path: Path) -> None:
    ours, others = (
        subprocess.Popen(SLEEP, env={**os.environ, MARK: str(tmp_path / name)}) for name in ("ours", "others")
    )
    assert stop_orphans(tmp_path / "ours") == 1
    assert ours.wait(10) == -signal.SIGTERM
    assert others.poll() is None
    others.kill()
    others.wait()


@pytest.mark.parametrize(
    ("status", "words"), [(0, "exit status 0"), (1, "exit status 1"), (-9, "killed by SIGKILL")]
)
def test_an_end_is_described(status: int, words: str) -> None:
    assert describe(status) == words


def test_only_the_first_signal_interrupts() -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        serve.stop_at_signals()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        for number in numbers:
            signal.raise_signal(number)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
