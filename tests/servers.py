"""Pytest plugin: throw-away servers for each test session, shared by its xdist workers and gone at its end.

It is loaded before the settings are, because they ask for the data folder as they are imported.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config.servers.folders import locked

OURS = "CREDENCE_TEST_SESSION"
PREFIX = "session-"
CHECKOUT = Path(__file__).resolve().parent.parent
# Imports make and drop many small tables, which disks take a third of the server's time for.
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 2 << 30  # bytes; containers give 64 MB


def sessions_folder() -> Path:
    """In memory where there is enough of it, else in the data folder."""
    base = Path(os.environ.get("CREDENCE_DATA_DIR") or CHECKOUT / "var").absolute()
    digest = hashlib.sha256(os.fsencode(base)).hexdigest()[:16]
    folder = MEMORY / f"credence-{digest}-{os.geteuid()}" if memory_is_enough() else base / "test"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def memory_is_enough() -> bool:
    try:
        place = os.statvfs(MEMORY)
    except OSError:
        return False
    return os.access(MEMORY, os.W_OK) and place.f_bavail * place.f_frsize >= ENOUGH_MEMORY


def take_own_folder(sessions: Path) -> Path:
    """A folder that is ours for as long as this process lives: the lock is never given back."""
    with locked(sessions / "lock"):  # nobody takes it for abandoned before we hold it
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=sessions))
        folder.chmod(0o755)
        (folder / "static").mkdir()  # WhiteNoise warns when it is missing
        assert lock_session(folder)
    return folder


def lock_session(folder: Path) -> bool:
    """Whether the session of this folder was nobody's, and is ours from now on."""
    descriptor = os.open(folder / "session.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    return True


IS_MAIN_PROCESS = OURS not in os.environ
if IS_MAIN_PROCESS:
    own_folder = take_own_folder(sessions_folder())
    os.environ["CREDENCE_DATA_DIR"] = os.environ[OURS] = str(own_folder)

from config.servers.sharing import embedded_servers  # noqa: E402


def remove_session(folder: Path) -> None:
    embedded_servers(folder, throwaway=True).remove()
    shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned_sessions(sessions: Path) -> None:
    """What killed sessions left behind, their servers included."""
    with locked(sessions / "lock"):
        abandoned = [folder for folder in sessions.glob(f"{PREFIX}*") if folder != own_folder]
        for folder in filter(lock_session, abandoned):
            remove_session(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """Before xdist starts its workers."""
    if IS_MAIN_PROCESS:
        remove_abandoned_sessions(own_folder.parent)
        embedded_servers(throwaway=True).start()


def pytest_unconfigure() -> None:
    if IS_MAIN_PROCESS:
        remove_session(own_folder)
