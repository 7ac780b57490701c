"""Where allauth asks us: how its mail looks, who an iD belongs to, and how secrets are kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.utils import build_absolute_uri
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.shortcuts import redirect

from accounts.letters import at, with_page
from accounts.models import User
from accounts.posting import post
from accounts.proving import is_fresh, require_proof
from accounts.sealing import seal, unseal
from common.identifiers import normalize_orcid

SECRETS = "two-step sign-in"
ANOTHER_ID = (
    "Your account is connected to another ORCID iD already. Nothing was changed. "
    "Disconnect that one first if this is the right one."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "cannot_remove_primary_email": "The main e-mail address of an account cannot be removed.",
        "duplicate_email": "Your account has this e-mail address already.",
        "email_password_mismatch": "This e-mail address and this password do not go together.",
        "email_taken": "There is an account with this e-mail address already.",
        "max_email_addresses": "An account has at most %d e-mail addresses.",
        "unknown_email": "There is no account with this e-mail address.",
        "unverified_primary_email": "The main e-mail address has to be confirmed first.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Not from here: no mail server breaks or delays a page."""
        request = allauth_context.request
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        post(self.render_mail(template_prefix, email, known | context))

    def render_mail(self, *arguments: Any, **named: Any) -> EmailMultiAlternatives:
        """Its plain text, and the same as a page."""
        home = build_absolute_uri(allauth_context.request, "/").rstrip("/")
        return with_page(super().render_mail(*arguments, **named), at(home))

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Nobody is asked who has just signed in. Whom allauth cannot ask, as ORCID is their only way in, we do."""
        is_required: bool = super().is_reauthentication_required(app=app, **named)
        if not is_required or not allauth_context.request.user.is_authenticated:
            return is_required
        require_proof(allauth_context.request)
        return not is_fresh(allauth_context.request, allauth_context.request.user)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": (
            "Choose a password first: ORCID is the only way to log in to this account. Nothing was changed."
        ),
        "no_verified_email": (
            "Confirm an e-mail address first: without one a forgotten password could not be replaced. "
            "Nothing was changed."
        ),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Only somebody with an iD comes in, and an account has one iD."""
        orcid = sociallogin.account.uid
        if normalize_orcid(orcid) != orcid:
            raise PermissionDenied
        if sociallogin.state.get("process") == AuthProcess.CONNECT and has_another(request.user, orcid):
            messages.error(request, ANOTHER_ID)
            raise ImmediateHttpResponse(redirect("socialaccount_connections"))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The name as ORCID has it; of addresses it tells nothing, and we would not believe it."""
        user: User = sociallogin.user
        names = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(filter(None, names)))[:200]
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        return {"name": sociallogin.user.name}


def has_another(user: Any, orcid: str) -> bool:
    """Whether somebody who is signed in has an iD that is not this one."""
    return SocialAccount.objects.filter(user_id=user.pk).exclude(uid=orcid).exists()


class TwoStepAdapter(DefaultMFAAdapter):
    """Secrets of two-step sign-in are of no use to who reads the database, or a copy of it, without the secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not right, or was used already. Wait for the next code of the app, and try it.",
        "unverified_email": "Confirm your e-mail address first, so that you can be told what happens to your account.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text, SECRETS)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, SECRETS)
