"""Bring organizations of the ROR registry in."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from ingest.organizations import Stored, store_organizations
from ingest.readers.ror import OrganizationRecord, read
from ingest.records import BadRecord
from ingest.sources import BadSource, open_members
from researchers.counters import refresh_all_stale
from trust.tasks import sweep_trust

SUFFIXES = (".json", ".jsonl", ".ndjson")
SHOWN_PROBLEMS = 10


class Command(BaseCommand):
    """Exit status 0: done; 1: a source could not be read, or no record in it was good; 2: wrong use."""

    help = (
        "Read organizations of the Research Organization Registry (ror.org; data dumps of both schemas, JSON lines or"
        " pages of its API, packed or not) and read anew the affiliations that name them. Importing the same data"
        " again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="file, folder, archive, or - for standard input"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, *, paths: list[str], json: bool, **options: Any) -> None:
        began = time.monotonic()
        problems: list[BadRecord | BadSource] = []
        items = tqdm(
            organizations(paths, problems),
            unit=" organizations",
            desc="Importing",
            disable=not sys.stderr.isatty(),
        )
        stored = store_organizations(items)
        refresh_all_stale()
        if stored.works:
            sweep_trust.delay()
        self.report(stored, problems, seconds=round(time.monotonic() - began, 2), as_json=json)
        nothing_good = not (stored.created or stored.updated or stored.unchanged)
        if nothing_good or any(isinstance(one, BadSource) for one in problems):
            sys.exit(1)

    def report(
        self, stored: Stored, problems: list[BadRecord | BadSource], *, seconds: float, as_json: bool
    ) -> None:
        for problem in problems[:SHOWN_PROBLEMS]:
            self.stderr.write(f"set aside: {problem}")
        if len(problems) > SHOWN_PROBLEMS:
            self.stderr.write(f"… and {len(problems) - SHOWN_PROBLEMS:,} more")
        rejected = sum(isinstance(one, BadRecord) for one in problems)
        good = {key: getattr(stored, key) for key in ("created", "updated", "unchanged")}
        figures = {"read": sum(good.values()) + rejected, **good, "rejected": rejected}
        if as_json:
            self.stdout.write(json.dumps({**figures, "seconds": seconds}))
        else:
            words = ", ".join(f"{number:,} {key}" for key, number in figures.items())
            self.stdout.write(f"{words}; affiliations changed on {stored.works:,} works; in {seconds:,} s")


def organizations(paths: list[str], problems: list[BadRecord | BadSource]) -> Iterator[OrganizationRecord]:
    """Every organization that can be read; what cannot goes into `problems`."""
    for path in paths:
        try:
            for name, stream in open_members(path, SUFFIXES):
                for item in read(stream, name):
                    if isinstance(item, OrganizationRecord):
                        yield item
                    else:
                        problems.append(item)
        except BadSource as problem:
            problems.append(problem)
