"""Compares who is who here with a table of people who are known."""

import gzip
import lzma
import sys
from pathlib import Path
from typing import Any, TextIO

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from researchers.identity.evaluating import Agreement, evaluate
from researchers.identity.gold import Known, NoGold, found, read_gold

OPENERS: dict[str, Any] = {".xz": lzma.open, ".gz": gzip.open}


class Command(BaseCommand):
    """Exit status 0: done; 1: the table could not be read, or nothing of it is imported; 2: wrong use."""

    help = (
        "Print B-cubed and pairwise precision, recall and F1 against a table of mentions whose persons are known:"
        " columns collection, volume, paper, pos, person_id, or scheme, identifier, position, person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gold", metavar="GOLD", help="tab-separated, plain, .xz or .gz")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        known = self.read(options["gold"])
        try:
            here = found(known)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        if not here:
            self.stderr.write("None of these works is imported.")
            sys.exit(1)
        people = {number: known[number].person for number in here}
        result = evaluate(people, {number: whose for number, whose in here.items() if whose is not None})
        figures = {
            "mentions": result.mentions,
            "people": result.people,
            "missing": len(known) - len(here),
            "b_cubed": rounded(result.b_cubed),
            "pairwise": rounded(result.pairwise),
        }
        self.report(figures, as_json=options["json"])

    def read(self, name: str) -> list[Known]:
        try:
            with opened(Path(name)) as lines:
                return read_gold(iter(lines))
        except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError, NoGold) as error:
            raise CommandError(f"{name}: {error}") from error

    def report(self, figures: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(msgspec.json.encode(figures).decode())
            return
        self.stdout.write(
            f"{figures['mentions']:,} mentions of {figures['people']:,} people,"
            f" {figures['missing']:,} are not imported"
        )
        for title, key in (("B-cubed", "b_cubed"), ("Pairwise", "pairwise")):
            words = ", ".join(f"{name} {value:.4f}" for name, value in figures[key].items())
            self.stdout.write(f"{title}: {words}")


def opened(path: Path) -> TextIO:
    """The table as text, unpacked where it is packed."""
    opener = OPENERS.get(path.suffix)
    if opener is None:
        return path.open(encoding="utf-8", newline="")
    return opener(path, "rt", encoding="utf-8", newline="")


def rounded(agreement: Agreement) -> dict[str, float]:
    return {name: round(getattr(agreement, name), 4) for name in ("precision", "recall", "f1")}
