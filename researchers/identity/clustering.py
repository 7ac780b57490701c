"""From the mentions of one block to people."""

from collections.abc import Sequence

from researchers.identity.mentions import NOTHING_FIXED, Commonness, Fixed, Membership, Mention, Person


def resolve_block(
    mentions: Sequence[Mention], commonness: Commonness, fixed: Fixed = NOTHING_FIXED
) -> list[Person]:
    """The people behind the mentions of one block; the answer does not depend on the order of the mentions.

    Never are two mentions of one work, two ORCID iDs, a rejected pair, or mentions attributed to different
    researchers in one person.
    """
    people: dict[object, list[Membership]] = {}
    for mention in sorted(mentions, key=lambda one: one.id):
        researcher = fixed.attributed.get(mention.id)
        key = mention.id if researcher is None else ("researcher", researcher)
        people.setdefault(key, []).append(Membership(mention.id, 1.0 if researcher else 0.5))
    return [
        Person(tuple(members), key[1] if isinstance(key, tuple) else None) for key, members in people.items()
    ]
