"""Several claims of the queue at once: first the list and the words, then what became of each."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import administrators_only
from accounts.requests import SignedInRequest
from claims.forms import BulkForm, ChoiceForm
from claims.models import Claim
from claims.review.bulk import DEEDS, Said, do_for_all
from claims.review.freshness import last_event


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def bulk(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("claims:review")
    choice = ChoiceForm(request.POST)
    if not choice.is_valid():
        return render(request, "claims/bulk.html", {"choice": choice}, status=422)
    deed, chosen = choice.cleaned_data["deed"], choice.cleaned_data["claims"]
    if not DEEDS[deed].is_decision:
        outcome = do_for_all(deed, dict.fromkeys(chosen, 0), by=request.user, said=Said())
        return render(request, "claims/bulk_done.html", {"outcome": outcome})
    is_sent = request.POST.get("confirmed") == "yes"
    form = BulkForm(request.POST if is_sent or "fill" in request.POST else None, deed=deed)
    if "fill" in request.POST:
        form = BulkForm(initial=form.with_text(), deed=deed)
    elif is_sent and form.is_valid():
        said = Said(form.cleaned_data["note"], form.cleaned_data.get("code", ""))
        outcome = do_for_all(deed, seen_of(request.POST, chosen), by=request.user, said=said)
        return render(request, "claims/bulk_done.html", {"outcome": outcome})
    return confirm(request, deed, chosen, form)


def confirm(request: SignedInRequest, deed: str, chosen: list[int], form: BulkForm) -> HttpResponse:
    """The list of what was chosen, and the words that go to each."""
    claims = list(Claim.objects.sent().for_bulk().filter(pk__in=chosen))
    context = {
        "key": deed,
        "deed": DEEDS[deed],
        "claims": [(claim, last_event(claim)) for claim in claims],
        "missing": len(chosen) - len(claims),
        "form": form,
    }
    return render(request, "claims/bulk.html", context, status=422 if form.errors else 200)


def seen_of(said: QueryDict, chosen: list[int]) -> dict[int, int]:
    """By claim: the last line of its log when the list was shown."""
    numbers = {pk: said.get(f"seen-{pk}", "") for pk in chosen}
    return {pk: int(seen) if seen.isdecimal() and len(seen) < 19 else 0 for pk, seen in numbers.items()}
