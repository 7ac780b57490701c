"""The neighborhood of a focus, put together and bounded."""

from collections.abc import Collection, Mapping

from explorer.edges import edges_of
from explorer.graph import Kind, Neighborhood, Node
from explorer.nearby import group_of
from explorer.scope import EVER, Years, scope_of

LIMITS = {Kind.RESEARCHER: 12, Kind.WORK: 8, Kind.TOPIC: 6, Kind.INSTITUTION: 4, Kind.VENUE: 3}
SLICE_LIMITS = {Kind.RESEARCHER: 8, Kind.WORK: 5, Kind.TOPIC: 4, Kind.INSTITUTION: 3, Kind.VENUE: 2}
EXPANDED = 2  # times as many of a kind when more are asked for


def neighborhood_of(
    focus: Node,
    *,
    limits: Mapping[Kind, int] = LIMITS,
    kinds: Collection[Kind] = tuple(Kind),
    more: Collection[Kind] = (),
    years: Years = EVER,
) -> Neighborhood:
    """Who and what is around the focus; `more` of some kinds on request."""
    scope = scope_of(focus, years)
    groups = tuple(
        group_of(kind, focus, scope, years, limit=limits[kind] * (EXPANDED if kind in more else 1))
        for kind in Kind
        if kind in kinds
    )
    return Neighborhood(
        focus=focus,
        groups=groups,
        edges=edges_of(focus, groups, scope),
        works_total=scope.total,
        works_read=len(scope.works),
    )
