"""Which work a statement speaks of: by its source's own id first, then by shared identifiers, then by title."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from ingest.joining import candidates
from ingest.joining.candidates import earlier_statements
from ingest.joining.decisions import Decided, decisions_about, may_join
from ingest.joining.merging import TESTIMONY, merge, speaking
from ingest.joining.sameness import closeness, contradiction_among, verdict_among
from ingest.joining.subjects import UNKNOWN, Identifier, Key, Reason, Statement, Subject, earliest_first
from ingest.joining.tables import MOST_OF_ONE_TITLE

__all__ = ["Key", "Matched", "Statement", "Subject", "earlier_statements", "match"]


@dataclass(frozen=True, slots=True)
class Matched:
    """A batch sorted out."""

    unchanged: int
    created: list[Subject]
    updated: list[Subject]

    @property
    def joined(self) -> int:
        """How many statements, not known before, came to a work of which something else is known."""
        return sum(len(subject.arrivals) for subject in (*self.created, *self.updated))


def match(cursor: CursorWrapper, read: Sequence[Statement]) -> Matched:
    """Tell unchanged statements from new ones, and find the work of each."""
    statements = list({statement.key: statement for statement in read}.values())
    known, unchanged = candidates.known(cursor, statements)
    changed = [n for n in range(len(statements)) if n not in unchanged]
    gathering = prepare(cursor, statements, changed, known)
    subjects = gathering.gather((statements[n], known.get(n)) for n in changed)
    created = [subject for subject in subjects if subject.work_id == UNKNOWN]
    for subject, work_id in zip(created, candidates.new_work_ids(cursor, len(created)), strict=True):
        subject.work_id = work_id
    new = {id(subject) for subject in created}
    return Matched(
        unchanged=len(unchanged) + len(read) - len(statements),
        created=created,
        updated=[subject for subject in subjects if id(subject) not in new],
    )


def prepare(
    cursor: CursorWrapper, statements: Sequence[Statement], changed: Sequence[int], known: dict[int, int]
) -> "Gathering":
    """Look up, for the whole batch at once, every work that one of the changed statements might speak of."""
    rows = ((n, *one) for n in changed for one in statements[n].identifiers)
    by_identifier = candidates.identified(cursor, rows)
    prints = {statements[n].title_print for n in changed if n not in known}
    by_print = candidates.titled(cursor, [one for one in prints if one is not None])
    concerned = {known[n] for n in changed if n in known} | by_identifier.works
    concerned |= {work_id for works in by_print.values() for work_id in works}
    by_work = earlier_statements(cursor, sorted(concerned))
    tied = candidates.tied(ties(statements, changed, known, by_identifier.work_of, by_print))
    return Gathering(
        by_work=by_work,
        by_identifier={one: [by_work[work_id]] for one, work_id in by_identifier.work_of.items()},
        by_print=defaultdict(list, {one: [by_work[pk] for pk in works] for one, works in by_print.items()}),
        separations=candidates.separations(cursor, sorted(tied)),
        decided=decisions_about(cursor, sorted(tied)),
    )


def ties(
    statements: Sequence[Statement],
    changed: Iterable[int],
    known: dict[int, int],
    work_of: dict[Identifier, int],
    by_print: dict[int, list[int]],
) -> Iterator[tuple[Hashable, Hashable]]:
    """What may come together: statements with their works, identifiers and titles, and these two with works."""
    for n in changed:
        if n in known:
            yield n, ("work", known[n])
        for identifier in statements[n].identifiers:
            yield n, identifier
        if statements[n].title_print is not None:
            yield n, ("title", statements[n].title_print)
    for identifier, work_id in work_of.items():
        yield identifier, ("work", work_id)
    for title, works in by_print.items():
        for work_id in works:
            yield ("title", title), ("work", work_id)


@dataclass(slots=True)
class Gathering:
    """Puts statements of one work together: those of this batch, in their order, and those read before."""

    by_work: dict[int, Subject]
    by_identifier: dict[Identifier, list[Subject]]
    by_print: defaultdict[int, list[Subject]]
    separations: dict[Key, set[Key]]
    decided: dict[int, Decided]
    subjects: dict[int, Subject] = field(default_factory=dict)

    def gather(self, changed: Iterable[tuple[Statement, int | None]]) -> list[Subject]:
        placed = [(statement, self.by_work[work_id] if work_id else None) for statement, work_id in changed]
        # All that was said before is out of date now, also for those that come earlier in the batch.
        for statement, home in placed:
            if home:
                home.take(statement)
        for statement, home in placed:
            self.place(statement, home.current if home else None)
        return [subject for subject in self.subjects.values() if subject.became is None]

    def place(self, statement: Statement, home: Subject | None) -> None:
        shared = self.sharing(statement)
        if home is None:
            home = self.home_of(statement, list(shared.values()))
        self.subjects[id(home)] = home
        if shared and statement.record.source not in TESTIMONY:
            for subject, identifier in list(shared.values()):
                self.join(home.current, subject.current, identifier)
        self.remember(statement, home)

    def sharing(self, statement: Statement) -> dict[int, tuple[Subject, Identifier]]:
        """Works that share an identifier with the statement, and nothing speaks against them."""
        found: dict[int, tuple[Subject, Identifier]] = {}
        for identifier in statement.identifiers:
            if identifier not in self.by_identifier:
                continue
            for subject in earliest_first(self.by_identifier[identifier]):
                if id(subject) in found or not subject.gives(identifier):
                    continue
                if self.may_share(statement, subject):
                    found[id(subject)] = (subject, identifier)
        return found

    def may_share(self, statement: Statement, subject: Subject) -> bool:
        others = speaking(one for key, one in subject.leading().items() if key != statement.key)
        return not self.separated([statement.key], subject) and not contradiction_among(
            statement.record, others
        )

    def home_of(self, statement: Statement, shared: Sequence[tuple[Subject, Identifier]]) -> Subject:
        """The work of a statement not known before, with the statement in it."""
        if shared:
            home = earliest_first(subject for subject, _ in shared)[0]
            identifier = next(identifier for subject, identifier in shared if subject.current is home)
            home.take(statement, by_identifier(identifier))
            return home
        if titled := self.titled(statement):
            subject, words = titled
            subject.take(statement, Reason("title", words))
            return subject
        home = Subject(UNKNOWN)
        home.take(statement)
        return home

    def titled(self, statement: Statement) -> tuple[Subject, tuple[str, ...]] | None:
        """The one work that the title, authors and year say it is; nothing where two are equally near."""
        subjects = self.by_print.get(statement.title_print) if statement.title_print is not None else None
        if not subjects or len(subjects) > MOST_OF_ONE_TITLE:
            return None
        near: list[tuple[tuple[int, ...], Subject, tuple[str, ...]]] = []
        for subject in earliest_first(subjects):
            others = speaking(subject.leading().values())
            if not others or self.separated([statement.key], subject):
                continue
            given = verdict_among(statement.record, others)
            if given.is_same:
                near.append((max(closeness(statement.record, one) for one in others), subject, given.reasons))
        near.sort(key=lambda one: one[0], reverse=True)
        if len(near) > 1 and near[0][0] == near[1][0]:
            return None
        return near[0][1:] if near else None

    def join(self, home: Subject, other: Subject, identifier: Identifier) -> None:
        """Make two works one that a statement ties together, the older one, unless something forbids it."""
        if home is other or not other.gives(identifier) or not self.may_be_one(home, other):
            return
        kept, lost = earliest_first([home, other])
        kept.absorb(lost, by_identifier(identifier))
        self.subjects[id(kept)] = kept

    def may_be_one(self, home: Subject, other: Subject) -> bool:
        mine, theirs = speaking(home.leading().values()), speaking(other.leading().values())
        if self.separated(home.keys, other) or any(contradiction_among(one, theirs) for one in mine):
            return False
        kept, lost = earliest_first([home, other])
        # Where their names stand by now is not known: they are not moved twice.
        if any(one.work_id in self.decided for one in (*kept.absorbed, *lost.absorbed)):
            return False
        decided = self.decided.get(kept.work_id, Decided()), self.decided.get(lost.work_id, Decided())
        return not any(decided) or may_join(*decided, merge([*home.statements(), *other.statements()]))

    def separated(self, keys: Iterable[Key], subject: Subject) -> bool:
        """Whether a person said that one of these statements is not of this work."""
        if not self.separations:
            return False
        return any(subject.has(other) for key in keys for other in self.separations.get(key, ()))

    def remember(self, statement: Statement, home: Subject) -> None:
        for identifier in statement.identifiers:
            put(self.by_identifier.setdefault(identifier, []), home)
        if statement.title_print is not None:
            put(self.by_print[statement.title_print], home)


def put(candidates: list[Subject], home: Subject) -> None:
    """Add a work once; what more works share than anybody has of one study tells nothing of the next one."""
    if len(candidates) <= MOST_OF_ONE_TITLE and all(one.current is not home.current for one in candidates):
        candidates.append(home.current)


def by_identifier(identifier: Identifier) -> Reason:
    return Reason("identifier", (f"both have {identifier[0]}:{identifier[1]}",))
