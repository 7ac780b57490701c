"""Bring the vocabulary of topics in."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ingest.institutions.topics import Stored, store_vocabulary
from ingest.readers.openalex_topics import VocabularyRecord, read
from ingest.records import BadRecord
from ingest.sources import BadSource, open_members

SUFFIXES = (".json", ".jsonl", ".ndjson")
SHOWN_PROBLEMS = 10


class Command(BaseCommand):
    """Exit status 0: done; 1: the source could not be read, or no topic in it was good; 2: wrong use."""

    help = (
        "Read the topics of OpenAlex with their descriptions, keywords, fields and domains. A topic of the same name"
        " that is here already is the same one. Importing the same data again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="file, folder, archive, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, *, path: str, json: bool, **options: Any) -> None:
        began = time.monotonic()
        problems: list[BadRecord] = []
        topics = tqdm(
            topics_in(path, problems), unit=" topics", desc="Importing", disable=not sys.stderr.isatty()
        )
        try:
            stored = store_vocabulary(topics)
        except BadSource as error:
            raise CommandError(f"{error}\nNothing of it was kept.") from error
        self.report(stored, problems, seconds=round(time.monotonic() - began, 2), as_json=json)
        if not (stored.created or stored.updated or stored.unchanged):
            sys.exit(1)

    def report(self, stored: Stored, problems: list[BadRecord], *, seconds: float, as_json: bool) -> None:
        for problem in problems[:SHOWN_PROBLEMS]:
            self.stderr.write(f"set aside: {problem}")
        good = {key: getattr(stored, key) for key in ("created", "updated", "unchanged")}
        figures = {"read": sum(good.values()) + len(problems), **good, "rejected": len(problems)}
        if as_json:
            self.stdout.write(json.dumps({**figures, "seconds": seconds}))
        else:
            words = ", ".join(f"{number:,} {key}" for key, number in figures.items())
            self.stdout.write(f"{words} in {seconds:,} s")


def topics_in(path: str, problems: list[BadRecord]) -> Iterator[VocabularyRecord]:
    """Every topic that can be read; what cannot goes into `problems`."""
    for name, stream in open_members(path, SUFFIXES):
        for item in read(stream, name):
            if isinstance(item, VocabularyRecord):
                yield item
            else:
                problems.append(item)
