"""What administrators say when they decide about identities."""

from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from django import forms
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils.http import urlencode

from researchers.access import Moved, get_page_to_curate
from researchers.curation.choosing import Wanted
from researchers.models import IdentityEvent, Researcher

LONGEST_REASON = 1000
# Decided about at once. Those of one page may be ticked in addition, beside other fields: Django takes a thousand.
MOST_WORKS = 900
EARLIEST, LATEST = 1000, 9999
UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")  # categories of Unicode; those that turn the direction are Cf
JOINERS = "\u200c\u200d"
OF_A_RESEARCHER = "researchers/<slug:slug>/"  # how the routes of their pages begin


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Reason",
        help_text="For the log, which only administrators read.",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PageField(forms.CharField):
    """A researcher, by the address of their page or the end of it; of a merged page, who took over."""

    def clean(self, value: str) -> Researcher | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return get_page_to_curate(slug_in(text))
        except Moved as moved:
            return moved.researcher
        except Http404 as error:
            raise forms.ValidationError("No researcher has this address.") from error


def slug_in(text: str) -> str:
    """ "ada-lindqvist" of that, of "/researchers/ada-lindqvist/works/" and of the whole address; else the text."""
    try:
        found = resolve(urlsplit(text).path.rstrip("/") + "/")
    except (Resolver404, ValueError):  # no address of ours, or none at all
        return text[:200].replace("\0", "")
    return found.kwargs["slug"] if found.route.startswith(OF_A_RESEARCHER) else text


def refuse_no_name(text: str) -> None:
    """Some scripts need joiners that are not seen; nothing else of the kind belongs in a name."""
    if any(category(character) in UNSEEN for character in text if character not in JOINERS):
        raise forms.ValidationError("The name holds characters that cannot be seen. Type it anew.")
    if not any(character.isalpha() for character in text):
        raise forms.ValidationError("A name has at least one letter.")


class OtherForm(forms.Form):
    """Which other page is meant; part of the address of a preview."""

    other = PageField(
        label="Address of the other page",
        max_length=500,
        help_text="Such as /researchers/ada-lindqvist-2/",
        error_messages={"required": "Say which page."},
    )


class ReasonForm(forms.Form):
    reason = reason_field()


class FilterForm(forms.Form):
    """Which works of a page are shown to choose from."""

    words = forms.CharField(label="Words of the title or venue", max_length=200, required=False)
    year_from = forms.IntegerField(label="From year", min_value=EARLIEST, max_value=LATEST, required=False)
    year_to = forms.IntegerField(label="To year", min_value=EARLIEST, max_value=LATEST, required=False)
    printed = forms.ChoiceField(label="Printed as", required=False)
    coauthor = forms.CharField(label="Co-author", max_length=200, required=False)
    order = forms.ChoiceField(
        label="Order",
        choices=[("", "Newest first"), ("oldest", "Oldest first"), ("doubtful", "Doubtful first")],
        required=False,
    )

    def __init__(self, data: Any, names: list[tuple[str, int]]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["printed"].choices = [  # type: ignore[attr-defined]
            ("", "All names"),
            *((name, f"{name[:60]} ({number:,})") for name, number in names),
        ]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was understood; the rest is not filtered by."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def wanted(self) -> Wanted:
        return Wanted(**self.chosen)

    @property
    def narrows(self) -> bool:
        return bool(self.chosen.keys() - {"order"})


class WorksForm(forms.Form):
    """What is to become of the works chosen."""

    SPLIT, MOVE, REJECT = "split", "move", "reject"

    deed = forms.ChoiceField(
        label="What is to become of the works chosen",
        choices=[
            (SPLIT, "They are another person's: split them off, and never take the two for one again"),
            (MOVE, "They belong on another page: move them, and say nothing more about the two pages"),
            (REJECT, "They are not this researcher's: take them from the page; whose they are stays open"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
    to = PageField(
        label="Address of the page they go to",
        help_text="To split works off, leave this empty: the person gets a new page.",
        max_length=500,
        required=False,
    )
    name = forms.CharField(
        label="Name on the new page",
        help_text="Empty: the name that most of these works print.",
        max_length=300,
        required=False,
        validators=[refuse_no_name],
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("deed") == self.MOVE and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", "Say where they belong.")
        return cleaned


def chosen_works(values: list[str]) -> list[int]:
    """The authorships that were ticked; what is no number was not ours."""
    return sorted({number_in(value) for value in values} - {0})


def number_in(text: str) -> int:
    """A number that was sent; nought for whatever else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class LogForm(forms.Form):
    """The filter of the log."""

    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All kinds"), *IdentityEvent.Kind.choices], required=False
    )
    stands = forms.ChoiceField(
        label="State",
        choices=[("", "All"), ("yes", "In force"), ("no", "Undone")],
        required=False,
    )
    page_of = forms.CharField(label="Page, by address or name", max_length=500, required=False)

    def clean_page_of(self) -> str:
        return slug_in(self.cleaned_data["page_of"].strip())

    @property
    def chosen(self) -> dict[str, str]:
        """What was understood; the rest is not filtered by."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)
