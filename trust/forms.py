"""What the pages of trust take from their addresses and from the person behind a page."""

from django import forms

from trust.replying import LONGEST, tidy
from trust.section import WAITS


class WaitForm(forms.Form):
    """How often a piece may still ask for its snapshot."""

    waits = forms.IntegerField(min_value=0, max_value=WAITS, required=False)

    def waits_left(self) -> int:
        """The number given; the full number where none, or nonsense, is given."""
        waits = self.cleaned_data.get("waits") if self.is_valid() else None
        return WAITS if waits is None else waits


class Words(forms.CharField):
    """Text whose length is counted as it will be kept: browsers send two characters for the end of a line."""

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value) or "")


class ReplyForm(forms.Form):
    text = Words(
        label="Your reply",
        help_text=(
            f"Plain text, at most {LONGEST:,} characters. Everybody reads it beside the result, with your name "
            "and the date. It changes no point."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": "Write something first."},
    )
