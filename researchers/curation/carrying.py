"""Decisions about names on works that became parts of others since: what was decided there holds here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from researchers.curation.changes import Change, Pair, Standing
from researchers.models import Attribution
from works.models import Authorship


def groups_of(changes: Iterable[Change]) -> Mapping[int, list[Change]]:
    """What is changed, authorship by authorship."""
    groups = defaultdict(list)
    for change in changes:
        groups[change.authorship].append(change)
    return groups


def carried(changes: Iterable[Change], *, since: datetime) -> Iterator[Change]:
    """The same changes on the works that these became parts of, as far as the decision is what stands there.

    A work that somebody had before the decision keeps its own standing: nobody carried anything there.
    """
    groups = groups_of(changes)
    joined = Authorship.objects.filter(pk__in=groups, work__joined_into__isnull=False)
    joined = joined.select_related("work").defer("work__search")
    homes = {one.pk: one.work.joined_into_id for one in joined if one.work.joined_into_id}
    if not homes:
        return
    standing = standing_on(set(homes.values()))
    for authorship, home in homes.items():
        group = groups[authorship]
        here = place_of(group, standing[home], since)
        if here is not None and here not in groups:
            yield from (replace(change, authorship=here) for change in group)


def standing_on(works: Iterable[int]) -> Mapping[int, dict[Pair, Standing]]:
    """By work what stands about the names on it."""
    found: defaultdict[int, dict[Pair, Standing]] = defaultdict(dict)
    for row in Attribution.objects.filter(authorship__work__in=list(works)).select_related("authorship"):
        found[row.authorship.work_id][row.authorship_id, row.researcher_id] = Standing.of(row)
    return found


def place_of(group: Sequence[Change], rows: Mapping[Pair, Standing], since: datetime) -> int | None:
    """The only authorship about which everything stands that the decision said."""
    said = {change.researcher: change.after for change in group if change.after}
    fitting: defaultdict[int, set[int]] = defaultdict(set)
    for (authorship, researcher), row in rows.items():
        after = said.get(researcher)
        if after and after.is_like(row) and (row.decided_at == after.decided_at or row.decided_at >= since):
            fitting[authorship].add(researcher)
    places = [authorship for authorship, people in fitting.items() if people == said.keys()]
    return places[0] if said and len(places) == 1 else None


def printed_there(authorships: Iterable[int]) -> set[int]:
    """The same names on the works that theirs became parts of: decisions about these are about them, too."""
    joined = Authorship.objects.filter(pk__in=list(authorships), work__joined_into__isnull=False)
    wanted = set(joined.values_list("work__joined_into", "name"))
    there = Authorship.objects.filter(work__in={work for work, _ in wanted})
    return {pk for pk, work, name in there.values_list("pk", "work", "name") if (work, name) in wanted}
