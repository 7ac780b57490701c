"""Whose new names are that no comparison says anything of: by their identifiers, or as the only people of these names.

Steps over `keyed_authorship` (researchers/resolution.py): they fill `known_id`, or change the key that makes a page.
"""

from django.db.backends.utils import CursorWrapper

# A source's id that stands beside two ORCID iDs means two people: whoever prints another iD than most of these works
# do, or than its person has, is known by the iD alone. Asked first, since there is hardly ever one: joined to all
# names at once, the planner reads them for every group.
TWO_ORCIDS = """
SELECT source_author_id, mode() WITHIN GROUP (ORDER BY orcid)
FROM keyed_authorship
WHERE source_author_id <> '' AND orcid <> '' AND known_id IS NULL AND NOT is_repeated
GROUP BY source_author_id
HAVING min(orcid) <> max(orcid)
"""
TELL_FROM_EACH_OTHER = """
UPDATE keyed_authorship AS keyed
SET source_author_id = '', identity_key = 'orcid:' || keyed.orcid
FROM unnest(%(ids)s::text[], %(orcids)s::text[]) AS stated (id, orcid)
WHERE stated.id = keyed.source_author_id
  AND keyed.orcid NOT IN ('', stated.orcid)
  AND keyed.known_id IS NULL
  AND NOT keyed.is_repeated
"""
TELL_FROM_KNOWN = """
UPDATE keyed_authorship AS keyed
SET known_id = NULL, source_author_id = '', identity_key = 'orcid:' || keyed.orcid
FROM researchers_externalid AS other
WHERE keyed.known_id IS NOT NULL
  AND keyed.source_author_id <> ''
  AND keyed.orcid <> ''
  AND other.researcher_id = keyed.known_id
  AND other.scheme = 'orcid'
  AND other.value <> keyed.orcid
"""

# The source's id counts before the ORCID iD. Relies on external_id_unique.
KNOW_BY_IDENTIFIER = """
WITH stated AS (
    SELECT authorship_id, work_id, source_author_id AS id, 1 AS place
    FROM keyed_authorship
    WHERE source_author_id <> '' AND known_id IS NULL AND NOT is_repeated
    UNION ALL
    SELECT authorship_id, work_id, 'orcid:' || orcid, 2
    FROM keyed_authorship
    WHERE orcid <> '' AND known_id IS NULL AND NOT is_repeated
),
known AS (
    SELECT DISTINCT ON (stated.authorship_id)
           stated.authorship_id, stated.work_id, coalesce(researcher.merged_into_id, researcher.id) AS researcher_id
    FROM stated
    JOIN researchers_externalid AS external
      ON external.scheme = split_part(stated.id, ':', 1)
     AND external.value = substr(stated.id, strpos(stated.id, ':') + 1)
    JOIN researchers_researcher AS researcher ON researcher.id = external.researcher_id
    ORDER BY stated.authorship_id, stated.place
),
alone AS (
    SELECT known.*, row_number() OVER (PARTITION BY work_id, researcher_id ORDER BY authorship_id) AS number
    FROM known
)
UPDATE keyed_authorship AS keyed
SET known_id = alone.researcher_id
FROM alone
WHERE alone.authorship_id = keyed.authorship_id
  AND alone.number = 1
  AND NOT EXISTS (
      SELECT FROM works_authorship AS other
      JOIN researchers_attribution AS attribution
        ON attribution.authorship_id = other.id AND attribution.researcher_id = alone.researcher_id
      WHERE other.work_id = keyed.work_id
        AND other.id <> keyed.authorship_id
        AND attribution.status IN ('accepted', 'disputed')
  )
"""

