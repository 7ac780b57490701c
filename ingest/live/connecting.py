"""Connections that lead only where they may: to the configured service, or to public addresses."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# NAT64 of both kinds, and the forgotten "::192.0.2.1" and "::ffff:0:192.0.2.1".
WITH_ADDRESS_LAST = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96"))
)


class ForbiddenAddress(Exception):
    """A redirect leads to an address inside a network, where strangers have no business."""


def refuse_private(connected: socket.socket) -> socket.socket:
    """The peer itself is looked at, not its name: names can change between a look and a connection."""
    address = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
    if not is_public(address):
        connected.close()
        raise ForbiddenAddress(str(address))
    return connected


def is_public(address: Address) -> bool:
    """Whether it is on the internet, and so is every address inside it to which gateways may send on."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or not all(map(is_public, inside(address))):
            return False
    return address.is_global and not address.is_multicast


def inside(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The addresses of the older internet that translations of several kinds wrap in this one."""
    if any(address in network for network in WITH_ADDRESS_LAST):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour:
        yield address.sixtofour
    yield from address.teredo or ()


class PublicConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return refuse_private(super()._new_conn())


class PublicTlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return refuse_private(super()._new_conn())


class PublicPool(HTTPConnectionPool):
    ConnectionCls = PublicConnection


class PublicTlsPool(HTTPSConnectionPool):
    ConnectionCls = PublicTlsConnection


class PublicAdapter(HTTPAdapter):
    """Sends nothing to addresses that are not public."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": PublicPool, "https": PublicTlsPool}


def session_for(base: str, user_agent: str) -> requests.Session:
    """A session that reaches the host of `base`, wherever that is, and otherwise public ones."""
    session = requests.Session()
    # A proxy would connect for us, out of sight of the look at the peer, and .netrc would sign us in.
    session.trust_env = False
    session.headers.update({"User-Agent": user_agent})
    session.mount("http://", PublicAdapter(max_retries=0))
    session.mount("https://", PublicAdapter(max_retries=0))
    session.mount(f"{origin(base)}/", HTTPAdapter(max_retries=0))
    return session


def origin(url: str) -> str:
    """Scheme and host, as mounts and comparisons need them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def may_follow(url: str, target: str) -> bool:
    """Whether a redirect may be followed: on the same host, or by HTTPS; never back to plain HTTP."""
    here, there = urlsplit(url), urlsplit(target)
    if there.username or there.password:
        return False
    return there.scheme == "https" or (
        there.scheme == "http" == here.scheme and there.netloc.lower() == here.netloc.lower()
    )
