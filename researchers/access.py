"""The one way to a researcher: by slug or identifier, with merged pages leading on."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from common.identifiers import normalize_orcid
from researchers.models import ExternalId, Researcher

Answer = Callable[[HttpRequest], HttpResponse]
PERMANENT_AND_SAME_METHOD = 308
REMEMBERED = 3600  # seconds


class Moved(Exception):
    """This researcher was merged into another, whose page is theirs now."""

    def __init__(self, researcher: Researcher) -> None:
        super().__init__(researcher.slug)
        self.researcher = researcher


def get_researcher(slug: str) -> Researcher:
    """The researcher with a page under this slug. Raises Moved, or Http404."""
    researcher = Researcher.objects.select_related("merged_into", "institution").filter(slug=slug).first()
    if researcher is None:
        raise Http404("No researcher has this address.")
    return not_moved(researcher)


def get_researcher_by(scheme: str, value: str) -> Researcher:
    """The researcher with this identifier. Raises Moved, or Http404."""
    # Other schemes tell people apart in their own ways: an ACL person id is no ACL paper id.
    identifier = normalize_orcid(value.strip()) if scheme == "orcid" else value
    known = (
        ExternalId.objects.select_related("researcher__merged_into")
        .filter(scheme=scheme, value=(identifier or "").replace("\0", ""))
        .first()
    )
    if known is None:
        raise Http404("No researcher has this identifier.")
    return not_moved(known.researcher)


def not_moved(researcher: Researcher) -> Researcher:
    if researcher.merged_into:
        raise Moved(researcher.merged_into)
    return researcher


class LeadOn:
    """Middleware: whatever is asked of a merged researcher's page is asked of the page that took it over."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return lead_on(request, exception.researcher) if isinstance(exception, Moved) else None


def lead_on(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    """To the same page of the researcher who took over, query and method kept."""
    response = HttpResponsePermanentRedirect(same_page_of(request, researcher))
    patch_cache_control(response, max_age=REMEMBERED)  # for good, but a merge may be undone
    if request.method not in ("GET", "HEAD"):
        response.status_code = PERMANENT_AND_SAME_METHOD
    return response


def same_page_of(request: HttpRequest, researcher: Researcher) -> str:
    match = request.resolver_match
    if match is None or "slug" not in match.kwargs:
        return researcher.get_absolute_url()
    query = request.META.get("QUERY_STRING", "")
    return reverse(match.view_name, kwargs={**match.kwargs, "slug": researcher.slug}) + (
        f"?{query}" if query else ""
    )
