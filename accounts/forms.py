"""What our own forms ask: the name at sign-up, the password before an account is deleted."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest

from accounts.models import User


class SignupForm(forms.Form):
    """The name, beside e-mail address and password. allauth builds its form on this one."""

    field_order = ["name", "email", "password1"]
    name = forms.CharField(
        max_length=200,
        label="Your name",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        """One line: it stands in messages."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class DeleteAccountForm(forms.Form):
    """The password, once more. Who has none has proved just now who they are (`accounts.proving`)."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, is_proved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.is_proved = user, is_proved
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Asked through allauth, which limits the attempts."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise forms.ValidationError("This is not your password.")
        return password

    def clean(self) -> None:
        if "password" not in self.fields and not self.is_proved:
            raise forms.ValidationError("Show once more who you are; then your account can be deleted.")
