"""What anybody with a correction writes."""

from django import forms

from claims.forms.words import long_text


class ReportForm(forms.Form):
    message = long_text("What is wrong?", help_text="For example: somebody else's work, or a misspelt name.")
    email = forms.EmailField(
        label="Your e-mail address, if you want an answer",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # People do not see this field; programs that fill in everything do.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def filled_by_a_program(self) -> bool:
        return bool(self.cleaned_data["website"])
