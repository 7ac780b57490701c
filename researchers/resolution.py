"""Whose new works are at first sight: cheap enough for an import of any size; resolving looks closer afterwards.

Where the resolver has not been yet, an authorship goes to the researcher of its identity key: the source's own
person id where there is one, else the printed ORCID iD, else the name without accents. Where it has been, nobody
settled is disturbed: an authorship goes to whom its identifier belongs, else to the only person of that name; where
several have it, a page of its own keeps it until it is resolved. A few works are compared at once instead
(researchers/identity/attributing.py). Where one work prints a name twice, the second is another person.
What people decided stays: attributions that somebody confirmed, curated or disputed are not touched, and a
rejected pair is never attributed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import md5

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from common.names import fold
from researchers.addresses import ADD_RESEARCHERS, EMPTY_COUNTERS, address_of, free_addresses
from researchers.former import keep_former
from researchers.identity.attributing import attribute
from researchers.knowing import bring_back, know_by_identifier, know_by_name
from researchers.settled import NOTHING, Changes, keep_settled, note_moves
from researchers.staleness import mark_stale

# Position decides which of two equal names on one work is the second person. What stands behind the end of the list is
# printed no more, and kept for what people decided about it.
KEY_AUTHORSHIPS = """
CREATE TEMPORARY TABLE keyed_authorship ON COMMIT DROP AS
WITH keyed AS (
    SELECT authorship.id AS authorship_id, authorship.work_id, authorship.name, authorship.name_key,
           authorship.family, authorship.block, authorship.orcid, authorship.source_author_id, authorship.position,
           CASE
               WHEN authorship.source_author_id <> '' THEN authorship.source_author_id
               WHEN authorship.orcid <> '' THEN 'orcid:' || authorship.orcid
               ELSE 'name:' || authorship.name_key
           END AS identity_key
    FROM works_authorship AS authorship
    JOIN works_work AS work ON work.id = authorship.work_id AND authorship.position < work.authors_count
    WHERE authorship.work_id = ANY(%(works)s)
),
numbered AS (
    SELECT keyed.*, row_number() OVER (PARTITION BY work_id, identity_key ORDER BY position) AS number
    FROM keyed
)
SELECT authorship_id, work_id, name, name_key, family, block, orcid, source_author_id, number > 1 AS is_repeated,
       identity_key || CASE WHEN number > 1 THEN '#' || number ELSE '' END AS identity_key,
       NULL::bigint AS known_id, block AS former_block, false AS is_reprinted
FROM numbered
"""

# What the resolver can place at once: names that are nobody's in blocks where it has been. What only a user's upload
# states is nothing to compare with.
DROP_UNSETTLED = """
DELETE FROM researchers_attribution AS attribution
USING keyed_authorship AS keyed, researchers_block AS block
WHERE attribution.authorship_id = keyed.authorship_id
  AND keyed.known_id IS NULL
  AND block.key = keyed.block
  AND block.resolved_at IS NOT NULL
  AND attribution.basis IN ('source_id', 'matched')
  AND attribution.status IN ('accepted', 'proposed')
RETURNING attribution.researcher_id
"""
UNSETTLED = """
SELECT keyed.authorship_id, keyed.name, keyed.family, keyed.block
FROM keyed_authorship AS keyed
JOIN researchers_block AS block ON block.key = keyed.block AND block.resolved_at IS NOT NULL
JOIN works_work AS work ON work.id = keyed.work_id AND NOT work.self_reported AND NOT work.withdrawn
WHERE keyed.known_id IS NULL
  AND NOT EXISTS (
      SELECT FROM researchers_attribution AS listed
      WHERE listed.authorship_id = keyed.authorship_id AND listed.status IN ('accepted', 'disputed')
  )
"""

KEEP_COMPARED = """
UPDATE keyed_authorship AS keyed
SET known_id = attribution.researcher_id
FROM researchers_attribution AS attribution
WHERE keyed.authorship_id = ANY(%(authorships)s)
  AND attribution.authorship_id = keyed.authorship_id
  AND attribution.status IN ('accepted', 'disputed')
