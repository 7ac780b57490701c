"""The client of live services against a server that answers, dawdles, lies and hangs up."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ingest.live import client as live_client
from ingest.live.answers import Unanswered
from ingest.live.client import JSON, MOST_TRIES, XML, Client
from ingest.live.connecting import may_follow
from ingest.live.limits import Service
from tests.ingest.live.conftest import Clock, NoPace, hasty_client
from tests.waiting import eventually

GOOD = {"status": "ok", "message": {"DOI": "10.5555/1"}}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def crossref_at(base: str, **details: object) -> Service:
    return Service("crossref", "Crossref", base, 0.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(httpserver: HTTPServer, clock: Clock) -> Client:
    return hasty_client(crossref_at(httpserver.url_for("")), clock)


def why(client: Client, path: str = "/works/1", **options: str) -> str:
    """What people are told when there is no answer."""
    with pytest.raises(Unanswered) as caught:
        client.get(path, **options)
    return caught.value.reason


def test_it_says_who_it_is_and_what_it_wants(
    httpserver: HTTPServer, settings: Settings, clock: Clock
) -> None:
    settings.CREDENCE_SITE_URL = "https://credence.example"
    settings.CREDENCE_CONTACT_EMAIL = "desk@credence.example"
    settings.VERSION = "1.2"
    httpserver.expect_request("/works", query_string={"rows": "5"}).respond_with_json(GOOD)
    with hasty_client(crossref_at(httpserver.url_for("")), clock).get("/works", {"rows": 5}) as answer:
        assert answer.json("message") == {"DOI": "10.5555/1"}
    (request, _), *others = httpserver.log
    assert not others
    assert (
        request.headers["User-Agent"]
        == "Credence/1.2 (+https://credence.example; mailto:desk@credence.example)"
    )
    assert request.headers["Accept"] == JSON


@pytest.mark.parametrize("status", [404, 410])
def test_what_a_service_does_not_know_is_not_asked_for_again(
    httpserver: HTTPServer, client: Client, clock: Clock, status: int
) -> None:
    httpserver.expect_request("/works/1").respond_with_data("Resource not found.", status=status)
    with pytest.raises(Unanswered) as caught:
        client.get("/works/1", about="this DOI")
    assert caught.value.reason == "Crossref does not know this DOI"
    assert (caught.value.unknown, caught.value.refused) == (True, False)
    assert caught.value.piece == "Resource not found."
    assert (len(httpserver.log), clock.slept) == (1, [])


@pytest.mark.parametrize("status", [400, 401, 403, 409])
def test_a_refused_question_is_not_repeated(httpserver: HTTPServer, client: Client, status: int) -> None:
    body = {"status": "failed", "message": [{"message": "Unknown\nparameter <b>"}]}
    httpserver.expect_request("/works/1").respond_with_json(body, status=status)
    with pytest.raises(Unanswered) as caught:
        client.get("/works/1")
    assert caught.value.reason == f"Crossref refused the question with status {status}"
    assert (caught.value.unknown, caught.value.refused) == (False, True)
    assert "Unknown" in caught.value.piece
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("status", [500, 502, 504, 429, 503])
def test_trouble_that_passes_costs_only_time(
    httpserver: HTTPServer, client: Client, clock: Clock, status: int
) -> None:
    httpserver.expect_ordered_request("/works/1").respond_with_data("busy", status=status)
    httpserver.expect_ordered_request("/works/1").respond_with_json(GOOD)
    with client.get("/works/1") as answer:
        assert answer.json() == GOOD
    assert len(clock.slept) == 1
    assert 1 <= clock.slept[0] <= 2


def test_pauses_double_until_it_gives_up(httpserver: HTTPServer, client: Client, clock: Clock) -> None:
    httpserver.expect_request("/works/1").respond_with_data("broken", status=500)
    assert why(client) == "Crossref answered with status 500, 5 times in a row"
    assert len(httpserver.log) == MOST_TRIES
    assert len(clock.slept) == MOST_TRIES - 1
    for number, pause in enumerate(clock.slept):
        assert 2**number <= pause <= 2 ** (number + 1)
    assert len({pause / 2**number for number, pause in enumerate(clock.slept)}) > 1


@pytest.mark.parametrize("in_words", [str, lambda seconds: formatdate(time.time() + seconds, usegmt=True)])
@pytest.mark.parametrize("status", [429, 503])
def test_everybody_waits_as_long_as_the_service_asks(
    httpserver: HTTPServer, client: Client, clock: Clock, status: int, in_words: Callable[[int], str]
) -> None:
    asked = {"Retry-After": in_words(20)}
    httpserver.expect_ordered_request("/works/1").respond_with_data("", status=status, headers=asked)
    httpserver.expect_ordered_request("/works/1").respond_with_json(GOOD)
    client.get("/works/1").body.close()
    assert isinstance(client.pace, NoPace)
    (seconds,) = client.pace.postponed
    assert 10 <= seconds <= 20
    assert clock.slept == []  # the pace waits, for all processes


@pytest.mark.parametrize("in_words", [str, lambda seconds: formatdate(time.time() + seconds, usegmt=True)])
def test_nobody_waits_for_hours(
    httpserver: HTTPServer, client: Client, clock: Clock, in_words: Callable[[int], str]
) -> None:
    asked = {"Retry-After": in_words(7200)}
    httpserver.expect_request("/works/1").respond_with_data("", status=429, headers=asked)
    assert why(client) == "Crossref asked us to wait 2 hours"
    assert len(httpserver.log) == 1
    assert isinstance(client.pace, NoPace)
    assert client.pace.postponed[0] == pytest.approx(7200, abs=10)


@pytest.mark.parametrize("nonsense", ["soon", "-5", "1e9", "Wed, 99 Foo 2026 25:61:61 GMT"])
def test_a_wait_that_cannot_be_read_is_none(
    httpserver: HTTPServer, client: Client, clock: Clock, nonsense: str
) -> None:
    headers = {"Retry-After": nonsense}
    httpserver.expect_ordered_request("/works/1").respond_with_data("", status=503, headers=headers)
    httpserver.expect_ordered_request("/works/1").respond_with_json(GOOD)
    client.get("/works/1").body.close()
    assert len(clock.slept) == 1


@pytest.mark.parametrize(
    ("accept", "kind", "good"),
    [
        (JSON, "application/json;charset=UTF-8", True),
        (JSON, "application/vnd.orcid+json", True),
        (JSON, "application/vnd.api+json; charset=utf-8", True),
        (XML, "application/atom+xml; charset=utf-8", True),
        (XML, "text/xml", True),
        (JSON, "text/html; charset=utf-8", False),
        (JSON, "application/xml", False),
        (XML, "text/html", False),
        (XML, "application/json", False),
    ],
)
def test_a_web_page_is_no_answer_whatever_its_status(
    httpserver: HTTPServer, client: Client, accept: str, kind: str, good: bool
) -> None:
    httpserver.expect_request("/works/1").respond_with_data(
        "<a>{}</a>" if accept == XML else "{}", content_type=kind
    )
    if good:
        client.get("/works/1", accept=accept).body.close()
    else:
        assert why(client, accept=accept) == "Crossref sent a web page instead of data"


@pytest.mark.parametrize(
    "body", ["[1]", '{"message": [1]}', '{"message": }', '{"message": {}', "{\xff}", "[" * 5000 + "]"]
)
def test_json_that_is_not_the_usual_one_is_said(httpserver: HTTPServer, client: Client, body: str) -> None:
    httpserver.expect_request("/works/1").respond_with_data(
        body.encode("latin-1"), content_type="application/json"
    )
    with client.get("/works/1") as answer, pytest.raises(Unanswered, match="not its usual JSON"):
        answer.json("message")


def test_packed_answers_are_unpacked(httpserver: HTTPServer, client: Client) -> None:
    httpserver.expect_request("/works/1").respond_with_data(
        gzip.compress(json.dumps(GOOD).encode()),
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    with client.get("/works/1") as answer:
        assert answer.json() == GOOD


def test_an_endless_answer_is_cut(httpserver: HTTPServer, client: Client) -> None:
    sent = 0

    def endless(request: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            nonlocal sent
            while True:
                sent += 65_536
                yield b" " * 65_536

        return Response(pieces(), content_type="application/json")

    client.largest = 500_000
    httpserver.expect_request("/works/1").respond_with_handler(endless)
    assert why(client) == "Crossref sent more than 500,000 bytes, which no answer needs"
    assert sent < 20_000_000


def test_a_bomb_is_measured_as_what_it_becomes(httpserver: HTTPServer, client: Client) -> None:
    client.largest = 500_000
    httpserver.expect_request("/works/1").respond_with_data(
        gzip.compress(b" " * 50_000_000),
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    assert "more than 500,000 bytes" in why(client)


def test_an_answer_that_drips_is_given_up(httpserver: HTTPServer, client: Client, clock: Clock) -> None:
    def drips(request: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            for _ in range(5):
                clock.now += 100
                yield b" "

        return Response(pieces(), content_type="application/json")

    httpserver.expect_request("/works/1").respond_with_handler(drips)
    assert why(client) == "Crossref took more than 180 s to answer, 5 times in a row"


def test_a_service_that_says_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer, client: Client
) -> None:
    monkeypatch.setattr(live_client, "READ_SECONDS", 0.05)
    monkeypatch.setattr(live_client, "MOST_TRIES", 2)
    release = threading.Event()

    def silent(request: Request) -> Response:
        release.wait(10)
        return Response("{}")

    httpserver.expect_request("/works/1").respond_with_handler(silent)
    assert why(client).startswith("Crossref did not answer within 0 s, 2 times")
    release.set()
    # The server takes one at a time: the second question still stands in line, and would be the next test's first.
    eventually(lambda: len(httpserver.log) == 2)


@pytest.fixture
def raw(request: pytest.FixtureRequest) -> Iterator[Callable[..., str]]:
    """A server that says just these bytes, one text a connection, and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(says: list[bytes]) -> None:
        for text in says:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65_536)
                connection.sendall(text)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(65_536)

    def start(*says: bytes) -> str:
        threading.Thread(target=serve, args=(list(says),), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    listener.close()


WHOLE = HEAD + b"Content-Length: 12\r\n\r\n" + b'{"ok": true}'
CUT = {
    "before the answer": b"",
    "in the first line": b"HTTP/1.1 20",
    "in the headers": HEAD,
    "in the body": HEAD + b"Content-Length: 12\r\n\r\n" + b'{"ok',
    "in a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nc\r\n" + b'{"ok',
    "before the last chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nc\r\n" + b'{"ok": true}\r\n',
    "in what is packed": HEAD
    + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n"
    + gzip.compress(b'{"ok": true}' * 1000, mtime=0)[:20]
    + b"\xff" * 20,
}


@pytest.mark.parametrize("cut", CUT.values(), ids=CUT)
def test_a_cut_connection_is_made_again(raw: Callable[..., str], cut: bytes, clock: Clock) -> None:
    client = hasty_client(crossref_at(raw(cut, WHOLE)), clock)
    with client.get("/works/1") as answer:
        assert answer.json() == {"ok": True}
    assert len(clock.slept) == 1


def test_connections_that_are_always_cut_are_given_up(raw: Callable[..., str]) -> None:
    client = hasty_client(crossref_at(raw(*[CUT["in the body"]] * MOST_TRIES)))
    assert why(client) == "Crossref broke off in the middle of its answer, 5 times in a row"


def test_a_service_that_is_not_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert why(hasty_client(crossref_at(f"http://127.0.0.1:{port}"))).startswith(
        "Crossref could not be reached"
    )


def test_a_redirect_on_the_same_host_is_followed(httpserver: HTTPServer, client: Client) -> None:
    httpserver.expect_request("/works/1").respond_with_data("", status=301, headers={"Location": "/works/2"})
    httpserver.expect_request("/works/2").respond_with_json(GOOD)
    with client.get("/works/1", headers={"Client-Id": "ours"}) as answer:
        assert answer.url.endswith("/works/2")
    assert httpserver.log[1][0].headers["Client-Id"] == "ours"


def test_circles_end(httpserver: HTTPServer, client: Client) -> None:
    httpserver.expect_request("/works/1").respond_with_data("", status=302, headers={"Location": "/works/1"})
    assert why(client) == "Crossref sends us around in circles"
    assert len(httpserver.log) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{other}/secret",
        "http://localhost:{other}/secret",
        "https://127.0.0.1:{other}/secret",
        "https://localhost:{other}/secret",
        "https://user:password@127.0.0.1:{other}/secret",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1:{other}/x",
        "//127.0.0.1:{other}/secret",
    ],
)
def test_a_redirect_to_inside_the_network_reaches_nobody(
    httpserver: HTTPServer, client: Client, target: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        location = target.format(other=inside.getsockname()[1])
        httpserver.expect_request("/works/1").respond_with_data(
            "", status=302, headers={"Location": location}
        )
        reason = why(client)
        heard = heard_at(inside)
    assert reason in (
        "Crossref sent us to an address that is not public",
        "Crossref sent us to an address where we do not go",
    )
    assert heard == b""


def heard_at(listener: socket.socket) -> bytes:
    """What somebody said who came; nothing when nobody came."""
    listener.settimeout(0.05)
    try:
        connection, _ = listener.accept()
    except TimeoutError:
        return b""
    with connection:
        return connection.recv(100)


@pytest.mark.parametrize(
    ("url", "target", "expected"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("https://a.example/x", "https://b.example/y", True),
        ("http://a.example/x", "http://a.example/y", True),
        ("http://a.example/x", "https://b.example/y", True),
        ("https://a.example/x", "http://a.example/y", False),
        ("http://a.example/x", "http://b.example/y", False),
        ("http://a.example/x", "http://a.example:81/y", False),
        ("https://a.example/x", "https://user@b.example/y", False),
        ("https://a.example/x", "ftp://a.example/y", False),
        ("https://a.example/x", "javascript:alert(1)", False),
    ],
)
def test_where_a_redirect_may_lead(url: str, target: str, expected: bool) -> None:
    assert may_follow(url, target) is expected


def test_large_answers_are_kept_in_a_file(httpserver: HTTPServer, client: Client) -> None:
    httpserver.expect_request("/works/1").respond_with_json({"message": "x" * 2_000_000})
    with client.get("/works/1") as answer:
        assert answer.body._rolled  # type: ignore[attr-defined]
        assert len(answer.stream("Crossref").read()) > 2_000_000
        assert len(answer.stream("Crossref").read()) > 2_000_000