# Who has a name that the resolver has seen.
BEARERS = """
CREATE TEMPORARY TABLE bearer ON COMMIT DROP AS
WITH seen AS MATERIALIZED (
    SELECT DISTINCT keyed.name_key
    FROM keyed_authorship AS keyed
    JOIN researchers_block AS block ON block.key = keyed.block AND block.resolved_at IS NOT NULL
    WHERE keyed.known_id IS NULL AND NOT keyed.is_repeated
)
SELECT seen.name_key, count(DISTINCT researcher.id) AS number, min(researcher.id) AS researcher_id
FROM seen
JOIN researchers_namevariant AS variant USING (name_key)
JOIN researchers_researcher AS researcher
  ON researcher.id = variant.researcher_id AND researcher.merged_into_id IS NULL
GROUP BY seen.name_key
"""
# Hardly ever: asked before anything is done about them.
EMPTY_PAGES = """
SELECT EXISTS (
    SELECT FROM keyed_authorship AS keyed
    JOIN researchers_namevariant AS variant USING (name_key)
    JOIN researchers_researcher AS researcher
      ON researcher.id = variant.researcher_id AND researcher.merged_into_id IS NULL
    WHERE keyed.known_id IS NULL
      AND NOT EXISTS (
          SELECT FROM researchers_attribution AS attribution
          WHERE attribution.researcher_id = researcher.id AND attribution.status <> 'proposed'
      )
)
"""
KEEP_EMPTY_PAGES = """
DELETE FROM bearer
WHERE number > 1
   OR EXISTS (
       SELECT FROM researchers_attribution AS attribution
       WHERE attribution.researcher_id = bearer.researcher_id AND attribution.status <> 'proposed'
   )
"""
KEEP_APART = """
UPDATE keyed_authorship AS keyed
SET identity_key = 'unsorted:' || keyed.name_key
FROM bearer
WHERE bearer.name_key = keyed.name_key
  AND keyed.known_id IS NULL
  AND NOT keyed.is_repeated
  AND keyed.source_author_id = ''
  AND keyed.orcid = ''
"""
# The only person of that name, unless another identifier, theirs or the printed one as somebody else's, or another
# place on the same work speaks against it. Of what comes together, too, one iD is theirs, and one place on each work.
KNOW_BY_NAME = """
WITH candidate AS (
    SELECT keyed.authorship_id, keyed.work_id, keyed.orcid, bearer.researcher_id
    FROM keyed_authorship AS keyed
    JOIN bearer ON bearer.name_key = keyed.name_key AND bearer.number = 1
    WHERE keyed.known_id IS NULL
      AND NOT keyed.is_repeated
      AND NOT EXISTS (
          SELECT FROM researchers_externalid AS other
          WHERE other.researcher_id = bearer.researcher_id
            AND (keyed.source_author_id <> '' AND other.scheme = split_part(keyed.source_author_id, ':', 1)
                 OR keyed.orcid <> '' AND other.scheme = 'orcid')
      )
      AND NOT EXISTS (
          SELECT FROM works_authorship AS fellow
          JOIN researchers_attribution AS attribution ON attribution.authorship_id = fellow.id
          WHERE fellow.work_id = keyed.work_id
            AND fellow.id <> keyed.authorship_id
            AND attribution.researcher_id = bearer.researcher_id
            AND attribution.status IN ('accepted', 'disputed')
      )
      AND NOT EXISTS (
          SELECT FROM keyed_authorship AS fellow
          WHERE fellow.work_id = keyed.work_id AND fellow.known_id = bearer.researcher_id
      )
      AND (keyed.orcid = '' OR NOT EXISTS (
          SELECT FROM researchers_attribution AS own
          JOIN works_authorship AS printed ON printed.id = own.authorship_id
          WHERE own.researcher_id = bearer.researcher_id
            AND own.status IN ('accepted', 'disputed')
            AND printed.orcid NOT IN ('', keyed.orcid)
      ))
      AND (keyed.orcid = '' OR NOT EXISTS (
          SELECT FROM researchers_externalid AS stated
          JOIN researchers_researcher AS holder ON holder.id = stated.researcher_id
          WHERE stated.scheme = 'orcid'
            AND stated.value = keyed.orcid
            AND coalesce(holder.merged_into_id, holder.id) <> bearer.researcher_id
      ))
      AND (keyed.source_author_id = '' OR NOT EXISTS (
          SELECT FROM researchers_externalid AS stated
          JOIN researchers_researcher AS holder ON holder.id = stated.researcher_id
          WHERE stated.scheme = split_part(keyed.source_author_id, ':', 1)
            AND stated.value = substr(keyed.source_author_id, strpos(keyed.source_author_id, ':') + 1)
            AND coalesce(holder.merged_into_id, holder.id) <> bearer.researcher_id
      ))
),
numbered AS (
    SELECT candidate.*,
           min(nullif(orcid, '')) OVER (PARTITION BY researcher_id) AS one_orcid,
           row_number() OVER (PARTITION BY work_id, researcher_id ORDER BY authorship_id) AS number
    FROM candidate
)
UPDATE keyed_authorship AS keyed
SET known_id = numbered.researcher_id
FROM numbered
WHERE numbered.authorship_id = keyed.authorship_id
  AND numbered.number = 1
  AND numbered.orcid IN ('', numbered.one_orcid)
"""


def know_by_identifier(cursor: CursorWrapper) -> None:
    """Whoever has the source's id or the ORCID iD that is printed has the name."""
    cursor.execute(TWO_ORCIDS)
    if two := cursor.fetchall():
        ids, orcids = zip(*two, strict=True)
        cursor.execute(TELL_FROM_EACH_OTHER, {"ids": list(ids), "orcids": list(orcids)})
    cursor.execute(KNOW_BY_IDENTIFIER)
    cursor.execute(TELL_FROM_KNOWN)
    if cursor.rowcount:
        cursor.execute(KNOW_BY_IDENTIFIER)


def know_by_name(cursor: CursorWrapper) -> None:
    """Where the resolver has been, a name that one person has is theirs; other names get pages of their own."""
    cursor.execute(BEARERS)
    if cursor.rowcount:
        cursor.execute("ANALYZE keyed_authorship, bearer")
        cursor.execute(KNOW_BY_NAME)
        cursor.execute(KEEP_APART)


def bring_back(cursor: CursorWrapper) -> None:
    """Give names to pages that lost their last work: there is nothing left to compare with."""
    cursor.execute(EMPTY_PAGES)
    if cursor.fetchone()[0]:
        cursor.execute(BEARERS)
        cursor.execute(KEEP_EMPTY_PAGES)
        cursor.execute(KNOW_BY_NAME)
        cursor.execute("DROP TABLE bearer")
