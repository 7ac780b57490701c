"""Server time and query count of the pages of topics, venues and institutions, on the record in the database.

python -m config.servers python -m benchmarks.shelves [RUNS]

The largest of each kind, in the orders and with the filters that cost most, and the lists of all of them. Each page is
asked for RUNS times (30 unless told) by Django's test client. What is remembered of large shelves is forgotten before
each request of the rows marked "anew".
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from works.models import Institution, Topic, Venue  # noqa: E402
from works.shelves import OF_INSTITUTION, OF_VENUE, ON_TOPIC, Shelf  # noqa: E402

Row = tuple[str, str, str]  # what it is, its address, and what is forgotten before each request

ADDRESSES = {
    "": "",
    ", anew": "",
    ", newest, page 50": "?sort=newest&page=50",
    ", last page": "?sort=oldest&page=999999",
    ", most cited": "?sort=cited",
    ", most novel": "?sort=novel",
    ", with code": "?code=1",
    ", open access since 1990": "?open_access=1&year_from=1990",
    ", worst facets": "?open_access=1&year_from=1990&source={source}&sort=novel",
}


def addresses() -> Iterator[Row]:
    topics, venues, institutions = (model.objects.largest_first() for model in (Topic, Venue, Institution))
    for found, works in ((topics, ON_TOPIC), (venues, OF_VENUE), (institutions, OF_INSTITUTION)):
        for about in found[:1]:
            yield from of_shelf(about, Shelf(works, about.pk))
    for topic in Topic.objects.filter(slug="backpropagation"):
        yield f"topic {topic} ({topic.works_count} works)", topic.get_absolute_url(), ""
    for name in ("topics", "institutions", "venues"):
        address = reverse(f"pages:{name}")
        yield name, address, ""
        yield f"{name}, by name", f"{address}?name=un+of&sort=name", ""
        yield f"{name}, page 3", f"{address}?page=3", ""


def of_shelf(about: Topic | Venue | Institution, shelf: Shelf) -> Iterator[Row]:
    label = f"{about._meta.model_name} {about.name[:30]} ({about.works_count:,})"
    source = about_source()
    for name, query in ADDRESSES.items():
        address = about.get_absolute_url() + query.format(source=source)
        yield label + name, address, shelf.key if name == ", anew" else ""
    if shelf.works != ON_TOPIC:
        largest = Topic.objects.largest_first()[0]
        yield f"{label}, largest topic", f"{about.get_absolute_url()}?topic={largest.slug}", ""
    yield f"{label}, feed", f"{about.get_absolute_url()}feed.atom", ""


def about_source() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM works_sourcerecord GROUP BY source ORDER BY count(*) DESC LIMIT 1")
        return str(cursor.fetchone()[0])


def measure(client: Client, address: str, forgotten: str, runs: int) -> tuple[float, float, int]:
    """Median and 95th percentile in milliseconds, number of queries."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    count = len(queries)  # at once: the next request empties the log
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}")
    times = sorted(timed(client, address, forgotten) for _ in range(runs))
    return statistics.median(times), times[int(len(times) * 0.95)], count


def timed(client: Client, address: str, forgotten: str) -> float:
    if forgotten:
        cache.delete_many([forgotten, f"{forgotten}.surroundings"])
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    require_record()
    call_command("collectstatic", interactive=False, verbosity=0)
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {runs} runs")
    print(f"{'page':80} {'median ms':>9} {'p95 ms':>8} {'queries':>7}")
    client = Client(headers={"host": "localhost"})
    for name, address, forgotten in addresses():
        median, p95, queries = measure(client, address, forgotten, runs)
        print(f"{name:80} {median:9.1f} {p95:8.1f} {queries:7}")


if __name__ == "__main__":
    main()
