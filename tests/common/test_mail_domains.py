"""Domains of e-mail addresses: which are within which, and which must not be taken for it."""

import pytest

from common.mail_domains import domain_of, is_public_mail, is_within, plain_domain


@pytest.mark.parametrize(
    ("address", "owned", "expected"),
    [
        ("ada@example.org", "example.org", True),
        ("ada@cs.example.org", "example.org", True),
        ("ada@a.b.example.org", "example.org", True),
        ("ada@EXAMPLE.org", "Example.ORG", True),
        ("ada@example.org", "example.org.", True),
        ("ada@notexample.org", "example.org", False),
        ("ada@example.org.evil.com", "example.org", False),
        ("ada@example.org", "cs.example.org", False),
        ("ada@example.com", "example.org", False),
        ("ada@example-org", "example.org", False),
        ("example.org@evil.com", "example.org", False),
        ('"ada@example.org"@evil.com', "example.org", False),
        ("ada@universität.example", "xn--universitt-y5a.example", True),
        ("ada@xn--universitt-y5a.example", "UNIVERSITÄT.example", True),
        ("ada@universitat.example", "universität.example", False),
        ("ada@fass.example", "faß.example", False),
        ("ada@\uff45xample.org", "example.org", True),
        ("ada@\u0435xample.org", "example.org", False),  # a Cyrillic letter
        ("ada@gmail.com", "gmail.com", False),
        ("ada@mail.gmail.com", "gmail.com", False),
        ("ada@yahoo.co.uk", "yahoo.co.uk", False),
        ("ada@uni.ac.uk", "uni.ac.uk", True),
        ("ada@uni.ac.uk", "ac.uk", False),
        ("ada@uni.edu.au", "edu.au", False),
        ("ada@uni.edu", "edu", False),
        ("ada@uni.edu", "", False),
        ("ada@", "example.org", False),
        ("", "example.org", False),
        ("ada@[127.0.0.1]", "127.0.0.1", False),
        ("ada@-.org", "-.org", False),
    ],
)
def test_an_address_is_within_a_domain(address, owned, expected):
    assert is_within(domain_of(address), owned) is expected


@pytest.mark.parametrize("domain", ["gmail.com", "mail.gmail.com", "gmx.de", "qq.com", "protonmail.com"])
def test_public_mail_is_known(domain):
    assert is_public_mail(domain)


@pytest.mark.parametrize("domain", ["gmail.example", "mygmail.com", "example.org", ""])
def test_other_mail_is_not_taken_for_it(domain):
    assert not is_public_mail(domain)


@pytest.mark.parametrize("domain", ["a" * 300, "a..b", "\0", "exa mple.org", "-a.org", "xn--a.org", "."])
def test_what_cannot_be_a_domain_is_none(domain):
    assert plain_domain(domain) == ""
