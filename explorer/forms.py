"""What an address of the explorer may say, brought to values."""

from collections.abc import Iterable
from typing import Any

from django import forms

from explorer.focus import MOST_STEPS, is_key
from explorer.graph import WORDS, Kind
from explorer.scope import EARLIEST, LATEST

KINDS = [(kind.value, WORDS[kind][1].capitalize()) for kind in Kind]
SHOWN = 60  # characters of what was not understood


class ForgivingForm(forms.Form):
    """What is not understood is dropped and said."""

    @property
    def chosen(self) -> dict[str, Any]:
        """What was said and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self) -> list[str]:
        """What was said and not understood, in sentences."""
        return [
            f"{field.label}: “{said(field)}” was not understood and is left out."
            for field in self
            if field.errors
        ]


def said(field: forms.BoundField) -> str:
    value = field.data
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value))[:SHOWN]


class KeyField(forms.CharField):
    """The key of a focus."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_key(value):
            raise forms.ValidationError("Not a key.")


class TrailField(forms.CharField):
    """Keys with commas between them; only the last ones count."""

    def to_python(self, value: Any) -> Any:
        return tuple(key for key in (super().to_python(value) or "").split(",") if key)[-MOST_STEPS:]

    def validate(self, value: Iterable[str]) -> None:
        if not all(map(is_key, value)):
            raise forms.ValidationError("Not keys.")

    def run_validators(self, value: Any) -> None:
        """The keys were looked at one by one."""


class ExplorerForm(ForgivingForm):
    """Where to look, at what, and when."""

    focus = KeyField(label="Focus", max_length=200, required=False, widget=forms.HiddenInput)
    trail = TrailField(label="Trail", required=False, widget=forms.HiddenInput)
    more = forms.MultipleChoiceField(
        label="More", choices=KINDS, required=False, widget=forms.MultipleHiddenInput
    )
    kinds = forms.MultipleChoiceField(
        label="Show", choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    year_from = forms.IntegerField(label="From year", min_value=EARLIEST, max_value=LATEST, required=False)
    year_to = forms.IntegerField(label="To year", min_value=EARLIEST, max_value=LATEST, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", f"{last} is before {first}")
        return self.cleaned_data


class PathForm(forms.Form):
    """Two people, each by name or by the address of their page. In the address they are `from` and `to`."""

    NAMES = {"start": "from", "goal": "to"}

    start = forms.CharField(label="From", max_length=200, required=False)
    goal = forms.CharField(label="To", max_length=200, required=False)

    def add_prefix(self, field_name: str) -> str:
        return self.NAMES.get(field_name, field_name)
