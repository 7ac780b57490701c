"""The embedded servers of one data folder, shared by all who use them; the last one stops them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from config import environment
from config.servers.folders import make_open_folder
from config.servers.postgres import EmbeddedPostgres
from config.servers.valkey import EmbeddedValkey

DATABASE = "credence"


class Server(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def remove(self) -> None: ...
    def ready(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class EmbeddedServers:
    """Those of the two servers that the environment does not name elsewhere."""

    data_dir: Path
    postgres: EmbeddedPostgres | None
    valkey: EmbeddedValkey | None

    @property
    def servers(self) -> list[Server]:
        return [server for server in (self.postgres, self.valkey) if server]

    def start(self) -> None:
        for server in self.servers:
            server.start()
        if self.postgres:
            self.postgres.create_database(DATABASE)

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()

    def remove(self) -> None:
        """Stop the servers and delete everything that they kept."""
        for server in self.servers:
            server.remove()

    def revive(self) -> list[str]:
        """Start again what was killed; what that was."""
        fallen = [server for server in self.servers if not server.ready()]
        for server in fallen:
            server.start()
        return [type(server).__name__.removeprefix("Embedded") for server in fallen]

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Running servers, for as long as the block lasts.

        Every user holds a shared lock, which the kernel drops when its holder is killed. Whoever
        can make it exclusive on leaving was the last and stops the servers; after a kill they
        stay, and the next user finds them running.
        """
        make_open_folder(self.data_dir)
        users = os.open(self.data_dir / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            yield
        finally:
            self._leave(users)
            os.close(users)

    def _leave(self, users: int) -> None:
        with suppress(BlockingIOError):  # somebody else still uses them
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()


def embedded_servers(data_dir: Path = environment.DATA_DIR, *, throwaway: bool = False) -> EmbeddedServers:
    """What this environment leaves for us to run."""
    return EmbeddedServers(
        data_dir,
        None if environment.DATABASE_URL else EmbeddedPostgres(data_dir / "postgres", throwaway=throwaway),
        None if environment.REDIS_URL else EmbeddedValkey(data_dir / "valkey", durable=not throwaway),
    )
