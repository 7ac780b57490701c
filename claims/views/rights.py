"""What people ask for about the page that is about them, with or without an account; and the decision."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import administrators_only
from accounts.models import User
from accounts.requests import SignedInRequest
from claims import rights
from claims.access import get_rights_request
from claims.forms import posted
from claims.forms.rights import RequestForm, RightsDecisionForm
from claims.models import Dispute, RightsRequest
from claims.steps import has_confirmed_email
from claims.views.quota import within_quota
from common.quotas import TooMany, spend
from researchers.access import get_person_described
from researchers.models import Delegate, Researcher
from researchers.renaming import StillBorne

REQUESTS_AN_HOUR, LETTERS_A_DAY = 5, 3
HOUR, DAY = 3600, 86_400
THANKS = "Thank you. An administrator decides on your request, and writes to you."
TOO_MANY = "As many requests as we take in an hour have come from your network. Your text is still here: send it later."
REFUSALS = {
    rights.AlreadyDecided: "Somebody else has decided this meanwhile. Nothing was changed.",
    rights.OwnRequest: "Nobody decides about a page that they hold or claim, or on what they asked for themselves.",
    rights.ChangedNothing: "The page is so already, or too much time has passed. Nothing was changed.",
    StillBorne: "A name cannot stand on the page and be a former one. Nothing was changed.",
}


@require_safe
@login_required
@never_cache
def index(request: SignedInRequest) -> HttpResponse:
    """What somebody may do about the page that is theirs, what they asked for, and whose pages they look after."""
    context = {
        "own": Researcher.objects.current().filter(user=request.user).first(),
        "requests": request.user.rights_requests.select_related("researcher").order_by("-id"),
        "delegations": Delegate.objects.standing().filter(user=request.user).exists(),
    }
    return render(request, "claims/rights.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Names nobody, and is the one address of a page that was taken down which answers: they may want it back."""
    researcher = get_person_described(slug)
    if request.method != "POST" and "sent" in request.GET:
        return render(request, "claims/request_sent.html")
    known = knows(request)
    form = RequestForm(posted(request), is_known=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                keep(request, researcher, form, known=known)
            except TooMany:
                form.add_error(None, TOO_MANY)
                status = 429
            else:
                if not known:
                    return redirect(reverse("claims:request", args=[slug], query={"sent": "yes"}))
                messages.success(request, THANKS)
                return redirect("claims:rights")
    return render(request, "claims/request.html", {"form": form}, status=status)


def knows(request: HttpRequest) -> bool:
    """Whether somebody is signed in whose address we need not confirm."""
    return isinstance(request.user, User) and has_confirmed_email(request.user)


def keep(request: HttpRequest, researcher: Researcher, form: RequestForm, *, known: bool) -> None:
    """Keep it, unless a program sent it. Only so many letters a day go to one address, and nobody is told so."""
    spend(f"rights:{get_adapter().get_client_ip(request)}", most=REQUESTS_AN_HOUR, within_seconds=HOUR)
    said = form.cleaned_data
    if said["website"]:
        return
    if not known:
        try:
            spend(f"rights-mail:{said['email'].lower()}", most=LETTERS_A_DAY, within_seconds=DAY)
        except TooMany:
            return
    rights.ask(
        researcher,
        said["kind"],
        by=request.user if isinstance(request.user, User) and known else None,
        email=said.get("email", ""),
        reason="\n".join([said["reason"], *no_longer_borne(said["former"])]),
        name=said["name"].strip(),
    )


def no_longer_borne(name: str) -> list[str]:
    """As the holder's own form says it, so that the name is ticked for whoever decides."""
    return ["No longer borne:", name.strip()] if name.strip() else []


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link asks, so that programs which look at mail confirm nothing."""
    asked = rights.request_of(token)
    if asked is None:
        return render(request, "claims/confirm_request.html", {"asked": None}, status=404)
    if request.method == "POST":
        rights.confirm(asked)
        messages.success(
            request, "Your request is confirmed. An administrator decides on it and writes to you."
        )
        return redirect("pages:home")
    return render(request, "claims/confirm_request.html", {"asked": asked})


@require_POST
@login_required
@within_quota
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    own = request.user.rights_requests.filter(pk=pk).first()
    if own is None:
        raise Http404("You have made no such request.")
    try:
        rights.withdraw(own, by=request.user)
    except rights.AlreadyDecided:
        messages.warning(request, "It has been decided already.")
    else:
        messages.success(request, "Your request is withdrawn.")
    return redirect("claims:rights")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = get_rights_request(pk)
    form = RightsDecisionForm(posted(request), request=asked)
    if request.method == "POST" and form.is_valid():
        try:
            carry_out(asked, form, by=request.user)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            messages.success(request, "Decided, and the applicant is told.")
            return redirect("claims:decide_request", pk)
    context = {
        "asked": asked,
        "form": form,
        "is_own": rights.is_concerned(request.user, asked),
        "dispute": Dispute.objects.open().filter(claim__user=asked.page.user, is_about_work=False).first()
        if asked.page.contested_at
        else None,
        "may_bring_back": rights.may_bring_back(asked),
        "days": rights.DAYS_TO_BRING_BACK,
    }
    return render(request, "claims/decide_request.html", context, status=422 if form.errors else 200)


def carry_out(asked: RightsRequest, form: RightsDecisionForm, *, by: User) -> None:
    said = dict(form.cleaned_data)
    deed, note = said.pop("deed"), said.pop("note")
    if deed == "grant":
        rights.grant(asked, by=by, note=note, **said)
    elif deed == "refuse":
        rights.refuse(asked, by=by, note=note)
    else:
        rights.bring_back(asked, by=by)
