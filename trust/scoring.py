"""From evidence to trust: a sum of named components, each a rule that fits in a sentence.

Trust says how well evidenced it is that a record is one real person, that they are who they say, and
that the works listed are theirs. It is no measure of merit.

Sources of the ideas: a visible sum of capped parts rather than a learned weight follows the points
system of scorecards (Dawes 1979, "The robust beauty of improper linear models in decision making").
Levels of identity that rest on kinds of evidence, and that evidence expires, follow NIST SP 800-63A
(identity proofing: strength of evidence, validation, verification). Counting witnesses only when they
are independent follows the truth-discovery literature (Dong, Berti-Equille & Srivastava 2009,
"Integrating conflicting data: the role of source dependence").
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

import msgspec

from trust.evidence import Inputs
from trust.quick_read import quick_read

MODEL_VERSION = "1"


class Part(msgspec.Struct, frozen=True):
    """What one component brought: how often its rule applied, and the points for that."""

    name: str
    count: int
    points: int


class Result(msgspec.Struct, frozen=True):
    """Trust as shown: score 0 to 100, its band, the verification level 1 to 4, and the reasons."""

    model: str
    score: int
    band: str
    level: int
    components: tuple[Part, ...]
    quick_read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A rule: `points` each time it applies, at most `most` times.

    `wanted` names what would bring further points; empty for rules that take points away. A rule
    `per_work` cannot apply more often than there are listed works. Nobody can fulfil one that is not `open`.
    """

    name: str
    title: str
    rule: str
    why: str
    points: int
    most: int
    count: Callable[[Inputs, date], int]
    wanted: str = ""
    per_work: bool = False
    open: bool = True

    @property
    def cap(self) -> int:
        """The most that this component can bring, or take away."""
        return self.points * self.most

    def part(self, inputs: Inputs, on: date) -> Part:
        """What it brings here. Nothing at all is sure about a record without works."""
        count = min(self.count(inputs, on), self.most) if inputs.works else 0
        return Part(self.name, count, self.points * count)

    def room(self, part: Part, inputs: Inputs) -> int:
        """How many further points it could bring with the works that are listed now."""
        if not self.wanted or not inputs.works:
            return 0
        most = min(self.most, inputs.works) if self.per_work else self.most
        return self.points * (most - part.count)


@dataclass(frozen=True, slots=True)
class Level:
    """A step of verification. Those that are not open are described, and nobody can have them yet."""

    number: int
    title: str
    rule: str
    open: bool = True


# Lower end of each band, highest first. The words speak of evidence, never of the person.
BANDS = (
    (80, "Strongly supported"),
    (60, "Well supported"),
    (40, "Supported"),
    (20, "Emerging"),
    (0, "Unverified"),
)

LEVELS = (
    Level(1, "Public record only", "What sources say about the works, and nothing else."),
    Level(
        2,
        "Claimed",
        "An administrator has approved the claim to the page, and the claimant's e-mail address is confirmed.",
    ),
    Level(
        3,
        "Identity supported",
        "Level 2, and one strong, independent and current piece of evidence ties the claimant to the record.",
        open=False,
    ),
    Level(
        4,
        "Identity verified",
        "Level 3 with two different kinds of strong evidence, and an administrator's decision on them.",
        open=False,
    ),
)


def band_of(score: int) -> str:
    """The word for a score from 0 to 100."""
    return next(word for low, word in BANDS if score >= low)


def level_of(inputs: Inputs, on: date) -> int:
    """The verification level on a day: every level needs the one below it."""
    if not inputs.claim or not inputs.claim.email_confirmed:
        return 1
    kinds = len(inputs.strong_kinds_on(on))
    decided = inputs.administrator_decided_on
    if kinds >= 2 and decided and decided <= on:
        return 4
    return 3 if kinds else 2


def printed_consistently(inputs: Inputs, on: date) -> int:
    """Works that print the ORCID iD, as long as it is one and the same everywhere."""
    return inputs.orcid_ids[0].works if len(inputs.orcid_ids) == 1 else 0


def further_orcid_ids(inputs: Inputs, on: date) -> int:
    return max(len(inputs.orcid_ids) - 1, 0)


def confirmed_by_claimant(inputs: Inputs, on: date) -> int:
    """Works the claimant said "mine" to: the word of somebody without a standing claim is worth nothing."""
    return inputs.confirmed_works if level_of(inputs, on) >= 2 else 0


