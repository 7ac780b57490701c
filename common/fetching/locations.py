"""Addresses of pages as we may ask for them: names, never numbers; HTTP, never anything else."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from common.fetching.answers import Forbidden
from common.mail_domains import plain_domain

LONGEST = 900
PORTS = {"http": 80, "https": 443}
SAFE = "/%:@!$&'()*+,;=~-._?"
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
HOST_AND_PORT = re.compile(r"[^/?#:@\[\]]+:\d+(?:[/?#]|$)")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# What ends so is a number to some readers of addresses: 127.1, 0x7f.1, 017700000001.
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Names that mean something else inside a network than outside, or that the internet has not.
INSIDE = frozenset(
    [
        "localhost",
        "local",
        "localdomain",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "arpa",
        "onion",
        "alt",
    ]
)


@dataclass(frozen=True, slots=True)
class Location:
    """One address, as it is asked for."""

    scheme: str
    host: str
    target: str  # the path, and what is asked of it

    @classmethod
    def of(cls, text: str) -> Self:
        """The address in a text. Raises Forbidden with the reason in words."""
        # Readers of addresses leave these out, or turn them around, each in its own way.
        if not text.isprintable() or " " in text or "\\" in text:
            raise Forbidden("This address has spaces, backslashes or invisible characters in it.")
        parts = split(text)
        if parts.scheme not in PORTS:
            raise Forbidden("Only addresses that begin with https:// or http:// are fetched.")
        path = quote(parts.path or "/", safe=SAFE) + (
            f"?{quote(parts.query, safe=SAFE)}" if parts.query else ""
        )
        location = cls(parts.scheme, host_of(parts), path)
        if len(str(location)) > LONGEST:
            raise Forbidden(f"This address is longer than {LONGEST} characters.")
        return location

    @classmethod
    def typed(cls, text: str) -> Self:
        """The same of what somebody typed, where https:// may be missing."""
        text = text.strip()
        bare = not SCHEME.match(text) or HOST_AND_PORT.match(text)
        return cls.of(f"https://{text}" if bare else text)

    def redirected(self, target: str) -> Self:
        """Where this one sends us, looked at anew."""
        try:
            there = self.of(urljoin(str(self), target.strip(" \t")))
        except ValueError as error:
            raise Forbidden(f"{self.host} sends us to something that is no address.") from error
        if self.scheme == "https" != there.scheme:
            raise Forbidden(f"{self.host} sends us from an encrypted page to one that is not.")
        return there

    @property
    def port(self) -> int:
        return PORTS[self.scheme]

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.target}"


def split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise Forbidden("This is no address of a page.") from error


def host_of(parts: SplitResult) -> str:
    """The name of the host as name servers know it."""
    if "@" in parts.netloc:
        raise Forbidden("This address has a user name in it.")
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Forbidden("This is no address of a page.") from error
    if port not in (None, PORTS[parts.scheme]) or parts.netloc.endswith(":"):
        raise Forbidden("Only the usual ports of web pages are asked, so leave the number out.")
    return clean_host(host)


def clean_host(host: str) -> str:
    """A name of a host that can be on the internet. Raises Forbidden."""
    plain = plain_domain(host)
    labels = plain.split(".")
    if host.endswith(".") or len(labels) < 2 or not all(map(LABEL.fullmatch, labels)):
        raise Forbidden("This is no name of a place on the internet, such as www.example.org.")
    if NUMBER.fullmatch(labels[-1]):
        raise Forbidden("Name the page by the name of its host, not by a number.")
    if labels[-1] in INSIDE or is_disguised(host, plain):
        raise Forbidden("This name does not lead to a public address on the internet.")
    return plain


def is_disguised(host: str, plain: str) -> bool:
    """Whether letters that only look like the usual ones stand for them."""
    return not host.isascii() and plain.count("xn--") == host.lower().count("xn--")
