"""What a visitor may say in the address of a topic, a venue or an institution, and of the lists of all of them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from common.countries import country_name
from common.widgets import PlainSelect
from researchers.forms import ANY, PageField, WorksFilter
from works.models import Topic
from works.shelf_facets import Option, ShelfFacets

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class ShelfFilter(WorksFilter):
    """Sort and filter of the works of a topic, a venue or an institution."""

    coauthor = None  # type: ignore[assignment]  # how Django takes a field away
    venue = forms.SlugField(label="Venue", max_length=120, required=False)

    field_order = ["sort", "type", "source", "topic", "venue", "year_from", "year_to", "code", "open_access"]

    def __init__(self, *args: Any, offered: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in {"type", "source", "topic", "venue"}.difference(offered):
            del self.fields[name]

    def show(self, facets: ShelfFacets) -> None:
        """Let everything be chosen that there is, with how much there is of it beside the other filters."""
        for name in ("type", "source", "topic", "venue"):
            if name in self.fields:
                self.offer_choice(name, [(one.value, one.words) for one in facets.options[name]])
        for name, works in (("code", facets.with_code), ("open_access", facets.open_access)):
            self[name].label = Option("", str(self.fields[name].label), works).words


class ListFilter(forms.Form):
    """What lists of all topics, institutions or venues have in common."""

    SORTS = {"size": "Most works", "name": "Name"}

    name = forms.CharField(label="Name has", max_length=100, required=False)
    letter = forms.ChoiceField(
        label="Begins with",
        choices=[*ANY, *((one, one.upper()) for one in LETTERS)],
        required=False,
        widget=PlainSelect,
    )
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False, widget=PlainSelect)
    page = PageField(required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        """What was said and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_filtered(self) -> bool:
        return not self.chosen.keys() <= {"sort", "page"}

    @property
    def ignored(self) -> list[str]:
        """What was said and not understood, in sentences."""
        self.is_valid()
        return [
            f"{self.fields[name].label}: “{self.data.get(name, '')[:60]}” was not understood and is left out."
            for name in self.errors
            if name in self.fields
        ]


class TopicsFilter(ListFilter):
    """Order, kind, name and place in the hierarchy of topics."""

    KINDS = {Topic.Kind.CATEGORY: "Categories of sources", Topic.Kind.CONCEPT: "Concepts found in texts"}

    kind = forms.ChoiceField(label="Kind", choices=[*ANY, *KINDS.items()], required=False, widget=PlainSelect)
    within = forms.SlugField(label="Part of", max_length=120, required=False, widget=forms.HiddenInput)

    field_order = ["name", "kind", "letter", "sort"]


class InstitutionsFilter(ListFilter):
    """Order, name and country of institutions."""

    country = forms.RegexField("^[A-Za-z]{2}$", label="Country", required=False)

    field_order = ["name", "country", "letter", "sort"]

    def offer_countries(self, codes: Iterable[str]) -> None:
        """Those there are, by name; what the address says is kept as one more choice."""
        said = str(self.chosen.get("country", ""))
        names = sorted((country_name(code), code) for code in {*codes, *filter(None, [said])})
        self.fields["country"].widget = PlainSelect(choices=[*ANY, *((code, name) for name, code in names)])

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class VenuesFilter(ListFilter):
    """Order and name of venues."""

    field_order = ["name", "letter", "sort"]
