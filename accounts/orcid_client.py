"""As what Credence is known at ORCID, and what cannot be right about it. Needed before there are settings."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PROVIDER = "orcid"
REAL_BASE = "https://orcid.org"
OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class OrcidClient:
    """An API client of ORCID (https://info.orcid.org/documentation/integration-guide/), or none."""

    id: str
    secret: str
    base: str = REAL_BASE

    @property
    def is_configured(self) -> bool:
        return bool(self.id and self.secret)

    @property
    def is_stand_in(self) -> bool:
        """Whether it is asked on this machine, where ORCID is not."""
        return urlsplit(self.base).hostname in OWN_MACHINE

    def faults(self, *, debug: bool) -> list[tuple[str, str]]:
        """What is wrong, each with what to do."""
        if not self.id and not self.secret:
            return []
        found = []
        if not self.is_configured:
            found.append(
                (
                    "Of ORCID_CLIENT_ID and ORCID_CLIENT_SECRET only one is set.",
                    "Set both to what ORCID gave you, or none of them: then nobody is offered to sign in with ORCID.",
                )
            )
        if self.is_stand_in and not debug:
            found.append(
                (
                    f"ORCID_BASE is {self.base}, a stand-in that believes every iD.",
                    f"Leave ORCID_BASE out: then it is {REAL_BASE}. A stand-in is for DEBUG=true alone.",
                )
            )
        if not self.is_stand_in and not self.base.startswith("https://"):
            found.append(
                (
                    f"ORCID_BASE is {self.base}, where anybody on the way could answer in ORCID's place.",
                    "Use an address that begins with https://.",
                )
            )
        return found


def provider_settings(client: OrcidClient) -> dict[str, Any]:
    """ORCID as allauth is told of it: without a client there is nothing to sign in with."""
    app = {
        "provider_id": PROVIDER,
        "name": "ORCID",
        "client_id": client.id,
        "secret": client.secret,
        "settings": {
            "server_url": client.base,
            "scope": ["openid"],
            "token_auth_method": "client_secret_post",
            "fetch_userinfo": False,  # the token tells the iD and the name
        },
    }
    return {
        "provider_class": "accounts.orcid_provider.OrcidProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [app] if client.is_configured else [],
    }
