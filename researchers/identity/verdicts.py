"""What is to be written of the people found: which attributions come, change and go. Nothing here knows a database."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from common.names import fold
from researchers.identity.assigning import Assigned, Assignment
from researchers.identity.mentions import Membership, Mention, Person
from researchers.identity.standing import Decision, Gathered, ids_of

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attribution as it should be. People without a researcher yet have numbers below zero."""

    authorship: int
    researcher: int
    status: str
    basis: str
    confidence: float
    reasons: tuple[str, ...]

    def is_like(self, one: Decision) -> bool:
        return (self.researcher, self.status, self.basis, self.confidence, self.reasons) == (
            one.researcher,
            one.status,
            one.basis,
            one.confidence,
            one.reasons,
        )


@dataclass(frozen=True, slots=True)
class Move:
    """That somebody's authorships become another's: of all that stood in these blocks, or of a part."""

    former: int
    now: int
    authorships: tuple[int, ...]
    kind: str


@dataclass(slots=True)
class Verdict:
    """What resolving some blocks comes to."""

    names: dict[int, str]
    new: list[int] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    put: list[tuple[Decision | None, Wanted]] = field(default_factory=list)
    drop: list[Decision] = field(default_factory=list)
    first: dict[int, int] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not (self.put or self.drop or self.merged)

    def changing_hands(self) -> Iterator[tuple[Decision | None, Wanted]]:
        """Authorships that get another researcher, or their first."""
        for before, wanted in self.put:
            if wanted.status == "accepted" and (before is None or before.researcher != wanted.researcher):
                yield before, wanted


def judge(gathered: Gathered, people: Sequence[Person]) -> Verdict:
    """What has to be written so that the record says who these people are."""
    return Judgement(gathered, people, Assignment(gathered, people).work_out()).work_out()


class Judgement:
    """Works out the difference between how things stand and how they should."""

    def __init__(self, gathered: Gathered, people: Sequence[Person], assigned: Assigned) -> None:
        self.people = people
        self.numbers = [
            -index - 1 if researcher is None else researcher
            for index, researcher in enumerate(assigned.researchers)
        ]
        self.merged = {former: self.numbers[index] for former, index in assigned.merged.items()}
        self.holders = gathered.holders
        self.mentions: dict[int, Mention] = {one.id: one for one in gathered.mentions()}
        self.bound = gathered.fixed().attributed
        self.listed = {one.authorship: one for one in gathered.decisions if one.is_listed}
        self.kept_off = {
            (one.authorship, one.researcher) for one in gathered.decisions if one.is_human or one.is_listed
        }
        self.proposals = {
            (one.authorship, one.researcher): one
            for one in gathered.decisions
            if one.status == "proposed" and not one.is_human
        }

    def work_out(self) -> Verdict:
        verdict = Verdict(names=self.names(), merged=self.merged)
        verdict.new = [number for number in self.numbers if number < 0]
        verdict.first = {
            number: min(one.mention for one in person.members)
            for number, person in zip(self.numbers, self.people, strict=True)
            if number < 0
        }
        verdict.put = [pair for wanted in self.wanted() if (pair := self.difference(wanted))]
        verdict.drop = self.outdated({(one.authorship, one.researcher) for one in self.all_proposed()})
        # Merges last: what else left a page can come back to it once its merge, the later line of the log, is undone.
        verdict.moves = sorted(self.moves(), key=lambda move: move.kind == "merge")
        return verdict

    def wanted(self) -> Iterator[Wanted]:
        for number, person in zip(self.numbers, self.people, strict=True):
            for one in person.members:
                if one.mention not in self.bound:
                    yield wanted(number, one, "accepted", self.basis(one.mention))
        yield from self.all_proposed()

    def all_proposed(self) -> Iterator[Wanted]:
        """Who else it may be, unless somebody has decided who it is."""
        owner = {
            one.mention: number
            for number, person in zip(self.numbers, self.people, strict=True)
            for one in person.members
        }
        for number, person in zip(self.numbers, self.people, strict=True):
            for one in person.proposed:
                free = one.mention not in self.bound and owner.get(one.mention) != number
                if free and not self.is_decided(one.mention, number):
                    yield wanted(number, one, "proposed", "matched")

    def is_decided(self, mention: int, researcher: int) -> bool:
        """Whether a person has said something about this pair."""
        return (mention, researcher) in self.kept_off and (
            mention not in self.listed or self.listed[mention].researcher != researcher
        )

    def basis(self, mention: int) -> str:
        return "source_id" if ids_of(self.mentions[mention]) else "matched"

    def difference(self, one: Wanted) -> tuple[Decision | None, Wanted] | None:
        if one.status == "accepted":
            before = self.listed.get(one.authorship)
        else:
            before = self.proposals.get((one.authorship, one.researcher))
        return None if before and one.is_like(before) else (before, one)

    def outdated(self, proposed: set[tuple[int, int]]) -> list[Decision]:
        """Proposals of earlier runs that nothing speaks for any more."""
        return [
            one
            for pair, one in self.proposals.items()
            if pair not in proposed and one.authorship not in self.bound
        ]

    def names(self) -> dict[int, str]:
        """The name that each page should bear: a new one, or one that its person goes by no more."""
        return {
            number: name
            for number, person in zip(self.numbers, self.people, strict=True)
            if (name := self.name(number, person))
        }

    def name(self, number: int, person: Person) -> str | None:
        printed = [self.mentions[one.mention] for one in person.members]
        if number < 0:
            return best_name(printed)
        holder = self.holders.get(number)
        if holder is None or holder.is_claimed or len(holder.places) != 1:
            return None
        best = best_name(printed)
        known = {fold(one.name) for one in printed}
        outgrown = fold(holder.name) not in known or is_fuller(best, holder.name)
        return best if outgrown and best != holder.name else None

    def moves(self) -> Iterator[Move]:
        """What becomes of the authorships that change hands, by who had them and who gets them."""
        went: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, person in zip(self.numbers, self.people, strict=True):
            for one in person.members:
                before = self.listed.get(one.mention)
                if before and before.researcher != number and one.mention not in self.bound:
                    went[before.researcher][number].append(one.mention)
        for former, parts in went.items():
            for now, authorships in parts.items():
                yield Move(former, now, tuple(sorted(authorships)), self.kind(former, now))

    def kind(self, former: int, now: int) -> str:
        if self.merged.get(former) == now:
            return "merge"
        return "split" if now < 0 else "move"


def wanted(researcher: int, one: Membership, status: str, basis: str) -> Wanted:
    reasons = tuple(reason[:LONGEST_REASON] for reason in one.reasons)
    confidence = round(min(max(one.confidence, 0.0), 1.0), 2)
    return Wanted(one.mention, researcher, status, basis, confidence, reasons)


def best_name(printed: Sequence[Mention]) -> str:
    """The name that most works print, one that is written out before one of initials."""
    counted = Counter(one.name for one in printed)
    latest: dict[str, int] = {}
    for one in printed:
        latest[one.name] = max(latest.get(one.name, 0), one.work.year or 0)
    return max(counted, key=lambda name: (is_written_out(name), counted[name], latest[name], name))


def is_written_out(name: str) -> bool:
    """Whether the first word is more than an initial; a name of one word tells least."""
    words = fold(name).split()
    return len(words) > 1 and len(words[0]) > 1


def is_fuller(one: str, other: str) -> bool:
    return is_written_out(one) and not is_written_out(other)
