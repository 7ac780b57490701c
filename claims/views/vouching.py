"""Vouching for somebody, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from claims import tasks, vouching
from claims.access import get_claim_of_link
from claims.forms import VouchForm, posted
from claims.models import Claim, Vouch
from claims.views.quota import within_quota
from researchers.access import get_researcher
from researchers.models import Researcher

REFUSALS: dict[type[vouching.CannotVouch], str] = {
    vouching.NobodyToVouchFor: "Nobody has an approved claim to this page, so there is nobody to vouch for.",
    vouching.OwnPage: "This is your own page. Nobody vouches for themselves.",
    vouching.NotVerified: (
        "Only verified researchers can vouch: those who have a page by an approved claim, and a confirmed primary "
        "e-mail address."
    ),
    vouching.VerifiedByVouches: (
        "Your own claim was approved because others vouch for you. Who rests on vouches cannot give any."
    ),
    vouching.NoInstitution: (
        "Vouching needs a confirmed e-mail address at an institution that is printed beside your name on your works. "
        "Add one to your account and confirm it; it need not be the primary one."
    ),
    vouching.AlreadyVouched: "You vouch for this person already.",
    vouching.TooManyStanding: (
        f"{vouching.MOST_STANDING} of your vouches stand, as many as one person may give. Take one back first."
    ),
    vouching.TooManyGiven: (
        f"You have vouched {vouching.MOST_GIVEN} times within {vouching.GIVEN_WITHIN.days} days, as often as one may. "
        "Taking one back does not change that; please come back later."
    ),
}


LIMITS = {
    "years": vouching.LASTS.days // 365,
    "most_given": vouching.MOST_GIVEN,
    "given_within": vouching.GIVEN_WITHIN.days,
    "most_standing": vouching.MOST_STANDING,
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def vouch(request: SignedInRequest, slug: str) -> HttpResponse:
    researcher = get_researcher(slug)
    try:
        claim = vouching.claim_behind(researcher)
    except vouching.NobodyToVouchFor:
        claim = None
    return ask(request, researcher, claim)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def vouch_by_link(request: SignedInRequest, token: str) -> HttpResponse:
    """The page behind the link that a claimant sends to a colleague. It shows the claimed page, and nothing else."""
    claim = get_claim_of_link(token)
    return ask(request, claim.page, claim, by_link=True)


def ask(
    request: SignedInRequest, page: Researcher, claim: Claim | None, *, by_link: bool = False
) -> HttpResponse:
    form = VouchForm(posted(request))
    refusal = ""
    try:
        if claim is None:
            raise vouching.NobodyToVouchFor(page)
        if request.method == "POST" and form.is_valid():
            vouching.vouch_for(claim, by=request.user, statement=form.cleaned_data["statement"])
            tasks.examine_claim.delay_on_commit(claim.pk)
            messages.success(request, f"You vouch for {page.preferred_name}.")
            return redirect("claims:vouches")
        vouching.refuse_vouch_for(claim, by=request.user)
    except tuple(REFUSALS) as error:
        refusal = REFUSALS[type(error)]
    context = {
        "researcher": page,
        "form": form,
        "refusal": refusal,
        "by_link": by_link,
        "left": min(vouching.left_lately(request.user), vouching.left_standing(request.user)),
        **LIMITS,
    }
    return render(request, "claims/vouch.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@login_required
@never_cache
def vouches(request: SignedInRequest) -> HttpResponse:
    return render(request, "claims/vouches.html", {"vouches": request.user.vouches.for_list()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@within_quota
@never_cache
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a vouch back. Asked for without that, as after signing in, it leads to the list."""
    given = Vouch.objects.given_by(request.user).for_list().filter(pk=pk).first()
    if given is None:
        raise Http404("You have given no such vouch.")
    if request.method == "POST":
        take_back(request, given)
    return redirect("claims:vouches")


def take_back(request: SignedInRequest, given: Vouch) -> None:
    try:
        vouching.withdraw_vouch(given, by=request.user)
    except vouching.AlreadyTakenBack:
        messages.warning(request, "You have taken this back already.")
    else:
        messages.success(request, "You do not vouch for them any more.")
