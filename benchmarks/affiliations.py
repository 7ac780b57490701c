"""How well affiliations are read: `python -m benchmarks.affiliations --ror PATH [--format F] PATH… [--show N]`.

Imports organizations and then works into a scratch database of its own, reads the affiliations of all works once
more from nothing, and prints how long each takes, what share of texts and of mentions was read by what, and N
examples of each kind, chosen by chance but always the same, to be judged by eye.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from ingest.institutions.organizations import store_organizations  # noqa: E402
from ingest.institutions.readings import read_affiliations  # noqa: E402
from ingest.loading.importing import Item, import_items  # noqa: E402
from ingest.loading.runs import start_run  # noqa: E402
from ingest.management.commands.import_organisations import organizations  # noqa: E402
from ingest.readers import FORMATS, read_paths  # noqa: E402
from ingest.records import WorkRecord  # noqa: E402

WORKS_A_BATCH = 5_000
FORGET = "TRUNCATE works_affiliation, works_affiliationtext, works_affiliationreading"
WORKS = "SELECT DISTINCT work_id FROM works_authorship WHERE affiliations <> '{}' OR email_domains <> '{}'"
STAGE = """
CREATE TEMPORARY TABLE staged_authorship ON COMMIT DROP AS
SELECT work_id, position, affiliations, rors, email_domains
FROM works_authorship
WHERE work_id = ANY(%(works)s)
"""
SHARES = """
WITH mentioned AS (
    SELECT md5(said.text || E'\\n' || array_to_string(authorship.email_domains, ' '))::uuid AS print,
           count(*) AS mentions
    FROM works_authorship AS authorship
    CROSS JOIN LATERAL unnest(authorship.affiliations) AS said (text)
    GROUP BY print
),
best AS (
    SELECT text.print, coalesce(
        (array_agg(reading.basis ORDER BY reading.basis = 'printed', reading.confidence DESC))[1], 'not read'
    ) AS basis
    FROM works_affiliationtext AS text
    LEFT JOIN works_affiliationreading AS reading ON reading.text_id = text.id
    GROUP BY text.print
)
SELECT best.basis, count(*), sum(mentioned.mentions)
FROM mentioned
JOIN best USING (print)
GROUP BY best.basis
ORDER BY 3 DESC
"""
EXAMPLES = """
SELECT coalesce(reading.basis, 'not read'), text.text, coalesce(institution.name, ''), reading.confidence
FROM works_affiliationtext AS text
LEFT JOIN works_affiliationreading AS reading ON reading.text_id = text.id
LEFT JOIN works_institution AS institution ON institution.id = reading.institution_id
WHERE text.text <> ''
ORDER BY 1, text.print, 3
"""


def with_affiliations(items: Iterable[Any]) -> Iterator[Item]:
    """The works that say where somebody is."""
    for item in items:
        if isinstance(item, WorkRecord) and any(
            one.affiliations or one.email_domains for one in item.authors
        ):
            yield item


def timed(words: str, action: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = action()
    print(f"{words}: {time.perf_counter() - began:.1f} s")
    return result


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def read_all(works: list[int]) -> None:
    for start in range(0, len(works), WORKS_A_BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(STAGE, {"works": works[start : start + WORKS_A_BATCH]})
            read_affiliations(cursor, known_before=False)


def show_shares() -> None:
    found = rows(SHARES)
    texts, mentions = (sum(row[column] for row in found) for column in (1, 2))
    print(f"{texts:,} texts, {mentions:,} mentions")
    for basis, some_texts, some_mentions in found:
        print(
            f"  {basis:8} {some_texts:7,} texts {some_texts / texts:6.1%} {some_mentions:8,} mentions"
            f" {some_mentions / mentions:6.1%}"
        )


def show_examples(number: int) -> None:
    by_basis: dict[str, list[tuple]] = {}
    for basis, *example in rows(EXAMPLES):
        by_basis.setdefault(basis, []).append(tuple(example))
    for basis, examples in by_basis.items():
        print(f"\n{basis}")
        for text, institution, confidence in random.Random(1).sample(examples, min(number, len(examples))):
            print(f"  {text[:160]} → {institution} {confidence or ''}".rstrip())


def measure(options: argparse.Namespace) -> None:
    stored = timed("organizations, into nothing", lambda: store_organizations(organizations(options.ror, [])))
    print(f"  {stored.created:,} created")
    timed("organizations, again", lambda: store_organizations(organizations(options.ror, [])))
    items = with_affiliations(read_paths(options.format, options.paths))
    timed("works with affiliations", lambda: import_items(start_run(options.format, "benchmark"), items))
    rows_of_works = [row[0] for row in rows(WORKS)]
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
    timed(f"affiliations of {len(rows_of_works):,} works alone", lambda: read_all(rows_of_works))
    show_shares()
    show_examples(options.show)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--format", choices=sorted(FORMATS), default="acl")
    parser.add_argument("--ror", nargs="+")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    if not (options.ror and options.paths):
        print("Nothing is measured without real data: name organizations with --ror, and works.")
        return
    connection.settings_dict["TEST"]["NAME"] = "credence_benchmark_affiliations"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        measure(options)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
