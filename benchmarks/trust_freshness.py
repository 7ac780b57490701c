"""How soon a page shows what somebody's request changed: `python -m benchmarks.trust_freshness [--changes N]`.

Copies the database at hand, which nobody else may use meanwhile, and serves the copy as `make run` does: web
processes, worker and beat. An administrator approves N claims (thirty unless told), one after the other over HTTP, and
each time it is measured how long it takes from the request to the fresh snapshot. Then a third as many are approved
without a request, as if the message to the workers had been lost: what is left is the sweep of beat.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

import requests  # noqa: E402
from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.at_hand import require_record  # noqa: E402
from benchmarks.copied import copied_database  # noqa: E402
from claims.claiming import submit_claim  # noqa: E402
from claims.deciding import approve  # noqa: E402
from claims.models import Claim  # noqa: E402
from config.addresses import HOST, address_of, answers, choose_port  # noqa: E402
from researchers.models import Researcher  # noqa: E402
from trust.models import TrustSnapshot  # noqa: E402
from trust.refreshing import stale_researchers  # noqa: E402

COPY = "credence_benchmark_trust_freshness"
LOOK = 0.002  # seconds between two looks
TOKEN = "t" * 32
FIRST_PORT = 18_000


@contextmanager
def served(database: str) -> Iterator[str]:
    """Where the copy is served, with a queue of its own."""
    port = choose_port(FIRST_PORT, asked_for=False)
    with tempfile.TemporaryDirectory(prefix="credence-freshness-") as folder:
        own = {"DATABASE_URL": database, "CREDENCE_DATA_DIR": folder, "SECRET_KEY": settings.SECRET_KEY}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-demo", "--port", str(port)],
            env={**os.environ, **own},
            stdout=subprocess.DEVNULL,
        )
        try:
            while not answers(port):
                if process.poll() is not None:
                    sys.exit("It could not be served.")
                time.sleep(0.1)
            yield address_of(port)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def claims_of_strangers(number: int) -> list[Claim]:
    """Open claims to pages of many works."""
    pages = Researcher.objects.unclaimed().order_by("-works_count", "pk")[:number]
    return [submit_claim(page, by=person(place), reason="It is me.") for place, page in enumerate(pages)]


def person(place: int) -> User:
    user = User.objects.create(email=f"person{place}@people.example", name=f"Person {place}")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def session_of(warden: User) -> requests.Session:
    """As a browser in which they are signed in."""
    client = Client(headers={"host": HOST})
    client.force_login(warden, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = requests.Session()
    session.cookies.set(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
    session.cookies.set(settings.CSRF_COOKIE_NAME, TOKEN)
    session.headers["X-CSRFToken"] = TOKEN
    return session


def approve_over_http(session: requests.Session, site: str, claim: Claim) -> None:
    address = site.rstrip("/") + reverse("claims:decide", args=[claim.pk])
    answer = session.post(address, {"decision": "approve", "note": ""}, allow_redirects=False)
    if answer.status_code != 302:
        sys.exit(f"The claim was not approved: {answer.status_code}")


def seconds_until_fresh(claim: Claim, deed: Callable[[], None]) -> float:
    """From before the deed until the snapshot knows of it. The sweep for the one before has ended by then."""
    time.sleep(random.uniform(1, 6))
    began = time.perf_counter()
    deed()
    while TrustSnapshot.objects.filter(pk=claim.researcher_id, level__gte=2).first() is None:
        time.sleep(LOOK)
    return time.perf_counter() - began


def told(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    figures = {
        "median": statistics.median(ordered),
        "p95": ordered[int(0.95 * (len(ordered) - 1))],
        "max": ordered[-1],
    }
    return {"changes": len(ordered), **{name: round(figure, 3) for name, figure in figures.items()}}


def measure(number: int, database: str) -> dict[str, dict[str, float]]:
    warden = User.objects.create(email="warden@people.example", is_staff=True, is_superuser=True)
    EmailAddress.objects.create(user=warden, email=warden.email, primary=True, verified=True)
    claims = claims_of_strangers(number + number // 3)
    with served(database) as site:
        while stale_researchers():
            time.sleep(0.1)
        session = session_of(warden)
        asked = [
            seconds_until_fresh(claim, partial(approve_over_http, session, site, claim))
            for claim in claims[:number]
        ]
        lost = [seconds_until_fresh(claim, partial(approve, claim, by=warden)) for claim in claims[number:]]
    return {"by_request": told(asked), "message_lost": told(lost)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=30)
    options = parser.parse_args()
    require_record()
    with copied_database(COPY) as database:
        print(json.dumps(measure(options.changes, database)))


if __name__ == "__main__":
    main()
