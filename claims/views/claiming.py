"""The pages of a claimant: their claims, where one stands, looking again, withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from claims import tasks
from claims.access import get_any_own_claim, get_own_claim
from claims.evidence.showing import evidence_of
from claims.examination.checking import CheckedJustNow, check_again
from claims.flow import claiming
from claims.flow.drafting import pages_of
from claims.flow.standing import standing_of
from claims.flow.way import RECORDS, way_of
from claims.forms import AnswerForm, posted
from claims.models import Claim
from claims.steps import ClaimMoved
from claims.views.drafting import MOVED_ON, TOO_OFTEN
from claims.views.quota import within_quota
from common.htmx import render_progress
from common.quotas import TooMany
from researchers.access import may_see, not_gone

TOO_SOON = "We looked less than a minute ago. Please wait a moment, then ask again."


@require_safe
@login_required
@never_cache
def index(request: SignedInRequest) -> HttpResponse:
    return render(request, "claims/index.html", {"claims": request.user.claims.for_list()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def status(request: SignedInRequest, pk: int) -> HttpResponse:
    """What has happened to a claim so far; the answer to a question is posted here.

    Where the page was taken down, only where the claim stands, and how to take it back.
    """
    claim = get_any_own_claim(request.user, pk)
    if request.method != "POST" and not (claim.page.is_public or may_see(claim.page, request.user)):
        return render(request, "claims/status_gone.html", {"claim": claim})
    not_gone(claim.page, seen_by=request.user)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            claiming.answer_question(claim, by=request.user, answer=form.cleaned_data["answer"])
        except ClaimMoved:
            return show_moved(request, claim, form)
        messages.success(request, "Your answer has been sent. The claim keeps its place in the queue.")
        tasks.examine_claim.delay_on_commit(claim.pk)
        return redirect(claim)
    return show_status(request, claim, form, status=422 if form.errors else 200)


def show_status(
    request: SignedInRequest,
    claim: Claim,
    form: AnswerForm,
    *,
    status: int,
    refusal: str = "",
    refused: str = "Not looked for",
) -> HttpResponse:
    """The page; while evidence is looked for, it asks for itself until that has ended."""
    context = {
        "claim": claim,
        "form": form,
        "standing": standing_of(claim),
        "way": way_of(claim, RECORDS),
        "pages": pages_of(claim),
        "answers": claim.answers.count(),
        "missing": claim.missing_works.count(),
        "refused_answers": claim.answers.exclude(refused="").select_related("authorship__work")[:20],
        "evidence": evidence_of(claim),
        "refusal": refusal,
        "refused": refused,
    }
    ended = claim.checks_due_at is None
    response = render_progress(request, "claims/status.html", context, partial="standing", ended=ended)
    if status != 200:
        response.status_code = status
    return response


def show_moved(request: SignedInRequest, claim: Claim, form: AnswerForm) -> HttpResponse:
    """Where a claim stands that is no longer where it was when it was acted on: nothing was done."""
    claim.refresh_from_db()
    if not (claim.page.is_public or may_see(claim.page, request.user)):
        return render(request, "claims/status_gone.html", {"claim": claim}, status=422)
    return show_status(request, claim, form, status=422, refusal=MOVED_ON, refused="Nothing was done")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have evidence looked for again, because the claimant has done something about it."""
    claim = get_own_claim(request.user, pk)
    if request.method == "POST":
        try:
            check_again(claim)
        except CheckedJustNow:
            return show_status(request, claim, AnswerForm(), status=429, refusal=TOO_SOON)
        except TooMany:
            return show_status(request, claim, AnswerForm(), status=429, refusal=TOO_OFTEN)
        except ClaimMoved:
            return show_status(request, claim, AnswerForm(), status=422, refusal=MOVED_ON)
        tasks.examine_claim.delay_on_commit(claim.pk)
    return redirect(place_of_evidence(claim, request.POST.get("then", "")))


def place_of_evidence(claim: Claim, then: str) -> str:
    """Where what was found is shown: on the page from which it was asked for."""
    if then == "evidence":
        return reverse("claims:evidence", args=[claim.pk])
    return f"{claim.get_absolute_url()}#evidence"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the claim back; also where its page was taken down."""
    claim = get_any_own_claim(request.user, pk)
    if request.method != "POST" and claim.is_undecided:
        return render(request, "claims/withdraw.html", {"claim": claim})
    if request.method == "POST":
        try:
            claiming.withdraw_claim(claim, by=request.user)
        except ClaimMoved:
            return show_moved(request, claim, AnswerForm())
        messages.success(
            request,
            "Your draft is discarded." if claim.submitted_at is None else "Your claim has been withdrawn.",
        )
    return redirect(claim)
