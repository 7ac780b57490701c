"""Taking a page down and showing it again. What is attributed to it stays, so that no new page is made of it."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from researchers.editing import refuse_contested
from researchers.models import Attribution, Researcher

LEVEL_TO_HIDE = 2
Visibility = Researcher.Visibility


class NotTheirsToHide(Exception):
    """Only who holds a page, and is verified, hides or shows it without asking."""


@transaction.atomic
def hide(researcher: Researcher, *, by: User) -> bool:
    """Take the own page down at once. Whether this was news. Raises NotTheirsToHide, PageContested."""
    refuse_others(researcher, by)
    refuse_contested(researcher)
    return change_visibility(researcher, Visibility.HIDDEN, among=[Visibility.PUBLIC])


@transaction.atomic
def show(researcher: Researcher, *, by: User) -> bool:
    """Show the own page again. Whether this was news. Raises NotTheirsToHide."""
    refuse_others(researcher, by)
    return change_visibility(researcher, Visibility.PUBLIC, among=[Visibility.HIDDEN])


def refuse_others(researcher: Researcher, by: User) -> None:
    """Asked of the row as it is held: a claim revoked a moment ago wins."""
    own = Researcher.objects.current().filter(
        pk=researcher.pk, user=by, verification_level__gte=LEVEL_TO_HIDE
    )
    if not own.select_for_update(no_key=True).values_list("pk"):
        raise NotTheirsToHide(researcher)


@transaction.atomic
def change_visibility(researcher: Researcher, to: Visibility, *, among: list[Visibility]) -> bool:
    """Give the page another visibility, and have its co-authors counted anew. Whether this changed anything."""
    own = Attribution.objects.accepted().filter(researcher=researcher)
    fellows = Researcher.objects.on_works(own.values_list("authorship__work", flat=True))
    fellows.hold()
    page = Researcher.objects.current().filter(pk=researcher.pk, visibility__in=among)
    if not page.update(visibility=to, version=F("version") + 1):
        return False
    fellows.mark_counters_stale()
    researcher.visibility = to
    return True


def empty_profile(researcher: Researcher) -> None:
    """Forget what the person said on a page that was removed."""
    Researcher.objects.filter(pk=researcher.pk).update(
        bio="", home_page="", collaboration="", version=F("version") + 1
    )
