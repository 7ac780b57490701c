"""Where `serve` answers: a free port, and one server for each data folder."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HOST = "127.0.0.1"
PORTS_TO_TRY = 100


class PortTaken(Exception):
    """Something else listens on the port that was asked for."""


class AlreadyServed(Exception):
    """Another process serves this data folder; the value is its address, empty while it starts."""


def address_of(port: int) -> str:
    return f"http://{HOST}:{port}/"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Connections of the last run that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def choose_port(port: int, *, asked_for: bool) -> int:
    """The port itself if it is free; the next free one, unless exactly this one was asked for."""
    candidates = [port] if asked_for else range(port, min(port + PORTS_TO_TRY, 65536))
    free = next(filter(is_free, candidates), None)
    if free is None:
        raise PortTaken(port)
    return free


def answers(port: int) -> bool:
    """Whether the web processes are up, and have what they need."""
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"X-Forwarded-Proto": "https"})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def only_server(data_dir: Path) -> Iterator[Path]:
    """Be the only one who serves this folder; the file yielded is for the address."""
    note = data_dir / "serve.lock"
    descriptor = os.open(note, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        note.write_text("")
        yield note
    except BlockingIOError as error:
        raise AlreadyServed(note.read_text()) from error
    finally:
        os.close(descriptor)
