"""What kills cost whoever claims: `python -m benchmarks.faults_of_claims [--kills N] [--people N] [--seed N]`.

Copies the database at hand, which nobody else may use meanwhile, and serves the copy as `make run` does. People begin
claims, send, answer and withdraw them, some have the ORCID iD that their works print and are approved by rule;
administrators decide. All of it over HTTP. N times (fifty unless told) a process of the web or a worker is killed at a
random moment, once all of its kind are at work; what was killed is started again by what runs all of them. At rest
everything that was answered with a redirect must stand in the log of its claim, each claim must be where its log
leads, and its person told of it. Exit status 1 if not.
"""

import argparse
import itertools
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

import psutil  # noqa: E402
import requests  # noqa: E402
from allauth.socialaccount.models import SocialAccount  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Notice, User  # noqa: E402
from benchmarks.at_hand import require_record  # noqa: E402
from benchmarks.copied import copied_database  # noqa: E402
from benchmarks.serving import Served, person, served, session_of  # noqa: E402
from claims.models import Claim, ClaimEvent  # noqa: E402
from config.addresses import answers  # noqa: E402
from config.management.commands.serve import WEB_PROCESSES  # noqa: E402
from researchers.models import Researcher  # noqa: E402
from works.models import Authorship, SourceRecord  # noqa: E402

COPY = "credence_benchmark_faults_of_claims"
WEB, WORKER = "web", "worker"
CREW = {
    WEB: 1 + WEB_PROCESSES,
    WORKER: 1 + (os.cpu_count() or 1) + 2,
}  # heads and hands, of the quick one too
LONGEST_WAIT = 3.0  # seconds of work until somebody of those who are at work is killed
LOOK = 0.1  # seconds between two looks whether they are
ROUND = 0.5
TIMEOUT = 10  # seconds until an answer is not waited for any more
WITH_ORCID = 3  # one in so many claimants
NOT_THERE = (requests.ConnectionError, requests.Timeout)

# The claims whose state is not that of the last step in their log.
ASTRAY = """
SELECT count(*)
FROM claims_claim AS claim
JOIN LATERAL (
    SELECT state FROM claims_claimevent AS event
    WHERE event.claim_id = claim.id AND event.about IN ('step', 'rule', 'leaving') ORDER BY id DESC LIMIT 1
) AS last ON true
WHERE last.state <> claim.state
"""
# Pages whose holder is not the person of the approved claim, either way.
WITHOUT_CLAIM = """
SELECT count(*)
FROM claims_claim AS claim
JOIN researchers_researcher AS page ON page.id = claim.researcher_id
WHERE (claim.state = 'approved') <> (page.user_id IS NOT DISTINCT FROM claim.user_id)
"""


