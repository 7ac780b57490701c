"""What is done with several claims at once."""

from typing import Any

from django import forms
from django.http import QueryDict

from claims.forms.reviewing import WordsForm
from claims.review.bulk import DEEDS, MOST_AT_ONCE

TOO_MANY = f"At most {MOST_AT_ONCE} at once. Nothing was changed."
NO_CLAIM = "%(value)s is no claim. Nothing was changed."
NONE_CHOSEN = "Choose at least one claim first. Nothing was changed."


class ChoiceForm(forms.Form):
    """Which claims were chosen in the queue, and what is to be done with them."""

    deed = forms.ChoiceField(choices=[(key, deed.label) for key, deed in DEEDS.items()])
    claims = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": NO_CLAIM}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.getlist("claims") if isinstance(self.data, QueryDict) else []
        field = self.fields["claims"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one, one) for one in chosen if one.isdecimal() and len(one) < 19]

    def clean_claims(self) -> list[int]:
        chosen = list(dict.fromkeys(self.cleaned_data["claims"]))
        if not chosen:
            raise forms.ValidationError(NONE_CHOSEN)
        if len(chosen) > MOST_AT_ONCE:
            raise forms.ValidationError(TOO_MANY)
        return chosen


class BulkForm(WordsForm):
    """The words that go to each of the claimants, with the name of their page in the place of {page}."""

    def __init__(self, *args: Any, deed: str, **kwargs: Any) -> None:
        self.deed, self.needs_words = deed, DEEDS[deed].needs_words
        self.ALWAYS_FOR_A_REASON = deed == "reject"
        self.LISTS = {deed: self.LISTS[deed]} if self.needs_words else {}
        super().__init__(*args, page="{page}", **kwargs)
        if self.needs_words:
            self.fields["note"].help_text += " {page} stands for the name of each page."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.needs_words:
            self.clean_words(self.deed, needs_reason=self.deed != "ask")
        return cleaned
