"""What is offered while a visitor types: pages whose name, or title, begins so."""

from collections.abc import Iterator
from dataclasses import dataclass

from researchers.finding import find_researchers
from researchers.models import Researcher
from works.finding import find_begun_topics, find_titles
from works.models import Institution, Topic, Venue, Work
from works.naming import find_institutions, find_venues

# Of fewer letters nearly everything begins so.
SHORTEST = 2
SHORTEST_TITLE = 4
MOST_PEOPLE, MOST_OTHERS, MOST_TITLES = 4, 2, 3

Page = Researcher | Topic | Institution | Venue | Work


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page to go to at once."""

    page: Page
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions of one kind."""

    kind: str
    suggestions: list[Suggestion]


def suggestions_for(text: str) -> list[Group]:
    """By kind, what begins so; kinds of which there is nothing are left out."""
    if len(text) < SHORTEST:
        return []
    return [Group(kind, found) for kind, found in kinds_of(text) if found]


def kinds_of(text: str) -> Iterator[tuple[str, list[Suggestion]]]:
    people = find_researchers(text, per_page=MOST_PEOPLE, guesses=False).people
    yield "Researchers", [Suggestion(one, one.preferred_name, note_on(one)) for one in people]
    topics = find_begun_topics(text, limit=MOST_OTHERS)
    yield "Topics", [Suggestion(one, one.name) for one in topics]
    institutions = find_institutions(text, per_page=MOST_OTHERS).places
    yield "Institutions", [Suggestion(one, one.name, one.place) for one in institutions]
    venues = find_venues(text, per_page=MOST_OTHERS).places
    yield "Venues", [Suggestion(one, one.name) for one in venues]
    works = find_titles(text, limit=MOST_TITLES) if len(text) >= SHORTEST_TITLE else []
    yield "Works", [Suggestion(one, one.title, str(one.year)) for one in works]


def note_on(person: Researcher) -> str:
    """What tells people of one name apart."""
    return person.affiliation or (f"latest in {person.latest_venue}" if person.latest_venue else "")
