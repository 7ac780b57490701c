"""One box for everything: what it finds, and what it leads to at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.urls import reverse

from common.plots import YearPlot, year_plot
from pages.cards import Card, cards
from pages.search_form import KINDS, SearchFilter
from researchers.finding import FoundPeople, find_named, guess_researchers, researcher_identified
from researchers.models import Researcher
from researchers.published import YearLink
from works.extracts import stem_pattern
from works.facets import WorkFacets
from works.finding import FEW, FILTERS, MOST, PER_PAGE, Found, FoundWorks, find_topics, find_works
from works.identified import institution_identified, sole_identifier, work_identified
from works.identifiers import scheme_name
from works.models import Institution, Topic, Venue, Work
from works.naming import FoundPlaces, find_institutions, find_venues
from works.queries import Query, read_query, wanted_text

# How many of each kind the first tab shows.
SOME_PEOPLE, SOME_TOPICS, SOME_PLACES, SOME_WORKS = 5, 8, 5, 10
KINDS_WITH_WORKS = ("all", "works")
# What is said of an identifier in a sentence, where the scheme is called otherwise.
IDENTIFIER_NAMES = {"orcid": "ORCID iD", "ror": "ROR ID"}


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
    people: FoundPeople = field(default_factory=FoundPeople)
    topics: Sequence[Topic] = ()
    topics_found: Found = field(default_factory=Found)
    institutions: FoundPlaces[Institution] = field(default_factory=FoundPlaces)
    venues: FoundPlaces[Venue] = field(default_factory=FoundPlaces)
    answer: FoundWorks = field(default_factory=FoundWorks)
    cards: list[Card] = field(default_factory=list)
    asked_about: dict[str, str] = field(default_factory=dict)  # words, and what each was perhaps meant to be
    wants_nothing: bool = False  # words are only left out
    unknown_identifier: str = ""  # "DOI 10.1234/unknown": nothing here has it

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

    @cached_property
    def nothing_is_imported(self) -> bool:
        """Whether nothing was found because there is nothing; only then is it asked."""
        return self.is_empty and not Work.objects.exists()

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
        return "" if self.shown_text else with_words(self.text, self.asked_about)

    @property
    def meant_url(self) -> str:
        return self.url_of(self.kind, text=self.meant_text)

    @property
    def lacks_words(self) -> bool:
        """Whether works are shown that lack some of the words."""
        return bool(self.works.total) and not self.answer.way.has_all

    @property
    def summary(self) -> str:
        """For screen readers, when a piece has arrived."""
        if self.unknown_identifier:
            return f"Nothing here has {self.unknown_identifier}"
        if self.wants_nothing:
            return "Something must be sought beside what is left out"
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


def identifier_named(text: str) -> str:
    """ "ORCID iD 0000-0002-1825-0097", if the text is an identifier."""
    scheme, value = sole_identifier(text) or ("", "")
    return f"{IDENTIFIER_NAMES.get(scheme) or scheme_name(scheme)} {value}" if value else ""


def results_of(text: str, form: SearchFilter) -> Results:
    """Everything that answers; the kind that is looked at comes with its page, the others with their number.

    An identifier that led nowhere is not sought word by word: "10" and "org" stand in many texts.
    """
    chosen = form.chosen
    kind, page = chosen.get("kind", "all"), chosen.get("page", 1)
    if identifier := identifier_named(text):
        return Results(Query(text, typed=(), is_plain=True), form, kind, unknown_identifier=identifier)
    wanted = wanted_text(text)
    if not wanted:
        return Results(Query(text, typed=(), is_plain=False), form, kind, wants_nothing=True)
    typed = read_query(text, verbatim=chosen.get("exact", False))
    named = find_named(wanted, **people_shown(kind, page))
    # Whose name it is was found, so its words were meant.
    query = typed.as_typed() if named.is_exact else typed
    answer = find_works(
        query,
        chosen,
        per_page=SOME_WORKS if kind == "all" else PER_PAGE,
        with_facets=kind == "works",
    )
    form.offer_found(answer.facets)
    topics, topics_found = find_topics(wanted, **shown(kind == "topics", page, SOME_TOPICS))
    return Results(
        query=query,
        asked_about=asked_about(typed, query),
        form=form,
        kind=kind,
        people=with_guesses(named, wanted, answer, kind=kind, page=page),
        topics=topics,
        topics_found=topics_found,
        institutions=find_institutions(wanted, **shown(kind == "institutions", page)),
        venues=find_venues(wanted, **shown(kind == "venues", page)),
        answer=answer,
        cards=cards(answer.found.ids, stem_pattern(query.stems)) if kind in KINDS_WITH_WORKS else [],
    )


def asked_about(typed: Query, query: Query) -> dict[str, str]:
    """Doubtful words; where they are somebody's name, only one that stands alone, as it may be a slip too."""
    if query is typed:
        return typed.doubted
    return {**typed.doubted, **typed.replaced} if len(typed.typed) == 1 else {}


def shown(is_looked_at: bool, page: int, some: int = SOME_PLACES) -> dict[str, int]:
    """Which page of one kind of things is shown, and how many of them."""
    return {"page": page, "per_page": PER_PAGE} if is_looked_at else {"per_page": some}


def guesses_wanted(answer: FoundWorks, kind: str) -> bool:
    """Whether people whose names only look alike may be meant: not where works have all the words."""
    return kind == "researchers" or answer.found.total < FEW or answer.way.is_mended or not answer.way.has_all


def people_shown(kind: str, page: int) -> dict[str, int]:
    return {"page": 1, "per_page": SOME_PEOPLE, **(shown(True, page) if kind == "researchers" else {})}


def with_guesses(named: FoundPeople, text: str, answer: FoundWorks, *, kind: str, page: int) -> FoundPeople:
    if named.people or not guesses_wanted(answer, kind):
        return named
    return guess_researchers(text, **people_shown(kind, page))
