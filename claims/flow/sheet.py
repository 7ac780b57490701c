"""The authorship sheet of a claim: every work of the records claimed, and what the claimant says of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now

from claims.flow.drafting import hold_undecided, look_anew, pages_of
from claims.models import Claim, ClaimAnswer
from claims.review.allowing import DENIED
from researchers.models import Attribution, AttributionQuerySet, Researcher
from researchers.states import AuthorshipState, authorship_state
from works.models import Work

PER_PAGE = 50

Answer, Status = ClaimAnswer.Answer, Attribution.Status
ANSWERED = "Answers for works were changed."
LISTED = Q(status__in=[Status.ACCEPTED, Status.DISPUTED])


@dataclass(frozen=True, slots=True)
class Row:
    """A work, the name printed on it, and what the claimant has said of it so far."""

    attribution: Attribution
    answer: str
    is_chosen: bool = False

    @property
    def pk(self) -> int:
        """What an answer names."""
        return self.attribution.authorship_id

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
        return self.answer == Answer.MINE

    @property
    def is_not_mine(self) -> bool:
        return self.answer == Answer.NOT_MINE

    @property
    def is_not_sure(self) -> bool:
        return self.answer == Answer.NOT_SURE

    @property
    def lister(self) -> Researcher | None:
        """Somebody whose claimed page lists the name: the answer "mine" cannot take it from there."""
        listed = self.attribution.authorship.listed  # type: ignore[attr-defined]
        return next((one.researcher for one in listed if one.researcher.user_id), None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many works are on the sheet, and what was said of them."""

    total: int
    mine: int
    not_mine: int
    not_sure: int

    @property
    def unanswered(self) -> int:
        return self.total - self.mine - self.not_mine - self.not_sure


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done with one button: of how many works, what was said, and what those changed had before."""

    works: int
    said: str  # empty: no answer
    before: dict[int, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What `claims/works.html` shows of the works of the records."""

    page: Page
    rows: Sequence[Row]
    tally: Tally

    @property
    def open_rows(self) -> list[Row]:
        """Those that "all are mine" means."""
        return [row for row in self.rows if not row.answer and row.lister is None]


def sheet_of(claim: Claim, number: str | None, *, chosen: Collection[int] = ()) -> Sheet:
    """One page of the sheet; works that were ticked stay so."""
    rows = rows_of(claim)
    page = Paginator(rows.for_sheet(), PER_PAGE).get_page(number)
    said = answers_to(claim, [row.authorship_id for row in page])
    shown = [Row(one, said.get(one.authorship_id, ""), one.authorship_id in chosen) for one in page]
    return Sheet(page, shown, tally_of(claim, rows))


def rows_of(claim: Claim) -> AttributionQuerySet:
    """What the records list and what is offered to them, each printed name once."""
    records = [page.pk for page in pages_of(claim)]
    rows = Attribution.objects.filter(researcher__in=records, authorship__work__withdrawn=False)
    same = Attribution.objects.filter(researcher__in=records, authorship=OuterRef("authorship"))
    is_shown_elsewhere = Exists(same.filter(LISTED | Q(status=Status.PROPOSED, pk__lt=OuterRef("pk"))))
    return rows.filter(LISTED | (Q(status=Status.PROPOSED) & ~is_shown_elsewhere))


def answers_to(claim: Claim, authorships: Collection[int]) -> dict[int, str]:
    said = claim.answers.filter(authorship__in=authorships)
    return dict(said.values_list("authorship", "answer"))


def tally_of(claim: Claim, rows: AttributionQuerySet) -> Tally:
    said = claim.answers.filter(authorship__in=rows.values("authorship"))
    counts = said.aggregate(**{one.value: Count("pk", filter=Q(answer=one)) for one in Answer})
    return Tally(rows.count(), counts[Answer.MINE], counts[Answer.NOT_MINE], counts[Answer.NOT_SURE])


@transaction.atomic
def answer(claim: Claim, authorships: Collection[int], said: str) -> Deed:
    """Keep what the claimant says of these printed names, or that they say nothing. Only those of the sheet count."""
    held = hold_undecided(claim)
    on_sheet = sorted(rows_of(held).filter(authorship__in=authorships).values_list("authorship", flat=True))
    said_before = answers_to(held, on_sheet)
    changed = {pk: said_before.get(pk, "") for pk in on_sheet if said_before.get(pk, "") != said}
    if changed:
        say(held, list(changed), said)
        look_anew(held, ANSWERED, by=held.user)
    return Deed(len(on_sheet), said, changed)


@transaction.atomic
def take_back(claim: Claim, deed: Deed) -> int:
    """Let the works of a deed have the answers again that they had before; of how many. One answered since stays."""
    held = hold_undecided(claim)
    said_now = answers_to(held, deed.before)
    as_left = [pk for pk in deed.before if said_now.get(pk, "") == deed.said]
    for said in sorted({deed.before[pk] for pk in as_left}):
        say(held, [pk for pk in as_left if deed.before[pk] == said], said)
    if as_left:
        look_anew(held, ANSWERED, by=held.user)
    return len(as_left)


def say(claim: Claim, authorships: Collection[int], said: str) -> None:
    """One answer for these, or none. `claim` is held. What an administrator denied stays, to stay denied."""
    if said:
        keep_answers(claim, authorships, said)
    else:
        claim.answers.filter(authorship__in=authorships).exclude(refused=DENIED).delete()


def keep_answers(claim: Claim, authorships: Collection[int], said: str) -> None:
    """Write an answer for each of these, in place of an earlier one. `claim` is held.

    What an administrator denied stays denied (claims.review.allowing), whatever is said instead.
    """
    rows = [ClaimAnswer(claim=claim, authorship_id=pk, answer=said, answered_at=Now()) for pk in authorships]
    ClaimAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["claim", "authorship"],
        update_fields=["answer", "answered_at"],
    )
