"""Has the workers look at once for what somebody's request changed."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from researchers.tasks import sweep_counters
from trust.tasks import EXPIRES, sweep_trust

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
ERRORS = 400


class NudgeSweeps:
    """Middleware: after a request that may have changed facts, what was computed from them is computed anew.

    The rooms that change facts lie below trust and cannot call its tasks; they leave marks. Each such request
    nudges, as one left out could be the only one after somebody's change.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in SAFE and response.status_code < ERRORS:
            transaction.on_commit(nudge)
        return response


def nudge() -> None:
    for sweep in (sweep_trust, sweep_counters):
        sweep.apply_async(expires=EXPIRES)
