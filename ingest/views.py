"""Imports: what came in, what was set aside, how far a running one is."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common.htmx import HTMX_STOP_POLLING, htmx_of, render_page
from ingest.access import visible_runs


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every import, the latest first."""
    runs = visible_runs(request.user).latest_first()
    page = Paginator(runs, 20).get_page(request.GET.get("page"))
    return render_page(request, "ingest/index.html", {"page": page}, partial="runs")


@require_safe
@login_required
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import and its problems; while it runs, the piece asks again every second."""
    chosen = get_object_or_404(visible_runs(request.user), pk=pk)
    problems = Paginator(chosen.problems.order_by("id"), 50).get_page(request.GET.get("page"))
    status = HTMX_STOP_POLLING if htmx_of(request) and chosen.finished else 200
    return render_page(
        request, "ingest/run.html", {"run": chosen, "page": problems}, partial="run", status=status
    )
