"""What an administrator has chosen on a page and said about it: kept in the session until it is done.

So it is there on every page of the list, after going back, and after a look at what would change.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from pages.curation.forms import LONGEST_REASON, WorksForm
from researchers.models import Researcher

KEY, MOST_PAGES = "curation", 5


@dataclass(frozen=True, slots=True)
class Remembered:
    works: frozenset[int]
    said: dict[str, str]


def remembered(session: SessionBase, page: Researcher) -> Remembered:
    kept = session.get(KEY, {}).get(str(page.pk), {})
    return Remembered(frozenset(kept.get("works", ())), kept.get("said", {}))


def remember(session: SessionBase, page: Researcher, works: Collection[int], data: QueryDict) -> None:
    """Of a few pages at once; the one that was not looked at for longest is given up."""
    said = {name: data.get(name, "")[:LONGEST_REASON] for name in WorksForm.base_fields}
    others = {number: kept for number, kept in session.get(KEY, {}).items() if number != str(page.pk)}
    pages = others | {str(page.pk): {"works": sorted(works), "said": said}}
    session[KEY] = dict(list(pages.items())[-MOST_PAGES:])


def forget(session: SessionBase, page: Researcher) -> None:
    session[KEY] = {number: kept for number, kept in session.get(KEY, {}).items() if number != str(page.pk)}
