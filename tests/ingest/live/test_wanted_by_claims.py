"""Works that claimants miss are fetched in the background."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models.functions import Now
from pytest_httpserver import HTTPServer

from claims.flow.drafting import begin_claim
from claims.flow.missing import add_missing
from claims.models import Claim, MissingWork
from ingest import wanted_by_claims
from ingest.live.asking import Item
from ingest.live.wanted import FetchRequest
from ingest.loading.loader import Canceled
from ingest.loading.runs import LOCK_SPACE, TRY_LOCK, UNLOCK
from ingest.models import ImportRun
from ingest.tasks import fetch_works_missing_in_claims
from ingest.wanted_by_claims import GIVEN_UP, LOCK, MOST_TRIES, NOT_FETCHED
from tests.builders import make_researcher, make_user
from tests.ingest.live import bodies
from tests.ingest.live.test_fetching import know
from works.models import SourceRecord, Work

DOI = "10.5555/1"
State = MissingWork.State


@pytest.fixture
def draft(db: None) -> Claim:
    """A claim to the page of Ada Lindqvist, which lists nothing."""
    return begin_claim(make_researcher("Ada Lindqvist"), by=make_user())


def miss(claim: Claim, value: str, scheme: str = "doi") -> MissingWork:
    return claim.missing_works.create(scheme=scheme, value=value)


def test_what_a_service_knows_comes_and_is_tied(served: HTTPServer, draft: Claim) -> None:
    know(served, DOI)
    row = miss(draft, DOI)
    assert fetch_works_missing_in_claims() == 1
    row.refresh_from_db()
    assert (row.state, row.work) == (State.FOUND, Work.objects.get())
    assert [(one.authorship.name, one.answer) for one in draft.answers.all()] == [("Ada Lindqvist", "mine")]
    assert ImportRun.objects.get().state == ImportRun.State.DONE
    assert all(SourceRecord.objects.values_list("at_wish", flat=True)), "it is no evidence"


def test_what_nobody_knows_says_so_and_keeps_no_other_waiting(served: HTTPServer, draft: Claim) -> None:
    served.expect_request("/crossref/works/10.5555/0").respond_with_data("Resource not found.", status=404)
    served.expect_request("/datacite/dois/10.5555/0").respond_with_json({"errors": []}, status=404)
    served.expect_request(f"/crossref/works/{DOI}").respond_with_json(bodies.crossref_single(DOI))
    served.expect_request("/openalex/works").respond_with_json(bodies.openalex_page([]))
    unknown, known = miss(draft, "10.5555/0"), miss(draft, DOI)
    fetch_works_missing_in_claims()
    unknown.refresh_from_db()
    known.refresh_from_db()
    assert (unknown.state, known.state) == (State.UNKNOWN, State.FOUND)
    assert "do not know this DOI" in unknown.note


def test_what_no_service_is_asked_for_is_not_found(draft: Claim) -> None:
    row = miss(draft, "P19-1001", "acl")
    fetch_works_missing_in_claims()
    row.refresh_from_db()
    assert (row.state, row.note) == (State.UNKNOWN, NOT_FETCHED)
    assert not ImportRun.objects.exists()


def test_without_anything_missing_nobody_is_asked(draft: Claim) -> None:
    assert fetch_works_missing_in_claims() == 0
    assert not ImportRun.objects.exists()


def test_what_a_killed_worker_left_is_taken_up(served: HTTPServer, draft: Claim) -> None:
    """Its rows wait for a while, and the work it had stored is not made again."""
    know(served, DOI)
    row = miss(draft, DOI)
    fetch_works_missing_in_claims()
    MissingWork.objects.filter(pk=row.pk).update(state=State.WAITING, work=None, done_at=None)
    let_time_pass()
    fetch_works_missing_in_claims()
    row.refresh_from_db()
    assert row.state == State.FOUND
    assert Work.objects.count() == 1


def break_on(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Let a reader break on what the services say of this DOI; of the others nobody knows anything."""

    def breaking(request: FetchRequest, checkpoint: dict[str, Any]) -> Iterator[Item]:
        if value in request.dois:
            raise RuntimeError("a reader breaks")
        yield from ()

    monkeypatch.setattr(wanted_by_claims, "fetch_items", breaking)


def let_time_pass() -> None:
    """Until everything that was put off is due again."""
    MissingWork.objects.update(due_at=Now())


def test_a_run_that_breaks_is_not_begun_again_at_once(draft: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    row = miss(draft, DOI)
    break_on(monkeypatch, DOI)
    with pytest.raises(RuntimeError):
        fetch_works_missing_in_claims()
    assert fetch_works_missing_in_claims() == 0
    row.refresh_from_db()
    assert (row.state, row.tries, ImportRun.objects.count()) == (State.WAITING, 1, 1)


def test_what_a_run_breaks_on_keeps_no_other_from_being_asked_for(
    draft: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, other = miss(draft, "10.5555/0"), miss(draft, DOI)
    break_on(monkeypatch, bad.value)
    with pytest.raises(RuntimeError):
        fetch_works_missing_in_claims()
    let_time_pass()
    with pytest.raises(RuntimeError):
        fetch_works_missing_in_claims()
    assert fetch_works_missing_in_claims() == 1
    bad.refresh_from_db()
    other.refresh_from_db()
    assert (bad.state, other.state) == (State.WAITING, State.UNKNOWN)


def test_what_every_run_breaks_on_is_given_up_and_says_so(
    draft: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = miss(draft, DOI)
    break_on(monkeypatch, DOI)
    for _ in range(MOST_TRIES):
        with pytest.raises(RuntimeError):
            fetch_works_missing_in_claims()
        let_time_pass()
    assert fetch_works_missing_in_claims() == 1
    row.refresh_from_db()
    assert (row.state, row.note) == (State.UNKNOWN, GIVEN_UP)


def test_a_canceled_run_says_of_nothing_that_nobody_knows_it(
    draft: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def canceling(request: FetchRequest, checkpoint: dict[str, Any]) -> Iterator[Item]:
        raise Canceled("by somebody")
        yield

    row = miss(draft, DOI)
    monkeypatch.setattr(wanted_by_claims, "fetch_items", canceling)
    assert fetch_works_missing_in_claims() == 0
    row.refresh_from_db()
    assert (row.state, row.note) == (State.WAITING, "")
    assert ImportRun.objects.get().state == ImportRun.State.CANCELED


def test_what_is_named_again_is_asked_for_at_once(draft: Claim) -> None:
    row = miss(draft, DOI)
    MissingWork.objects.update(state=State.UNKNOWN, tries=MOST_TRIES, due_at=Now() + timedelta(hours=1))
    add_missing(draft, [("doi", DOI)])
    assert [list(rows) for rows in wanted_by_claims.due()] == [[row]]


def test_one_process_at_a_time_asks(draft: Claim) -> None:
    miss(draft, DOI)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(TRY_LOCK, {"space": LOCK_SPACE, "run": LOCK})
        assert fetch_works_missing_in_claims() == 0
        with other.cursor() as cursor:
            cursor.execute(UNLOCK, {"space": LOCK_SPACE, "run": LOCK})
    finally:
        other.close()
    assert not ImportRun.objects.exists()
    assert not is_locked()


def is_locked() -> bool:
    """Whether this process has kept the lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database AS here ON here.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND datname = current_database()",
            [LOCK_SPACE, LOCK],
        )
        return bool(cursor.fetchone()[0])
