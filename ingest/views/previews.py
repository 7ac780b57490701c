"""What importing would do, before anything is written; then yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from common.htmx import render_progress
from ingest import tasks
from ingest.access import get_preview
from ingest.models import ImportPreview, PreviewRow
from ingest.uploads.folder import UploadGone
from ingest.uploads.forms import RowsForm
from ingest.uploads.previewing import tie_to_works
from ingest.uploads.submitting import AlreadyDecided, accept, discard

ROWS_A_PAGE = 50
MOVED_ON = "This was decided in the meantime. Here is where it stands now."


@require_safe
@login_required
@never_cache
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """While it is being made, the piece asks again every second."""
    chosen = get_preview(request.user, pk)
    outcome = RowsForm(request.GET).outcome
    page = Paginator(chosen.rows.for_page(outcome), ROWS_A_PAGE).get_page(request.GET.get("page"))
    if chosen.state == ImportPreview.State.IMPORTED:
        tie_to_works(page.object_list)
    context = {
        "preview": chosen,
        "page": page,
        "outcome": outcome,
        "outcomes": outcomes_of(chosen),
        "nouns": "work,works" if chosen.only_works else "record,records",
    }
    return render_progress(request, "ingest/preview.html", context, partial="preview", ended=chosen.made)


def outcomes_of(chosen: ImportPreview) -> list[tuple[str, str, int]]:
    """Outcomes that occur, in words, with how many records have them."""
    return [
        (outcome.value, outcome.label, count)
        for outcome in PreviewRow.Outcome
        if (count := chosen.counts.get(outcome.value, 0))
    ]


@require_POST
@login_required
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import what the preview shows."""
    chosen = get_preview(request.user, pk)
    try:
        run = accept(chosen, by=request.user)
    except AlreadyDecided:
        messages.info(request, MOVED_ON)
        return redirect(chosen)
    except UploadGone as gone:
        messages.error(request, str(gone))
        return redirect("ingest:index")
    tasks.carry_out.delay_on_commit(run.pk)
    return redirect("ingest:run", run.pk)


@require_POST
@login_required
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget it: nothing was written."""
    chosen = get_preview(request.user, pk)
    try:
        discard(chosen)
    except AlreadyDecided:
        messages.info(request, MOVED_ON)
        return redirect(chosen)
    messages.success(request, "Discarded. Nothing was imported, and what you sent is deleted.")
    return redirect("ingest:index")
