"""How somebody who is signed in shows once more that it is they."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.orcid import orcid_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is asked of an account before something that cannot be undone."""

    is_fresh: bool  # they have signed in, or shown who they are, within the last minutes
    methods: list[dict[str, str]]  # allauth's ways of asking: password, code, passkey
    orcid: str  # at ORCID, which can be asked too


def proof_of(request: HttpRequest, user: User) -> Proof:
    methods = get_adapter().get_reauthentication_methods(user)
    return Proof(is_fresh(request, user), methods, orcid_of(user))


def is_fresh(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    latest = max((record["at"] for record in records), default=0)
    return time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT


def require_proof(request: HttpRequest) -> None:
    """Lead somebody whom allauth cannot ask to the page where they show who they are, unless they just did."""
    user = cast(User, request.user)
    if get_adapter().get_reauthentication_methods(user) or is_fresh(request, user):
        return
    address = f"{reverse('account_prove')}?{urlencode({'next': request.path})}"
    raise ImmediateHttpResponse(HttpResponseRedirect(address))


def proved(view: View) -> View:
    """A page of allauth's that whoever finds an open browser may not use, though allauth would let them."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if request.user.is_authenticated:
            require_proof(request)
        return view(request, *arguments, **named)

    return guarded
