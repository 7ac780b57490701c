"""How soon a written rule decides a claim: `python -m benchmarks.rule_decisions [--claims N]`.

Copies the database at hand, which nobody else may use meanwhile, and serves the copy as `make run` does: web
processes, worker and beat. N people (thirty unless told), whose works print the ORCID iD with which they have signed
in, send a claim one after the other over HTTP; each time it is measured how long it takes from the request until the
page is theirs. Then a third as many are sent without a request, as if the message to the workers had been lost: what
is left is the sweep of beat.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.at_hand import require_record  # noqa: E402
from benchmarks.copied import copied_database  # noqa: E402
from benchmarks.faults_of_claims import authenticate  # noqa: E402
from benchmarks.serving import person, served, session_of  # noqa: E402
from benchmarks.trust_freshness import told  # noqa: E402
from claims.examination.facts import claimant_of  # noqa: E402
from claims.flow.drafting import begin_claim, send_claim  # noqa: E402
from claims.models import Claim, ClaimedRecord  # noqa: E402
from researchers.models import Researcher  # noqa: E402

COPY = "credence_benchmark_rule_decisions"
LOOK = 0.002  # seconds between two looks
LONGEST = 60.0  # after so many seconds nobody waits any more


def drafts(number: int) -> list[Claim]:
    """Claims that a rule approves as soon as they are sent: nobody else claims the page."""
    others = Claim.objects.open()
    further = ClaimedRecord.objects.filter(claim__in=others)
    pages = Researcher.objects.unclaimed().filter(works_count__gte=2)
    plain = pages.exclude(attributions__status="proposed").exclude(external_ids__scheme="orcid")
    unprinted = plain.exclude(attributions__authorship__orcid__gt="")
    free = unprinted.exclude(pk__in=others.values("researcher")).exclude(pk__in=further.values("researcher"))
    begun = []
    for place, page in enumerate(free.order_by("-works_count", "pk")[:number]):
        user = person(place)
        authenticate(user, page)
        begun.append(begin_claim(page, by=User.objects.get(pk=user.pk)))
    return begun


def send_over_http(site: str, claim: Claim) -> None:
    address = site.rstrip("/") + reverse("claims:send", args=[claim.pk])
    answer = session_of(claimant_of(claim)).post(address, {"reason": "It is me."}, allow_redirects=False)
    if answer.status_code != 302:
        sys.exit(f"The claim was not sent: {answer.status_code}")


def seconds_until_decided(claim: Claim, deed: Callable[[], None]) -> float | None:
    """From before the deed until the page is theirs; None where it became a ticket."""
    time.sleep(random.uniform(0.5, 2.5))
    began = time.perf_counter()
    deed()
    while time.perf_counter() - began < LONGEST:
        state, checked = Claim.objects.values_list("state", "checked_at").get(pk=claim.pk)
        if state == Claim.State.APPROVED:
            return time.perf_counter() - began
        if checked:
            return None
        time.sleep(LOOK)
    sys.exit(f"Claim {claim.pk} was not examined.")


def figures(seconds: list[float | None]) -> dict[str, float]:
    decided = [one for one in seconds if one is not None]
    return {**told(decided), "left_to_people": len(seconds) - len(decided)}


def measure(number: int, database: str) -> dict[str, dict[str, float]]:
    claims = drafts(number + number // 3)
    with served(database) as site:
        asked = [
            seconds_until_decided(claim, partial(send_over_http, site.address, claim))
            for claim in claims[:number]
        ]
        lost = [
            seconds_until_decided(
                claim, partial(send_claim, claim, by=claimant_of(claim), reason="It is me.")
            )
            for claim in claims[number:]
        ]
    return {"by_request": figures(asked), "message_lost": figures(lost)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=30)
    options = parser.parse_args()
    require_record()
    with copied_database(COPY) as database:
        print(json.dumps(measure(options.claims, database)))


if __name__ == "__main__":
    main()
