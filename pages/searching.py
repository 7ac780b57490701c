"""One box for everything: what it finds, and what it leads to at once."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.urls import reverse

from common.plots import YearPlot, year_plot
from pages.cards import Card, cards
from pages.search_form import KINDS, SearchFilter
from researchers.finding import FoundPeople, find_researchers, researcher_identified
from researchers.models import Researcher
from researchers.published import YearLink
from works.extracts import stem_pattern
from works.facets import WorkFacets
from works.finding import FEW, FILTERS, MOST, PER_PAGE, Found, FoundWorks, find_topics, find_works
from works.identified import institution_identified, stated_identifiers, work_identified
from works.identifiers import scheme_name
from works.models import Institution, Topic, Venue, Work
from works.naming import FoundPlaces, find_institutions, find_venues
from works.queries import Query, read_query

# How many of each kind the first tab shows.
SOME_PEOPLE, SOME_TOPICS, SOME_PLACES, SOME_WORKS = 5, 8, 5, 10
KINDS_WITH_WORKS = ("all", "works")


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of results: how many there are, and where."""

    name: str
    count: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Results:
    """What `pages/search.html` shows for one query."""

    query: Query
    form: SearchFilter
    kind: str
    people: FoundPeople
    topics: list[Topic]
    topics_found: Found
    institutions: FoundPlaces[Institution]
    venues: FoundPlaces[Venue]
    answer: FoundWorks
    cards: list[Card] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.query.text

    @property
    def works(self) -> Found:
        return self.answer.found

    @property
    def found_by_kind(self) -> dict[str, Found]:
        return {
            "researchers": self.people.found,
            "works": self.works,
            "topics": self.topics_found,
            "institutions": self.institutions.found,
            "venues": self.venues.found,
        }

    @property
    def is_empty(self) -> bool:
        return not any(found.total for found in self.found_by_kind.values())

    @property
    def filters(self) -> list[BoundField]:
        return [bound for bound in self.form if bound.name not in ("sort", "kind", "page", "exact")]

    @property
    def can_be_narrowed(self) -> bool:
        """Whether the filters stand beside the works, and not behind a link."""
        return self.kind == "works"

    @property
    def is_filtered(self) -> bool:
        return bool(self.form.narrowing)

    @property
    def unfiltered_url(self) -> str:
        kept = dict.fromkeys(FILTERS, "")
        return self.url_of("works", **kept)

    @property
    def counted_words(self) -> str:
        """ "best ranked 1,000": of which the works are where more answer."""
        return f"{'newest' if self.form.chosen.get('sort') == 'newest' else 'best ranked'} {MOST:,}"

    @cached_property
    def plot(self) -> YearPlot | None:
        """Works per year beside the other filters, where all are counted and there is more than one to compare."""
        if len(self.facets.years) <= 1 or self.facets.is_capped:
            return None
        chosen = self.form.chosen
        return year_plot(self.facets.years, year_from=chosen.get("year_from"), year_to=chosen.get("year_to"))

    @property
    def years(self) -> list[YearLink]:
        """The newest first."""
        chosen = self.form.chosen.get("year_from"), self.form.chosen.get("year_to")
        return [
            YearLink(year, works, self.url_of("works", **alone(year)), chosen == (year, year))
            for year, works in sorted(self.facets.years.items(), reverse=True)
        ]

    @property
    def facets(self) -> WorkFacets:
        return self.answer.facets

    @property
    def page(self) -> Page:
        found = self.found_by_kind.get(self.kind, self.works)
        return Paginator(range(found.reachable), PER_PAGE).page(found.page)

    @property
    def tabs(self) -> list[Tab]:
        counts = self.found_by_kind
        return [
            Tab(
                name, counts[kind].shown_total if kind in counts else "", self.url_of(kind), kind == self.kind
            )
            for kind, name in KINDS.items()
        ]

    def url_of(self, kind: str, *, text: str = "", **more: str) -> str:
        """This search for one kind of things; filters of works stay with it."""
        kept = {name: value for name, value in self.form.chosen.items() if name not in ("kind", "page")}
        said = {**({} if kind == "all" else {"kind": kind}), **kept, **more}
        query = {name: "on" if value is True else value for name, value in said.items() if value}
        return f"{reverse('pages:search')}?{urlencode({'q': text or self.text, **query})}"

    @property
    def researchers_url(self) -> str:
        return self.url_of("researchers")

    @property
    def topics_url(self) -> str:
        return self.url_of("topics")

    @property
    def institutions_url(self) -> str:
        return self.url_of("institutions")

    @property
    def venues_url(self) -> str:
        return self.url_of("venues")

    @property
    def works_url(self) -> str:
        return self.url_of("works")

    @property
    def exact_url(self) -> str:
        """The same words, none taken for another."""
        return self.url_of(self.kind, exact="on")

    @property
    def shown_text(self) -> str:
        """What the works shown have instead of what was typed, if that is something else."""
        is_mended = self.answer.way.is_mended and self.works.total
        return with_words(self.text, {**self.query.doubted, **self.query.replaced}) if is_mended else ""

    @property
    def meant_text(self) -> str:
        """What was perhaps meant, where something has the words as typed."""
        return "" if self.shown_text else with_words(self.text, self.query.doubted)

    @property
    def meant_url(self) -> str:
        return self.url_of(self.kind, text=self.meant_text)

    @property
    def lacks_words(self) -> bool:
        """Whether works are shown that lack some of the words."""
        return bool(self.works.total) and not self.answer.way.has_all

    @property
    def unknown_identifier(self) -> str:
        """ "DOI 10.1234/unknown": an identifier that nothing here has."""
        stated = stated_identifiers(self.text)
        return f"{scheme_name(stated[0][0])} {stated[0][1]}" if stated else ""

    @property
    def summary(self) -> str:
        """For screen readers, when a piece has arrived."""
        counts = ", ".join(f"{tab.count} {tab.name.lower()}" for tab in self.tabs if tab.count)
        return f"{counts} for {self.text}"


