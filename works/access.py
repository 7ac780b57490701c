"""The one way to a work: by slug or identifier, with works that were joined leading on."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control

from common.identifiers import normalize_identifier
from works.models import Work, WorkIdentifier, WorkQuerySet

REMEMBERED = 3600  # seconds


class WorkJoined(Http404):
    """The work turned out to be another one, which has the page now."""

    def __init__(self, into: Work) -> None:
        super().__init__("This work is part of another one.")
        self.into = into


def get_work(slug: str, *, among: WorkQuerySet | None = None) -> Work:
    """The work with a page under this slug, with its venue and what `among` loads beside.

    Raises Http404, and WorkJoined where another has the page.
    """
    works = Work.objects.all() if among is None else among
    listed = works.listed().select_related("venue").defer("search", "title_words")
    work = listed.filter(slug=slug).first()
    if work is None:
        raise WorkJoined(get_object_or_404(Work.objects.listed().standing_for(slug)))
    return work


def get_work_by(scheme: str, value: str) -> Work:
    """The work with this identifier. Raises Http404."""
    identifier = normalize_identifier(scheme, value)
    known = WorkIdentifier.objects.select_related("work").filter(scheme=scheme, value=identifier).first()
    if identifier is None or known is None or known.work.withdrawn:
        raise Http404("No work has this identifier.")
    return known.work


class LeadToJoined:
    """Middleware: whoever looks at a page of a work that turned out to be another one is led to that page of the other.

    What would change the work is not found: a decision about the one is none about the other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_looking = request.method in ("GET", "HEAD")
        return lead_on(request, exception.into) if isinstance(exception, WorkJoined) and is_looking else None


def lead_on(request: HttpRequest, into: Work) -> HttpResponse:
    """To the same page of the work it is now, the query kept."""
    response = HttpResponsePermanentRedirect(same_page_of(request, into))
    patch_cache_control(response, max_age=REMEMBERED)  # for good, but a joining may be undone
    return response


def same_page_of(request: HttpRequest, into: Work) -> str:
    match = request.resolver_match
    if match is None or "slug" not in match.kwargs:
        return into.get_absolute_url()
    query = request.META.get("QUERY_STRING", "")
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": into.slug})
    return f"{address}?{query}" if query else address
