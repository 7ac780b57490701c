"""What the record is made of, and what it does not know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.record import holdings


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about_data.html", {"record": holdings()})
