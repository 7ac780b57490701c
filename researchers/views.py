"""The pages and files of one researcher that need no other room."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from common.htmx import render_page, wants_piece
from researchers.access import get_researcher, get_researcher_by
from researchers.editing import NotTheirPage, edit_profile, may_edit
from researchers.exports import export, unless_unchanged
from researchers.feeds import feed_of
from researchers.forms import ProfileForm
from researchers.models import Researcher
from researchers.published import published_work
from works.citing import FORMATS


@require_safe
def works(request: HttpRequest, slug: str) -> HttpResponse:
    researcher = get_researcher(slug)
    published = published_work(researcher, request.GET)
    context = {"researcher": researcher, "published": published}
    response = render_page(request, "researchers/works.html", context, partial="works")
    if wants_piece(request):
        response["HX-Push-Url"] = published.address
    return response


@require_safe
def by(request: HttpRequest, scheme: str, value: str) -> HttpResponse:
    return redirect(get_researcher_by(scheme, value))


@require_safe
def bib(request: HttpRequest, slug: str) -> HttpResponseBase:
    return export(request, get_researcher(slug), FORMATS["bib"])


@require_safe
def ris(request: HttpRequest, slug: str) -> HttpResponseBase:
    return export(request, get_researcher(slug), FORMATS["ris"])


@require_safe
def csl_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    return export(request, get_researcher(slug), FORMATS["csl"])


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    researcher = get_researcher(slug)
    return unless_unchanged(request, researcher, partial(feed_of, request, researcher))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    researcher = get_researcher(slug)
    if not may_edit(researcher, request.user):
        raise Http404("This page is not yours to edit.")
    form = ProfileForm(request.POST or None, initial=said_so_far(researcher))
    if request.method == "POST" and form.is_valid():
        try:
            edit_profile(researcher, by=request.user, **form.cleaned_data)
        except NotTheirPage as error:
            raise Http404("This page is no longer yours to edit.") from error
        messages.success(request, "Your page says so now.")
        return redirect(researcher)
    context = {"researcher": researcher, "form": form}
    return render(request, "researchers/edit.html", context, status=422 if form.errors else 200)


def said_so_far(researcher: Researcher) -> dict[str, str]:
    return {
        "bio": researcher.bio,
        "home_page": researcher.home_page,
        "collaboration": researcher.collaboration_status,
    }
