"""Server time and query count of the pages, on the record in the database.

python -m config.servers python -m benchmarks.pages [RUNS]

Each page is asked for RUNS times (30 unless told) by Django's test client, in one process and without the
network: what is measured is middleware, view, queries and template. Prints median, 95th percentile, queries.
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

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from researchers.models import Researcher  # noqa: E402
from works.models import Institution, Topic, Venue, Work  # noqa: E402


def addresses() -> Iterator[tuple[str, str]]:
    """What is measured: (name, address), the largest of each kind among them."""
    people = Researcher.objects.current().order_by("-works_count", "id")
    largest = people.first()
    typical = people.filter(works_count=20).first() or people.filter(works_count__lte=20).first()
    if not largest or not typical:
        sys.exit("The database is empty: import something first.")
    for name, person in (("typical", typical), ("largest", largest)):
        label = f"researcher, {name} ({person.works_count} works)"
        yield label, person.get_absolute_url()
        yield (
            f"{label}, newest with code",
            reverse("researchers:works", args=[person.slug]) + "?sort=newest&code=on",
        )
        yield f"{label}, graph", reverse("explorer:slice", args=[person.slug])
        yield f"{label}, trust", reverse("trust:detail", args=[person.slug])
    work = Work.objects.order_by("-authors_count", "id")
    yield f"work, most authors ({work[0].authors_count})", work[0].get_absolute_url()
    cited = Work.objects.order_by("-citations_count", "id")[0]
    yield f"work, most cited ({cited.citations_count})", cited.get_absolute_url()
    for view in ("work_citing", "work_references", "work_scores"):
        yield f"work, most cited, {view.removeprefix('work_')}", reverse(f"pages:{view}", args=[cited.slug])
    topic = Topic.objects.largest_first()[0]
    yield f"topic, largest ({topic.works_count} works)", topic.get_absolute_url()
    yield "topic, largest, page 50", f"{topic.get_absolute_url()}?page=50"
    for topic in Topic.objects.filter(slug="backpropagation"):
        yield f"topic, {topic} ({topic.works_count} works)", topic.get_absolute_url()
    for model, name in ((Venue, "venue"), (Institution, "institution")):
        yield f"{name}, any", reverse(f"pages:{name}", args=[model.objects.order_by("id")[0].slug])
    words = ("translation", "neural machine translation", '"word sense disambiguation" -neural', "zebra")
    for query in (*words, largest.preferred_name, largest.preferred_name[:-1] + "x"):
        yield f"search, {query}", reverse("pages:search", query={"q": query})
    yield "topics", reverse("pages:topics")
    yield "home", reverse("pages:home")


def measure(client: Client, address: str, runs: int) -> tuple[float, float, int, int]:
    """Median and 95th percentile in milliseconds, number of queries, bytes."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    count = len(queries)  # at once: the next request empties the log
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}")
    times = sorted(timed(client, address) for _ in range(runs))
    return statistics.median(times), times[int(len(times) * 0.95)], count, len(response.content)


def timed(client: Client, address: str) -> float:
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    require_record()
    call_command("collectstatic", interactive=False, verbosity=0)
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {runs} runs")
    print(f"{'page':70} {'median ms':>9} {'p95 ms':>8} {'queries':>7} {'kB':>6}")
    client = Client(headers={"host": "localhost"})
    for name, address in addresses():
        median, p95, queries, size = measure(client, address, runs)
        print(f"{name:70} {median:9.1f} {p95:8.1f} {queries:7} {size / 1000:6.0f}")


if __name__ == "__main__":
    main()
