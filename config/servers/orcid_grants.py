"""Who was granted what: one-time codes, the tokens they are exchanged for, and the key that signs them."""

import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from threading import Lock
from typing import Self
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from config.servers.orcid_records import Person

CODE_SECONDS = 60
TOKEN_SECONDS = 600
KEY_ID = "stand-in"


class Refused(Exception):
    """A request that the protocol does not allow: the error's name there, and words for people."""

    def __init__(self, error: str, words: str) -> None:
        super().__init__(error, words)
        self.error, self.words = error, words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the client asks to be told, from the address that it sent the visitor to."""

    client_id: str
    redirect_uri: str
    response_type: str
    scope: str
    state: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    @classmethod
    def of(cls, values: dict[str, str]) -> Self:
        return cls(*(values.get(name, "") for name in cls.__slots__))

    def fault(self) -> str:
        """What the client is told instead of a code, in the protocol's words, or nothing."""
        if self.response_type != "code":
            return "unsupported_response_type"
        if "openid" not in self.scope.split():
            return "invalid_scope"
        # ORCID takes requests without PKCE; here its absence is a fault of ours that should be seen.
        return "" if self.code_challenge and self.code_challenge_method == "S256" else "invalid_request"

    def address(self, **answer: str) -> str:
        state = {"state": self.state} if self.state else {}
        return f"{self.redirect_uri}?{urlencode({**answer, **state})}"


@dataclass(frozen=True, slots=True)
class Grant:
    wanted: Wanted
    person: Person
    expires_at: float


@dataclass
class Grants:
    """Codes that were given and not yet redeemed, and tokens that still open something."""

    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Grant] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def public_keys(self) -> dict[str, list[dict[str, str]]]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def issue(self, wanted: Wanted, person: Person) -> str:
        code = secrets.token_urlsafe(16)
        with self.lock:
            self.codes[code] = Grant(wanted, person, time.monotonic() + CODE_SECONDS)
        return code

    def authenticate(self, form: dict[str, str], client_id: str, secret: str) -> None:
        given, known = (form.get("client_id", ""), form.get("client_secret", "")), (client_id, secret)
        if not hmac.compare_digest(json.dumps(given), json.dumps(known)):
            raise Refused("invalid_client", "Client id and secret do not belong together.")

    def redeem(self, form: dict[str, str], *, issuer: str) -> dict[str, object]:
        """Tokens for a code. Whatever comes of it, the code is used up."""
        with self.lock:
            grant = self.codes.pop(form.get("code", ""), None)
        if grant is None or grant.expires_at < time.monotonic():
            raise Refused("invalid_grant", "The code is unknown, used or too old.")
        if form.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type", "Only codes are exchanged here.")
        if form.get("redirect_uri") != grant.wanted.redirect_uri:
            raise Refused("invalid_grant", "The code was given for another address.")
        if challenge_of(form.get("code_verifier", "")) != grant.wanted.code_challenge:
            raise Refused("invalid_grant", "The verifier does not fit the challenge.")
        return self.tokens_of(grant, issuer)

    def tokens_of(self, grant: Grant, issuer: str) -> dict[str, object]:
        token = secrets.token_urlsafe(16)
        with self.lock:
            self.tokens[token] = Grant(grant.wanted, grant.person, time.monotonic() + TOKEN_SECONDS)
        return {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": "openid",
            "id_token": self.id_token(grant, issuer),
            "orcid": grant.person.orcid,
            "name": grant.person.name,
        }

    def id_token(self, grant: Grant, issuer: str) -> str:
        now = int(time.time())
        nonce = {"nonce": grant.wanted.nonce} if grant.wanted.nonce else {}
        claims = {
            "iss": issuer,
            "aud": grant.wanted.client_id,
            "iat": now,
            "auth_time": now,
            "exp": now + TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        return jwt.encode(
            {**claims, **nonce, **grant.person.claims()}, self.key, "RS256", headers={"kid": KEY_ID}
        )

    def whose(self, token: str) -> Person | None:
        with self.lock:
            grant = self.tokens.get(token)
        return grant.person if grant and grant.expires_at >= time.monotonic() else None


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
