"""From printed affiliations to institutions, one named statement a step."""

from works.models.places import PRINT

PRINT_OF_STAGED = PRINT.format(text="said.text", domains="staged.email_domains")

# A printed e-mail address says something even where no affiliation stands beside it. What only a person states of a
# work makes no institution.
SAID = """
FROM staged_authorship AS staged
JOIN works_work AS work ON work.id = staged.work_id AND NOT work.self_reported
CROSS JOIN LATERAL unnest(
    CASE WHEN cardinality(staged.affiliations) = 0 THEN ARRAY[''] ELSE staged.affiliations END
) AS said (text)
"""
SAYS_SOMETHING = "(cardinality(staged.affiliations) > 0 OR cardinality(staged.email_domains) > 0)"

NEW_TEXTS = f"""
SELECT DISTINCT ON (print) print, text, domains
FROM (
    SELECT {PRINT_OF_STAGED} AS print, said.text, staged.email_domains AS domains
    {SAID}
    WHERE {SAYS_SOMETHING}
) AS said
WHERE NOT EXISTS (SELECT FROM works_affiliationtext AS known WHERE known.print = said.print)
ORDER BY print
"""

# What was withdrawn from the registry stands for its successor. Relies on institution_name_unique.
NAMES = """
SELECT named.key, target.id, target.ror, named.kind, target.country, target.city_key, target.parents,
       'company' = ANY(target.kinds), 'education' = ANY(target.kinds), target.has_parts, target.is_branch,
       target.state = 'active'
FROM works_institutionname AS named
JOIN works_institution AS own ON own.id = named.institution_id
JOIN works_institution AS target
  ON target.id = CASE WHEN own.state = 'withdrawn' THEN own.successor_id ELSE own.id END
 AND target.state <> 'withdrawn'
WHERE named.key = ANY(%(keys)s)
ORDER BY named.key, target.ror
"""

# Relies on the index institution_city.
CITIES = """
SELECT city_key, array_agg(DISTINCT country)
FROM works_institution
WHERE city_key = ANY(%(keys)s) AND city_key <> '' AND ror IS NOT NULL AND state <> 'withdrawn'
GROUP BY city_key
"""

STAGE = (
    "DROP TABLE IF EXISTS staged_text, staged_reading",
    """
    CREATE TEMPORARY TABLE staged_text (print uuid, text text, domains text[], keys text[]) ON COMMIT DROP
    """,
    """
    CREATE TEMPORARY TABLE staged_reading (
        print uuid, institution_id bigint, key text, name text, slug text, basis text, confidence double precision
    ) ON COMMIT DROP
    """,
)

PUT_TEXTS = """
INSERT INTO works_affiliationtext AS known (print, text, domains, keys)
SELECT print, text, domains, keys FROM staged_text
ON CONFLICT (print) DO UPDATE SET keys = EXCLUDED.keys WHERE known.keys <> EXCLUDED.keys
"""

# A printed name that had turned out to be a registered organization may stand for another one, too.
ADD_PRINTED = """
INSERT INTO works_institution AS known (key, name, slug)
SELECT key, name, CASE WHEN taken THEN slug || '-' || left(md5(key), 8) ELSE slug END
FROM (
    SELECT staged.*,
           row_number() OVER (PARTITION BY staged.slug ORDER BY staged.key) > 1
           OR EXISTS (SELECT FROM works_institution AS other WHERE other.slug = staged.slug) AS taken
    FROM (
        SELECT DISTINCT ON (key) key, name, slug FROM staged_reading WHERE institution_id IS NULL
        ORDER BY key, name
    ) AS staged
    WHERE NOT EXISTS (
        SELECT FROM works_institution AS known
        WHERE known.key = staged.key AND known.ror IS NULL AND known.successor_id IS NULL
    )
) AS new_institution
ON CONFLICT (key) WHERE ror IS NULL DO UPDATE SET successor_id = NULL
"""

TIE_PRINTED = """
UPDATE staged_reading AS staged
SET institution_id = known.id
FROM works_institution AS known
WHERE staged.institution_id IS NULL AND known.ror IS NULL AND known.key = staged.key
"""

