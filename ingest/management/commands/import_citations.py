"""Bring citation pairs in from a table of identifiers."""

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ingest.citations import Added, add_citations, read_pairs
from ingest.records import BadRecord
from ingest.sources import BadSource, open_members
from researchers.counters import refresh_all_stale

SHOWN_PROBLEMS = 10


class Command(BaseCommand):
    """Exit status 0: done; 1: the source could not be read, or no line of it was good; 2: wrong use."""

    help = (
        "Read pairs of identifiers, citing and cited, one pair a line (acl:P04-1001 doi:10.1234/x), and count"
        " citations anew. Pairs whose citing work is unknown are passed over; importing again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="file, plain or packed, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, *, path: str, json: bool, **options: Any) -> None:
        began = time.monotonic()
        problems: list[BadRecord] = []
        try:
            batches = self.add(path, problems)
        except BadSource as error:
            raise CommandError(f"{error}\nWhat was read before that is kept.") from error
        refresh_all_stale()
        self.report(batches, problems, seconds=round(time.monotonic() - began, 2), as_json=json)
        if not any(one.read > one.rejected for one in batches):
            sys.exit(1)

    def add(self, path: str, problems: list[BadRecord]) -> list[Added]:
        items = (
            item for name, stream in open_members(path, (".tsv", ".txt")) for item in read_pairs(stream, name)
        )
        noted = (note(item, problems) for item in items)
        shown = tqdm(noted, unit=" pairs", desc="Importing", disable=not sys.stderr.isatty())
        return list(add_citations(shown))

    def report(
        self, batches: list[Added], problems: list[BadRecord], *, seconds: float, as_json: bool
    ) -> None:
        for problem in problems[:SHOWN_PROBLEMS]:
            self.stderr.write(f"set aside: {problem}")
        figures = {key: sum(getattr(one, key) for one in batches) for key in ("read", "created", "rejected")}
        if as_json:
            self.stdout.write(json.dumps({**figures, "seconds": seconds}))
        else:
            words = ", ".join(f"{number:,} {key}" for key, number in figures.items())
            self.stdout.write(f"{words} in {seconds:,} s")


def note(item: Any, problems: list[BadRecord]) -> Any:
    """Remember the first few lines that were no pairs."""
    if isinstance(item, BadRecord) and len(problems) < SHOWN_PROBLEMS:
        problems.append(item)
    return item
