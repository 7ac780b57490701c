"""The command `check_health`."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from claims.models import Claim
from config.management.commands import check_health
from researchers.models import Researcher
from tests.builders import make_researcher, make_user, make_work
from trust.models import TrustBatch, TrustRange
from works.models import WorkScore

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_workers(monkeypatch):
    monkeypatch.setattr(check_health, "answering_workers", lambda: 2)


def run(*arguments, status):
    """Its standard output and standard error; it must end with this exit status."""
    out, error = StringIO(), StringIO()
    ended = 0
    try:
        call_command("check_health", *arguments, stdout=out, stderr=error)
    except SystemExit as end:
        ended = end.code
    assert ended == status, error.getvalue()
    return out.getvalue(), error.getvalue()


def answer(*, status):
    return json.loads(run("--json", status=status)[0])


@pytest.mark.usefixtures("two_workers")
def test_all_is_well():
    assert answer(status=0) == {
        "healthy": True,
        "database": "ok",
        "broker": "ok",
        "workers": 2,
        "stale_counters": {"count": 0, "oldest_seconds": None},
        "stale_trust": {"count": 0, "oldest_seconds": None},
        "trust_progress": {"scored": 0, "per_second": None, "seconds_left": 0},
        "stale_scores": {"count": 0, "oldest_seconds": None},
        "waiting_examinations": {"count": 0, "oldest_seconds": None},
        "waiting_claims": {"count": 0, "oldest_seconds": None},
        "problems": [],
    }


@pytest.mark.usefixtures("two_workers")
def test_what_waits_is_counted_with_its_age():
    ago = timezone.now() - timedelta(seconds=300)
    ada = make_researcher()
    make_researcher("Bob Okafor", merged_into=ada)
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=ago)
    WorkScore.objects.create(work=make_work(), stale_at=ago)
    WorkScore.objects.create(work=make_work(), stale_at=None)
    Claim.objects.create(researcher=ada, user=make_user(), reason="It is me.", submitted_at=ago)
    found = answer(status=0)
    assert found["stale_counters"] == {"count": 0, "oldest_seconds": None}
    assert (
        found["stale_trust"]["count"]
        == found["waiting_claims"]["count"]
        == found["stale_scores"]["count"]
        == 1
    )
    assert 300 <= found["stale_scores"]["oldest_seconds"] < 330
    assert 300 <= found["stale_trust"]["oldest_seconds"] < 330
    assert 300 <= found["waiting_claims"]["oldest_seconds"] < 330


@pytest.mark.usefixtures("two_workers")
def test_who_was_asked_for_waits_too_and_is_counted_once():
    ago = timezone.now() - timedelta(seconds=300)
    ada = make_researcher(trust_stale_at=None)
    bob = make_researcher(trust_stale_at=timezone.now())
    make_researcher(trust_stale_at=None, merged_into=ada)
    TrustRange.objects.create(low=ada.pk, high=bob.pk + 1, asked_at=ago)
    waiting = answer(status=0)["stale_trust"]
    assert waiting["count"] == 2
    assert 300 <= waiting["oldest_seconds"] < 330


@pytest.fixture
def note():
    """A batch that took so many seconds and ended some seconds ago, all of them seen from the same second."""
    now = timezone.now().replace(microsecond=0)

    def note(scored, seconds, *, ago):
        TrustBatch.objects.create(scored=scored, seconds=seconds, at=now - timedelta(seconds=ago))

    return note


@pytest.mark.usefixtures("two_workers")
def test_the_rate_is_that_of_the_time_in_which_anybody_scored(note):
    """Two side by side for four seconds, then one for a second, then none; and one that is too long ago."""
    note(1500, 4.0, ago=100)
    note(1500, 3.0, ago=100)
    note(1000, 1.0, ago=50)
    note(9000, 1.0, ago=601)
    for _ in range(2):
        make_researcher()
    Researcher.objects.update(counters_stale_at=None)
    progress = {"scored": 4000, "per_second": 800.0, "seconds_left": 0}
    assert answer(status=0)["trust_progress"] == progress
    out, _ = run(status=0)
    assert "trust scored    4,000 in the last ten minutes, 800.0 a second\n" in out


@pytest.mark.usefixtures("two_workers")
def test_how_long_the_rest_takes_follows_from_the_rate(note):
    note(1, 30.0, ago=100)
    for _ in range(2):
        make_researcher()
    assert answer(status=0)["trust_progress"] == {"scored": 1, "per_second": 0.03, "seconds_left": 60}
    out, _ = run(status=0)
    assert "; the rest takes 60 s\n" in out


@pytest.mark.usefixtures("two_workers")
def test_how_long_it_takes_is_not_known_while_nobody_scores():
    make_researcher()
    assert answer(status=0)["trust_progress"] == {"scored": 0, "per_second": None, "seconds_left": None}
    out, _ = run(status=0)
    assert "trust scored    none in the last ten minutes\n" in out


@pytest.mark.usefixtures("two_workers")
@pytest.mark.parametrize(("column", "name"), [("counters_stale_at", "counters"), ("trust_stale_at", "trust")])
def test_rows_that_wait_too_long_are_a_fault(column, name):
    make_researcher()
    Researcher.objects.update(**{column: timezone.now() - timedelta(minutes=11)})
    _, error = run(status=1)
    assert error == f"stale {name} have waited for more than ten minutes\n"


def waits_to_be_examined(since):
    Claim.objects.create(
        researcher=make_researcher(), user=make_user(), submitted_at=timezone.now(), checks_due_at=since
    )
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)


@pytest.mark.usefixtures("two_workers")
def test_claims_that_wait_to_be_examined_are_counted_those_included_that_somebody_is_at():
    waits_to_be_examined(timezone.now() - timedelta(seconds=300))
    waits_to_be_examined(timezone.now() + timedelta(seconds=60))
    waiting = answer(status=0)["waiting_examinations"]
    assert waiting["count"] == 2
    assert 300 <= waiting["oldest_seconds"] < 330
    out, _ = run(status=0)
    assert "examinations    2, the oldest for 3" in out


@pytest.mark.usefixtures("two_workers")
def test_claims_that_nobody_examines_are_a_fault():
    waits_to_be_examined(timezone.now() - timedelta(minutes=11))
    _, error = run(status=1)
    assert error == "examinations of claims have waited for more than ten minutes\n"


@pytest.mark.usefixtures("two_workers")
def test_a_claim_that_waits_for_people_is_no_fault():
    Claim.objects.create(
        researcher=make_researcher(),
        user=make_user(),
        reason="It is me.",
        submitted_at=timezone.now() - timedelta(days=40),
    )
    out, _ = run(status=0)
    assert "waiting claims  1, the oldest for 3,456,0" in out


def test_no_worker_is_a_fault(monkeypatch):
    monkeypatch.setattr(check_health, "PING_SECONDS", 0.05)
    out, error = run(status=1)
    assert "workers         0" in out
    assert error == "no worker answers\n"


def test_without_a_broker_no_worker_is_looked_for(monkeypatch):
    monkeypatch.setattr(check_health, "broker_state", lambda: "unreachable")
    monkeypatch.setattr(check_health, "answering_workers", lambda: pytest.fail("There is nobody to ask."))
    assert answer(status=1)["problems"] == ["broker: unreachable", "no worker answers"]


@pytest.mark.usefixtures("two_workers")
def test_without_a_database_nothing_is_known_about_what_waits(monkeypatch):
    monkeypatch.setattr(check_health, "database_state", lambda: "unreachable")
    out, error = run(status=1)
    assert "stale trust     not known" in out
    assert error == "database: unreachable\n"
