"""Why trust is what it is: for one researcher, for machines, and in general."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from common.htmx import htmx_of, render_page, wants_piece
from researchers.access import get_researcher
from researchers.profile import is_fictional
from trust.about import about_context
from trust.documents import etag_of, trust_json
from trust.explaining import component_rows, evidence_rows, plot_of, prospect_rows
from trust.forms import WaitForm
from trust.models import TrustEvent, TrustSnapshot
from trust.section import TrustSection, trust_section

LATEST_EVENTS = 50


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The account of one researcher's trust. Serves the snapshot of the researcher page as a piece too."""
    researcher = get_researcher(slug)
    section = trust_section(researcher, waits=WaitForm(request.GET).waits_left())
    context = {
        "trust": section,
        "researcher": researcher,
        "is_fictional": not wants_piece(request) and is_fictional([researcher.pk]),
        **account_of(section),
    }
    piece = "account" if htmx_of(request).target == "account" else "trust"
    response = render_page(request, "trust/detail.html", context, partial=piece)
    patch_vary_headers(response, ["HX-Target"])
    return response


def account_of(section: TrustSection) -> dict:
    """Components, evidence, prospects and history, for a researcher who has a snapshot."""
    if not section.snapshot:
        return {}
    parts, evidence = section.snapshot.parts, section.snapshot.evidence
    return {
        "components": component_rows(parts),
        "total": sum(part.points for part in parts),
        "plot": plot_of(parts),
        "evidence": evidence_rows(evidence) if evidence else [],
        "prospects": prospect_rows(parts, evidence) if evidence else [],
        "events": TrustEvent.objects.of(section.researcher)[:LATEST_EVENTS],
    }


@require_safe
def json(request: HttpRequest, slug: str) -> HttpResponse:
    """What the trust was computed from, and the result. `python -m trust.recompute` reads it."""
    researcher = get_researcher(slug)
    snapshot = TrustSnapshot.objects.of(researcher)
    if not snapshot:
        return JsonResponse(
            {"error": "This trust is being computed."}, status=404, headers={"Retry-After": "10"}
        )
    etag = etag_of(researcher.version)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return unchanged
    snapshot.researcher = researcher
    page = request.build_absolute_uri(researcher.get_absolute_url())
    rules = request.build_absolute_uri(reverse("trust:about"))
    content = trust_json(snapshot, page=page, rules=rules)
    return HttpResponse(content, content_type="application/json", headers={"ETag": etag})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The rules, written from the model's own declarations."""
    return render(request, "trust/about.html", about_context())
