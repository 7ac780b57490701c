"""Which works are the claimant's, as long as the claim is not decided."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from claims import tasks
from claims.access import get_own_claim
from claims.flow.drafting import pages_of
from claims.flow.missing import MOST_MISSING, TooManyMissing, add_missing, remove_missing
from claims.flow.sheet import Deed, answer, sheet_of, take_back
from claims.flow.way import WORKS, address_after, way_of
from claims.forms import MissingForm, SheetForm, posted
from claims.models import Claim, MissingWork
from claims.steps import ClaimMoved
from claims.views.drafting import MOVED_ON
from claims.views.quota import within_quota_of_answers
from common.htmx import render_page, wants_piece
from common.quotas import TooMany, spend

MOST_ASKED, HOUR = 200, 3600
TOO_MANY = f"A claim may name {MOST_MISSING} missing works. More can be added once it is approved."
TOO_OFTEN = "You have asked for very many works within an hour. Please go on a little later."
WORDS = {
    "mine": "marked as yours",
    "not_mine": "marked as not yours",
    "not_sure": "marked as not sure",
    "": "without an answer",
}
TAKE_BACK = "take_back"
# The latest deed on a sheet, so that it can be taken back.
LATEST = "claims-sheet-latest"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an answer, as `researchers/_sheet_bar.html` says it."""

    done: str
    is_in_vain: bool = False
    refused: tuple[str, ...] = ()
    lost: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota_of_answers
@never_cache
def works(request: SignedInRequest, pk: int) -> HttpResponse:
    """The authorship sheet of a claim; answers are posted here."""
    claim = get_own_claim(request.user, pk)
    if not claim.is_undecided:
        return elsewhere(claim)
    form = SheetForm(posted(request))
    if request.method != "POST":
        return show_works(request, claim)
    is_taking_back = request.POST.get("answer") == TAKE_BACK
    if not is_taking_back and not form.is_valid():
        return show_works(request, claim, form=form, status=422)
    try:
        told = undo_latest(request, claim) if is_taking_back else take_answer(request, claim, form)
    except ClaimMoved:
        messages.warning(request, MOVED_ON)
        return redirect(claim)
    tasks.examine_claim.delay_on_commit(claim.pk)
    if told.is_in_vain or wants_piece(request):
        shown = None if is_taking_back else form
        return show_works(request, claim, form=shown, told=told, status=422 if told.is_in_vain else 200)
    messages.success(request, told.done)
    return redirect(f"{request.get_full_path()}#sheet")


def elsewhere(claim: Claim) -> HttpResponse:
    """Where whoever has got the page says whose the works are; for others where the claim stands."""
    return redirect("researchers:authorship", claim.page.slug) if claim.is_holding else redirect(claim)


def take_answer(request: SignedInRequest, claim: Claim, form: SheetForm) -> Told:
    chosen, said = form.cleaned_data["chosen"], form.cleaned_data["answer"].removeprefix("none")
    deed = answer(claim, chosen, said)
    if deed.before:
        before = {str(pk): former for pk, former in deed.before.items()}
        request.session[LATEST] = {"claim": claim.pk, "said": said, "before": before}
    missing = len(set(chosen)) - deed.works
    lost = f"{missing} of the works chosen are not on your sheet any more." if missing else ""
    return Told(f"{works_are(deed.works)} {WORDS[said]}.", is_in_vain=not deed.works, lost=lost)


def undo_latest(request: SignedInRequest, claim: Claim) -> Told:
    deed = latest_deed(request, claim)
    done = take_back(claim, deed) if deed else 0
    if deed:
        del request.session[LATEST]
    if not done:
        return Told("", is_in_vain=True, lost="There is nothing to take back.")
    return Told(f"{works_are(done)} as before.")


def latest_deed(request: SignedInRequest, claim: Claim) -> Deed | None:
    """What was done last on the sheet of this claim, in this session."""
    kept = request.session.get(LATEST)
    if not kept or kept["claim"] != claim.pk:
        return None
    before = {int(pk): former for pk, former in kept["before"].items()}
    return Deed(len(before), kept["said"], before)


def described(deed: Deed | None) -> str:
    """What taking it back would take back."""
    return f"{works_are(len(deed.before))} {WORDS[deed.said]}" if deed else ""


def works_are(number: int) -> str:
    return "1 work is" if number == 1 else f"{number} works are"


def show_works(
    request: SignedInRequest,
    claim: Claim,
    *,
    form: SheetForm | None = None,
    told: Told | None = None,
    missing_form: MissingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    ticked = form.ticked if form and (told is None or told.is_in_vain) else set()
    missing = list(claim.missing_works.select_related("work").order_by("-pk"))
    context = {
        "claim": claim,
        "way": way_of(claim, WORKS),
        "onward": address_after(claim, WORKS),
        "pages": pages_of(claim),
        "sheet": sheet_of(claim, request.GET.get("page"), chosen=ticked),
        "form": form,
        "answered": told,
        "latest": described(latest_deed(request, claim)),
        "missing": missing,
        "is_waiting": any(one.state == MissingWork.State.WAITING for one in missing),
        "missing_form": missing_form or MissingForm(),
    }
    partial = "missing" if request.GET.get("piece") == "missing" else "sheet"
    return render_page(request, "claims/works.html", context, partial=partial, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def missing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name works that are missing, or take one back."""
    claim = get_own_claim(request.user, pk)
    if not claim.is_undecided:
        return elsewhere(claim)
    if request.method != "POST":
        return redirect(address_of_missing(claim))
    try:
        if number := request.POST.get("remove", ""):
            remove_missing(claim, int(number) if number.isdecimal() and len(number) < 19 else 0)
        elif refused := name_missing(request, claim):
            return show_works(request, claim, missing_form=refused, status=422)
    except ClaimMoved:
        messages.warning(request, MOVED_ON)
        return redirect(claim)
    tasks.examine_claim.delay_on_commit(claim.pk)
    return redirect(address_of_missing(claim))


def name_missing(request: SignedInRequest, claim: Claim) -> MissingForm | None:
    """The form where something speaks against it; None where the works are noted."""
    form = MissingForm(request.POST)
    if not form.is_valid():
        return form
    try:
        spend(f"claims-missing:{request.user.pk}", most=MOST_ASKED, within_seconds=HOUR)
        add_missing(claim, form.cleaned_data["identifiers"].identifiers)
    except TooManyMissing:
        form.add_error("identifiers", TOO_MANY)
    except TooMany:
        form.add_error("identifiers", TOO_OFTEN)
    else:
        return None
    return form


def address_of_missing(claim: Claim) -> str:
    return f"{reverse('claims:works', args=[claim.pk])}#missing"
