"""Search: one box for researchers, works and topics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.htmx import render_page
from pages.forms import LONGEST_QUERY, SearchFilter, cleaned_query
from pages.searching import destination, results_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = cleaned_query(request.GET.get("q", ""))
    if not text:
        return render(request, "pages/search.html", {"text": ""})
    if len(text) > LONGEST_QUERY:
        context = {"text": text[:LONGEST_QUERY], "longest": LONGEST_QUERY}
        return render(request, "pages/search.html", context, status=422)
    if known := destination(text):
        return redirect(known)
    results = results_of(text, SearchFilter(request.GET, auto_id="search-%s"))
    context = {"text": text, "results": results}
    return render_page(request, "pages/search.html", context, partial="results")
