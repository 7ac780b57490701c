"""What an administrator says about the evidence of a claim, on the screen where it is decided."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import administrators_only
from accounts.models import User
from accounts.requests import SignedInRequest
from claims.access import get_claim, get_evidence
from claims.forms import WEIGHING, CheckForm
from claims.models import Claim
from claims.review import weighing
from claims.review.refusals import REFUSALS as REFUSED_DECISIONS
from claims.steps import ClaimMoved, OwnClaim
from claims.views.deciding import show_case

Deed = Callable[[Claim, User, dict[str, Any]], object]
DEEDS: dict[str, Deed] = {
    "check": lambda claim, by, said: weighing.look_again(claim, by=by),
    "seen": lambda claim, by, said: weighing.record_seen(claim, by=by, **said),
    "end": lambda claim, by, said: weighing.end_evidence(
        get_evidence(claim, said["piece"]), by=by, reason=said["reason"]
    ),
    "let_in": lambda claim, by, said: weighing.let_in_again(get_evidence(claim, said["piece"]), by=by),
    "confirm": lambda claim, by, said: weighing.confirm_identity(claim, by=by, note=said["note"]),
    "doubt": lambda claim, by, said: weighing.withdraw_identity(claim, by=by, reason=said["reason"]),
}
DONE = {
    "check": "Looked again. Below is what was found.",
    "seen": "Written down. It counts for two years.",
    "end": "Ended. The claimant is told why.",
    "let_in": "It may count again, and was looked for.",
    "confirm": "The identity is confirmed.",
    "doubt": "The identity is not confirmed any more. The claimant is told why.",
}
REFUSALS: dict[type[Exception], str] = {
    OwnClaim: REFUSED_DECISIONS[OwnClaim],
    ClaimMoved: REFUSED_DECISIONS[ClaimMoved],
    weighing.AlreadyEnded: "This piece has ended in the meantime. Nothing was changed.",
    weighing.NotSetAside: "This piece may count again already. Nothing was changed.",
    weighing.OwnWord: "One of the two kinds is what you saw yourself, so another administrator confirms the identity.",
    weighing.NotEnoughEvidence: "Fewer than two kinds of strong evidence count by now. Nothing was changed.",
    weighing.AlreadyConfirmed: "Somebody else has confirmed the identity already.",
    weighing.NotConfirmed: "Somebody else has taken the confirmation back already.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def weigh(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = get_claim(pk)
    deed = request.POST.get("deed", "")
    if request.method == "POST":
        form = form_of(deed, claim, request.POST)
        if not done(claim, deed, form, by=request.user):
            return show_case(request, get_claim(pk), refused=(deed, form))
        messages.success(request, DONE[deed])
    return redirect(f"{reverse('claims:decide', args=[pk])}#evidence")


def form_of(deed: str, claim: Claim, posted: QueryDict) -> forms.Form:
    """The form that was sent; one that only complains where there is no such deed."""
    if deed not in WEIGHING:
        form = CheckForm(posted)
        form.add_error(None, "Choose what to do.")
        return form
    return WEIGHING[deed](posted, prefix=deed)


def done(claim: Claim, deed: str, form: forms.Form, *, by: User) -> bool:
    """Whether what was sent is carried out; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        DEEDS[deed](claim, by, form.cleaned_data)
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
        return False
    return True
