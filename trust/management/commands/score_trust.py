"""Computes trust: of everybody whose facts changed, or of everybody."""

import os
import time
from argparse import ArgumentTypeError
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone
from tqdm import tqdm

from trust.progress import waiting_for_trust
from trust.ranges import ask_for_everybody
from trust.running import ProcessDied, score_all_waiting
from trust.sweeping import mark_due

KEPT = "What was scored is kept, and the workers or the same command again score the rest."
DIED = f"A process that scored was killed from outside, perhaps because memory was short. {KEPT}"
INTERRUPTED = f"It was interrupted. {KEPT}"


class Command(BaseCommand):
    """Exit status 0: everybody is scored who is not in other hands; 1: not so, and it is said why; 2: wrong use."""

    help = "Compute the trust of every researcher whose facts have changed since it was last computed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="everybody, whether or not a fact has changed")
        parser.add_argument(
            "--processes",
            type=number_of_processes,
            default=cores(),
            help="how many share the work where it is much (default: one for each core)",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            scored = self.score(everybody=options["all"], processes=options["processes"])
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        except ProcessDied as error:
            raise CommandError(DIED) from error
        except KeyboardInterrupt as error:
            raise CommandError(INTERRUPTED) from error
        seconds = round(time.monotonic() - started, 2)
        if options["json"]:
            self.stdout.write(msgspec.json.encode({"scored": scored, "seconds": seconds}).decode())
        else:
            self.stdout.write(f"Scored {scored:,} in {seconds:,} seconds.")

    def score(self, *, everybody: bool, processes: int) -> int:
        """Batch by batch, with a progress bar where somebody watches."""
        mark_due(timezone.now().date())
        if everybody:
            ask_for_everybody()
        waiting, _ = waiting_for_trust()
        scored = 0
        with tqdm(total=waiting, unit=" researchers", disable=None, file=self.stderr) as progress:
            for taken in score_all_waiting(processes):
                scored += taken
                progress.update(taken)
        return scored


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def number_of_processes(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)
