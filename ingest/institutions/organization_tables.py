"""From the registry into the record, one named statement a step."""

from works.models.places import PRINT

# What an earlier import of the same transaction left.
CLEAR = """
DROP TABLE IF EXISTS stated_organization, staged_organization, touched_key, former_reading, staged_authorship
"""

STAGE = """
CREATE TEMPORARY TABLE stated_organization (
    n integer, ror text, hash bytea, name text, key text, slug text, country text, city text, city_key text,
    kinds text[], home_page text, domains text[], parents text[], has_parts boolean, is_branch boolean, state text,
    successor text, name_kinds text[], names text[], name_keys text[]
) ON COMMIT DROP
"""

# What was said last of an organization, and whether that is known already.
COMPARE = """
CREATE TEMPORARY TABLE staged_organization ON COMMIT DROP AS
SELECT DISTINCT ON (stated.ror)
       stated.*, known.id AS known_id, known.statement_hash IS NOT DISTINCT FROM stated.hash AS unchanged
FROM stated_organization AS stated
LEFT JOIN works_institution AS known USING (ror)
ORDER BY stated.ror, stated.n DESC
"""

COUNT = """
SELECT count(*) FILTER (WHERE known_id IS NULL),
       count(*) FILTER (WHERE known_id IS NOT NULL AND NOT unchanged),
       (SELECT count(*) FROM stated_organization) - count(*) FILTER (WHERE NOT unchanged)
FROM staged_organization
"""

TOUCHED = "CREATE TEMPORARY TABLE touched_key (key text) ON COMMIT DROP"

# Names by which the changed ones are told: once before they change, once after.
TOUCH = """
INSERT INTO touched_key
SELECT named.key
FROM works_institutionname AS named
JOIN works_institution AS known ON known.id = named.institution_id
JOIN staged_organization AS staged ON staged.ror = known.ror AND NOT staged.unchanged
UNION
SELECT known.city_key
FROM works_institution AS known
JOIN staged_organization AS staged ON staged.ror = known.ror AND NOT staged.unchanged
"""

UPDATE_KNOWN = """
UPDATE works_institution AS known
SET name = staged.name, key = staged.key, country = staged.country, city = staged.city,
    city_key = staged.city_key, kinds = staged.kinds, home_page = staged.home_page,
    domains = coalesce(staged.domains, known.domains), parents = staged.parents, has_parts = staged.has_parts,
    is_branch = staged.is_branch, state = staged.state, statement_hash = staged.hash
FROM staged_organization AS staged
WHERE known.id = staged.known_id AND NOT staged.unchanged
"""

ADD_NEW = """
INSERT INTO works_institution (
    ror, name, key, slug, country, city, city_key, kinds, home_page, domains, parents, has_parts, is_branch, state,
    statement_hash
)
SELECT ror, name, key, CASE WHEN taken THEN slug || '-' || ror ELSE slug END, country, city, city_key, kinds,
       home_page, coalesce(domains, '{}'), parents, has_parts, is_branch, state, hash
FROM (
    SELECT staged.*,
           row_number() OVER (PARTITION BY staged.slug ORDER BY staged.state, staged.ror) > 1
           OR EXISTS (SELECT FROM works_institution AS other WHERE other.slug = staged.slug) AS taken
    FROM staged_organization AS staged
    WHERE staged.known_id IS NULL
) AS staged
"""

# A schema that does not state domains takes none away.
DROP_NAMES = """
DELETE FROM works_institutionname AS named
USING works_institution AS known, staged_organization AS staged
WHERE known.id = named.institution_id
  AND staged.known_id = known.id
  AND NOT staged.unchanged
  AND named.key <> ALL(staged.name_keys)
  AND (named.kind <> 'domain' OR staged.domains IS NOT NULL)
"""

PUT_NAMES = """
INSERT INTO works_institutionname AS known (institution_id, kind, name, key)
SELECT institution.id, named.kind, named.name, named.key
FROM staged_organization AS staged
JOIN works_institution AS institution USING (ror)
CROSS JOIN LATERAL unnest(staged.name_kinds, staged.names, staged.name_keys) AS named (kind, name, key)
WHERE NOT staged.unchanged
ON CONFLICT (key, institution_id) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name
WHERE (known.kind, known.name) IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.name)
"""

