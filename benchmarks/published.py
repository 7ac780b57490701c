"""Server time and query count of a list of works: of somebody with 20 works, 100, 400 and 1,000.

python -m config.servers python -m benchmarks.published [RUNS]

The people are invented, and gone afterwards: everything happens in a transaction that is rolled back. Their works are
works of the record at hand, chosen at random. Each address is asked for RUNS times (30 unless told) by Django's test
client, in one process and without the network. Prints median, 95th percentile, queries.
"""

import os
import platform
import random
import sys
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from benchmarks.pages import measure  # noqa: E402
from researchers.models import Attribution, Researcher  # noqa: E402
from works.models import Authorship, Work  # noqa: E402

SIZES = (20, 100, 400, 1_000)
QUERIES = {
    "by rank": "",
    "last page": "?page=1000000",
    "most novel": "?sort=novel",
    "one type, some years": "?type=conference-paper&year_from=2005&year_to=2022",
    "with code": "?code=1",
}


def person_with(number: int, among: list[int]) -> Researcher:
    """Somebody who is the last author of so many works of the record, after all others invented here."""
    name = f"Author of {number}"
    person = Researcher.objects.create(
        slug=f"author-of-{number}", public_id=f"bench{number}", preferred_name=name, name_key=name.lower()
    )
    works = Work.objects.in_bulk(among[:number])
    printed = Authorship.objects.bulk_create(
        Authorship(work=work, position=work.authors_count + number, name=name, name_key=name.lower())
        for work in works.values()
    )
    Attribution.objects.bulk_create(
        Attribution(authorship=one, researcher=person, status="accepted", basis="matched") for one in printed
    )
    return person


def people() -> Iterator[tuple[int, Researcher]]:
    pks = list(Work.objects.listed().values_list("pk", flat=True))
    chosen = random.Random(7).sample(pks, min(max(SIZES), len(pks)))
    for size in SIZES:
        yield size, person_with(size, chosen)


def main() -> None:
    require_record()
    call_command("collectstatic", interactive=False, verbosity=0)
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {runs} runs")
    print(f"{'list':40} {'median ms':>9} {'p95 ms':>8} {'queries':>7} {'kB':>6}")
    client = Client(headers={"host": "localhost"})
    with transaction.atomic():
        for size, person in people():
            for name, query in QUERIES.items():
                address = reverse("researchers:works", args=[person.slug]) + query
                median, p95, queries, length = measure(client, address, runs)
                label = f"{size:,} works, {name}"
                print(f"{label:40} {median:9.1f} {p95:8.1f} {queries:7} {length / 1000:6.0f}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
