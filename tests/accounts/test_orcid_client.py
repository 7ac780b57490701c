"""What may be said of ORCID in the environment, and what is refused at start."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from accounts.checks import orcid_is_configured_whole
from accounts.orcid_client import REAL_BASE, OrcidClient, provider_settings
from config.environment import orcid_client

BASES = ["http://127.0.0.1:8090", "http://localhost:8090", "http://[::1]:8090", "https://localhost"]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch):
    """What stands in the environment about ORCID, and nothing else."""

    def say(**values: str) -> None:
        for name in ("ID", "SECRET"):
            monkeypatch.delenv(f"ORCID_CLIENT_{name}", raising=False)
        monkeypatch.delenv("ORCID_BASE", raising=False)
        for name, value in values.items():
            monkeypatch.setenv(f"ORCID_{name}", value)

    return say


def test_nothing_said_is_nobody_signed_in(say):
    say()
    client = orcid_client(debug=False)
    assert (client.is_configured, provider_settings(client)["APPS"]) == (False, [])


def test_id_and_secret_are_all_it_takes(say):
    say(CLIENT_ID="APP-1", CLIENT_SECRET="s-e-c")
    client = orcid_client(debug=False)
    assert client == OrcidClient("APP-1", "s-e-c", REAL_BASE)
    assert client.is_configured
    assert not client.is_stand_in


@pytest.mark.parametrize("base", ["https://sandbox.orcid.org", "https://sandbox.orcid.org/"])
def test_the_sandbox_of_orcid_may_be_asked(say, base):
    say(CLIENT_ID="APP-1", CLIENT_SECRET="s", BASE=base)
    assert orcid_client(debug=False).base == "https://sandbox.orcid.org"


@pytest.mark.parametrize("half", [{"CLIENT_ID": "APP-1"}, {"CLIENT_SECRET": "s"}])
@pytest.mark.parametrize("debug", [True, False])
def test_a_half_of_it_is_refused(say, half, debug):
    say(**half)
    with pytest.raises(ImproperlyConfigured, match=r"only one is set\. Set both"):
        orcid_client(debug=debug)


@pytest.mark.parametrize("base", BASES)
def test_a_stand_in_is_for_where_things_are_tried(say, base):
    say(CLIENT_ID="APP-1", CLIENT_SECRET="s", BASE=base)
    assert orcid_client(debug=True).is_stand_in
    with pytest.raises(ImproperlyConfigured, match="a stand-in that believes every iD"):
        orcid_client(debug=False)


@pytest.mark.parametrize("debug", [True, False])
def test_nobody_on_the_way_may_answer_for_orcid(say, debug):
    say(CLIENT_ID="APP-1", CLIENT_SECRET="s", BASE="http://orcid.org")
    with pytest.raises(ImproperlyConfigured, match="begins with https"):
        orcid_client(debug=debug)


@pytest.mark.parametrize(
    "values",
    [
        {"BASE": "orcid.org"},
        {"BASE": "https://orcid.org/oauth"},
        {"BASE": "https://orcid.org; script-src *"},
        {"CLIENT_ID": "APP 1"},
        {"CLIENT_SECRET": "a\nb"},
    ],
)
def test_what_is_no_address_or_word_is_refused(say, values):
    say(**{"CLIENT_ID": "APP-1", "CLIENT_SECRET": "s", **values})
    with pytest.raises(ImproperlyConfigured, match="ORCID_"):
        orcid_client(debug=True)


def test_the_check_says_it_with_what_to_do(settings):
    settings.CREDENCE_ORCID = OrcidClient("APP-1", "s", BASES[0])
    settings.DEBUG = False
    (error,) = [one for one in run_checks() if one.id == "accounts.E001"]
    assert "believes every iD" in error.msg
    assert "Leave ORCID_BASE out" in error.hint
    settings.CREDENCE_ORCID = OrcidClient("APP-1", "s")
    assert orcid_is_configured_whole() == []
