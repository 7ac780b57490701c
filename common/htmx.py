"""One view for a page and its piece."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

HTMX_STOP_POLLING = 286


def htmx_of(request: HttpRequest) -> HtmxDetails:
    """What htmx says about this request; django-htmx's middleware hangs it there."""
    return cast(HtmxDetails, vars(request)["htmx"])


def wants_piece(request: HttpRequest) -> bool:
    """Whether htmx asked for a piece: boosted links and history restores need the whole page."""
    htmx = htmx_of(request)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    partial: str,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its `partial` when htmx asked for a piece."""
    name = f"{template}#{partial}" if wants_piece(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response


def render_progress(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    partial: str,
    ended: bool,
) -> HttpResponse:
    """A page whose bar asks for it again until what it shows has ended; then all of `partial` is new."""
    last = bool(htmx_of(request)) and ended
    status = HTMX_STOP_POLLING if last else 200
    response = render_page(request, template, context, partial=partial, status=status)
    if last:
        response["HX-Retarget"] = response["HX-Reselect"] = f"#{partial}"
    return response
