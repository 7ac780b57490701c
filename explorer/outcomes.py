"""What a search for a connection came to, in words and addresses."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from explorer.asked import page_of
from explorer.graph import Node
from explorer.paths import MOST_STEPS, Connection, Step, connection_of, people_named
from explorer.wording import counted


@dataclass(frozen=True, slots=True)
class Choice:
    """People who may be meant by a text, each with the address that says which."""

    text: str
    people: list[tuple[Node, str]]


@dataclass(frozen=True, slots=True)
class LinkedStep:
    """A step of the chain, each name with its address."""

    step: Step

    @property
    def person(self) -> tuple[Node, str]:
        return self.step.person, page_of(self.step.person)

    @property
    def works(self) -> list[tuple[Node, str]]:
        return [(work, page_of(work)) for work in self.step.works]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Show with `explorer/path.html`."""

    title: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    steps: tuple[LinkedStep, ...] = ()
    goal: tuple[Node, str] | None = None


def outcome_of(start: str, goal: str) -> Outcome:
    """The answer to "how are these two connected?", or what is missing to give one."""
    if not start or not goal:
        return Outcome(
            "Name two people", "The chain of co-authors between them is shown, with the works on it."
        )
    found = {text: people_named(text) for text in (start, goal)}
    unknown = [text for text, people in found.items() if not people]
    if unknown:
        return Outcome("Not found", f"Nobody in this record is named “{unknown[0]}”.")
    if any(len(people) > 1 for people in found.values()):
        return Outcome("Say who is meant", choices=choices_of(found, start, goal))
    return between(found[start][0], found[goal][0])


def choices_of(found: dict[str, list[Node]], start: str, goal: str) -> tuple[Choice, ...]:
    def with_said(text: str, node: Node) -> str:
        """The same question, with this person for the text."""
        ends = [node.slug if said == text else said for said in (start, goal)]
        return f"{reverse('explorer:path')}?{urlencode(dict(zip(('from', 'to'), ends, strict=True)))}"

    return tuple(
        Choice(text, [(node, with_said(text, node)) for node in people])
        for text, people in found.items()
        if len(people) > 1
    )


def between(start: Node, goal: Node) -> Outcome:
    if start == goal:
        return Outcome("One and the same person", f"Both are {start.name}.")
    connection = connection_of(start, goal)
    if not connection.steps:
        return Outcome("No connection found", without_connection(connection, start, goal))
    number = counted(len(connection.steps), "step", "steps")
    return Outcome(
        f"{number} from {start.name} to {goal.name}",
        steps=tuple(map(LinkedStep, connection.steps)),
        goal=(goal, page_of(goal)),
    )


def without_connection(connection: Connection, start: Node, goal: Node) -> str:
    if connection.gave_up:
        return (
            f"{start.name} and {goal.name} are so far apart that the search was ended before it was complete."
        )
    return f"No chain of at most {MOST_STEPS} co-authorships leads from {start.name} to {goal.name}."
