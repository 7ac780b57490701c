"""Whether strangers get the same trust: `python -m benchmarks.trust_documents [--number N] [--seed N]`.

Takes N researchers (a thousand unless told) of the record at hand at random, asks for the trust.json of each, and gives
it to `python -m trust.recompute`, a process of its own that knows neither settings nor database. Prints how many of
the results are the same. Exit status 1 unless all are.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from researchers.models import Researcher  # noqa: E402

RECOMPUTE = [sys.executable, "-m", "trust.recompute"]
WITHOUT = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CREDENCE_DATA_DIR", "SECRET_KEY")
OUTCOMES = {0: "equal", 1: "unequal", 2: "not readable"}


def documents(number: int, chance: random.Random) -> list[bytes]:
    """The trust.json of so many researchers; those that have none yet are left out."""
    people = chance.sample(
        list(Researcher.objects.current().order_by("pk").values_list("slug", flat=True)), number
    )
    client = Client()
    answers = (
        client.get(reverse("trust:json", args=[slug]), headers={"host": "localhost"}) for slug in people
    )
    return [answer.content for answer in answers if answer.status_code == 200]


def outcome(document: bytes) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in WITHOUT}
    done = subprocess.run(RECOMPUTE, input=document, env=environment, capture_output=True, check=False)
    if done.returncode == 1 and not done.stdout:  # no result at all
        return done.stderr.decode()[-200:]
    return OUTCOMES[done.returncode]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    require_record()
    began = time.monotonic()
    found = documents(options.number, random.Random(options.seed))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = Counter(pool.map(outcome, found))
    figures = {"seed": options.seed, "asked": options.number, "documents": len(found), **outcomes}
    print(json.dumps({**figures, "seconds": round(time.monotonic() - began, 1)}))
    return 0 if outcomes == {"equal": options.number} else 1


if __name__ == "__main__":
    sys.exit(main())
