"""When `serve` starts a stand-in for ORCID, and that nothing else does."""

from pathlib import Path

import pytest

from accounts.orcid_client import OrcidClient
from config import environment, standing_in
from config.management.commands.serve import child_environment, children
from config.standing_in import stand_in_for_orcid

REAL = OrcidClient("APP-1", "secret")


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Where things are tried, without a client at ORCID."""
    monkeypatch.setenv("DEBUG", "true")
    monkeypatch.setattr(environment, "ORCID", OrcidClient("", ""))
    monkeypatch.setattr(environment, "DATA_DIR", tmp_path)
    monkeypatch.setattr(standing_in, "choose_port", lambda port, asked_for: port)
    return monkeypatch


def test_where_things_are_tried_the_site_is_told_of_it(place):
    stand_in = stand_in_for_orcid(8000)
    assert stand_in
    given = child_environment(8000, stand_in)
    assert given["ORCID_BASE"] == "http://127.0.0.1:8090"
    assert OrcidClient(
        given["ORCID_CLIENT_ID"], given["ORCID_CLIENT_SECRET"], given["ORCID_BASE"]
    ).is_stand_in
    (child,) = [child for child in children(8000, stand_in) if child.name == "orcid"]
    assert "http://127.0.0.1:8000/accounts/orcid/login/callback/" in child.command
    assert "http://localhost:8000/accounts/orcid/login/callback/" in child.command
    assert stand_in.secret not in " ".join(child.command)


def test_its_secret_is_of_this_run_alone(place):
    first, second = stand_in_for_orcid(8000), stand_in_for_orcid(8000)
    assert first and second and first.secret != second.secret  # noqa: PT018


def test_a_real_deployment_has_none(place):
    place.setenv("DEBUG", "false")
    assert stand_in_for_orcid(8000) is None
    place.delenv("DEBUG")
    assert stand_in_for_orcid(8000) is None


def test_who_has_a_client_at_orcid_is_asked_there(place):
    place.setattr(environment, "ORCID", REAL)
    assert stand_in_for_orcid(8000) is None
    assert [child.name for child in children(8000, None)] == ["web", "worker", "quick", "beat"]
