"""Addresses as strangers write them."""

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.fetching import Forbidden, Location


@pytest.mark.parametrize(
    ("text", "asked_for"),
    [
        ("https://labs.example", "https://labs.example/"),
        ("HTTPS://LABS.Example/Ada", "https://labs.example/Ada"),
        ("https://labs.example:443/", "https://labs.example/"),
        ("http://labs.example:80/ada?b=1&a=2#top", "http://labs.example/ada?b=1&a=2"),
        ("https://labs.example/å/%C3%A5/ä?ö=ü", "https://labs.example/%C3%A5/%C3%A5/%C3%A4?%C3%B6=%C3%BC"),
        ("https://labs.example/~ada/(1)/[2]/\"'<>", "https://labs.example/~ada/(1)/%5B2%5D/%22'%3C%3E"),
        ("https://universität.example/", "https://xn--universitt-y5a.example/"),
        ("https://xn--universitt-y5a.example/", "https://xn--universitt-y5a.example/"),
        (
            "https://\u0430pple.example/",
            "https://xn--pple-43d.example/",
        ),  # a Cyrillic letter is shown as what it is
        ("https://labs.example/?next=http://127.0.0.1/", "https://labs.example/?next=http://127.0.0.1/"),
    ],
)
def test_an_address_is_asked_for_as_it_is(text, asked_for):
    assert str(Location.of(text)) == asked_for


@pytest.mark.parametrize(
    ("text", "asked_for"),
    [
        (" labs.example ", "https://labs.example/"),
        ("labs.example:443/ada", "https://labs.example/ada"),
        ("http://labs.example", "http://labs.example/"),
        ("labs.example/a:b", "https://labs.example/a:b"),
    ],
)
def test_https_may_be_left_out_by_whoever_types(text, asked_for):
    assert str(Location.typed(text)) == asked_for


ATTACKS = {
    # schemes
    "file:///etc/passwd": "https://",
    "gopher://labs.example:70/_GET": "https://",
    "data:text/html,hello": "https://",
    "ftp://labs.example/": "https://",
    "dict://labs.example:11211/stats": "https://",
    "javascript:alert(1)": "https://",
    "jar:https://labs.example!/": "https://",
    "ldap://labs.example/": "https://",
    "unix:/run/docker.sock": "https://",
    "//labs.example/": "https://",
    "labs.example": "https://",
    "": "https://",
    # numbers
    "http://127.0.0.1/": "number",
    "http://8.8.8.8/": "number",
    "http://169.254.169.254/latest/meta-data/": "number",
    "http://2130706433/": "no name",
    "http://0x7f000001/": "no name",
    "http://017700000001/": "no name",
    "http://127.1/": "number",
    "http://0x7f.1/": "number",
    "http://0x7f.0x0.0x0.0x1/": "number",
    "http://0177.0.0.01/": "number",
    "http://1.0x/": "number",
    "http://labs.1/": "number",
    "http://0/": "no name",
    "http://[::1]/": "no name",
    "http://[::ffff:127.0.0.1]/": "no name",
    "http://[fd00:ec2::254]/": "no name",
    "http://[fe80::1%25eth0]/": "no name",
    "http://[::1/": "no address",
    "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/": "number",  # digits in circles
    "http://\uff11\uff12\uff17.0.0.1/": "number",  # wide digits
    "http://127\u30020\u30020\u30021/": "number",  # full stops of China
    "http://%31%32%37.0.0.1/": "no name",
    # names
    "http://localhost/": "no name",
    "http://LOCALHOST./": "no name",
    "http://db/": "no name",
    "http://metadata.google.internal/": "public address",
    "http://printer.local/": "public address",
    "http://router.lan/": "public address",
    "http://a.localhost/": "public address",
    "http://1.0.0.127.in-addr.arpa/": "public address",
    "http://labs.example./": "no name",
    "http://labs..example/": "no name",
    "http://.example/": "no name",
    "http://-labs.example/": "no name",
    "http://la_bs.example/": "no name",
    "http://xn--a.example/": "no name",
    "http://\uff4cabs.example/": "public address",  # a wide letter
    "http://\u24db\u24d0bs.example/": "public address",  # letters in circles
    "http://la\u00adbs.example/": "invisible",
    "http://labs\u200b.example/": "invisible",
    "http:///ada": "no name",
    "http://?": "no name",
    "http://" + "a" * 64 + ".example/": "no name",
    # what stands around names
    "http://ada@labs.example/": "user name",
    "http://@labs.example/": "user name",
    "http://ada:secret@labs.example/": "user name",
    "http://labs.example@127.0.0.1/": "user name",
    "http://127.0.0.1#@labs.example/": "number",
    "http://labs.example\\@127.0.0.1/": "backslashes",
    "http://labs.example%2f@127.0.0.1/": "user name",
    "http://labs.example:22/": "port",
    "http://labs.example:443/": "port",
    "https://labs.example:80/": "port",
    "https://labs.example:0/": "port",
    "https://labs.example:/": "port",
    "https://labs.example:99999/": "no address",
    "https://labs.example:a/": "no address",
    "https://labs.example:-1/": "no address",
    # what smuggles
    "http://labs.example/\r\nHost: evil.example": "spaces",
    "http://labs.example/ HTTP/1.1": "spaces",
    "http://labs.example\t/": "invisible",
    "http://labs\n.example/": "invisible",
    "http://labs.example/\0": "invisible",
    "http://labs.example/\ud800": "invisible",
    " http://labs.example/": "spaces",
    "http://labs.example/" + "a" * 900: "longer",
    "http://labs.example/" + "ä" * 400: "longer",
}