@dataclass(slots=True)
class Life:
    """What people do, each in a thread of their own, and what they were told has been done."""

    site: str
    pages: list[Researcher]
    people: "itertools.count[int]" = field(default_factory=itertools.count)
    acknowledged: Counter[tuple[int, str]] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    is_over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def post(
        self, session: requests.Session, address: str, data: dict[str, object]
    ) -> requests.Response | None:
        """The answer; none where nobody can know what has become of it."""
        try:
            return session.post(self.site.rstrip("/") + address, data, allow_redirects=False, timeout=TIMEOUT)
        except NOT_THERE:
            with self.lock:
                self.unknown[address.split("/")[1]] += 1
            time.sleep(ROUND)  # as people do, before they try something else
            return None

    def do(
        self, session: requests.Session, address: str, data: dict[str, object], claim: int, deed: str
    ) -> bool:
        """Whether we were told that it is done."""
        answer = self.post(session, address, data)
        if answer is None:
            return False
        with self.lock:
            if answer.status_code == 302 and "/accounts/login" not in answer.headers["Location"]:
                self.acknowledged[(claim, deed)] += 1
                return True
            self.refused[f"{deed} {answer.status_code}"] += 1
        return False

    def claimant(self, seed: float) -> None:
        """One after the other, somebody claims a page, answers what is asked, or withdraws."""
        chance = random.Random(seed)
        while not self.is_over.is_set():
            place = next(self.people)
            if place >= len(self.pages):
                return
            self.live_as(place, chance)
        connection.close()

    def live_as(self, place: int, chance: random.Random) -> None:
        page, user = self.pages[place], person(place)
        if place % WITH_ORCID == 0:
            authenticate(user, page)
        session = session_of(user)
        began = self.post(session, reverse("claims:new", args=[page.slug]), {})
        if began is None or began.status_code != 302:
            return
        claim = int(began.headers["Location"].split("/")[2])
        with self.lock:
            self.acknowledged[(claim, Claim.State.DRAFT)] += 1
        send = reverse("claims:send", args=[claim])
        if not self.do(session, send, {"reason": "It is me."}, claim, Claim.State.SUBMITTED):
            return
        if chance.random() < 0.2:
            self.do(session, reverse("claims:withdraw", args=[claim]), {}, claim, Claim.State.WITHDRAWN)
        elif Claim.objects.filter(pk=claim, state=Claim.State.NEEDS_INFORMATION).exists():
            status = reverse("claims:status", args=[claim])
            self.do(session, status, {"answer": "I wrote them."}, claim, Claim.State.SUBMITTED)

    def administrator(self, seed: float, user: User) -> None:
        """Decides what waits, this way or that."""
        chance, session = random.Random(seed), session_of(user)
        while not self.is_over.is_set():
            waiting = list(Claim.objects.waiting().filter(checks_due_at=None)[:20])
            if not waiting:
                time.sleep(ROUND)
                continue
            self.decide(session, chance.choice(waiting), chance)
        connection.close()

    def decide(self, session: requests.Session, claim: Claim, chance: random.Random) -> None:
        decision, state, reason = chance.choice(
            (
                ("approve", Claim.State.APPROVED, ""),
                ("reject", Claim.State.REJECTED, "reject:too_little"),
                ("ask", Claim.State.NEEDS_INFORMATION, ""),
            )
        )
        seen = max(claim.events.values_list("pk", flat=True))
        data = {"decision": decision, "note": "So it seems.", "reason": reason, "seen": seen}
        self.do(session, reverse("claims:decide", args=[claim.pk]), data, claim.pk, state)


def authenticate(user: User, page: Researcher) -> None:
    """Their works print an iD, and they have signed in with it."""
    number = orcid(page.pk)
    of_page = Authorship.objects.filter(attributions__researcher=page, attributions__status="accepted")
    ids = list(of_page.values_list("pk", flat=True)[:3])
    Authorship.objects.filter(pk__in=ids).update(orcid=number)
    for record in SourceRecord.objects.filter(work__authorships__in=ids).distinct():
        record.payload.setdefault("authors", []).append({"name": page.preferred_name, "orcid": number})
        record.save(update_fields=["payload"])
    User.objects.filter(pk=user.pk).update(name=page.preferred_name)
    SocialAccount.objects.create(user=user, provider="orcid", uid=number)


def orcid(number: int) -> str:
    """An iD with its check digit (ISO 7064, MOD 11-2)."""
    digits = f"{number:015}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[place : place + 4] for place in range(0, 16, 4))


def victims(site: Served, kind: str) -> list[psutil.Process]:
    """Processes of the web or of the worker with their head, if all are at work; not beat, nor what runs them all."""
    if site.process.poll() is not None:
        sys.exit("Nothing is served any more.")
    everybody = psutil.Process(site.process.pid).children(recursive=True)
    of_kind = [one for one in everybody if kind_of(one) == kind]
    return of_kind if len(of_kind) == CREW[kind] and are_at_work(site, kind, of_kind) else []


def kind_of(process: psutil.Process) -> str:
    try:
        line = " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""
    if "granian" in line:
        return WEB
    return WORKER if " worker " in line and "celery" in line else ""


