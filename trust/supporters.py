"""The verified people who support a record, with their pages."""

from collections.abc import Iterable
from datetime import date

from researchers.models import Researcher
from trust.components import NEAREST
from trust.evidence import Inputs, Support
from trust.grounds import Ground

WAYS = {
    "coauthor": "has confirmed a shared work as their own",
    "vouch": "vouches for the person behind the page",
}
# By the number of steps from an administrator's decision. Further away, support brings nothing.
DISTANCES = (
    "An administrator decided their claim",
    "One step further: a rule approved their claim, and somebody whose claim an administrator decided supports them",
    "Two steps further from an administrator's decision",
)


def supporter_grounds(inputs: Inputs, on: date) -> list[Ground]:
    """Who supports the record on a day, the nearest first, in one query."""
    supporting = [one for way in WAYS for one in inputs.supporters_on(on, way)]
    nearest_first = sorted(supporting, key=lambda one: (one.distance, one.way, one.given_on, one.by))
    pages = pages_of({one.by for one in supporting}) if supporting else {}
    return [ground_of(one, pages.get(one.by)) for one in nearest_first]


def ground_of(support: Support, page: Researcher | None) -> Ground:
    return Ground(
        page.preferred_name if page else "A verified researcher",
        WAYS[support.way],
        support.given_on,
        "since",
        support.counts_until,
        url=page.get_absolute_url() if page else "",
        note=f"{DISTANCES[support.distance]}. Weight {weight_at(support.distance)}.",
    )


def weight_at(distance: int) -> int:
    """What the support of one person weighs so many steps from an administrator's decision."""
    return NEAREST >> distance


def pages_of(public_ids: Iterable[str]) -> dict[str, Researcher]:
    """The pages of people by the ids they had, as far as they are public; they may have become parts of other pages."""
    people = Researcher.objects.filter(public_id__in=public_ids).select_related("merged_into")
    current = {person.public_id: person.merged_into or person for person in people}
    return {public_id: page for public_id, page in current.items() if page.is_public}
