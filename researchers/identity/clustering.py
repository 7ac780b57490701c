"""From the mentions of one block to people: the two groups that go together best become one, again and again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from math import log

from researchers.identity import weights
from researchers.identity.clusters import (
    Beginning,
    Cluster,
    absorb,
    forbidden,
    forms_of,
    sources_differ,
)
from researchers.identity.evidence import Surroundings, Traces, link, surroundings, traces
from researchers.identity.explaining import people_of
from researchers.identity.forms import Form, form_of, odds
from researchers.identity.mentions import NOTHING_FIXED, Commonness, Fixed, Mention, Person

# From these log-odds on two groups are one person; from the lower ones on that is proposed.
ACCEPTED, PROPOSED = 0.0, -1.5
# The more mentions are at stake, the surer it has to be, unless by these log-odds the name is rare enough.
STAKE, RARE_ENOUGH = 0.8, 4.0
# That a source has two ids for them: some sources give one person several.
TWO_IDS = -6.0
# So many mentions stand for a group that begins large.
MOST_LOOKED_AT = 40
# A group of so many mentions gives up one that stands on a work of the other, if the names are as good as one.
ENOUGH_TO_GIVE_UP, SURE_TO_GIVE_UP, SHARE_TO_GIVE_UP = 3, 3.0, 0.1


def resolve_block(
    mentions: Sequence[Mention], commonness: Commonness, fixed: Fixed = NOTHING_FIXED
) -> list[Person]:
    """The people behind the mentions of one block; the answer does not depend on the order of the mentions.

    Never are two mentions of one work, two ORCID iDs, a rejected pair, or mentions attributed to different
    researchers in one person, unless people decided so.
    """
    block = Block(sorted(mentions, key=lambda one: one.id), commonness, fixed)
    block.compare()
    block.agglomerate()
    return people_of(block.mentions, block.forms, block.clusters, block.doubtful())


class Block:
    """The clusters of one block, and how well each goes together with each that it may be one with.

    `best[place][cluster]` is the best link of a mention to a cluster, `links[one][other]` the sum of these over
    the mentions of one, `names[one][other]` the log-odds by the names alone.
    """

    def __init__(self, mentions: list[Mention], commonness: Commonness, fixed: Fixed) -> None:
        self.mentions, self.commonness, self.distinct = mentions, commonness, fixed.distinct
        self.forms = [form_of(one.name, one.family, commonness) for one in mentions]
        self.clusters = dict(enumerate(Beginning(mentions, self.forms, fixed).clusters()))
        self.spokesmen = {number: spokesmen_of(one.members) for number, one in self.clusters.items()}
        self.around: dict[int, Surroundings] = {}
        self.traces: dict[int, Traces] = {}
        self.best: defaultdict[int, dict[int, float]] = defaultdict(dict)
        self.links: defaultdict[int, dict[int, float]] = defaultdict(dict)
        self.names: defaultdict[int, dict[int, float]] = defaultdict(dict)

    # What goes with what.

    def compare(self) -> None:
        """Weigh every two clusters whose names could be one person's."""
        for one, other, by_name in self.candidates():
            self.give_up(one, other, by_name)
            if not forbidden(self.clusters[one], self.clusters[other], self.distinct):
                self.names[one][other] = self.names[other][one] = by_name
                self.link(one, other)

    def candidates(self) -> Iterator[tuple[int, int, float]]:
        """Pairs of clusters with the log-odds by their names, in a fixed order."""
        bearing: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        forms: dict[tuple[str, str, str], Form] = {}
        for number, cluster in self.clusters.items():
            if not cluster.closed:
                for form in forms_of(cluster, self.forms):
                    bearing[form.key].append(number)
                    forms[form.key] = form
        found: dict[tuple[int, int], float] = {}
        for left, right, by_name in pairs_of_forms(forms):
            for one in bearing[left]:
                for other in bearing[right]:
                    if one != other and not self.both_decided(one, other):
                        pair = (one, other) if one < other else (other, one)
                        found[pair] = max(found.get(pair, by_name), by_name)
        return iter(sorted((one, other, by_name) for (one, other), by_name in found.items()))

    def both_decided(self, one: int, other: int) -> bool:
        return self.clusters[one].researcher is not None and self.clusters[other].researcher is not None

    def give_up(self, one: int, other: int, by_name: float) -> None:
        """A work that prints one person twice would keep apart two large clusters: its mention goes alone."""
        shared = self.clusters[one].works & self.clusters[other].works
        if not shared or by_name < SURE_TO_GIVE_UP:
            return
        number = one if len(self.clusters[one].members) < len(self.clusters[other].members) else other
        small = self.clusters[number]
        allowed = max(1.0, SHARE_TO_GIVE_UP * len(small.members))
        if small.researcher is None and len(small.members) >= ENOUGH_TO_GIVE_UP and len(shared) <= allowed:
            self.leave(number, shared)

    def leave(self, number: int, works: set[int]) -> None:
        cluster = self.clusters[number]
        for place in [place for place in cluster.members if self.mentions[place].work.id in works]:
            cluster.members.remove(place)
            if place in self.spokesmen[number] and self.spokesmen[number] is not cluster.members:
                self.spokesmen[number].remove(place)
            alone = max(self.clusters) + 1
            self.clusters[alone] = Cluster([place], {self.mentions[place].work.id}, closed=True)
            self.spokesmen[alone] = [place]
        cluster.works -= works

    def link(self, one: int, other: int) -> None:
        """Find the best links between the mentions of two clusters."""
        there = [self.traced(place) for place in self.spokesmen[other]]
        back = [float("-inf")] * len(there)
        total = 0.0
        for place in self.spokesmen[one]:
            here = self.traced(place)
            strengths = [link(here, far) for far in there]
            back = list(map(max, back, strengths))
            best = max(strengths)
            self.best[place][other] = best
            total += best
        for place, best in zip(self.spokesmen[other], back, strict=True):
            self.best[place][one] = best
        self.links[one][other], self.links[other][one] = total, sum(back)

    def traced(self, place: int) -> Traces:
        found = self.traces.get(place)
        if found is None:
            mention = self.mentions[place]
            around = self.around.get(mention.work.id)
            if around is None:
                around = self.around[mention.work.id] = surroundings(mention.work, self.commonness)
            found = self.traces[place] = traces(mention, around)
        return found

    # Becoming one.

    def score(self, one: int, other: int) -> float:
        """The log-odds that two clusters are one person, from the smaller one's best links on average."""
        left, right = len(self.spokesmen[one]), len(self.spokesmen[other])
        if left == right:
            links = max(self.links[one][other], self.links[other][one]) / left
        elif left < right:
            links = self.links[one][other] / left
        else:
            links = self.links[other][one] / right
        against = TWO_IDS if sources_differ(self.clusters[one], self.clusters[other]) else 0.0
        return weighed(self.names[one][other], links, min(left, right), max(left, right)) + against

    def agglomerate(self) -> None:
        version = dict.fromkeys(self.clusters, 0)
        heap = [
            (-score, one, other, 0, 0)
            for one, others in self.links.items()
            for other in others
            if one < other and (score := self.score(one, other)) > ACCEPTED
        ]
        heapify(heap)
        while heap:
            _, one, other, first, second = heappop(heap)
            if version.get(one) != first or version.get(other) != second:
                continue
            self.join(one, other)
            del version[other]
            version[one] += 1
            for far in self.links[one]:
                score = self.score(one, far)
                if score > ACCEPTED:
                    low, high = (one, far) if one < far else (far, one)
                    heappush(heap, (-score, low, high, version[low], version[high]))

    def join(self, one: int, other: int) -> None:
        """Make one cluster of two; what may not be with one of them may not be with both."""
        absorb(self.clusters[one], self.clusters.pop(other))
        self.spokesmen[one] = self.spokesmen[one] + self.spokesmen.pop(other)
        left, right = self.links.pop(one), self.links.pop(other)
        names, more_names = self.names.pop(one), self.names.pop(other)
        joint: dict[int, float] = {}
        for far in sorted((left.keys() | right.keys()) - {one, other}):
            both = far in left and far in right
            if both and not forbidden(self.clusters[one], self.clusters[far], self.distinct):
                joint[far] = left[far] + right[far]
                self.names[one][far] = self.names[far][one] = max(names[far], more_names[far])
                self.links[far][one] = self.best_of_both(far, one, other)
            else:
                self.forget(far, one)
            self.forget(far, other)
        self.links[one] = joint

    def best_of_both(self, far: int, one: int, other: int) -> float:
        total = 0.0
        for place in self.spokesmen[far]:
            best = self.best[place]
            best[one] = max(best[one], best[other])
            total += best[one]
        return total

    def forget(self, far: int, number: int) -> None:
        """Two clusters that can no longer become one."""
        if self.links[far].pop(number, None) is not None:
            del self.names[far][number]
            for place in self.spokesmen[far]:
                self.best[place].pop(number, None)

    def doubtful(self) -> list[tuple[float, int, int]]:
        """Clusters that may be part of another one, each with the likeliest: log-odds, the smaller, the larger."""
        nearest: dict[int, tuple[float, int, int]] = {}
        for one, others in sorted(self.links.items()):
            for other in sorted(others):
                larger = len(self.clusters[other].members) > len(self.clusters[one].members)
                if not (
                    larger
                    or (len(self.clusters[other].members) == len(self.clusters[one].members) and other < one)
                ):
                    continue
                score = self.score(one, other)
                if score > PROPOSED and self.clusters[one].researcher is None:
                    nearest[one] = max(nearest.get(one, (score, one, other)), (score, one, other))
        return sorted(nearest.values())


