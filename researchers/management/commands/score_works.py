"""Computes the scores of works: of those whose facts changed, or of all."""

import time
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from researchers.counters import refresh_all_stale
from researchers.scoring import score_all, score_some
from works.scores.full import STAGES
from works.scores.scoring import count_stale, is_full_scoring_needed

KEPT = "Nothing is half done, and the same command again, or the workers, do the rest."
ELSEWHERE = "Another process scores all works just now."
WAITING = f"{{left:,}} works still wait: others have them in hand, or mark them just now. Scored {{total:,}}. {KEPT}"
INTERRUPTED = f"It was interrupted. {KEPT}"


class Command(BaseCommand):
    """Exit status 0: all works that waited are scored; 1: not so, and it is said why; 2: wrong use."""

    help = "Compute the scores of works whose facts have changed since they were last computed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="all works, whether or not a fact has changed")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            scored = self.score_all() if options["all"] or is_full_scoring_needed() else self.score_waiting()
            refresh_all_stale()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        except KeyboardInterrupt as error:
            raise CommandError(INTERRUPTED) from error
        seconds = round(time.monotonic() - began, 2)
        if options["json"]:
            self.stdout.write(msgspec.json.encode({"scored": scored, "seconds": seconds}).decode())
        else:
            self.stdout.write(f"Scored {scored:,} in {seconds:,} seconds.")

    def score_all(self) -> int:
        """Stage by stage, with a progress bar where somebody watches; it is stored between an import's batches."""
        with tqdm(total=len(STAGES), unit=" stages", disable=None, file=self.stderr) as progress:

            def tell(stage: str) -> None:
                progress.n = STAGES.index(stage)
                progress.set_description(stage)

            scored = score_all(tell)
            progress.n = progress.total
        if scored is None:
            raise CommandError(ELSEWHERE)
        return scored

    def score_waiting(self) -> int:
        """Batch by batch; what others hold, or mark meanwhile, is not said to be done."""
        total = 0
        with tqdm(total=count_stale(), unit=" works", disable=None, file=self.stderr) as progress:
            while scored := score_some():
                total += scored
                progress.update(scored)
        if left := count_stale():
            raise CommandError(WAITING.format(left=left, total=total))
        return total
