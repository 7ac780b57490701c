"""Curation: what administrators decide about who is who, each step looked at before it is taken."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import administrators_only
from accounts.requests import SignedInRequest
from claims.forms import posted
from common.htmx import render_page
from pages.curation.choice import Choice, refuse_too_many
from pages.curation.deeds import LookFirst, accept_proposal, undo_decision
from pages.curation.forms import LogForm, OtherForm, ReasonForm, WorksForm, chosen_works, number_in, slug_in
from pages.curation.remembering import forget, remember, remembered
from pages.curation.touching import touched_by_merge
from researchers.access import Moved, get_page_to_curate, same_page_of
from researchers.answering import AttributedElsewhere
from researchers.curation import merging
from researchers.curation.accepting import decline
from researchers.curation.distinguishing import distinguish, plan_distinction
from researchers.curation.holding import refuse_own
from researchers.curation.moving import move, plan_division, split
from researchers.curation.plans import Plan, Record
from researchers.curation.refusals import CannotCurate
from researchers.curation.rejecting import plan_rejection, reject
from researchers.curation.seen import ChangedSince, mark_of, mark_of_undoing
from researchers.curation.telling import name_url, told_in_full
from researchers.curation.undoing import fresh, pages_of, reversal_of
from researchers.models import Attribution, IdentityEvent, IdentityEventQuerySet, Researcher
from works.models import Authorship

LINES_A_PAGE, PROPOSALS_A_PAGE, WORKS_NAMED, MOST_NAMESAKES = 30, 30, 50, 10

View = Callable[..., HttpResponse]


def is_goodbye(request: SignedInRequest) -> bool:
    """Whether the browser sent this as somebody left a form: nobody looks at the answer (`static/js/credence.js`)."""
    return "leaving" in request.POST


def of_page(view: View) -> View:
    """The page to curate. What was sent for one that was merged meanwhile is not done to another."""

    @wraps(view)
    def guarded(request: SignedInRequest, slug: str) -> HttpResponse:
        try:
            return view(request, get_page_to_curate(slug))
        except Moved as moved:
            if request.method != "POST":  # not for an hour, as other pages lead on: it may be undone here
                return redirect(same_page_of(request, moved.researcher))
            if is_goodbye(request):
                return HttpResponse(status=204)
            messages.warning(request, "The page was merged into this one meanwhile. Nothing was changed.")
            return redirect("pages:curation", moved.researcher.slug)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
@of_page
def works(request: SignedInRequest, page: Researcher) -> HttpResponse:
    """The works of a page, to choose from; people it may be taken for; what was decided so far.

    Sent by POST when others are to be shown, so that what is chosen stays so, or when somebody leaves
    the page; it changes nothing but what is remembered.
    """
    if request.method == "POST":
        return remember_choice(request, page)
    kept = remembered(request.session, page)
    choice = Choice(page, request.GET, kept.works)
    return render(request, "pages/curation/works.html", hub(page, choice, WorksForm(initial=kept.said)))


def remember_choice(request: SignedInRequest, page: Researcher) -> HttpResponse:
    choice = Choice(page, request.POST, chosen_works(request.POST.getlist("works")))
    remember(request.session, page, choice.theirs, request.POST)
    if choice.wants_look:
        return redirect("pages:curation_divide", page.slug, preserve_request=True)
    if choice.refusal:
        messages.warning(request, choice.refusal)
    if is_goodbye(request):
        return HttpResponse(status=204)
    return redirect(f"{reverse('pages:curation', args=[page.slug])}?{choice.query}#works")


def hub(page: Researcher, choice: Choice, form: WorksForm) -> dict:
    namesakes = list(Researcher.objects.named_like(page).largest_first()[: MOST_NAMESAKES + 1])
    return {
        "researcher": page,
        "form": form,
        "other": OtherForm(),
        "choice": choice,
        "namesakes": namesakes[:MOST_NAMESAKES],
        "more_namesakes": len(namesakes) > MOST_NAMESAKES,
        "names_url": name_url(page.name_key),
        "proposed": Attribution.objects.proposed().to_page(page.slug).count(),
        "events": told_in_full(IdentityEvent.objects.about(page))[:10],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
@of_page
def divide(request: SignedInRequest, page: Researcher) -> HttpResponse:
    """First sent, a preview; sent again with it, the deed. Whoever comes here otherwise chooses works first."""
    if request.method != "POST":
        return redirect(reverse("pages:curation", args=[page.slug]) + "#works")
    form = WorksForm(request.POST)
    chosen = chosen_works(request.POST.getlist("works"))
    remember(request.session, page, chosen, request.POST)
    if form.is_valid():
        try:
            plan = plan_of(request, page, form, chosen)
            if "confirmed" in request.POST:
                return divided(request, page, form, chosen)
        except ChangedSince as changed:
            return preview_of_division(request, page, form, chosen, plan, changed)
        except CannotCurate as error:
            form.add_error(None, str(error))
        else:
            return preview_of_division(request, page, form, chosen, plan)
    context = hub(page, Choice(page, request.POST, chosen), form)
    return render(request, "pages/curation/works.html", context, status=422)


def plan_of(request: SignedInRequest, page: Researcher, form: WorksForm, chosen: list[int]) -> Plan:
    """What would change. Raises CannotCurate."""
    said = form.cleaned_data
    refuse_too_many(chosen)
    refuse_own(request.user, page, said["to"])
    if said["deed"] == WorksForm.REJECT:
        return plan_rejection(page, chosen, by=request.user)
    kind = IdentityEvent.Kind.SPLIT if said["deed"] == WorksForm.SPLIT else IdentityEvent.Kind.MOVE
    return plan_division(kind, page, chosen, said["to"], by=request.user, name=said["name"])


def preview_of_division(
    request: SignedInRequest,
    page: Researcher,
    form: WorksForm,
    chosen: list[int],
    plan: Plan,
    changed: ChangedSince | None = None,
) -> HttpResponse:
    context = {
        "researcher": page,
        "form": form,
        "said": form.cleaned_data,
        "chosen": chosen,
        "plan": plan,
        "mark": mark_of(plan),
        "changed": changed,
        "authorships": Authorship.objects.among(chosen).for_decision()[:WORKS_NAMED],
        "total": plan.listed,
    }
    return render(request, "pages/curation/divide.html", context, status=422 if changed else 200)


def divided(request: SignedInRequest, page: Researcher, form: WorksForm, chosen: list[int]) -> HttpResponse:
    said = form.cleaned_data
    by, reason, seen = request.user, said["reason"], request.POST["confirmed"]
    if said["deed"] == WorksForm.REJECT:
        event = reject(page, chosen, by=by, reason=reason, seen=seen)
    elif said["deed"] == WorksForm.SPLIT:
        event = split(page, chosen, to=said["to"], name=said["name"], by=by, reason=reason, seen=seen)
    else:
        event = move(page, chosen, to=said["to"], by=by, reason=reason, seen=seen)
    forget(request.session, page)
    messages.success(request, "Done. It can be undone here at any time.")
    return redirect("pages:curation_decision", event.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
@of_page
def merge(request: SignedInRequest, page: Researcher) -> HttpResponse:
    """This page into another: what that touches, then the deed."""
    other = OtherForm(request.GET if "other" in request.GET else None)
    if not other.is_valid():
        return ask_for_other(request, page, other, "merge")
    into = other.cleaned_data["other"]
    form = ReasonForm(posted(request))
    plan, refusal, changed = None, "", None
    try:
        refuse_own(request.user, page, into)
        plan = merging.plan_merge(page, into)
        if request.method == "POST" and form.is_valid():
            event = merging.merge(page, into=into, **said_by(request, form))
            messages.success(request, "The two pages are one now. It can be undone here at any time.")
            return redirect("pages:curation_decision", event.pk)
    except ChangedSince as error:
        changed = error
    except CannotCurate as error:
        refusal = str(error)
    context = {
        "researcher": page,
        "into": into,
        "asked": slug_in(request.GET["other"].strip()),
        "form": form,
        "plan": plan,
        "mark": mark_of(plan) if plan else "",
        "changed": changed,
        "refusal": refusal,
        "touched": touched_by_merge(page, into),
    }
    status = status_of(request, form, changed or refusal)
    return render(request, "pages/curation/merge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
@of_page
def tell_apart(request: SignedInRequest, page: Researcher) -> HttpResponse:
    """That two pages are two people, for good."""
    other = OtherForm(request.GET if "other" in request.GET else None)
    if not other.is_valid():
        return ask_for_other(request, page, other, "tell apart")
    stranger = other.cleaned_data["other"]
    form = ReasonForm(posted(request))
    plan, refusal, changed = None, "", None
    try:
        refuse_own(request.user, page, stranger)
        plan = plan_distinction(page, stranger)
        if request.method == "POST" and form.is_valid():
            event = distinguish(page, stranger, **said_by(request, form))
            messages.success(request, "They are told apart, and nothing will merge them.")
            return redirect("pages:curation_decision", event.pk)
    except ChangedSince as error:
        changed = error
    except CannotCurate as error:
        refusal = str(error)
    context = {
        "researcher": page,
        "other": stranger,
        "form": form,
        "mark": mark_of(plan) if plan else "",
        "changed": changed,
        "refusal": refusal,
    }
    status = status_of(request, form, changed or refusal)
    return render(request, "pages/curation/tell_apart.html", context, status=status)


def ask_for_other(request: SignedInRequest, page: Researcher, form: OtherForm, deed: str) -> HttpResponse:
    context = {"researcher": page, "form": form, "deed": deed}
    return render(request, "pages/curation/other.html", context, status=422 if form.errors else 200)


def said_by(request: SignedInRequest, form: ReasonForm) -> dict[str, Any]:
    """Who decides, why, and what they saw of it before."""
    return {
        "by": request.user,
        "reason": form.cleaned_data["reason"],
        "seen": request.POST.get("seen", ""),
    }


def status_of(request: SignedInRequest, form: ReasonForm, refusal: str | CannotCurate) -> int:
    return 422 if request.method == "POST" and (form.errors or refusal) else 200


@require_safe
@administrators_only
@never_cache
def log(request: SignedInRequest) -> HttpResponse:
    """Every decision, the latest first."""
    form = LogForm(request.GET, auto_id="log-%s")
    lines = Paginator(told_in_full(filtered(form.chosen)), LINES_A_PAGE)
    page = lines.get_page(request.GET.get("page"))
    return render_page(request, "pages/curation/log.html", {"form": form, "page": page}, partial="lines")


def filtered(chosen: dict[str, str]) -> IdentityEventQuerySet:
    return (
        IdentityEvent.objects.of_kind(chosen.get("kind", ""))
        .in_force(chosen.get("stands", ""))
        .on_page(chosen.get("page_of", ""))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One line of the log: what it changed, what undoing it would change, and the undoing."""
    event = get_object_or_404(told_in_full(IdentityEvent.objects.all()), pk=pk)
    form = ReasonForm(posted(request))
    back, mark, refusal, changed = 0, "", "", None
    try:
        refuse_own(request.user, *pages_of(event))
        now = fresh(event)
        changes = reversal_of(now)
        back = len({change.authorship for change in changes if change.after})
        mark = mark_of_undoing(now, changes)
        if request.method == "POST" and form.is_valid():
            undoing = undo_decision(event, **said_by(request, form))
            messages.success(request, "Undone: what stood before stands again.")
            return redirect("pages:curation_decision", undoing.pk)
    except ChangedSince as error:
        changed = error
    except CannotCurate as error:
        refusal = str(error)
    authorships = {change.authorship for change in Record.read(event.details).changes}
    context = {
        "event": event,
        "form": form,
        "refusal": refusal,
        "changed": changed,
        "mark": mark,
        "back": back,
        "authorships": Authorship.objects.among(authorships).for_decision()[:WORKS_NAMED],
        "total": len(authorships),
    }
    status = status_of(request, form, changed or refusal)
    return render(request, "pages/curation/decision.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@never_cache
def proposals(request: SignedInRequest) -> HttpResponse:
    """What the matcher is not sure of, the likeliest first."""
    if request.method == "POST":
        return answer(request)
    to = request.GET.get("to", "")
    rows = Paginator(Attribution.objects.proposed().to_page(to).for_proposals(), PROPOSALS_A_PAGE)
    context = {"page": rows.get_page(request.GET.get("page")), "to": to}
    return render_page(request, "pages/curation/proposals.html", context, partial="listed")


def answer(request: SignedInRequest) -> HttpResponse:
    number, seen_on = (number_in(request.POST.get(name, "")) for name in ("proposal", "seen_on"))
    deeds: dict[str, Callable[..., None]] = {
        "accept": partial(accept_proposal, seen_on=seen_on),
        "decline": decline,
    }
    deed = deeds.get(request.POST.get("answer", ""))
    if deed is None:
        raise Http404
    try:
        proposal = Attribution.objects.in_bulk([number]).get(number)
        if proposal is None:
            raise CannotCurate("The matcher has changed its mind about this meanwhile.")
        deed(proposal, by=request.user)
    except LookFirst as look:
        return look_at_merging(request, look)
    except (CannotCurate, AttributedElsewhere) as error:
        words = str(error) if isinstance(error, CannotCurate) else "The name is somebody else's by now."
        messages.warning(request, f"{words} Nothing was changed.")
    else:
        messages.success(request, "Decided. It can be undone from the log.")
    page, to = number_in(request.GET.get("page", "")), request.GET.get("to", "")
    query = urlencode(({"to": to} if to else {}) | ({"page": page} if page > 1 else {}))
    return redirect(reverse("pages:curation_proposals") + (f"?{query}" if query else ""))


def look_at_merging(request: SignedInRequest, look: LookFirst) -> HttpResponse:
    messages.info(
        request,
        f"The page {look.away.slug} lists nothing else, and people have to do with it. "
        "Look at what merging it would change; nothing was changed yet.",
    )
    address = reverse("pages:curation_merge", args=[look.away.slug])
    return redirect(f"{address}?other={look.into.slug}")
