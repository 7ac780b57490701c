"""What kills cost whoever scores: `python -m benchmarks.faults_of_trust [--kills N] [--workers N] [--seed N]`.

Copies the database at hand, which nobody else may use meanwhile. On the copy real workers score everybody, again and
again, while pages are claimed and released, works are confirmed, questioned, taken away and brought in. N times (twenty
unless told) one of the workers is killed at a random moment and another one started. At rest every snapshot must equal
one computed afresh, and every step of every history begin where the one before it ended. Exit status 1 if not.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.at_hand import require_record  # noqa: E402
from benchmarks.copied import address_of, copied_database  # noqa: E402
from claims.flow.claiming import submit_claim  # noqa: E402
from claims.models import Claim  # noqa: E402
from claims.review.deciding import approve, revoke  # noqa: E402
from config.celery import app  # noqa: E402
from ingest.loading.importing import import_items  # noqa: E402
from ingest.loading.runs import start_run  # noqa: E402
from ingest.records import record_from  # noqa: E402
from researchers.answering import (  # noqa: E402
    AttributedElsewhere,
    confirm_attribution,
    dispute_attribution,
    reject_attribution,
)
from researchers.curation.refusals import CannotCurate  # noqa: E402
from researchers.models import Attribution, Researcher  # noqa: E402
from trust.gathering import gather  # noqa: E402
from trust.models import TrustBatch, TrustEvent, TrustRange, TrustSnapshot  # noqa: E402
from trust.ranges import ask_for_everybody  # noqa: E402
from trust.scoring import score  # noqa: E402

COPY = "credence_benchmark_faults_of_trust"
WORK = """
import sys
import django
django.setup()
from config.celery import app
queue = app.conf.task_default_queue = sys.argv[1]
app.conf.task_routes, app.conf.task_queues = {}, None
app.worker_main(["worker", "--pool", "solo", "--loglevel", "CRITICAL", "--queues", queue,
                 "--without-gossip", "--without-mingle", "--without-heartbeat"])
"""
MOST_BATCHES = 30  # between two kills
LONGEST_WAIT = 1.0  # seconds; longer than most batches take
FIVE_SECONDS = 1.0  # of a hurried beat
PEOPLE = 12
AT_ONCE = 2000
REFUSALS = (CannotCurate, AttributedElsewhere)

# Steps that do not begin where the one before ended; or that tell of nothing.
BROKEN = """
SELECT count(*)
FROM (
    SELECT score_before, level_before, reasons,
           lag(score) OVER history AS score_then, lag(level) OVER history AS level_then,
           row_number() OVER history AS place
    FROM trust_trustevent
    WINDOW history AS (PARTITION BY researcher_id ORDER BY id)
) AS step
WHERE place > 1 AND (score_before, level_before) IS DISTINCT FROM (score_then, level_then)
   OR reasons = '[]'
"""

Worker = subprocess.Popen[bytes]


def start_worker() -> Worker:
    return subprocess.Popen(
        [sys.executable, "-c", WORK, COPY],
        env={**os.environ, "DATABASE_URL": address_of(COPY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(worker: Worker) -> None:
    worker.kill()
    worker.wait()


def nudge() -> None:
    app.send_task("trust.tasks.sweep_trust", queue=COPY, expires=5)


class Life:
    """What people do meanwhile, by the verbs that pages use."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.done = chance, Counter[str]()
        self.warden = User.objects.create(email="warden@people.example", is_staff=True, is_superuser=True)
        self.users = [User.objects.create(email=f"person{n}@people.example") for n in range(PEOPLE)]
        for user in self.users:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        self.pages = list(Researcher.objects.unclaimed().filter(works_count__range=(10, 60))[:PEOPLE])

    def goes_on(self) -> None:
        verb = self.chance.choice((self.claim_or_revoke, self.answer, self.answer, self.bring_in))
        try:
            with transaction.atomic():
                verb()
        except REFUSALS as refusal:
            self.done[type(refusal).__name__] += 1
        else:
            self.done[verb.__name__] += 1

    def claim_or_revoke(self) -> None:
        user, page = self.chance.choice(list(zip(self.users, self.pages, strict=True)))
        claim = Claim.objects.filter(user=user, state=Claim.State.APPROVED).first()
        if claim:
            revoke(claim, by=self.warden, reason="It was somebody else.")
        else:
            approve(submit_claim(page, by=user, reason="It is me."), by=self.warden)

    def answer(self) -> None:
        page = Researcher.objects.get(pk=self.chance.choice(self.pages).pk)
        attribution = self.chance.choice(list(Attribution.objects.accepted().filter(researcher=page)))
        answers = (confirm_attribution, confirm_attribution, self.dispute, reject_attribution)
        self.chance.choice(answers)(attribution, by=page.user or self.warden)

    def dispute(self, attribution: Attribution, *, by: User) -> bool:
        return dispute_attribution(attribution, by=by, reason="Not so sure.")

    def bring_in(self) -> None:
        number = self.done["bring_in"]
        names = [page.preferred_name for page in self.chance.sample(self.pages, 3)]
        news = {
            "source": "acl",
            "source_id": f"news.{number}",
            "title": f"News {number} of everybody",
            "published": "2026",
            "authors": [{"name": name} for name in names],
        }
        import_items(start_run("credence", "news"), [record_from(news)])


def disturbed(kills: int, number: int, chance: random.Random) -> Counter[str]:
    """Let life go on while workers are killed; what was done meanwhile."""
    life = Life(chance)
    workers = [start_worker() for _ in range(number)]
    try:
        for place in range(1, kills + 1):
            if not TrustRange.objects.exists():
                ask_for_everybody()
            live_on(life, batches=chance.randint(1, MOST_BATCHES), seconds=chance.uniform(0, LONGEST_WAIT))
            victim = chance.randrange(number)
            kill(workers[victim])
            print(f"kill {place}: {waiting():,} researchers wait", flush=True)
            workers[victim] = start_worker()
        while not is_at_rest():
            nudge()
            time.sleep(FIVE_SECONDS)
    finally:
        for worker in workers:
            kill(worker)
    return life.done


def live_on(life: Life, *, batches: int, seconds: float) -> None:
    """Until so many more batches are scored, and a while longer, so that the moment is any."""
    enough = TrustBatch.objects.count() + batches
    while TrustBatch.objects.count() < enough:
        life.goes_on()
        nudge()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        life.goes_on()
        nudge()


def waiting() -> int:
    stale = Researcher.objects.filter(trust_stale_at__isnull=False).count()
    return stale + sum(one.high - one.low + 1 for one in TrustRange.objects.all())


def is_at_rest() -> bool:
    return not waiting()


def unequal() -> int:
    """How many snapshots are not what their facts give now."""
    today = timezone.now().date()
    people = list(Researcher.objects.current().order_by("pk").values_list("pk", flat=True))
    wrong = 0
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        stored = {one.pk: (one.evidence, one.result) for one in TrustSnapshot.objects.filter(pk__in=some)}
        fresh = {pk: (inputs, score(inputs, today)) for pk, inputs in gather(some).items()}
        wrong += sum(stored.get(pk) != fresh.get(pk) for pk in some)
    return wrong


def broken_steps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        return cursor.fetchone()[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    require_record()
    with copied_database(COPY):
        began = time.monotonic()
        done = disturbed(options.kills, options.workers, random.Random(options.seed))
        seconds = round(time.monotonic() - began, 1)
        figures = {
            "seed": options.seed,
            "kills": options.kills,
            "researchers": Researcher.objects.current().count(),
            "seconds": seconds,
            **done,
            "events": TrustEvent.objects.count(),
            "unequal": unequal(),
            "broken_steps": broken_steps(),
        }
    print(json.dumps(figures))
    return 1 if figures["unequal"] or figures["broken_steps"] else 0


if __name__ == "__main__":
    sys.exit(main())
