"""What the commands say of an import, and how they end when asked to."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.core.management.base import BaseCommand, CommandError

from ingest.loading.importing import problems_of
from ingest.models import ImportRun

SHOWN_PROBLEMS = 10
KEYS = ("read", "created", "updated", "unchanged", "rejected")


def report(command: BaseCommand, run: ImportRun, *, seconds: float, as_json: bool, nothing: str) -> None:
    """Say what happened: figures on standard output, what went wrong on standard error."""
    figures = {key: getattr(run, key) for key in KEYS}
    for line in problems_of(run, limit=SHOWN_PROBLEMS):
        command.stderr.write(f"set aside: {line}")
    if run.rejected > SHOWN_PROBLEMS:
        command.stderr.write(f"… and {run.rejected - SHOWN_PROBLEMS:,} more; --problems FILE lists them all")
    if run.error:
        command.stderr.write(run.error)
        command.stderr.write("What was read before that is kept." if run.read else "Nothing was read.")
    elif not run.read:
        command.stderr.write(nothing)
    if as_json:
        command.stdout.write(json.dumps({**figures, "seconds": seconds}))
    else:
        words = ", ".join(f"{number:,} {key}" for key, number in figures.items())
        command.stdout.write(f"{words} in {seconds:,} s")


@contextmanager
def sigterm_as_interrupt() -> Iterator[None]:
    """Let the polite request to end do what Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def writable(path: str | None) -> Iterator[TextIO | None]:
    """The file for the problems, opened before anything is imported: a wrong name costs nothing then."""
    if not path:
        yield None
        return
    try:
        file = Path(path).open("w", encoding="utf-8")  # noqa: SIM115 - closed below, its failure told apart
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}", returncode=2) from error
    with file:
        yield file


def write_problems(run: ImportRun, file: TextIO) -> None:
    for problem in run.problems.order_by("id").iterator():
        line = {"position": problem.position, "reason": problem.reason, "piece": problem.piece}
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
