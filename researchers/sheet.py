"""The authorship sheet: every work that is or may be the holder's, and what they have said of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from accounts.models import User
from researchers.models import Attribution, Researcher
from researchers.states import AuthorshipState, authorship_state
from works.models import Work

PER_PAGE = 50

Status, Basis = Attribution.Status, Attribution.Basis


@dataclass(frozen=True)
class Row:
    """Everything that the sheet shows of one work."""

    attribution: Attribution
    holder: int
    is_chosen: bool = False
    refusal: str = ""

    @property
    def work(self) -> Work:
        return self.attribution.authorship.work

    @property
    def state(self) -> AuthorshipState:
        row, records = self.attribution, self.work.sources.all()
        source, _, _ = row.authorship.source_author_id.partition(":")
        return authorship_state(row.status, row.basis, source or (records[0].source if records else ""))

    @property
    def is_mine(self) -> bool:
        return self.is_said(Status.ACCEPTED)

    @property
    def is_not_mine(self) -> bool:
        return self.is_said(Status.REJECTED)

    def is_said(self, status: Attribution.Status) -> bool:
        """Whether the holder has said so: what somebody said who held the page before is not their word."""
        row = self.attribution
        return (row.status, row.basis, row.decided_by_id) == (status, Basis.CONFIRMED, self.holder)

    @property
    def is_offered(self) -> bool:
        return self.attribution.status == Status.PROPOSED

    @property
    def lister(self) -> Researcher | None:
        """Somebody else, on whose page the work stands under this name: the holder cannot take it from there."""
        listed = self.attribution.authorship.listed  # type: ignore[attr-defined]
        others = (one.researcher for one in listed if one.researcher_id != self.attribution.researcher_id)
        return next(others, None)

    @property
    def is_open(self) -> bool:
        """Whether "all are mine" means this one: what they turned down or is in question is answered by itself."""
        is_settled = self.is_mine or self.is_not_mine or self.attribution.status == Status.DISPUTED
        return not is_settled and self.lister is None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many works are on the sheet, and of how many the holder has said whose they are."""

    total: int
    mine: int
    not_mine: int

    @property
    def unanswered(self) -> int:
        return self.total - self.mine - self.not_mine


@dataclass(frozen=True)
class Sheet:
    """What `researchers/authorship.html` shows."""

    researcher: Researcher
    page: Page
    rows: list[Row]
    tally: Tally

    @property
    def open_rows(self) -> list[Row]:
        return [row for row in self.rows if row.is_open]


def sheet_of(
    researcher: Researcher,
    holder: User,
    number: str | None,
    *,
    chosen: Collection[int] = (),
    refused: Mapping[int, str] | None = None,
) -> Sheet:
    """One page of the sheet; works chosen stay so, and those whose answer was refused say why."""
    why = refused or {}
    rows = Attribution.objects.on_sheet_of(researcher)
    page = Paginator(rows.for_sheet(), PER_PAGE).get_page(number)
    return Sheet(
        researcher,
        page,
        [Row(one, holder.pk, one.pk in chosen, why.get(one.pk, "")) for one in page],
        tally_of(researcher, holder),
    )


def tally_of(researcher: Researcher, holder: User) -> Tally:
    said = Q(basis=Basis.CONFIRMED, decided_by=holder)
    return Tally(
        **Attribution.objects.on_sheet_of(researcher).aggregate(
            total=Count("pk"),
            mine=Count("pk", filter=said & Q(status=Status.ACCEPTED)),
            not_mine=Count("pk", filter=said & Q(status=Status.REJECTED)),
        )
    )
