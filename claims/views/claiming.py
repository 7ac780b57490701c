"""The pages of a claimant."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from claims import claiming
from claims.access import get_own_claim
from claims.checking import CheckedJustNow, check_again
from claims.evidence.showing import evidence_of
from claims.forms import AnswerForm, ClaimForm, posted
from claims.models import Claim
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, PageTaken
from researchers.access import get_researcher

REFUSALS: dict[type[Exception], str] = {
    PageTaken: "This page already belongs to somebody. If that is wrong, please report it as an error.",
    HoldsAnotherPage: "You already have a researcher page, and one person has one page.",
    claiming.AlreadyClaiming: "You have already claimed this page, and that claim is still open.",
    claiming.TooManyClaims: (
        f"You have {claiming.MOST_OPEN_CLAIMS} open claims, as many as one person may have at a time. "
        "Withdraw one of them, or wait for the decision."
    ),
    EmailNotConfirmed: "Confirm your e-mail address first. A claim rests on it.",
}
TOO_SOON = "We looked less than a minute ago. Please wait a moment, then ask again."
MOVED_ON = "This claim has moved on in the meantime. Here is where it stands now."


@require_safe
@login_required
@never_cache
def index(request: SignedInRequest) -> HttpResponse:
    return render(request, "claims/index.html", {"claims": request.user.claims.for_list()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    researcher = get_researcher(slug)
    form = ClaimForm(posted(request))
    refusal = ""
    try:
        if request.method == "POST" and form.is_valid():
            claim = claiming.submit_claim(researcher, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "Your claim has been sent. This page shows what becomes of it.")
            return redirect(claim)
        claiming.refuse_claim(researcher, by=request.user)
    except tuple(REFUSALS) as error:
        refusal = REFUSALS[type(error)]
    context = {"researcher": researcher, "form": form, "refusal": refusal}
    refused = request.method == "POST"
    return render(request, "claims/new.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def status(request: SignedInRequest, pk: int) -> HttpResponse:
    """What has happened to a claim so far; the answer to a question is posted here."""
    claim = get_own_claim(request.user, pk)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            claiming.answer_question(claim, by=request.user, answer=form.cleaned_data["answer"])
        except ClaimMoved:
            messages.warning(request, MOVED_ON)
        else:
            messages.success(request, "Your answer has been sent. The claim keeps its place in the queue.")
        return redirect(claim)
    return show_status(request, claim, form, status=422 if form.errors else 200)


def show_status(
    request: SignedInRequest, claim: Claim, form: AnswerForm, *, status: int, refusal: str = ""
) -> HttpResponse:
    context = {
        "claim": claim,
        "form": form,
        "ahead": Claim.objects.ahead_of(claim).count(),
        "evidence": evidence_of(claim),
        "refusal": refusal,
    }
    return render(request, "claims/status.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look for evidence again, because the claimant has done something about it."""
    claim = get_own_claim(request.user, pk)
    if request.method == "POST":
        try:
            check_again(claim)
        except CheckedJustNow:
            return show_status(request, claim, AnswerForm(), status=429, refusal=TOO_SOON)
        except ClaimMoved:
            return show_status(request, claim, AnswerForm(), status=422, refusal=MOVED_ON)
        messages.success(request, "We have looked again. This page shows what was found.")
    return redirect(f"{claim.get_absolute_url()}#evidence")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = get_own_claim(request.user, pk)
    if request.method != "POST" and claim.is_open:
        return render(request, "claims/withdraw.html", {"claim": claim})
    if request.method == "POST":
        try:
            claiming.withdraw_claim(claim, by=request.user)
        except ClaimMoved:
            messages.warning(request, MOVED_ON)
        else:
            messages.success(request, "Your claim has been withdrawn.")
    return redirect(claim)
