"""Whose the people found are: who keeps which researcher, who is new, and who turns out to be somebody else.

A person keeps the researcher who has most of their authorships, so that addresses and public ids survive; where
two people have a researcher's authorships, the larger part keeps the name. Claimed researchers come first, and
what somebody decided comes before everything.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from researchers.identity.mentions import Elsewhere, Mention, Person
from researchers.identity.standing import Gathered, ids_of


@dataclass(frozen=True, slots=True)
class Assigned:
    """For each person the researcher, None for a new one; and for researchers left with nothing who has it now."""

    researchers: list[int | None]
    merged: dict[int, int]


class Assignment:
    """Works out, for the people found in some blocks, who is who."""

    def __init__(self, gathered: Gathered, people: Sequence[Person]) -> None:
        self.gathered, self.people = gathered, people
        self.mentions: dict[int, Mention] = {one.id: one for one in self.gathered.mentions()}
        self.standing = {one.authorship: one.researcher for one in self.gathered.decisions if one.is_listed}
        self.rejected = {
            (one.authorship, one.researcher) for one in self.gathered.decisions if one.status == "rejected"
        }
        self.before = [
            Counter(self.standing[one.mention] for one in person.members if one.mention in self.standing)
            for person in self.people
        ]
        self.unit = {one.id: joint for joint, unit in gathered.units.items() for one in unit}
        self.researchers: list[int | None] = [None] * len(self.people)
        # Who goes on in which unit, and what they have by now.
        self.taken: set[tuple[str, int]] = set()
        self.has = dict(gathered.elsewhere)
        for index, person in enumerate(self.people):
            if person.researcher is not None:
                self.give(index, person.researcher)

    def work_out(self) -> Assigned:
        self.keep_researchers()
        self.join_known_elsewhere()
        return Assigned(self.researchers, self.left_with_nothing())

    def keep_researchers(self) -> None:
        """Give researchers to people, the claimed and those of most authorships first."""
        offers = sorted(
            (not self.gathered.holders[researcher].is_claimed, -number, researcher, index)
            for index, counted in enumerate(self.before)
            if self.researchers[index] is None
            for researcher, number in counted.items()
            if self.is_at_home(index, researcher)
        )
        for _, _, researcher, index in offers:
            if self.researchers[index] is None and self.may_be(index, researcher):
                self.give(index, researcher)

    def join_known_elsewhere(self) -> None:
        """Give people whose printed identifier is that of somebody of other blocks to these."""
        for index in range(len(self.people)):
            if self.researchers[index] is None:
                for researcher in self.known(index):
                    if self.researchers[index] is None and self.may_be(index, researcher):
                        self.give(index, researcher)

    def known(self, index: int) -> list[int]:
        """Whose the printed identifiers are, by how many print them."""
        known = Counter(
            self.gathered.known_ids[identifier]
            for mention in self.printed(index)
            for identifier in ids_of(mention)
            if identifier in self.gathered.known_ids
        )
        return sorted(known, key=lambda researcher: (-known[researcher], researcher))

    def give(self, index: int, researcher: int) -> None:
        self.researchers[index] = researcher
        self.taken.add((self.unit_of(index), researcher))
        self.has[researcher] = self.has.get(researcher, Elsewhere()).and_of(self.printed(index))

    def may_be(self, index: int, researcher: int) -> bool:
        """Whether nobody else here is the researcher, and nothing refused or had in another block forbids it."""
        printed = self.printed(index)
        return (
            (self.unit_of(index), researcher) not in self.taken
            and not any((one.id, researcher) in self.rejected for one in printed)
            and self.has.get(researcher, Elsewhere()).allows(printed)
        )

    def is_at_home(self, index: int, researcher: int) -> bool:
        """Whether it is here that is decided who goes on as this researcher."""
        holder = self.gathered.holders.get(researcher)
        return holder is not None and holder.home in (None, self.unit_of(index))

    def printed(self, index: int) -> list[Mention]:
        return [self.mentions[one.mention] for one in self.people[index].members]

    def unit_of(self, index: int) -> str:
        return self.unit[self.people[index].members[0].mention]

    def left_with_nothing(self) -> dict[int, int]:
        """Researchers nobody goes on as, each with the person who has most of what was theirs."""
        heirs: dict[int, tuple[int, int]] = {}
        kept = {researcher for researcher in self.researchers if researcher is not None}
        for index, counted in enumerate(self.before):
            for researcher, number in counted.items():
                if researcher not in kept and self.may_go(researcher):
                    heirs[researcher] = max(heirs.get(researcher, (0, 0)), (number, -index))
        return {researcher: -index for researcher, (_, index) in heirs.items()}

    def may_go(self, researcher: int) -> bool:
        """Whether nothing ties the researcher to a page of their own."""
        holder = self.gathered.holders.get(researcher)
        return (
            holder is not None
            and not holder.is_claimed
            and holder.places.keys() <= self.gathered.units.keys()
        )
