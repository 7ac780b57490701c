"""Why trust is what it is: for one researcher, for machines, and in general."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from common.htmx import htmx_of, render_page, wants_piece
from researchers.access import get_researcher
from researchers.editing import holds
from researchers.models import Researcher
from researchers.profile import is_fictional
from trust import replying
from trust.about import about_context
from trust.account import Viewer, account_of, viewer_of
from trust.documents import etag_of, trust_json
from trust.forms import ReplyForm, WaitForm
from trust.models import TrustSnapshot
from trust.section import trust_section


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The account of one researcher's trust. Serves the snapshot of the researcher page as a piece too."""
    researcher = get_researcher(slug, seen_by=request.user)
    return show(request, researcher, viewer_of(researcher, request.user))


def show(request: HttpRequest, researcher: Researcher, viewer: Viewer, *, status: int = 200) -> HttpResponse:
    section = trust_section(researcher, waits=WaitForm(request.GET).waits_left())
    context = {
        "trust": section,
        "researcher": researcher,
        "viewer": viewer,
        "form": viewer.refused,
        "is_fictional": not wants_piece(request) and is_fictional([researcher.pk]),
    }
    piece = "account" if htmx_of(request).target == "account" else "trust"
    if section.snapshot and (piece == "account" or not wants_piece(request)):
        context |= account_of(section.snapshot, researcher, viewer)
    response = render_page(request, "trust/detail.html", context, partial=piece, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the person behind the page says about it. Asked for without words, it leads to the form.

    What was done is said at the top of the page, so that is where one comes to afterwards.
    """
    researcher = own_page(request, slug)
    if request.method != "POST":
        return redirect(form_of_reply(researcher))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return show(request, researcher, viewer_of(researcher, request.user, refused=form), status=422)
    try:
        replying.reply(researcher, by=request.user, text=form.cleaned_data["text"])
    except replying.NotTheirPage as error:
        raise Http404("This page is no longer yours.") from error
    messages.success(request, "Your reply is shown beside the result now.")
    return redirect("trust:detail", researcher.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """Asked for without that, as after signing in, it leads to the form."""
    researcher = own_page(request, slug)
    if request.method != "POST":
        return redirect(form_of_reply(researcher))
    try:
        replying.take_back(researcher, by=request.user)
    except replying.NotTheirPage as error:
        raise Http404("This page is no longer yours.") from error
    messages.success(request, "Your reply is not shown any more.")
    return redirect("trust:detail", researcher.slug)


def own_page(request: SignedInRequest, slug: str) -> Researcher:
    """The page, for whoever holds it. Nobody else has anything to say there."""
    researcher = get_researcher(slug)
    if not holds(researcher, request.user):
        raise Http404("This page is not yours.")
    return researcher


def form_of_reply(researcher: Researcher) -> str:
    return f"{reverse('trust:detail', args=[researcher.slug])}#reply"


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
