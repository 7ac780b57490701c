"""A small invented record that people, imports and the matcher change by turns, and what has to hold of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import connection

from accounts.models import User
from ingest.records import WorkRecord
from researchers.answering import AttributedElsewhere, confirm_attribution, reject_attribution
from researchers.curation.accepting import accept, decline
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.plans import Record
from researchers.curation.refusals import CannotCurate
from researchers.curation.undoing import undo
from researchers.models import (
    Attribution,
    Block,
    Distinction,
    ExternalId,
    IdentityEvent,
    NameVariant,
    Researcher,
)
from tests.builders import make_user
from tests.ingest.records import load, make_record
from tests.researchers.identity.seers import run
from works.models import Authorship

# How each of some people is printed, and what is printed beside it.
PEOPLE: dict[str, dict[str, Any]] = {
    "liu of lund": {"names": ("Yang Liu", "Y. Liu"), "domain": "lund.example"},
    "liu of umea": {"names": ("Yang Liu", "Yang Liu"), "domain": "umea.example"},
    "liu of pisa": {"names": ("Y. Liu", "Yan Liu"), "domain": "", "orcid": "0000-0002-1825-0097"},
    "ada": {
        "names": ("Ada Lindqvist", "A. Lindqvist"),
        "domain": "lund.example",
        "orcid": "0000-0001-5109-3700",
    },
    "anna": {"names": ("Anna Lindqvist", "A. Lindqvist"), "domain": "umea.example"},
    "other ada": {
        "names": ("Ada Lindqvist", "A. M. Lindqvist"),
        "domain": "",
        "orcid": "0000-0002-1694-233X",
    },
    "bo": {"names": ("Bo Okafor", "B. Okafor"), "domain": "lund.example"},
}
COMMON = {
    "family": ("liu", "lindqvist"),
    "given": ("yang", "ada", "y", "a"),
    "name": ("yang liu", "ada lindqvist"),
}
LEARN = "INSERT INTO researchers_commonness (kind, key, number) VALUES (%s, %s, %s)"
WORKS = 9
State = tuple[Any, ...]


def learn_that_names_are_common() -> None:
    """As in a large record, where a name alone says little."""
    rows = [(kind, key, 900) for kind, keys in COMMON.items() for key in keys]
    with connection.cursor() as cursor:
        cursor.executemany(LEARN, [*rows, ("all", "names", 40_000), ("all", "works", 90_000)])


def author(who: str, spelling: int) -> dict[str, Any]:
    said = PEOPLE[who]
    domains = [said["domain"]] if said["domain"] else []
    return {"name": said["names"][spelling], "orcid": said.get("orcid"), "email_domains": domains}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: whose names are, whose they are not, who is whose, and who is somebody else."""

    own: frozenset[tuple[int, int]] = frozenset()
    refused: frozenset[tuple[int, int]] = frozenset()
    together: frozenset[int] = frozenset()
    merged: tuple[int, int] | None = None
    apart: tuple[int, int] | None = None

    @property
    def names(self) -> frozenset[int]:
        return frozenset(name for name, _ in self.own | self.refused)

    def overruled(self, final: dict[int, int], listed: dict[int, int], settled: set[int]) -> Iterator[str]:
        """What does not stand of it, but for names that later decisions are about."""
        for name, page in self.refused:
            if name not in settled and listed.get(name) == final[page]:
                yield f"{name} came back to {page}"
        for name, page in self.own:
            if name not in settled and listed.get(name) != final[page]:
                yield f"{name} is not {page}'s but {listed.get(name)}'s"
        if self.merged and final[self.merged[0]] != final[self.merged[1]]:
            yield f"{self.merged} came apart"
        if self.apart and final[self.apart[0]] == final[self.apart[1]]:
            yield f"{self.apart} became one"


