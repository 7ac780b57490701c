"""The works that a claim is about, with what is printed on them and what the claimant says of them."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q

from claims.models import Claim, ClaimAnswer
from researchers.bylines import Byline, bylines
from researchers.models import Attribution, Researcher
from researchers.states import AuthorshipState, authorship_state
from works.models import Authorship, Work

WORKS_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class PrintedWork:
    """A printed name on a work, whose it is in the record, and the claimant's answer, if they gave one."""

    authorship: Authorship
    byline: Byline
    attribution: Attribution | None
    answer: ClaimAnswer | None

    @property
    def work(self) -> Work:
        return self.authorship.work

    @property
    def state(self) -> AuthorshipState | None:
        row = self.attribution
        source, _, _ = self.authorship.source_author_id.partition(":")
        return authorship_state(row.status, row.basis, source) if row else None


@dataclass(frozen=True, slots=True)
class PrintedWorks:
    """One page of them, and what holds for all: how many are listed, of which years, how many were answered."""

    page: Page
    rows: list[PrintedWork]
    first_year: int | None
    last_year: int | None
    answers: dict[str, int]
    denied: int

    @property
    def years(self) -> str:
        """The span of years, in words."""
        same = self.first_year == self.last_year
        return str(self.first_year) if same else f"{self.first_year} to {self.last_year}"

    @property
    def total(self) -> int:
        return int(self.page.paginator.count)


def works_of(claim: Claim, records: list[Researcher], number: str | None) -> PrintedWorks:
    """The works that the page and the further records list or are offered, and those that the claimant answered for."""
    pages = [claim.page.pk, *(record.pk for record in records)]
    theirs = Attribution.objects.exclude(status=Attribution.Status.REJECTED).filter(researcher__in=pages)
    keys = theirs.values("authorship").union(claim.answers.values("authorship"))
    rows = Authorship.objects.filter(pk__in=keys, work__withdrawn=False)
    spread = rows.aggregate(
        total=Count("pk"), first=Min("work__published_on"), last=Max("work__published_on")
    )
    paginator = Paginator(
        rows.order_by("-work__published_on", "pk").values_list("pk", flat=True), WORKS_A_PAGE
    )
    paginator.count = spread["total"]
    page = paginator.get_page(number)
    shown = Authorship.objects.among(list(page.object_list)).for_decision().select_related("work__venue")
    tally = claim.answers.aggregate(
        **{answer: Count("pk", filter=Q(answer=answer)) for answer in ClaimAnswer.Answer.values},
        denied=Count("pk", filter=~Q(refused="")),
    )
    denied = tally.pop("denied")
    first, last = spread["first"], spread["last"]
    return PrintedWorks(
        page,
        printed(claim, list(shown.defer("work__search")), pages),
        first.year if first else None,
        last.year if last else None,
        tally,
        denied,
    )


def printed(claim: Claim, authorships: list[Authorship], pages: list[int]) -> list[PrintedWork]:
    """Each with its authors, its place in the record, and the answer."""
    keys = [one.pk for one in authorships]
    lines = bylines(
        {one.work_id: one.position for one in authorships},
        {one.work_id: one.work.authors_count for one in authorships},
    )
    answers = {one.authorship_id: one for one in claim.answers.filter(authorship__in=keys)}
    theirs = Attribution.objects.filter(authorship__in=keys, researcher__in=pages).order_by("status")
    records = {one.authorship_id: one for one in theirs}
    return [
        PrintedWork(one, lines[one.work_id], records.get(one.pk), answers.get(one.pk)) for one in authorships
    ]
