"""Fetching one page that a stranger has named."""

import re
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPResponse
from typing import cast

import certifi

from common import dns
from common.fetching.addresses import is_public_text
from common.fetching.answers import (
    MOST_BYTES,
    Forbidden,
    NotThere,
    Page,
    Unreachable,
    decoded,
    silent,
    too_large,
    unpacked,
)
from common.fetching.courtesy import user_agent
from common.fetching.lines import Deadline, Line, TooMuch
from common.fetching.locations import Location

# From the first question for a name to the last byte of the last answer.
SECONDS = 10.0
CONNECT_SECONDS = 3.0
MOST_REDIRECTS = 4
# A host may have many addresses; the first ones are tried.
MOST_ADDRESSES = 3
HTML, PLAIN = "text/html", "text/plain"
TEXTS = (HTML, PLAIN)
CHARSET = re.compile(r"""\bcharset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
REDIRECTS = (301, 302, 303, 307, 308)
PASSING = (408, 425, 429)
# Some of what cannot be read, such as a piece of negative length, http.client finds out only by its consequences.
BROKEN = (OSError, HTTPException, ValueError)
NOWHERE = "{} does not lead to a public address on the internet."

Resolve = Callable[[str, float], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


def addresses_of(host: str, seconds: float) -> list[str]:
    """All addresses of a host; those of the newer internet where it has no others."""
    deadline = Deadline(seconds)
    return dns.records(host, "A", deadline.left()) or dns.records(host, "AAAA", deadline.left())


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to exactly this address."""
    return socket.create_connection((address, port), timeout=seconds)


@cache
def authorities() -> ssl.SSLContext:
    """Who may say that a host is what it says it is."""
    return ssl.create_default_context(cafile=certifi.where())


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages. How names become addresses, and addresses connections, are parameters for tests alone."""

    resolve: Resolve = addresses_of
    connect: Connect = connect
    trusted: Callable[[], ssl.SSLContext] = authorities
    seconds: float = SECONDS

    def fetch(self, address: str, *, kinds: Sequence[str] = TEXTS) -> Page:
        """The page at an address. Raises Forbidden, Unreachable and NotThere, with words for whoever named it."""
        deadline = Deadline(self.seconds)
        location, passed = Location.of(address), []
        for _ in range(MOST_REDIRECTS + 1):
            passed.append(str(location))
            with closing(self.connected(location, deadline)) as connection:
                response = asked(connection, location, deadline)
                target = response.getheader("Location") if response.status in REDIRECTS else None
                if not target:
                    return taken(response, location, kinds, tuple(passed))
            # Headers come as Latin-1, whatever they were.
            location = location.redirected(target.encode("latin-1").decode("utf-8", "replace"))
        raise Forbidden(f"This address sends us on more than {MOST_REDIRECTS} times.")

    def connected(self, location: Location, deadline: Deadline) -> socket.socket:
        """A connection to an address that was looked at, over which the host has proved who it is."""
        last: OSError | None = None
        for address in self.checked(location.host, deadline)[:MOST_ADDRESSES]:
            try:
                connection = self.connect(address, location.port, min(deadline.left(), CONNECT_SECONDS))
            except OSError as error:
                last = error
            else:
                return self.secured(connection, location, deadline)
        raise silent(location.host) from last

    def checked(self, host: str, deadline: Deadline) -> Sequence[str]:
        """The addresses of a host, if all of them are public. Whether there is none is nobody's business."""
        try:
            addresses = self.resolve(host, deadline.left())
        except dns.NoSuchName as error:
            raise NotThere(NOWHERE.format(host)) from error
        except (dns.CannotResolve, TimeoutError) as error:
            raise silent(host) from error
        if not addresses:
            raise NotThere(NOWHERE.format(host))
        if not all(map(is_public_text, addresses)):
            raise Forbidden(NOWHERE.format(host))
        return addresses

    def secured(self, connection: socket.socket, location: Location, deadline: Deadline) -> socket.socket:
        if location.scheme == "http":
            return connection
        try:
            connection.settimeout(deadline.left())
            return self.trusted().wrap_socket(connection, server_hostname=location.host)
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise Forbidden(f"The certificate of {location.host} does not prove who it is.") from error
        except OSError as error:
            connection.close()
            raise silent(location.host) from error


def asked(connection: socket.socket, location: Location, deadline: Deadline) -> HTTPResponse:
    """The beginning of the answer. Nothing is sent that tells one question of ours from another."""
    question = (
        f"GET {location.target} HTTP/1.1\r\nHost: {location.host}\r\nUser-Agent: {user_agent()}\r\n"
        "Accept: text/html, text/plain;q=0.9\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )
    # http.client only ever asks its connection for a file to read from.
    response = HTTPResponse(cast(socket.socket, Line(connection, deadline)), method="GET")
    try:
        connection.settimeout(deadline.left())
        connection.sendall(question.encode("ascii", "replace"))
        response.begin()
    except TooMuch as error:
        raise too_large(location.host) from error
    except BROKEN as error:
        raise silent(location.host) from error
    return response


def taken(response: HTTPResponse, location: Location, kinds: Sequence[str], passed: tuple[str, ...]) -> Page:
    """The page, if that is what was sent."""
    refuse_status(response.status, location.host)
    kind, charset = content_of(response.getheader("Content-Type", ""))
    if kind not in kinds:
        raise Forbidden(f"What {location.host} sends is neither a web page nor plain text.")
    body = unpacked(body_of(response, location.host), packing_of(response), location.host)
    return Page(decoded(body, charset), kind, passed)


def content_of(header: str) -> tuple[str, str]:
    """The kind of a content, and its letters. Where nothing is said, it is taken for plain text."""
    kind, _, rest = header.partition(";")
    charset = CHARSET.search(rest)
    return kind.strip().lower() or PLAIN, charset[1] if charset else ""


def refuse_status(status: int, host: str) -> None:
    if status in PASSING or status >= 500:
        raise Unreachable(f"{host} answered that it cannot serve us now (status {status}).")
    if status != 200:
        raise NotThere(f"{host} answered that there is no such page for us (status {status}).")


def body_of(response: HTTPResponse, host: str) -> bytes:
    try:
        body = response.read(MOST_BYTES + 1)
    except TooMuch as error:
        raise too_large(host) from error
    except BROKEN as error:
        raise silent(host) from error
    if len(body) > MOST_BYTES:
        raise too_large(host)
    if response.length:
        raise silent(host)
    return body


def packing_of(response: HTTPResponse) -> str:
    return response.getheader("Content-Encoding", "").strip().lower()


# The one that everybody uses; tests put another in its place.
FETCHER = Fetcher()


def fetch(address: str, *, kinds: Sequence[str] = TEXTS) -> Page:
    """The page at an address that somebody has named. Raises Forbidden, Unreachable and NotThere."""
    return FETCHER.fetch(address, kinds=kinds)
