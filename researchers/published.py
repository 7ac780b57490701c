"""The works of a researcher as a list: which ones, in what order, and everything their items show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import get_text_list

from common.plots import YearPlot, year_plot
from researchers.bylines import Byline, bylines
from researchers.facets import Facets, facets_of
from researchers.forms import WorksFilter
from researchers.listing import (
    DEFAULT_SORT,
    PER_PAGE,
    PINNED_FIRST,
    Listed,
    is_filtered,
    listed_works,
    order_of,
)
from researchers.models import Researcher
from researchers.states import AuthorshipState, authorship_state
from works.dates import machine_date, printed_date
from works.identifiers import identifier_url, is_known, place, scheme_name, source_name
from works.models import CodeLink, Version, Work


@dataclass(frozen=True)
class WorkItem:
    """Everything `works/_item.html` shows of one work on somebody's list."""

    work: Work
    byline: Byline
    state: AuthorshipState | None = None
    is_pinned: bool = False

    @property
    def date(self) -> str:
        return printed_date(self.work.published_on, self.work.published_precision)

    @property
    def machine_date(self) -> str:
        return machine_date(self.work.published_on, self.work.published_precision)

    @property
    def sources(self) -> list[str]:
        """Names of the sources, each once."""
        return list(dict.fromkeys(source_name(record.source) for record in self.work.sources.all()))

    @property
    def identifiers(self) -> list[tuple[str, str, str]]:
        """Scheme's name, value, and address of each identifier; no address where it resolves nowhere."""
        return [
            (
                scheme_name(identifier.scheme),
                identifier.value,
                identifier_url(identifier.scheme, identifier.value),
            )
            for identifier in sorted(self.work.identifiers.all(), key=lambda known: place(known.scheme))
            if is_known(identifier.scheme)
        ]

    @property
    def versions(self) -> list["LaterVersion"]:
        """Each appearance once, in the words of the source that knows most of it."""
        same: dict[str, list[Version]] = {}
        for version in self.work.versions.all():
            if version.says_more_than(self.work.type):
                same.setdefault(version.doi.lower() or LaterVersion(version).words, []).append(version)
        return [
            LaterVersion(max(found, key=lambda one: len(LaterVersion(one).words)), tuple(found))
            for found in same.values()
        ]

    @cached_property
    def code(self) -> CodeLink | None:
        return self.first_link(CodeLink.Kind.CODE)

    @cached_property
    def dataset(self) -> CodeLink | None:
        return self.first_link(CodeLink.Kind.DATASET)

    def first_link(self, kind: str) -> CodeLink | None:
        return next((link for link in self.work.links.all() if link.kind == kind), None)


@dataclass(frozen=True, slots=True)
class LaterVersion:
    """A later appearance of a work, in the words that a list shows of it."""

    version: Version
    stated: tuple[Version, ...] = ()  # the same appearance in the words of every source

    @property
    def words(self) -> str:
        """ "Journal article, Journal of Results, March 2, 2023"; what is not known is left out."""
        known = self.version
        date = printed_date(known.published_on, known.published_precision) if known.published_on else ""
        return ", ".join(filter(None, [known.get_type_display(), known.venue_name, date]))

    @property
    def url(self) -> str:
        return identifier_url("doi", self.version.doi) if self.version.doi else ""

    @property
    def source(self) -> str:
        """Who says so: "Crossref", "INSPIRE and arXiv"."""
        names = dict.fromkeys(source_name(one.source) for one in self.stated or (self.version,))
        return get_text_list(list(names), "and")


