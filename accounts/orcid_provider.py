"""ORCID as a provider of allauth's: OpenID Connect, of which a visitor's address can change nothing."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.orcid_client import PROVIDER
from common.quotas import TooMany, spend

# ORCID tells where its pages are; they move about never.
CONFIGURATION_SECONDS = 3600
VISITS, MINUTE = 20, 60


class OrcidAdapter(OpenIDConnectOAuth2Adapter):
    """Asks ORCID where its pages are once an hour instead of at each sign-in."""

    @property
    def openid_config(self) -> dict[str, Any]:
        address = self.get_provider().server_url
        key = f"orcid-configuration:{address}"
        known: dict[str, Any] | None = cache.get(key)
        if known is None:
            known = self.ask(address)
            cache.set(key, known, CONFIGURATION_SECONDS)
        return known

    def ask(self, address: str) -> dict[str, Any]:
        with get_social_adapter().get_requests_session() as session:
            response = session.get(address)
            response.raise_for_status()
            found: dict[str, Any] = response.json()
        return found


class OrcidProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OrcidAdapter

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Always ours: a link may not ask for more in a visitor's name."""
        return list(self.get_scope())

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Always ours, for the same reason."""
        return dict(self.get_auth_params())


def visit(request: HttpRequest, view: type[OAuth2LoginView | OAuth2CallbackView]) -> HttpResponse:
    """A step of the way to ORCID and back, which each network address may take so many times a minute."""
    try:
        address = get_adapter(request).get_client_ip(request)
        spend(f"orcid:{view.__name__}:{address}", most=VISITS, within_seconds=MINUTE)
        answer: HttpResponse = view.adapter_view(OrcidAdapter(request, PROVIDER))(request)
    except TooMany:
        return render(request, "429.html", status=429)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return answer


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A page that asks, or, once that is sent, the way to ORCID."""
    return visit(request, OAuth2LoginView)


@require_http_methods(["GET"])
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Whoever comes back from ORCID, with a code or without."""
    return visit(request, OAuth2CallbackView)
