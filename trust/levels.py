"""Levels of verification: what has to be known of the claimant for each."""

from dataclasses import dataclass
from datetime import date

from trust.evidence import Inputs


@dataclass(frozen=True, slots=True)
class Level:
    """A step of verification."""

    number: int
    title: str
    rule: str


LEVELS = (
    Level(1, "Public record only", "What sources say about the works, and nothing else."),
    Level(
        2,
        "Claimed",
        "A claim to the page has been approved, and the claimant's e-mail address is confirmed.",
    ),
    Level(
        3,
        "Identity supported",
        "Level 2, and one strong, independent and current piece of evidence ties the claimant to the record.",
    ),
    Level(
        4,
        "Identity verified",
        "Level 3 with two different kinds of strong evidence, and an administrator's decision on them.",
    ),
)


def level_of(inputs: Inputs, on: date) -> int:
    """The verification level on a day: every level needs the one below it."""
    if not inputs.claim or not inputs.claim.email_confirmed:
        return 1
    kinds = len(inputs.strong_kinds_on(on))
    decided = inputs.identity_decided_on
    if kinds >= 2 and decided and decided <= on:
        return 4
    return 3 if kinds else 2
