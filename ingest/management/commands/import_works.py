"""Bring works in from files, folders, archives or standard input."""

import json
import os
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from ingest.importing import Progress, import_items, problems_of, start_run
from ingest.loading import Tally
from ingest.models import ImportRun
from ingest.readers import FORMATS, read_paths
from ingest.sources import Meter, size_of
from trust.tasks import sweep_trust

SHOWN_PROBLEMS = 10
KEYS = ("read", "created", "updated", "unchanged", "rejected")


class Command(BaseCommand):
    """Exit status 0: done; 1: a source could not be read, or no record in it was good; 2: wrong use."""

    help = (
        "Read works from files, folders, archives (.tar .zip, packed as .gz .xz .bz2 .zst) or standard input (-)"
        " and bring them into the record. Bad records are set aside with their reason; the rest goes in."
        " Importing the same data again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="file, folder, archive, or - for standard input"
        )
        parser.add_argument(
            "--format", required=True, choices=sorted(FORMATS), help="how the works are written"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
        parser.add_argument(
            "--problems", metavar="FILE", help="write every record set aside to FILE, a JSON line each"
        )

    def handle(
        self, *, paths: list[str], format: str, json: bool, problems: str | None, **options: Any
    ) -> None:
        began = time.monotonic()
        run = start_run(format, " ".join(paths))
        meter = Meter()
        with sigterm_as_interrupt(), progress_bar(paths, meter) as progress:
            run = import_items(run, read_paths(format, paths, meter), progress=progress)
        sweep_trust.delay()
        if problems:
            write_problems(run, problems)
        self.report(run, seconds=round(time.monotonic() - began, 2), as_json=json)
        if run.state == ImportRun.State.FAILED or run.read == run.rejected:
            sys.exit(1)

    def report(self, run: ImportRun, *, seconds: float, as_json: bool) -> None:
        """Say what happened: figures on standard output, what went wrong on standard error."""
        figures = {key: getattr(run, key) for key in KEYS}
        for line in problems_of(run, limit=SHOWN_PROBLEMS):
            self.stderr.write(f"set aside: {line}")
        if run.rejected > SHOWN_PROBLEMS:
            self.stderr.write(f"… and {run.rejected - SHOWN_PROBLEMS:,} more; --problems FILE lists them all")
        if run.error:
            self.stderr.write(run.error)
            self.stderr.write("What was read before that is kept." if run.read else "Nothing was read.")
        elif not run.read:
            self.stderr.write("No record was found in what you named.")
        if as_json:
            self.stdout.write(json.dumps({**figures, "seconds": seconds}))
        else:
            words = ", ".join(f"{number:,} {key}" for key, number in figures.items())
            self.stdout.write(f"{words} in {seconds:,} s")


@contextmanager
def sigterm_as_interrupt() -> Iterator[None]:
    """Let the polite request to end do what Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def progress_bar(paths: list[str], meter: Meter) -> Iterator[Progress]:
    """A bar over the bytes taken in, on a terminal only."""
    sizes = [size_of(path) if os.path.exists(path) else None for path in paths]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    with tqdm(
        total=total, unit="B", unit_scale=True, desc="Importing", disable=not sys.stderr.isatty()
    ) as bar:
        works = 0

        def progress(tally: Tally) -> None:
            nonlocal works
            works += tally.read
            bar.update(meter.taken - bar.n)
            bar.set_postfix_str(f"{works:,} works")

        yield progress


def write_problems(run: ImportRun, path: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for problem in run.problems.order_by("id").iterator():
            line = {"position": problem.position, "reason": problem.reason, "piece": problem.piece}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
