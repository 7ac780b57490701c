"""New pages: how they are written in bulk, and what their addresses are."""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from common.names import slug_for

# "-" and "." are neighbors: the range holds what starts with the address and a hyphen.
# Relies on the varchar_pattern_ops indexes of the slugs, which Django makes for a SlugField.
# Two questions, since the planner answers the two in one by reading every address. Where somebody's page was before
# they bore another name, nobody else's comes: what is said there would be taken for theirs.
TAKEN_ADDRESSES = """
SELECT known.slug
FROM unnest(%(addresses)s::varchar[]) AS wanted (slug)
CROSS JOIN LATERAL (
    SELECT same.slug FROM researchers_researcher AS same WHERE same.slug = wanted.slug
    UNION ALL
    SELECT longer.slug
    FROM researchers_researcher AS longer
    WHERE longer.slug ~>=~ (wanted.slug || '-') AND longer.slug ~<~ (wanted.slug || '.')
    UNION ALL
    SELECT former.slug
    FROM researchers_formeraddress AS former
    WHERE former.slug = wanted.slug AND former.researcher_id IS DISTINCT FROM %(of)s
    UNION ALL
    SELECT former.slug
    FROM researchers_formeraddress AS former
    WHERE former.slug ~>=~ (wanted.slug || '-') AND former.slug ~<~ (wanted.slug || '.')
      AND former.researcher_id IS DISTINCT FROM %(of)s
) AS known
"""

ADD_RESEARCHERS = """
COPY researchers_researcher (
    slug, public_id, preferred_name, name_key, identity_key, bio, home_page, collaboration, works_count,
    coauthors_count, topics_count, followers_count, citations_count, h_index, latest_venue, affiliation,
    category, trust_band, verification_level
) FROM STDIN
"""
EMPTY_COUNTERS = ("", "", "", 0, 0, 0, 0, 0, 0, "", "", "", "", 1)


def address_of(identity_key: str, name: str) -> str:
    """The name, or the source's own id where that is the name and something telling ("yang-liu-icsi")."""
    by_name = slug_for(name)[:100].strip("-") or "researcher"
    scheme, _, value = identity_key.partition(":")
    own_id = slug_for(value)[:100].strip("-")
    tells_more = scheme not in ("name", "orcid") and own_id.startswith(f"{by_name}-")
    return own_id if tells_more else by_name


def free_addresses(cursor: CursorWrapper, wanted: Sequence[str], *, of: int | None = None) -> list[str]:
    """The addresses wanted, numbered from 2 where they are taken; those that the page `of` once had are free for it."""
    cursor.execute(TAKEN_ADDRESSES, {"addresses": sorted(set(wanted)), "of": of})
    taken = {row[0] for row in cursor.fetchall()}
    free_ones = []
    for address in wanted:
        free, number = address, 1
        while free in taken:
            number += 1
            free = f"{address}-{number}"
        taken.add(free)
        free_ones.append(free)
    return free_ones
