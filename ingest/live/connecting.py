"""Connections that lead only where they may: to the configured service, or to public addresses."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from common.fetching.addresses import is_public


class ForbiddenAddress(Exception):
    """A redirect leads to an address inside a network, where strangers have no business."""


def refuse_private(connected: socket.socket) -> socket.socket:
    """The peer itself is looked at, not its name: names can change between a look and a connection."""
    address = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
    if not is_public(address):
        connected.close()
        raise ForbiddenAddress(str(address))
    return connected


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
