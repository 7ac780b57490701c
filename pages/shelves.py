"""What the pages of a topic, a venue and an institution have in common."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from common.htmx import render_page, wants_piece
from common.plots import ShareBar, YearPlot, share_bars, year_plot
from common.remembering import recall, remember
from pages.cards import Card, cards
from pages.shelf_forms import ShelfFilter
from researchers.contributors import contributors_to
from researchers.models import Researcher
from researchers.published import YearLink
from works.models.places import PlaceQuerySet
from works.shelves import (
    FRESH_FOR,
    LARGE,
    NO_TOPIC,
    PER_PAGE,
    Neighbor,
    Shelf,
    ShelfPage,
    is_narrowed,
    neighbors,
    shelf_page,
)

DEFAULT_SORT = "rank"
PLACES_PER_PAGE = 60


@dataclass(frozen=True)
class ShelfView:
    """What `pages/_shelf_works.html` and `pages/_shelf_aside.html` show: works as cards, years, people, topics."""

    form: ShelfFilter
    listed: ShelfPage
    cards: list[Card]
    page: Page
    path: str
    people: list[ShareBar]
    topics: list[Neighbor]

    @property
    def filters(self) -> list[BoundField]:
        return [field for field in self.form if field.name not in ("sort", "page")]

    @property
    def is_filtered(self) -> bool:
        return is_narrowed(self.form.chosen)

    @property
    def is_by_novelty(self) -> bool:
        return self.form.chosen.get("sort") == "novel"

    @property
    def summary(self) -> str:
        """ "12 of 40 works", for a line above the list and for screen readers."""
        works = "work" if self.listed.total == 1 else "works"
        some = f"{self.listed.matching:,} of " if self.is_filtered else ""
        return f"{some}{self.listed.total:,} {works}"

    @property
    def surveyed(self) -> str:
        """What people and topics were counted over, where that is not everything."""
        if not self.listed.is_surveyed_in_part:
            return ""
        return f"Counted over the newest {len(self.listed.newest):,} of {self.listed.total:,} works."

    @property
    def unscored(self) -> str:
        """How many come last because nobody can say how novel they are, where that is asked for."""
        without = self.listed.matching - self.listed.scored
        if not self.is_by_novelty or not without:
            return ""
        if without == self.listed.matching:
            return "There is not enough data to say how novel these works are: the newest comes first."
        works = "1 work comes" if without == 1 else f"{without:,} works come"
        return f"{works} last: there is not enough data to say how novel."

    @cached_property
    def plot(self) -> YearPlot | None:
        """Works per year beside the other filters."""
        chosen, years = self.form.chosen, self.listed.facets.years
        return year_plot(years, year_from=chosen.get("year_from"), year_to=chosen.get("year_to"))

    @property
    def years(self) -> list[YearLink]:
        """The newest first."""
        chosen = self.form.chosen.get("year_from"), self.form.chosen.get("year_to")
        return [
            YearLink(year, works, self.address_with(year_from=year, year_to=year), chosen == (year, year))
            for year, works in sorted(self.listed.facets.years.items(), reverse=True)
        ]

    @property
    def kept(self) -> dict[str, Any]:
        """Sort and filter as the address keeps them: no page, no default, flags as 1."""
        chosen = {name: value for name, value in self.form.chosen.items() if name != "page"}
        if chosen.get("sort") == DEFAULT_SORT:
            del chosen["sort"]
        return {name: 1 if value is True else value for name, value in chosen.items()}

    @property
    def address(self) -> str:
        """The address of this list as it is shown, without what was not understood."""
        return self.address_with(page=self.page.number) if self.page.number > 1 else self.address_with()

    def address_with(self, **said: int) -> str:
        query = {**self.kept, **said}
        return f"{self.path}?{urlencode(query)}" if query else self.path


def shelf_view(
    shelf: Shelf,
    query: QueryDict,
    path: str,
    *,
    topic: int = NO_TOPIC,
    pattern: re.Pattern[str] | None = None,
) -> ShelfView:
    """The page of a shelf that the address asks for; the topic that it is about is no neighbor of itself."""
    form = ShelfFilter(query, auto_id="shelf-%s", offered=shelf.facets)
    listed = shelf_page(shelf, form.chosen)
    form.show(listed.facets)
    around = surroundings(shelf, listed, topic)
    return ShelfView(
        form=form,
        listed=listed,
        cards=cards(listed.work_ids, pattern),
        page=Paginator(range(listed.matching), PER_PAGE).page(listed.page),
        path=path,
        people=people_bars(around.people),
        topics=around.topics,
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who wrote most of a shelf's newest works, by the names of their pages, and what else these are about."""

    people: dict[str, int]
    topics: list[Neighbor]


def surroundings(shelf: Shelf, listed: ShelfPage, topic: int) -> Surroundings:
    """Those of a large shelf are remembered as what can be filtered by is."""
    key = f"{shelf.key}.surroundings"
    known: Surroundings | None = recall(key) if listed.total > LARGE else None
    if known is None:
        people = {person.slug: person.works for person in contributors_to(listed.newest)}
        known = Surroundings(people, neighbors(listed.newest, of=topic))
        if listed.total > LARGE:
            remember(key, known, FRESH_FOR)
    return known


def people_bars(works: dict[str, int]) -> list[ShareBar]:
    """With the names they have now; who is not public any more is left out at once."""
    known = Researcher.objects.public().filter(slug__in=works)
    names = dict(known.values_list("slug", "preferred_name"))
    return share_bars(
        (names[slug], count, reverse("pages:researcher", args=[slug]))
        for slug, count in works.items()
        if slug in names
    )


def render_shelf(
    request: HttpRequest, template: str, context: dict[str, Any], view: ShelfView
) -> HttpResponse:
    """The page with its shelf, or the list of works alone, under the address without empty parameters."""
    response = render_page(request, template, {**context, "view": view}, partial="works")
    if wants_piece(request):
        response["HX-Push-Url"] = view.address
    return response


def chosen_places(places: PlaceQuerySet, chosen: dict[str, Any]) -> PlaceQuerySet:
    """Of venues or institutions, those that the visitor asks for, in their order."""
    known = places.with_works().matching(chosen.get("name", "")).beginning_with(chosen.get("letter", ""))
    return known.order_by("key", "pk") if chosen.get("sort") == "name" else known.largest_first()
