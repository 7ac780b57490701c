"""The page that leads to everything about an account, and the one where its owner shows who they are."""

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.orcid import orcid_of
from accounts.proving import proof_of
from accounts.requests import SignedInRequest


@require_safe
@login_required
@never_cache
def settings(request: SignedInRequest) -> HttpResponse:
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "addresses": EmailAddress.objects.filter(user=request.user).count(),
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "orcid": orcid_of(request.user),
        "can_orcid": bool(get_adapter().list_providers(request)),
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "account/settings.html", context)


@require_safe
@login_required
@never_cache
def prove(request: SignedInRequest) -> HttpResponse:
    """For accounts that have no password, code or passkey: those have pages of allauth's."""
    context = {"proof": proof_of(request, request.user), "next": get_next_redirect_url(request)}
    return render(request, "account/prove.html", context)
