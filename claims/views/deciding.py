"""One claim to decide: the ticket."""

from collections.abc import Callable

from django.contrib import messages
from django.db import OperationalError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import administrators_only
from accounts.models import User
from accounts.requests import SignedInRequest
from claims.access import get_claim
from claims.forms import (
    WEIGHING,
    DecisionForm,
    EndForm,
    ReinstatingForm,
    ReopeningForm,
    RevocationForm,
    posted,
)
from claims.models import Claim
from claims.review import allowing, deciding
from claims.review.assigning import TakenByOther, release, take
from claims.review.bulk import refuse_taken
from claims.review.case import Case, load_case, place_of
from claims.review.freshness import do_as_seen, news_since
from claims.review.refusals import REFUSALS, busy_words, taken_words, words_for
from common.htmx import render_page

DONE = {
    DecisionForm.APPROVE: "Approved: the page now belongs to {name}.",
    DecisionForm.REJECT: "Rejected. {name} can read why.",
    DecisionForm.ASK: "Asked. The claim comes back when {name} has answered.",
    DecisionForm.REVOKE: "Revoked: the page is free again.",
    DecisionForm.REOPEN: "The claim waits again, where it stood. {name} is told why.",
    DecisionForm.REINSTATE: "The page belongs to {name} again.",
}
ALL_THE_SAME = "Nothing was changed. Tick this to decide all the same."
ALREADY_SO = "This answer is so already, or is gone. Nothing was changed."

Deed = Callable[[Claim, User, str, str], object]
DEEDS: dict[str, Deed] = {
    DecisionForm.APPROVE: lambda claim, by, note, code: deciding.approve(claim, by=by, note=note),
    DecisionForm.REJECT: lambda claim, by, note, code: deciding.reject(claim, by=by, reason=note, code=code),
    DecisionForm.ASK: lambda claim, by, note, code: deciding.ask_for_more(claim, by=by, question=note),
    DecisionForm.REVOKE: lambda claim, by, note, code: deciding.revoke(claim, by=by, reason=note, code=code),
    DecisionForm.REOPEN: lambda claim, by, note, code: deciding.reopen(claim, by=by, note=note),
    DecisionForm.REINSTATE: lambda claim, by, note, code: deciding.reinstate(claim, by=by, note=note),
}
# What is left to decide, by the state of the claim.
FORMS: dict[str, type[DecisionForm]] = {
    Claim.State.SUBMITTED: DecisionForm,
    Claim.State.NEEDS_INFORMATION: DecisionForm,
    Claim.State.APPROVED: RevocationForm,
    Claim.State.REJECTED: ReopeningForm,
    Claim.State.REVOKED: ReinstatingForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = get_claim(pk)
    form = form_for(claim)(posted(request), page=claim.page)
    if "fill" in request.POST:
        begun = form_for(claim)(initial=form.with_text(), page=claim.page)
        return show_case(request, claim, form=begun)
    if request.method == "POST":
        if form.is_valid() and done(claim, form, request):
            return redirect(next_address(claim, request))
        claim = get_claim(pk)
    return show_case(request, claim, form=form)


def form_for(claim: Claim) -> type[DecisionForm]:
    return FORMS.get(claim.state, DecisionForm)


def done(claim: Claim, form: DecisionForm, request: SignedInRequest) -> bool:
    """Whether the decision is carried out; if not, the form says why."""
    said, by = form.cleaned_data, request.user
    decision, note, code = said["decision"], said["note"], said.get("code", "")
    try:
        if not said["even_so"]:
            refuse_taken(claim, by=by)
        do_as_seen(claim, said["seen"] or 0, lambda: DEEDS[decision](claim, by, note, code))
    except TakenByOther:
        form.add_error("even_so", f"{taken_words(claim)} {ALL_THE_SAME}")
        return False
    except tuple(REFUSALS) as error:
        form.add_error(None, words_for(error))
        return False
    except OperationalError as error:
        form.add_error(None, busy_words(error))
        return False
    messages.success(request, DONE[decision].format(name=claim.claimant_name))
    return True


def next_address(claim: Claim, request: SignedInRequest) -> str:
    """The next ticket where that was asked for and there is one, or the queue."""
    after = place_of(claim).after if request.POST.get("then") == "next" else None
    return reverse("claims:decide", args=[after.pk]) if after else reverse("claims:review")


def show_case(
    request: SignedInRequest,
    claim: Claim,
    *,
    form: DecisionForm | None = None,
    refused: tuple[str, Form] | None = None,
) -> HttpResponse:
    """The screen of a claim: with the decision on it, or with what was refused about its evidence."""
    form = form or form_for(claim)(page=claim.page)
    case = load_case(claim, by=request.user, works_page=request.GET.get("page"))
    news = news_since(claim, form.seen_so_far) if form.is_bound else []
    form.now_seen(case.seen)
    is_outdated = type(form) is not FORMS.get(claim.state)
    context = {
        "case": case,
        "claim": claim,
        "form": form_for(claim)(page=claim.page, initial={"seen": case.seen}) if is_outdated else form,
        "may_decide": claim.state in FORMS and claim.user is not None,
        "outdated": form if is_outdated and form.is_bound else None,
        "news": news,
        "weighing": weighing_forms(case, refused),
        "refused": refused[1] if refused else None,
        "page": case.works.page,
    }
    status = 422 if refused or form.errors else 200
    return render_page(request, "claims/decide.html", context, partial="works", status=status)


def weighing_forms(case: Case, refused: tuple[str, Form] | None) -> dict[str, Form]:
    forms = {name: offered(prefix=name) for name, offered in WEIGHING.items()}
    if refused:
        forms |= dict([refused])
    if isinstance(end := forms["end"], EndForm):
        end.offer(case.evidence.choices)
    return forms


@require_POST
@administrators_only
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a ticket for half an hour, or leave it to others."""
    claim = get_claim(pk)
    try:
        if request.POST.get("deed") == "release":
            release(claim, by=request.user)
            messages.success(request, "Left to others.")
        else:
            take(claim, by=request.user)
            messages.success(request, "Assigned to you for half an hour.")
    except TakenByOther as error:
        messages.warning(request, f"{taken_words(error.args[0])} Nothing was changed.")
    except tuple(REFUSALS) as error:
        messages.warning(request, words_for(error))
    return redirect("claims:decide", pk)


@require_POST
@administrators_only
def answers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have one answer of the claimant's sheet not carried out on approval, or carried out after all."""
    claim = get_claim(pk)
    deed, _, answer = request.POST.get("answer", "").partition(" ")
    try:
        if deed not in ("deny", "allow") or not answer.isdecimal() or len(answer) > 18:
            raise allowing.AlreadySo(answer)
        (allowing.deny if deed == "deny" else allowing.allow)(claim, int(answer), by=request.user)
    except allowing.AlreadySo:
        messages.warning(request, ALREADY_SO)
    except tuple(REFUSALS) as error:
        messages.warning(request, words_for(error))
    else:
        messages.success(request, "That is what will be done with this answer.")
    page = request.GET.get("page", "")
    query = {"page": page} if page.isdecimal() else {}
    return redirect(reverse("claims:decide", args=[pk], query=query, fragment="works"))
