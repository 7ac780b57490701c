"""The records that an import set aside: their reasons, and all of them as a file."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from ingest.models import ImportProblem, ImportRun

COLUMNS = ("position", "reason", "piece")
MOST_REASONS = 10
# A spreadsheet would take such a cell for a formula and carry it out.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# Bounded: a file in the wrong format can have millions of problems, all alike.
# Relies on the index import_problem_in_order.
REASONS = """
WITH first_ones AS (
    SELECT reason FROM ingest_importproblem WHERE run_id = %(run)s ORDER BY id LIMIT 50000
)
SELECT reason, count(*) AS problems
FROM first_ones
GROUP BY reason
ORDER BY problems DESC, reason
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why records were set aside, and how many of the first 50,000."""

    text: str
    problems: int


def reasons_of(run: ImportRun) -> list[Reason]:
    """The commonest reasons first."""
    with connection.cursor() as cursor:
        cursor.execute(REASONS, {"run": run.pk, "limit": MOST_REASONS})
        return [Reason(*row) for row in cursor.fetchall()]


def problems_of(run: ImportRun, *, reason: str = "") -> QuerySet[ImportProblem]:
    """In the order in which they were met."""
    problems = run.problems.order_by("id")
    return problems.filter(reason=reason) if reason else problems


def as_json_lines(problems: QuerySet[ImportProblem]) -> Iterator[str]:
    """A line each, as `import_works --problems` writes them."""
    for problem in problems.iterator():
        yield json.dumps({column: getattr(problem, column) for column in COLUMNS}, ensure_ascii=False) + "\n"


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(problems: QuerySet[ImportProblem]) -> Iterator[str]:
    """A header and a line each, for a spreadsheet."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield writer.writerow(COLUMNS)
    for problem in problems.iterator():
        yield writer.writerow([harmless(getattr(problem, column)) for column in COLUMNS])


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
