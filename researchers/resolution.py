"""Simple identity: one researcher per full name without accents, kept apart where the source says so.

An authorship goes to the researcher of its identity key: the source's own person id where there is one,
else the printed ORCID iD, else the name. Where one work prints a name twice, the second is another person.
What people decided stays: attributions that somebody confirmed, curated or disputed are not touched, and a
rejected pair is never attributed again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import md5

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from common.names import fold, slug_for

# Position decides which of two equal names on one work is the second person.
KEY_AUTHORSHIPS = """
CREATE TEMPORARY TABLE keyed_authorship ON COMMIT DROP AS
WITH keyed AS (
    SELECT authorship.id AS authorship_id, authorship.work_id, authorship.name, authorship.name_key,
           authorship.orcid, authorship.source_author_id, authorship.position,
           CASE
               WHEN authorship.source_author_id <> '' THEN authorship.source_author_id
               WHEN authorship.orcid <> '' THEN 'orcid:' || authorship.orcid
               ELSE 'name:' || authorship.name_key
           END AS identity_key
    FROM works_authorship AS authorship
    WHERE authorship.work_id = ANY(%(works)s)
),
numbered AS (
    SELECT keyed.*, row_number() OVER (PARTITION BY work_id, identity_key ORDER BY position) AS number
    FROM keyed
)
SELECT authorship_id, work_id, name, name_key, orcid, source_author_id,
       identity_key || CASE WHEN number > 1 THEN '#' || number ELSE '' END AS identity_key
FROM numbered
"""

# The spelling that most works of this batch print, for people whom nobody has met yet.
STRANGERS = """
SELECT keyed.identity_key, mode() WITHIN GROUP (ORDER BY keyed.name) AS name
FROM keyed_authorship AS keyed
WHERE NOT EXISTS (
    SELECT FROM researchers_researcher AS known WHERE known.identity_key = keyed.identity_key
)
AND NOT EXISTS (
    SELECT FROM researchers_attribution AS decided
    WHERE decided.authorship_id = keyed.authorship_id AND decided.basis IN ('confirmed', 'curated')
)
GROUP BY keyed.identity_key
ORDER BY keyed.identity_key
"""

# "-" and "." are neighbors: the range holds what starts with the address and a hyphen.
# Relies on the varchar_pattern_ops index of the slug, which Django makes for a SlugField.
TAKEN_ADDRESSES = """
SELECT known.slug
FROM unnest(%(addresses)s::varchar[]) AS wanted (slug)
JOIN researchers_researcher AS known
  ON known.slug = wanted.slug
  OR (known.slug ~>=~ (wanted.slug || '-') AND known.slug ~<~ (wanted.slug || '.'))
"""

ADD_RESEARCHERS = """
COPY researchers_researcher (
    slug, public_id, preferred_name, name_key, identity_key, bio, home_page, collaboration, works_count,
    coauthors_count, topics_count, followers_count, citations_count, h_index, latest_venue, affiliation,
    category, trust_band, verification_level
) FROM STDIN
"""
EMPTY_COUNTERS = ("", "", "", 0, 0, 0, 0, 0, 0, "", "", "", "", 1)

ADD_EXTERNAL_IDS = """
INSERT INTO researchers_externalid (researcher_id, scheme, value)
SELECT DISTINCT researcher.id, split_part(stated.id, ':', 1), substr(stated.id, strpos(stated.id, ':') + 1)
FROM (
    SELECT identity_key, source_author_id AS id FROM keyed_authorship WHERE source_author_id <> ''
    UNION ALL
    SELECT identity_key, 'orcid:' || orcid FROM keyed_authorship WHERE orcid <> ''
) AS stated
JOIN researchers_researcher AS researcher USING (identity_key)
WHERE stated.identity_key !~ '#[0-9]+$'
ON CONFLICT (scheme, value) DO NOTHING
"""

TARGETS = """
CREATE TEMPORARY TABLE targeted_authorship ON COMMIT DROP AS
SELECT keyed.authorship_id, keyed.name, keyed.name_key, keyed.source_author_id, keyed.orcid,
       coalesce(researcher.merged_into_id, researcher.id) AS researcher_id
FROM keyed_authorship AS keyed
JOIN researchers_researcher AS researcher USING (identity_key)
"""

# The printed name has changed since, so the decision is made anew; the former researcher is marked.
DROP_OUTDATED = """
DELETE FROM researchers_attribution AS attribution
USING targeted_authorship AS target
WHERE attribution.authorship_id = target.authorship_id
  AND attribution.researcher_id <> target.researcher_id
  AND attribution.status = 'accepted'
  AND attribution.basis IN ('source_id', 'matched')
