"""Disputing a page or a work, answering, taking it back, and deciding it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import administrators_only
from accounts.requests import SignedInRequest
from claims.access import get_dispute, get_disputed_work, get_own_dispute, get_page_to_dispute
from claims.disputes import disputing, settling
from claims.forms import posted
from claims.forms.disputing import DisputeAnswerForm, DisputeForm, ReversalForm, SettlementForm
from claims.models import Dispute
from claims.review.reasons import ReasonMissing
from claims.views.quota import within_quota
from common.quotas import TooMany, spend
from researchers.access import get_researcher
from researchers.models import Attribution, Researcher

ROWS_A_PAGE = 20
TRIES_AN_HOUR = 20
HOUR = 3600
TOO_MANY = "You have tried this very often within an hour. Your text is still here: please send it later."
NOT_VERIFIED = (
    "Only verified researchers can dispute: those who have a page by an approved claim that nobody disputes, and a "
    "confirmed primary e-mail address."
)
REFUSALS: dict[type[Exception], str] = {
    disputing.NotVerified: NOT_VERIFIED,
    disputing.OwnPage: "This is your own page. Which works are yours, you say on your page.",
    disputing.NothingToDispute: (
        "Nobody holds this page by an approved claim, so there is nobody whose page it is said to be."
    ),
    disputing.AlreadyDisputed: "Somebody has disputed this already. An administrator will decide it.",
    disputing.TooManyOpen: (
        f"{disputing.MOST_OPEN} of your disputes are open, as many as one person may have at a time. "
        "Wait until one is decided, or take one back."
    ),
    disputing.TooManyOpened: (
        f"You have opened {disputing.MOST_OPENED} disputes within {disputing.OPENED_WITHIN.days} days, as many as one "
        "may. Taking one back does not change that; please come back later."
    ),
}
WORK_NOT_LISTED = "This page does not list the work any more."
MOVED = "This dispute has moved on in the meantime; here is where it stands now. Nothing was changed."
NOT_YOURS = (
    "The page is not yours any more, so there is nothing for you to answer. What you wrote is still here."
)
OWN = "You have part in this dispute. Another administrator has to decide it."
DONE = {
    SettlementForm.UPHOLD: "Upheld. Both sides are told why.",
    SettlementForm.DISMISS: "Dismissed: everything is again as it was. Both sides are told why.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def dispute_page(request: SignedInRequest, slug: str) -> HttpResponse:
    researcher = get_page_to_dispute(request.user, slug)
    rows = Attribution.objects.accepted().filter(researcher=researcher, authorship__work__withdrawn=False)
    shown = rows.for_curation() if researcher.is_public else rows.none()
    works = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return open_one(
        request,
        lambda: disputing.refuse_dispute(researcher, by=request.user),
        lambda reason: disputing.dispute_page(researcher, by=request.user, reason=reason),
        {"researcher": researcher, "works": works},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def dispute_work(request: SignedInRequest, slug: str, authorship: int) -> HttpResponse:
    researcher = get_researcher(slug)
    work = get_disputed_work(researcher, authorship)
    return open_one(
        request,
        lambda: disputing.refuse_dispute_of_work(researcher, authorship, by=request.user),
        lambda reason: disputing.dispute_work(researcher, authorship, by=request.user, reason=reason),
        {"researcher": researcher, "work": work},
    )


def open_one(
    request: SignedInRequest,
    refuse: Callable[[], object],
    deed: Callable[[str], Dispute],
    context: dict[str, object],
) -> HttpResponse:
    """The page on which a dispute is opened, or why it cannot be; what was typed is kept."""
    form, refusal, status = DisputeForm(posted(request)), "", 200
    try:
        if request.method == "POST":
            status = 422
            spend(f"dispute:{request.user.pk}", most=TRIES_AN_HOUR, within_seconds=HOUR)
            if form.is_valid():
                opened = deed(form.cleaned_data["reason"])
                messages.success(request, "Your dispute is open. An administrator decides it.")
                return redirect(opened)
        refuse()
    except TooMany:
        form.add_error(None, TOO_MANY)
        status = 429
    except disputing.NothingToDispute as error:
        refusal = WORK_NOT_LISTED if "work" in context else REFUSALS[type(error)]
    except tuple(REFUSALS) as error:
        refusal = REFUSALS[type(error)]
    shown = {
        "form": form,
        "refusal": refusal,
        "is_verified": refusal != NOT_VERIFIED,
        "left": min(disputing.left_open(request.user), disputing.left_lately(request.user)),
        "most_open": disputing.MOST_OPEN,
        "most_opened": disputing.MOST_OPENED,
        "within": disputing.OPENED_WITHIN.days,
    }
    return render(request, "claims/dispute_new.html", context | shown, status=status)


@require_safe
@login_required
@never_cache
def disputes(request: SignedInRequest) -> HttpResponse:
    rows = Dispute.objects.concerning(request.user).for_list()
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "claims/disputes.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def dispute(request: SignedInRequest, pk: int) -> HttpResponse:
    """A dispute as both sides see it. The holder answers here, and whoever opened it takes it back."""
    current = get_own_dispute(request.user, pk)
    form = DisputeAnswerForm(posted(request), initial={"answer": current.answer})
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        try:
            if done := carry_out(request, current, form):
                messages.success(request, done)
                return redirect(current)
        except disputing.DisputeMoved:
            refusal, current = MOVED, get_own_dispute(request.user, pk)
        except disputing.NotTheirDispute:
            refusal, current = NOT_YOURS, get_own_dispute(request.user, pk)
    context = {
        "dispute": current,
        "form": form,
        "refusal": refusal,
        "is_opener": current.opened_by_id == request.user.pk,
        "is_holder": current.holder == request.user,
    }
    return render(request, "claims/dispute.html", context, status=status)


def carry_out(request: SignedInRequest, current: Dispute, form: DisputeAnswerForm) -> str:
    """What was done, in words; nothing where the form says what is wrong."""
    if current.opened_by_id == request.user.pk:
        disputing.withdraw_dispute(current, by=request.user)
        return "You have taken the dispute back. Everything is again as it was before."
    if not form.is_valid():
        return ""
    disputing.answer_dispute(current, by=request.user, answer=form.cleaned_data["answer"])
    return "Your answer stands beside the dispute. You can change it until it is decided."


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def decide_dispute(request: SignedInRequest, pk: int) -> HttpResponse:
    current = get_dispute(pk)
    form = form_for(current)(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, settle(request, current, form))
            return redirect("claims:decide_dispute", pk)
        except settling.OwnDispute:
            form.add_error(None, OWN)
        except disputing.DisputeMoved:
            form.add_error(None, MOVED)
        except settling.CannotReverse as error:
            form.add_error(None, f"{error} Nothing was changed.")
        except ReasonMissing:
            form.add_error("note", "Say why: both sides read this.")
        current = get_dispute(pk)
    context = {
        "dispute": current,
        "form": form,
        "is_concerned": settling.is_concerned(request.user, current),
        "claims": claims_of(current),
    }
    return render(request, "claims/dispute_decide.html", context, status=422 if form.errors else 200)


def form_for(dispute: Dispute) -> type[Form]:
    return SettlementForm if dispute.is_open else ReversalForm


def settle(request: SignedInRequest, current: Dispute, form: Form) -> str:
    note = form.cleaned_data["note"]
    if not isinstance(form, SettlementForm):
        settling.reverse_dispute(current, by=request.user, reason=note)
        return "The outcome is turned over. Both sides are told why."
    decision = form.cleaned_data["decision"]
    deed = settling.uphold if decision == SettlementForm.UPHOLD else settling.dismiss
    deed(current, by=request.user, reason=note)
    return DONE[decision]


def claims_of(dispute: Dispute) -> list[tuple[str, object]]:
    """The claims by which both sides hold their pages, for whoever weighs them."""
    opener_page: Researcher | None = getattr(dispute.opened_by, "researcher", None)
    own = disputing.claim_behind(opener_page) if opener_page else None
    found = [("Whoever holds the page", dispute.claim), ("Whoever disputes it", own)]
    return [(words, claim) for words, claim in found if claim]
