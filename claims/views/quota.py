"""How much one person may send around claims within an hour: far more than anybody needs, and no more than that.

Much of it leaves lines in logs that nobody can delete. Said above each view of one's own that writes and has no
narrower limit; what administrators decide is not counted.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from accounts.requests import SignedInRequest
from common.quotas import TooMany, spend

# Who answers for a thousand works one by one sends as much.
MOST = {"claims-sent": 200, "claims-answered": 1000}
HOUR = 3600
SHORT = 40
NOT_SHOWN = ("csrfmiddlewaretoken", "password")

View = Callable[..., HttpResponse]


def quota(name: str) -> Callable[[View], View]:
    """For views that ask who it is first. Beyond the quota nothing is done, and what was typed can be sent again."""

    def limited(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST":
                try:
                    spend(f"{name}:{request.user.pk}", most=MOST[name], within_seconds=HOUR)
                except TooMany:
                    context = {"most": MOST[name], "typed": list(typed(request.POST))}
                    return render(request, "claims/too_many.html", context, status=429)
            return view(request, *args, **kwargs)

        return guarded

    return limited


within_quota = quota("claims-sent")
within_quota_of_answers = quota("claims-answered")


def typed(sent: QueryDict) -> list[tuple[str, str, bool]]:
    """Each field with what was sent in it, and whether that is a text to be shown."""
    fields = [(name, value) for name, values in sent.lists() if name not in NOT_SHOWN for value in values]
    return [(name, value, len(value) > SHORT or "\n" in value) for name, value in fields]
