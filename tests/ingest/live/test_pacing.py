"""The pace of a service, kept by everybody who shares a cache."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.conf import settings as real_settings
from pytest_django import Settings
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from ingest.live import pacing
from ingest.live.answers import Unanswered
from ingest.live.client import Client
from ingest.live.limits import LABELS, SPACING, Service, service_called
from ingest.live.pacing import LONGEST_WAIT, SharedPace, TooLong, shared_pace
from tests.ingest.live.conftest import Clock


def service(spacing: float = 3.0, *, alone: bool = False) -> Service:
    return Service("arxiv", "arXiv", "https://arxiv.invalid", spacing, alone=alone)


@pytest.fixture
def store() -> "redis.Redis":
    return redis.Redis.from_url(real_settings.CACHES["default"]["LOCATION"])


@pytest.fixture
def clock() -> Clock:
    return Clock()


def take_turn(pace: SharedPace) -> None:
    with pace.turn():
        pass


def test_turns_of_everybody_are_one_spacing_apart(store: "redis.Redis", clock: Clock) -> None:
    paces = [SharedPace(service(30.0), store, clock.sleep) for _ in range(2)]
    for _ in range(2):
        for pace in paces:
            take_turn(pace)
    # The clock of the cache goes on while the test sleeps in no time: the waits add up.
    assert clock.slept == pytest.approx([30, 60, 90], abs=8)


def test_the_first_turn_after_a_while_comes_at_once(store: "redis.Redis", clock: Clock) -> None:
    pace = SharedPace(service(0.05), store, clock.sleep)
    take_turn(pace)
    time.sleep(0.1)
    take_turn(pace)
    assert clock.slept == []


def test_services_do_not_wait_for_each_other(store: "redis.Redis", clock: Clock) -> None:
    take_turn(SharedPace(service(3.0), store, clock.sleep))
    take_turn(SharedPace(Service("dblp", "DBLP", "https://dblp.invalid", 3.0), store, clock.sleep))
    assert clock.slept == []


def test_a_wait_that_a_service_asked_for_is_everybodys(store: "redis.Redis", clock: Clock) -> None:
    SharedPace(service(), store).postpone(50)
    take_turn(SharedPace(service(), store, clock.sleep))
    assert clock.slept == pytest.approx([50], abs=8)


def test_a_shorter_wait_does_not_shorten_a_longer_one(store: "redis.Redis", clock: Clock) -> None:
    pace = SharedPace(service(), store, clock.sleep)
    pace.postpone(50)
    pace.postpone(1)
    take_turn(pace)
    assert clock.slept == pytest.approx([50], abs=8)


def test_nobody_waits_too_long_nor_takes_a_turn_in_vain(store: "redis.Redis", clock: Clock) -> None:
    pace = SharedPace(service(), store, clock.sleep)
    pace.postpone(LONGEST_WAIT + 60)
    for _ in range(3):
        with pytest.raises(TooLong) as caught:
            take_turn(pace)
        assert caught.value.seconds == pytest.approx(LONGEST_WAIT + 60, abs=8)
    assert clock.slept == []


TAKES_TURNS = """
import sys, time, redis
from ingest.live.limits import Service
from ingest.live.pacing import SharedPace
pace = SharedPace(Service("arxiv", "arXiv", "", float(sys.argv[2])), redis.Redis.from_url(sys.argv[1]))
print(time.time())
for _ in range(6):
    with pace.turn():
        print(time.time())
"""


def test_two_processes_together_are_no_faster_than_one(store: "redis.Redis") -> None:
    spacing = 0.2
    where = real_settings.CACHES["default"]["LOCATION"]
    command = [sys.executable, "-c", TAKES_TURNS, where, str(spacing)]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=real_settings.BASE_DIR)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    times = [float(line) for output in outputs for line in output.splitlines()]
    assert len(times) == 2 + 12
    # From before the first turn to the last one; turns may come late, never early.
    assert max(times) - min(times) >= 11 * spacing


def test_threads_keep_the_pace_too(store: "redis.Redis") -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        for _ in range(8):
            pool.submit(take_turn, SharedPace(service(0.1), store))
    assert time.monotonic() - began >= 0.7


def test_a_service_that_wants_one_connection_gets_one(store: "redis.Redis") -> None:
    inside, most = 0, 0
    lock = threading.Lock()

    def visit() -> None:
        nonlocal inside, most
        with SharedPace(service(0.0, alone=True), store).turn() as still_here:
            with lock:
                inside += 1
                most = max(most, inside)
            still_here(1)
            time.sleep(0.02)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(5) as pool:
        for visitor in [pool.submit(visit) for _ in range(10)]:
            visitor.result()
    assert most == 1


def test_a_process_that_died_holds_up_the_others_for_a_lease_only(
    store: "redis.Redis", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "LEASE", 0.8)
    dead = SharedPace(service(0.0, alone=True), store).turn()
    dead.__enter__()
    began = time.monotonic()
    take_turn(SharedPace(service(0.0, alone=True), store))
    assert 0.1 < time.monotonic() - began < 5
    dead.__exit__(None, None, None)  # too late, and no harm


def test_a_connection_that_never_gets_free_is_given_up(store: "redis.Redis", clock: Clock) -> None:
    with SharedPace(service(0.0, alone=True), store).turn(), pytest.raises(TooLong):
        take_turn(SharedPace(service(0.0, alone=True), store, clock.sleep))
    assert sum(clock.slept) == pytest.approx(LONGEST_WAIT, abs=1)


def test_a_client_says_that_it_has_to_wait_too_long(store: "redis.Redis") -> None:
    pace = SharedPace(service(), store)
    pace.postpone(500)
    with pytest.raises(Unanswered, match=r"^arXiv asked us to wait; the next turn comes in (500|49\d) s$"):
        Client(service(), pace=pace).get("/api/query")


def test_without_the_cache_nothing_is_asked() -> None:
    pace = SharedPace(service(), redis.Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0)))
    with pytest.raises(RedisError):
        take_turn(pace)
    with pytest.raises(Unanswered, match="the cache that keeps our pace is away"):
        Client(service(), pace=pace).get("/api/query")


def test_every_service_has_a_pace_and_arxiv_the_one_it_asks_for(settings: Settings) -> None:
    settings.CREDENCE_CONTACT_EMAIL = "desk@credence.example"
    settings.CREDENCE_LIVE_KEYS = {"openalex": "", "ror": "client-1"}
    assert {name: service_called(name).spacing for name in LABELS} == SPACING
    assert (SPACING["arxiv"], service_called("arxiv").alone) == (3.0, True)
    assert isinstance(shared_pace(service_called("arxiv")), SharedPace)


def test_strangers_ask_less_often(settings: Settings) -> None:
    settings.CREDENCE_CONTACT_EMAIL = ""
    settings.CREDENCE_LIVE_KEYS = {"openalex": "", "ror": ""}
    assert {name: service_called(name).spacing for name in ("crossref", "datacite", "ror", "orcid")} == {
        "crossref": 1.0,
        "datacite": 0.6,
        "ror": 6.0,
        "orcid": SPACING["orcid"],
    }
    assert service_called("crossref").alone
    settings.CREDENCE_CONTACT_EMAIL = "desk@credence.example"
    assert not service_called("crossref").alone
