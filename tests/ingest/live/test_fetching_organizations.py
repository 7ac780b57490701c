"""The command that brings organizations in, asking the registry's service."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from ingest.live.ror import PATIENCE
from tests.commands import run_command
from tests.ingest.live import bodies
from tests.ingest.live.conftest import hasty_client
from tests.ingest.records import load, make_record
from tests.ingest.registry import organization, write_registry
from works.models import Affiliation, Institution

BATHTUBS, TIDES = "021nxhr62", "05dxps055"
PLACE = "/ror/v2/organizations"

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(served: HTTPServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    """A service that knows two institutes, one of them by words only from its second page on."""
    settings.CREDENCE_LIVE_KEYS = {"openalex": "", "ror": "client-1"}
    monkeypatch.setattr("ingest.management.commands.import_organisations.Client", hasty_client)
    bathtubs = bodies.ror_organization(BATHTUBS, "Bathtub Institute")
    tides = bodies.ror_organization(TIDES, "Institute of Tides")
    served.expect_request(f"{PLACE}/{BATHTUBS}").respond_with_json(bathtubs)
    served.expect_request(f"{PLACE}/{TIDES}").respond_with_json(tides)
    for number, found in enumerate([[bathtubs] * 20, [tides]], start=1):
        served.expect_request(PLACE, query_string=f"query=wet+places&page={number}").respond_with_json(
            bodies.ror_page(found, 21)
        )
    served.expect_request(PLACE, query_string="query=deserts&page=1").respond_with_json(
        bodies.ror_page([], 0)
    )
    return served


def bring_in(*words: object) -> int:
    return run_command("import_organisations", *words)


def figures(capsys: pytest.CaptureFixture[str]) -> tuple[int, ...]:
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"read", "created", "updated", "unchanged", "rejected", "seconds"}
    return tuple(said[key] for key in ("read", "created", "updated", "unchanged", "rejected"))


def known() -> set[str]:
    return set(Institution.objects.exclude(ror=None).values_list("name", flat=True))


def test_organizations_are_fetched_by_id_and_affiliations_read_anew(
    registry: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    load(make_record(authors=({"name": "Ada Lindqvist", "affiliations": ["Bathtub Institute"]},)))
    assert bring_in("--ror", f"https://ror.org/{BATHTUBS}", "--ror", TIDES, "--ror", BATHTUBS, "--json") == 0
    assert figures(capsys) == (2, 2, 0, 0, 0)
    assert known() == {"Bathtub Institute", "Institute of Tides"}
    assert Affiliation.objects.get().institution.ror == BATHTUBS
    assert [request.path for request, _ in registry.log] == [f"{PLACE}/{BATHTUBS}", f"{PLACE}/{TIDES}"]
    assert bring_in("--ror", BATHTUBS, "--json") == 0
    assert figures(capsys) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("limit", "names"), [(20, {"Bathtub Institute"}), (21, {"Bathtub Institute", "Institute of Tides"})]
)
def test_words_bring_as_many_as_wanted(registry: HTTPServer, limit: int, names: set[str]) -> None:
    assert bring_in("--query", " wet  places ", "--limit", limit) == 0
    assert known() == names


def test_a_limit_below_a_page_is_kept(registry: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring_in("--query", "wet places", "--limit", 3, "--json") == 0
    assert figures(capsys)[0] == 3


def test_a_dump_and_the_service_go_together(registry: HTTPServer, tmp_path: Path) -> None:
    dump = write_registry(tmp_path, organization("01aaaaa11", "Lindenau University"))
    assert bring_in(dump, "--ror", TIDES) == 0
    assert known() == {"Lindenau University", "Institute of Tides"}


def test_what_the_registry_does_not_know_is_set_aside_and_the_rest_is_kept(
    registry: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    registry.expect_request(f"{PLACE}/01aaaaa11").respond_with_json({"errors": ["none"]}, status=404)
    assert bring_in("--ror", "01aaaaa11", "--ror", TIDES, "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["rejected"] == 1
    assert "set aside: ROR ID 01aaaaa11: ROR does not know this organization" in said.err
    assert known() == {"Institute of Tides"}


def test_a_service_that_fails_again_and_again_is_left_alone(
    registry: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [f"0{number}aaaaa11" for number in range(1, PATIENCE + 2)]
    for one in ids:
        registry.expect_request(f"{PLACE}/{one}").respond_with_data("no", status=400)
    assert bring_in(*(word for one in ids for word in ("--ror", one))) == 1
    assert len(registry.log) == PATIENCE
    assert (
        f"{ids[-1]}: ROR failed {PATIENCE} times in a row and was not asked again" in capsys.readouterr().err
    )


def test_words_without_hits_are_status_1(registry: HTTPServer) -> None:
    assert bring_in("--query", "deserts") == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "name a PATH, a --ror ID or a --query"),
        (["--ror", "lindenau"], "this is no ROR ID: lindenau"),
        (["--query", " "], "a query is empty"),
        (["--query", "x", "--limit", "0"], "the limit must be between 1 and 10,000"),
    ],
)
def test_wrong_use_is_status_2(
    registry: HTTPServer, words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring_in(*words) == 2
    assert reason in capsys.readouterr().err
    assert not registry.log
