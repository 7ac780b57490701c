"""Pages of accounts: allauth's under names of ours, and what leads to all of them."""

from allauth.account import views as account_views
from django.urls import include, path, re_path

from accounts import orcid_provider, views
from accounts.orcid_client import PROVIDER
from accounts.proving import proved

urlpatterns = [
    path("password/set/", proved(account_views.password_set), name="account_set_password"),
    path("", include("allauth.account.urls")),
    path("settings/", views.settings, name="account_settings"),
    path("prove/", views.prove, name="account_prove"),
    path("connections/", include("allauth.socialaccount.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("two-step/", include("allauth.mfa.urls")),
    # Of OpenID providers there is one; allauth knows its pages by these names.
    re_path(rf"^(?P<provider_id>{PROVIDER})/login/$", orcid_provider.login, name="openid_connect_login"),
    re_path(
        rf"^(?P<provider_id>{PROVIDER})/login/callback/$",
        orcid_provider.callback,
        name="openid_connect_callback",
    ),
]