def weighed(by_name: float, links: float, small: int, large: int) -> float:
    """The log-odds that two groups of these sizes are one person.

    Where few others can bear the name, two large groups with weak links are one person who has moved on; where
    many can, they are two people.
    """
    at_stake = log(small) * min(1.0, max(0.0, 1.0 - by_name / RARE_ENOUGH))
    return (
        weights.GROUPS["nothing"]
        + weights.GROUPS["names"] * by_name
        + weights.GROUPS["links"] * links
        + weights.GROUPS["more links than chance"] * (links - weights.USUAL_LINK) * at_stake
        + weights.GROUPS["size"] * log(large)
        - STAKE * at_stake
    )


def spokesmen_of(members: list[int]) -> list[int]:
    """Some for all, spread evenly."""
    if len(members) <= MOST_LOOKED_AT:
        return list(members)
    return members[:: len(members) // MOST_LOOKED_AT + 1]


def pairs_of_forms(
    forms: dict[tuple[str, str, str], Form],
) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str], float]]:
    """Every form with itself, and with those of a common block key that could be one person's."""
    sharing: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for key in sorted(forms):
        yield key, key, forms[key].alike
        partners = sorted({other for block in forms[key].name.block_keys for other in sharing[block]})
        for other in partners:
            by_name = odds(forms[key], forms[other])
            if by_name is not None:
                yield key, other, by_name
        for block in forms[key].name.block_keys:
            sharing[block].append(key)
