"""allauth's forms of two-step sign-in in our words. What a browser sends as a passkey may be anything."""

import struct
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from accounts.entrance_forms import PlainWords
from common.quotas import TooMany, spend

# A code is good in its own period and in those beside it.
CODE_SECONDS = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
NAME_LENGTH = 100
NO_PASSKEY = "Your browser did not send a passkey that we know. Nothing was changed."
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, struct.error)


class CodeForm(PlainWords):
    """Six digits, or a code from paper."""

    help_texts = {"code": "Six digits from the app on your telephone, or one of your recovery codes."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(autocapitalize="off", spellcheck="false")


class Once(CodeForm):
    """A code opens the door once.

    allauth forgets one of the app while it is still good, and takes a recovery code from two who come at one moment.
    """

    user: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digits = "".join(filter(str.isdigit, code))
        try:
            spend(f"code:{self.user.pk}:{digits}", most=1, within_seconds=CODE_SECONDS)
        except TooMany as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return code


class AuthenticateForm(Once, base.AuthenticateForm):
    pass


class ReauthenticateForm(Once, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeForm, totp.ActivateTOTPForm):
    help_texts = {"code": "The six digits that the app shows now."}


class Stranger:
    """What a browser sends as a passkey is read by libraries that expect one. Anything else is a wrong answer."""

    def clean(self) -> dict[str, Any] | None:
        try:
            cleaned: dict[str, Any] | None = super().clean()  # type: ignore[misc]
        except UNREADABLE as error:
            raise forms.ValidationError(NO_PASSKEY) from error
        return cleaned

    def clean_credential(self) -> Any:
        inherited = getattr(super(), "clean_credential", None)
        try:
            return inherited() if inherited else self.cleaned_data["credential"]  # type: ignore[attr-defined]
        except UNREADABLE as error:
            raise forms.ValidationError(NO_PASSKEY) from error


class AddPasskeyForm(Stranger, PlainWords, webauthn.AddWebAuthnForm):
    """A key that alone opens the door: it asks for a finger, a face or a PIN."""

    help_texts = {"name": "To tell it from others, such as: My telephone."}
    name = forms.CharField(required=False, max_length=NAME_LENGTH, label="Its name")
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)


class EditPasskeyForm(PlainWords, webauthn.EditWebAuthnForm):
    help_texts = {}
    name = forms.CharField(max_length=NAME_LENGTH, label="Its name")


class AuthenticatePasskeyForm(Stranger, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(Stranger, webauthn.ReauthenticateWebAuthnForm):
    pass


class LoginPasskeyForm(Stranger, webauthn.LoginWebAuthnForm):
    pass
