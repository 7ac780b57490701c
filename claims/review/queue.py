"""The review queue: its tabs, how much is in each, and the rows of one page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, Min

from accounts.models import User
from claims.examination.rules import words_of
from claims.models import Claim, Dispute, ErrorReport, RightsRequest

ROWS_A_PAGE = 20
NOT_EXAMINED = "none"

Rows = Callable[[User], Any]
TABS: dict[str, tuple[str, Rows]] = {
    "waiting": ("Waiting", lambda user: Claim.objects.waiting()),
    "mine": ("Assigned to me", Claim.objects.taken_by),
    "asked": ("More information asked for", lambda user: Claim.objects.asked()),
    "disputes": ("Disputes", lambda user: Dispute.objects.open()),
    "rights": ("Rights requests", lambda user: RightsRequest.objects.waiting()),
    "reports": ("Reports of errors", lambda user: ErrorReport.objects.open()),
    "decided": ("Decided", lambda user: Claim.objects.decided()),
}
OF_CLAIMS = ("waiting", "mine", "asked", "decided")
# In these, what is chosen can be dealt with at once.
WITH_BULK = ("waiting", "mine", "asked")


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What `claims/review.html` shows."""

    tab: str
    reason: str
    tabs: list[Tab]
    reasons: list[Tab]
    page: Page
    oldest: datetime | None  # of those that wait for a decision

    @property
    def is_of_claims(self) -> bool:
        return self.tab in OF_CLAIMS

    @property
    def has_bulk(self) -> bool:
        return self.tab in WITH_BULK and bool(self.page.object_list)

    @property
    def waiting(self) -> int:
        return self.tabs[0].count


def queue_of(user: User, *, tab: str, reason: str = "", number: str | None = None) -> Queue:
    tabs = [Tab(key, label, rows(user).count()) for key, (label, rows) in TABS.items()]
    reasons = count_reasons() if tab == "waiting" else []
    chosen = next((one for one in reasons if one.key == reason), None)
    rows = TABS[tab][1](user)
    if chosen:
        rows = rows.held_back_by("" if chosen.key == NOT_EXAMINED else chosen.key)
    total = chosen.count if chosen else next(one.count for one in tabs if one.key == tab)
    oldest = Claim.objects.waiting().aggregate(at=Min("submitted_at"))["at"]
    return Queue(tab, chosen.key if chosen else "", tabs, reasons, page_of(rows, total, number), oldest)


def page_of(rows: Any, total: int, number: str | None) -> Page:
    """One page of the rows. Keys are read first: rows before those of the page then cost next to nothing."""
    paginator = Paginator(rows.values_list("pk", flat=True), ROWS_A_PAGE)
    paginator.count = total
    page = paginator.get_page(number)
    page.object_list = list(rows.for_queue().filter(pk__in=list(page.object_list)))
    return page


def count_reasons() -> list[Tab]:
    """Why waiting claims were held back, the commonest first; those no rule was asked about at the end."""
    waiting = Claim.objects.waiting().order_by()
    counted = waiting.annotate(code=Func(F("held_back"), function="unnest")).values("code")
    rows = counted.annotate(number=Count("pk")).order_by("-number", "code")
    tabs = [Tab(row["code"], words_of(row["code"]), row["number"]) for row in rows]
    unexamined = waiting.held_back_by("").count()
    return [*tabs, Tab(NOT_EXAMINED, "No rule was asked yet", unexamined)] if unexamined else tabs
