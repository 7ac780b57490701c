"""The pages of an administrator: what waits, and one claim to decide."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import administrators_only
from accounts.requests import SignedInRequest
from claims import deciding
from claims.access import get_claim, get_report
from claims.case import load_case
from claims.forms import WEIGHING, DecisionForm, EndForm, QueueForm, RevocationForm, posted
from claims.models import Claim, ErrorReport
from claims.reporting import AlreadyClosed, close_report
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, OwnClaim, PageTaken
from common.htmx import render_page

ROWS_A_PAGE = 20
REFUSALS: dict[type[Exception], str] = {
    OwnClaim: "This is your own claim. Another administrator has to decide it.",
    deciding.AccountDeactivated: "The account of the claimant is deactivated. Nothing was changed.",
    ClaimMoved: "This claim has moved on in the meantime; here is where it stands now. Nothing was changed.",
    PageTaken: "The page belongs to somebody else by now, or was merged into another. Nothing was changed.",
    HoldsAnotherPage: "The claimant already has a page, and one person has one page. Nothing was changed.",
    EmailNotConfirmed: "The claimant has no confirmed e-mail address any more. Nothing was changed.",
}
DONE = {
    DecisionForm.APPROVE: "Approved: the page now belongs to {name}.",
    DecisionForm.REJECT: "Rejected. {name} can read why.",
    DecisionForm.ASK: "Asked. The claim comes back when {name} has answered.",
    DecisionForm.REVOKE: "Revoked: the page is free again.",
}


@require_safe
@administrators_only
@never_cache
def review(request: SignedInRequest) -> HttpResponse:
    tab = QueueForm(request.GET).chosen
    page = Paginator(rows_of(tab), ROWS_A_PAGE).get_page(request.GET.get("page"))
    tabs = [(key, label, count_of(key)) for key, label in QueueForm.TABS]
    return render_page(
        request, "claims/review.html", {"tab": tab, "tabs": tabs, "page": page}, partial="queue"
    )


def rows_of(tab: str) -> QuerySet:
    rows: dict[str, Callable[[], QuerySet]] = {
        "waiting": lambda: Claim.objects.waiting().for_queue(),
        "asked": lambda: Claim.objects.asked().for_queue(),
        "decided": lambda: Claim.objects.decided().for_queue(),
        "reports": lambda: ErrorReport.objects.open().for_queue(),
    }
    return rows[tab]()


def count_of(tab: str) -> int:
    return rows_of(tab).count()


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = get_claim(pk)
    form = form_for(claim)(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            carry_out(claim, form, request)
        except tuple(REFUSALS) as error:
            form.add_error(None, REFUSALS[type(error)])
            claim = get_claim(pk)
        else:
            return redirect("claims:review")
    return show_case(request, claim, form=form)


def show_case(
    request: SignedInRequest,
    claim: Claim,
    *,
    form: Form | None = None,
    refused: tuple[str, Form] | None = None,
) -> HttpResponse:
    """The screen of a claim: with the decision on it, or with what was refused about its evidence."""
    form = form or form_for(claim)()
    case = load_case(claim)
    weighing = {name: offered(prefix=name) for name, offered in WEIGHING.items()}
    if refused:
        weighing |= dict([refused])
    if isinstance(end := weighing["end"], EndForm):
        end.offer(case.evidence.choices)
    context = {
        "case": case,
        "claim": claim,
        "form": form,
        "is_own": claim.user_id == request.user.pk,
        "weighing": weighing,
        "refused": refused[1] if refused else None,
    }
    return render(request, "claims/decide.html", context, status=422 if refused or form.errors else 200)


def form_for(claim: Claim) -> type[DecisionForm]:
    return RevocationForm if claim.is_approved else DecisionForm


def carry_out(claim: Claim, form: DecisionForm, request: SignedInRequest) -> None:
    decision, note = form.cleaned_data["decision"], form.cleaned_data["note"]
    if decision == DecisionForm.APPROVE:
        deciding.approve(claim, by=request.user, note=note)
    elif decision == DecisionForm.REJECT:
        deciding.reject(claim, by=request.user, reason=note)
    elif decision == DecisionForm.ASK:
        deciding.ask_for_more(claim, by=request.user, question=note)
    else:
        deciding.revoke(claim, by=request.user, reason=note)
    messages.success(request, DONE[decision].format(name=claim.claimant_name))


@require_POST
@administrators_only
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        close_report(get_report(pk), by=request.user)
    except AlreadyClosed:
        messages.warning(request, "Somebody else has closed this report already.")
    else:
        messages.success(request, "The report is closed.")
    return redirect("/review/?tab=reports")
