"""Where a server's files and its socket are, and locks between processes. Nothing here starts anything."""

import fcntl
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.servers.failures import ServerFailed

# A Unix socket's whole path has to fit into 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET = 100
NEEDS_QUOTES = set("""'",\\$%?#& """)  # in a URL, a list of folders or a shell
# Not tempfile.gettempdir(): TMPDIR differs between the processes that must meet at the socket.
SHORT_PLACE = Path("/tmp")


def absolute(folder: Path) -> Path:
    """The same path for everybody, however the checkout was reached."""
    return folder.parent.resolve() / folder.name


def open_to_others(folder: Path) -> bool:
    """Whether an account that owns nothing here can reach `folder`; what is missing will be open."""
    existing = [place for place in (folder, *folder.parents) if place.exists()]
    return all(place.stat().st_mode & stat.S_IXOTH for place in existing)


def socket_folder(data: Path, socket_name: str) -> Path:
    """Beside the data if its path is short and plain enough and the server can go there, else in /tmp."""
    beside = data.with_name(f"{data.name}.run")
    short = len(os.fsencode(beside / socket_name)) <= LONGEST_SOCKET
    plain = not set(str(beside)) & NEEDS_QUOTES
    if short and plain and (os.geteuid() != 0 or open_to_others(data.parent)):
        return beside
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return SHORT_PLACE / f"credence-{digest}"


def make_open_folder(folder: Path) -> None:
    """Make a folder that the servers' account may pass through, whatever the umask; leave an existing one."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock between processes; the kernel drops it when its holder dies."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def make_private_folder(folder: Path, uid: int, gid: int) -> None:
    """Make a folder for one account alone; refuse one that a stranger put there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (os.geteuid(), uid):
        raise ServerFailed(f"{folder} is somebody else's. Remove it, or choose another CREDENCE_DATA_DIR.")
    if state.st_uid != uid:
        os.chown(folder, uid, gid)
    folder.chmod(0o700)


def remove_folder(folder: Path) -> None:
    """Delete a folder, and what it links to."""
    shutil.rmtree(folder.resolve(), ignore_errors=True)
    if folder.is_symlink():
        shutil.rmtree(folder.resolve().parent, ignore_errors=True)
        folder.unlink()
