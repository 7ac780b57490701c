"""Everybody of one name, and the works that print it and are nobody's yet."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.names import fold
from researchers.curation.unassigned import unassigned_works
from researchers.models import Researcher
from works.models import Authorship

PEOPLE_A_PAGE, WORKS_A_PAGE = 30, 30


@require_safe
def name(request: HttpRequest, name: str) -> HttpResponse:
    key = fold(name.replace("-", " ").replace("\0", ""))
    people = Paginator(Researcher.objects.called(key).largest_first(), PEOPLE_A_PAGE)
    works = Paginator(unassigned_works(key), WORKS_A_PAGE)
    if not people.count and not works.count:
        raise Http404("Nobody of this name is known here.")
    shown = people.get_page(request.GET.get("page"))
    nobodys = works.get_page(request.GET.get("works"))
    context = {"name": as_printed(key, shown, nobodys), "people": shown, "works": nobodys}
    return render(request, "pages/name.html", context)


def as_printed(key: str, people: Iterable[Researcher], works: Iterable[Authorship]) -> str:
    """The name with capitals and accents, as somebody who is listed has it."""
    called = [person.preferred_name for person in people if person.name_key == key]
    return next(iter([*called, *(one.name for one in works)]), key)
