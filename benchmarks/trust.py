"""How long trust takes for everybody: `python -m benchmarks.trust [--works N] [--workers N]`.

Fills a scratch database of its own with invented rows in the shape of a large anthology (80,000 researchers,
97,000 works, 330,000 authorships, one work in fifty stated by two sources), scores everybody for the first
time, once more without a change, and again after a change to a tenth. The scratch database is dropped at the end.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402

from trust.refreshing import score_all_stale, score_stale  # noqa: E402

FILL = """
INSERT INTO researchers_researcher
    (slug, public_id, preferred_name, name_key, bio, home_page, collaboration, works_count, coauthors_count,
     topics_count, followers_count, citations_count, h_index, latest_venue, affiliation, category, trust_band,
     verification_level)
SELECT 'person-' || n, 'p' || n, 'Invented Person ' || n, 'invented person ' || n, '', '', '', 0, 0,
       0, 0, 0, 0, '', '', '', '', 1
FROM generate_series(1, %(researchers)s) AS n;

INSERT INTO works_work
    (slug, type, title, abstract, language, published_on, published_precision, categories, keywords, license,
     retracted, withdrawn, locked_fields, authors_count, has_code, citations_count, rank, version, created_at,
     updated_at)
SELECT 'work-' || n, 'conference-paper', 'Invented title ' || n, repeat('words ' || n || ' ', 60), '', '2020-01-01',
       'year', '{}', '{}', '', n %% 500 = 0, n %% 700 = 0, '{}', 3, false, 0, 0, 1, now(), now()
FROM generate_series(1, %(works)s) AS n;

-- The square makes a few people prolific and most not.
INSERT INTO works_authorship (work_id, position, name, name_key, affiliations, orcid, source_author_id)
SELECT work.id, position, 'Invented Person ' || person, 'invented person ' || person, '{}',
       CASE WHEN person %% 10 = 0 THEN '0000-0000-' || to_char(person, 'FM000000000') ELSE '' END, ''
FROM works_work AS work
CROSS JOIN generate_series(0, 5) AS position
CROSS JOIN LATERAL (
    SELECT 1 + floor(power(random() + 0 * (work.id + position), 2) * %(researchers)s)::int AS person
) AS drawn
WHERE position < 1 + work.id %% 6;

INSERT INTO researchers_attribution (authorship_id, researcher_id, status, basis, confidence, decided_at)
SELECT authorship.id, researcher.id, CASE WHEN authorship.id %% 1000 = 0 THEN 'disputed' ELSE 'accepted' END,
       CASE WHEN authorship.id %% 50 = 0 THEN 'confirmed' ELSE 'matched' END, 1, now()
FROM works_authorship AS authorship
JOIN researchers_researcher AS researcher ON researcher.name_key = authorship.name_key;

INSERT INTO works_sourcerecord (work_id, source, source_id, payload, payload_hash, read_at)
SELECT work.id, source.name, work.id,
       jsonb_build_object('title', work.title, 'abstract', work.abstract, 'authors', author.list), '', now()
FROM works_work AS work
JOIN (
    SELECT work_id, jsonb_agg(jsonb_build_object('name', name, 'orcid', orcid) ORDER BY position) AS list
    FROM works_authorship GROUP BY work_id
) AS author ON author.work_id = work.id
JOIN (VALUES ('acl', 1), ('arxiv', 50)) AS source (name, every) ON work.id %% source.every = 0;
"""


def timed(title: str, deed: Callable[[], int]) -> None:
    started = time.perf_counter()
    count = deed()
    print(f"{title}: {count:,} in {time.perf_counter() - started:.2f} s")


def fill(researchers: int, works: int) -> int:
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            cursor.execute(statement, {"researchers": researchers, "works": works})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM works_authorship")
        return cursor.fetchone()[0]


def sweep(workers: int) -> int:
    """Score all who are stale in this many processes at once."""
    program = [sys.executable, "-m", "benchmarks.trust", "--sweep", str(connection.settings_dict["NAME"])]
    processes = [subprocess.Popen(program, stdout=subprocess.PIPE) for _ in range(workers)]
    return sum(int(process.communicate()[0]) for process in processes)


def mark(every: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE researchers_researcher SET trust_stale_at = now() WHERE id %% %(every)s = 0",
            {"every": every},
        )
        return cursor.rowcount


def retract_a_tenth() -> int:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE works_work SET retracted = true WHERE id % 10 = 0")
        return mark(1)


def measure(researchers: int, works: int, workers: int) -> None:
    timed("Authorships made", lambda: fill(researchers, works))
    timed(f"Everybody for the first time, {workers} workers", lambda: sweep(workers))
    timed("Everybody marked", lambda: mark(1))
    timed(f"Everybody, nothing changed, {workers} workers", lambda: sweep(workers))
    timed("A tenth of the works retracted, everybody marked", retract_a_tenth)
    timed(f"Everybody, many changed, {workers} workers", lambda: sweep(workers))
    timed("Marked", lambda: mark(8000))
    timed("Those, in this process", score_stale)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--researchers", type=int, default=80_000)
    parser.add_argument("--works", type=int, default=97_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sweep", metavar="DATABASE", help="only score who is stale there")
    options = parser.parse_args()
    if options.sweep:
        connection.settings_dict["NAME"] = options.sweep
        print(sum(score_all_stale()))
        return
    connection.settings_dict["TEST"]["NAME"] = "credence_benchmark_trust"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        measure(options.researchers, options.works, options.workers)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
