"""Bring works in from live services."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ingest.live.fetching import fetch_items
from ingest.live.wanted import SERVICES, USUAL_LIMIT, FetchRequest, InvalidRequest
from ingest.loading.importing import BY_OPERATOR, Progress, import_items
from ingest.loading.loader import Tally
from ingest.loading.reports import report, sigterm_as_interrupt, writable, write_problems
from ingest.loading.runs import resumable_run, start_run
from ingest.models import ImportRun
from trust.tasks import sweep_trust


class Command(BaseCommand):
    """Exit status 0: done; 1: nothing that was wanted could be fetched; 2: wrong use."""

    help = (
        "Fetch works from arXiv, Crossref, DataCite, DBLP, OpenAlex and ORCID and bring them into the record. What"
        " no service knows is set aside with the reason; the rest goes in. Fetching again changes nothing that"
        " did not change there. The same command after a break goes on from where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--orcid",
            action="append",
            default=[],
            metavar="ID",
            help="a person and the works of their record",
        )
        parser.add_argument("--doi", action="append", default=[], metavar="DOI", help="a work")
        parser.add_argument("--arxiv", action="append", default=[], metavar="ID", help="a work on arXiv")
        parser.add_argument(
            "--query",
            action="append",
            default=[],
            metavar="WORDS",
            help="works that OpenAlex finds for these words",
        )
        parser.add_argument(
            "--service",
            action="append",
            default=[],
            choices=SERVICES,
            help="ask only this one; may be repeated",
        )
        parser.add_argument(
            "--limit", type=int, default=USUAL_LIMIT, metavar="N", help="works of each query (%(default)s)"
        )
        parser.add_argument(
            "--anew",
            action="store_true",
            help="begin at the beginning, even if the same fetch was broken off",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
        parser.add_argument(
            "--problems", metavar="FILE", help="write everything set aside to FILE, a JSON line each"
        )

    def handle(self, *, json: bool, problems: str | None, anew: bool, **options: Any) -> None:
        began = time.monotonic()
        request = self.request_of(options)
        with writable(problems) as file:
            run = self.run_of(request, anew=anew)
            with sigterm_as_interrupt(), progress_bar(run) as progress:
                items = fetch_items(request, run.checkpoint)
                run = import_items(run, items, progress=progress)
            sweep_trust.delay()
            if file:
                write_problems(run, file)
        report(
            self,
            run,
            seconds=round(time.monotonic() - began, 2),
            as_json=json,
            nothing="No service knows anything of what you named.",
        )
        if run.state == ImportRun.State.FAILED or run.read == run.rejected:
            sys.exit(1)

    def request_of(self, options: dict[str, Any]) -> FetchRequest:
        try:
            return FetchRequest(
                orcids=tuple(options["orcid"]),
                dois=tuple(options["doi"]),
                arxiv_ids=tuple(options["arxiv"]),
                queries=tuple(options["query"]),
                services=tuple(options["service"]),
                limit=options["limit"],
            )
        except InvalidRequest as error:
            raise CommandError(f"{error}", returncode=2) from error

    def run_of(self, request: FetchRequest, *, anew: bool) -> ImportRun:
        """A new run, or the last one for just this if it was broken off."""
        asked = {**request.as_json(), BY_OPERATOR: True}
        about: dict[str, Any] = {"kind": ImportRun.Kind.FETCH, "request": asked}
        broken_off = None if anew else resumable_run("", str(request), **about)
        if broken_off:
            self.stderr.write(f"Going on after {broken_off.read:,} records that an earlier run stored.")
        return broken_off or start_run("", str(request), **about)


@contextmanager
def progress_bar(run: ImportRun) -> Iterator[Progress]:
    """A bar over the questions asked, on a terminal only."""
    with tqdm(total=100, unit="%", desc="Fetching", disable=not sys.stderr.isatty()) as bar:
        works = 0

        def progress(tally: Tally) -> None:
            nonlocal works
            works += tally.read
            run.refresh_from_db(fields=["done_share"])
            bar.update(round(100 * (run.done_share or 0)) - bar.n)
            bar.set_postfix_str(f"{works:,} records")

        yield progress
