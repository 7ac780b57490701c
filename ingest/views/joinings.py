"""Why the statements of a work are taken for one, for those who may say that they are not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from common.htmx import render_page
from ingest.access import get_joining, get_work_to_curate
from ingest.joining.curating import CannotJoin, CannotUndo, join_works, undo_joining
from ingest.uploads.forms import JoinForm
from works.models import Joining


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every joining of the work, undone ones too; a form to join another work to it."""
    work = get_work_to_curate(request.user, slug)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            join_works(work, form.cleaned_data["other"], by=request.user)
        except CannotJoin as error:
            form.add_error("other", str(error))
        else:
            messages.success(request, "The two works are one now.")
            return redirect("ingest:joinings", work.slug)
    context = {"work": work, "form": form, "joinings": Joining.objects.of_work(work)}
    status = 422 if form.errors else 200
    return render_page(request, "ingest/joinings.html", context, partial="joinings", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def undo(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Asks first, then tells the joined statements apart."""
    joining = get_joining(request.user, slug, pk)
    refusal = ""
    if request.method == "POST":
        try:
            separated = undo_joining(joining, by=request.user)
        except CannotUndo as error:
            refusal = str(error)
        else:
            messages.success(request, "They are two works again, and no import will join them.")
            return redirect(separated)
    context = {"joining": joining, "work": joining.work, "refusal": refusal}
    status = 422 if refusal else 200
    return render_page(request, "ingest/undo_joining.html", context, partial="undo", status=status)