"""

# Blocks in which something is new or printed otherwise are to be resolved; where the resolver has been and few works
# came, it has done so. A name that is printed in another form now stays in reach of the former one's block.
MARK_BLOCKS = """
WITH printed AS (
    SELECT keyed.block AS key,
           bool_or(keyed.known_id IS NULL OR keyed.is_reprinted) AS is_new,
           coalesce(min(former.joint) FILTER (WHERE keyed.known_id IS NOT NULL), keyed.block) AS joint
    FROM keyed_authorship AS keyed
    LEFT JOIN researchers_block AS former ON former.key = keyed.former_block AND keyed.former_block <> keyed.block
    WHERE keyed.block <> ''
    GROUP BY keyed.block
),
changed AS (
    SELECT key FROM printed WHERE is_new
    UNION
    SELECT former_block FROM keyed_authorship WHERE is_reprinted
    UNION
    SELECT unnest(%(left)s::text[])
),
marked AS (
    UPDATE researchers_block AS block
    SET stale_at = now()
    FROM changed
    WHERE block.key = changed.key
      AND block.stale_at IS NULL
      AND (%(many)s OR block.resolved_at IS NULL)
)
INSERT INTO researchers_block (key, joint, stale_at)
SELECT key, joint, now()
FROM printed
WHERE NOT EXISTS (SELECT FROM researchers_block AS known WHERE known.key = printed.key)
ORDER BY key
ON CONFLICT (key) DO NOTHING
"""

# The spelling that most works of this batch print, for people whom nobody has met yet.
STRANGERS = """
SELECT keyed.identity_key, mode() WITHIN GROUP (ORDER BY keyed.name) AS name
FROM keyed_authorship AS keyed
WHERE keyed.known_id IS NULL
AND NOT EXISTS (
    SELECT FROM researchers_researcher AS known WHERE known.identity_key = keyed.identity_key
)
AND NOT EXISTS (
    SELECT FROM researchers_attribution AS decided
    WHERE decided.authorship_id = keyed.authorship_id AND decided.basis IN ('confirmed', 'curated')
)
GROUP BY keyed.identity_key
ORDER BY keyed.identity_key
"""

FEW = 50  # works that are compared at once, instead of marking their blocks for the next run

# Nobody gets a second ORCID iD.
ADD_EXTERNAL_IDS = """
INSERT INTO researchers_externalid (researcher_id, scheme, value)
SELECT DISTINCT researcher_id, split_part(source_author_id, ':', 1),
       substr(source_author_id, strpos(source_author_id, ':') + 1)
FROM targeted_authorship
WHERE source_author_id <> '' AND NOT is_repeated
UNION ALL
SELECT targeted.researcher_id, 'orcid', min(targeted.orcid)
FROM targeted_authorship AS targeted
WHERE targeted.orcid <> ''
  AND NOT targeted.is_repeated
  AND NOT EXISTS (
      SELECT FROM researchers_externalid AS known
      WHERE known.researcher_id = targeted.researcher_id AND known.scheme = 'orcid'
  )
GROUP BY targeted.researcher_id
ON CONFLICT (scheme, value) DO NOTHING
"""

TARGETS = """
CREATE TEMPORARY TABLE targeted_authorship ON COMMIT DROP AS
SELECT keyed.authorship_id, keyed.work_id, keyed.name, keyed.name_key, keyed.source_author_id, keyed.orcid,
       keyed.is_repeated, keyed.known_id IS NULL AS by_key,
       coalesce(keyed.known_id, researcher.merged_into_id, researcher.id) AS researcher_id
FROM keyed_authorship AS keyed
LEFT JOIN researchers_researcher AS researcher
  ON researcher.identity_key = keyed.identity_key AND keyed.known_id IS NULL
WHERE keyed.known_id IS NOT NULL OR researcher.id IS NOT NULL
"""

# A key may lead to somebody who is on the work already. Then it is left to be resolved.
LEAVE_SECOND_PLACES = """
DELETE FROM targeted_authorship AS targeted
USING targeted_authorship AS fellow
WHERE targeted.by_key
  AND fellow.work_id = targeted.work_id
  AND fellow.researcher_id = targeted.researcher_id
  AND fellow.authorship_id <> targeted.authorship_id
  AND (NOT fellow.by_key OR fellow.authorship_id < targeted.authorship_id)
"""
LEAVE_TAKEN_PLACES = """
DELETE FROM targeted_authorship AS targeted
USING works_authorship AS fellow, researchers_attribution AS attribution
WHERE targeted.by_key
  AND fellow.work_id = targeted.work_id
  AND fellow.id <> targeted.authorship_id
  AND attribution.authorship_id = fellow.id
  AND attribution.researcher_id = targeted.researcher_id
  AND (attribution.status = 'disputed'
       OR attribution.status = 'accepted' AND attribution.basis IN ('confirmed', 'curated'))
