"""Computes trust: of everybody whose facts changed, or of everybody."""

import time
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from trust.refreshing import mark_everybody_stale, score_all_stale, stale_researchers


class Command(BaseCommand):
    help = "Compute the trust of every researcher whose facts have changed since it was last computed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="everybody, whether or not a fact has changed")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            if options["all"]:
                mark_everybody_stale()
            scored = self.score()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        seconds = round(time.monotonic() - started, 2)
        if options["json"]:
            self.stdout.write(msgspec.json.encode({"scored": scored, "seconds": seconds}).decode())
        else:
            self.stdout.write(f"Scored {scored:,} in {seconds:,} seconds.")

    def score(self) -> int:
        """Score batch by batch, with a progress bar where somebody watches."""
        scored = 0
        with tqdm(total=stale_researchers(), unit=" researchers", disable=None, file=self.stderr) as progress:
            for taken in score_all_stale():
                scored += taken
                progress.update(taken)
        return scored