@dataclass
class World:
    chance: Random
    by: User = field(default_factory=lambda: make_user(is_staff=True))
    printed: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    # Authorships that were printed anew, or came back, since two pages were merged: not of what was merged.
    reprinted: set[int] = field(default_factory=set)
    addresses: dict[int, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, seed: int) -> "World":
        world = cls(Random(seed))
        learn_that_names_are_common()
        for number in range(WORKS):
            count = world.chance.choice((1, 2, 2, 3))
            who = world.chance.sample(sorted(PEOPLE), count)
            world.printed[str(number)] = [author(one, world.chance.randrange(2)) for one in who]
        world.bring(*world.printed)
        run(everything=True)
        world.know_addresses()
        return world

    # What happens to the record.

    def record(self, key: str, **fields: Any) -> WorkRecord:
        return make_record(key, authors=tuple(self.printed[key]), **fields)

    def bring(self, *keys: str, **fields: Any) -> None:
        load(*(self.record(key, **fields) for key in keys))

    def reprint(self) -> None:
        """A source says another list of authors."""
        key = self.chance.choice(sorted(self.printed))
        authors = self.printed[key]
        change = self.chance.choice(("before", "without", "spelled", "title"))
        if change == "before" and len(authors) < 5:
            free = [who for who in PEOPLE if not any(one["name"] in PEOPLE[who]["names"] for one in authors)]
            authors = [author(one, 0) for one in free[:1]] + authors
        elif change == "without" and len(authors) > 1:
            authors = authors[1:]
        elif change == "spelled":
            authors = [*authors[:-1], respelled(authors[-1])]
        work = Authorship.objects.filter(work__sources__source_id=key)
        before = dict(work.values_list("id", "name"))
        self.printed[key] = authors
        self.bring(key, title=f"Paper {key}, {self.chance.random()}")
        after = dict(work.values_list("id", "name"))
        self.reprinted |= {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}

    def resolve(self) -> None:
        stale = self.chance.sample(list(Block.objects.order_by("key").values_list("key", flat=True)), 2)
        Block.objects.filter(key__in=stale).update(stale_at="2020-01-01T00:00Z")
        run()

    # What people do.

    def page(self) -> Researcher:
        return self.chance.choice(
            list(Researcher.objects.current().filter(attributions__isnull=False).order_by("pk"))
        )

    def namesake(self, page: Researcher) -> Researcher:
        """Somebody who could be meant: people do not look for one person under two family names."""
        family = page.preferred_name.split()[-1]
        pages = Researcher.objects.current().filter(
            attributions__isnull=False, preferred_name__endswith=family
        )
        return self.chance.choice(list(pages.distinct().order_by("pk")))

    def names_of(self, page: Researcher) -> list[int]:
        own = Attribution.objects.accepted().filter(researcher=page).order_by("authorship")
        names = list(own.values_list("authorship", flat=True))
        return sorted(self.chance.sample(names, min(len(names), self.chance.randint(1, 3))))

    def row(self, **wanted: Any) -> Attribution | None:
        rows = list(Attribution.objects.filter(**wanted).order_by("authorship", "researcher"))
        return self.chance.choice(rows) if rows else None

    def decide(self, kind: str) -> None:
        """Raises CannotCurate."""
        one = self.page()
        other = self.namesake(one)
        if kind == "merge":
            listed = Attribution.objects.accepted().filter(researcher__in=[one, other])
            together = frozenset(listed.values_list("authorship", flat=True))
            self.reprinted -= together
            self.note(merge(one, into=other, by=self.by), merged=(one.pk, other.pk), together=together)
        elif kind == "distinguish":
            self.note(distinguish(one, other, by=self.by), apart=(one.pk, other.pk))
        elif kind == "split":
            self.divided(split(one, self.names_of(one), to=self.chance.choice((None, other)), by=self.by))
        elif kind == "move":
            self.divided(move(one, self.names_of(one), to=other, by=self.by))
        elif kind in ("accept", "decline"):
            self.answer_proposal(kind)
        else:
            self.answer(kind)

    def divided(self, event: IdentityEvent) -> None:
        record = Record.read(event.details)
        own = {(one.authorship, one.researcher) for one in record.changes if one.researcher == event.other_id}
        refused = {
            (one.authorship, one.researcher)
            for one in record.changes
            if one.after and one.after.status == "rejected"
        }
        self.note(event, own=frozenset(own), refused=frozenset(refused), apart=record.distinction)

    def answer(self, kind: str) -> None:
        if row := self.row(status="accepted"):
            pair = frozenset({(row.authorship_id, row.researcher_id)})
            if kind == "confirm" and confirm_attribution(row, by=self.by):
                self.note(self.latest(), own=pair)
            elif kind == "reject" and reject_attribution(row, by=self.by):
                self.note(self.latest(), refused=pair)

    def answer_proposal(self, kind: str) -> None:
        row = self.row(status="proposed")
        if row is None:
            return
        if kind == "decline":
            decline(row, by=self.by)
            self.note(self.latest(), refused=frozenset({(row.authorship_id, row.researcher_id)}))
            return
        accept(row, by=self.by)
        event = self.latest()
        if event.kind == "merge":
            listed = Attribution.objects.accepted().filter(researcher=event.other_id)
            together = frozenset(listed.values_list("authorship", flat=True))
            self.reprinted -= together
            self.note(event, merged=(event.researcher_id, event.other_id), together=together)
        elif event.kind == "move":
            self.divided(event)
        else:
            self.note(event, own=frozenset({(row.authorship_id, row.researcher_id)}))

    def latest(self) -> IdentityEvent:
        return IdentityEvent.objects.latest_first()[0]

    def note(self, event: IdentityEvent, **said: Any) -> None:
        self.decisions[event.pk] = Decision(**said)

    def take_back(self, pk: int) -> None:
        """Raises CannotCurate."""
        undoing = undo(IdentityEvent.objects.get(pk=pk), by=self.by)
        self.reprinted |= {change.authorship for change in Record.read(undoing.details).changes}
        del self.decisions[pk]

    def step(self, kind: str) -> None:
        before = state()
        try:
            if kind == "reprint":
                self.reprint()
            elif kind == "import":
                self.bring(*self.printed)
            elif kind in ("resolve", "resolve all"):
                self.resolve() if kind == "resolve" else run(everything=True)
            elif kind == "undo":
                if self.decisions:
                    self.take_back(self.chance.choice(sorted(self.decisions)))
            else:
                self.decide(kind)
        except (CannotCurate, AttributedElsewhere):
            assert not difference(before, state()), kind
        self.know_addresses()
        self.check()

    def check(self) -> None:
        mistakes = list(self.mistakes())
        assert not mistakes, mistakes

    def take_back_everything(self) -> bool:
        """From the latest to the first, as long as nothing of the matcher stands in the way; whether all."""
        for pk in sorted(self.decisions, reverse=True):
            try:
                self.take_back(pk)
            except CannotCurate:
                return False
            self.check()
        return True

    # What has to hold.

    def know_addresses(self) -> None:
        now = {
            pk: (slug, public)
            for pk, slug, public in Researcher.objects.values_list("pk", "slug", "public_id")
        }
        assert self.addresses.items() <= now.items()
        self.addresses = now

    def mistakes(self) -> Iterator[str]:
        leads = dict(Researcher.objects.values_list("pk", "merged_into"))
        final = {page: to or page for page, to in leads.items()}
        listed = dict(Attribution.objects.accepted().values_list("authorship", "researcher"))
        there = set(Authorship.objects.values_list("pk", flat=True))
        yield from unsound(leads, listed)
        settled: set[int] = set()
        for number, one in sorted(self.decisions.items(), reverse=True):
            yield from (f"{number}: {said}" for said in one.overruled(final, listed, settled))
            loose = self.reprinted | settled | one.names
            for name in (one.together & there) - loose if one.merged else ():
                if listed.get(name) != final[one.merged[1]]:
                    yield f"{number}: {name} left {one.merged}"
            settled |= one.names | one.together


