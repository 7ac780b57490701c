"""What the environment may say."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import web_address, whole_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://credence.example.org", "https://credence.example.org"),
        ("https://credence.example.org/", "https://credence.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        (None, "http://127.0.0.1:9"),
    ],
)
def test_the_address_of_the_site_is_scheme_and_host(
    monkeypatch: pytest.MonkeyPatch, text: str | None, expected: str
) -> None:
    monkeypatch.delenv("CREDENCE_SITE_URL", raising=False)
    if text:
        monkeypatch.setenv("CREDENCE_SITE_URL", text)
    assert web_address("CREDENCE_SITE_URL", "http://127.0.0.1:9") == expected


@pytest.mark.parametrize(
    "text",
    [
        "credence.example.org",
        "ftp://credence.example.org",
        "https://",
        "https://a/b",
        "https://a b",
        "https://a@b",
    ],
)
def test_other_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CREDENCE_SITE_URL", text)
    with pytest.raises(ImproperlyConfigured, match="CREDENCE_SITE_URL must look like"):
        web_address("CREDENCE_SITE_URL", "http://127.0.0.1:9")


@pytest.mark.parametrize("text", ["-1", "11", "one", "", "1.5", "²"])
def test_numbers_out_of_bounds_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("ALLAUTH_TRUSTED_PROXY_COUNT", text)
    with pytest.raises(ImproperlyConfigured, match="must be a number from 0 to 10"):
        whole_number("ALLAUTH_TRUSTED_PROXY_COUNT", 0, low=0, high=10)
