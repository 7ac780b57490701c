"""What the pages of a topic, a venue and an institution have in common."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from common.htmx import render_page, wants_piece
from common.plots import ShareBar, YearPlot, share_bars, year_plot
from pages.cards import Card, cards
from pages.forms import ShelfFilter
from researchers.contributors import contributors_to
from works.shelves import NO_TOPIC, PER_PAGE, Neighbor, Shelf, ShelfPage, neighbors, shelf_page


@dataclass(frozen=True, slots=True)
class ShelfView:
    """What `pages/_shelf.html` shows: works as cards, years, people, topics."""

    form: ShelfFilter
    listed: ShelfPage
    cards: list[Card]
    page: Page
    plot: YearPlot | None
    people: list[ShareBar]
    topics: list[Neighbor]
    path: str

    @property
    def filters(self) -> list[BoundField]:
        return [field for field in self.form if field.name != "page"]

    @property
    def is_filtered(self) -> bool:
        return self.listed.matching != self.listed.total

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
    def address(self) -> str:
        """The address of this list as it is shown, without what was not understood."""
        chosen = {**self.form.chosen, "page": self.page.number}
        if self.page.number == 1:
            del chosen["page"]
        return f"{self.path}?{urlencode(chosen)}" if chosen else self.path


def shelf_view(
    shelf: Shelf,
    query: QueryDict,
    path: str,
    *,
    topic: int = NO_TOPIC,
    pattern: re.Pattern[str] | None = None,
) -> ShelfView:
    """The page of a shelf that the address asks for; the topic that it is about is no neighbor of itself."""
    form = ShelfFilter(query, auto_id="shelf-%s")
    listed = shelf_page(shelf, form.chosen)
    return ShelfView(
        form=form,
        listed=listed,
        cards=cards(listed.work_ids, pattern),
        page=Paginator(range(listed.matching), PER_PAGE).page(listed.page),
        plot=year_plot(listed.years),
        people=people_bars(listed.newest),
        topics=neighbors(listed.newest, of=topic),
        path=path,
    )


def people_bars(work_ids: list[int]) -> list[ShareBar]:
    return share_bars(
        (person.name, person.works, reverse("pages:researcher", args=[person.slug]))
        for person in contributors_to(work_ids)
    )


def render_shelf(
    request: HttpRequest, template: str, context: dict[str, Any], view: ShelfView
) -> HttpResponse:
    """The page with its shelf, or the list of works alone, under the address without empty parameters."""
    response = render_page(request, template, {**context, "view": view}, partial="works")
    if wants_piece(request):
        response["HX-Push-Url"] = view.address
    return response