def alone(year: int) -> dict[str, str]:
    return {"year_from": str(year), "year_to": str(year)}


def with_words(text: str, instead: dict[str, str]) -> str:
    """The text with words put instead of others; empty if none is."""
    changed = " ".join(instead.get(word.lower().strip(".,;:!?()"), word) for word in text.split())
    return changed if changed != text else ""


def destination(text: str) -> Researcher | Work | Institution | None:
    """The page that an ORCID iD, DOI, arXiv, ACL, PubMed, OpenAlex or ROR id leads to at once."""
    return researcher_identified(text) or work_identified(text) or institution_identified(text)


def results_of(text: str, form: SearchFilter) -> Results:
    """Everything that answers; the kind that is looked at comes with its page, the others with their number."""
    chosen = form.chosen
    kind, page = chosen.get("kind", "all"), chosen.get("page", 1)
    query = read_query(text, verbatim=chosen.get("exact", False))
    answer = find_works(
        query,
        chosen,
        per_page=SOME_WORKS if kind == "all" else PER_PAGE,
        with_facets=kind == "works",
    )
    form.offer_found(answer.facets)
    topics, topics_found = find_topics(text, **shown(kind == "topics", page, SOME_TOPICS))
    return Results(
        query=query,
        form=form,
        kind=kind,
        people=people_page(text, page=page, kind=kind, guesses=guesses_wanted(answer, kind)),
        topics=topics,
        topics_found=topics_found,
        institutions=find_institutions(text, **shown(kind == "institutions", page)),
        venues=find_venues(text, **shown(kind == "venues", page)),
        answer=answer,
        cards=cards(answer.found.ids, stem_pattern(query.stems)) if kind in KINDS_WITH_WORKS else [],
    )


def shown(is_looked_at: bool, page: int, some: int = SOME_PLACES) -> dict[str, int]:
    """Which page of one kind of things is shown, and how many of them."""
    return {"page": page, "per_page": PER_PAGE} if is_looked_at else {"per_page": some}


def guesses_wanted(answer: FoundWorks, kind: str) -> bool:
    """Whether people whose names only look alike may be meant: not where works have all the words."""
    return kind == "researchers" or answer.found.total < FEW or answer.way.is_mended or not answer.way.has_all


def people_page(text: str, *, page: int, kind: str, guesses: bool) -> FoundPeople:
    if kind == "researchers":
        return find_researchers(text, page=page)
    return find_researchers(text, per_page=SOME_PEOPLE, guesses=guesses)
