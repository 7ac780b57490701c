"""Secrets that have to be kept: of no use to who reads the database, or a copy of it, without the secret key."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(text: str, what: str) -> str:
    """The text, for what it is alone."""
    return vault(what).encrypt(text.encode()).decode()


def unseal(sealed: str, what: str) -> str:
    return vault(what).decrypt(sealed.encode()).decode()


def vault(what: str) -> MultiFernet:
    """Locks with the secret key; opens also what former ones have locked."""
    return MultiFernet([lock_of(key, what) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def lock_of(secret_key: str | bytes, what: str) -> Fernet:
    digest = hashlib.sha256(what.encode() + b":" + force_bytes(secret_key)).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