def are_at_work(site: Served, kind: str, processes: list[psutil.Process]) -> bool:
    """A process of the web has one thread until it serves; the head of the worker starts its hands when it is ready."""
    if kind == WORKER:
        return True
    try:
        is_serving = all(one.num_threads() > 1 for one in processes)
    except psutil.NoSuchProcess:
        return False
    return is_serving and answers(int(site.address.rstrip("/").rpartition(":")[2]))


def kill_one(site: Served, chance: random.Random) -> str:
    """At a random moment of its work; who was killed."""
    kind = chance.choice([WEB, WORKER])
    await_work(site, kind)
    time.sleep(chance.uniform(0, LONGEST_WAIT))
    try:
        chance.choice(await_work(site, kind)).kill()
    except psutil.NoSuchProcess:
        return "nobody: gone by itself"
    return kind


def await_work(site: Served, kind: str) -> list[psutil.Process]:
    """All of a kind, once they are at work. Who dies often is started again after half a minute only."""
    while not (choice := victims(site, kind)):
        time.sleep(LOOK)
    return choice


def disturbed(site: Served, kills: int, people: int, chance: random.Random) -> tuple[Life, Counter[str]]:
    """Let life go on while processes are killed; what was said to be done, and who was killed."""
    pages = list(Researcher.objects.unclaimed().filter(works_count__gte=3).order_by("pk")[: 40 * kills])
    life, killed = Life(site.address, pages), Counter[str]()
    wardens = [
        User.objects.create(email=f"warden{one}@people.example", is_staff=True, is_superuser=True)
        for one in range(2)
    ]
    threads = [
        *(threading.Thread(target=life.claimant, args=(chance.random(),)) for _ in range(people)),
        *(threading.Thread(target=life.administrator, args=(chance.random(), one)) for one in wardens),
    ]
    for thread in threads:
        thread.start()
    while killed[WEB] + killed[WORKER] < kills:
        killed[kill_one(site, chance)] += 1
        print(f"{sum(killed.values())}: {dict(killed)}, {sum(life.acknowledged.values())} told", flush=True)
    life.is_over.set()
    for thread in threads:
        thread.join()
    return life, killed


def rest() -> None:
    """Until all that was promised is done."""
    while Claim.objects.filter(checks_due_at__isnull=False).exists():
        time.sleep(ROUND)


def lost(life: Life) -> list[tuple[int, str]]:
    """The deeds that we were told of, and that are not in the log: which claim, and where it was to lead."""
    logged = Counter(ClaimEvent.objects.filter(about__in=ClaimEvent.STEPS).values_list("claim_id", "state"))
    return list((life.acknowledged - logged).elements())


def untold() -> int:
    """Decided claims of whose end their person was never told."""
    told = set(Notice.objects.values_list("user_id", flat=True))
    ends = [Claim.State.APPROVED, Claim.State.REJECTED]
    return sum(
        user not in told for user in Claim.objects.filter(state__in=ends).values_list("user_id", flat=True)
    )


def count(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--people", type=int, default=4, help="who claim at a time (%(default)s)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    require_record()
    with copied_database(COPY) as database:
        before = set(Claim.objects.values_list("pk", flat=True))
        with served(database) as site:
            began = time.monotonic()
            life, killed = disturbed(site, options.kills, options.people, random.Random(options.seed))
            rest()
            seconds = round(time.monotonic() - began, 1)
        claims = Claim.objects.exclude(pk__in=before)
        figures = {
            "seed": options.seed,
            **killed,
            "seconds": seconds,
            "claims": claims.count(),
            "approved_by_rule": claims.exclude(rule="").count(),
            "events": ClaimEvent.objects.exclude(claim__in=before).count(),
            "acknowledged": life.acknowledged.total(),
            "unanswered": life.unknown.total(),
            "refused": dict(life.refused),
            "lost": lost(life),
            "astray": count(ASTRAY),
            "pages_without_their_claim": count(WITHOUT_CLAIM),
            "untold": untold(),
        }
    print(json.dumps(figures))
    return (
        1 if any(figures[name] for name in ("lost", "astray", "pages_without_their_claim", "untold")) else 0
    )


if __name__ == "__main__":
    sys.exit(main())
