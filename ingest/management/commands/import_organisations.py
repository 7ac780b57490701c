"""Bring organizations of the ROR registry in."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from common.identifiers import normalize_ror
from ingest.institutions.organizations import Stored, store_organizations
from ingest.live import ror
from ingest.live.client import Client
from ingest.live.limits import service_called
from ingest.readers.ror import OrganizationRecord, read
from ingest.records import BadRecord
from ingest.sources import BadSource, open_members
from researchers.counters import refresh_all_stale
from trust.tasks import sweep_trust

SUFFIXES = (".json", ".jsonl", ".ndjson")
SHOWN_PROBLEMS = 10


class Command(BaseCommand):
    """Exit status 0: done; 1: a source could not be read, or nothing in it was good; 2: wrong use."""

    help = (
        "Read organizations of the Research Organization Registry (ror.org; data dumps of both schemas, JSON lines or"
        " pages of its API, packed or not), or fetch some of them from its service, and read anew the affiliations"
        " that name them. Importing the same data again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="file, folder, archive, or - for standard input"
        )
        parser.add_argument(
            "--ror",
            action="append",
            default=[],
            metavar="ID",
            help="fetch this organization; may be repeated",
        )
        parser.add_argument(
            "--query",
            action="append",
            default=[],
            metavar="WORDS",
            help="fetch organizations whose names fit these words, the best first; may be repeated",
        )
        parser.add_argument(
            "--limit",
            type=int,
            default=ror.PAGE,
            metavar="N",
            help="organizations of each query (%(default)s)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, *, paths: list[str], json: bool, **options: Any) -> None:
        began = time.monotonic()
        wanted = wanted_of(options)
        if not (paths or wanted):
            raise CommandError("name a PATH, a --ror ID or a --query", returncode=2)
        problems: list[BadRecord | BadSource] = []
        # First: storing holds the lock of all imports, and the service may keep us waiting.
        fetched = list(fetch(wanted, problems)) if wanted else []
        items = tqdm(
            chain(fetched, organizations(paths, problems)),
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the service is asked for."""

    ror_ids: tuple[str, ...]
    queries: tuple[str, ...]
    limit: int

    def __bool__(self) -> bool:
        return bool(self.ror_ids or self.queries)


def wanted_of(options: dict[str, Any]) -> Wanted:
    """The options as they can be asked for, each once; CommandError says what is wrong with them."""
    ids = {one: normalize_ror(one.strip()) for one in options["ror"]}
    for given, ror_id in ids.items():
        if not ror_id:
            raise CommandError(f"this is no ROR ID: {given}", returncode=2)
    queries = tuple(filter(None, (" ".join(words.split()) for words in options["query"])))
    if len(queries) < len(options["query"]):
        raise CommandError("a query is empty", returncode=2)
    if not 1 <= options["limit"] <= ror.MOST:
        raise CommandError(f"the limit must be between 1 and {ror.MOST:,}", returncode=2)
    unique_ids = dict.fromkeys(filter(None, ids.values()))
    return Wanted(tuple(unique_ids), tuple(dict.fromkeys(queries)), options["limit"])


def fetch(wanted: Wanted, problems: list[BadRecord | BadSource]) -> Iterator[OrganizationRecord]:
    """Every organization that the service tells of; what it does not goes into `problems`."""
    client = Client(service_called("ror"))
    yield from good(ror.wanted(client, wanted.ror_ids, wanted.queries, limit=wanted.limit), problems)


def good(
    items: Iterable[OrganizationRecord | BadRecord], problems: list[BadRecord | BadSource]
) -> Iterator[OrganizationRecord]:
    for item in items:
        if isinstance(item, OrganizationRecord):
            yield item
        else:
            problems.append(item)


def organizations(paths: list[str], problems: list[BadRecord | BadSource]) -> Iterator[OrganizationRecord]:
    """Every organization that can be read; what cannot goes into `problems`."""
    for path in paths:
        try:
            for name, stream in open_members(path, SUFFIXES):
                yield from good(read(stream, name), problems)
        except BadSource as problem:
            problems.append(problem)
