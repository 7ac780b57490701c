"""How fast works come in: `python -m benchmarks.imports [--format F] [PATH…] [--works N] [--runs N]`.

Imports into a scratch database of its own, then the same again, which must change nothing; without paths it
imports N invented works (20,000 unless told). Prints the median of the runs in works a second, the share of the
first import's time that the second takes, and the peak memory of the process.
"""

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402

from ingest.loading.batches import Item  # noqa: E402
from ingest.loading.importing import import_items  # noqa: E402
from ingest.loading.runs import start_run  # noqa: E402
from ingest.models import ImportRun  # noqa: E402
from ingest.readers import FORMATS, read_paths  # noqa: E402
from ingest.records import AuthorRecord, WorkRecord  # noqa: E402
from ingest.streams import BadSource  # noqa: E402

# The log of identities, which goes along, refuses to be emptied otherwise.
TABLES = """
SET credence.logs_may_be_emptied = 'yes';
TRUNCATE works_work, works_venue, works_institution, works_topic, researchers_researcher CASCADE
"""


def invented(number: int) -> Iterator[WorkRecord]:
    """Works in the shape of an anthology: three and a half authors each, half with an abstract."""
    for n in range(number):
        yield WorkRecord(
            source="bench",
            source_id=f"B{n}",
            title=f"Invented work {n} about machine translation",
            published=str(1990 + n % 35),
            abstract=f"We study the parsing of sentence {n} with a neural network. " * 8 if n % 2 else None,
            venue=f"Conference {n % 100}",
            identifiers={"doi": f"10.5555/bench.{n}"},
            authors=tuple(
                AuthorRecord(name=f"Given{(n * 7 + k) % 997} Family{n % 83}") for k in range(3 + n % 2)
            ),
        )


def timed_import(items: Iterable[Item | BadSource]) -> tuple[float, ImportRun]:
    began = time.perf_counter()
    run = import_items(start_run("credence", "benchmark"), items)
    return time.perf_counter() - began, run


def measure(items: Callable[[], Iterable[Item | BadSource]], runs: int) -> None:
    firsts, seconds = [], []
    for _ in range(runs):
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
        first, run = timed_import(items())
        second, again = timed_import(items())
        print(
            f"first: {run.created:,} created, {run.rejected:,} set aside in {first:.1f} s; again: {second:.1f} s"
        )
        if again.unchanged != run.created + run.updated + run.unchanged:
            raise SystemExit("The second import changed something.")
        firsts.append(run.created / first)
        seconds.append(second / first)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{statistics.median(firsts):,.0f} works a second; again takes {statistics.median(seconds):.0%} of that time;"
        f" {peak:,.0f} MB at most"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--format", choices=sorted(FORMATS), default="acl")
    parser.add_argument("--works", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    connection.settings_dict["TEST"]["NAME"] = "credence_benchmark_imports"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        if options.paths:
            measure(lambda: read_paths(options.format, options.paths), options.runs)
        else:
            measure(lambda: invented(options.works), options.runs)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
