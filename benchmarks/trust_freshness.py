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
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

import requests  # noqa: E402
from allauth.account.models import EmailAddress  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.at_hand import require_record  # noqa: E402
from benchmarks.copied import copied_database  # noqa: E402
from benchmarks.serving import person, served, session_of  # noqa: E402
from claims.flow.claiming import submit_claim  # noqa: E402
from claims.models import Claim  # noqa: E402
from claims.review.deciding import approve  # noqa: E402
from researchers.models import Researcher  # noqa: E402
from trust.models import TrustSnapshot  # noqa: E402
from trust.refreshing import stale_researchers  # noqa: E402

COPY = "credence_benchmark_trust_freshness"
LOOK = 0.002  # seconds between two looks


def claims_of_strangers(number: int) -> list[Claim]:
    """Open claims to pages of many works."""
    pages = Researcher.objects.unclaimed().order_by("-works_count", "pk")[:number]
    return [submit_claim(page, by=person(place), reason="It is me.") for place, page in enumerate(pages)]


def approve_over_http(session: requests.Session, site: str, claim: Claim) -> None:
    address = site.rstrip("/") + reverse("claims:decide", args=[claim.pk])
    seen = claim.events.order_by("-pk").values_list("pk", flat=True)[0]
    said = {"decision": "approve", "seen": str(seen)}
    answer = session.post(address, said, allow_redirects=False)
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
            seconds_until_fresh(claim, partial(approve_over_http, session, site.address, claim))
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
