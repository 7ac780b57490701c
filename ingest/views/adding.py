"""Add my works: paste identifiers or upload a file, and see one's own imports."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from common.htmx import render_page
from ingest import tasks
from ingest.access import own_previews, own_runs
from ingest.cleaning import clean_text
from ingest.live.pasting import read_pasted
from ingest.live.wanted import InvalidRequest
from ingest.models import ImportPreview
from ingest.uploads.forms import PasteForm, UploadForm, largest_for
from ingest.uploads.receiving import IntoFolder
from ingest.uploads.submitting import TooMany, open_preview, upload_request

ROWS_A_PAGE = 20
NOT_FOUND = (
    "No DOI, arXiv id or ORCID iD was found in this. "
    "They look like 10.1234/abc, 2205.07141 and 0000-0002-1825-0097."
)


@require_safe
@login_required
@never_cache
def index(request: SignedInRequest) -> HttpResponse:
    """Both forms, and what one has under way or has added before."""
    return show(request)


def show(
    request: SignedInRequest, *, paste: PasteForm | None = None, upload: UploadForm | None = None
) -> HttpResponse:
    """The page, with a form that was refused if there is one."""
    user = request.user
    context = {
        "paste_form": paste or PasteForm(),
        "upload_form": upload or UploadForm(largest=largest_for(user)),
        "refused": paste or upload,
        "previews": own_previews(user).undecided().latest_first(),
        "page": Paginator(own_runs(user).latest_first(), ROWS_A_PAGE).get_page(request.GET.get("page")),
    }
    status = 422 if paste or upload else 200
    return render_page(request, "ingest/index.html", context, partial="runs", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def paste(request: SignedInRequest) -> HttpResponse:
    """Have what somebody pasted looked up; the answer is a preview."""
    if request.method != "POST":
        return redirect("ingest:index")
    form = PasteForm(request.POST)
    if form.is_valid() and (preview := ask_for(form, request.user)):
        return redirect(preview)
    return show(request, paste=form)


def ask_for(form: PasteForm, user: User) -> ImportPreview | None:
    """The preview of what the services know of it, or nothing and an error in the form."""
    pasted = read_pasted(form.cleaned_data["text"])
    try:
        wanted = pasted.request()
    except InvalidRequest as error:
        found = pasted.orcids or pasted.dois or pasted.arxiv_ids
        form.add_error("text", f"{capfirst(str(error))}." if found else NOT_FOUND)
        return None
    return opened(
        form,
        user,
        kind=ImportPreview.Kind.FETCH,
        source=str(wanted),
        request=wanted.as_json(),
        not_understood=pasted.not_understood,
    )


def opened(form: PasteForm | UploadForm, user: User, **facts: Any) -> ImportPreview | None:
    """A preview that a worker takes up at once, or nothing and the reason in the form."""
    try:
        preview = open_preview(user, **facts)
    except TooMany as error:
        form.add_error(None, str(error))
        return None
    tasks.look_at.delay_on_commit(preview.pk)
    return preview


# Exempt until the size of the file is bounded: the check itself would read the whole request.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a file and have it looked at; the answer is a preview."""
    if request.method != "POST":
        return redirect("ingest:index")
    receiver = IntoFolder(request, limit=largest_for(request.user))
    request.upload_handlers = [receiver]
    try:
        return take_file(request, receiver)
    finally:
        receiver.forget_unused()


@csrf_protect
def take_file(request: SignedInRequest, receiver: IntoFolder) -> HttpResponse:
    """The file lies on disk by now, or was too large for that."""
    user = request.user
    posted, files = request.POST, request.FILES
    form = UploadForm(posted, files, largest=largest_for(user), too_large=receiver.too_large)
    if form.is_valid() and (preview := look_into(form, user)):
        receiver.used = True
        return redirect(preview)
    return show(request, upload=form)


def look_into(form: UploadForm, user: User) -> ImportPreview | None:
    """The preview of the file, or nothing and an error in the form."""
    stored = form.cleaned_data["file"]
    name = clean_text(stored.name) or "file"
    return opened(
        form,
        user,
        kind=ImportPreview.Kind.UPLOAD,
        source=name,
        request=upload_request(stored.stored_name, name, user),
        format_name=form.cleaned_data["format"],
    )
