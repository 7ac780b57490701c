"""allauth's forms in our words. They build on accounts/forms.py, so they cannot stand there."""

from typing import Any

from allauth.account import forms as allauth
from django import forms

LABELS = {
    "email": "E-mail address",
    "login": "E-mail address",
    "remember": "Stay logged in on this device",
    "oldpassword": "Your password now",
}
HELP = {
    "name": "As it is printed on your works, if you have any.",
    "password1": "At least 8 characters, not only digits, nothing common, nothing like your name or address.",
}


class PlainWords(forms.Form):
    """Labels above the fields instead of placeholders in them."""

    help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, str(field.label).capitalize())
            field.help_text = self.help_texts.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainWords, allauth.LoginForm):
    pass


class SignupForm(PlainWords, allauth.SignupForm):
    pass


class AddEmailForm(PlainWords, allauth.AddEmailForm):
    pass


class ChangePasswordForm(PlainWords, allauth.ChangePasswordForm):
    pass


class SetPasswordForm(PlainWords, allauth.SetPasswordForm):
    pass


class ResetPasswordForm(PlainWords, allauth.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainWords, allauth.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainWords, allauth.ReauthenticateForm):
    pass
