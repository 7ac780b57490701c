"""Decisions about identities in words: for everybody on the researcher page, in full for administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT
from django.urls import reverse

from researchers.models import Attribution, IdentityEvent, IdentityEventQuerySet, Researcher

Kind = IdentityEvent.Kind
MOST_TOLD = 10
ABOUT_PAGES = (Kind.MERGE, Kind.SPLIT, Kind.MOVE, Kind.REJECT, Kind.DISTINGUISH)
DEPARTURES = (Kind.SPLIT, Kind.MOVE, Kind.REJECT)
# How the listed works came to a page, most telling first.
BASES = {
    Attribution.Basis.CONFIRMED: "confirmed by the researcher",
    Attribution.Basis.CURATED: "decided by an administrator",
    Attribution.Basis.SOURCE_ID: "by an identifier that the source gave",
    Attribution.Basis.MATCHED: "matched by name and context",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One decision, as the page that it concerns tells it: words, the other page if there is one, words."""

    before: str
    page: Researcher | None
    after: str
    at: datetime

    @property
    def is_withheld(self) -> bool:
        """Whether the other page was taken down, so that nothing leads there."""
        return self.page is not None and not self.page.is_public


@dataclass(frozen=True, slots=True)
class IdentitySummary:
    """What `researchers/_identity.html` shows."""

    bases: tuple[tuple[str, int], ...]
    proposed: int
    told: tuple[Told, ...]
    more: bool
    left: tuple[Told, ...]  # decisions by which works left the page, however long ago
    more_left: bool
    names_url: str


def identity_of(researcher: Researcher) -> IdentitySummary:
    counted = counts_of(researcher)
    told, more = latest(events_about(researcher))
    left, more_left = latest(departures_from(researcher))
    return IdentitySummary(
        bases=tuple((words, counted[basis]) for basis, words in BASES.items() if counted.get(basis)),
        proposed=counted.get("proposed", 0),
        told=tuple(told_on(researcher, told)),
        more=more,
        left=tuple(map(departure, left)),
        more_left=more_left,
        names_url=name_url(researcher.name_key),
    )


def counts_of(researcher: Researcher) -> dict[str, int]:
    """Listed works by what they rest on, and proposed ones."""
    rows = researcher.attributions.filter(authorship__work__withdrawn=False)
    counted: dict[str, int] = {}
    for status, basis, number in rows.values_list("status", "basis").annotate(Count("pk")):
        key = basis if status in ("accepted", "disputed") else status
        counted[key] = counted.get(key, 0) + number
    return counted


def events_about(researcher: Researcher) -> IdentityEventQuerySet:
    return IdentityEvent.objects.standing().about(researcher).filter(kind__in=ABOUT_PAGES)


def departures_from(researcher: Researcher) -> IdentityEventQuerySet:
    """Decisions by which works left the page or one that is a part of it now, unless they came back with a merge.

    The pages are asked for first: in one question PostgreSQL reads the whole log, since it takes for few what stands.
    Relies on identity_event_latest_first.
    """
    pages = [researcher.pk, *researcher.merged_from.values_list("pk", flat=True)]
    events = IdentityEvent.objects.standing().filter(kind__in=DEPARTURES, researcher__in=pages)
    return events.exclude(other__in=pages)


def latest(events: IdentityEventQuerySet) -> tuple[list[IdentityEvent], bool]:
    """The last ten, and whether there are more."""
    found = list(in_order(events).select_related("researcher", "other")[: MOST_TOLD + 1])
    return found[:MOST_TOLD], len(found) > MOST_TOLD


def in_order(events: IdentityEventQuerySet) -> QuerySet[IdentityEvent]:
    """The latest first, without the details, which may be long."""
    described = events.latest_first().defer("details")
    return described.annotate(works=KT("details__works"), matcher=KT("details__matcher"))


def told_in_full(events: IdentityEventQuerySet) -> QuerySet[IdentityEvent]:
    """Everything that the words of an event touch for administrators: to plan its joins takes 20 ms."""
    return in_order(events).select_related("researcher", "other", "by", "work", "undone_by__by", "undoes")


def told_on(researcher: Researcher, events: Iterable[IdentityEvent]) -> Iterable[Told]:
    for event in events:
        is_first = event.researcher_id == researcher.pk
        other = event.other if is_first else event.researcher
        works = works_words(event)
        if event.kind == Kind.MERGE:
            yield Told("The page of", other, f" was merged into this one, with {works}", event.at)
        elif event.kind == Kind.DISTINGUISH:
            yield Told("Decided to be another person than", other, "", event.at)
        elif is_first:
            yield departure(event)
        else:
            yield Told(f"{works.capitalize()} came from the page of", other, "", event.at)


def departure(event: IdentityEvent) -> Told:
    works = works_words(event)
    verb = "was" if works == "1 work" else "were"
    if event.kind == Kind.REJECT:
        return Told(
            f"{works.capitalize()} {verb} taken from the page as not this person's", None, "", event.at
        )
    return Told(f"{works.capitalize()} {verb} moved to the page of", event.other, whose(event), event.at)


def whose(event: IdentityEvent) -> str:
    """Of works that left: what people decided is said otherwise than what the matcher thinks."""
    if event.kind != Kind.SPLIT:
        return ""
    return " (taken for another person)" if getattr(event, "matcher", None) else " (another person)"


def works_words(event: IdentityEvent) -> str:
    works = getattr(event, "works", None)
    return "its works" if works is None else "1 work" if works == "1" else f"{int(works):,} works"


def name_url(name_key: str) -> str:
    """The page of everybody of this name; none where there is no name."""
    return reverse("pages:name", args=[name_key.replace(" ", "-")]) if name_key else ""
