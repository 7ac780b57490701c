"""An invented web on this machine: hosts with pages and text records, which the real fetcher reads over real TLS.

    def test_the_link_is_found(web):
        web.page("https://labs.example/ada/", f'<a rel="me" href="…?me={token}">Credence</a>')
        web.text("_credence.labs.example", f"credence-verification={token}")
        web.page("https://raw.githubusercontent.com/ada/parser/HEAD/.credence", token, kind="text/plain")

The fixture `web` puts the fetcher and the name servers of the process in place, so that it holds in browser tests with
`live_server` as well. Nothing of the fetcher is left out: names lead to public addresses, which are looked at, and
only the last step, the connection, is led to this machine. Hosts that nobody made have no name.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from common import dns
from common.fetching import Fetcher, fetcher
from tests.certificates import Authority

PUBLIC = "8.8.4.4"
HTML, PLAIN = "text/html; charset=utf-8", "text/plain; charset=utf-8"

Behavior = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Answer:
    """What is at an address."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Handler(BaseHTTPRequestHandler):
    """Says what the web has at the host and path that are asked for."""

    server: "Server"

    def do_GET(self) -> None:
        address = f"{self.server.scheme}://{self.headers['Host']}{self.path}"
        self.server.web.asked.append(address)
        self.server.web.headers.append(dict(self.headers))
        behavior = self.server.web.behaviors.get(address)
        if behavior:
            behavior(self.connection)
            self.close_connection = True
            return
        answer = self.server.web.answers.get(address, Answer(status=404))
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *words: object) -> None:
        """Tests look at `asked`."""


class Server(ThreadingHTTPServer):
    """One of the two servers of the web: with and without encryption."""

    daemon_threads = True

    def __init__(self, web: "Web", scheme: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.web, self.scheme = web, scheme

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asks may hang up at any moment."""


@dataclass
class Web:
    """What there is, where it is, and what was asked for."""

    authority: Authority
    answers: dict[str, Answer] = field(default_factory=dict)
    behaviors: dict[str, Behavior] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # addresses, in order
    headers: list[dict[str, str]] = field(default_factory=list)  # of these questions
    connected: list[tuple[str, int]] = field(default_factory=list)  # addresses and ports
    is_silent: bool = False  # neither hosts nor name servers answer
    ports: dict[int, int] = field(default_factory=dict)

    def page(
        self, address: str, body: str | bytes = "", *, kind: str = HTML, status: int = 200, **headers: str
    ) -> None:
        """Put a page at an address; its host is there from now on. Headers are named with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body
        self.host(urlsplit(address).netloc)
        self.answers[address] = Answer(content, status, {"Content-Type": kind, **named})

    def redirect(self, address: str, target: str, *, status: int = 302) -> None:
        self.page(address, status=status, Location=target)

    def behave(self, address: str, behavior: Behavior) -> None:
        """Have a function speak over the connection itself."""
        self.host(urlsplit(address).netloc)
        self.behaviors[address] = behavior

    def host(self, name: str, *addresses: str) -> None:
        """Give a host other addresses than the usual public one."""
        if addresses or name not in self.addresses:
            self.addresses[name] = list(addresses or [PUBLIC])

    def text(self, name: str, *texts: str) -> None:
        """Give a name these TXT records, and no others."""
        self.texts[name] = list(texts)

    def remove(self, address: str) -> None:
        """Take a page away; its host stays."""
        del self.answers[address]

    def resolve(self, host: str, seconds: float) -> list[str]:
        if self.is_silent:
            raise dns.CannotResolve(host)
        if host not in self.addresses:
            raise dns.NoSuchName(host)
        return self.addresses[host]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.ports[port]), timeout=seconds)

    def records(self, name: str, kind: str, seconds: float = 5.0) -> list[str]:
        """What name servers say. A host without texts, and what is below it, is known all the same."""
        if self.is_silent:
            raise dns.CannotResolve(name)
        if kind != "TXT":
            return self.resolve(name, seconds)
        if name not in self.texts and name not in self.addresses:
            raise dns.NoSuchName(name)
        return self.texts.get(name, [])

    def fetcher(self, **changes: float) -> Fetcher:
        return Fetcher(self.resolve, self.connect, lambda: self.authority.trusted, **changes)


@pytest.fixture(scope="session")
def web_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Signs certificates that only the fetcher of the invented web believes."""
    return Authority(Path(tmp_path_factory.mktemp("certificates")))


@pytest.fixture(scope="session")
def web_servers(web_authority: Authority) -> Iterator[tuple[Server, Server]]:
    """The two servers, for the tests of a session: each test has a web of its own."""
    web = Web(web_authority)
    plain, secure = Server(web, "http"), Server(web, "https")
    secure.socket = web_authority.serving().wrap_socket(
        secure.socket, server_side=True, do_handshake_on_connect=False
    )
    for server in (plain, secure):
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield plain, secure
    for server in (plain, secure):
        server.shutdown()
        server.server_close()


@pytest.fixture
def web(web_servers: tuple[Server, Server], web_authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Web:
    """An empty web, which the fetcher and the name servers of this process know and nothing else."""
    plain, secure = web_servers
    web = Web(web_authority, ports={80: plain.server_port, 443: secure.server_port})
    for server in web_servers:
        server.web = web
    monkeypatch.setattr(fetcher, "FETCHER", web.fetcher())
    monkeypatch.setattr(dns, "NAME_SERVERS", web)
    return web
