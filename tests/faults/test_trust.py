"""Whoever scores is killed in the midst of it, in real processes, while facts change; at rest nothing of it is left."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import psutil
import pytest
from celery.exceptions import AlwaysEagerIgnored
from django.db import connection
from django.utils import timezone

from accounts.models import User
from claims.flow.claiming import submit_claim
from claims.models import Claim
from claims.review.deciding import approve, revoke
from config.celery import app
from researchers.answering import confirm_attribution, dispute_attribution, reject_attribution
from researchers.models import Attribution, Researcher
from tests.builders import make_researcher, make_user, make_work
from tests.faults.processes import (
    PATIENCE,
    Process,
    children_of,
    eventually,
    kill,
    nobody_has_locks,
    start,
    stopped_at,
)
from tests.ingest.records import load, make_record
from trust.gathering import gather
from trust.management.commands.score_trust import INTERRUPTED
from trust.models import TrustEvent, TrustRange, TrustSnapshot
from trust.ranges import ask_for_everybody
from trust.refreshing import stale_researchers
from trust.scoring import score
from trust.sweeping import score_batches

pytestmark = pytest.mark.django_db(transaction=True)

# A batch is three people, a sweep a few batches, and every run is worth two processes.
SMALL_BATCHES = """
import sys
import django
django.setup()
from trust import ranges, refreshing, running, sweeping
ranges.BATCH, running.MANY, sweeping.SLICE = 3, 0, 0.05
a_batch_of = refreshing.score_stale
refreshing.score_stale = lambda: a_batch_of(3)
"""
COMMAND = SMALL_BATCHES + "from django.core.management import execute_from_command_line as run; run(sys.argv)"
WORKER = SMALL_BATCHES + (
    "from config.celery import app\n"
    "queue = app.conf.task_default_queue = sys.argv[1]\n"
    "app.conf.task_routes, app.conf.task_queues = {}, None\n"
    "app.worker_main(['worker', '--concurrency', '2', '--loglevel', 'CRITICAL', '--queues', queue,"
    " '--without-gossip', '--without-mingle', '--without-heartbeat'])"
)
GATHERING = ("works_sourcerecord", "ACCESS EXCLUSIVE")  # nothing else keeps somebody from reading
STORING = ("trust_trustsnapshot", "EXCLUSIVE")
TELLING = ("trust_trustevent", "EXCLUSIVE")
NOTING = ("trust_trustbatch", "EXCLUSIVE")
CHANGES = 24
FIVE_SECONDS = 0.2  # of a hurried beat, in seconds


@pytest.fixture
def people() -> list[Researcher]:
    people = [make_researcher(f"Person Number{number}") for number in range(12)]
    for number, person in enumerate(people):
        for place in range(number % 4 + 1):
            make_work(f"Paper {number} {place}", authors=[person, people[number - 1]])
    return people


@contextmanager
def worker(queue: str) -> Iterator[Process]:
    """A worker of two processes, which starts others for those that are killed; dead at the end."""
    process = start(WORKER, queue)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def pool_of(process: Process) -> list[psutil.Process]:
    return psutil.Process(process.pid).children()


def nudge(queue: str) -> None:
    """What beat does, really sent although the suite does its tasks at once."""
    with pytest.warns(AlwaysEagerIgnored):
        app.send_task("trust.tasks.sweep_trust", queue=queue)


def beat(queue: str) -> None:
    nudge(queue)
    time.sleep(FIVE_SECONDS)


def at_rest() -> bool:
    return not stale_researchers() and not TrustRange.objects.exists()


def assert_as_if_nobody_had_been_killed() -> None:
    """Every snapshot is what its facts give now, and every history leads to it step by step."""
    today = timezone.now().date()
    evidence = gather(list(Researcher.objects.current().values_list("pk", flat=True)))
    stored = {one.pk: one for one in TrustSnapshot.objects.select_related("researcher")}
    assert {pk: (one.evidence, one.result, one.due_on) for pk, one in stored.items()} == {
        pk: (inputs, score(inputs, today), inputs.due_after(today)) for pk, inputs in evidence.items()
    }
    for snapshot in stored.values():
        badge = snapshot.researcher.trust_score, snapshot.researcher.verification_level
        assert badge == (snapshot.score, snapshot.level)
        events = list(TrustEvent.objects.of(snapshot.researcher).reverse())
        assert (events[0].score_before, events[-1].score, events[-1].level) == (None, *badge)
        assert all(events[1:]), "None tells of a change twice"
        for earlier, later in pairwise(events):
            assert (later.score_before, later.level_before) == (earlier.score, earlier.level)
            assert later.reasons != ["Computed for the first time."]


class Life:
    """What people do to the record meanwhile, all by the verbs that pages use."""

    def __init__(self, people: list[Researcher], chance: random.Random) -> None:
        self.people, self.chance = people, chance
        self.warden = make_user(is_staff=True, is_superuser=True)
        self.users: list[User] = [make_user() for _ in people[:4]]
        self.imported = 0

    def goes_on(self) -> None:
        self.chance.choice((self.claim_or_revoke, self.answer, self.answer, self.bring_in))()

    def claim_or_revoke(self) -> None:
        user, page = self.chance.choice(list(zip(self.users, self.people, strict=False)))
        claim = Claim.objects.filter(user=user, state=Claim.State.APPROVED).first()
        if claim:
            revoke(claim, by=self.warden, reason="It was somebody else.")
        else:
            approve(submit_claim(page, by=user, reason="It is me."), by=self.warden)

    def answer(self) -> None:
        attribution = self.chance.choice(list(Attribution.objects.accepted().order_by("pk")))
        by = self.chance.choice([attribution.researcher.user or self.warden, self.warden])
        verb: Callable[..., bool] = self.chance.choice(
            [confirm_attribution, confirm_attribution, dispute_attribution, reject_attribution]
        )
        verb(attribution, by=by, **({} if verb is confirm_attribution else {"reason": "Not so sure."}))

    def bring_in(self) -> None:
        self.imported += 1
        names = tuple(person.preferred_name for person in self.chance.sample(self.people, 2))
        load(make_record(str(self.imported), title=f"News {self.imported}", authors=names))


def living_pool_of(process: Process) -> list[psutil.Process]:
    """The pool once there is one: those killed just now are being replaced."""
    seen: list[psutil.Process] = []
    eventually(lambda: seen.extend(pool_of(process)) or seen)
    return seen


def test_workers_killed_at_random_while_facts_change_leave_nothing_wrong(people):
    chance = random.Random(5)
    queue = f"faults-of-trust-{connection.settings_dict['NAME']}"
    with worker(queue) as process:
        life = Life(people, chance)
        for place in (GATHERING, STORING, TELLING, NOTING):
            ask_for_everybody()
            nudge(queue)
            with stopped_at(*place, process):
                for one in pool_of(process):
                    one.kill()
        for number in range(CHANGES):
            life.goes_on()
            nudge(queue)
            if number % 8 == 7:
                chance.choice(living_pool_of(process)).kill()
        eventually(lambda: at_rest() or beat(queue))
    eventually(nobody_has_locks)
    assert life.imported
    assert TrustEvent.objects.filter(level=2).exists()
    assert_as_if_nobody_had_been_killed()


def scoring_everybody() -> Process:
    return start(COMMAND, "score_trust", "--all", "--processes", "2")


def finish() -> None:
    """What workers would do."""
    eventually(nobody_has_locks)
    assert not at_rest()
    list(score_batches())


def ended(process: Process) -> tuple[int, str]:
    _, said = process.communicate(timeout=PATIENCE)
    return process.returncode, said


def test_a_command_that_is_killed_leaves_the_rest_to_workers(people):
    command = scoring_everybody()
    with stopped_at(*TELLING, command):
        kill(command)
    finish()
    assert_as_if_nobody_had_been_killed()


def test_a_killed_process_of_the_command_is_told_of_and_spoils_nothing(people):
    command = scoring_everybody()
    with stopped_at(*TELLING, command):
        children_of(command)[-1].kill()
    status, said = ended(command)
    assert status == 1
    assert said.startswith("CommandError: A process that scored was killed from outside")
    finish()
    assert_as_if_nobody_had_been_killed()


def test_ctrl_c_leaves_the_rest_to_workers(people):
    command = scoring_everybody()
    with stopped_at(*TELLING, command):
        os.killpg(command.pid, signal.SIGINT)
    assert ended(command) == (1, f"CommandError: {INTERRUPTED}\n")
    finish()
    assert_as_if_nobody_had_been_killed()
