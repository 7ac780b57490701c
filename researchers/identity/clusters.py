"""Groups of mentions that may grow into people, and what forbids two of them to become one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from researchers.identity.forms import Form
from researchers.identity.mentions import Elsewhere, Fixed, Mention

# From these log-odds on the name alone says enough.
SURE = 4.0
ORCID = "orcid"
ATTRIBUTED = "attributed"


@dataclass(slots=True)
class Cluster:
    """Mentions that are taken for one person's so far, by their places in the block."""

    members: list[int]
    works: set[int]
    # By scheme: the ORCID iD, and what sources call the person. More than one only where people said so.
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    researcher: int | None = None
    # Whose the mentions are at present, as far as somebody may not have them, and who may not have them.
    standing: set[int] = field(default_factory=set)
    rejected: set[int] = field(default_factory=set)
    # Nothing joins it: a second mention of one name on one work.
    closed: bool = False


def forbidden(one: Cluster, other: Cluster, distinct: frozenset[tuple[int, int]]) -> bool:
    """Is there a hard reason against their being one person?"""
    if one.closed or other.closed or not one.works.isdisjoint(other.works):
        return True
    if one.researcher is not None and other.researcher is not None:
        return True
    if not agree(one.ids.get(ORCID), other.ids.get(ORCID)):
        return True
    if not one.rejected.isdisjoint(other.standing) or not other.rejected.isdisjoint(one.standing):
        return True
    return bool(distinct) and any(
        (first, second) in distinct or (second, first) in distinct
        for first in one.standing
        for second in other.standing
    )


def agree(ids: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    """Whether nobody gets an id more by having both."""
    return ids is None or others is None or ids <= others or others <= ids


def sources_differ(one: Cluster, other: Cluster) -> bool:
    """Whether a source takes them for two, and no ORCID iD says that they are one."""
    if not one.ids or not other.ids or (ORCID in one.ids and ORCID in other.ids):
        return False
    return not all(agree(ids, other.ids.get(scheme)) for scheme, ids in one.ids.items())


def absorb(one: Cluster, other: Cluster) -> None:
    """Make the first one of both."""
    one.members.extend(other.members)
    one.works |= other.works
    for scheme, ids in other.ids.items():
        one.ids[scheme] = one.ids.get(scheme, ids) | ids
    if one.researcher is None:
        one.researcher = other.researcher
    one.standing |= other.standing
    one.rejected |= other.rejected


def ids_of(mention: Mention) -> dict[str, frozenset[str]]:
    ids = {ORCID: frozenset((mention.orcid,))} if mention.orcid else {}
    if mention.source_id:
        scheme, _, value = mention.source_id.partition(":")
        ids[scheme] = frozenset((value,))
    return ids


class Beginning:
    """The clusters of a block before any evidence is weighed: decisions of people, ids, names that say enough."""

    def __init__(self, mentions: Sequence[Mention], forms: Sequence[Form], fixed: Fixed) -> None:
        self.mentions, self.forms, self.fixed = mentions, forms, fixed
        self.concerned = {researcher for _, researcher in fixed.rejected}
        self.concerned |= {researcher for pair in fixed.distinct for researcher in pair}
        # Of the sources' ids, those that are printed beside one ORCID iD only.
        self.orcids = orcids_of_source_ids(mentions)
        self.owners = self.owners_of_ids()
        self.rejections: defaultdict[int, set[int]] = defaultdict(set)
        for mention, researcher in fixed.rejected:
            self.rejections[mention].add(researcher)

    def clusters(self) -> list[Cluster]:
        """In the order of their first mentions."""
        groups: defaultdict[object, list[Cluster]] = defaultdict(list)
        for place, mention in enumerate(self.mentions):
            if (researcher := self.fixed.attributed.get(mention.id)) is not None:
                self.add(groups[ATTRIBUTED, researcher], self.alone(place, mention, researcher), decided=True)
        for researcher, elsewhere in self.fixed.elsewhere.items():
            for cluster in groups.get((ATTRIBUTED, researcher), ()):
                reach_out(cluster, elsewhere)
        for place, mention in enumerate(self.mentions):
            if mention.id not in self.fixed.attributed:
                key = self.key_of(place, mention)
                self.add(groups[key], self.alone(place, mention, None), decided=False)
        return sorted((one for group in groups.values() for one in group), key=lambda one: one.members)

    def key_of(self, place: int, mention: Mention) -> object:
        """What unites mentions from the beginning: an id, or a name that nobody else bears."""
        if known_by := self.id_of(mention):
            owners = self.owners.get(known_by, set())
            return (ATTRIBUTED, *owners) if len(owners) == 1 else known_by
        form = self.forms[place]
        return form.key if form.alike > SURE else place

    def id_of(self, mention: Mention) -> str:
        """The ORCID iD that is printed, or is printed where the source's id is; else the source's id."""
        return mention.orcid or self.orcids.get(mention.source_id, mention.source_id)

    def owners_of_ids(self) -> dict[str, set[int]]:
        """To whom people or a former run gave what prints an id."""
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for mention in self.mentions:
            if mention.id in self.fixed.attributed and (known_by := self.id_of(mention)):
                owners[known_by].add(self.fixed.attributed[mention.id])
        return owners

    def alone(self, place: int, mention: Mention, researcher: int | None) -> Cluster:
        standing = {self.fixed.standing.get(mention.id, -1), researcher} & self.concerned
        return Cluster(
            members=[place],
            works={mention.work.id},
            ids=ids_of(mention),
            researcher=researcher,
            standing={one for one in standing if one is not None},
            rejected=set(self.rejections.get(mention.id, ())),
        )

    def add(self, group: list[Cluster], cluster: Cluster, *, decided: bool) -> None:
        """Into the group's cluster, or beside it where that is forbidden; what people decided is never forbidden."""
        if not group:
            group.append(cluster)
        elif decided or not forbidden(group[0], cluster, self.fixed.distinct):
            absorb(group[0], cluster)
        else:
            cluster.closed = not group[0].works.isdisjoint(cluster.works)
            group.append(cluster)


def orcids_of_source_ids(mentions: Sequence[Mention]) -> dict[str, str]:
    printed: defaultdict[str, set[str]] = defaultdict(set)
    for one in mentions:
        if one.orcid and one.source_id:
            printed[one.source_id].add(one.orcid)
    return {source_id: orcid for source_id, (orcid, *others) in printed.items() if not others}


def reach_out(cluster: Cluster, elsewhere: Elsewhere) -> None:
    """Let what a researcher has elsewhere forbid what it would forbid here."""
    cluster.works |= elsewhere.works
    if elsewhere.orcids:
        cluster.ids[ORCID] = cluster.ids.get(ORCID, elsewhere.orcids) | elsewhere.orcids


def forms_of(cluster: Cluster, forms: Sequence[Form]) -> Iterable[Form]:
    """Each once."""
    return {forms[place].key: forms[place] for place in cluster.members}.values()
