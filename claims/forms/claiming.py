"""What claimants write and choose."""

import re
from typing import Any

from django import forms

from claims.flow.drafting import MOST_FURTHER_RECORDS
from claims.flow.missing import Named, read_identifiers
from claims.forms.words import LONGEST, long_text
from common.identifiers import normalize_orcid
from researchers.forms import AnswerForm as SheetAnswerForm

LONGEST_SEARCH = 300
MOST_AT_ONCE = 50
LONGEST_TARGET = 1000
LIKE_ORCID = re.compile(r"(https?://orcid\.org/)?[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9Xx]/?")
NO_REASON = (
    "You have named no evidence and none was found. Say in your words why the page is yours, or go back to the "
    "evidence."
)


class FindForm(forms.Form):
    """The address of what is looked for: words, and the page of the results."""

    q = forms.CharField(
        label="Your name, your ORCID iD, or the DOI or arXiv id of one of your works",
        max_length=LONGEST_SEARCH,
        error_messages={"max_length": f"Please look for at most {LONGEST_SEARCH} characters."},
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    page = forms.IntegerField(min_value=1, max_value=1000, required=False, widget=forms.HiddenInput)

    def clean_q(self) -> str:
        text = self.cleaned_data["q"].strip()
        if LIKE_ORCID.fullmatch(text) and not normalize_orcid(text):
            raise forms.ValidationError("No ORCID iD is like this: its last digit does not fit the others.")
        return text

    @property
    def words(self) -> str:
        self.is_valid()
        return " ".join(self.cleaned_data.get("q", "").split())

    @property
    def number(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("page") or 1


class RecordsForm(forms.Form):
    """Which of the pages found are the claimant's."""

    records = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick the pages that are yours first.",
            "invalid_choice": "One of these pages is not there any more. Look again, please.",
        },
    )

    def offer(self, slugs: list[str]) -> None:
        self.fields["records"].choices = [(slug, slug) for slug in slugs]  # type: ignore[attr-defined]

    def clean_records(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["records"]))
        if len(chosen) > MOST_FURTHER_RECORDS + 1:
            raise forms.ValidationError(f"At most {MOST_FURTHER_RECORDS + 1} pages can be claimed together.")
        return chosen


class RecordForm(forms.Form):
    """What to do with a further record of a claim."""

    REMOVE, MAIN = "remove", "main"

    deed = forms.ChoiceField(choices=[(REMOVE, "Remove"), (MAIN, "Make it the main page")])
    record = forms.IntegerField(min_value=1)


class TargetForm(forms.Form):
    """What a claimant names for one kind of evidence."""

    # How long it may be is said by the view, in the words of this field.
    target = forms.CharField(widget=forms.TextInput(attrs={"maxlength": LONGEST_TARGET}))

    def __init__(self, *args: Any, label: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].label = label
        self.fields["target"].help_text = help_text


class SheetForm(SheetAnswerForm):
    """What a claimant says: as on the sheet of a page, and also "not_sure", or "none" for no answer."""

    answer = forms.RegexField(
        r"^((mine|not_mine|not_sure|none)( [0-9]{1,18})?|all_mine)$",
        error_messages={"required": "Choose an answer.", "invalid": "Choose an answer."},
    )


class MissingForm(forms.Form):
    """Works that are missing, by identifier."""

    identifiers = forms.CharField(
        label="DOIs or arXiv ids of works that are missing",
        help_text="Such as 10.1234/abc or 2205.07141, one a line.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def clean_identifiers(self) -> Named:
        named = read_identifiers(self.cleaned_data["identifiers"])
        if named.not_understood:
            wrong = ", ".join(piece[:60] for piece in named.not_understood[:3])
            raise forms.ValidationError(f"This is no DOI and no arXiv id: {wrong}")
        if not named.identifiers:
            raise forms.ValidationError("Write at least one DOI or arXiv id.")
        if len(named.identifiers) > MOST_AT_ONCE:
            raise forms.ValidationError(f"At most {MOST_AT_ONCE} works at once, please.")
        return named


class ClaimForm(forms.Form):
    reason = long_text(
        "Why is this page yours?",
        help_text=(
            "For example: where you worked when the works appeared, a page of your institution "
            "or your own that names you. Only you and the administrators read this."
        ),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = NO_REASON


class AnswerForm(forms.Form):
    answer = long_text("Your answer")
