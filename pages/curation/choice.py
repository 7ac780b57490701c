"""Choosing works of a page: what is shown, what is chosen, and what stays chosen while something else is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.http import urlencode

from pages.curation.forms import MOST_WORKS, FilterForm
from researchers.curation.choosing import chosen_elsewhere, names_printed, works_like
from researchers.curation.refusals import CannotCurate
from researchers.models import Attribution, Researcher

WORKS_A_PAGE = 50


def refuse_too_many(works: Collection[int]) -> None:
    if len(works) > MOST_WORKS:
        raise CannotCurate(
            f"{len(works):,} works are chosen, and no more than {MOST_WORKS:,} are decided about at once. "
            "Take some back, and decide about them afterwards."
        )


@dataclass
class Choice:
    """The works of a page as somebody is looking through them.

    `data` is what was sent, by GET or POST; `before` what was chosen until now.
    """

    researcher: Researcher
    data: QueryDict
    before: Collection[int]

    @cached_property
    def filter(self) -> FilterForm:
        data = {} if self.data.get("show") == "clear" else self.data
        return FilterForm(data, names_printed(self.researcher))

    @cached_property
    def page(self) -> Page:
        rows = works_like(self.researcher, self.filter.wanted)
        return Paginator(rows, WORKS_A_PAGE).get_page(self.number)

    @property
    def number(self) -> str:
        """The page that was asked for: a new filter, or none, begins at the first."""
        word, _, number = self.data.get("show", "").partition(" ")
        if word in ("filter", "clear"):
            return "1"
        return number if word == "page" else self.data.get("page", "1")

    @cached_property
    def shown(self) -> list[int]:
        return [row.authorship_id for row in self.page]

    @cached_property
    def wished(self) -> set[int]:
        """What would be chosen, however many that is."""
        if self.data.get("show") == "none":
            return set()
        if self.data.get("show") == "shown":
            return {*self.before, *self.shown}
        if self.data.get("show") == "all":
            rows = works_like(self.researcher, self.filter.wanted)
            return {*self.before, *rows.values_list("authorship", flat=True)[: MOST_WORKS + 1]}
        return set(self.before)

    @property
    def refusal(self) -> str:
        """Why works are not chosen in addition; what was chosen before stays."""
        if len(self.wished) <= MOST_WORKS or self.wished == set(self.before):
            return ""
        return (
            f"With these, more than {MOST_WORKS:,} works would be chosen, and no more are decided about at once. "
            "What was chosen before stays chosen."
        )

    @cached_property
    def chosen(self) -> set[int]:
        return set(self.before) if self.refusal else self.wished

    @cached_property
    def elsewhere(self) -> list[Attribution]:
        """Chosen works that are not shown just now."""
        return list(chosen_elsewhere(self.researcher, self.chosen, self.shown)) if self.chosen else []

    @property
    def offers_all(self) -> bool:
        """Whether there is more than one page shows, and no more than can be sent at once."""
        return not self.is_full and len(self.shown) < self.page.paginator.count <= MOST_WORKS

    @cached_property
    def theirs(self) -> set[int]:
        """The chosen works that are on the page by now."""
        return {row.authorship_id for row in self.elsewhere} | self.chosen.intersection(self.shown)

    @cached_property
    def number_chosen(self) -> int:
        return len(self.theirs)

    @cached_property
    def is_full(self) -> bool:
        """Whether as many are chosen as are decided about at once, so that no more can be ticked."""
        return self.number_chosen >= MOST_WORKS

    @property
    def excess(self) -> int:
        """How many have to be taken back: what was ticked on one page is never lost for being too many."""
        return max(0, self.number_chosen - MOST_WORKS)

    @property
    def filtered(self) -> str:
        """By what the works are filtered: sent along, to know whether that was changed."""
        return urlencode(self.filter.chosen)

    @property
    def wants_look(self) -> bool:
        """Whether Enter was pressed where a page or a name is typed: that presses the first button, the filter's."""
        is_filter_as_it_was = self.data.get("show") == "filter" and self.data.get("asked") == self.filtered
        return is_filter_as_it_was and bool(self.data.get("to") or self.data.get("name"))

    @property
    def query(self) -> str:
        """What is shown, for an address."""
        page = {"page": self.page.number} if self.page.number > 1 else {}
        return urlencode(self.filter.chosen | page)
