"""How long the research graph takes, on the record at hand: `python -m benchmarks.graph [--rounds N]`.

Looks at the researcher with the most works, the work with the most authors and the topic with the most works:
milliseconds (median, 95th percentile) of the statements, of the drawing, and of the whole answer.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from explorer.asked import explorer_at  # noqa: E402
from explorer.drawing import LARGE, drawing_of  # noqa: E402
from explorer.focus import focus_on, most_connected  # noqa: E402
from explorer.neighborhood import neighborhood_of  # noqa: E402
from explorer.paths import connection_of  # noqa: E402

LARGEST = """
(SELECT 'researcher:' || slug FROM researchers_researcher ORDER BY works_count DESC, id LIMIT 1)
UNION ALL (SELECT 'work:' || slug FROM works_work ORDER BY authors_count DESC, id LIMIT 1)
UNION ALL (SELECT 'topic:' || slug FROM works_topic ORDER BY works_count DESC, id LIMIT 1)
"""
FAR_APART = """
SELECT 'researcher:' || slug FROM researchers_researcher
WHERE coauthors_count = 2 AND merged_into_id IS NULL
ORDER BY md5(slug)
LIMIT 40
"""


def keys(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def milliseconds(deed: Callable[[], Any]) -> float:
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def report(name: str, times: list[float]) -> None:
    times = sorted(times)
    high = times[min(len(times) - 1, round(len(times) * 0.95))]
    print(f"{name:<70.70} {statistics.median(times):8.1f} {high:8.1f}")


def measure(name: str, deed: Callable[[], Any], rounds: int) -> None:
    deed()
    report(name, [milliseconds(deed) for _ in range(rounds)])


def measure_focus(key: str, rounds: int) -> None:
    focus = focus_on(key)
    neighborhood = neighborhood_of(focus)
    client = Client(headers={"host": "localhost"})
    measure(f"statements  {key}", lambda: neighborhood_of(focus), rounds)
    measure(f"drawing     {key}", lambda: drawing_of(neighborhood, LARGE, explorer_at), rounds)
    measure(f"explorer    {key}", lambda: client.get(explorer_at(focus)), rounds)
    if key.startswith(("researcher", "work")):
        piece = {"HX-Request": "true"}
        address = f"/{focus.kind}s/{focus.slug}/graph/"
        measure(f"slice       {key}", lambda: client.get(address, headers=piece), rounds)


def measure_paths() -> None:
    ends = [focus_on(key) for key in keys(FAR_APART)]
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    found: list[int] = []
    times = [
        milliseconds(lambda pair=pair: found.append(len(connection_of(*pair).steps)))  # type: ignore[misc]
        for pair in pairs
    ]
    report(f"paths between {len(pairs)} pairs, steps {sorted(found)}", times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    require_record()
    print(f"{'milliseconds':<70} {'median':>8} {'p95':>8}")
    for key in keys(LARGEST):
        measure_focus(key, rounds)
    measure("most connected", lambda: most_connected(6), rounds)
    measure_paths()


if __name__ == "__main__":
    main()
