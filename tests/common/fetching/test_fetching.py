"""Fetching what a stranger names."""

import contextlib
import dataclasses
import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.fetching import Fetcher, Forbidden, NotThere, Page, Unreachable, fetch
from common.fetching.answers import MOST_BYTES, unpacked
from common.fetching.fetcher import authorities


def test_a_page_is_fetched_from_where_it_is(web):
    web.page("https://labs.example/ada/", "<p>Ada</p>")
    web.redirect("http://labs.example/ada", "https://labs.example/ada/")
    page = fetch("http://labs.example/ada#top")
    assert page == Page("<p>Ada</p>", "text/html", ("http://labs.example/ada", "https://labs.example/ada/"))
    assert page.address == "https://labs.example/ada/"
    assert web.connected == [("8.8.4.4", 80), ("8.8.4.4", 443)]


def test_nothing_is_told_but_who_asks(web, settings):
    settings.CREDENCE_CONTACT_EMAIL = "desk@credence.example"
    web.page("https://labs.example/", "Hello", Set_Cookie="seen=1; Path=/")
    fetch("https://labs.example/")
    fetch("https://labs.example/")
    assert web.headers[0] == web.headers[1]
    assert sorted(web.headers[0]) == ["Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"]
    assert "desk@credence.example" in web.headers[0]["User-Agent"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 204, 304])
def test_a_page_that_is_not_there_is_told_from_silence(web, status):
    web.page("https://labs.example/", "No", status=status)
    with pytest.raises(NotThere, match=f"labs.example .* {status}"):
        fetch("https://labs.example/")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_trouble_that_passes_is_no_answer(web, status):
    web.page("https://labs.example/", "Later", status=status)
    with pytest.raises(Unreachable, match=str(status)):
        fetch("https://labs.example/")


PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "0.0.0.0",
    "224.0.0.1",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:808:808::f5ff:fffe",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_refused_before_anybody_is_asked(web, address):
    web.page("https://inside.example/", "Secret")
    web.host("inside.example", address)
    with pytest.raises(Forbidden, match="public address"):
        fetch("https://inside.example/")
    assert web.connected == []


@pytest.mark.parametrize("order", [1, -1])
def test_one_private_address_among_public_ones_is_enough(web, order):
    web.page("https://labs.example/", "Hello")
    web.host("labs.example", *["8.8.8.8", "10.0.0.1"][::order])
    with pytest.raises(Forbidden):
        fetch("https://labs.example/")
    assert web.connected == []


