"""Works whose raw figures are known. All of it is invented."""

from datetime import date
from typing import Any

from django.db import connection

from works.models import Work, WorkScore
from works.scores.placing import place_all

ABSTRACT = "What is said here was invented for a test."


def make_scored(
    number: int,
    *,
    year: int = 2020,
    distances: list[float] | None = None,
    reuse: list[int | None] | None = None,
    **fields: Any,
) -> list[Work]:
    """Works whose raw figures are known, by default as far from earlier ones as their number says.

    A tuple has a value for each work.
    """
    fields = {"abstract": ABSTRACT, "title": tuple(f"Scored {one}" for one in range(number)), **fields}
    first = Work.objects.count()
    works = Work.objects.bulk_create(
        Work(
            slug=f"scored-{first + one}",
            published_on=date(year, 1, 1),
            published_precision="year",
            **{name: value[one] if isinstance(value, tuple) else value for name, value in fields.items()},
        )
        for one in range(number)
    )
    distances = distances or [one / number for one in range(number)]
    WorkScore.objects.bulk_create(
        WorkScore(
            work=work, distance=distances[one], phrases_reuse=(reuse or [0] * number)[one], new_phrases=0
        )
        for one, work in enumerate(works)
    )
    return works


def place_everything() -> list[int]:
    with connection.cursor() as cursor:
        return place_all(cursor)
