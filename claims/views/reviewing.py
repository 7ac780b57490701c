"""The review queue of the administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import administrators_only
from accounts.requests import SignedInRequest
from claims.access import get_report
from claims.forms import QueueForm
from claims.reporting import AlreadyClosed, close_report
from claims.review.bulk import DEEDS
from claims.review.figures import figures
from claims.review.queue import queue_of
from common.htmx import render_page


@require_safe
@administrators_only
@never_cache
def review(request: SignedInRequest) -> HttpResponse:
    address = QueueForm(request.GET)
    queue = queue_of(
        request.user, tab=address.chosen, reason=address.chosen_reason, number=request.GET.get("page")
    )
    context = {"queue": queue, "page": queue.page, "figures": figures(), "deeds": DEEDS}
    return render_page(request, "claims/review.html", context, partial="queue")


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
