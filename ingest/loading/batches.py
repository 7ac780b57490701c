"""What is loaded in one transaction, with all that can be told of it without the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.checkpoints import Checkpoint
from ingest.joining.matching import Statement
from ingest.persons import PersonRecord
from ingest.records import BadRecord, Retraction, Withdrawal, WorkRecord

# Soon there is something to see and to store; each batch is twice the last one until they have their size.
FIRST = 1_000
SIZE = 10_000  # with 5,000 an import takes a tenth longer, with 20,000 no less, and twice the memory
Item = WorkRecord | PersonRecord | Withdrawal | Retraction | BadRecord | Checkpoint
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Items sorted by what is done with them; of two that speak of one source id the later one counts.

    What a notice says of another work is an item, and no record read: the notice itself is one.
    """

    items: int
    statements: list[Statement]
    withdrawals: list[Key]
    retractions: list[Retraction]
    persons: list[PersonRecord]
    problems: list[BadRecord]
    checkpoint: Checkpoint | None

    @property
    def read(self) -> int:
        return self.items - len(self.retractions)

    @property
    def good(self) -> int:
        return self.read - len(self.problems)

    def prepare(self) -> None:
        """Tell now what loading will ask of statements that are new."""
        for statement in self.statements:
            statement.prepare()

    @classmethod
    def of(cls, items: list[Item]) -> "Batch":
        last: dict[Key, WorkRecord | PersonRecord | Withdrawal] = {
            (one.source, one.source_id): one
            for one in items
            if isinstance(one, (WorkRecord, PersonRecord, Withdrawal))
        }
        checkpoints = [one for one in items if isinstance(one, Checkpoint)]
        return cls(
            items=len(items) - len(checkpoints),
            statements=[Statement.of(one) for one in last.values() if isinstance(one, WorkRecord)],
            withdrawals=[key for key, one in last.items() if isinstance(one, Withdrawal)],
            retractions=[one for one in items if isinstance(one, Retraction)],
            persons=[one for one in last.values() if isinstance(one, PersonRecord)],
            problems=[one for one in items if isinstance(one, BadRecord)],
            checkpoint=checkpoints[-1] if checkpoints else None,
        )


def batches(items: Iterable[Item], size: int = SIZE, *, done: int = 0) -> Iterator[Batch]:
    """Batches that grow to `size` items, and one at every checkpoint.

    They end at the same items whether the first `done` ones are passed over or not: what a person is called at
    first depends on who comes together, and an import that was broken off must end in the same rows.
    """
    some: list[Item] = []
    position = done
    coming = (end for end in ends(size) if end > done)
    end = next(coming)
    for item in items:
        some.append(item)
        position += not isinstance(item, Checkpoint)
        if position == end or isinstance(item, Checkpoint):
            yield Batch.of(some)
            some = []
        if position == end:
            end = next(coming)
    if some:
        yield Batch.of(some)


def ends(size: int) -> Iterator[int]:
    """After how many items each batch ends."""
    end, step = 0, min(FIRST, size)
    while True:
        end += step
        step = min(2 * step, size)
        yield end
