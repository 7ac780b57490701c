"""From works as stored to what a citation of them says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from common.tex import to_text
from works.citing import Citable
from works.identifiers import identifier_url, place
from works.models import Authorship, Version, Work

PageUrl = Callable[[Work], str]
# Which names stand in place of printed ones, by authorship, on these works: to know that is others' business.
Names = Callable[[Sequence[int]], dict[int, str]]

BATCH = 200


def as_printed(work_ids: Sequence[int]) -> dict[int, str]:
    return {}


def citables(work_ids: Sequence[int], page_url: PageUrl, *, names: Names = as_printed) -> Iterator[Citable]:
    """The works in the order of the ids given, read two hundred at a time."""
    for start in range(0, len(work_ids), BATCH):
        batch = work_ids[start : start + BATCH]
        works = for_citing().in_bulk(batch)
        replaced = names(batch)
        yield from (citable(works[pk], page_url, replaced) for pk in batch if pk in works)


def for_citing(*, most_authors: int | None = None) -> QuerySet[Work]:
    """Everything `citable` touches, whatever the number of works; of each no more authors than that."""
    works = Work.objects.select_related("venue").defer("search", "title_words")
    return works.prefetch_related("identifiers", "versions", printed_names(most_authors))


def printed_names(most: int | None = None) -> Prefetch:
    names = Authorship.objects.in_order().only("work_id", "position", "name")
    return Prefetch("authorships", names if most is None else names.filter(position__lt=most))


def cited_as(work: Work, page_url: PageUrl, replaced: Mapping[int, str]) -> Citable:
    """As `citables` has it, of a work that was loaded with its identifiers and versions."""
    prefetch_related_objects([work], printed_names())
    return citable(work, page_url, replaced)


def citable(work: Work, page_url: PageUrl, replaced: Mapping[int, str]) -> Citable:
    """A preprint as its published version where there is one; else the work as first printed."""
    published = published_version(work)
    later = {version.doi for version in work.versions.all()}
    # The work's own DOI before those of its versions, so it comes last; by value, so that it is the same one each time.
    known = sorted(work.identifiers.all(), key=lambda one: (one.value not in later, one.value))
    identifiers = {identifier.scheme: identifier.value for identifier in known}
    if published and published.doi:
        identifiers["doi"] = published.doi
    return Citable(
        **(as_published(published, work) if published else as_first_printed(work)),
        authors=tuple(to_text(replaced.get(one.pk, one.name)) for one in work.authorships.all()),
        doi=identifiers.get("doi", ""),
        arxiv=identifiers.get("arxiv", ""),
        url=best_address(identifiers) or page_url(work),
        abstract=to_text(work.abstract),
        language=work.language,
        keywords=tuple(work.keywords),
    )


def published_version(work: Work) -> Version | None:
    """The latest dated version of a preprint that names where it appeared."""
    if work.type != Work.Type.PREPRINT:
        return None
    placed = [
        (version.published_on, version.pk, version)
        for version in work.versions.all()
        if version.venue_name and version.published_on
    ]
    return max(placed)[2] if placed else None


def as_published(version: Version, work: Work) -> dict[str, Any]:
    title = version.title or work.title
    return {
        "type": version.type,
        "title": to_text(title),
        "tex_title": title,
        "venue": version.venue_name,
        **known_date(version.published_on or work.published_on, version.published_precision),
    }


def as_first_printed(work: Work) -> dict[str, Any]:
    return {
        "type": work.type,
        "title": to_text(work.title),
        "tex_title": work.title,
        "venue": work.venue.name if work.venue else "",
        **known_date(work.published_on, work.published_precision),
    }


def known_date(day: date, precision: str) -> dict[str, int | None]:
    return {
        "year": day.year,
        "month": day.month if precision in (Work.Precision.MONTH, Work.Precision.DAY) else None,
        "day": day.day if precision == Work.Precision.DAY else None,
    }


def best_address(identifiers: dict[str, str]) -> str:
    addresses = (identifier_url(scheme, identifiers[scheme]) for scheme in sorted(identifiers, key=place))
    return next(filter(None, addresses), "")
