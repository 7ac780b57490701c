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

NOTHING_ELSEWHERE = Elsewhere()


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
        self.researchers: list[int | None] = [person.researcher for person in self.people]
        self.taken = {researcher for researcher in self.researchers if researcher is not None}

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
            if self.is_at_home(researcher) and self.may_be(index, researcher)
        )
        for _, _, researcher, index in offers:
            if self.researchers[index] is None and researcher not in self.taken:
                self.researchers[index] = researcher
                self.taken.add(researcher)

    def join_known_elsewhere(self) -> None:
        """Give people whose printed identifier is that of somebody of other blocks to these."""
        for index, person in enumerate(self.people):
            if self.researchers[index] is None:
                self.researchers[index] = self.known_elsewhere(index, person)

    def known_elsewhere(self, index: int, person: Person) -> int | None:
        mentions = [self.mentions[one.mention] for one in person.members]
        known = Counter(
            self.gathered.known_ids[identifier]
            for mention in mentions
            for identifier in ids_of(mention)
            if identifier in self.gathered.known_ids
        )
        for researcher, _ in sorted(known.items(), key=lambda item: (-item[1], item[0])):
            free = not self.is_at_home(researcher) or researcher not in self.taken
            if free and self.may_be(index, researcher):
                return researcher
        return None

    def is_at_home(self, researcher: int) -> bool:
        """Whether it is here that is decided who goes on as this researcher."""
        holder = self.gathered.holders.get(researcher)
        return holder is not None and (holder.home is None or holder.home in self.gathered.units)

    def may_be(self, index: int, researcher: int) -> bool:
        """Whether nothing that was refused, or that the researcher has elsewhere, forbids it."""
        mentions = [self.mentions[one.mention] for one in self.people[index].members]
        elsewhere = self.gathered.elsewhere.get(researcher, NOTHING_ELSEWHERE)
        orcids = {one.orcid for one in mentions if one.orcid}
        return (
            not any((one.id, researcher) in self.rejected for one in mentions)
            and elsewhere.works.isdisjoint(one.work.id for one in mentions)
            and (orcids <= elsewhere.orcids or orcids >= elsewhere.orcids)
        )

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
        return holder is not None and not holder.is_claimed and not holder.elsewhere
