"""The steps of a claim that is not decided: records, evidence, works, sending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from claims import tasks
from claims.access import get_own_claim
from claims.evidence import KINDS
from claims.examination.rules import RULES
from claims.flow import drafting
from claims.flow.asking import Asked, asked_of, is_anything_offered
from claims.flow.way import EVIDENCE, RECORDS, SEND, address_after, way_of
from claims.forms import NO_REASON, ClaimForm, RecordForm, TargetForm, posted
from claims.forms.claiming import LONGEST_TARGET
from claims.models import Claim
from claims.steps import ClaimMoved, EmailNotConfirmed, has_confirmed_email
from claims.views.finding import REFUSALS
from claims.views.quota import within_quota
from common.htmx import render_page
from common.quotas import TooMany

GROUPS = (("One of these can be enough", True), ("These support another piece", False))
TOO_OFTEN = "You have had us look very often within an hour. Please go on a little later; nothing was lost."
MOVED_ON = "This claim has moved on in the meantime. Here is where it stands now."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def records(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page claimed and the further ones."""
    claim = get_own_claim(request.user, pk)
    if not claim.is_undecided:
        return redirect(claim)
    refusal = ""
    form = RecordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            change_records(claim, form)
        except tuple(REFUSALS) as error:
            refusal = REFUSALS[type(error)]
        else:
            tasks.examine_claim.delay_on_commit(claim.pk)
            return redirect("claims:records", claim.pk)
    context = {
        "claim": claim,
        "pages": drafting.pages_of(claim),
        "way": way_of(claim, RECORDS),
        "onward": address_after(claim, RECORDS),
        "refusal": refusal,
    }
    return render(request, "claims/records.html", context, status=422 if request.method == "POST" else 200)


def change_records(claim: Claim, form: RecordForm) -> None:
    deed, record = form.cleaned_data["deed"], form.cleaned_data["record"]
    if deed == RecordForm.MAIN:
        drafting.make_main(claim, record)
    else:
        drafting.remove_record(claim, record)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every kind of evidence: what to do for it, what was found. What is named is posted here."""
    claim = get_own_claim(request.user, pk)
    if not claim.is_live:
        return redirect(claim)
    named = request.POST.get("kind", "")
    if request.method != "POST":
        drafting.look_around(claim)
        return show_evidence(request, claim)
    if named not in KINDS or not KINDS[named].wants_target:
        return show_evidence(request, claim, status=422)
    text = request.POST.get("target", "")
    try:
        if len(text.strip()) > LONGEST_TARGET:
            raise ValueError(f"This is too long: at most {LONGEST_TARGET:,} characters are read.")
        drafting.name_target(claim, KINDS[named], text)
    except ValueError as error:
        return show_evidence(request, claim, refused=(named, text, str(error)), status=422)
    except TooMany:
        return show_evidence(request, claim, refused=(named, text, TOO_OFTEN), status=429)
    except ClaimMoved:
        messages.warning(request, MOVED_ON)
        return redirect(claim)
    tasks.examine_claim.delay_on_commit(claim.pk)
    return redirect(f"{reverse('claims:evidence', args=[claim.pk])}#{named}")


def show_evidence(
    request: SignedInRequest,
    claim: Claim,
    *,
    refused: tuple[str, str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = [one for one in asked_of(claim) if one.is_shown]
    context = {
        "claim": claim,
        "way": way_of(claim, EVIDENCE) if claim.is_undecided else None,
        "groups": [
            (title, [(one, target_form(one, refused)) for one in offered if one.is_strong == is_strong])
            for title, is_strong in GROUPS
        ],
        "asked": offered,
        "rules": RULES,
        "onward": address_after(claim, EVIDENCE) if claim.is_undecided else claim.get_absolute_url(),
        "has_confirmed_email": has_confirmed_email(request.user),
    }
    return render_page(request, "claims/evidence.html", context, partial="asked", status=status)


def target_form(asked: Asked, refused: tuple[str, str, str] | None) -> TargetForm | None:
    """The field for what the kind wants to be named; with what was wrong in it, if that was just sent."""
    if not asked.request.target_label:
        return None
    is_refused = refused and refused[0] == asked.kind.key
    form = TargetForm(
        {"target": refused[1]} if refused and is_refused else None,
        initial={"target": asked.check.target},
        label=asked.request.target_label,
        help_text=asked.request.target_help,
        auto_id=f"{asked.kind.key}-%s",
    )
    if refused and is_refused:
        form.add_error("target", refused[2])
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft in summary, its reason, and the button that sends it."""
    claim = get_own_claim(request.user, pk)
    if not claim.is_draft:
        return redirect(claim)
    drafting.look_around(claim)
    needs_reason = not is_anything_offered(claim)
    form = ClaimForm(posted(request), initial={"reason": claim.reason}, needs_reason=needs_reason)
    if request.method == "POST" and form.is_valid() and sent(request, claim, form):
        messages.success(request, "Your claim has been sent. This page shows what becomes of it.")
        return redirect(claim)
    asked = asked_of(claim)
    context = {
        "claim": claim,
        "way": way_of(claim, SEND),
        "form": form,
        "pages": drafting.pages_of(claim),
        "offered": [one for one in asked if one.is_found or one.check.target],
        "answers": claim.answers.count(),
        "missing": claim.missing_works.count(),
        "has_confirmed_email": has_confirmed_email(request.user),
        "needs_reason": needs_reason,
    }
    return render(request, "claims/send.html", context, status=422 if form.errors else 200)


def sent(request: SignedInRequest, claim: Claim, form: ClaimForm) -> bool:
    """Whether the claim was sent; what speaks against it stands in the form."""
    try:
        drafting.send_claim(claim, by=request.user, reason=form.cleaned_data["reason"])
    except drafting.ReasonNeeded:
        form.add_error("reason", NO_REASON)
    except EmailNotConfirmed:
        form.add_error(None, "Confirm your e-mail address first. Your draft is kept until then.")
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
    else:
        tasks.examine_claim.delay_on_commit(claim.pk)
        return True
    return False
