"""E-mail addresses as keyed hashes."""

import hashlib
import hmac

import pytest

from common.addresses import address_digest, mailbox_of, plain_address

KEY = b"a key for tests"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.EDU", "ada@example.edu"),
        (" ada@example.edu ", "ada@example.edu"),
        ("ada@example.edu.", "ada@example.edu"),
        ("ada@Universität.example", "ada@xn--universitt-y5a.example"),
        ("\uff41da@example.edu", "ada@example.edu"),
    ],
)
def test_writings_of_one_address_have_one_digest(one: str, other: str) -> None:
    assert address_digest(one, KEY) == address_digest(other, KEY) != ""


@pytest.mark.parametrize(
    "other", ["ada+works@example.edu", "a.da@example.edu", "ada@cs.example.edu", "bo@example.edu"]
)
def test_other_addresses_have_other_digests(other: str) -> None:
    assert address_digest(other, KEY) != address_digest("ada@example.edu", KEY)


@pytest.mark.parametrize("text", ["", "ada", "@example.edu", "ada@", "ada@exa mple", "ada@-.example"])
def test_what_cannot_be_an_address_has_none(text: str) -> None:
    assert plain_address(text) == address_digest(text, KEY) == ""


def test_the_digest_is_an_hmac_with_the_key() -> None:
    expected = hmac.new(KEY, b"ada@example.edu", hashlib.sha256).hexdigest()
    assert address_digest("Ada@example.edu", KEY) == expected
    assert address_digest("Ada@example.edu", b"another key") != expected


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("ada+works@example.edu", "ada@example.edu"),
        ("Ada+a+b@EXAMPLE.edu", "ada@example.edu"),
        ("a.da@example.edu", "a.da@example.edu"),
        ("+ada@example.edu", "+ada@example.edu"),
        ("no address", ""),
    ],
)
def test_what_stands_behind_a_plus_is_the_same_mailbox(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox
