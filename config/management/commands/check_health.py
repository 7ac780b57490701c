"""Whether the whole house works: servers, workers, and whether anything waits too long."""

import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Min
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from claims.models import Claim
from config.celery import app
from config.health import broker_state, database_state
from researchers.models import Researcher
from trust.progress import Progress, progress_of_trust, waiting_for_trust
from works.models import WorkScore

# Sweeps start every few seconds and take less than a minute for everybody: what waits longer is stuck.
LONGEST_STALE_SECONDS = 600
PING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows wait, and how many seconds the oldest has waited."""

    count: int
    oldest_seconds: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """What was found. Without a database nothing is known about what waits."""

    database: str
    broker: str
    workers: int
    stale_counters: Waiting | None
    stale_trust: Waiting | None
    trust_progress: Progress | None
    stale_scores: Waiting | None
    waiting_examinations: Waiting | None
    waiting_claims: Waiting | None

    @property
    def problems(self) -> list[str]:
        """What is wrong, in words. Claims wait for people: they are told, but are no fault of the machinery."""
        found = []
        if self.database != "ok":
            found.append(f"database: {self.database}")
        if self.broker != "ok":
            found.append(f"broker: {self.broker}")
        if not self.workers:
            found.append("no worker answers")
        found += [f"{name} have waited for more than ten minutes" for name in self.stuck]
        return found

    @property
    def stuck(self) -> list[str]:
        """What has waited longer than any sweep takes."""
        stale = {
            "stale counters": self.stale_counters,
            "stale trust": self.stale_trust,
            "stale scores of works": self.stale_scores,
            "examinations of claims": self.waiting_examinations,
        }
        return [
            name
            for name, waiting in stale.items()
            if waiting
            and waiting.oldest_seconds is not None
            and waiting.oldest_seconds > LONGEST_STALE_SECONDS
        ]


def check_health() -> Health:
    database, broker = database_state(), broker_state()
    known = database == "ok"
    trust = stale_trust() if known else None
    return Health(
        database=database,
        broker=broker,
        workers=answering_workers() if broker == "ok" else 0,
        stale_counters=stale_counters() if known else None,
        stale_trust=trust,
        trust_progress=progress_of_trust(trust.count) if trust else None,
        stale_scores=stale_scores() if known else None,
        waiting_examinations=waiting_examinations() if known else None,
        waiting_claims=waiting_claims() if known else None,
    )


def answering_workers() -> int:
    try:
        return len(app.control.inspect(timeout=PING_SECONDS).ping() or {})
    except (OperationalError, RedisError, OSError):
        return 0


def stale_counters() -> Waiting:
    """The current researchers whose counters lag behind."""
    column = "counters_stale_at"
    return waiting(**Researcher.objects.current().aggregate(count=Count(column), oldest=Min(column)))


def stale_trust() -> Waiting:
    """The current researchers whose trust lags behind, or was asked for again."""
    count, oldest = waiting_for_trust()
    return waiting(count, oldest)


def stale_scores() -> Waiting:
    """The works whose scores lag behind. Relies on the partial index work_score_stale."""
    waits = WorkScore.objects.filter(stale_at__isnull=False)
    return waiting(**waits.aggregate(count=Count("pk"), oldest=Min("stale_at")))


def waiting_examinations() -> Waiting:
    """Claims whose evidence is to be looked for, also where somebody is at it: that takes a minute at most."""
    due = Claim.objects.filter(checks_due_at__isnull=False).order_by()
    found = due.aggregate(count=Count("pk"), oldest=Min("checks_due_at"))
    oldest = found["oldest"]
    return waiting(found["count"], min(oldest, timezone.now()) if oldest else None)


def waiting_claims() -> Waiting:
    return waiting(
        **Claim.objects.waiting().order_by().aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    )


def waiting(count: int, oldest: datetime | None) -> Waiting:
    return Waiting(count, int((timezone.now() - oldest).total_seconds()) if oldest else None)


class Command(BaseCommand):
    help = "Say whether database, broker and workers answer, and what waits. Exit status 0 if all is well, else 1."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        health = check_health()
        self.stdout.write(as_json(health) if options["json"] else in_words(health))
        for problem in health.problems:
            self.stderr.write(problem)
        if health.problems:
            sys.exit(1)


def as_json(health: Health) -> str:
    answer = {"healthy": not health.problems, **asdict(health), "problems": health.problems}
    return msgspec.json.encode(answer).decode()


def in_words(health: Health) -> str:
    lines = [
        f"database        {health.database}",
        f"broker          {health.broker}",
        f"workers         {health.workers}",
        f"stale counters  {waiting_in_words(health.stale_counters)}",
        f"stale trust     {waiting_in_words(health.stale_trust)}",
        f"trust scored    {progress_in_words(health.trust_progress)}",
        f"stale scores    {waiting_in_words(health.stale_scores)}",
        f"examinations    {waiting_in_words(health.waiting_examinations)}",
        f"waiting claims  {waiting_in_words(health.waiting_claims)}",
    ]
    return "\n".join(lines)


def waiting_in_words(waiting: Waiting | None) -> str:
    if waiting is None:
        return "not known"
    if waiting.oldest_seconds is None:
        return "none"
    return f"{waiting.count:,}, the oldest for {waiting.oldest_seconds:,} s"


def progress_in_words(progress: Progress | None) -> str:
    if progress is None:
        return "not known"
    if progress.per_second is None:
        return "none in the last ten minutes"
    done = f"{progress.scored:,} in the last ten minutes, {progress.per_second:,} a second"
    return f"{done}; the rest takes {progress.seconds_left:,} s" if progress.seconds_left else done
