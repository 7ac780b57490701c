"""Pytest plugin: `orcid` is a stand-in for ORCID that really answers, and with which the site is configured.

    def test_somebody_signs_in(client, orcid):
        orcid.knows("0000-0002-1825-0097", "Ada Lindqvist", Work("Tides", 2020, {"doi": "10.5555/tides"}))
        answer = orcid.sign_in(client, "0000-0002-1825-0097")           # process="connect" for who is signed in

In browser tests (with `live_server`) the form of the stand-in is filled in by hand: `agree(page, iD)`. Public records
are at `orcid.base` + /v3.0/<iD>/works and /record, where `accounts.orcid.record_address` finds them. Who is only to
*have* an authenticated iD needs no server: `connect_orcid(user, iD)`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Page

from accounts.orcid_client import PROVIDER, OrcidClient, provider_settings
from config.servers.orcid import Person, StandIn, running
from config.servers.orcid_records import Work

CALLBACK = "/accounts/orcid/login/callback/"
ADA = "0000-0002-1825-0097"
BOB = "0000-0001-5109-3700"


def connect_orcid(user: Any, orcid: str = ADA) -> Any:
    """As if they had signed in at ORCID for this account."""
    return user.socialaccount_set.create(provider=PROVIDER, uid=orcid)


@dataclass
class Orcid:
    """The provider, and a visitor's way through it without a browser."""

    stand_in: StandIn

    @property
    def base(self) -> str:
        return self.stand_in.base

    def knows(self, orcid: str, name: str, *works: Work) -> Person:
        return self.stand_in.knows(Person(orcid, name, works))

    def start(self, client: Any, *, process: str = "login", **more: str) -> str:
        """The address at the provider to which the site sends its visitor."""
        response = client.post(f"/accounts/orcid/login/?process={process}", more)
        assert response.status_code == 302, response.text
        return str(response.url)

    def decide(self, address: str, orcid: str = ADA, name: str = "", *, decision: str = "allow") -> str:
        """The site's own path to which the provider sends the visitor back."""
        asked = dict(part.split("=", 1) for part in urlsplit(address).query.split("&"))
        page = requests.get(address, timeout=10)
        assert page.status_code == 200, page.text
        form = {name: requests.utils.unquote(text.replace("+", " ")) for name, text in asked.items()}
        answer = requests.post(
            f"{self.base}/oauth/authorize",
            {**form, "orcid": orcid, "name": name, "decision": decision},
            allow_redirects=False,
            timeout=10,
        )
        assert answer.status_code == 303, answer.text
        there = urlsplit(answer.headers["Location"])
        return f"{there.path}?{there.query}"

    def sign_in(self, client: Any, orcid: str = ADA, name: str = "", **more: str) -> Any:
        """The whole way; what the site answers to who comes back."""
        return client.get(self.decide(self.start(client, **more), orcid, name))


@pytest.fixture(scope="session")
def stand_in() -> Iterator[StandIn]:
    """One provider for the session: a key takes a while to make."""
    with running(StandIn("APP-TEST", "a-secret")) as provider:
        yield provider


@pytest.fixture
def orcid(request: pytest.FixtureRequest, stand_in: StandIn, settings: Any) -> Orcid:
    stand_in.people.clear()
    stand_in.redirect_uris = {f"http://testserver{CALLBACK}"}
    if "live_server" in request.fixturenames:
        stand_in.redirect_uris.add(f"{request.getfixturevalue('live_server').url}{CALLBACK}")
    client = OrcidClient(stand_in.client_id, stand_in.secret, stand_in.base)
    settings.CREDENCE_ORCID = client
    settings.CREDENCE_ORCID_RECORDS = stand_in.base
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": provider_settings(client)}
    policy = settings.CONTENT_SECURITY_POLICY
    directives = {**policy["DIRECTIVES"], "form-action": ["'self'", stand_in.base]}
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}
    return Orcid(stand_in)


def agree(page: Page, orcid: str = ADA, name: str = "") -> None:
    """Fill in the stand-in's page, and say yes."""
    page.get_by_label("ORCID iD").fill(orcid)
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Yes, tell it").click()
