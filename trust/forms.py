"""What the pages of trust take from their addresses."""

from django import forms

from trust.section import WAITS


class WaitForm(forms.Form):
    """How often a piece may still ask for its snapshot."""

    waits = forms.IntegerField(min_value=0, max_value=WAITS, required=False)

    def waits_left(self) -> int:
        """The number given; the full number where none, or nonsense, is given."""
        waits = self.cleaned_data.get("waits") if self.is_valid() else None
        return WAITS if waits is None else waits
