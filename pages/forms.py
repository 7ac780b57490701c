"""What a visitor may say in the address of a search, a topic, a venue or an institution."""

import re
from typing import Any

from django import forms

from researchers.forms import ANY, WorksFilter
from works.models import Topic, Work

LONGEST_QUERY = 300
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
KINDS = {"all": "All", "researchers": "Researchers", "topics": "Topics", "works": "Works"}


class PlainFilter(WorksFilter):
    """A filter without the fields that only the works of one researcher have."""

    DROPPED: tuple[str, ...] = ("source", "topic", "coauthor", "code", "open_access")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.DROPPED:
            del self.fields[name]


class ShelfFilter(PlainFilter):
    """Order and years of the works of a topic, a venue or an institution."""

    SORTS = {"rank": "Best ranked", "newest": "Newest", "oldest": "Oldest"}

    DROPPED = (*PlainFilter.DROPPED, "type")

    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False)


class SearchFilter(PlainFilter):
    """Kind, order, years and type of what is found."""

    SORTS = {"best": "Best match", "newest": "Newest"}

    kind = forms.ChoiceField(label="Kind", choices=KINDS.items(), required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False)
    type = forms.ChoiceField(label="Type", choices=[*ANY, *Work.Type.choices], required=False)


class TopicsFilter(PlainFilter):
    """Order, kind and name of topics."""

    SORTS = {"size": "Most works", "name": "Name"}
    KINDS = {Topic.Kind.CATEGORY: "Categories of sources", Topic.Kind.CONCEPT: "Concepts found in texts"}

    DROPPED = (*PlainFilter.DROPPED, "type", "year_from", "year_to")

    name = forms.CharField(label="Name has", max_length=100, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[*ANY, *KINDS.items()], required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False)


def cleaned_query(text: str) -> str:
    """The words of a search box on one line, without control characters."""
    return " ".join(CONTROL.sub(" ", text).split())
