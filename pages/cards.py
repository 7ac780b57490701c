"""Works as cards: what a list shows of each, with the piece of its abstract that was sought."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from common.tex import to_text
from researchers.bylines import bylines
from researchers.published import WorkItem
from works.extracts import extract
from works.models import Work


@dataclass(frozen=True, slots=True)
class Card:
    """What `pages/_card.html` shows of one work."""

    item: WorkItem
    extract: SafeString


def cards(work_ids: Sequence[int], pattern: re.Pattern[str] | None = None) -> list[Card]:
    """The works in the order given, in a number of queries that does not depend on how many they are."""
    works = Work.objects.for_card().defer("search", "title_words").in_bulk(work_ids)
    listed = [works[pk] for pk in work_ids if pk in works]
    lines = bylines(dict.fromkeys(works), {pk: work.authors_count for pk, work in works.items()})
    return [
        Card(
            item=WorkItem(work=work, byline=lines[work.pk]), extract=extract(to_text(work.abstract), pattern)
        )
        for work in listed
    ]
