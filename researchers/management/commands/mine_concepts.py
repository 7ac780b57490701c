"""Mines technical terms from titles and abstracts, and tags all works with them."""

import json
import time
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from researchers.concepts import Figures, SomebodyElse, alone, mine_concepts, tag_works
from researchers.counters import refresh_all_stale


class Command(BaseCommand):
    """Exit status 0: done; 1: another process does it; 2: wrong use."""

    help = (
        "Mine technical terms from titles, abstracts and the keywords of OpenAlex topics, and tag all works with them."
        " Doing it again changes nothing where nothing new came in. A concept keeps its address for ever."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            with alone():
                figures = mine_concepts()
                self.tag()
        except SomebodyElse as error:
            raise CommandError(str(error)) from error
        refresh_all_stale()
        self.tell(figures, seconds=round(time.monotonic() - began, 2), as_json=options["json"])

    def tag(self) -> None:
        with tqdm(unit=" works", desc="Tagging", disable=None, file=self.stderr) as progress:
            for searched in tag_works():
                progress.update(searched)

    def tell(self, figures: Figures, *, seconds: float, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({**asdict(figures), "seconds": seconds}))
        else:
            words = ", ".join(f"{number:,} {key}" for key, number in asdict(figures).items())
            self.stdout.write(f"{words} in {seconds:,} s")
