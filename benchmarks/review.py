"""Server time and query count of the review queue and of a ticket, with 10,000 open claims.

python -m config.servers python -m benchmarks.review [RUNS]

Makes the claims in a database of its own, which is gone afterwards. Each page is asked for RUNS times (30 unless
told) by Django's test client, in one process and without the network. Prints median, 95th percentile, queries; the
same queries are counted with 100 open claims first.
"""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.pages import measure  # noqa: E402
from benchmarks.scratch import Site, scratch_server  # noqa: E402
from claims.models import Claim, ClaimAnswer, ClaimEvent, Dispute, ErrorReport, RightsRequest  # noqa: E402
from claims.review.queue import TABS  # noqa: E402
from researchers.models import Attribution, Researcher  # noqa: E402
from works.models import Authorship, Work  # noqa: E402

OPEN = 10_000
FEW = 100
CODES = ["no_strong_evidence", "name_differs", "no_orcid", "too_few_works", "homonym_doubt"]
MANY_WORKS = 500
State = Claim.State


def make_claims(number: int, *, start: int) -> list[Claim]:
    """Open claims, nine of ten waiting, and half as many decided ones; each to a page and by a person of its own."""
    names = range(start, start + number * 3 // 2)
    users = User.objects.bulk_create(User(email=f"p{one}@example.org", name=f"Person {one}") for one in names)
    pages = Researcher.objects.bulk_create(
        Researcher(slug=f"p{one}", public_id=f"p{one}", preferred_name=f"Person {one}", name_key=f"p{one}")
        for one in names
    )
    now = timezone.now()
    claims = Claim.objects.bulk_create(
        Claim(
            researcher=page,
            user=user,
            state=state_of(place, number),
            reason="I wrote these works.",
            held_back=[CODES[place % 5], CODES[(place + 1) % 5]],
            submitted_at=now - timedelta(minutes=7 * place),
            decided_at=now - timedelta(minutes=place) if place >= number else None,
        )
        for place, (user, page) in enumerate(zip(users, pages, strict=True))
    )
    ClaimEvent.objects.bulk_create(ClaimEvent(claim=claim, state=State.SUBMITTED) for claim in claims)
    ClaimEvent.objects.bulk_create(
        ClaimEvent(claim=claim, state=claim.state) for claim in claims if not claim.is_open
    )
    return claims


def state_of(place: int, number: int) -> str:
    if place >= number:
        return State.REJECTED
    return State.SUBMITTED if place % 10 else State.NEEDS_INFORMATION


def make_rest(claims: list[Claim]) -> None:
    """What else waits: disputes, requests of the persons described, reports."""
    Dispute.objects.bulk_create(
        Dispute(researcher=one.researcher, claim=one, opened_by=one.user) for one in claims
    )
    RightsRequest.objects.bulk_create(RightsRequest(researcher=one.researcher, kind="hide") for one in claims)
    ErrorReport.objects.bulk_create(ErrorReport(researcher=one.researcher, message="Wrong") for one in claims)


def make_large(claim: Claim) -> None:
    """Many works on the page, each with five authors and an answer, and a dozen other claims to it."""
    works = Work.objects.bulk_create(
        Work(
            slug=f"work-{one}",
            title=f"Paper {one}",
            published_on=f"{1980 + one % 40}-01-01",
            authors_count=5,
        )
        for one in range(MANY_WORKS)
    )
    printed = Authorship.objects.bulk_create(
        Authorship(work=work, position=place, name=f"Author {place}", name_key=f"author {place}")
        for work in works
        for place in range(5)
    )
    mine = printed[::5]
    Attribution.objects.bulk_create(
        Attribution(authorship=one, researcher=claim.researcher, status="accepted", basis="matched")
        for one in mine
    )
    ClaimAnswer.objects.bulk_create(ClaimAnswer(claim=claim, authorship=one, answer="mine") for one in mine)
    for one in range(12):
        rival = User.objects.create(email=f"rival{one}@example.org")
        Claim.objects.create(researcher=claim.researcher, user=rival)


def addresses(claims: list[Claim]) -> Iterator[tuple[str, str]]:
    """What is measured: (name, address)."""
    queue = reverse("claims:review")
    for tab in TABS:
        yield f"queue, {tab}", f"{queue}?tab={tab}"
    yield "queue, waiting, last page", f"{queue}?page=100000"
    yield "queue, waiting, by reason", f"{queue}?reason={CODES[0]}"
    yield "queue, waiting, by reason, last page", f"{queue}?reason={CODES[0]}&page=100000"
    yield "ticket", reverse("claims:decide", args=[claims[1].pk])
    yield f"ticket, {MANY_WORKS} works", reverse("claims:decide", args=[claims[2].pk])
    yield f"ticket, {MANY_WORKS} works, last page", reverse("claims:decide", args=[claims[2].pk]) + "?page=25"


def show(client: Client, claims: list[Claim], runs: int) -> None:
    print(f"{Claim.objects.open().count():,} open claims")
    print(f"{'page':45} {'median ms':>9} {'p95 ms':>8} {'queries':>7} {'kB':>6}")
    for name, address in addresses(claims):
        median, p95, queries, size = measure(client, address, runs)
        print(f"{name:45} {median:9.1f} {p95:8.1f} {queries:7} {size / 1000:6.0f}", flush=True)


def measure_all(runs: int) -> None:
    """In the scratch database: a few claims first, then many."""
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "localhost"})
    admin = User.objects.create(email="admin@example.org", name="Wilma Warden", is_staff=True)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    claims = make_claims(FEW, start=0)
    make_rest(claims[:20])
    make_large(claims[2])
    for number, start in ((0, 0), (OPEN - FEW, 10 * FEW)):
        more = make_claims(number, start=start) if number else []
        make_rest(more[:500])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        Claim.objects.open().filter(pk__in=[one.pk for one in claims]).update(
            assigned_to=admin, assigned_until=timezone.now() + timedelta(hours=1)
        )
        show(client, claims, runs)


def main() -> None:
    if sys.argv[1:2] == ["inside"]:
        measure_all(int(sys.argv[2]))
        return
    runs = sys.argv[1] if len(sys.argv) > 1 else "30"
    with scratch_server() as (server, scratch):
        site = Site(server, "review", scratch)
        site.make()
        process = site.run("-m", "benchmarks.review", "inside", runs)
        for line in process.stdout or ():
            print(line, end="", flush=True)
        sys.exit(process.wait())


if __name__ == "__main__":
    main()
