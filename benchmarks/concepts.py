"""Concepts of the record at hand: `python -m benchmarks.concepts [--mine] [--seed N] [--tags N]`.

Prints how many concepts there are, how many of them works have, and a random hundred tags with their works, to be
judged by hand: is it a technical term, and is the work about it? `--mine` times the mining, too; nothing is written.
"""

import argparse
import json
import os
import random
import resource
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402

from works.mining import reading  # noqa: E402
from works.mining.mining import Surroundings, mine  # noqa: E402
from works.terms import current_terms  # noqa: E402

FIGURES = """
WITH tagged AS (
    SELECT work.id, work.abstract <> '' AS has_abstract, count(about.id) AS tags
    FROM works_work AS work
    LEFT JOIN works_worktopic AS about ON about.work_id = work.id AND about.origin = 'text'
    WHERE NOT work.withdrawn
    GROUP BY work.id
)
SELECT json_build_object(
    'concepts', (SELECT count(*) FROM works_topic WHERE termhood IS NOT NULL),
    'with_works', (SELECT count(*) FROM works_topic WHERE termhood IS NOT NULL AND works_count > 0),
    'with_broader', (SELECT count(*) FROM works_topic WHERE termhood IS NOT NULL AND broader_id IS NOT NULL),
    'works', count(*),
    'tags', sum(tags),
    'tags_per_work', round(avg(tags), 2),
    'tags_per_work_with_abstract', round(avg(tags) FILTER (WHERE has_abstract), 2),
    'share_with_tags', round(avg((tags > 0)::int), 3),
    'share_with_tags_of_those_with_abstract', round(avg((tags > 0)::int) FILTER (WHERE has_abstract), 3)
)
FROM tagged
"""

IDS = "SELECT id FROM works_worktopic WHERE origin = 'text' ORDER BY id"

TAGS = """
SELECT coalesce(known.value, work.slug), work.title, work.abstract, topic.name, topic.slug, about.confidence
FROM works_worktopic AS about
JOIN works_topic AS topic ON topic.id = about.topic_id
JOIN works_work AS work ON work.id = about.work_id
LEFT JOIN works_workidentifier AS known ON known.work_id = work.id AND known.scheme = 'acl'
WHERE about.id = ANY(%(ids)s)
ORDER BY 1, 4
"""


def print_figures() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FIGURES)
        print(json.dumps(cursor.fetchone()[0], indent=1))


def print_tags(number: int, seed: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(IDS)
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(TAGS, {"ids": random.Random(seed).sample(ids, min(number, len(ids)))})
        for work, title, abstract, name, slug, confidence in cursor.fetchall():
            print(f"{work}\t{name}\t{confidence}\t{where(slug, title, abstract)}\t{title[:90]}")


def where(slug: str, title: str, abstract: str) -> str:
    """The words around the first place that mentions the concept."""
    vocabulary = current_terms().vocabulary
    if slug in vocabulary.mentions(title):
        return "title"
    words = abstract.split()
    for end in range(1, len(words) + 1):
        if slug in vocabulary.mentions(" ".join(words[max(end - 12, 0) : end])):
            return "… " + " ".join(words[max(end - 7, 0) : end + 4])
    return "abstract"


def print_mining() -> None:
    began = time.perf_counter()
    mined = mine(reading.texts(), Surroundings(reading.topics(), reading.names_kept(), reading.names_among))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(mined.found):,} concepts of {mined.read:,} works in {seconds:.1f} s, {peak:,.0f} MB at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mine", action="store_true", help="time the mining, too")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--tags", type=int, default=100)
    options = parser.parse_args()
    if options.mine:
        print_mining()
    print_figures()
    print_tags(options.tags, options.seed)


if __name__ == "__main__":
    main()
