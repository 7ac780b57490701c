"""The page of a work, its authors, and its citation in the formats of reference managers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from pages.structured import description, highwire_tags, scholarly_article
from pages.work_details import MOST_AUTHORS, authors_of, details_of
from researchers.exports import cited
from works.access import WorkJoined, get_work, get_work_by
from works.citing import FORMATS
from works.models import Work


@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = get_work(slug)
    except WorkJoined as joined:
        return leads_on(joined.into)
    address = request.build_absolute_uri(found.get_absolute_url())
    details = details_of(found, lambda known: address)
    context = {
        "details": details,
        "work": details.work,
        "address": address,
        "description": description([details.work.abstract or details.work.title]),
        "structured": scholarly_article(details.work, details.cited, address),
        "highwire": highwire_tags(details.cited, address),
    }
    return render(request, "pages/work.html", context)


def leads_on(into: Work) -> HttpResponse:
    """To what the work turned out to be: for good, but a joining may be undone, so not remembered for long."""
    response = redirect(into, permanent=True)
    patch_cache_control(response, max_age=3600)
    return response


@require_safe
def work_authors(request: HttpRequest, slug: str) -> HttpResponse:
    """All authors, page by page."""
    found = get_work(slug)
    page = Paginator(range(found.authors_count), MOST_AUTHORS).get_page(request.GET.get("page"))
    authors = authors_of(found, start=max(page.start_index() - 1, 0), limit=MOST_AUTHORS)
    context = {"work": found, "page": page, "authors": authors}
    return render(request, "pages/work_authors.html", context)


@require_safe
def work_citation(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    return cited(request, get_work(slug), FORMATS[form])


@require_safe
def work_by(request: HttpRequest, scheme: str, value: str) -> HttpResponse:
    found: Work = get_work_by(scheme, value)
    return redirect(found)
