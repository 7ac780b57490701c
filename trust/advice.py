"""What could raise trust: for everybody in the words of the components, for whoever holds the page as what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from claims.evidence import INSTITUTION_EMAIL, KINDS, SEEN, Kind
from claims.models import Claim
from researchers.models import Researcher
from trust.components import BY_NAME, Component, Part
from trust.evidence import Inputs
from trust.levels import LEVELS, Level
from trust.scoring import prospects


@dataclass(frozen=True, slots=True)
class Place:
    """Where something can be done, and what its link says."""

    words: str
    address: Callable[[Researcher, Claim], str]


@dataclass(frozen=True, slots=True)
class Deed:
    """What the holder of a page can do for a component."""

    words: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of evidence that is missing, and where something can be done about it."""

    kind: Kind
    link: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What could bring so many points more, or give them back."""

    words: str
    points: int
    link: str = ""
    url: str = ""
    kinds: tuple[Wanted, ...] = ()
    is_back: bool = False


IMPORTS = Place("Add my works", lambda page, claim: reverse("ingest:index"))
ADDRESSES = Place("Your e-mail addresses", lambda page, claim: reverse("account_email"))
OWN_WORKS = Place(
    "Say which works are yours", lambda page, claim: reverse("researchers:authorship", args=[page.slug])
)
OWN_PAGE = Place("Your page, for its address", lambda page, claim: page.get_absolute_url())
CLAIM = Place("Your claim and its evidence", lambda page, claim: f"{claim.get_absolute_url()}#evidence")
DISPUTES = Place("The disputes that concern you", lambda page, claim: reverse("claims:disputes"))
TELL = Place("Write to the administrators", lambda page, claim: report_address(page))

DEEDS = {
    "record": Deed("Add a work of yours.", IMPORTS),
    "works": Deed("Add works of yours that are missing here.", IMPORTS),
    "agreement": Deed("Add your works from a second source, such as Crossref, arXiv or DBLP.", IMPORTS),
    "orcid": Deed("Give your ORCID iD when you submit your next works, so that it is printed on them."),
    "claim": Deed("Confirm your primary e-mail address.", ADDRESSES),
    "confirmed": Deed("Say which of the listed works are yours.", OWN_WORKS),
    "coauthors": Deed(
        "Ask co-authors to claim their pages and to confirm the works that you wrote together."
    ),
    "vouches": Deed(
        "Ask verified researchers who know you to vouch for you. They do so on your page.", OWN_PAGE
    ),
    "supporting": Deed(INSTITUTION_EMAIL.advice, ADDRESSES),
    "strong": Deed("Have one strong piece of evidence found.", CLAIM),
    "verified": Deed(
        "Have a second kind of strong evidence found. An administrator then decides on your identity.", CLAIM
    ),
}
# Where the holder can do something for a kind of evidence.
PLACES_OF_KINDS = {SEEN.key: TELL}
# What would give back the points that these components take.
REMEDIES = {
    "contradiction": "One and the same ORCID iD on all listed works.",
    "homonyms": "A decision on whose the doubtful works are.",
    "dispute": "An end of the dispute.",
}
# Where the holder can do something about them.
WAYS_BACK = dict.fromkeys(REMEDIES, OWN_WORKS)
REPORT = "Report an error"


def prospects_for_everybody(parts: tuple[Part, ...], inputs: Inputs, page: Researcher) -> list[Prospect]:
    """What would raise it, the largest first."""
    found = [Prospect(sentence(component.wanted), points) for component, points in possible(parts, inputs)]
    given_back = remedies(parts, dict.fromkeys(REMEDIES, (REPORT, report_address(page))))
    return sorted([*found, *given_back], key=lambda one: -one.points)


def prospects_for_holder(
    parts: tuple[Part, ...], inputs: Inputs, on: date, page: Researcher, claim: Claim
) -> list[Prospect]:
    """What the holder can do, and where, the largest first."""
    found = [
        deed_in_words(component, points, missing_kinds(component, inputs, on), page, claim)
        for component, points in possible(parts, inputs)
    ]
    is_disputed = inputs.claim is not None and inputs.claim.is_disputed
    places = WAYS_BACK | ({"dispute": DISPUTES} if is_disputed else {})
    given_back = remedies(parts, {name: way_to(place, page, claim) for name, place in places.items()})
    return sorted([*found, *given_back], key=lambda one: -one.points)


def report_address(page: Researcher) -> str:
    return reverse("claims:report", args=[page.slug])


def sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def possible(parts: tuple[Part, ...], inputs: Inputs) -> list[tuple[Component, int]]:
    return prospects(tuple(part for part in parts if part.name in BY_NAME), inputs)


def deed_in_words(
    component: Component, points: int, kinds: tuple[Kind, ...], page: Researcher, claim: Claim
) -> Prospect:
    deed = DEEDS[component.name]
    wanted = tuple(Wanted(kind, *way_to(PLACES_OF_KINDS.get(kind.key), page, claim)) for kind in kinds)
    return Prospect(deed.words, points, *way_to(deed.place, page, claim), wanted)


def way_to(place: Place | None, page: Researcher, claim: Claim) -> tuple[str, str]:
    """The words and the address of a link; nothing where there is no place to go to."""
    return (place.words, place.address(page, claim)) if place else ("", "")


def missing_kinds(component: Component, inputs: Inputs, on: date) -> tuple[Kind, ...]:
    """The kinds of strong evidence that do not count yet, where those are asked for."""
    if component.name not in ("strong", "verified"):
        return ()
    counting = inputs.strong_kinds_on(on)
    return tuple(kind for kind in KINDS.values() if kind.is_strong and kind.key not in counting)


def remedies(parts: tuple[Part, ...], ways: Mapping[str, tuple[str, str]]) -> list[Prospect]:
    """What would give points back, and the link to it: the holder can answer, everybody else can only report."""
    return [
        Prospect(REMEDIES[part.name], -part.points, *ways[part.name], is_back=True)
        for part in parts
        if part.points < 0 and part.name in REMEDIES
    ]


def next_level(level: int) -> Level | None:
    return LEVELS[level] if level < len(LEVELS) else None
