"""What vouchers write."""

from django import forms


class VouchForm(forms.Form):
    statement = forms.CharField(
        label="How do you know this person?",
        help_text=(
            "For example: we wrote a paper together, they worked in my group, we met at a conference every year. "
            "The person and the administrators read this."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
