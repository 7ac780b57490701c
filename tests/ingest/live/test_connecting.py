"""Where connections may lead."""

import ipaddress
from pathlib import Path

import pytest
import requests
from pytest_httpserver import HTTPServer

from ingest.live.client import Client
from ingest.live.connecting import ForbiddenAddress, is_public, refuse_private, session_for
from ingest.live.limits import Service
from tests.ingest.live.conftest import hasty_client


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ],
)
def test_public_addresses_are_reached(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::10.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:101::1",
        "2001:0:808:808::f5ff:fffe",
    ],
)
def test_addresses_inside_a_network_are_not_reached(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


class Connected:
    """A connection to somewhere."""

    closed = False

    def __init__(self, address: str) -> None:
        self.address = address

    def getpeername(self) -> tuple[str, int]:
        return self.address, 443

    def close(self) -> None:
        self.closed = True


def test_a_connection_to_the_inside_is_closed_before_anything_is_said() -> None:
    inside, outside = Connected("64:ff9b::7f00:1"), Connected("8.8.8.8")
    with pytest.raises(ForbiddenAddress):
        refuse_private(inside)
    assert inside.closed
    assert refuse_private(outside) is outside
    assert not outside.closed


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A proxy that nobody answers at, and a file with a password."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    netrc = tmp_path / "netrc"
    netrc.write_text("default login ada password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))


@pytest.mark.usefixtures("surroundings")
def test_proxies_and_passwords_of_the_surroundings_are_not_used(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/works/1").respond_with_json({"status": "ok"})
    client: Client = hasty_client(Service("crossref", "Crossref", httpserver.url_for(""), 0.0))
    with client.get("/works/1"):
        pass
    ((request, _),) = httpserver.log
    assert "Authorization" not in request.headers


@pytest.mark.usefixtures("surroundings")
def test_a_redirect_is_not_handed_to_a_proxy() -> None:
    session = session_for("https://api.example.org", "Credence")
    assert session.merge_environment_settings("https://other.example.org", {}, True, None, None) == {
        "proxies": {},
        "stream": True,
        "verify": True,
        "cert": None,
    }
    assert requests.Session().trust_env
