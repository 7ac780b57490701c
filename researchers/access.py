"""The one way to a researcher: by slug or identifier, with merged pages leading on, and none to what was taken down."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from accounts.models import User
from common.identifiers import normalize_orcid
from researchers.editing import may_edit
from researchers.models import ExternalId, Researcher

Answer = Callable[[HttpRequest], HttpResponse]
PERMANENT_AND_SAME_METHOD = 308
REMEMBERED = 3600  # seconds


class Moved(Exception):
    """This researcher was merged into another, whose page is theirs now."""

    def __init__(self, researcher: Researcher) -> None:
        super().__init__(researcher.slug)
        self.researcher = researcher


class Gone(Exception):
    """This page was hidden or removed at the wish of the person described."""

    def __init__(self, researcher: Researcher) -> None:
        super().__init__(researcher.pk)
        self.researcher = researcher


def get_researcher(slug: str, *, seen_by: User | AnonymousUser | None = None) -> Researcher:
    """The researcher with a page under this slug. Raises Moved, Gone, or Http404.

    With `seen_by`, a hidden page too, for whoever holds it or looks after it.
    """
    researcher = find(slug)
    not_gone(researcher.merged_into or researcher, seen_by=seen_by)
    return not_moved(researcher)


def get_page_to_curate(slug: str) -> Researcher:
    """The page of this slug, for administrators, whether or not it is public. Raises Moved, or Http404."""
    return not_moved(find(slug))


def get_person_described(slug: str) -> Researcher:
    """Whoever an address is about, public or not, for what may be asked about them without saying who they are."""
    researcher = find(slug)
    return researcher.merged_into or researcher


def find(slug: str) -> Researcher:
    researcher = Researcher.objects.select_related("merged_into", "institution").filter(slug=slug).first()
    if researcher is None:
        raise Http404("No researcher has this address.")
    return researcher


def get_researcher_by(scheme: str, value: str) -> Researcher:
    """The researcher with this identifier. Raises Moved, Gone, or Http404."""
    # Other schemes tell people apart in their own ways: an ACL person id is no ACL paper id.
    identifier = normalize_orcid(value.strip()) if scheme == "orcid" else value
    known = (
        ExternalId.objects.select_related("researcher__merged_into")
        .filter(scheme=scheme, value=(identifier or "").replace("\0", ""))
        .first()
    )
    if known is None:
        raise Http404("No researcher has this identifier.")
    not_gone(known.researcher.merged_into or known.researcher)
    return not_moved(known.researcher)


def not_moved(researcher: Researcher) -> Researcher:
    if researcher.merged_into:
        raise Moved(researcher.merged_into)
    return researcher


def not_gone(researcher: Researcher, *, seen_by: User | AnonymousUser | None = None) -> None:
    """Asked before anybody is led on: nobody learns the address of a page that is not public."""
    if not researcher.is_public and not may_see(researcher, seen_by):
        raise Gone(researcher)


def may_see(researcher: Researcher, user: User | AnonymousUser | None) -> bool:
    """Whether this visitor sees what others do not: their own hidden page. What was removed nobody sees."""
    is_hidden = researcher.visibility == Researcher.Visibility.HIDDEN
    return is_hidden and user is not None and may_edit(researcher, user)


class LeadOn:
    """Middleware: whatever is asked of a merged researcher's page is asked of the page that took it over.

    Whatever is asked of one that is not public is answered with 410.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Gone):
            return say_gone(request)
        return lead_on(request, exception.researcher) if isinstance(exception, Moved) else None


def say_gone(request: HttpRequest) -> HttpResponse:
    """Nothing about the person; and kept by nobody, since a hidden page may be shown again."""
    response = render(request, "410.html", {"at_wish": True, "ask": where_to_ask(request)}, status=410)
    add_never_cache_headers(response)
    return response


def where_to_ask(request: HttpRequest) -> str:
    """The form of the page that was asked for, seen from that address: the answer repeats no address, nor names one."""
    _, _, below = request.path.partition("/researchers/")[2].partition("/")
    is_below = request.path.startswith("/researchers/") and request.resolver_match
    return f"{'../' * below.count('/')}request/" if is_below else ""


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
