"""Works under consideration: what is said of each, and which of them turn out to be one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from ingest.joining.fingerprints import title_print
from ingest.joining.merging import TESTIMONY, UPLOAD, identifiers_of
from ingest.joining.sameness import REPEATS
from ingest.loading.staging import Rows
from ingest.records import WorkRecord, encode, fingerprint
from works.terms import Terms, latest_terms

Key = tuple[str, str]
Identifier = tuple[str, str]
UNKNOWN = 0
# One stands for a whole book or journal and all that is in it.
SHARED_BY_MANY = {"isbn", "issn"}
# Thousands may have noted one paper: others are compared with this many notes from each source.
MOST_NOTES = 3
decode = msgspec.json.Decoder(WorkRecord).decode


@dataclass(frozen=True, slots=True)
class Concepts:
    """What a text mentions, (slug, confidence) each, and by which vocabulary."""

    terms: Terms
    found: list[tuple[str, float]]


def concepts_of(record: WorkRecord, terms: Terms) -> list[tuple[str, float]]:
    return terms.vocabulary.concepts_in(record.title, record.abstract or "")


@dataclass(frozen=True)
class Statement:
    """One record with its fingerprint, and all else that can be told from it without the database once it is asked."""

    record: WorkRecord
    payload: str
    hash: bytes

    @classmethod
    def of(cls, record: WorkRecord) -> "Statement":
        payload = encode(record)
        return cls(record=record, payload=payload.decode(), hash=fingerprint(payload))

    @property
    def key(self) -> Key:
        return (self.record.source, self.record.source_id)

    @cached_property
    def latest_concepts(self) -> "Concepts":
        """By the vocabulary that this process read last."""
        terms = latest_terms()
        return Concepts(terms, concepts_of(self.record, terms))

    def concepts(self, terms: Terms) -> list[tuple[str, float]]:
        """By this vocabulary, which may have come after the statement was prepared."""
        latest = self.latest_concepts
        return latest.found if latest.terms is terms else concepts_of(self.record, terms)

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """By which other statements of the work are found."""
        return tuple(one for one in identifiers_of([self.record]) if one[0] not in SHARED_BY_MANY)

    @cached_property
    def title_print(self) -> int | None:
        return title_print(self.record.title)

    @cached_property
    def rows(self) -> Rows:
        """What is written where nobody else speaks of the work."""
        return Rows.of(self.record, [self.record])

    def prepare(self) -> None:
        """Tell all that loading will ask: most of it is of no use where the statement turns out to be known."""
        _ = self.latest_concepts, self.identifiers, self.title_print, self.rows


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a statement was taken to be of a work."""

    basis: str  # a value of works.models.Joining.Basis
    words: tuple[str, ...]
    by: int | None = None  # the user who decided it


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A work that turned out to be another one, with the statements that it had."""

    work_id: int
    keys: tuple[Key, ...]
    reason: Reason


@dataclass(slots=True)
class Given:
    """Identifiers of a work, counted apart for registers, for what people note, and for uploads."""

    counted: tuple[Counter[Identifier], ...] = field(
        default_factory=lambda: (Counter(), Counter(), Counter())
    )
    speakers: list[int] = field(default_factory=lambda: [0, 0, 0])

    def exchange(self, former: WorkRecord | None, record: WorkRecord) -> None:
        """Count what a statement gives, in place of what it gave."""
        if former:
            self.count(former, -1)
        self.count(record, 1)

    def count(self, record: WorkRecord, step: int) -> None:
        rank = (record.source in TESTIMONY) + (record.source == UPLOAD)
        self.speakers[rank] += step
        for identifier in identifiers_of([record]):
            self.counted[rank][identifier] += step

    def has(self, identifier: Identifier) -> bool:
        """Whether those who speak give it: the others are silent beside them."""
        return any(self.speakers) and self.counted[list(map(bool, self.speakers)).index(True)][identifier] > 0


@dataclass(slots=True)
class Subject:
    """A work, and what is said of it: in this batch, and before."""

    work_id: int  # UNKNOWN until it gets one
    fresh: dict[Key, Statement] = field(default_factory=dict)
    earlier: dict[Key, WorkRecord] = field(default_factory=dict)
    arrivals: list[tuple[Key, Reason]] = field(default_factory=list)
    absorbed: list[Absorbed] = field(default_factory=list)
    became: "Subject | None" = None
    compared: dict[Key, WorkRecord] | None = None
    given: "Given | None" = None

    @property
    def current(self) -> "Subject":
        return self.became.current if self.became else self

    @property
    def keys(self) -> Iterator[Key]:
        yield from self.earlier.keys() | self.fresh.keys()

    def has(self, key: Key) -> bool:
        return key in self.earlier or key in self.fresh

    def statement(self, key: Key) -> WorkRecord | None:
        """What one source says now."""
        return self.fresh[key].record if key in self.fresh else self.earlier.get(key)

    def gives(self, identifier: Identifier) -> bool:
        """Whether one of those who speak for the work says now that it has the identifier."""
        if self.given is None:
            self.given = Given()
            for record in self.statements():
                self.given.exchange(None, record)
        return self.given.has(identifier)

    def statements(self) -> list[WorkRecord]:
        fresh = {key: statement.record for key, statement in self.fresh.items()}
        return list({**self.earlier, **fresh}.values())

    def leading(self) -> dict[Key, WorkRecord]:
        """What others are compared with: all that registers say, and the first few notes of people."""
        if self.compared is None:
            self.compared = {}
            for record in self.statements():
                self.compare(record)
        return self.compared

    def compare(self, record: WorkRecord) -> None:
        if self.compared is None:
            return
        key = (record.source, record.source_id)
        notes = sum(source == record.source for source, _ in self.compared) if record.source in REPEATS else 0
        if notes < MOST_NOTES or key in self.compared:
            self.compared[key] = record

    def rows(self, merged: WorkRecord) -> Rows:
        """What the work is written as; the only statement of a work has that at hand."""
        if not self.earlier and len(self.fresh) == 1:
            return next(iter(self.fresh.values())).rows
        return Rows.of(merged, self.statements())

    def take(self, statement: Statement, reason: Reason | None = None) -> None:
        if self.given:
            self.given.exchange(self.statement(statement.key), statement.record)
        self.fresh[statement.key] = statement
        self.compare(statement.record)
        if reason:
            self.arrivals.append((statement.key, reason))

    def absorb(self, other: "Subject", reason: Reason) -> None:
        """Make the other work this one."""
        if other.work_id != UNKNOWN:
            self.absorbed.append(Absorbed(other.work_id, tuple(sorted(other.keys)), reason))
        else:
            arrived = {key for key, _ in other.arrivals}
            self.arrivals += [(key, reason) for key in sorted(other.keys) if key not in arrived]
        self.fresh |= other.fresh
        self.earlier |= other.earlier
        for record in other.leading().values():
            self.compare(record)
        if self.given:
            for record in other.statements():
                self.given.exchange(None, record)
        self.arrivals += other.arrivals
        self.absorbed += other.absorbed
        other.became = self


def earliest_first(subjects: Iterable[Subject]) -> list[Subject]:
    """Each once: known works by their age, then those of this batch in the order in which they came."""
    unique = {id(subject): subject for subject in (one.current for one in subjects)}
    return sorted(unique.values(), key=lambda subject: (subject.work_id == UNKNOWN, subject.work_id))
