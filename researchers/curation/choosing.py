"""The works of a page, to choose from: those that are like what was asked for, in an order that helps."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from common.names import fold
from researchers.models import Attribution, AttributionQuerySet, Researcher
from works.models import Authorship

SHOWN_COAUTHORS = 4
# By what the works are listed; the same date never leaves the order open.
ORDERS = {
    "newest": ("-authorship__work__published_on", "authorship_id"),
    "oldest": ("authorship__work__published_on", "authorship_id"),
    "doubtful": ("confidence", "-authorship__work__published_on", "authorship_id"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What works are asked for."""

    words: str = ""
    year_from: int | None = None
    year_to: int | None = None
    printed: str = ""
    coauthor: str = ""
    order: str = "newest"


def listed_works(page: Researcher) -> AttributionQuerySet:
    return Attribution.objects.accepted().filter(researcher=page)


def works_like(page: Researcher, wanted: Wanted) -> AttributionQuerySet:
    """Listed works of the page, with everything that a row shows."""
    rows = listed_works(page)
    for word in wanted.words.split():
        in_venue = Q(authorship__work__venue__name__icontains=word)
        rows = rows.filter(Q(authorship__work__title__icontains=word) | in_venue)
    if wanted.year_from:
        rows = rows.filter(authorship__work__year__gte=wanted.year_from)
    if wanted.year_to:
        rows = rows.filter(authorship__work__year__lte=wanted.year_to)
    if wanted.printed:
        rows = rows.filter(authorship__name=wanted.printed)
    if wanted.coauthor:
        rows = with_coauthor(rows, wanted.coauthor)
    return described(rows).order_by(*ORDERS[wanted.order])


def chosen_elsewhere(
    page: Researcher, chosen: Collection[int], shown: Collection[int]
) -> AttributionQuerySet:
    """Works of the page that were chosen and are not shown just now."""
    return listed_works(page).filter(authorship__in=set(chosen) - set(shown)).for_curation()


def described(rows: AttributionQuerySet) -> AttributionQuerySet:
    """With the first of the other authors' names, and how many authors there are."""
    fellows = other_authors()
    number = fellows.order_by().values("work").annotate(number=Count("pk")).values("number")
    return rows.for_curation().annotate(
        fellows=ArraySubquery(fellows.order_by("position").values("name")[:SHOWN_COAUTHORS]),
        fellows_number=number,
    )


def other_authors() -> QuerySet[Authorship]:
    return Authorship.objects.filter(work=OuterRef("authorship__work")).exclude(pk=OuterRef("authorship"))


def with_coauthor(rows: AttributionQuerySet, name: str) -> AttributionQuerySet:
    """Every word of the name is one of the other author's, or begins one."""
    fellows = other_authors()
    for word in fold(name).split():
        fellows = fellows.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
    return rows.filter(Exists(fellows))


def names_printed(page: Researcher) -> list[tuple[str, int]]:
    """The names under which the works are printed, the most frequent first."""
    counted = listed_works(page).values_list("authorship__name").annotate(number=Count("pk"))
    return list(counted.order_by("-number", "authorship__name"))
