"""A resolver that sees through names: the domain of a printed e-mail address says who it is."""

from collections.abc import Sequence
from typing import Any

from ingest.records import WorkRecord
from researchers.identity.mentions import Commonness, Fixed, Membership, Mention, Person
from researchers.identity.running import resolve_all
from researchers.models import Attribution, Researcher
from tests.ingest.records import make_record


def by_domain(mentions: Sequence[Mention], commonness: Commonness, fixed: Fixed) -> list[Person]:
    """Whoever prints the same domain is one person, as far as what is fixed allows; "maybe.*" is a proposal too."""
    bound = {
        one.domains[0]: fixed.attributed[one.id]
        for one in mentions
        if one.id in fixed.attributed and one.domains
    }
    groups: dict[Any, list[Mention]] = {}
    for one in mentions:
        groups.setdefault(key_of(one, bound, fixed), []).append(one)
    return [person_of(key, members, mentions) for key, members in groups.items()]


def key_of(one: Mention, bound: dict[str, int], fixed: Fixed) -> Any:
    if one.id in fixed.attributed:
        return fixed.attributed[one.id]
    domain = one.domains[0] if one.domains else f"alone {one.id}"
    refused = {researcher for mention, researcher in fixed.rejected if mention == one.id}
    standing = {researcher for researcher in fixed.standing.values() if researcher in refused}
    if standing:
        return f"refused {one.id}"
    if domain in bound:
        return bound[domain]
    told_apart = {researcher for pair in fixed.distinct for researcher in pair}
    own = fixed.standing.get(one.id)
    return f"{domain} {own}" if own in told_apart else domain


def person_of(key: Any, members: Sequence[Mention], everybody: Sequence[Mention]) -> Person:
    perhaps = [
        Membership(one.id, 0.4, ("perhaps the same address",))
        for one in everybody
        if one.domains
        and f"maybe.{one.domains[0]}" in {domain for each in members for domain in each.domains}
    ]
    return Person(
        tuple(Membership(one.id, 0.9, ("the same e-mail domain",)) for one in members),
        key if isinstance(key, int) else None,
        tuple(perhaps),
    )


def printed(source_id: str, *authors: tuple[str, str], **fields: Any) -> WorkRecord:
    """A work of authors at these domains, "" for none."""
    named = [{"name": name, "email_domains": [domain] if domain else []} for name, domain in authors]
    return make_record(source_id, authors=tuple(named), **fields)


def run(**options: bool) -> Any:
    """Resolve in this process; the figures of all parts together."""
    figures = [one for _, one in resolve_all(**options)]
    return sum(figures[1:], figures[0]) if figures else None


def whose() -> dict[str, int]:
    """Title of a work and printed name → researcher who has it."""
    rows = Attribution.objects.accepted().values_list(
        "authorship__work__title", "authorship__name", "researcher"
    )
    return {f"{title}: {name}": researcher for title, name, researcher in rows}


def page(name: str) -> Researcher:
    return Researcher.objects.current().get(preferred_name=name)
