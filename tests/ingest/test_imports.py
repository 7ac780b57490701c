from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ingest.models import ImportProblem, ImportRun
from ingest.runs import start_run
from tests.ingest.records import load, make_record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("carol", 404), ("admin", 200)])
def test_only_administrators_see_imports(
    who: str | None, status: int, request: pytest.FixtureRequest, as_user: Callable[..., Client]
) -> None:
    run = load(make_record())
    client = as_user(request.getfixturevalue(who) if who else None)
    for address in (reverse("ingest:index"), reverse("ingest:run", args=[run.pk])):
        assert client.get(address).status_code == status


def test_a_run_shows_its_figures_and_problems_and_hides_no_markup(
    admin: Any, as_user: Callable[..., Client]
) -> None:
    run = load(make_record())
    ImportProblem.objects.create(run=run, position="file, line 3", reason="no title", piece="<script>")
    page = as_user(admin).get(reverse("ingest:run", args=[run.pk])).content.decode()
    assert "no title" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_running_import_asks_again_and_a_finished_one_stops(
    admin: Any, as_user: Callable[..., Client]
) -> None:
    run = start_run("credence", "file")
    client, address = as_user(admin), reverse("ingest:run", args=[run.pk])
    piece = client.get(address, headers={"HX-Request": "true"})
    assert (piece.status_code, "every 1s" in piece.content.decode()) == (200, True)
    ImportRun.objects.update(state=ImportRun.State.DONE)
    piece = client.get(address, headers={"HX-Request": "true"})
    assert (piece.status_code, "every 1s" in piece.content.decode()) == (286, False)


def test_the_list_costs_the_same_for_two_runs_and_for_twenty(
    admin: Any, as_user: Callable[..., Client], count_queries: Callable[..., int]
) -> None:
    client = as_user(admin)
    for _ in range(2):
        start_run("credence", "file")
    few = count_queries(lambda: client.get(reverse("ingest:index")))
    for _ in range(18):
        start_run("credence", "file")
    assert count_queries(lambda: client.get(reverse("ingest:index"))) == few