"""

# The printed name has changed since, so the decision is made anew; the former researcher is marked.
DROP_OUTDATED = """
DELETE FROM researchers_attribution AS attribution
USING targeted_authorship AS target
WHERE attribution.authorship_id = target.authorship_id
  AND (attribution.researcher_id <> target.researcher_id AND attribution.status = 'accepted'
       OR attribution.researcher_id = target.researcher_id AND attribution.status = 'proposed')
  AND attribution.basis IN ('source_id', 'matched')
RETURNING attribution.researcher_id
"""

# How sure a bare name makes us: an initial may be anybody of that initial, a single word even more so. A transaction
# that waited for its turn is older than what was resolved meanwhile, and would pass for settled.
ATTRIBUTE = """
INSERT INTO researchers_attribution (authorship_id, researcher_id, status, basis, confidence, decided_at)
SELECT target.authorship_id, target.researcher_id, 'accepted',
       CASE WHEN target.source_author_id <> '' OR target.orcid <> '' THEN 'source_id' ELSE 'matched' END,
       CASE
           WHEN target.source_author_id <> '' OR target.orcid <> '' THEN 0.95
           WHEN strpos(target.name_key, ' ') = 0 THEN 0.2
           WHEN strpos(target.name_key, ' ') = 2 THEN 0.3
           ELSE 0.7
       END,
       statement_timestamp()
FROM targeted_authorship AS target
WHERE NOT EXISTS (
    SELECT FROM researchers_attribution AS settled
    WHERE settled.authorship_id = target.authorship_id
      AND (settled.status IN ('accepted', 'disputed') OR settled.researcher_id = target.researcher_id)
)
"""

# Whoever decided whose they are: a source may spell the name anew.
ADD_NAME_VARIANTS = """
INSERT INTO researchers_namevariant (researcher_id, name, name_key, works_count)
SELECT attribution.researcher_id, keyed.name, keyed.name_key, count(*)
FROM keyed_authorship AS keyed
JOIN researchers_attribution AS attribution USING (authorship_id)
WHERE attribution.status IN ('accepted', 'disputed')
GROUP BY attribution.researcher_id, keyed.name, keyed.name_key
ON CONFLICT (researcher_id, name) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one run of the matcher did."""

    authorships: int
    researchers: int
    former: tuple[int, ...]


def resolve(works: Sequence[int], *, changes: Changes = NOTHING, marks: bool = True) -> Resolved:
    """Attribute the authorships of these works; the researchers concerned are stale afterwards.

    Whoever does more in the transaction takes it on itself to mark everybody on the works and the `former` ones:
    rows are taken in one order only where they are taken once.
    """
    many = len(works) > FEW
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS keyed_authorship, targeted_authorship, bearer")
        cursor.execute(KEY_AUTHORSHIPS, {"works": list(works)})
        asked_anew = keep_settled(cursor, changes)
        cursor.execute(MARK_BLOCKS, {"many": many, "left": sorted(changes.left)})
        outdated = [] if many else compare(cursor)
        know_by_identifier(cursor)
        know_by_name(cursor)
        strangers = add_strangers(cursor)
        cursor.execute(TARGETS)
        cursor.execute(LEAVE_SECOND_PLACES)
        if not changes.all_new:
            cursor.execute(LEAVE_TAKEN_PLACES)
        cursor.execute(ADD_EXTERNAL_IDS)
        cursor.execute(DROP_OUTDATED)
        outdated += [row[0] for row in cursor.fetchall()]
        cursor.execute(ATTRIBUTE)
        attributed = cursor.rowcount
        cursor.execute(ADD_NAME_VARIANTS)
        keep_former(cursor, "keyed_authorship")
        note_moves(cursor, asked_anew)
        if marks:
            mark_stale(cursor, works, outdated)
    return Resolved(authorships=attributed, researchers=strangers, former=tuple(outdated))


def compare(cursor: CursorWrapper) -> list[int]:
    """Attribute what the resolver can place at once; whose some of it was before."""
    bring_back(cursor)
    cursor.execute(DROP_UNSETTLED)
    former = [row[0] for row in cursor.fetchall()]
    cursor.execute(UNSETTLED)
    if new := cursor.fetchall():
        attribute(cursor, new)
        cursor.execute(KEEP_COMPARED, {"authorships": [authorship for authorship, *_ in new]})
    return former


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
