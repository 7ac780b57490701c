"""What a decision changes: rows of attributions, each with what stood before and what stands after."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.dateparse import parse_datetime

from accounts.models import User
from researchers.models import Attribution

LISTED = (Attribution.Status.ACCEPTED, Attribution.Status.DISPUTED)
BY_PEOPLE = (Attribution.Basis.CONFIRMED, Attribution.Basis.CURATED)

Pair = tuple[int, int]  # authorship, researcher


@dataclass(frozen=True, slots=True)
class Standing:
    """How an attribution stands: everything of its row but whose it is."""

    status: str
    basis: str
    confidence: float
    reasons: tuple[str, ...]
    decided_by: int | None
    decided_at: datetime

    @classmethod
    def of(cls, row: Attribution) -> Self:
        return cls(
            row.status, row.basis, row.confidence, tuple(row.reasons), row.decided_by_id, row.decided_at
        )

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        at = parse_datetime(stored["decided_at"])
        assert at
        return cls(**{**stored, "reasons": tuple(stored["reasons"]), "decided_at": at})

    @property
    def is_listed(self) -> bool:
        return self.status in LISTED

    @property
    def is_by_people(self) -> bool:
        return self.basis in BY_PEOPLE or self.status in ("rejected", "disputed")

    def is_like(self, other: "Standing | None") -> bool:
        """Whether nobody has decided otherwise since; the matcher may have become surer."""
        if other is None or self.status != other.status:
            return False
        return self.basis == other.basis or not (self.is_by_people or other.is_by_people)

    def stored(self) -> dict[str, Any]:
        return {**asdict(self), "decided_at": self.decided_at.isoformat()}


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; nothing stands for no row."""

    authorship: int
    researcher: int
    before: Standing | None
    after: Standing | None

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        before, after = (
            Standing.read(stored[when]) if stored[when] else None for when in ("before", "after")
        )
        return cls(stored["authorship"], stored["researcher"], before, after)

    @property
    def reversed(self) -> "Change":
        return Change(self.authorship, self.researcher, before=self.after, after=self.before)

    @property
    def is_of_listed(self) -> bool:
        """Whether the page listed the name before or after."""
        return any(one is not None and one.is_listed for one in (self.before, self.after))

    def stored(self) -> dict[str, Any]:
        return {
            "authorship": self.authorship,
            "researcher": self.researcher,
            "before": self.before and self.before.stored(),
            "after": self.after and self.after.stored(),
        }


def rows_of(authorships: Iterable[int]) -> dict[Pair, Standing]:
    """Everything that stands about these authorships."""
    rows = Attribution.objects.filter(authorship__in=list(authorships))
    return {(row.authorship_id, row.researcher_id): Standing.of(row) for row in rows}


def write(changes: Sequence[Change]) -> None:
    """Make the rows what the changes say. Whoever calls holds them.

    All go before any comes: an authorship has one accepted row at every moment.
    """
    authorships = {change.authorship for change in changes}
    pairs = {(change.authorship, change.researcher) for change in changes}
    known = Attribution.objects.filter(authorship__in=authorships).values_list(
        "pk", "authorship", "researcher"
    )
    Attribution.objects.filter(
        pk__in=[pk for pk, authorship, researcher in known if (authorship, researcher) in pairs]
    ).delete()
    there = accounts_among(change.after.decided_by for change in changes if change.after)
    Attribution.objects.bulk_create(row_of(change, change.after, there) for change in changes if change.after)


def row_of(change: Change, after: Standing, accounts: set[int]) -> Attribution:
    fields = {**asdict(after), "reasons": list(after.reasons)}
    decided_by = fields.pop("decided_by")
    return Attribution(
        authorship_id=change.authorship,
        researcher_id=change.researcher,
        decided_by_id=decided_by if decided_by in accounts else None,
        **fields,
    )


def accounts_among(ids: Iterable[int | None]) -> set[int]:
    """Those of the accounts that were not deleted since."""
    return set(User.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", flat=True))
