"""The components of trust: each a rule that fits in a sentence, with its size, the reason for it, and its source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from trust.evidence import Inputs, Support
from trust.levels import level_of

# What the support of somebody counts whose claim an administrator decided.
NEAREST = 4
# After so many works in dispute a further one takes nothing more.
MOST_DISPUTED = 3


class Part(msgspec.Struct, frozen=True):
    """What one component brought: how often its rule applied, and the points for that."""

    name: str
    count: int
    points: int


@dataclass(frozen=True, slots=True)
class Component:
    """A rule: `points` each time it applies, at most `most` times.

    `wanted` names what would bring further points; empty for rules that take points away. A rule
    `per_work` cannot apply more often than there are listed works. `source` says where the idea is from;
    `after` names the component that must bring points first.
    """

    name: str
    title: str
    rule: str
    why: str
    points: int
    most: int
    count: Callable[[Inputs, date], int]
    source: str
    wanted: str = ""
    per_work: bool = False
    after: str = ""

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


def printed_consistently(inputs: Inputs, on: date) -> int:
    """Works that print the ORCID iD, as long as it is one and the same everywhere."""
    return inputs.orcid_ids[0].works if len(inputs.orcid_ids) == 1 else 0


def further_orcid_ids(inputs: Inputs, on: date) -> int:
    return max(len(inputs.orcid_ids) - 1, 0)


def weight_of(supporters: Iterable[Support]) -> int:
    """What these bring together: 4 for each, halved with every step from an administrator's decision."""
    return sum(NEAREST >> one.distance for one in supporters)


def supported_by_coauthors(inputs: Inputs, on: date) -> int:
    """Half of the weight: a shared work says less of a person than somebody's word."""
    return weight_of(inputs.supporters_on(on, "coauthor")) // 2


def vouched_for(inputs: Inputs, on: date) -> int:
    """A vouch is for whoever holds the page, so it counts only beside their claim."""
    if level_of(inputs, on) < 2:
        return 0
    return weight_of(inputs.supporters_on(on, "vouch"))


def confirmed_by_claimant(inputs: Inputs, on: date) -> int:
    """Works the claimant said "mine" to: the word of somebody without a standing claim is worth nothing."""
    return inputs.confirmed_works if level_of(inputs, on) >= 2 else 0


def disputes(inputs: Inputs, on: date) -> int:
    """Works in dispute; a dispute about the page is one about more works than count."""
    is_disputed = inputs.claim is not None and inputs.claim.is_disputed
    return inputs.disputed_works + (MOST_DISPUTED if is_disputed else 0)


