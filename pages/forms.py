"""What a visitor may say in the address of a search, a topic, a venue or an institution."""

from django import forms

from researchers.forms import ANY, WorksFilter
from works.models import Topic, Work

LONGEST_QUERY = 300
KINDS = {"all": "All", "researchers": "Researchers", "topics": "Topics", "works": "Works"}


class ShelfFilter(WorksFilter):
    """Order and years of the works of a topic, a venue or an institution."""

    SORTS = {"rank": "Best ranked", "newest": "Newest", "oldest": "Oldest"}

    type = source = topic = coauthor = code = open_access = None
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False)


class SearchFilter(WorksFilter):
    """Kind, order, years and type of what is found."""

    SORTS = {"best": "Best match", "newest": "Newest"}

    source = topic = coauthor = code = open_access = None
    kind = forms.ChoiceField(label="Kind", choices=KINDS.items(), required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False)
    type = forms.ChoiceField(label="Type", choices=[*ANY, *Work.Type.choices], required=False)


class TopicsFilter(WorksFilter):
    """Order, kind and name of topics."""

    SORTS = {"size": "Most works", "name": "Name"}
    KINDS = {Topic.Kind.CATEGORY: "Categories of sources", Topic.Kind.CONCEPT: "Concepts found in texts"}

    type = source = topic = coauthor = code = open_access = year_from = year_to = None
    name = forms.CharField(label="Name has", max_length=100, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[*ANY, *KINDS.items()], required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORTS.items(), required=False)


def cleaned_query(text: str) -> str:
    """The words of a search box on one line, without what cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
