"""How long scores of works take: `python -m benchmarks.scoring [--runs N]`.

Scores all works of the record at hand, stage by stage, with the time of this process and the peak of its memory. Then
scores one new work, cold (in a process that has not read the space) and warm, in transactions that are rolled back.
Says how large what is kept is.
"""

import argparse
import os
import resource
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from works.scores.full import compute_all  # noqa: E402
from works.scores.scoring import Scored, score_stale, store  # noqa: E402
from works.scores.staleness import mark_scores_stale  # noqa: E402

SIZES = """
SELECT relname, pg_size_pretty(pg_total_relation_size(oid)), pg_size_pretty(pg_indexes_size(oid))
FROM pg_class
WHERE relname IN ('works_textspace', 'works_workscore', 'works_scoregroup')
ORDER BY relname
"""
NEW_WORK = """
INSERT INTO works_work
    (slug, type, title, abstract, language, published_on, published_precision, categories, keywords, license,
     retracted, withdrawn, locked_fields, authors_count, has_code, citations_count, rank, version, created_at,
     updated_at)
SELECT 'a-new-work-to-be-scored', type, title, abstract, '', current_date, 'day', '{}', '{}', '', false, false, '{}',
       1, false, 0, 0, 1, now(), now()
FROM works_work
WHERE NOT withdrawn
ORDER BY length(abstract) DESC
LIMIT 1
RETURNING id
"""


class Watch:
    """Says how long each stage took, when the next one begins."""

    def __init__(self) -> None:
        self.began = self.last = time.perf_counter()
        self.worked = time.process_time()
        self.stage = ""

    def tell(self, stage: str) -> None:
        now, worked = time.perf_counter(), time.process_time()
        if self.stage:
            spent = f"{now - self.last:7.1f} s, {worked - self.worked:6.1f} s of processor here"
            print(f"{self.stage:<20} {spent}, memory at most {peak():,} MB", flush=True)
        self.stage, self.last, self.worked = stage, now, worked


def peak() -> int:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def measure_all() -> None:
    watch = Watch()
    computed = compute_all(watch.tell)
    watch.tell("Storing and placing")
    with transaction.atomic(), connection.cursor() as cursor:
        scored = store(cursor, computed)
    watch.tell("")
    print(f"All {scored.count:,} works: {time.perf_counter() - watch.began:.1f} s")


def measure_one() -> float:
    """From the work that was stored to its stored scores."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE works_workscore SET stale_at = NULL WHERE stale_at IS NOT NULL")
        cursor.execute(NEW_WORK)
        mark_scores_stale(cursor, [cursor.fetchone()[0]])
        began = time.perf_counter()
        scored: Scored = score_stale(cursor)
        seconds = time.perf_counter() - began
        assert scored.count == 1, "The one new work was not scored."
        transaction.set_rollback(True)
    return seconds


def tell_sizes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        for name, whole, indexes in cursor.fetchall():
            print(f"{name:<20} {whole:>10}, indexes {indexes}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="of one new work, warm")
    parser.add_argument("--only-one", action="store_true", help="do not score all works before")
    options = parser.parse_args()
    if not options.only_one:
        measure_all()
    print(f"One new work, cold: {measure_one():.3f} s")
    warm = [measure_one() for _ in range(options.runs)]
    print(f"One new work, warm: median {statistics.median(warm):.3f} s, at most {max(warm):.3f} s")
    tell_sizes()


if __name__ == "__main__":
    main()
