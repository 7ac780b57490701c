"""Connections that end in time, and carry no more than they may."""

import io
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from common.fetching.answers import MOST_BYTES

# What surrounds a body: headers, lengths of pieces. Python takes a hundred headers at most.
MOST_AROUND = 2**18


class TooMuch(Exception):
    """More was sent than anybody may send us."""


@dataclass
class Deadline:
    """The moment until which everything has to be done."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    end: float = field(init=False)

    def __post_init__(self) -> None:
        self.end = self.clock() + self.seconds

    def left(self) -> float:
        """The seconds that are left. Raises TimeoutError when there are none."""
        left = self.end - self.clock()
        if left <= 0:
            raise TimeoutError
        return left


class Line(io.RawIOBase):
    """What comes over a connection. Each look at it may take what is left of the whole time, however it drips."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self.connection = connection
        self.deadline = deadline
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        self.connection.settimeout(self.deadline.left())
        count = self.connection.recv_into(buffer)
        self.taken += count
        if self.taken > MOST_BYTES + MOST_AROUND:
            raise TooMuch
        return count

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client asks a connection for."""
        return io.BufferedReader(self)
