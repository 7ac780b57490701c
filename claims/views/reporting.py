"""A report of an error, from anybody."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims.forms import ReportForm, posted
from claims.reporting import REPORTS_AN_HOUR, TooManyReports, report_error
from researchers.access import get_researcher
from researchers.models import Researcher

TOO_MANY = (
    f"{REPORTS_AN_HOUR} reports an hour are accepted from one network address. "
    "Your text is still here: please send it later."
)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    researcher = get_researcher(slug)
    form = ReportForm(posted(request), initial=known_address(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                accept(request, researcher, form)
            except TooManyReports:
                form.add_error(None, TOO_MANY)
                status = 429
            else:
                messages.success(request, "Thank you. An administrator will look at it.")
                return redirect(researcher)
    return render(request, "claims/report.html", {"researcher": researcher, "form": form}, status=status)


def accept(request: HttpRequest, researcher: Researcher, form: ReportForm) -> None:
    """Keep the report, unless a program sent it: that one gets the same thanks, so that it learns nothing."""
    if form.filled_by_a_program:
        return
    report_error(
        researcher,
        message=form.cleaned_data["message"],
        email=form.cleaned_data["email"],
        by=request.user if request.user.is_authenticated else None,
        address=get_adapter().get_client_ip(request),
    )


def known_address(request: HttpRequest) -> dict[str, str]:
    return {"email": request.user.email} if request.user.is_authenticated else {}