@pytest.mark.parametrize(
    "target",
    [
        "https://inside.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://2130706433/",
        "https://labs.example:22/",
        "https://ada:secret@labs.example/",
        "http://labs.example/",
        "file:///etc/passwd",
        "gopher://labs.example/",
        "data:text/html,hello",
        "//inside.example/",
    ],
)
def test_a_redirect_to_where_nobody_may_go_is_not_followed(web, target):
    web.page("http://labs.example/", "Not encrypted")
    web.page("https://inside.example/", "Secret")
    web.host("inside.example", "10.0.0.1")
    web.redirect("https://labs.example/go", target)
    with pytest.raises(Forbidden):
        fetch("https://labs.example/go")
    assert web.asked == ["https://labs.example/go"]


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(web):
    """A name server that says something else the second time finds nobody who asks a second time."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    asked = []

    def rebinding(host: str, seconds: float) -> list[str]:
        asked.append(host)
        return next(answers)

    web.page("https://labs.example/", "Hello")
    fetcher = dataclasses.replace(web.fetcher(), resolve=rebinding)
    assert fetcher.fetch("https://labs.example/").text == "Hello"
    assert asked == ["labs.example"]
    assert web.connected == [("8.8.8.8", 443)]


def test_a_name_that_turns_inside_during_a_redirect_is_refused(web):
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    web.redirect("https://labs.example/", "/again")
    fetcher = dataclasses.replace(web.fetcher(), resolve=lambda host, seconds: next(answers))
    with pytest.raises(Forbidden):
        fetcher.fetch("https://labs.example/")
    assert web.connected == [("8.8.8.8", 443)]


def test_a_connection_goes_to_the_address_and_asks_no_name_server(monkeypatch):
    asked = []

    def refuse(address: tuple[str, int], timeout: float) -> None:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    fetcher = Fetcher(resolve=lambda host, seconds: ["8.8.8.8", "8.8.4.4"])
    with pytest.raises(Unreachable):
        fetcher.fetch("http://labs.example/")
    assert asked == [("8.8.8.8", 80), ("8.8.4.4", 80)]


def test_the_words_do_not_tell_a_name_inside_from_none(web):
    web.host("inside.example", "10.0.0.1")
    said = []
    for address in ("https://inside.example/", "https://nobody.example/"):
        with pytest.raises((Forbidden, NotThere)) as refused:
            fetch(address)
        said.append(str(refused.value).partition(" ")[2])
    assert said == ["does not lead to a public address on the internet."] * 2


def refuses(address: str, port: int, seconds: float) -> socket.socket:
    raise ConnectionRefusedError


def waits(address: str, port: int, seconds: float) -> socket.socket:
    raise TimeoutError


def test_the_words_do_not_tell_why_nobody_answers(web):
    web.host("labs.example")
    web.behave("https://labs.example/", lambda connection: connection.shutdown(socket.SHUT_RDWR))
    said = set()
    for connect in (refuses, waits, web.connect):
        with pytest.raises(Unreachable) as silence:
            dataclasses.replace(web.fetcher(), connect=connect).fetch("https://labs.example/")
        said.add(str(silence.value))
    web.is_silent = True
    with pytest.raises(Unreachable) as silence:
        fetch("https://labs.example/")
    assert said == {str(silence.value)}


@pytest.mark.parametrize("hops", [0, 4])
def test_four_redirects_are_followed(web, hops):
    for hop in range(hops):
        web.redirect(f"https://labs.example/{hop}", f"/{hop + 1}")
    web.page(f"https://labs.example/{hops}", "Here")
    assert len(fetch("https://labs.example/0").addresses) == hops + 1


def test_the_fifth_redirect_and_circles_are_not_followed(web):
    web.redirect("https://labs.example/", "https://labs.example/")
    with pytest.raises(Forbidden, match="more than 4 times"):
        fetch("https://labs.example/")
    assert len(web.asked) == 5


def test_a_redirect_to_nowhere_is_no_page(web):
    web.page("https://labs.example/", "Moved", status=302)
    with pytest.raises(NotThere):
        fetch("https://labs.example/")


def test_another_address_is_tried_where_the_first_is_dead(web):
    def half_dead(address: str, port: int, seconds: float) -> socket.socket:
        if address == "8.8.8.8":
            raise ConnectionRefusedError
        return web.connect(address, port, seconds)

    web.page("https://labs.example/", "Hello")
    web.host("labs.example", "8.8.8.8", "8.8.4.4")
    assert (
        dataclasses.replace(web.fetcher(), connect=half_dead).fetch("https://labs.example/").text == "Hello"
    )


# Certificates


def test_a_host_that_shows_the_certificate_of_another_is_refused(web, monkeypatch):
    web.page("https://bank.example/", "Hello")
    monkeypatch.setitem(web.authority.impostors, "bank.example", "labs.example")
    with pytest.raises(Forbidden, match=r"certificate of bank\.example"):
        fetch("https://bank.example/")
    assert web.asked == []


def test_a_certificate_that_nobody_known_has_signed_is_refused(web):
    web.page("https://labs.example/", "Hello")
    strict = dataclasses.replace(web.fetcher(), trusted=authorities)
    with pytest.raises(Forbidden, match="certificate"):
        strict.fetch("https://labs.example/")
    assert web.asked == []


def test_what_speaks_no_tls_is_silence(web):
    web.host("labs.example")
    web.ports[443] = web.ports[80]
    with pytest.raises(Unreachable):
        fetch("https://labs.example/")


def test_certificates_are_looked_at_whatever_the_surroundings_say(monkeypatch):
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    assert authorities().verify_mode is ssl.CERT_REQUIRED
    assert authorities().check_hostname


# Sizes


def test_a_page_of_a_mebibyte_is_read_and_no_byte_more(web):
    web.page("https://labs.example/", b"a" * MOST_BYTES)
    assert len(fetch("https://labs.example/").text) == MOST_BYTES
    web.page("https://labs.example/", b"a" * (MOST_BYTES + 1))
    with pytest.raises(Forbidden, match="larger than 1 MiB"):
        fetch("https://labs.example/")


def test_a_packed_page_is_unpacked(web):
    web.page("https://labs.example/", gzip.compress("Å".encode()), Content_Encoding="gzip")
    assert fetch("https://labs.example/").text == "Å"


def test_a_packed_page_may_not_become_larger_than_another(web):
    web.page("https://labs.example/", gzip.compress(b"a" * MOST_BYTES), Content_Encoding="gzip")
    assert len(fetch("https://labs.example/").text) == MOST_BYTES
    web.page("https://labs.example/", gzip.compress(b"a" * (MOST_BYTES + 1)), Content_Encoding="gzip")
    with pytest.raises(Forbidden, match="larger"):
        fetch("https://labs.example/")


def test_a_bomb_is_not_unpacked():
    bomb = gzip.compress(bytes(30 * MOST_BYTES))
    tracemalloc.start()
    try:
        with pytest.raises(Forbidden, match="larger"):
            unpacked(bomb, "gzip", "labs.example")
        assert tracemalloc.get_traced_memory()[1] < 3 * MOST_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"Hello", mtime=0)[:-9], b""])
def test_a_broken_packing_is_no_page(web, body):
    web.page("https://labs.example/", body, Content_Encoding="gzip")
    with pytest.raises(Unreachable):
        fetch("https://labs.example/")


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate"])
def test_a_packing_that_we_did_not_ask_for_is_refused(web, encoding):
    web.page("https://labs.example/", gzip.compress(b"Hello"), Content_Encoding=encoding)
    with pytest.raises(Forbidden, match="packs"):
        fetch("https://labs.example/")


def pouring(*beginning: bytes, endless: bytes) -> Callable[[socket.socket], None]:
    """Says the beginning, and then the same for as long as somebody listens."""

    def pour(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(b"".join(beginning))
            while True:
                connection.sendall(endless)

    return pour


START = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
CHUNKED = START + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "behavior",
    [
        pouring(START + b"\r\n", endless=b"a" * 4096),
        pouring(CHUNKED, endless=b"1000\r\n" + b"a" * 4096 + b"\r\n"),
        pouring(CHUNKED, endless=b"1;" + b"e" * 4000 + b"\r\na\r\n"),
        pouring(CHUNKED + b"0\r\n", endless=b"Trailer: " + b"a" * 4000 + b"\r\n"),
        pouring(endless=b"HTTP/1.1 100 Continue\r\nX: " + b"a" * 4000 + b"\r\n\r\n"),
    ],
    ids=["body", "pieces", "extensions", "trailers", "continue"],
)
def test_an_answer_without_end_is_given_up_when_it_is_too_large(web, behavior):
    web.behave("https://labs.example/", behavior)
    with pytest.raises(Forbidden, match="larger than 1 MiB"):
        fetch("https://labs.example/")


@pytest.mark.parametrize(
    "behavior",
    [
        pouring(START, endless=b"X: " + b"a" * 60_000 + b"\r\n"),
        pouring(START, endless=b"X" * 4096),
        pouring(START, endless=b"X: y\r\n"),
        pouring(endless=b"a" * 4096),
    ],
    ids=["headers", "a header", "many headers", "status"],
)
def test_headers_without_end_are_given_up(web, behavior):
    web.behave("https://labs.example/", behavior)
    with pytest.raises((Forbidden, Unreachable)):
        fetch("https://labs.example/")


# Time


def dripping(*beginning: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    """Says a little every now and then, so that no single wait is long."""

    def drip(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(b"".join(beginning))
            while True:
                connection.sendall(drop)
                time.sleep(0.02)

    return drip


@pytest.mark.parametrize(
    "behavior",
    [
        dripping(START + b"\r\n", drop=b"a"),
        dripping(START, drop=b"X"),
        dripping(drop=b"H"),
        dripping(CHUNKED, drop=b"1\r\na\r\n"),
        dripping(START + b"Content-Length: 1000000\r\n\r\n", drop=b"a"),
    ],
    ids=["body", "header", "status", "pieces", "length"],
)
def test_an_answer_that_drips_is_given_up_when_the_whole_time_is_over(web, behavior):
    web.behave("https://labs.example/", behavior)
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        web.fetcher(seconds=0.3).fetch("https://labs.example/")
    assert time.monotonic() - begun < 5


def test_each_step_has_only_what_is_left_of_the_whole_time(web):
    given = []

    def resolve(host: str, seconds: float) -> list[str]:
        given.append(seconds)
        return web.resolve(host, seconds)

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        given.append(seconds)
        return web.connect(address, port, seconds)

    web.redirect("https://labs.example/", "/b")
    web.page("https://labs.example/b", "Hello")
    Fetcher(resolve, connect, lambda: web.authority.trusted, seconds=2.5).fetch("https://labs.example/")
    assert given == sorted(given, reverse=True)
    assert len(set(given)) == len(given) == 4
    assert max(given) <= 2.5


def test_nobody_is_asked_when_the_time_is_over(web):
    web.page("https://labs.example/", "Hello")
    with pytest.raises(Unreachable):
        web.fetcher(seconds=0.0).fetch("https://labs.example/")
    assert web.connected == []


# Contents


@pytest.mark.parametrize(
    "kind",
    [
        "application/pdf",
        "image/svg+xml",
        "application/json",
        "text/html2",
        "multipart/mixed",
        "application/xhtml+xml",
    ],
)
def test_what_is_no_text_is_refused(web, kind):
    web.page("https://labs.example/", "Hello", kind=kind)
    with pytest.raises(Forbidden, match="neither a web page nor plain text"):
        fetch("https://labs.example/")


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html", "Å".encode(), "Å"),
        ("text/html; charset=iso-8859-1", b"\xc5", "Å"),
        ("text/html;charset = 'ISO-8859-1'", b"\xc5", "Å"),
        ('Text/HTML ; x=y; Charset="windows-1252"', b"\xc5", "Å"),
        ("", "Å".encode(), "Å"),
        ("text/html; charset=UTF-16", "Å".encode("utf-16"), "Å"),
        ("text/html; charset=utf-8", b"\xff", "\ufffd"),
        ("text/plain; charset=unknown", "Å".encode(), "Å"),
        ("text/plain; charset=zip", b"PK", "PK"),
        ("text/plain; charset=unicode_escape", b"\\x41", "\\x41"),
        ("text/plain; charset=gbzip", b"a", "a"),
        ("text/plain; charset=punycode", b"a-b", "a-b"),
    ],
)
def test_a_text_is_read_in_its_letters_and_by_no_other_decoder(web, kind, body, text):
    web.page("https://labs.example/", body, kind=kind)
    assert fetch("https://labs.example/").text == text


def test_an_answer_that_was_cut_off_is_none(web):
    web.page("https://labs.example/", "Half", Content_Length="100")
    with pytest.raises(Unreachable):
        web.fetcher(seconds=1.0).fetch("https://labs.example/")


@pytest.mark.parametrize(
    "answer", [b"", b"\0\1\2", b"HTTP/9 200\r\n\r\n", b"<html>", b"HTTP/1.1 abc\r\n\r\n"]
)
def test_what_speaks_another_language_is_silence(web, answer):
    web.behave("http://labs.example/", lambda connection: connection.sendall(answer))
    with pytest.raises(Unreachable):
        fetch("http://labs.example/")


def saying(answer: bytes) -> Fetcher:
    """A fetcher to whom everybody says this, and hangs up."""

    def connected(address: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(answer)
            theirs.shutdown(socket.SHUT_WR)
            # Who hangs up without listening breaks the connection, and nothing of the answer would be read.
            threading.Thread(target=listen, args=[theirs.dup()]).start()
        return ours

    return Fetcher(lambda host, seconds: ["8.8.8.8"], connected)


def listen(connection: socket.socket) -> None:
    """To the end. Who has read enough of the answer breaks the connection off, and that is one, too."""
    with connection, contextlib.suppress(ConnectionResetError):
        while connection.recv(4096):
            pass


@pytest.mark.parametrize(
    "body",
    [
        b"-5\r\nabc",
        b"-1\r\nabc",
        b"0x5\r\nabcde\r\n",
        b"zz\r\n",
        b"f" * 70_000,
        b"5\r\nab",
        b"5\r\nabcdefgh",
        b"",
    ],
)
def test_pieces_that_are_none_are_silence(body):
    with pytest.raises(Unreachable):
        saying(CHUNKED + body).fetch("http://labs.example/")


PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 302 Found\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"Location: /\r\n",
        b"Location: http://[\r\n",
        b"Location: \xff\0\r\n",
        b"Content-Type: text/html; charset*=a\0b'en'x\r\n",
        b"Content-Type: text/html; charset=\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: " + b"9" * 5000 + b"\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b" folded\r\n",
        b"\r\n",
        b"5\r\nhello\r\n",
        b"-3\r\n",
        b"0\r\n\r\n",
        gzip.compress(b"hello", mtime=0),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=20), max_size=9).map(b"".join), st.booleans())
def test_whatever_is_sent_comes_to_a_page_or_a_reason(answer, plausible):
    beginning = b"HTTP/1.1 200 OK\r\n" if plausible else b""
    with contextlib.suppress(Forbidden, NotThere, Unreachable):
        assert isinstance(saying(beginning + answer).fetch("http://labs.example/").text, str)
