"""The research graph: slices of other pages, the explorer, its files, and chains of co-authors."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.htmx import render_page, wants_piece
from explorer.asked import Asked, explorer_at, page_of
from explorer.files import FORMATS
from explorer.focus import focus_on, focus_on_researcher, focus_on_work, most_connected, named
from explorer.forms import KINDS, ExplorerForm, PathForm
from explorer.graph import Kind, Neighborhood, Node
from explorer.neighborhood import SLICE_LIMITS, neighborhood_of
from explorer.outcomes import outcome_of
from explorer.paths import MOST_AUTHORS
from explorer.shown import explorer_of, slice_of, trail_of
from researchers.access import Moved, get_researcher
from researchers.profile import is_fictional
from works.access import get_work

EXAMPLES = 6


@require_safe
def slice(request: HttpRequest, slug: str) -> HttpResponse:
    return slice_around(request, focus_on_researcher(get_researcher(slug, seen_by=request.user)))


@require_safe
def work_slice(request: HttpRequest, slug: str) -> HttpResponse:
    return slice_around(request, focus_on_work(get_work(slug)))


def is_fictional_person(focus: Node) -> bool:
    return focus.kind == Kind.RESEARCHER and is_fictional([focus.id])


def slice_around(request: HttpRequest, focus: Node) -> HttpResponse:
    shown = slice_of(neighborhood_of(focus, limits=SLICE_LIMITS))
    context = {
        "focus": focus,
        "focus_url": page_of(focus),
        "shown": shown,
        "is_fictional": not wants_piece(request) and is_fictional_person(focus),
    }
    return render_page(request, "explorer/slice.html", context, partial="graph")


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    form = ExplorerForm(request.GET)
    asked = Asked.of(form.chosen)
    if not asked.focus:
        examples = [(node, explorer_at(node)) for node in most_connected(EXAMPLES)]
        return render(request, "explorer/start.html", {"form": form, "examples": examples})
    try:
        neighborhood = around(asked)
    except Moved as moved:
        return HttpResponsePermanentRedirect(asked.moved_to(moved.researcher.slug).address)
    context = {
        "form": form,
        "asked": asked,
        "kinds": KINDS,
        "years": [form["year_from"], form["year_to"]],
        "files": [(form_name, asked.file(form_name)) for form_name in FORMATS],
        "focus": neighborhood.focus,
        "focus_url": page_of(neighborhood.focus),
        "shown": explorer_of(neighborhood, asked),
        "trail": trail_of(asked, named(asked.trail)),
    }
    response = render_page(request, "explorer/explore.html", context, partial="explorer")
    if wants_piece(request):
        response["HX-Push-Url"] = asked.address
    return response


def around(asked: Asked) -> Neighborhood:
    """What was asked for. Raises Http404, or Moved."""
    focus = focus_on(asked.focus)
    return neighborhood_of(focus, kinds=asked.kinds, more=asked.more, years=asked.years)


@require_safe
def file(request: HttpRequest, form: str) -> HttpResponse:
    """What the explorer shows under the same parameters, to keep."""
    asked = Asked.of(ExplorerForm(request.GET).chosen)
    if form not in FORMATS or not asked.focus:
        raise Http404("There is no such file.")
    try:
        neighborhood = around(asked)
    except Moved as moved:
        return HttpResponsePermanentRedirect(asked.moved_to(moved.researcher.slug).file(form))
    content = FORMATS[form].write(neighborhood, lambda node: request.build_absolute_uri(page_of(node)))
    response = HttpResponse(content, content_type=FORMATS[form].media_type)
    response["Content-Disposition"] = f'attachment; filename="{neighborhood.focus.slug}.{form}"'
    return response


@require_safe
def path(request: HttpRequest) -> HttpResponse:
    """How two people are connected."""
    form = PathForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {"start": "", "goal": ""}
    context = {"form": form, "said": said, "outcome": outcome_of(**said), "most_authors": MOST_AUTHORS}
    return render_page(request, "explorer/path.html", context, partial="path")
