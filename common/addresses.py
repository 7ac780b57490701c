"""E-mail addresses as keyed hashes: whoever has the address and the key can ask for it, nobody can read it back."""

import hmac
import unicodedata
from functools import lru_cache

from common.mail_domains import plain_domain

domain_as_hashed = lru_cache(maxsize=10_000)(plain_domain)


def plain_address(address: str) -> str:
    """The address in the one writing that is hashed; empty where it cannot be one. What stands behind a + stays."""
    local, _, domain = unicodedata.normalize("NFKC", address).strip().rpartition("@")
    owned = domain_as_hashed(domain)
    return f"{local.lower()}@{owned}" if local and owned else ""


def mailbox_of(address: str) -> str:
    """Where letters to the address arrive, as many servers see it: what stands behind a + is left out."""
    local, _, domain = plain_address(address).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}" if local else ""


def address_digest(address: str, key: bytes) -> str:
    """HMAC-SHA-256 (RFC 2104) in hexadecimal digits; empty where the text cannot be an address."""
    plain = plain_address(address)
    return hmac.digest(key, plain.encode(), "sha256").hex() if plain else ""
