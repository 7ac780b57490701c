"""Search: one box for researchers, works, topics, institutions and venues."""

import logging

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from common.htmx import render_page
from common.quotas import TooMany, spend
from common.remembering import UNREACHABLE
from pages.forms import LONGEST_QUERY, cleaned_query
from pages.search_form import SearchFilter
from pages.searching import destination, results_of
from pages.suggesting import suggestions_for

# Somebody who types without a stop asks for five suggestions a second, and several may share an address.
MOST_SUGGESTIONS, MINUTE = 1200, 60
LONGEST_BEGINNING = 100

logger = logging.getLogger(__name__)


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


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """A list of options for the search boxes, the same for everybody; browsers keep it for some seconds."""
    try:
        spend(
            f"suggestions:{get_adapter().get_client_ip(request)}",
            most=MOST_SUGGESTIONS,
            within_seconds=MINUTE,
        )
    except TooMany as refused:
        return HttpResponse(status=429, headers={"Retry-After": str(refused.seconds)})
    except UNREACHABLE as error:  # without a count there is no quota, and nobody needs suggestions
        logger.warning("No suggestions without the cache: %s", error)
        return render(request, "pages/suggestions.html", {"groups": []})
    text = cleaned_query(request.GET.get("q", ""))[:LONGEST_BEGINNING]
    response = render(request, "pages/suggestions.html", {"groups": suggestions_for(text)})
    # They name people: what is hidden must not be told on by caches between.
    patch_cache_control(response, private=True, max_age=30)
    return response
