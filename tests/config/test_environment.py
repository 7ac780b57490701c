"""What the environment may say."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import address_key, mail_address, service_address, web_address, whole_number, word


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "https://api.crossref.org"),
        ("https://mirror.example.org/crossref/", "https://mirror.example.org/crossref"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("https://mirror.example.org/v1.0/~a_b", "https://mirror.example.org/v1.0/~a_b"),
    ],
)
def test_a_service_may_be_below_a_path(
    monkeypatch: pytest.MonkeyPatch, text: str | None, expected: str
) -> None:
    monkeypatch.delenv("CREDENCE_CROSSREF_URL", raising=False)
    if text:
        monkeypatch.setenv("CREDENCE_CROSSREF_URL", text)
    assert service_address("CREDENCE_CROSSREF_URL", "https://api.crossref.org") == expected


@pytest.mark.parametrize(
    "text", ["", "api.crossref.org", "ftp://a", "https://a?b", "https://a/b c", "https://u@a", "https://a#b"]
)
def test_other_addresses_of_services_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CREDENCE_CROSSREF_URL", text)
    with pytest.raises(ImproperlyConfigured, match="CREDENCE_CROSSREF_URL must look like"):
        service_address("CREDENCE_CROSSREF_URL", "https://api.crossref.org")


@pytest.mark.parametrize("text", ["desk@credence.example", "a.b+c@d-e.example", "", None])
def test_a_contact_is_an_e_mail_address(monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    monkeypatch.delenv("CREDENCE_CONTACT_EMAIL", raising=False)
    if text is not None:
        monkeypatch.setenv("CREDENCE_CONTACT_EMAIL", text)
    assert mail_address("CREDENCE_CONTACT_EMAIL") == (text or "")


@pytest.mark.parametrize("text", ["desk", "desk@", "a b@c", "a@b; evil", "a@b)\r\nX: y"])
def test_other_contacts_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CREDENCE_CONTACT_EMAIL", text)
    with pytest.raises(ImproperlyConfigured, match="must be an e-mail address"):
        mail_address("CREDENCE_CONTACT_EMAIL")


@pytest.mark.parametrize("text", ["two words", "a\nb", "a&b", "k=v"])
def test_keys_that_could_break_an_address_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CREDENCE_OPENALEX_KEY", text)
    with pytest.raises(ImproperlyConfigured, match="letters, digits"):
        word("CREDENCE_OPENALEX_KEY")


def test_the_key_of_addresses_comes_from_the_secret_one_unless_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ADDRESS_KEY", raising=False)
    assert address_key("one") == address_key("one") != address_key("another")
    assert b"one" not in address_key("one")
    monkeypatch.setenv("ADDRESS_KEY", "k" * 32)
    assert address_key("one") == address_key("another") == b"k" * 32


def test_a_key_of_addresses_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADDRESS_KEY", "k" * 31)
    with pytest.raises(ImproperlyConfigured, match="at least 32"):
        address_key("one")