COMPONENTS = (
    Component(
        name="record",
        title="Public record",
        rule="There is at least one listed work.",
        why="A printed name on a work is the least there can be: with one work a record starts at 11.",
        points=9,
        most=1,
        count=lambda inputs, on: min(inputs.works, 1),
        wanted="a listed work",
    ),
    Component(
        name="works",
        title="Listed works",
        rule="2 points for each listed work, up to six works.",
        why="Each further work under one name makes a mistaken record less likely, but the sixth adds hardly "
        "anything that the fifth did not. A long list is no evidence that one person wrote it, so a record "
        "from one source that nobody claimed stops at 21.",
        points=2,
        most=6,
        count=lambda inputs, on: inputs.works,
        wanted="further listed works",
    ),
    Component(
        name="agreement",
        title="Independent sources agree",
        rule="2 points for each listed work of which two independent sources print the same author, up to six works.",
        why="A second witness who did not copy from the first is worth as much as another work.",
        points=2,
        most=6,
        count=lambda inputs, on: inputs.agreed_works,
        wanted="a second, independent source for the works",
        per_work=True,
    ),
    Component(
        name="orcid",
        title="ORCID iD printed on works",
        rule="3 points for each listed work on which the ORCID iD is printed, up to four works. None while works "
        "print different iDs.",
        why="Publishers print the iD of somebody who signed in to ORCID, so it tells people of one name apart. "
        "It says more than a name, and after four works it has said it.",
        points=3,
        most=4,
        count=printed_consistently,
        wanted="works that print one and the same ORCID iD",
        per_work=True,
    ),
    Component(
        name="claim",
        title="Claimed by the researcher",
        rule="15 points when an administrator has approved a claim and the claimant's e-mail address is confirmed.",
        why="Somebody stands up for the page and can be asked. It is worth more than all works of one source, "
        "and less than all that is printed together.",
        points=15,
        most=1,
        count=lambda inputs, on: int(level_of(inputs, on) >= 2),
        wanted="a claim by the researcher with a confirmed e-mail address",
    ),
    Component(
        name="confirmed",
        title="Works confirmed by the researcher",
        rule="1 point for each listed work that the researcher behind an approved claim has confirmed, up to ten.",
        why="The person knows best, but speaks for themselves: a confirmation counts half of a listed work.",
        points=1,
        most=10,
        count=confirmed_by_claimant,
        wanted="the researcher's confirmation of the listed works",
        per_work=True,
    ),
    Component(
        name="strong",
        title="Strong evidence of identity",
        rule="15 points when one strong, independent piece of evidence ties the claimant to the record and is current.",
        why="As much as the claim itself: it turns somebody's word into something that was checked.",
        points=15,
        most=1,
        count=lambda inputs, on: int(level_of(inputs, on) >= 3),
        wanted="a strong, independent piece of evidence of identity",
        open=False,
    ),
    Component(
        name="verified",
        title="Identity verified twice",
        rule="15 points when two different kinds of strong evidence are current and an administrator has decided on "
        "them.",
        why="Two kinds of evidence seldom fail in the same way. With everything else this makes 100.",
        points=15,
        most=1,
        count=lambda inputs, on: int(level_of(inputs, on) >= 4),
        wanted="a second kind of strong evidence and an administrator's decision",
        open=False,
    ),
    Component(
        name="contradiction",
        title="Contradicting ORCID iDs",
        rule="Takes 5 points for each further ORCID iD printed on the listed works, at most 10.",
        why="Two iDs mostly mean two people. Together with the points that the iD no longer brings, this takes "
        "back more than a consistent iD gave.",
        points=-5,
        most=2,
        count=further_orcid_ids,
    ),
    Component(
        name="dispute",
        title="Disputed attributions",
        rule="Takes 4 points for each listed work whose attribution is disputed, at most 12.",
        why="Twice what the work brought: as long as the question is open, the record is less sure than without it.",
        points=-4,
        most=3,
        count=lambda inputs, on: inputs.disputed_works,
    ),
)

BY_NAME = {component.name: component for component in COMPONENTS}


def score(inputs: Inputs, on: date) -> Result:
    """The trust that this evidence gives on a day: a sum of components, never below 0 or above 100."""
    parts = tuple(component.part(inputs, on) for component in COMPONENTS)
    total = max(0, min(sum(part.points for part in parts), 100))
    level = level_of(inputs, on)
    return Result(
        model=MODEL_VERSION,
        score=total,
        band=band_of(total),
        level=level,
        components=parts,
        quick_read=quick_read(inputs, level, wanted_most(parts, inputs)),
    )


def prospects(parts: tuple[Part, ...], inputs: Inputs) -> list[tuple[Component, int]]:
    """The components that could still bring points, and how many, in the order of the table."""
    pairs = [(BY_NAME[part.name], BY_NAME[part.name].room(part, inputs)) for part in parts]
    return [(component, points) for component, points in pairs if points > 0]


def wanted_most(parts: tuple[Part, ...], inputs: Inputs) -> tuple[str, ...]:
    """The two things, of those that can be done today, that would bring most."""
    if not inputs.works:
        return (BY_NAME["record"].wanted,)
    able = [pair for pair in prospects(parts, inputs) if pair[0].open]
    return tuple(component.wanted for component, _ in sorted(able, key=itemgetter(1), reverse=True)[:2])
