"""Who looks after a page: asked by the holder, accepted by logging in, ended by either."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.notices import notify
from accounts.requests import SignedInRequest
from claims.auditing import audit
from claims.forms import posted
from claims.forms.rights import DelegateForm
from claims.views.holding import own_page
from claims.views.quota import within_quota
from common.quotas import TooMany, spend
from researchers import delegating
from researchers.editing import PageContested
from researchers.models import Delegate, DelegateAsk, DelegateQuerySet, Researcher

ASKED_A_DAY, DAY = 10, 86_400
THANKS = (
    "If somebody has an account with this address, they are asked, and appear here once they have accepted."
)
TAKEN_BACK = "Taken back. Nobody is asked at this address any more."
FULL = f"{delegating.MOST_DELEGATES} people look after the page: that is as many as there may be."
MANY_ASKED = (
    f"You have asked {delegating.MOST_ASKED} addresses at which nobody has accepted: that is as many as there may be. "
    "Take one of them back first; what you wrote is still here."
)
CONTESTED = "Whose page this is, is disputed. Nobody can be asked to look after it until an administrator has decided."
ACCEPT_LATER = "Whose page this is, is disputed. You can accept once an administrator has decided."
TOO_MANY = f"You can ask {ASKED_A_DAY} people a day. Please continue tomorrow; what you wrote is still here."

REFUSALS: dict[type[Exception], str] = {
    TooMany: TOO_MANY,
    delegating.TooManyAsked: MANY_ASKED,
    delegating.TooManyDelegates: FULL,
    PageContested: CONTESTED,
}


@login_required
@within_quota
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delegates(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same is said whether or not an account has the address: who is asked appears only with their answer."""
    researcher = own_page(request, slug)
    form = DelegateForm(posted(request) if "email" in request.POST else None)
    if request.method == "POST" and "end" in request.POST:
        end_one(request, Delegate.objects.standing().filter(researcher=researcher))
        return redirect("claims:delegates", slug)
    if request.method == "POST" and "take_back" in request.POST:
        take_back(request, researcher)
        return redirect("claims:delegates", slug)
    if request.method == "POST" and form.is_valid():
        try:
            spend(f"delegates:{request.user.pk}", most=ASKED_A_DAY, within_seconds=DAY)
            ask(researcher, form.cleaned_data["email"], by=request.user)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            messages.success(request, THANKS)
            return redirect("claims:delegates", slug)
    context = {
        "researcher": researcher,
        "form": form,
        "delegates": Delegate.objects.acting()
        .filter(researcher=researcher)
        .select_related("user")
        .order_by("id"),
        "asks": asks_of(researcher, by=request.user).order_by("pk"),
        "most": delegating.MOST_DELEGATES,
    }
    return render(request, "claims/delegates.html", context, status=422 if form.errors else 200)


@transaction.atomic
def ask(researcher: Researcher, email: str, *, by: User) -> None:
    """Ask whoever has confirmed this address, if anybody has.

    Raises Http404, TooManyDelegates, TooManyAsked, PageContested.
    """
    # Whether or not anybody has the address.
    hold_page(researcher, by=by)
    delegating.refuse_contested(researcher)
    delegating.refuse_full(researcher)
    email = email.lower()
    delegating.refuse_too_many(asks_of(researcher, by=by), email)
    ask, _ = DelegateAsk.objects.update_or_create(
        researcher=researcher, by=by, email=email, defaults={"asked_at": Now()}
    )
    known = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    address = known.select_related("user").first()
    if address:
        ask_user(ask, address.user, by=by)


