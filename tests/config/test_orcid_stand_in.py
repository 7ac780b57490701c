"""The stand-in for ORCID keeps to the protocol, so that mistakes of ours are seen before ORCID sees them."""

import re
import socket
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests

from config.servers import orcid_grants
from config.servers.orcid import StandIn, running
from config.servers.orcid_grants import Grants, Refused, Wanted, challenge_of
from config.servers.orcid_records import Person, Work, read_people, write_people
from tests.orcid import ADA

BACK = "http://site.example/back"
VERIFIER = "v" * 43
ASKED = {
    "client_id": "APP-TEST",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid",
    "state": "st",
    "nonce": "no",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}
YES = {"decision": "allow", "orcid": ADA, "name": "Ada Lindqvist"}


@pytest.fixture
def provider(stand_in: StandIn) -> StandIn:
    stand_in.people.clear()
    stand_in.redirect_uris = {BACK}
    return stand_in


def ask(provider, **changes):
    return requests.get(f"{provider.base}/oauth/authorize?{urlencode({**ASKED, **changes})}", timeout=10)


def decide(provider, **changes):
    form = {**ASKED, **YES, **changes}
    return requests.post(f"{provider.base}/oauth/authorize", form, allow_redirects=False, timeout=10)


def redeem(provider, code, **changes):
    form = {
        "client_id": "APP-TEST",
        "client_secret": "a-secret",
        "grant_type": "authorization_code",
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        "code": code,
        **changes,
    }
    return requests.post(f"{provider.base}/oauth/token", form, timeout=10)


def sent_back(response) -> dict[str, str]:
    assert response.status_code == 303, response.text
    assert response.headers["Location"].startswith(f"{BACK}?")
    return {name: one for name, (one,) in parse_qs(urlsplit(response.headers["Location"]).query).items()}


def test_it_says_that_it_is_not_orcid(provider):
    provider.knows(Person(ADA, "Ada <Lindqvist>"))
    for page in (requests.get(provider.base, timeout=10).text, ask(provider).text):
        assert "This is not ORCID." in page
        assert "Ada &lt;Lindqvist&gt;" in page


def test_a_code_becomes_a_signed_token_with_what_was_asked(provider):
    answer = sent_back(decide(provider))
    assert answer["state"] == "st"
    tokens = redeem(provider, answer["code"]).json()
    keys = requests.get(f"{provider.base}/oauth/jwks", timeout=10).json()["keys"]
    key = jwt.PyJWK(keys[0])
    claims = jwt.decode(tokens["id_token"], key, ["RS256"], audience="APP-TEST", issuer=provider.base)
    assert {**claims, "sub": ADA, "nonce": "no", "given_name": "Ada", "family_name": "Lindqvist"} == claims
    token = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert requests.get(f"{provider.base}/oauth/userinfo", headers=token, timeout=10).json()["sub"] == ADA
    assert requests.get(f"{provider.base}/oauth/userinfo", timeout=10).status_code == 401


def test_a_code_is_good_once(provider):
    code = sent_back(decide(provider))["code"]
    assert redeem(provider, code).status_code == 200
    assert redeem(provider, code).json()["error"] == "invalid_grant"


def test_a_code_is_good_for_a_minute(monkeypatch):
    grants = Grants()
    wanted = Wanted.of(ASKED)
    code = grants.issue(wanted, Person(ADA))
    later = time.monotonic() + orcid_grants.CODE_SECONDS + 1
    monkeypatch.setattr(orcid_grants.time, "monotonic", lambda: later)
    with pytest.raises(Refused, match="invalid_grant"):
        grants.redeem({"code": code, "grant_type": "authorization_code"}, issuer="")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": f"{BACK}/"}, "invalid_grant"),
        ({"client_secret": "guessed"}, "invalid_client"),
        ({"client_id": "APP-OTHER"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"code": "guessed"}, "invalid_grant"),
    ],
)
def test_a_code_is_not_given_away(provider, change, error):
    code = sent_back(decide(provider))["code"]
    response = redeem(provider, **{"code": code, **change})
    assert (response.status_code, response.json()["error"]) == (400, error)