@pytest.mark.parametrize(("text", "words"), ATTACKS.items(), ids=map(ascii, range(len(ATTACKS))))
def test_what_is_no_address_of_ours_to_ask_is_refused_in_words(text, words):
    with pytest.raises(Forbidden, match=words):
        Location.of(text)


@pytest.mark.parametrize(
    ("target", "there"),
    [
        ("/b", "https://labs.example/b"),
        ("b", "https://labs.example/a/b"),
        ("//other.example/b", "https://other.example/b"),
        ("https://other.example", "https://other.example/"),
        ("?page=2", "https://labs.example/a/?page=2"),
    ],
)
def test_a_redirect_leads_from_where_it_stands(target, there):
    assert str(Location.of("https://labs.example/a/").redirected(target)) == there


@pytest.mark.parametrize(
    "target", [text for text in ATTACKS if text.strip().startswith(("http://", "file:", "data:"))]
)
def test_a_redirect_is_looked_at_anew(target):
    with pytest.raises(Forbidden):
        Location.of("https://labs.example/a/").redirected(target)


def test_nothing_leads_from_an_encrypted_page_to_one_that_is_not():
    with pytest.raises(Forbidden, match="encrypted"):
        Location.of("https://labs.example/").redirected("http://labs.example/")
    assert Location.of("http://labs.example/").redirected("http://labs.example/b").scheme == "http"


@given(
    st.text(max_size=80), st.text(max_size=80), st.sampled_from(["", "http://", "https://", "http:", "//"])
)
@example("labs.example", "/?a=b", "https://")
@example("127。0。0。1", "", "http://")
def test_whatever_somebody_writes_is_refused_or_plainly_a_name(host, rest, scheme):
    try:
        location = Location.typed(f"{scheme}{host}/{rest}")
    except Forbidden:
        return
    parts = urlsplit(str(location))
    assert str(location).isascii()
    assert str(location).isprintable()
    assert " " not in str(location)
    assert (parts.hostname, parts.port, parts.username) == (location.host, None, None)
    assert not location.host.rpartition(".")[2].isdigit()
    assert Location.of(str(location)) == location
