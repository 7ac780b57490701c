"""Writes out whose every authorship is, as a table."""

import csv
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from researchers.identity.exporting import COLUMNS, attributions


class Command(BaseCommand):
    help = (
        "Write one line per authorship and identifier of its work: whose it is, how that is known and how surely."
        " Tab-separated, header first; position from 0; researcher is the public id, empty where it is nobody's."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        table = csv.writer(self.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        try:
            table.writerow(COLUMNS)
            table.writerows(attributions())
        except BrokenPipeError:
            sys.stderr.close()  # whoever read it has seen enough
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
