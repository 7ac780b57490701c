"""What has to hold of who is who, whatever was decided; and all of it, row by row, to compare."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from researchers.models import (
    Attribution,
    Distinction,
    ExternalId,
    IdentityEvent,
    NameVariant,
    Researcher,
)
from works.models import Authorship

State = tuple[Any, ...]
Listed = tuple[int, int, int, str, str]  # page, authorship, its work, the ORCID iD and the name printed


def listed() -> dict[int, int]:
    """By authorship whose it is."""
    return dict(Attribution.objects.accepted().values_list("authorship", "researcher"))


def unsound() -> list[str]:
    """What would be wrong whatever was decided."""
    leads = dict(Researcher.objects.values_list("pk", "merged_into"))
    printed = {pk: rest for pk, *rest in Authorship.objects.values_list("pk", "work", "orcid", "name")}
    names = [(page, name, *printed[name]) for name, page in sorted(listed().items())]
    return [*twice_on_a_work(names), *of_two_orcids(names), *lost(leads, names), *taken_for_one(leads)]


def twice_on_a_work(names: list[Listed]) -> Iterator[str]:
    works = Counter((page, work) for page, _, work, _, _ in names)
    yield from (f"{page} is twice on {work}" for (page, work), number in works.items() if number > 1)


def of_two_orcids(names: list[Listed]) -> Iterator[str]:
    """Printed with what they wrote, or known to be theirs."""
    orcids: defaultdict[int, set[str]] = defaultdict(set)
    for page, _, _, orcid, _ in names:
        orcids[page] |= {orcid} - {""}
    for page, orcid in ExternalId.objects.filter(scheme="orcid").values_list("researcher", "value"):
        orcids[page].add(orcid)
    yield from (f"{page} has {sorted(known)}" for page, known in orcids.items() if len(known) > 1)


def lost(leads: dict[int, int | None], names: list[Listed]) -> Iterator[str]:
    variants = set(NameVariant.objects.values_list("researcher", "name"))
    for page, name, _, _, said in names:
        if leads[page]:
            yield f"{name} is on {page}, which leads elsewhere"
        if (page, said) not in variants:
            yield f"{page} does not know the name {said}"
    yield from (f"{page} leads on" for page, to in leads.items() if to and leads[to])
    known = ExternalId.objects.exclude(researcher__merged_into=None)
    yield from (f"{one} belongs to {one.researcher_id}, which leads elsewhere" for one in known)


def taken_for_one(leads: dict[int, int | None]) -> Iterator[str]:
    """People who were told apart, and works with somebody for whom they were refused."""
    for pair in Distinction.objects.values_list("first", "second"):
        if len({leads[page] or page for page in pair}) == 1:
            yield f"{pair} were told apart and are one"
    refused = Attribution.objects.filter(status="rejected").exclude(researcher__merged_into=None)
    for name, page in refused.values_list("authorship", "researcher"):
        if Attribution.objects.accepted().filter(authorship=name, researcher=leads[page]).exists():
            yield f"{name} was refused for {page} and is listed on {leads[page]}"


def state() -> State:
    """Everything about who is who, row by row."""
    rows = (
        Attribution.objects.values_list(
            "authorship", "researcher", "status", "basis", "confidence", "reasons", "decided_at"
        ),
        Researcher.objects.values_list(
            "pk", "slug", "public_id", "preferred_name", "merged_into_id", "user_id"
        ),
        NameVariant.objects.values_list("researcher", "name"),
        ExternalId.objects.values_list("researcher", "scheme", "value"),
        Distinction.objects.values_list("first", "second"),
        IdentityEvent.objects.values_list("pk", "kind", "researcher", "other", "undoes"),
    )
    return tuple(sorted(each, key=str) for each in rows)


def difference(before: State, after: State) -> str:
    """What is in one only, row by row."""
    pairs = [(set(map(str, one)), set(map(str, two))) for one, two in zip(before, after, strict=True)]
    gone = [f"- {row}" for one, two in pairs for row in sorted(one - two)]
    return "\n".join(gone + [f"+ {row}" for one, two in pairs for row in sorted(two - one)])


def partition() -> set[frozenset[tuple[str, int]]]:
    """Which printed names are one person's, whoever that is."""
    groups: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = Attribution.objects.accepted().values_list(
        "researcher", "authorship__work__sources__source_id", "authorship__position"
    )
    for page, key, position in rows:
        groups[page].add((key, position))
    return set(map(frozenset, groups.values()))
