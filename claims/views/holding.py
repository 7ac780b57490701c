"""What the holder of a page does with it without asking: hide and show it, choose the name, have it looked after."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from claims import rights
from claims.forms import posted
from claims.forms.rights import NamesForm, VisibilityForm
from claims.models import RightsRequest
from claims.views.quota import within_quota
from researchers.access import Gone, get_researcher
from researchers.editing import PageContested, holds
from researchers.models import NameVariant, Researcher
from researchers.renaming import NotPrinted, NotTheirsToRename, StillBorne
from researchers.visibility import LEVEL_TO_HIDE, NotTheirsToHide

NOT_VERIFIED = (
    f"Your page has to reach verification level {LEVEL_TO_HIDE} first: then nobody else could do this in your name. "
    "You can ask an administrator instead."
)
CONTESTED = (
    "Whose page this is, is disputed. It can be neither hidden nor renamed until an administrator has decided. You can "
    "ask an administrator for either."
)
RENAMED = "Your page and your works say this name now."
NEW_ADDRESS = "The page has a new address."
DONE = {
    "hide": "Your page is hidden. Its addresses say that it was taken down; you still see it.",
    "show": "Your page is shown again.",
    "remove": "You have asked to have your page removed. Until that is decided, you may hide it.",
}


def own_page(request: SignedInRequest, slug: str) -> Researcher:
    """The page, for its holder alone. Raises Gone, Moved or Http404."""
    researcher = get_researcher(slug, seen_by=request.user)
    if not holds(researcher, request.user):
        if not researcher.is_public:
            raise Gone(researcher)
        raise Http404("This page is not yours.")
    return researcher


@login_required
@within_quota
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
@never_cache
def visibility(request: SignedInRequest, slug: str) -> HttpResponse:
    researcher = own_page(request, slug)
    form = VisibilityForm(posted(request))
    if request.method == "POST" and form.is_valid():
        deed = form.cleaned_data["deed"]
        try:
            change(researcher, deed, form.cleaned_data["reason"], request=request)
        except NotTheirsToHide:
            form.add_error(None, NOT_VERIFIED)
        except PageContested:
            form.add_error(None, CONTESTED)
        else:
            messages.success(request, DONE[deed])
            return redirect("claims:visibility", researcher.slug)
    context = {
        "researcher": researcher,
        "form": form,
        "is_verified": researcher.verification_level >= LEVEL_TO_HIDE,
        "removal_waits": RightsRequest.objects.waiting()
        .filter(researcher=researcher, kind=RightsRequest.Kind.REMOVE)
        .exists(),
        "days": rights.DAYS_TO_BRING_BACK,
    }
    return render(request, "claims/visibility.html", context, status=422 if form.errors else 200)


def change(researcher: Researcher, deed: str, reason: str, *, request: SignedInRequest) -> None:
    if deed == "hide":
        rights.hide_own(researcher, by=request.user)
    elif deed == "show":
        rights.show_own(researcher, by=request.user)
    else:
        rights.ask(
            researcher, RightsRequest.Kind.REMOVE, by=request.user, email=request.user.email, reason=reason
        )


@login_required
@within_quota
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
@never_cache
def names(request: SignedInRequest, slug: str) -> HttpResponse:
    researcher = own_page(request, slug)
    printed = list(names_to_choose(researcher).values_list("name", flat=True))
    form = NamesForm(posted(request), names=printed, called=researcher.preferred_name)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["name"]:
                before = researcher.slug
                rights.rename_own(researcher, said["name"], former=said["former"], by=request.user)
                messages.success(
                    request, RENAMED if researcher.slug == before else f"{RENAMED} {NEW_ADDRESS}"
                )
                return redirect("claims:names", researcher.slug)
            ask_for_name(researcher, said["other"].strip(), said["former"], request=request)
        except NotTheirsToRename:
            form.add_error(None, NOT_VERIFIED)
        except PageContested:
            form.add_error(None, CONTESTED)
        except (NotPrinted, StillBorne):
            form.add_error("name", "Your works have changed meanwhile; please choose again.")
        else:
            messages.success(request, "An administrator looks at the name, and writes to you.")
            return redirect("claims:rights")
    context = {"researcher": researcher, "form": form}
    return render(request, "claims/names.html", context, status=422 if form.errors else 200)


def names_to_choose(researcher: Researcher) -> QuerySet[NameVariant]:
    """The names printed on the works that are borne still, the most frequent first."""
    return researcher.name_variants.filter(is_former=False).order_by("-works_count", "name")


def ask_for_name(researcher: Researcher, name: str, former: list[str], *, request: SignedInRequest) -> None:
    rights.ask(
        researcher,
        RightsRequest.Kind.RENAME,
        by=request.user,
        email=request.user.email,
        name=name,
        reason="\n".join(["No longer borne:", *former]) if former else "",
    )
