"""What visitors and researchers may say, brought to values."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import URLValidator, validate_slug

from common.widgets import PlainSelect
from researchers.facets import Facets, counted
from researchers.models import Researcher
from researchers.pinning import DEEDS
from researchers.sheet import PER_PAGE
from works.models import Work

SORTS = {
    "rank": "Best ranked",
    "newest": "Newest",
    "oldest": "Oldest",
    "cited": "Most cited",
    "novel": "Most novel",
}
EARLIEST, LATEST = 1500, 2199
MOST_PAGES = 1_000_000
ANY = [("", "Any")]
NUMBER = re.compile(r"[0-9]{1,18}")

Choices = Iterable[tuple[str, str]]


class PageField(forms.IntegerField):
    """The number of a page: one that is too small or too large means the nearest there is."""

    def clean(self, value: Any) -> int | None:
        number = super().clean(value)
        return None if number is None else min(max(number, 1), MOST_PAGES)


class WorksFilter(forms.Form):
    """Sort and filter of a list of works, from the address. What is not understood is dropped and said."""

    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False, widget=PlainSelect)
    type = forms.ChoiceField(label="Type", choices=[*ANY, *Work.Type.choices], required=False)
    source = forms.CharField(label="Source", max_length=40, validators=[validate_slug], required=False)
    topic = forms.CharField(label="Topic", max_length=120, validators=[validate_slug], required=False)
    coauthor = forms.CharField(label="Co-author", max_length=120, validators=[validate_slug], required=False)
    year_from = forms.IntegerField(label="From year", min_value=EARLIEST, max_value=LATEST, required=False)
    year_to = forms.IntegerField(label="To year", min_value=EARLIEST, max_value=LATEST, required=False)
    code = forms.BooleanField(label="With code", required=False)
    open_access = forms.BooleanField(label="Open access", required=False)
    page = PageField(label="Page", required=False)

    def offer(self, facets: Facets) -> None:
        """Let everything be chosen that there is, with how much there is of it beside the other filters."""
        for name in ("type", "source", "topic", "coauthor"):
            self.offer_choice(name, [(one.value, one.words) for one in facets.options.get(name, [])])
        for name, works in (("code", facets.with_code), ("open_access", facets.open_access)):
            self[name].label = counted(str(self.fields[name].label), works)

    def offer_choice(self, name: str, choices: Choices) -> None:
        """From a list; what the address says is kept as one more choice."""
        offered = dict([*ANY, *choices])
        said = self.data.get(name, "")
        if said and name not in self.errors:
            offered.setdefault(said, said)
        self.fields[name].widget = PlainSelect(choices=list(offered.items()))

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", f"{last} is before {first}")
        return self.cleaned_data

    @property
    def chosen(self) -> dict[str, Any]:
        """What was said and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self) -> list[str]:
        """What was said and not understood, in sentences."""
        return [
            f"{self.fields[name].label}: “{self.data.get(name, '')[:60]}” was not understood and is left out."
            for name in self.errors
            if name in self.fields
        ]


class WebAddressField(forms.URLField):
    """The browser leaves it to the server to judge, which adds the https that people leave out."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"})
    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": "Enter an address such as https://example.org/me."}


class ProfileForm(forms.Form):
    """What a researcher says about themselves."""

    bio = forms.CharField(
        label="About you, in one line",
        max_length=500,
        required=False,
        help_text="Stands under your name instead of the line made from the record. Empty: that line.",
    )
    home_page = WebAddressField(
        label="Home page",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="An http or https address.",
    )
    collaboration = forms.ChoiceField(
        label="Collaboration",
        choices=Researcher.Collaboration.choices,
        widget=forms.RadioSelect,
        help_text="Open: verified researchers may invite you. Selective: the page says that you choose. "
        "Closed: nobody can invite you.",
    )

    def clean_bio(self) -> str:
        return " ".join(self.cleaned_data["bio"].split())


class PinForm(forms.Form):
    """What a holder does to a work of the list: pin it, unpin it, or move it among those pinned."""

    deed = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS])
    work = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class NumbersField(forms.Field):
    """Several ids, each in an input of its own; what is no number was not ours."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str]) -> list[int]:
        numbers = sorted({int(text) for text in value if NUMBER.fullmatch(text)})
        if len(numbers) > PER_PAGE:
            raise forms.ValidationError(f"At most {PER_PAGE} works can be answered for at once.")
        return numbers


class AnswerForm(forms.Form):
    """What a holder says: "mine 12" of that work, "mine" of the works ticked, "all_mine" of those left open."""

    answer = forms.RegexField(
        r"^((mine|not_mine|not_sure)( [0-9]{1,18})?|all_mine)$",
        error_messages={"required": "Choose an answer.", "invalid": "Choose an answer."},
    )
    works = NumbersField()
    open = NumbersField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said, _, number = cleaned.get("answer", "").partition(" ")
        if self.errors:
            return cleaned
        chosen = [int(number)] if number else cleaned["open" if said == "all_mine" else "works"]
        if not chosen:
            self.add_error(None, "Tick the works first that you want to mark.")
        return {**cleaned, "answer": said.removeprefix("all_"), "chosen": chosen}

    @property
    def ticked(self) -> set[int]:
        return set(self.cleaned_data.get("works", []))
