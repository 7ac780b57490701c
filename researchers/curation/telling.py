"""Decisions about identities in words: for everybody on the researcher page, in full for administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT
from django.urls import reverse

from researchers.models import Attribution, IdentityEvent, Researcher

Kind = IdentityEvent.Kind
MOST_TOLD = 10
ABOUT_PAGES = (Kind.MERGE, Kind.SPLIT, Kind.MOVE, Kind.DISTINGUISH)
# How the listed works came to a page, most telling first.
BASES = {
    Attribution.Basis.CONFIRMED: "confirmed by the researcher",
    Attribution.Basis.CURATED: "decided by an administrator",
    Attribution.Basis.SOURCE_ID: "by an identifier that the source gave",
    Attribution.Basis.MATCHED: "matched by name and context",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One decision, as the page that it concerns tells it: words, the other page, words."""

    before: str
    page: Researcher
    after: str
    at: datetime
    leaves: bool = False  # works went to the other page


@dataclass(frozen=True, slots=True)
class IdentitySummary:
    """What `researchers/_identity.html` shows."""

    bases: tuple[tuple[str, int], ...]
    proposed: int
    told: tuple[Told, ...]
    more: bool
    names_url: str

    @property
    def left(self) -> list[Told]:
        """Decisions by which works left the page."""
        return [one for one in self.told if one.leaves]


def identity_of(researcher: Researcher) -> IdentitySummary:
    counted = counts_of(researcher)
    events = list(islice(events_about(researcher), MOST_TOLD + 1))
    return IdentitySummary(
        bases=tuple((words, counted[basis]) for basis, words in BASES.items() if counted.get(basis)),
        proposed=counted.get("proposed", 0),
        told=tuple(told_on(researcher, events[:MOST_TOLD])),
        more=len(events) > MOST_TOLD,
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


def events_about(researcher: Researcher) -> QuerySet[IdentityEvent]:
    """Without the details, which may be long."""
    events = IdentityEvent.objects.standing().about(researcher).filter(kind__in=ABOUT_PAGES)
    return told_in_full(events)[: MOST_TOLD + 1]


def told_in_full(events: QuerySet[IdentityEvent]) -> QuerySet[IdentityEvent]:
    """Everything that the words of an event touch."""
    described = events.select_related("researcher", "other", "by", "work", "undone_by__by", "undoes")
    return (
        described.defer("details")
        .order_by("-id")
        .annotate(works=KT("details__works"), matcher=KT("details__matcher"))
    )


def told_on(researcher: Researcher, events: Iterable[IdentityEvent]) -> Iterable[Told]:
    for event in events:
        if event.other is None:
            continue
        is_first = event.researcher_id == researcher.pk
        other = event.other if is_first else event.researcher
        works = works_words(event)
        if event.kind == Kind.MERGE:
            yield Told("The page of", other, f" was merged into this one, with {works}", event.at)
        elif event.kind == Kind.DISTINGUISH:
            yield Told("Decided to be another person than", other, "", event.at)
        elif is_first:
            verb = "was" if works == "1 work" else "were"
            yield Told(
                f"{works.capitalize()} {verb} moved to the page of",
                other,
                whose(event),
                event.at,
                leaves=True,
            )
        else:
            yield Told(f"{works.capitalize()} came from the page of", other, "", event.at)


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
