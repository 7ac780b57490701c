"""Several blocks, one after the other: what researchers get in one counts in the next. Without a database."""

from collections import defaultdict
from dataclasses import replace

from researchers.identity.clustering import resolve_block
from researchers.identity.mentions import Commonness, Elsewhere, Fixed, Mention, Person
from researchers.identity.standing import Gathered


def resolve_units(gathered: Gathered, commonness: Commonness, fixed: Fixed) -> list[Person]:
    """The people of every unit, in the order of their keys: never one twice on a work, or with two ORCID iDs."""
    beside = Beside(gathered)
    found = []
    for joint in sorted(gathered.units):
        mentions = gathered.units[joint]
        people = resolve_block(mentions, commonness, replace(fixed, elsewhere=beside.of(joint)))
        beside.learn(joint, mentions, people)
        found += people
    return found


class Beside:
    """What researchers who have something in several units have in each: as it stands, or as it was just resolved."""

    def __init__(self, gathered: Gathered) -> None:
        listed = {one.authorship: one.researcher for one in gathered.decisions if one.is_listed}
        self.outside = gathered.elsewhere
        self.theirs: defaultdict[int, dict[str, list[Mention]]] = defaultdict(dict)
        for joint, unit in gathered.units.items():
            for one in unit:
                if one.id in listed:
                    self.theirs[listed[one.id]].setdefault(joint, []).append(one)
        self.here: defaultdict[str, list[int]] = defaultdict(list)
        for researcher, places in self.theirs.items():
            if len(places) > 1 or researcher in self.outside:
                for joint in places:
                    self.here[joint].append(researcher)

    def of(self, joint: str) -> dict[int, Elsewhere]:
        """What those who have something in this unit have elsewhere."""
        return {
            researcher: self.outside.get(researcher, Elsewhere()).and_of(
                one
                for other, mentions in self.theirs[researcher].items()
                if other != joint
                for one in mentions
            )
            for researcher in self.here.get(joint, ())
        }

    def learn(self, joint: str, mentions: list[Mention], people: list[Person]) -> None:
        """Take what was found in this unit for what those have there to whom it is tied."""
        concerned = set(self.here.get(joint, ()))
        by_id = {one.id: one for one in mentions} if concerned else {}
        for person in people:
            if person.researcher is not None and person.researcher in concerned:
                self.theirs[person.researcher][joint] = [by_id[one.mention] for one in person.members]
