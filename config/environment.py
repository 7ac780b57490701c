"""Everything that is read from the environment, typed, in one place; wrong values are refused at start."""

import hmac
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from accounts.orcid_client import REAL_BASE, OrcidClient

BASE_DIR = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32
COLLABORATION_DEFAULTS = ("open", "selective", "closed")

env = environ.Env()


def whole_number(name: str, default: int, *, low: int, high: int) -> int:
    """The value of `name` as a number within the bounds."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ImproperlyConfigured(f"{name} must be a number from {low} to {high}, not {text!r}.")
    return int(text)


def truth(name: str, default: bool) -> bool:
    """The value of `name` as yes or no."""
    text = os.environ.get(name, str(default)).lower()
    if text not in ("true", "false", "1", "0", "yes", "no", "on", "off"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}.")
    return text in ("true", "1", "yes", "on")


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """The value of `name`, one of `choices`; the first is the default."""
    text = os.environ.get(name, choices[0])
    if text not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {text!r}.")
    return text


def words(name: str, default: str) -> list[str]:
    """The comma-separated values of `name`."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def web_address(name: str, default: str) -> str:
    """The value of `name` as the beginning of web addresses: scheme and host, no slash at the end."""
    text = os.environ.get(name, default).rstrip("/")
    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?|https?://\[[\da-fA-F:]+\](:\d+)?", text, re.ASCII):
        raise ImproperlyConfigured(f"{name} must look like https://credence.example.org, not {text!r}.")
    return text


def service_address(name: str, default: str) -> str:
    """The value of `name` as the address of a service, to which paths are added; no slash at the end."""
    text = os.environ.get(name, default).rstrip("/")
    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[\w.~/-]*)?", text, re.ASCII):
        raise ImproperlyConfigured(f"{name} must look like {default}, not {text!r}.")
    return text


def mail_address(name: str) -> str:
    """The value of `name` as an e-mail address, or nothing."""
    text = os.environ.get(name, "").strip()
    if text and not re.fullmatch(r"[\w.+-]+@[\w.-]+", text, re.ASCII):
        raise ImproperlyConfigured(f"{name} must be an e-mail address, not {text!r}.")
    return text


def word(name: str) -> str:
    """The value of `name`, which goes into addresses and headers as it is, or nothing."""
    text = os.environ.get(name, "").strip()
    if not re.fullmatch(r"[\w.~-]*", text, re.ASCII):
        raise ImproperlyConfigured(f"{name} may have letters, digits and . _ ~ - only.")
    return text


def orcid_client(debug: bool) -> OrcidClient:
    """As what we are known at ORCID. A stand-in for ORCID is refused unless this is a place to try things."""
    client = OrcidClient(
        word("ORCID_CLIENT_ID"), word("ORCID_CLIENT_SECRET"), web_address("ORCID_BASE", REAL_BASE)
    )
    for words, hint in client.faults(debug=debug):
        raise ImproperlyConfigured(f"{words} {hint}")
    return client


def secret_key(data_dir: Path) -> str:
    """SECRET_KEY, or one that is made once and kept in the data folder."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret_key"
    if not path.exists():
        fresh = path.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # whoever is first wins; everybody reads the same key
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


def address_key(secret: str) -> bytes:
    """ADDRESS_KEY, or one made from the secret key, with which e-mail addresses printed on works are hashed."""
    given = os.environ.get("ADDRESS_KEY", "")
    if given and len(given) < SHORTEST_KEY:
        raise ImproperlyConfigured(f"ADDRESS_KEY must have at least {SHORTEST_KEY} characters.")
    return given.encode() or hmac.digest(secret.encode(), b"credence: printed addresses", "sha256")


DATA_DIR = Path(os.environ.get("CREDENCE_DATA_DIR") or BASE_DIR / "var").absolute()
DATABASE_URL = os.environ.get("DATABASE_URL", "")
REDIS_URL = os.environ.get("REDIS_URL", "")
PORT = whole_number("PORT", 8000, low=1, high=65535)
PORT_IS_GIVEN = "PORT" in os.environ
SITE_URL = web_address("CREDENCE_SITE_URL", f"http://127.0.0.1:{PORT}")
ORCID = orcid_client(truth("DEBUG", False))
CONTACT_EMAIL = mail_address("CREDENCE_CONTACT_EMAIL")
LIVE_URLS = {
    "arxiv": service_address("CREDENCE_ARXIV_URL", "https://export.arxiv.org"),
    "crossref": service_address("CREDENCE_CROSSREF_URL", "https://api.crossref.org"),
    "datacite": service_address("CREDENCE_DATACITE_URL", "https://api.datacite.org"),
    "dblp": service_address("CREDENCE_DBLP_URL", "https://dblp.org"),
    "openalex": service_address("CREDENCE_OPENALEX_URL", "https://api.openalex.org"),
    "orcid": service_address("CREDENCE_ORCID_URL", "https://pub.orcid.org"),
    "ror": service_address("CREDENCE_ROR_URL", "https://api.ror.org"),
}
LIVE_KEYS = {"openalex": word("CREDENCE_OPENALEX_KEY"), "ror": word("CREDENCE_ROR_CLIENT_ID")}
