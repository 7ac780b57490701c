"""What a visitor may say in the address of a search beside what is sought."""

from typing import Any

from django import forms
from django.core.validators import validate_slug

from common.widgets import PlainSelect
from researchers.forms import ANY, WorksFilter
from works.facets import WorkFacets, with_number
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


class SearchFilter(WorksFilter):
    """Kind and order of what is found, and what narrows the works."""

    SORTS = {"best": "Best match", "newest": "Newest"}

    kind = forms.ChoiceField(label="Kind", choices=KINDS.items(), required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False, widget=PlainSelect)
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
        for name, works in (("code", facets.with_code), ("open_access", facets.open_access)):
            self[name].label = with_number(str(self.fields[name].label), works, is_capped=facets.is_capped)

    @property
    def narrowing(self) -> dict[str, Any]:
        """What was chosen of the filters."""
        return {name: value for name, value in self.chosen.items() if name in FILTERS}
