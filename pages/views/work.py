"""The page of a work, its authors, and its citation in the formats of reference managers."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.htmx import render_page, wants_piece
from pages.structured import description, highwire_tags, scholarly_article
from pages.work_citing import cite_section
from pages.work_details import MOST_AUTHORS, authors_of, details_of
from pages.work_neighbors import PER_PAGE, citing, references_of
from researchers.exports import cited
from researchers.former import replaced_names
from works.access import get_work, get_work_by
from works.citable import citables
from works.citing import FORMATS
from works.models import Work


@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole page, or the reference alone where htmx asks for it in another style."""
    is_piece = wants_piece(request)
    found = get_work(slug, among=None if is_piece else Work.objects.for_item())
    address = request.build_absolute_uri(found.get_absolute_url())
    context = (citing_context if is_piece else page_context)(request, found, address)
    return render_page(request, "pages/work.html", context, partial="cite")


def citing_context(request: HttpRequest, found: Work, address: str) -> dict[str, Any]:
    (cited,) = citables([found.pk], lambda known: address, names=replaced_names)
    return {"work": found, "cite": cite_section(found, cited, request.GET.get("style", ""))}


def page_context(request: HttpRequest, found: Work, address: str) -> dict[str, Any]:
    details = details_of(found, lambda known: address)
    return {
        "details": details,
        "work": details.work,
        "cite": cite_section(details.work, details.cited, request.GET.get("style", "")),
        "address": address,
        "description": description([details.work.abstract or details.work.title]),
        "structured": scholarly_article(details, address),
        "highwire": highwire_tags(details, address),
    }


@require_safe
def work_authors(request: HttpRequest, slug: str) -> HttpResponse:
    """All authors, page by page."""
    found = get_work(slug)
    page = Paginator(range(found.authors_count), MOST_AUTHORS).get_page(request.GET.get("page"))
    start, said = max(page.start_index() - 1, 0), replaced_names([found.pk])
    authors = authors_of(found, start=start, limit=MOST_AUTHORS, said=said)
    context = {"work": found, "page": page, "authors": authors}
    return render(request, "pages/work_authors.html", context)


@require_safe
def work_references(request: HttpRequest, slug: str) -> HttpResponse:
    """All works known here that it cites, page by page."""
    found = get_work(slug)
    return linked_page(request, found, references_of(found), "References of", "cited by it")


@require_safe
def work_citing(request: HttpRequest, slug: str) -> HttpResponse:
    """All works known here that cite it, page by page."""
    found = get_work(slug)
    return linked_page(request, found, citing(found), "Works that cite", "that cite it")


def linked_page(
    request: HttpRequest, found: Work, works: QuerySet[Work], heading: str, words: str
) -> HttpResponse:
    page = Paginator(works, PER_PAGE).get_page(request.GET.get("page"))
    context = {"work": found, "page": page, "heading": heading, "words": words}
    return render(request, "pages/work_linked.html", context)


@require_safe
def work_citation(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    return cited(request, get_work(slug), FORMATS[form])


@require_safe
def work_by(request: HttpRequest, scheme: str, value: str) -> HttpResponse:
    found: Work = get_work_by(scheme, value)
    return redirect(found)
