"""What whoever holds a page shows first on its list: works pinned, put in order, and taken down again."""

from collections.abc import Callable, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models.functions import Coalesce

from accounts.models import User
from researchers.editing import NotTheirPage, PageContested, may_edit
from researchers.models import Attribution, PinnedWork, Researcher
from works.models import Work


class NotOnTheList(Exception):
    """Only what the list of the page shows can be pinned there."""


class TooManyPinned(Exception):
    """As many works as there may be are pinned."""


def pinned(works: Sequence[int], work: int) -> list[int]:
    """With this one after the others."""
    return [*works] if work in works else [*works, work]


def unpinned(works: Sequence[int], work: int) -> list[int]:
    return [other for other in works if other != work]


def earlier(works: Sequence[int], work: int) -> list[int]:
    """With this one a place further up; the first one stays, and what is not pinned is not pinned by it."""
    place = works.index(work) if work in works else 0
    return swapped(works, place - 1) if place else [*works]


def later(works: Sequence[int], work: int) -> list[int]:
    """With this one a place further down; the last one stays."""
    place = works.index(work) if work in works else len(works)
    return swapped(works, place) if place < len(works) - 1 else [*works]


def swapped(works: Sequence[int], place: int) -> list[int]:
    """With the one at this place and the next one exchanged."""
    return [*works[:place], works[place + 1], works[place], *works[place + 2 :]]


DEEDS: dict[str, Callable[[Sequence[int], int], list[int]]] = {
    "pin": pinned,
    "unpin": unpinned,
    "earlier": earlier,
    "later": later,
}


def may_pin(researcher: Researcher, user: User | AnonymousUser) -> bool:
    """Whether the list offers it: to whoever holds the page or looks after it, while nobody disputes whose it is."""
    return researcher.is_claimed and not researcher.contested_at and may_edit(researcher, user)


@transaction.atomic
def arrange(researcher: Researcher, work_id: int, *, deed: str, by: User) -> bool:
    """Do one of DEEDS to a work of the list. Whether this changed anything.

    What the list shows no more is forgotten on the way. Raises NotTheirPage, PageContested, NotOnTheList,
    TooManyPinned.
    """
    page = hold_page(researcher, by)
    work_id = standing_for(work_id)
    before = pinned_on(page)
    after = DEEDS[deed](before, work_id)
    if work_id in after and work_id not in listed_among(page, [work_id]):
        raise NotOnTheList(work_id)
    if len(after) > PinnedWork.MOST:
        raise TooManyPinned(researcher)
    if after != before:
        write(page, after)
    return after != before


def hold_page(researcher: Researcher, by: User) -> Researcher:
    """The page as it stands now, held until commit: a claim revoked or disputed a moment ago wins."""
    Researcher.objects.filter(pk=researcher.pk).hold()
    page = Researcher.objects.current().filter(pk=researcher.pk).first()
    if page is None or not page.is_claimed or not may_edit(page, by):
        raise NotTheirPage(researcher)
    if page.contested_at:
        raise PageContested(researcher)
    return page


def standing_for(work_id: int) -> int:
    """The work that this one turned out to be, or itself."""
    into = Work.objects.filter(pk=work_id).values_list("joined_into", flat=True).first()
    return into or work_id


def pinned_on(page: Researcher) -> list[int]:
    """The works pinned that the list shows, in order."""
    pins = PinnedWork.objects.filter(holder=page.user_id).order_by("place", "pk")
    works = list(dict.fromkeys(pins.values_list(Coalesce("work__joined_into", "work"), flat=True)))
    shown = listed_among(page, works)
    return [work for work in works if work in shown]


def listed_among(page: Researcher, works: Sequence[int]) -> set[int]:
    """Which of these works the list of the page shows."""
    rows = Attribution.objects.accepted().filter(
        researcher=page, authorship__work__in=works, authorship__work__withdrawn=False
    )
    return set(rows.values_list("authorship__work", flat=True))


def write(page: Researcher, works: Sequence[int]) -> None:
    holder = User.objects.get(researcher=page)
    PinnedWork.objects.filter(holder=holder).delete()
    PinnedWork.objects.bulk_create(
        PinnedWork(holder=holder, work_id=work, place=place) for place, work in enumerate(works)
    )
