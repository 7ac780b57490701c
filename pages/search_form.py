"""What a visitor may say in the address of a search beside what is sought."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from researchers.facets import counted
from researchers.forms import ANY, WorksFilter
from works.facets import WorkFacets
from works.finding import FILTERS
from works.models import Work

KINDS = {
    "all": "All",
    "researchers": "Researchers",
    "works": "Works",
    "topics": "Topics",
    "institutions": "Institutions",
    "venues": "Venues",
}


class PlainSelect(forms.Select):
    """A select whose options are put together at once: a template for each of a hundred took 10 ms."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        context = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (one["value"], " selected" if one["selected"] else "", one["label"])
                for _, group, _ in context["optgroups"]
                for one in group
            ),
        )
        return format_html("<select{}>{}</select>", flatatt({"name": name, **context["attrs"]}), options)


class SearchFilter(WorksFilter):
    """Kind and order of what is found, and what narrows the works."""

    SORTS = {"best": "Best match", "newest": "Newest"}

    kind = forms.ChoiceField(label="Kind", choices=KINDS.items(), required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False)
    type = forms.ChoiceField(label="Type", choices=[*ANY, *Work.Type.choices], required=False)
    venue = forms.CharField(label="Venue", max_length=120, validators=[validate_slug], required=False)
    exact = forms.BooleanField(label="As typed", required=False)

    field_order = ("sort", "type", "source", "topic", "venue", "year_from", "year_to", "code", "open_access")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["coauthor"]

    def offer_found(self, facets: WorkFacets) -> None:
        """Let everything be chosen that the works found have, with how many there are of it."""
        for name, options in facets.options.items():
            self.offer_choice(name, options)
            self.fields[name].widget = PlainSelect(choices=self.fields[name].widget.choices)
        for name, works in (("code", facets.with_code), ("open_access", facets.open_access)):
            self[name].label = counted(str(self.fields[name].label), works)

    @property
    def narrowing(self) -> dict[str, Any]:
        """What was chosen of the filters."""
        return {name: value for name, value in self.chosen.items() if name in FILTERS}