DROP_OLD_READINGS = """
DELETE FROM works_affiliationreading AS old
USING works_affiliationtext AS text, staged_text AS staged
WHERE staged.print = text.print
  AND old.text_id = text.id
  AND NOT EXISTS (
      SELECT FROM staged_reading AS kept
      WHERE kept.print = staged.print AND kept.institution_id = old.institution_id
  )
"""

PUT_NEW_READINGS = """
INSERT INTO works_affiliationreading AS known (text_id, institution_id, basis, confidence)
SELECT DISTINCT ON (text.id, staged.institution_id)
       text.id, staged.institution_id, staged.basis, staged.confidence
FROM staged_reading AS staged
JOIN works_affiliationtext AS text USING (print)
ORDER BY text.id, staged.institution_id, staged.confidence DESC
ON CONFLICT (text_id, institution_id) DO UPDATE SET basis = EXCLUDED.basis, confidence = EXCLUDED.confidence
WHERE (known.basis, known.confidence) IS DISTINCT FROM (EXCLUDED.basis, EXCLUDED.confidence)
"""

PUT_READINGS = (PUT_TEXTS, ADD_PRINTED, TIE_PRINTED, DROP_OLD_READINGS, PUT_NEW_READINGS)

# Where a source names by id as many institutions as it prints affiliations, the texts add nothing.
WANTED = f"""
CREATE TEMPORARY TABLE wanted_affiliation ON COMMIT DROP AS
WITH stated AS (
    SELECT DISTINCT staged.work_id, staged.position, target.id AS institution_id
    FROM staged_authorship AS staged
    CROSS JOIN LATERAL unnest(staged.rors) AS named (ror)
    JOIN works_institution AS own ON own.ror = named.ror
    JOIN works_institution AS target
      ON target.id = CASE WHEN own.state = 'withdrawn' THEN coalesce(own.successor_id, own.id) ELSE own.id END
),
covered AS (
    SELECT work_id, position, count(*) AS institutions FROM stated GROUP BY work_id, position
),
printed AS (
    SELECT staged.work_id, staged.position, reading.institution_id, reading.basis, reading.confidence
    {SAID}
    JOIN works_affiliationtext AS text ON text.print = {PRINT_OF_STAGED}
    JOIN works_affiliationreading AS reading ON reading.text_id = text.id
    LEFT JOIN covered ON covered.work_id = staged.work_id AND covered.position = staged.position
    WHERE {SAYS_SOMETHING}
      AND coalesce(covered.institutions, 0) < greatest(cardinality(staged.affiliations), 1)
),
each AS (
    SELECT work_id, position, institution_id, 'stated' AS basis, 1.0 AS confidence FROM stated
    UNION ALL
    SELECT work_id, position, institution_id, basis, confidence FROM printed
)
SELECT DISTINCT ON (authorship.id, each.institution_id)
       authorship.id AS authorship_id, each.institution_id, each.basis, each.confidence
FROM each
JOIN works_authorship AS authorship USING (work_id, position)
ORDER BY authorship.id, each.institution_id, each.confidence DESC
"""

DROP_LOST = """
DELETE FROM works_affiliation AS affiliation
USING staged_authorship AS staged, works_authorship AS authorship
WHERE authorship.work_id = staged.work_id
  AND authorship.position = staged.position
  AND affiliation.authorship_id = authorship.id
  AND NOT EXISTS (
      SELECT FROM wanted_affiliation AS kept
      WHERE kept.authorship_id = affiliation.authorship_id AND kept.institution_id = affiliation.institution_id
  )
RETURNING affiliation.authorship_id
"""

PUT = """
INSERT INTO works_affiliation AS known (authorship_id, institution_id, basis, confidence)
SELECT authorship_id, institution_id, basis, confidence FROM wanted_affiliation
ON CONFLICT (authorship_id, institution_id) DO UPDATE SET
    basis = EXCLUDED.basis, confidence = EXCLUDED.confidence
WHERE (known.basis, known.confidence) IS DISTINCT FROM (EXCLUDED.basis, EXCLUDED.confidence)
RETURNING authorship_id
"""

WORKS_OF = "SELECT DISTINCT work_id FROM works_authorship WHERE id = ANY(%(authorships)s) ORDER BY work_id"
