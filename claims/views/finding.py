"""Finding the pages that are one's own, and beginning a claim with them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from claims.access import get_own_claim
from claims.flow import claiming, drafting
from claims.flow.candidates import Candidates, find_candidates
from claims.flow.way import RECORDS, way_of
from claims.forms import FindForm, RecordsForm, posted
from claims.models import Claim
from claims.steps import ClaimMoved, HoldsAnotherPage, PageTaken
from common.htmx import render_page
from common.quotas import TooMany, spend
from researchers.access import get_researcher
from researchers.models import Researcher

# What one person looks for, and begins, within an hour.
MOST_SEARCHES, MOST_BEGUN, HOUR = 120, 20, 3600

REFUSALS: dict[type[Exception], str] = {
    PageTaken: (
        "A page that you chose cannot be claimed: it belongs to somebody already, was joined to another, is kept in "
        "memory, or is not public."
    ),
    HoldsAnotherPage: "You already have a researcher page, and one person has one page.",
    claiming.AlreadyClaiming: "You have already begun or sent a claim to this page. It is under “Your claims”.",
    claiming.TooManyClaims: (
        f"You have {claiming.MOST_OPEN_CLAIMS} claims that are not decided, as many as one person may have at a "
        "time. Withdraw one of them, or wait for the decision."
    ),
    drafting.TooManyRecords: (
        f"A claim may have {drafting.MOST_FURTHER_RECORDS} further pages, and this would be more."
    ),
    ClaimMoved: "This claim was decided in the meantime. Nothing was changed.",
}
TOO_OFTEN = "You have looked very often within an hour. Please go on a little later; nothing was lost."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def find(request: SignedInRequest) -> HttpResponse:
    """Pages that may be the visitor's; those ticked begin a claim, or come to one (`for`) that is not decided."""
    claim = claim_to_add_to(request)
    form = FindForm(request.GET)
    try:
        found = look(request, form)
    except TooMany:
        return show_found(request, form, None, claim, refusal=TOO_OFTEN, status=429)
    chosen = RecordsForm(posted(request))
    chosen.offer([one.person.slug for one in found.people] if found else [])
    if request.method != "POST":
        return show_found(request, form, found, claim)
    if not chosen.is_valid():
        return show_found(request, form, found, claim, chosen=chosen, status=422)
    try:
        return take(request, claim, chosen.cleaned_data["records"])
    except tuple(REFUSALS) as error:
        refusal = REFUSALS[type(error)]
    except TooMany:
        refusal = TOO_OFTEN
    return show_found(request, form, found, claim, chosen=chosen, refusal=refusal, status=422)


def claim_to_add_to(request: SignedInRequest) -> Claim | None:
    """The claim to which further pages are looked for, if the address names one."""
    number = request.GET.get("for", "")
    return get_own_claim(request.user, int(number)) if number.isdecimal() and len(number) < 19 else None


def look(request: SignedInRequest, form: FindForm) -> Candidates | None:
    if not form.words:
        return None
    spend(f"claims-find:{request.user.pk}", most=MOST_SEARCHES, within_seconds=HOUR)
    return find_candidates(form.words, form.number)


def take(request: SignedInRequest, claim: Claim | None, slugs: list[str]) -> HttpResponse:
    """Begin a claim with these pages, the first being the main one; or add them to the claim."""
    people = {one.slug: one for one in Researcher.objects.public().filter(slug__in=slugs)}
    pages = [people[slug] for slug in slugs if slug in people]
    if not pages:
        raise PageTaken(slugs)
    if claim is None:
        spend(f"claims-begin:{request.user.pk}", most=MOST_BEGUN, within_seconds=HOUR)
        main, *further = pages
        begun = drafting.begin_claim(main, by=request.user, further=further)
        return redirect("claims:records" if further else "claims:evidence", begun.pk)
    drafting.add_records(claim, pages, by=request.user)
    messages.success(request, "Added to your claim.")
    return redirect("claims:records", claim.pk)


def show_found(
    request: SignedInRequest,
    form: FindForm,
    found: Candidates | None,
    claim: Claim | None,
    *,
    chosen: RecordsForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "words": form.words,
        "found": found,
        "claim": claim,
        "way": way_of(claim, RECORDS),
        "chosen": chosen,
        "ticked": chosen.data.getlist("records") if chosen else [],  # type: ignore[attr-defined]
        "taken": records_of(claim),
        "refusal": refusal,
    }
    return render_page(request, "claims/find.html", context, partial="found", status=status)


def records_of(claim: Claim | None) -> set[int]:
    return {page.pk for page in drafting.pages_of(claim)} if claim else set()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a claim with this page; one that was begun is gone on with."""
    researcher = get_researcher(slug)
    begun = request.user.claims.undecided().about(researcher).first()
    if begun:
        return redirect("claims:evidence" if begun.is_draft else "claims:status", begun.pk)
    refusal = ""
    try:
        if request.method == "POST":
            spend(f"claims-begin:{request.user.pk}", most=MOST_BEGUN, within_seconds=HOUR)
            return redirect("claims:evidence", drafting.begin_claim(researcher, by=request.user).pk)
        claiming.refuse_page(researcher, by=request.user)
    except tuple(REFUSALS) as error:
        refusal = REFUSALS[type(error)]
    except TooMany:
        refusal = TOO_OFTEN
    context = {"researcher": researcher, "refusal": refusal, "way": way_of(None, RECORDS)}
    return render(request, "claims/new.html", context, status=422 if request.method == "POST" else 200)