# Also of organizations that were known before their successors were.
SUCCEED = """
WITH followed AS (
    UPDATE works_institution AS known
    SET successor_id = heir.id
    FROM staged_organization AS staged
    LEFT JOIN works_institution AS heir ON heir.ror = staged.successor
    WHERE known.ror = staged.ror AND known.successor_id IS DISTINCT FROM heir.id
    RETURNING known.id
)
INSERT INTO touched_key
SELECT named.key FROM works_institutionname AS named JOIN followed ON followed.id = named.institution_id
"""

# In this order.
MERGE = (TOUCH, UPDATE_KNOWN, ADD_NEW, DROP_NAMES, PUT_NAMES, SUCCEED, TOUCH)

TEXTS_TOUCHED = """
SELECT text.print, text.text, text.domains
FROM works_affiliationtext AS text
WHERE text.id IN (
    SELECT text.id
    FROM works_affiliationtext AS text
    CROSS JOIN LATERAL unnest(text.keys) AS held (key)
    JOIN (SELECT DISTINCT key FROM touched_key) AS touched USING (key)
)
ORDER BY text.print
"""

KEEP_READINGS = """
CREATE TEMPORARY TABLE former_reading ON COMMIT DROP AS
SELECT text_id, institution_id, basis, confidence FROM works_affiliationreading
"""

PRINT_OF_KNOWN = PRINT.format(text="said.text", domains="authorship.email_domains")

# Authors whose texts mean something else now or were never read, and those at an organization named by id.
STAGE_AUTHORS = f"""
CREATE TEMPORARY TABLE staged_authorship ON COMMIT DROP AS
WITH present AS (
    SELECT text_id, institution_id, basis, confidence FROM works_affiliationreading
),
changed AS (
    (TABLE former_reading EXCEPT TABLE present) UNION (TABLE present EXCEPT TABLE former_reading)
),
changed_print AS (
    SELECT DISTINCT text.print FROM changed JOIN works_affiliationtext AS text ON text.id = changed.text_id
),
changed_ror AS (
    SELECT ror FROM staged_organization WHERE NOT unchanged
)
SELECT authorship.work_id, authorship.position, authorship.affiliations, authorship.rors, authorship.email_domains
FROM works_authorship AS authorship
WHERE EXISTS (
    SELECT
    FROM unnest(authorship.affiliations || CASE WHEN authorship.affiliations = '{{}}' THEN ARRAY[''] ELSE '{{}}' END)
        AS said (text)
    LEFT JOIN works_affiliationtext AS text ON text.print = {PRINT_OF_KNOWN}
    WHERE (authorship.affiliations <> '{{}}' OR authorship.email_domains <> '{{}}')
      AND (text.print IS NULL OR text.print IN (SELECT print FROM changed_print))
)
OR (authorship.rors <> '{{}}' AND EXISTS (SELECT FROM changed_ror WHERE ror = ANY(authorship.rors)))
"""

# Printed names at which nobody is any more.
LEFT_BEHIND = """
SELECT institution.id, institution.name
FROM works_institution AS institution
WHERE institution.ror IS NULL
  AND institution.successor_id IS NULL
  AND NOT EXISTS (SELECT FROM works_affiliation AS kept WHERE kept.institution_id = institution.id)
"""

FOLLOW = """
UPDATE works_institution AS known
SET successor_id = heir.id
FROM unnest(%(printed)s::bigint[], %(heirs)s::bigint[]) AS heir (printed_id, id)
WHERE known.id = heir.printed_id
"""

CHANGE_WORKS = "UPDATE works_work SET version = version + 1 WHERE id = ANY(%(works)s)"

# The plans that suit an empty table do not suit two hundred thousand names.
REFRESH_STATISTICS = "ANALYZE works_institution, works_institutionname"
