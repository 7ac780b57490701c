"""A small invented record that people, imports and the matcher change by turns, and what has to hold of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import transaction

from accounts.models import User
from following.following import follow, recount_followers
from ingest.records import WorkRecord
from researchers.answering import (
    AttributedElsewhere,
    confirm_attribution,
    dispute_attribution,
    reject_attribution,
)
from researchers.curation.accepting import accept, decline
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.plans import Record
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.rejecting import reject
from researchers.curation.undoing import undo
from researchers.models import Attribution, Block, IdentityEvent, Researcher
from tests.builders import make_user
from tests.ingest.records import load, make_record
from tests.researchers.curation.decided import Decision
from tests.researchers.curation.invented import PEOPLE, author, learn_that_names_are_common, respelled
from tests.researchers.curation.refusing import check_refusal, refusal_of
from tests.researchers.curation.soundness import difference, listed, state, unsound
from tests.researchers.identity.seers import run
from works.models import Authorship

WORKS, FOLLOWERS = 9, 2
ANYBODY = 0.2  # how often people take somebody of any family name for one person
ANSWERS = {
    "confirm": confirm_attribution,
    "dispute": lambda row, by: dispute_attribution(row, by=by, reason="Another person."),
    "reject": reject_attribution,
}


@dataclass
class World:
    chance: Random
    by: User = field(default_factory=lambda: make_user(is_staff=True))
    printed: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    # Authorships that were printed anew, or came back, since two pages were merged: not of what was merged.
    reprinted: set[int] = field(default_factory=set)
    addresses: dict[int, tuple[str, str]] = field(default_factory=dict)
    overruled_matcher: bool = False

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
        Researcher.objects.filter(pk=world.page().pk).update(user=make_user())
        for _ in range(FOLLOWERS):
            follow(world.page(), by=world.by)
            follow(world.page(), by=make_user())
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

    def other(self, page: Researcher) -> Researcher:
        """Mostly somebody of the same family name; sometimes anybody."""
        pages = Researcher.objects.current().filter(attributions__isnull=False)
        if self.chance.random() >= ANYBODY:
            pages = pages.filter(preferred_name__endswith=page.preferred_name.split()[-1])
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
        other = self.other(one)
        if kind == "merge":
            listed = Attribution.objects.accepted().filter(researcher__in=[one, other])
            together = frozenset(listed.values_list("authorship", flat=True))
            event = merge(one, into=other, by=self.by)
            self.reprinted -= together
            self.note(event, merged=(one.pk, other.pk), together=together)
        elif kind == "distinguish":
            self.note(distinguish(one, other, by=self.by), apart=(one.pk, other.pk))
        elif kind == "split":
            self.divided(split(one, self.names_of(one), to=self.chance.choice((None, other)), by=self.by))
        elif kind == "move":
            self.divided(move(one, self.names_of(one), to=other, by=self.by))
        elif kind == "take away":
            names = self.names_of(one)
            refused = frozenset((name, one.pk) for name in names)
            self.note(reject(one, names, by=self.by), refused=refused)
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
        """An administrator's, or whoever's the page is."""
        if row := self.row(status="accepted"):
            pair = frozenset({(row.authorship_id, row.researcher_id)})
            if ANSWERS[kind](row, by=row.researcher.user or self.by):
                self.note(self.latest(), **{"refused" if kind == "reject" else "own": pair})

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

    # What is taken back.

    def undoable(self) -> list[int]:
        return sorted(pk for pk, one in self.decisions.items() if not one.is_final)

    def of_matcher(self) -> list[int]:
        """Its lines of the log that stand."""
        lines = IdentityEvent.objects.standing().filter(details__matcher=True)
        return list(lines.order_by("pk").values_list("pk", flat=True))

    def take_back(self, pk: int) -> None:
        """Raises CannotCurate, if that is right."""
        event, before = IdentityEvent.objects.get(pk=pk), state()
        try:
            undoing = undo(event, by=self.by)
        except CannotCurate as refusal:
            assert not difference(before, state())
            check_refusal(event, refusal, by=self.by)
            raise
        record = Record.read(undoing.details)
        back = {change.authorship for change in record.changes}
        self.reprinted |= back
        self.decisions = {number: one.without(back) for number, one in self.decisions.items()}
        if self.decisions.pop(pk, None) is None:
            self.overrule(event, undoing, record)

    def overrule(self, event: IdentityEvent, undoing: IdentityEvent, record: Record) -> None:
        """What the matcher did is not only undone, but decided otherwise."""
        self.overruled_matcher = True
        if event.kind == "merge":
            apart = IdentityEvent.objects.filter(pk__gt=undoing.pk, kind="distinguish").first()
            if apart:
                self.note(apart, apart=Record.read(apart.details).distinction)
        else:
            own = {
                (one.authorship, one.researcher)
                for one in record.changes
                if one.after and one.after.is_listed
            }
            self.note(undoing, own=frozenset(own), is_final=True)

    def insist(self, pk: int) -> bool:
        """Take it back after all that stands in its way; whether nothing but the record itself forbids it."""
        try:
            self.take_back(pk)
        except StandsInTheWay as refusal:
            return self.insist(refusal.later.pk) and self.insist(pk)
        except CannotCurate:
            return False
        self.check()
        return True

    def take_back_everything(self) -> bool:
        """From the latest to the first; whether all, and against no word of the matcher's."""
        done = [self.insist(pk) for pk in reversed(self.undoable()) if pk in self.decisions]
        return all(done) and not self.overruled_matcher

    def undo_matcher_at_once(self) -> None:
        """A run of the matcher that is undone at once leaves everything where it was.

        From its last line to its first, but for lines that wait for others of the same run.
        """
        former, before = self.of_matcher(), listed()
        with transaction.atomic():
            run(everything=True)
            left = [pk for pk in reversed(self.of_matcher()) if pk not in former]
            while done := [
                pk for pk in left if refusal_of(IdentityEvent.objects.get(pk=pk), by=self.by) is None
            ]:
                left = [pk for pk in left if pk not in done]
            after = listed()
            gone = [f"{name} left {page}" for name, page in before.items() if after.get(name) != page]
            mistakes = [*unsound(), *(gone if not left else ())]
            assert not mistakes, mistakes
            transaction.set_rollback(True)

    def step(self, kind: str) -> None:
        before = state()
        try:
            self.do(kind)
        except (CannotCurate, AttributedElsewhere):
            assert not difference(before, state()), kind
        self.know_addresses()
        self.check()

    def do(self, kind: str) -> None:
        """Raises CannotCurate."""
        if kind == "reprint":
            self.reprint()
        elif kind == "import":
            self.bring(*self.printed)
        elif kind in ("resolve", "resolve all"):
            self.resolve() if kind == "resolve" else run(everything=True)
        elif kind in ("undo", "undo matcher"):
            lines = self.undoable() if kind == "undo" else self.of_matcher()
            if lines:
                self.take_back(self.chance.choice(lines))
        else:
            self.decide(kind)

    # What has to hold.

    def check(self) -> None:
        mistakes = [*unsound(), *self.mistakes()]
        assert not mistakes, mistakes
        assert not recount_followers()

    def know_addresses(self) -> None:
        now = {
            pk: (slug, public)
            for pk, slug, public in Researcher.objects.values_list("pk", "slug", "public_id")
        }
        assert self.addresses.items() <= now.items()
        self.addresses = now

    def mistakes(self) -> Iterator[str]:
        """What people decided and what does not stand."""
        leads = dict(Researcher.objects.values_list("pk", "merged_into"))
        final = {page: to or page for page, to in leads.items()}
        now = listed()
        there = set(Authorship.objects.values_list("pk", flat=True))
        settled: set[int] = set()
        for number, one in sorted(self.decisions.items(), reverse=True):
            yield from (f"{number}: {said}" for said in one.overruled(final, now, settled))
            loose = self.reprinted | settled | one.names
            for name in (one.together & there) - loose if one.merged else ():
                if now.get(name) != final[one.merged[1]]:
                    yield f"{number}: {name} left {one.merged}"
            settled |= one.names | one.together
