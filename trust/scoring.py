"""From evidence to trust: a sum of named components, each a rule that fits in a sentence.

Trust says how well evidenced it is that a record is one real person, that they are who they say, and
that the works listed are theirs. It is no measure of merit.

Sources of the ideas: a visible sum of capped parts rather than a learned weight follows the points
system of scorecards (Dawes 1979, "The robust beauty of improper linear models in decision making").
Levels of identity that rest on kinds of evidence, and that evidence expires, follow NIST SP 800-63A
(identity proofing: strength of evidence, validation, verification). That support flows from a few whom
people examined, over ties that are real, and fades with every step, follows TrustRank (Gyöngyi,
Garcia-Molina & Pedersen 2004, "Combating web spam with TrustRank") and EigenTrust (Kamvar, Schlosser &
Garcia-Molina 2003, "The EigenTrust algorithm for reputation management in P2P networks"). Counting
witnesses only when they are independent follows the truth-discovery literature (Dong, Berti-Equille &
Srivastava 2009,
"Integrating conflicting data: the role of source dependence").
"""

from datetime import date
from operator import itemgetter

import msgspec

from trust.components import BY_NAME, COMPONENTS, Component, Part
from trust.evidence import Inputs
from trust.levels import level_of
from trust.quick_read import quick_read

MODEL_VERSION = "2"


class Result(msgspec.Struct, frozen=True):
    """Trust as shown: score 0 to 100, its band, the verification level 1 to 4, and the reasons."""

    model: str
    score: int
    band: str
    level: int
    components: tuple[Part, ...]
    quick_read: tuple[str, ...]


# Lower end of each band, highest first. The words speak of evidence, never of the person.
BANDS = (
    (80, "Strongly supported"),
    (60, "Well supported"),
    (40, "Supported"),
    (20, "Emerging"),
    (0, "Unverified"),
)


def band_of(score: int) -> str:
    """The word for a score from 0 to 100."""
    return next(word for low, word in BANDS if score >= low)


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
        quick_read=quick_read(inputs, on, level, wanted_most(parts, inputs)),
    )


def prospects(parts: tuple[Part, ...], inputs: Inputs) -> list[tuple[Component, int]]:
    """The components that could bring further points next, and how many, in the order of the table."""
    pairs = [(BY_NAME[part.name], BY_NAME[part.name].room(part, inputs)) for part in parts]
    reached = {"", *(part.name for part in parts if part.count)}
    return [(component, points) for component, points in pairs if points > 0 and component.after in reached]


def wanted_most(parts: tuple[Part, ...], inputs: Inputs) -> tuple[str, ...]:
    """The two things, of those that can be done next, that would bring most."""
    if not inputs.works:
        return (BY_NAME["record"].wanted,)
    most_first = sorted(prospects(parts, inputs), key=itemgetter(1), reverse=True)
    return tuple(component.wanted for component, _ in most_first[:2])
