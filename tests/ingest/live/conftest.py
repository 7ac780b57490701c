"""Clients that ask a server on this machine, and need no patience."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from ingest.live.client import Client
from ingest.live.limits import LABELS, Service, service_called


@dataclass
class NoPace:
    """Everybody may ask at once; what services asked for is remembered."""

    postponed: list[float] = field(default_factory=list)

    @contextmanager
    def turn(self) -> Iterator[Callable[[float], None]]:
        yield lambda seconds: None

    def postpone(self, seconds: float) -> None:
        self.postponed.append(seconds)


@dataclass
class Clock:
    """A clock on which sleeping takes no time."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def hasty_client(service: Service, clock: Clock | None = None) -> Client:
    clock = clock or Clock()
    return Client(service, pace=NoPace(), sleep=clock.sleep, clock=clock)


@pytest.fixture
def served(httpserver: HTTPServer, settings: Settings) -> HTTPServer:
    """A server that stands in for every service, each below its own name."""
    settings.CREDENCE_LIVE_URLS = {name: httpserver.url_for(f"/{name}") for name in LABELS}
    settings.CREDENCE_CONTACT_EMAIL = "desk@credence.example"
    settings.CREDENCE_LIVE_KEYS = {"openalex": "", "ror": ""}
    return httpserver


@pytest.fixture
def connect(served: HTTPServer) -> Callable[[str], Client]:
    """A hasty client of a service, by its name."""
    return lambda name: hasty_client(service_called(name))
