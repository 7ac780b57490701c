"""Who may see a view, said above it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from accounts.requests import SignedInRequest

View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Visitors may sign in first; for everybody else there is nothing here."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)
