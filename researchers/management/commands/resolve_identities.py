"""Says who is who: attributes authorships to researchers, by all that is printed beside the names."""

import time
from dataclasses import asdict
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from researchers.counters import refresh_all_stale
from researchers.identity.resolving import Figures
from researchers.identity.running import ProcessDied, StillWaiting, resolve_all

KEPT = "What was done is kept, nothing is half done, and the same command again does the rest."
DIED = f"A process that resolved was killed from outside, perhaps because memory was short. {KEPT}"
INTERRUPTED = f"It was interrupted. {KEPT}"


class Command(BaseCommand):
    """Exit status 0: nothing waits of what did; 1: something does, and it is said why; 2: wrong use."""

    help = (
        "Decide which printed names are one person: of names that are new since the last time, or of all."
        " What people confirmed, rejected or decided stays as it is; doubtful cases are proposed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="ask anew what is settled, too")
        parser.add_argument(
            "--without-source-ids",
            action="store_true",
            help="do not look at the sources' own ids of people, as if they gave none",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        self.total = Figures()
        try:
            left = self.resolve(everything=options["all"], source_ids=not options["without_source_ids"])
            refresh_all_stale()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        except ProcessDied as error:
            raise CommandError(DIED) from error
        except KeyboardInterrupt as error:
            raise CommandError(INTERRUPTED) from error
        self.tell(seconds=round(time.monotonic() - began, 2), as_json=options["json"])
        if left:
            raise CommandError(f"{left}\n{KEPT}")

    def resolve(self, *, everything: bool, source_ids: bool) -> StillWaiting | None:
        """Part by part, with a progress bar where somebody watches; what is left, if anything."""
        with tqdm(unit=" authorships", desc="Resolving", disable=None, file=self.stderr) as progress:
            try:
                for size, figures in resolve_all(everything=everything, source_ids=source_ids):
                    self.total += figures
                    progress.update(size)
            except StillWaiting as left:
                return left
        return None

    def tell(self, *, seconds: float, as_json: bool) -> None:
        figures = asdict(self.total)
        if as_json:
            self.stdout.write(msgspec.json.encode({**figures, "seconds": seconds}).decode())
        else:
            words = ", ".join(f"{number:,} {key}" for key, number in figures.items())
            self.stdout.write(f"{words} in {seconds:,} s")
