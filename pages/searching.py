"""One box for everything: what it finds, and what it leads to at once."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.urls import reverse

from pages.cards import Card, cards
from pages.forms import KINDS, SearchFilter
from researchers.finding import FoundPeople, find_researchers, researcher_identified
from researchers.models import Researcher
from works.extracts import stem_pattern
from works.finding import (
    PER_PAGE,
    Found,
    find_topics,
    find_works,
    read_words,
    stated_identifiers,
    work_identified,
)
from works.identifiers import scheme_name
from works.models import Topic, Work

# How many of each kind the first tab shows.
SOME_PEOPLE, SOME_TOPICS, SOME_WORKS = 5, 8, 10


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of results: how many there are, and where."""

    name: str
    count: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What `pages/search.html` shows for one query."""

    text: str
    form: SearchFilter
    kind: str
    people: FoundPeople
    topics: list[Topic]
    topics_found: Found
    works: Found
    cards: list[Card] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.works.total or self.people.found.total or self.topics_found.total)

    @property
    def filters(self) -> list[BoundField]:
        return [bound for bound in self.form if bound.name not in ("kind", "page")]

    @property
    def is_filtered(self) -> bool:
        return bool(self.form.chosen.keys() & {"type", "year_from", "year_to"})

    @property
    def found(self) -> Found:
        """What the pages of the current tab are pages of."""
        return {"researchers": self.people.found, "topics": self.topics_found}.get(self.kind, self.works)

    @property
    def page(self) -> Page:
        return Paginator(range(self.found.reachable), PER_PAGE).page(self.found.page)

    @property
    def tabs(self) -> list[Tab]:
        counts = {"researchers": self.people.found, "topics": self.topics_found, "works": self.works}
        return [
            Tab(
                name, counts[kind].shown_total if kind in counts else "", self.url_of(kind), kind == self.kind
            )
            for kind, name in KINDS.items()
        ]

    def url_of(self, kind: str, **more: str) -> str:
        """This search for one kind of things; filters of works stay with it."""
        kept = {name: value for name, value in self.form.chosen.items() if name not in ("kind", "page")}
        query = {"q": self.text, **({} if kind == "all" else {"kind": kind}), **kept, **more}
        return f"{reverse('pages:search')}?{urlencode(query)}"

    @property
    def researchers_url(self) -> str:
        return self.url_of("researchers")

    @property
    def topics_url(self) -> str:
        return self.url_of("topics")

    @property
    def works_url(self) -> str:
        return self.url_of("works")

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


def destination(text: str) -> Researcher | Work | None:
    """The page that an ORCID iD, DOI, arXiv or ACL id leads to at once."""
    return researcher_identified(text) or work_identified(text)


def results_of(text: str, form: SearchFilter) -> Results:
    """Everything that answers; the kind that is looked at comes with its page, the others with their number."""
    kind = form.chosen.get("kind", "all")
    page = form.chosen.get("page", 1)
    stems = read_words(text)
    works = (
        find_works(text, form.chosen, per_page=SOME_WORKS if kind == "all" else PER_PAGE)
        if stems
        else Found()
    )
    topics, topics_found = topics_page(text, page=page, kind=kind)
    return Results(
        text=text,
        form=form,
        kind=kind,
        people=people_page(text, page=page, kind=kind),
        topics=topics,
        topics_found=topics_found,
        works=works,
        cards=cards(works.ids, stem_pattern(stems)) if kind in ("all", "works") else [],
    )


def people_page(text: str, *, page: int, kind: str) -> FoundPeople:
    if kind == "researchers":
        return find_researchers(text, page=page)
    return find_researchers(text, per_page=SOME_PEOPLE)


def topics_page(text: str, *, page: int, kind: str) -> tuple[list[Topic], Found]:
    topics = find_topics(text)
    if kind != "topics":
        return topics[:SOME_TOPICS], Found(total=len(topics))
    shown = Paginator(topics, PER_PAGE).get_page(page)
    return list(shown), Found(total=len(topics), page=shown.number)
