"""What has to be known of pages to say what merging would change, read for all of them at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count

from researchers.curation.changes import Pair, Standing
from researchers.models import Attribution, Distinction, ExternalId, NameVariant, Researcher
from works.models import Authorship

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Known:
    """By the key of the page, if nothing else is said."""

    leading: dict[int, list[Researcher]]  # merged into it before, by address
    distinctions: list[Distinction]  # the first that was made first
    identifiers: dict[int, list[ExternalId]]
    orcids: dict[int, set[str]]  # known to be theirs, or printed on works that the page lists
    names: dict[int, list[str]]
    rows: dict[Pair, Standing]
    contested: list[Attribution]
    shared: dict[int, dict[int, str]]  # titles of works that it lists, and another of the pages too
    titles: dict[int, str]  # by authorship, where more than one of the pages has a row

    def family(self, page: int) -> set[int]:
        """The page, and those merged into it: a distinction made for one holds for all."""
        return {page, *(one.pk for one in self.leading[page])}

    def distinction_between(self, one: int, other: int) -> Distinction | None:
        mine, theirs = self.family(one), self.family(other)
        return next((each for each in self.distinctions if parts(each, mine, theirs)), None)


def parts(distinction: Distinction, mine: set[int], theirs: set[int]) -> bool:
    first, second = distinction.first_id, distinction.second_id
    return (first in mine and second in theirs) or (first in theirs and second in mine)


def known_of(pages: Collection[int]) -> Known:
    """As many questions however many they are."""
    leading = grouped((one.merged_into_id, one) for one in merged_into(pages))
    identifiers = grouped((one.researcher_id, one) for one in identifiers_of(pages))
    rows = {
        (row.authorship_id, row.researcher_id): Standing.of(row)
        for row in Attribution.objects.filter(researcher__in=pages)
    }
    return Known(
        leading=leading,
        distinctions=distinctions_among({*pages, *(one.pk for group in leading.values() for one in group)}),
        identifiers=identifiers,
        orcids=orcids_of(pages, identifiers),
        names=grouped(names_of(pages)),
        rows=rows,
        contested=contested_of(pages),
        shared=shared_by(pages),
        titles=titles_of(rows),
    )


def grouped(pairs: Iterable[tuple[int | None, Value]]) -> dict[int, list[Value]]:
    groups: dict[int, list[Value]] = defaultdict(list)
    for page, value in pairs:
        if page is not None:
            groups[page].append(value)
    return groups


def merged_into(pages: Collection[int]) -> Iterable[Researcher]:
    return Researcher.objects.filter(merged_into__in=pages).order_by("slug")


def identifiers_of(pages: Collection[int]) -> Iterable[ExternalId]:
    return ExternalId.objects.filter(researcher__in=pages).order_by("scheme", "value")


def names_of(pages: Collection[int]) -> Iterable[tuple[int, str]]:
    rows = NameVariant.objects.filter(researcher__in=pages).order_by("name")
    return rows.values_list("researcher", "name")


def distinctions_among(everybody: set[int]) -> list[Distinction]:
    return list(Distinction.objects.filter(first__in=everybody, second__in=everybody).order_by("pk"))


def orcids_of(pages: Collection[int], identifiers: dict[int, list[ExternalId]]) -> dict[int, set[str]]:
    printed = Attribution.objects.accepted().filter(researcher__in=pages).exclude(authorship__orcid="")
    orcids: dict[int, set[str]] = defaultdict(set)
    for page, orcid in printed.values_list("researcher", "authorship__orcid").distinct():
        orcids[page].add(orcid)
    for page, known in identifiers.items():
        orcids[page].update(one.value for one in known if one.scheme == "orcid")
    return orcids


def contested_of(pages: Collection[int]) -> list[Attribution]:
    rows = Attribution.objects.contested().filter(researcher__in=pages)
    return list(rows.select_related("authorship__work", "researcher").order_by("pk"))


def shared_by(pages: Collection[int]) -> dict[int, dict[int, str]]:
    """Titles of works that several of these pages list, for each of these pages."""
    listed = Attribution.objects.accepted().filter(researcher__in=pages)
    counted = listed.values("authorship__work").annotate(pages=Count("researcher", distinct=True))
    rows = listed.filter(authorship__work__in=counted.filter(pages__gt=1).values("authorship__work"))
    shared: dict[int, dict[int, str]] = defaultdict(dict)
    for page, work, title in rows.order_by("authorship__work").values_list(
        "researcher", "authorship__work", "authorship__work__title"
    ):
        shared[page][work] = title
    return shared


def titles_of(rows: Iterable[Pair]) -> dict[int, str]:
    times = Counter(authorship for authorship, _ in rows)
    several = [authorship for authorship, number in times.items() if number > 1]
    return dict(Authorship.objects.filter(pk__in=several).values_list("pk", "work__title"))
