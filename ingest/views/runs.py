"""Imports: how far they are, what they set aside, and the way to end or repeat them."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import administrators_only
from accounts.requests import SignedInRequest
from common.htmx import render_page, render_progress
from ingest import tasks
from ingest.access import every_run, get_run, get_run_to_repeat, own_preview_of
from ingest.models import ImportRun, PreviewRow
from ingest.problems import as_csv, as_json_lines, problems_of, reasons_of
from ingest.uploads.folder import UploadGone
from ingest.uploads.forms import HistoryForm
from ingest.uploads.previewing import tie_to_works
from ingest.uploads.submitting import AlreadyDecided, NotRepeatable, can_be_repeated, cancel, repeat
from works.models import Work

RUNS_A_PAGE = 20
PROBLEMS_A_PAGE = 50
WORKS_SHOWN = 10


@require_safe
@administrators_only
@never_cache
def history(request: SignedInRequest) -> HttpResponse:
    """Every import of everybody, the latest first."""
    form = HistoryForm(request.GET)
    runs = every_run(request.user).latest_first().in_state(form.state)
    page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "ingest/history.html", {"page": page, "form": form}, partial="runs")


@require_safe
@login_required
@never_cache
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """One import and its problems; while it runs, the piece asks again every second."""
    chosen = get_run(request.user, pk)
    reason = request.GET.get("reason", "").replace("\0", "")
    problems = problems_of(chosen, reason=reason)
    context = {
        "run": chosen,
        "page": Paginator(problems, PROBLEMS_A_PAGE).get_page(request.GET.get("page")),
        "reason": reason,
        "reasons": reasons_of(chosen) if chosen.finished else [],
        "repeatable": request.user.is_administrator and can_be_repeated(chosen),
        "pace": pace_of(chosen),
        "percent": round(100 * (chosen.done_share or 0)),
        "kept_query": f"?{urlencode({'reason': reason})}" if reason else "",
        "preview": own_preview_of(request.user, chosen),
        "first_works": first_works_of(chosen) if chosen.finished else [],
    }
    return render_progress(request, "ingest/run.html", context, partial="run", ended=chosen.finished)


def first_works_of(chosen: ImportRun) -> list[Work]:
    """The first works of a run that began with a preview."""
    rows = list(PreviewRow.objects.of_run(chosen).importable()[:WORKS_SHOWN])
    tie_to_works(rows)
    return [row.work for row in rows if row.work]


def pace_of(chosen: ImportRun) -> int | None:
    """Records a second, from the start to the last sign of life; nothing before a second has passed."""
    seconds = (chosen.heard_at - chosen.started_at).total_seconds()
    return round(chosen.read / seconds) if seconds >= 1 else None


@require_safe
@login_required
def problems(request: SignedInRequest, pk: int, form: str) -> StreamingHttpResponse:
    """All records set aside, as JSON lines or as a table for a spreadsheet."""
    chosen = problems_of(get_run(request.user, pk), reason=request.GET.get("reason", "").replace("\0", ""))
    lines: Iterator[str] = as_csv(chosen) if form == "csv" else as_json_lines(chosen)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/jsonl; charset=utf-8"
    name = f"import-{pk}-problems.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(lines, content_type=kind, headers=headers)


@require_POST
@login_required
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask an import to end after the batch it is at."""
    chosen = get_run(request.user, pk)
    try:
        cancel(chosen)
    except AlreadyDecided:
        messages.info(request, "This import had ended already.")
    return redirect("ingest:run", pk)


@require_POST
@administrators_only
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import the same file or request once more."""
    chosen = get_run_to_repeat(request.user, pk)
    try:
        repeated = repeat(chosen, by=request.user)
    except UploadGone as gone:
        messages.error(request, str(gone))
    except NotRepeatable:
        messages.error(
            request, "This import is not done yet, or was started by a command: repeat the command."
        )
    else:
        tasks.carry_out.delay_on_commit(repeated.pk)
        return redirect("ingest:run", repeated.pk)
    return redirect("ingest:run", pk)