@dataclass(frozen=True, slots=True)
class YearLink:
    """A year of the list: how many works, and the address that shows them alone."""

    year: int
    works: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class PublishedWork:
    """What `researchers/_works.html` shows: part 7 of a researcher page."""

    researcher: Researcher
    form: WorksFilter
    facets: Facets
    items: list[WorkItem]
    page: Page

    @property
    def total(self) -> int:
        return self.facets.total

    @property
    def heading(self) -> str:
        """ "250 published items, 1 of them retracted and not counted": the page's counters leave such works out."""
        items = "published item" if self.total == 1 else "published items"
        left_out = {"retracted": self.facets.retracted, "not confirmed": self.facets.unconfirmed}
        parts = [f"{number:,} of them {why} and not counted" for why, number in left_out.items() if number]
        return ", ".join([f"{self.total:,} {items}", *parts])

    @property
    def pinned(self) -> list[WorkItem]:
        """What stands before all others and can be moved; nothing where another order was asked for."""
        is_first = self.page.number == 1 and order_of(self.form.chosen) == PINNED_FIRST
        return [item for item in self.items if item.is_pinned and is_first]

    @property
    def query(self) -> str:
        """What the address of this list asks for."""
        return self.address.partition("?")[2]

    @property
    def is_filtered(self) -> bool:
        return is_filtered(self.form.chosen)

    @property
    def filters(self) -> list[BoundField]:
        return [field for field in self.form if field.name not in ("sort", "page")]

    @property
    def summary(self) -> str:
        """ "12 of 40 works match", for a line above the list and for screen readers."""
        works = "work" if self.total == 1 else "works"
        if self.is_filtered:
            matching = self.facets.matching
            return f"{matching:,} of {self.total:,} {works} {'matches' if matching == 1 else 'match'}"
        return f"{self.total:,} {works}"

    @property
    def unscored(self) -> str:
        """How many come last because nobody can say how novel they are, where that is asked for."""
        without = self.facets.matching - self.facets.scored
        if self.form.chosen.get("sort") != "novel" or not without:
            return ""
        if without == self.facets.matching:
            return "There is not enough data to say how novel these works are: the newest comes first."
        works = "1 work comes" if without == 1 else f"{without:,} works come"
        return f"{works} last: there is not enough data to say how novel."

    @cached_property
    def plot(self) -> YearPlot | None:
        """Works per year, where there is more than one to compare."""
        if len(self.facets.years) <= 1:
            return None
        chosen = self.form.chosen
        return year_plot(self.facets.years, year_from=chosen.get("year_from"), year_to=chosen.get("year_to"))

    @property
    def years(self) -> list[YearLink]:
        """The newest first."""
        chosen = self.form.chosen.get("year_from"), self.form.chosen.get("year_to")
        return [
            YearLink(year, works, self.address_with(year_from=year, year_to=year), chosen == (year, year))
            for year, works in sorted(self.facets.years.items(), reverse=True)
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
        path = reverse("researchers:works", args=[self.researcher.slug])
        return f"{path}?{urlencode(query)}" if query else path


def published_work(researcher: Researcher, query: QueryDict) -> PublishedWork:
    """The page of works that the address asks for, in a number of queries that does not depend on them."""
    form = WorksFilter(query, auto_id="works-%s")
    facets = facets_of(researcher.pk, form.chosen)
    form.offer(facets)
    page = Paginator(range(facets.matching), PER_PAGE).get_page(form.chosen.get("page", 1))
    listed = listed_works(researcher.pk, form.chosen, start=max(page.start_index() - 1, 0))
    return PublishedWork(researcher=researcher, form=form, facets=facets, items=work_items(listed), page=page)


def work_items(listed: list[Listed]) -> list[WorkItem]:
    """The items in the order given."""
    works = (
        Work.objects.for_item().defer("search", "title_words").in_bulk([entry.work_id for entry in listed])
    )
    totals = {pk: work.authors_count for pk, work in works.items()}
    lines = bylines({entry.work_id: entry.position for entry in listed}, totals)
    return [
        WorkItem(
            work=works[entry.work_id],
            byline=lines[entry.work_id],
            state=authorship_state(entry.status, entry.basis, source_of(entry, works[entry.work_id])),
            is_pinned=entry.is_pinned,
        )
        for entry in listed
    ]


def source_of(entry: Listed, work: Work) -> str:
    """Who gave the identifier that an attribution rests on."""
    records = work.sources.all()
    return entry.id_source or (records[0].source if records else "")
