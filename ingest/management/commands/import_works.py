"""Bring works in from files, folders, archives or standard input."""

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from ingest.loading.importing import Progress, import_items
from ingest.loading.loader import Tally
from ingest.loading.reports import report, sigterm_as_interrupt, writable, write_problems
from ingest.loading.runs import resumable_run, start_run
from ingest.models import ImportRun
from ingest.readers import FORMATS, read_paths
from ingest.sources import Meter, likeness, size_of
from trust.tasks import sweep_trust


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
            "--format",
            default="",
            choices=sorted(FORMATS),
            help="how the works are written; without it each file is read as what it looks like",
        )
        parser.add_argument(
            "--anew",
            action="store_true",
            help="read from the beginning, even if the same import was broken off",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
        parser.add_argument(
            "--problems", metavar="FILE", help="write every record set aside to FILE, a JSON line each"
        )

    def handle(
        self, *, paths: list[str], format: str, json: bool, problems: str | None, anew: bool, **options: Any
    ) -> None:
        began = time.monotonic()
        with writable(problems) as file:
            run = self.run_of(format, paths, anew=anew)
            meter = Meter()
            with sigterm_as_interrupt(), progress_bar(paths, meter) as progress:
                run = import_items(run, read_paths(format, paths, meter), progress=progress)
            sweep_trust.delay()
            if file:
                write_problems(run, file)
        report(
            self,
            run,
            seconds=round(time.monotonic() - began, 2),
            as_json=json,
            nothing="No record was found in what you named.",
        )
        if run.state == ImportRun.State.FAILED or run.read == run.rejected:
            sys.exit(1)

    def run_of(self, format: str, paths: list[str], *, anew: bool) -> ImportRun:
        """A new run, or the last one of just these files if it was broken off."""
        source, request = " ".join(paths), {"files": likeness(paths)}
        broken_off = None if anew or not request["files"] else resumable_run(format, source, request=request)
        if broken_off:
            stored = broken_off.checkpoint.get("items", 0)
            self.stderr.write(f"Going on after the {stored:,} records that an earlier run stored.")
        return broken_off or start_run(format, source, request=request)


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
