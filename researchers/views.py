"""The pages and files of one researcher that need no other room."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from common.htmx import render_page, wants_piece
from researchers.access import get_researcher, get_researcher_by
from researchers.answers import Answered, answer_for
from researchers.editing import NotTheirPage, PageContested, edit_profile, holds, may_edit
from researchers.exports import export, unless_unchanged
from researchers.feeds import feed_of
from researchers.forms import AnswerForm, PinForm, ProfileForm
from researchers.models import PinnedWork, Researcher
from researchers.pinning import NotOnTheList, TooManyPinned, arrange, may_pin
from researchers.published import published_work
from researchers.sheet import sheet_of
from works.citing import FORMATS

CONTESTED = (
    "Whose page this is, is disputed. What it says stays as it is until an administrator has decided; "
    "nothing was changed, and what you wrote still stands here."
)

NOT_PINNED: dict[type[Exception], str] = {
    PageContested: "Whose page this is, is disputed. What is pinned stays as it is until an administrator has decided.",
    NotOnTheList: "This page does not list the work any more. Nothing was changed.",
    TooManyPinned: f"{PinnedWork.MOST} works are pinned already. Unpin one of them first; nothing was changed.",
}


@require_safe
def works(request: HttpRequest, slug: str) -> HttpResponse:
    researcher = get_researcher(slug, seen_by=request.user)
    published = published_work(researcher, request.GET)
    context = {
        "researcher": researcher,
        "published": published,
        "may_pin": may_pin(researcher, request.user),
    }
    response = render_page(request, "researchers/works.html", context, partial="works")
    if wants_piece(request):
        response["HX-Push-Url"] = published.address
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pinned(request: SignedInRequest, slug: str) -> HttpResponse:
    """Pin a work of the list, unpin it, or move it; then the list again as it was sorted and filtered."""
    researcher = own_page(slug, request.user)
    if request.method != "POST":
        return redirect("researchers:works", slug)
    form = PinForm(request.POST)
    if not form.is_valid():
        return show_unpinned(request, researcher, "Choose a work of the list.")
    try:
        arrange(researcher, form.cleaned_data["work"], deed=form.cleaned_data["deed"], by=request.user)
    except NotTheirPage as error:
        raise Http404("This page is no longer yours to edit.") from error
    except (PageContested, NotOnTheList, TooManyPinned) as error:
        return show_unpinned(request, researcher, NOT_PINNED[type(error)])
    return redirect(f"{published_work(researcher, request.GET).address}#works")


def show_unpinned(request: SignedInRequest, researcher: Researcher, why: str) -> HttpResponse:
    """The list as it stands, with the reason why nothing was changed."""
    context = {
        "researcher": researcher,
        "published": published_work(researcher, request.GET),
        "may_pin": may_pin(researcher, request.user),
        "refusal": why,
    }
    response = render_page(request, "researchers/works.html", context, partial="works", status=422)
    response["HX-Push-Url"] = "false"
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


def own_page(slug: str, user: User) -> Researcher:
    """The page, if they hold it or look after it. Raises Gone, Moved or Http404."""
    researcher = get_researcher(slug, seen_by=user)
    if not may_edit(researcher, user):
        raise Http404("This page is not yours to edit.")
    return researcher


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    researcher = own_page(slug, request.user)
    form = ProfileForm(request.POST or None, initial=said_so_far(researcher))
    if request.method == "POST" and form.is_valid():
        try:
            edit_profile(researcher, by=request.user, **form.cleaned_data)
        except NotTheirPage as error:
            raise Http404("This page is no longer yours to edit.") from error
        except PageContested:
            form.add_error(None, CONTESTED)
        else:
            messages.success(request, "Your page says so now.")
            return redirect(researcher)
    context = {"researcher": researcher, "form": form, "is_own": holds(researcher, request.user)}
    return render(request, "researchers/edit.html", context, status=422 if form.errors else 200)


def said_so_far(researcher: Researcher) -> dict[str, str]:
    return {
        "bio": researcher.bio,
        "home_page": researcher.home_page,
        "collaboration": researcher.collaboration_status,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def authorship(request: SignedInRequest, slug: str) -> HttpResponse:
    """The sheet on which whoever holds a page says which works are theirs."""
    researcher = own_page(slug, request.user)
    if request.method != "POST":
        return show_sheet(request, researcher)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_sheet(request, researcher, form=form)
    said = form.cleaned_data
    answered = answer_for(researcher, said["chosen"], answer=said["answer"], by=request.user)
    if answered.is_in_vain or wants_piece(request):
        return show_sheet(request, own_page(slug, request.user), form=form, answered=answered)
    tell(request, answered)
    return redirect(f"{request.get_full_path()}#sheet")


def show_sheet(
    request: SignedInRequest,
    researcher: Researcher,
    *,
    form: AnswerForm | None = None,
    answered: Answered | None = None,
) -> HttpResponse:
    """The sheet as it stands; what was ticked and came to nothing stays ticked."""
    ticked = form.ticked if form else set()
    sheet = sheet_of(
        researcher,
        request.user,
        request.GET.get("page"),
        chosen=ticked - answered.settled if answered else ticked,
        refused=answered.reasons if answered else None,
    )
    is_own = holds(researcher, request.user)
    context = {
        "researcher": researcher,
        "sheet": sheet,
        "form": form,
        "answered": answered,
        "is_own": is_own,
    }
    in_vain = form and (answered is None or answered.is_in_vain)
    return render_page(
        request, "researchers/authorship.html", context, partial="sheet", status=422 if in_vain else 200
    )


def tell(request: SignedInRequest, answered: Answered) -> None:
    """What was done, and work by work what was not, for the page that comes next."""
    messages.add_message(request, messages.SUCCESS if answered.changed else messages.INFO, answered.done)
    for complaint in answered.complaints:
        messages.warning(request, complaint)