@pytest.mark.parametrize(
    "redirect_uri", ["", f"{BACK}/", f"{BACK}?x=1", "http://evil.example/", "javascript:x"]
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(provider, redirect_uri):
    for response in (ask(provider, redirect_uri=redirect_uri), decide(provider, redirect_uri=redirect_uri)):
        assert response.status_code == 400
        assert "Location" not in response.headers


def test_an_unknown_client_is_refused(provider):
    assert ask(provider, client_id="APP-OTHER").status_code == 400


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"decision": "deny"}, "access_denied"),
        ({"decision": ""}, "access_denied"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "/authenticate"}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_who_gets_no_code_is_told_why(provider, change, error):
    assert sent_back(decide(provider, **change)) == {"error": error, "state": "st"}


@pytest.mark.parametrize("typed", ["", "0000-0002-1825-0098", "<script>", "0000000218250097"])
def test_what_is_no_id_is_asked_again_and_kept(provider, typed):
    response = decide(provider, orcid=typed)
    assert response.status_code == 422
    assert "is no ORCID iD" in response.text
    assert 'value="Ada Lindqvist"' in response.text
    assert "<script>" not in response.text


def test_it_answers_on_this_machine_and_to_its_own_name_alone(provider):
    port = urlsplit(provider.base).port
    stranger = requests.get(provider.base, headers={"Host": f"evil.example:{port}"}, timeout=10)
    assert stranger.status_code == 421
    with socket.socket() as listener:  # nobody has taken the port on other addresses
        listener.bind(("127.0.0.2", port))


def test_long_requests_are_not_read(provider):
    assert (
        requests.post(f"{provider.base}/oauth/token", {"code": "x" * 10_000}, timeout=10).status_code == 400
    )


def test_records_have_the_shape_of_orcids(provider, tmp_path):
    work = Work("Tides", 2020, {"doi": "10.5555/tides", "arxiv": "2001.00001"})
    provider.knows(Person(ADA, "Ada Lindqvist", (work, Work("Undated"))))
    record = requests.get(f"{provider.base}/v3.0/{ADA}/record", timeout=10).json()
    works = requests.get(f"{provider.base}/v3.0/{ADA}/works", timeout=10).json()
    assert record["orcid-identifier"]["path"] == ADA
    assert record["person"]["name"]["family-name"]["value"] == "Lindqvist"
    assert record["activities-summary"]["works"] == works
    (summary,) = works["group"][0]["work-summary"]
    assert summary["title"]["title"]["value"] == "Tides"
    assert summary["publication-date"]["year"]["value"] == "2020"
    found = {
        one["external-id-type"]: one["external-id-value"] for one in summary["external-ids"]["external-id"]
    }
    assert found == work.identifiers
    assert works["group"][1]["work-summary"][0]["publication-date"] is None


@pytest.mark.parametrize("path", ["0000-0001-5109-3700/works", f"{ADA}/secrets", "", "../x"])
def test_what_it_does_not_know_is_not_found(provider, path):
    provider.knows(Person(ADA))
    assert requests.get(f"{provider.base}/v3.0/{path}", timeout=10).status_code == 404


def test_people_are_read_as_they_were_written(tmp_path):
    person = Person(ADA, "Ada Lindqvist", (Work("Tides", 2020, {"doi": "10.5555/tides"}),))
    write_people(tmp_path / "people.json", [person])
    assert read_people(tmp_path / "people.json") == [person]
    assert replace(person, name="Ada").claims()["family_name"] is None


def test_it_ends_with_whoever_runs_it():
    with running(StandIn("APP", "s")) as provider:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", provider.base)
    with pytest.raises(requests.ConnectionError):
        requests.get(provider.base, timeout=10)
