"""Child processes that are started, watched, started again and stopped together."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MARK = "CREDENCE_SERVED_FROM"  # in the environment of every child: says which data folder it belongs to
FIRST_PAUSE = 0.5  # seconds before a dead child is started again; doubles up to the longest
LONGEST_PAUSE = 30.0
STEADY = 60.0  # who lived that long died of something new
GRACE = 8.0  # seconds to finish what is at hand after SIGTERM
ORPHANS_GRACE = 2.0  # they were told already, when their parent died
LARGEST_LOG = 10_000_000
SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux

Say = Callable[[str], None]
prctl = getattr(ctypes.CDLL(None), "prctl", None)


@dataclass
class Child:
    """One process with its own group, so that it goes together with what it started."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    due_at: float = 0.0
    started_at: float = 0.0
    read_until: int = 0

    def start(self, environment: dict[str, str]) -> None:
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with(os.getpid()),
            )

    def ended(self) -> int | None:
        """The exit status of a process that is gone; what it had started goes too."""
        status = self.process.poll() if self.process else None
        if status is not None:
            self.kill()
            self.plan_restart()
        return status

    def plan_restart(self) -> None:
        now = time.monotonic()
        if now - self.started_at > STEADY:
            self.pause = FIRST_PAUSE
        self.due_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    @property
    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.due_at

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def finish(self, deadline: float) -> None:
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, deadline - time.monotonic()))
            self.kill()

    def kill(self) -> None:
        """The whole group: workers survive the death of the process that started them."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def keep_log_small(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        self.read_until = self.log.stat().st_size if self.log.exists() else 0

    def new_lines(self) -> Iterator[str]:
        """What it has written since the last look, whole lines only."""
        if not self.log.exists():
            return
        with self.log.open("rb") as log:
            log.seek(self.read_until)
            text, _, unfinished = log.read().rpartition(b"\n")
            self.read_until = log.tell() - len(unfinished)
        yield from text.decode(errors="replace").splitlines()


@dataclass
class Crew:
    """The children of one `serve`."""

    children: list[Child]
    environment: dict[str, str]
    say: Say
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.width = max(len(child.name) for child in self.children)
        for child in self.children:
            child.keep_log_small()

    def look_after(self) -> None:
        """Start who is due, note who died, pass on what they say. To be called again and again."""
        for child in self.children:
            status = child.ended()
            self.pass_on(child)
            if status is not None:
                self.say(f"{child.name} ended ({describe(status)}); it is started again.")
            if child.is_due:
                child.start(self.environment)

    def pass_on(self, child: Child) -> None:
        for line in child.new_lines():
            self.say(f"{child.name:{self.width}} | {line}")

    def stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            child.finish(deadline)


def describe(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def die_with(parent: int) -> Callable[[], None]:
    """For a new child: be told to stop when the parent dies, however it dies. Linux only."""

    def prepare() -> None:
        if prctl:
            prctl(SET_DEATH_SIGNAL, signal.SIGTERM)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return prepare


def lives(process: psutil.Process) -> bool:
    """Not gone, and not a zombie that nobody has collected yet."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def belongs_to(process: psutil.Process, data_dir: Path) -> bool:
    try:
        return process.environ().get(MARK) == str(data_dir) and lives(process)
    except (psutil.Error, OSError):
        return False


def wait_for_end(processes: list[psutil.Process], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while any(map(lives, processes)) and time.monotonic() < deadline:
        time.sleep(0.02)


def stop_orphans(data_dir: Path) -> int:
    """Stop what a killed `serve` left running, which may hold its port; how many that were."""
    orphans = [process for process in psutil.process_iter() if belongs_to(process, data_dir)]
    for stop in (psutil.Process.terminate, psutil.Process.kill):
        for process in filter(lives, orphans):
            with suppress(psutil.Error):
                stop(process)
        wait_for_end(orphans, ORPHANS_GRACE)
    return len(orphans)