COMPONENTS = (
    Component(
        name="record",
        title="Public record",
        rule="9 points when there is at least one listed work.",
        why="A printed name on a work is the least there can be: with one work a record starts at 11.",
        source="Measured: what profiles of unclaimed authors are given elsewhere.",
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
        source="Measured: what profiles of unclaimed authors are given elsewhere.",
        points=2,
        most=6,
        count=lambda inputs, on: inputs.works,
        wanted="further listed works",
    ),
    Component(
        name="agreement",
        title="Independent sources agree",
        rule="2 points for each listed work of which two independent sources print the same author, up to five works.",
        why="A second witness who did not copy from the first is worth as much as another work.",
        source="Dong, Berti-Equille & Srivastava 2009, on sources that depend on each other.",
        points=2,
        most=5,
        count=lambda inputs, on: inputs.agreed_works,
        wanted="a second, independent source for the works",
        per_work=True,
    ),
    Component(
        name="orcid",
        title="ORCID iD printed on works",
        rule="3 points for each listed work on which the ORCID iD is printed, up to three works. None while works "
        "print different iDs.",
        why="Publishers print the iD of somebody who signed in to ORCID, so it tells people of one name apart. "
        "It says more than a name, and after three works it has said it. All that is printed together makes 40.",
        source="ORCID, “Authenticated iDs”: iDs are to be collected by sign-in.",
        points=3,
        most=3,
        count=printed_consistently,
        wanted="works that print one and the same ORCID iD",
        per_work=True,
    ),
    Component(
        name="claim",
        title="Approved claim",
        rule="14 points when a claim is approved and the claimant's e-mail address is confirmed.",
        why="Somebody stands up for the page and can be asked. It is worth more than any number of works of one "
        "source, and less than all that is printed together.",
        source="NIST SP 800-63A: an applicant is enrolled before evidence is weighed.",
        points=14,
        most=1,
        count=lambda inputs, on: int(level_of(inputs, on) >= 2),
        wanted="a claim by the researcher with a confirmed e-mail address",
    ),
    Component(
        name="confirmed",
        title="Works confirmed by the claimant",
        rule="1 point for each listed work that whoever stands behind an approved claim has confirmed, up to eight.",
        why="The person knows best, but speaks for themselves: a confirmation counts half of a listed work.",
        source="Half of a witness: nobody is an independent witness in their own cause.",
        points=1,
        most=8,
        count=confirmed_by_claimant,
        wanted="the claimant's confirmation of the listed works",
        after="claim",
        per_work=True,
    ),
    Component(
        name="coauthors",
        title="Support by verified co-authors",
        rule="2 points for each verified co-author whose claim an administrator decided and who has confirmed a "
        "shared work as theirs. Half for each step further from such a decision, after two steps nothing; the sum is "
        "rounded down, and at most 6.",
        why="Somebody who was checked stands by a work that names this author too. That says less about the "
        "person than somebody's word, so three such co-authors have said it. Works of more than thirty authors "
        "do not count: not everybody there knows the others.",
        source="TrustRank: support flows from examined seeds along ties that cannot be made at will, and fades.",
        points=1,
        most=6,
        count=supported_by_coauthors,
        wanted="verified co-authors who confirm the shared works",
    ),
    Component(
        name="vouches",
        title="Vouches of verified researchers",
        rule="4 points for each verified researcher who vouches for the person behind the claim and whose own "
        "claim an administrator decided. Half for each step further from such a decision, after two steps nothing; "
        "at most 8.",
        why="Twice what a shared work says, because it is about the person; but a vouch is given easily, so two "
        "are enough, and together they stay below the claim itself. The word of somebody who wrote a listed work "
        "too is strong evidence besides.",
        source="EigenTrust: trust begins with peers known beforehand, so that newcomers cannot lift each other.",
        points=1,
        most=8,
        count=vouched_for,
        wanted="vouches of verified researchers for whoever holds the page",
        after="claim",
    ),
    Component(
        name="supporting",
        title="Supporting evidence of identity",
        rule="2 points when evidence that is not strong by itself ties the claimant to the record and is current, "
        "for example an address at an institution on the works.",
        why="An address shows where somebody is, and institutions give them to many: as much as one listed work.",
        source="NIST SP 800-63A: weak and fair evidence does not prove an identity by itself.",
        points=2,
        most=1,
        count=lambda inputs, on: len(inputs.supporting_kinds_on(on)) if level_of(inputs, on) >= 2 else 0,
        wanted="a confirmed e-mail address at an institution on the works",
        after="claim",
    ),
    Component(
        name="strong",
        title="Strong evidence of identity",
        rule="12 points when one strong, independent piece of evidence ties the claimant to the record and is current.",
        why="Nearly as much as the claim itself: it turns somebody's word into something that was checked.",
        source="NIST SP 800-63A: one piece of strong evidence, validated and verified.",
        points=12,
        most=1,
        count=lambda inputs, on: int(level_of(inputs, on) >= 3),
        wanted="a strong, independent piece of evidence of identity",
        after="claim",
    ),
    Component(
        name="verified",
        title="Identity verified twice",
        rule="10 points when two different kinds of strong evidence are current and an administrator has decided on "
        "them.",
        why="Two kinds of evidence seldom fail in the same way. With everything else this makes 100.",
        source="NIST SP 800-63A: two pieces of strong evidence of different origin.",
        points=10,
        most=1,
        count=lambda inputs, on: int(level_of(inputs, on) >= 4),
        wanted="a second kind of strong evidence and an administrator's decision",
        after="strong",
    ),
    Component(
        name="contradiction",
        title="Contradicting ORCID iDs",
        rule="Takes 5 points for each further ORCID iD printed on the listed works, at most 10.",
        why="Two iDs mostly mean two people. Together with the points that the iD no longer brings, this takes "
        "back more than a consistent iD gave.",
        source="ORCID: one person has one iD.",
        points=-5,
        most=2,
        count=further_orcid_ids,
    ),
    Component(
        name="homonyms",
        title="Unresolved homonyms",
        rule="Takes 2 points for each listed work that may be another researcher's of a like name, at most 6.",
        why="What the work brought: while it is not known whose it is, it says nothing about this record.",
        source="Research on telling authors apart: a page that mixes two people is worse than one that lacks works.",
        points=-2,
        most=3,
        count=lambda inputs, on: inputs.unresolved_works,
    ),
    Component(
        name="dispute",
        title="Open disputes",
        rule="Takes 4 points for each listed work whose attribution is disputed, and 12 while the claim to the page "
        "is; at most 12.",
        why="Twice what the work brought: as long as the question is open, the record is less sure than without it. "
        "Whose the page is, is a question about all its works.",
        source="A dispute is a witness against the record, so it weighs as much as two for it.",
        points=-4,
        most=MOST_DISPUTED,
        count=disputes,
    ),
)

BY_NAME = {component.name: component for component in COMPONENTS}
