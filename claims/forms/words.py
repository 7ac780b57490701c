"""What the forms of this room share."""

from django import forms
from django.http import HttpRequest, QueryDict

LONGEST = 5000


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is empty."""
    return request.POST if request.method == "POST" else None


def long_text(label: str, *, help_text: str = "", rows: int = 6, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
