"""Where connections may lead."""

from pathlib import Path

import pytest
import requests
from pytest_httpserver import HTTPServer

from ingest.live.client import Client
from ingest.live.connecting import ForbiddenAddress, refuse_private, session_for
from ingest.live.limits import Service
from tests.ingest.live.conftest import hasty_client


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