RETURNING attribution.researcher_id
"""

# How sure a bare name makes us: an initial may be anybody of that initial, a single word even more so.
ATTRIBUTE = """
INSERT INTO researchers_attribution (authorship_id, researcher_id, status, basis, confidence)
SELECT target.authorship_id, target.researcher_id, 'accepted',
       CASE WHEN target.source_author_id <> '' OR target.orcid <> '' THEN 'source_id' ELSE 'matched' END,
       CASE
           WHEN target.source_author_id <> '' OR target.orcid <> '' THEN 0.95
           WHEN strpos(target.name_key, ' ') = 0 THEN 0.2
           WHEN strpos(target.name_key, ' ') = 2 THEN 0.3
           ELSE 0.7
       END
FROM targeted_authorship AS target
WHERE NOT EXISTS (
    SELECT FROM researchers_attribution AS settled
    WHERE settled.authorship_id = target.authorship_id
      AND (settled.status IN ('accepted', 'disputed') OR settled.researcher_id = target.researcher_id)
)
"""

ADD_NAME_VARIANTS = """
INSERT INTO researchers_namevariant (researcher_id, name, name_key, works_count)
SELECT attribution.researcher_id, target.name, target.name_key, count(*)
FROM targeted_authorship AS target
JOIN researchers_attribution AS attribution USING (authorship_id, researcher_id)
WHERE attribution.status IN ('accepted', 'disputed')
GROUP BY attribution.researcher_id, target.name, target.name_key
ON CONFLICT (researcher_id, name) DO NOTHING
"""

# Everybody on these works: a work that changed changes the counters of all its authors. The rows are taken
# in the order of their ids, as by everybody who takes several, so that no two wait for each other; and before
# it is asked whether they are stale already, because a sweep that holds one has read the facts of before and
# is about to call it fresh. Rows that are stale then need no second version of themselves.
MARK_STALE = """
WITH taken AS MATERIALIZED (
    SELECT id, counters_stale_at, trust_stale_at
    FROM researchers_researcher
    WHERE id IN (
        SELECT attribution.researcher_id
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
        WHERE authorship.work_id = ANY(%(works)s)
        UNION
        SELECT unnest(%(former)s::bigint[])
    )
    ORDER BY id
    FOR NO KEY UPDATE
)
UPDATE researchers_researcher AS researcher
SET counters_stale_at = now(), trust_stale_at = now(), version = version + 1
FROM taken
WHERE researcher.id = taken.id AND (taken.counters_stale_at IS NULL OR taken.trust_stale_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one run of the matcher did."""

    authorships: int
    researchers: int
    former: tuple[int, ...]


def resolve(works: Sequence[int], *, marks: bool = True) -> Resolved:
    """Attribute the authorships of these works; the researchers concerned are stale afterwards.

    Whoever does more in the transaction takes it on itself to mark everybody on the works and the `former` ones:
    rows are taken in one order only where they are taken once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS keyed_authorship, targeted_authorship")
        cursor.execute(KEY_AUTHORSHIPS, {"works": list(works)})
        strangers = add_strangers(cursor)
        cursor.execute(ADD_EXTERNAL_IDS)
        cursor.execute(TARGETS)
        cursor.execute(DROP_OUTDATED)
        outdated = [row[0] for row in cursor.fetchall()]
        cursor.execute(ATTRIBUTE)
        attributed = cursor.rowcount
        cursor.execute(ADD_NAME_VARIANTS)
        if marks:
            mark_stale(cursor, works, outdated)
    return Resolved(authorships=attributed, researchers=strangers, former=tuple(outdated))


def mark_stale(cursor: CursorWrapper, works: Iterable[int], former: Iterable[int] = ()) -> None:
    """Say that everybody on these works, and those who were, need counting and scoring."""
    cursor.execute(MARK_STALE, {"works": list(works), "former": list(former)})


def add_strangers(cursor: CursorWrapper) -> int:
    """Make a researcher for every identity key that has none."""
    cursor.execute(STRANGERS)
    strangers = cursor.fetchall()
    if strangers:
        addresses = free_addresses(cursor, [address_of(*stranger) for stranger in strangers])
        with cursor.copy(ADD_RESEARCHERS) as copy:
            for (key, name), slug in zip(strangers, addresses, strict=True):
                copy.write_row((slug, public_id(key), name, fold(name)[:500], key, *EMPTY_COUNTERS))
    return len(strangers)


def public_id(identity_key: str) -> str:
    """Sixteen hexadecimal digits, the same whenever the record is built anew."""
    return md5(identity_key.encode(), usedforsecurity=False).hexdigest()[:16]


def address_of(identity_key: str, name: str) -> str:
    """The name, or the source's own id where that is the name and something telling ("yang-liu-icsi")."""
    by_name = slug_for(name)[:100].strip("-") or "researcher"
    scheme, _, value = identity_key.partition(":")
    own_id = slug_for(value)[:100].strip("-")
    tells_more = scheme not in ("name", "orcid") and own_id.startswith(f"{by_name}-")
    return own_id if tells_more else by_name


def free_addresses(cursor: CursorWrapper, wanted: Sequence[str]) -> list[str]:
    """The addresses wanted, numbered from 2 where they are taken."""
    cursor.execute(TAKEN_ADDRESSES, {"addresses": sorted(set(wanted))})
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