def respelled(said: dict[str, Any]) -> dict[str, Any]:
    names = next(
        one["names"]
        for one in PEOPLE.values()
        if said["name"] in one["names"] and said["orcid"] == one.get("orcid")
    )
    return {**said, "name": names[said["name"] == names[0]]}


def unsound(leads: dict[int, int | None], listed: dict[int, int]) -> Iterator[str]:
    """What would be wrong whatever was decided."""
    printed = {pk: rest for pk, *rest in Authorship.objects.values_list("pk", "work", "orcid", "name")}
    works: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    orcids: defaultdict[int, set[str]] = defaultdict(set)
    variants = set(NameVariant.objects.values_list("researcher", "name"))
    for name, page in listed.items():
        works[page, printed[name][0]].append(name)
        orcids[page] |= {printed[name][1]} - {""}
        if leads[page]:
            yield f"{name} is on {page}, which leads elsewhere"
        if (page, printed[name][2]) not in variants:
            yield f"{page} does not know the name {printed[name][2]}"
    yield from (
        f"{page} is twice on {work}: {names}" for (page, work), names in works.items() if len(names) > 1
    )
    yield from (f"{page} has {sorted(known)}" for page, known in orcids.items() if len(known) > 1)
    yield from (f"{page} leads on" for page, to in leads.items() if to and leads[to])
    held = ExternalId.objects.filter(scheme="orcid").values_list("researcher", flat=True)
    yield from (f"{page} holds two ORCID iDs" for page in set(held) if list(held).count(page) > 1)


def state() -> State:
    """Everything about who is who, row by row."""
    rows = (
        Attribution.objects.values_list(
            "authorship", "researcher", "status", "basis", "confidence", "reasons", "decided_at"
        ),
        Researcher.objects.values_list(
            "pk", "slug", "public_id", "preferred_name", "merged_into_id", "user_id"
        ),
        NameVariant.objects.values_list("researcher", "name"),
        ExternalId.objects.values_list("researcher", "scheme", "value"),
        Distinction.objects.values_list("first", "second"),
        IdentityEvent.objects.values_list("pk", "kind", "researcher", "other", "undoes"),
    )
    return tuple(sorted(each, key=str) for each in rows)


def difference(before: State, after: State) -> str:
    """What is in one only, row by row."""
    pairs = [(set(map(str, one)), set(map(str, two))) for one, two in zip(before, after, strict=True)]
    gone = [f"- {row}" for one, two in pairs for row in sorted(one - two)]
    return "\n".join(gone + [f"+ {row}" for one, two in pairs for row in sorted(two - one)])


def partition() -> set[frozenset[tuple[str, int]]]:
    """Which printed names are one person's, whoever that is."""
    groups: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = Attribution.objects.accepted().values_list(
        "researcher", "authorship__work__sources__source_id", "authorship__position"
    )
    for page, key, position in rows:
        groups[page].add((key, position))
    return set(map(frozenset, groups.values()))