def ask_user(ask: DelegateAsk, user: User, *, by: User) -> None:
    """Ask who has the address now; whoever had it when it was asked before is not any more."""
    researcher = ask.researcher
    asked = delegating.ask_delegate(researcher, user, by=by)
    standing = asked or Delegate.objects.standing().filter(researcher=researcher, user=user).first()
    if standing and standing.pk != ask.delegate_id:
        end_asked(ask, by=by)
        DelegateAsk.objects.filter(pk=ask.pk).update(delegate=standing)
    if asked is None:
        return
    audit("delegate.asked", f"delegate:{asked.pk}", by=by, researcher=researcher)
    text = (
        f"{researcher.preferred_name} asks you to look after their researcher page: to edit what it says and to answer "
        "which works are theirs. You may accept or decline."
    )
    notify(
        asked.user, subject="You are asked to look after a researcher page", text=text, path="/delegations/"
    )


@transaction.atomic
def take_back(request: SignedInRequest, researcher: Researcher) -> None:
    """End what was asked of an address alone and not accepted. Nobody is told whether anybody has it."""
    hold_page(researcher, by=request.user)
    ask = one_asked(request, researcher)
    end_asked(ask, by=request.user)
    ask.delete()
    messages.success(request, TAKEN_BACK)


def hold_page(researcher: Researcher, *, by: User) -> None:
    """So that nothing is asked for a page that is lost meanwhile, and answers wait. Raises Http404."""
    try:
        delegating.hold_own(researcher, by)
    except delegating.NotTheirsToGive as error:
        raise Http404("This page is not yours any more.") from error


def end_asked(ask: DelegateAsk, *, by: User) -> None:
    """Who was asked at this address, and nowhere else, is asked no more, whatever address they have by now."""
    asked = delegating.asked_by(ask)
    if asked is None:
        return
    try:
        delegating.end(asked, by=by)
    except delegating.NoLongerAsked:  # They declined a moment ago.
        return
    audit("delegate.ended", f"delegate:{asked.pk}", by=by, researcher=ask.researcher)


def asks_of(researcher: Researcher, *, by: User) -> QuerySet[DelegateAsk]:
    """What the holder asked since they have the page, of whom nobody has accepted."""
    return DelegateAsk.objects.filter(researcher=researcher, by=by, asked_at__gte=F("researcher__claimed_at"))


def one_asked(request: SignedInRequest, researcher: Researcher) -> DelegateAsk:
    """The address meant. Raises Http404."""
    number = request.POST["take_back"]
    found = asks_of(researcher, by=request.user).filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise Http404("There is no such address among those asked.")
    return found


@login_required
@within_quota
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delegations(request: SignedInRequest) -> HttpResponse:
    """The pages that somebody looks after, or is asked to."""
    own = Delegate.objects.standing().filter(user=request.user)
    if request.method == "POST":
        if "end" in request.POST:
            end_one(request, own)
        else:
            accept_one(request, own)
        return redirect("claims:delegations")
    context = {"delegations": own.select_related("researcher").order_by("id")}
    return render(request, "claims/delegations.html", context)


@transaction.atomic
def accept_one(request: SignedInRequest, own: DelegateQuerySet) -> None:
    delegate = one_of(own, request.POST.get("accept", ""))
    try:
        delegating.accept(delegate, by=request.user)
    except delegating.NoLongerAsked:
        messages.warning(request, "You are not asked any more.")
        return
    except PageContested:
        messages.warning(request, ACCEPT_LATER)
        return
    except delegating.TooManyDelegates:
        messages.warning(request, FULL)
        return
    audit("delegate.accepted", f"delegate:{delegate.pk}", by=request.user, researcher=delegate.researcher)
    messages.success(request, "You look after the page now.")


@transaction.atomic
def end_one(request: SignedInRequest, among: DelegateQuerySet) -> None:
    delegate = one_of(among, request.POST.get("end", ""))
    try:
        delegating.end(delegate, by=request.user)
    except delegating.NoLongerAsked:
        messages.warning(request, "It was ended already.")
        return
    audit("delegate.ended", f"delegate:{delegate.pk}", by=request.user, researcher=delegate.researcher)
    messages.success(request, "It is ended.")


def one_of(among: DelegateQuerySet, number: str) -> Delegate:
    """The one meant, out of those that they may answer for. Raises Http404."""
    found = among.select_related("researcher").filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise Http404("There is no such delegate.")
    return found
