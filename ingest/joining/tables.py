"""Finding works that statements may speak of, and making two works one: one named statement a step."""

# Relies on the unique index of works_workidentifier(scheme, value).
IDENTIFIED = """
SELECT DISTINCT staged.n, staged.scheme, staged.value, known.work_id
FROM staged_identifier AS staged
JOIN works_workidentifier AS known USING (scheme, value)
ORDER BY staged.n, known.work_id
"""

# A title that more works share than anybody has of one study tells nothing. Relies on work_title_print.
MOST_OF_ONE_TITLE = 12
TITLED = f"""
SELECT titled.print, titled.id
FROM (
    SELECT work.title_print AS print, work.id, count(*) OVER (PARTITION BY work.title_print) AS number
    FROM works_work AS work
    WHERE work.title_print = ANY(%(prints)s) AND work.joined_into_id IS NULL
) AS titled
WHERE titled.number <= {MOST_OF_ONE_TITLE}
ORDER BY titled.print, titled.id
"""

# Relies on separation_unique and separation_other_way.
SEPARATED = """
SELECT separation.source, separation.source_id, separation.other_source, separation.other_source_id
FROM works_separation AS separation
JOIN staged_statement AS staged USING (source, source_id)
UNION
SELECT separation.source, separation.source_id, separation.other_source, separation.other_source_id
FROM works_separation AS separation
JOIN staged_statement AS staged
  ON staged.source = separation.other_source AND staged.source_id = separation.other_source_id
"""

SEPARATIONS_OF_WORKS = """
SELECT separation.source, separation.source_id, separation.other_source, separation.other_source_id
FROM works_sourcerecord AS statement
JOIN works_separation AS separation USING (source, source_id)
WHERE statement.work_id = ANY(%(works)s)
"""

# What people decided about printed names. Relies on authorship_one_per_position and on
# researchers_attribution(authorship_id).
DECISIONS = """
SELECT authorship.work_id, attribution.id, authorship.position, authorship.name, attribution.researcher_id,
       attribution.status
FROM works_authorship AS authorship
JOIN researchers_attribution AS attribution ON attribution.authorship_id = authorship.id
WHERE authorship.work_id = ANY(%(works)s)
  AND (attribution.basis IN ('confirmed', 'curated') OR attribution.status IN ('rejected', 'disputed'))
ORDER BY attribution.id
"""

DECIDED_SINCE = """
SELECT attribution.id
FROM researchers_attribution AS attribution
WHERE attribution.id = ANY(%(attributions)s) AND attribution.decided_at >= %(moment)s
"""

LOCKS = """
SELECT work.id, work.locked_fields
FROM works_work AS work
WHERE work.id = ANY(%(works)s) AND work.locked_fields <> '{}'
"""

CREATE_STAGED_JOIN = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_join (kept_id bigint, other_id bigint) ON COMMIT DROP
"""
CREATE_STAGED_DECISION = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_decision (attribution_id bigint, work_id bigint, position integer)
ON COMMIT DROP
"""
EMPTY_STAGED = "TRUNCATE staged_join, staged_decision"

WITHDRAWN_STATEMENTS = """
SELECT statement.work_id, statement.source, statement.source_id
FROM staged_join AS joined
JOIN works_sourcerecord AS statement ON statement.work_id = joined.other_id
WHERE statement.withdrawn_at IS NOT NULL
"""

MOVE_STATEMENTS = """
UPDATE works_sourcerecord AS statement
SET work_id = joined.kept_id
FROM staged_join AS joined
WHERE statement.work_id = joined.other_id
"""

MOVE_IDENTIFIERS = """
UPDATE works_workidentifier AS identifier
SET work_id = joined.kept_id
FROM staged_join AS joined
WHERE identifier.work_id = joined.other_id
"""

# Of several references that become one, one stays; a reference to what is now the same work goes.
DROP_REPEATED_REFERENCES = """
DELETE FROM works_citation AS citation
USING (
    SELECT reference.id,
           row_number() OVER (
               PARTITION BY coalesce(joined.kept_id, reference.citing_id), reference.scheme, reference.value
               ORDER BY joined.kept_id IS NOT NULL, reference.id
           ) AS number
    FROM works_citation AS reference
    LEFT JOIN staged_join AS joined ON joined.other_id = reference.citing_id
    WHERE reference.citing_id IN (SELECT other_id FROM staged_join UNION SELECT kept_id FROM staged_join)
) AS numbered
WHERE citation.id = numbered.id AND numbered.number > 1
"""
MOVE_REFERENCES = """
UPDATE works_citation AS citation
SET citing_id = joined.kept_id,
    cited_id = CASE WHEN citation.cited_id = joined.kept_id THEN NULL ELSE citation.cited_id END
FROM staged_join AS joined
WHERE citation.citing_id = joined.other_id
"""
MOVE_CITATIONS = """
UPDATE works_citation AS citation
SET cited_id = CASE WHEN citation.citing_id = joined.kept_id THEN NULL ELSE joined.kept_id END
FROM staged_join AS joined
WHERE citation.cited_id = joined.other_id
"""

# They come again from the statements, under the work that stays.
DROP_DETAILS = (
    "DELETE FROM works_worktopic AS one USING staged_join AS joined WHERE one.work_id = joined.other_id",
    "DELETE FROM works_version AS one USING staged_join AS joined WHERE one.work_id = joined.other_id",
    "DELETE FROM works_codelink AS one USING staged_join AS joined WHERE one.work_id = joined.other_id",
)

# What was joined before to a work that is now joined itself leads on at once, without a chain.
LEAD_ON = """
UPDATE works_work AS work
SET joined_into_id = joined.kept_id, version = work.version + 1
FROM staged_join AS joined
WHERE work.joined_into_id = joined.other_id
"""
MARK_JOINED = """
UPDATE works_work AS work
SET withdrawn = true, joined_into_id = joined.kept_id, title_print = NULL, version = work.version + 1,
    updated_at = now()
FROM staged_join AS joined
WHERE work.id = joined.other_id
"""

MOVE = (
    MOVE_STATEMENTS,
    MOVE_IDENTIFIERS,
    DROP_REPEATED_REFERENCES,
    MOVE_REFERENCES,
    MOVE_CITATIONS,
    *DROP_DETAILS,
    LEAD_ON,
    MARK_JOINED,
)

# A person's word takes the place of the matcher's.
CLEAR_FOR_DECISIONS = """
DELETE FROM researchers_attribution AS attribution
USING staged_decision AS staged, researchers_attribution AS decided, works_authorship AS authorship
WHERE decided.id = staged.attribution_id
  AND authorship.work_id = staged.work_id
  AND authorship.position = staged.position
  AND attribution.authorship_id = authorship.id
  AND attribution.basis IN ('source_id', 'matched')
  AND attribution.status IN ('accepted', 'proposed')
  AND (attribution.researcher_id = decided.researcher_id OR decided.status IN ('accepted', 'disputed'))
RETURNING attribution.researcher_id
"""
COPY_DECISIONS = """
INSERT INTO researchers_attribution (
    authorship_id, researcher_id, status, basis, confidence, decided_by_id, decided_at, contested_at
)
SELECT authorship.id, decided.researcher_id, decided.status, decided.basis, decided.confidence,
       decided.decided_by_id, decided.decided_at, decided.contested_at
FROM staged_decision AS staged
JOIN researchers_attribution AS decided ON decided.id = staged.attribution_id
JOIN works_authorship AS authorship ON authorship.work_id = staged.work_id AND authorship.position = staged.position
ON CONFLICT DO NOTHING
"""

# A decision of the time in which two works were one is later than what was decided about each before.
REJECT_AS_DECIDED = """
UPDATE researchers_attribution AS earlier
SET status = decided.status, basis = decided.basis, confidence = decided.confidence,
    decided_by_id = decided.decided_by_id, decided_at = decided.decided_at
FROM staged_decision AS staged
JOIN researchers_attribution AS decided ON decided.id = staged.attribution_id
JOIN works_authorship AS authorship ON authorship.work_id = staged.work_id AND authorship.position = staged.position
WHERE earlier.authorship_id = authorship.id
  AND earlier.researcher_id = decided.researcher_id
  AND decided.status = 'rejected'
"""

# When works are told apart again, what was copied goes: the same decision of the same moment.
DROP_COPIED_DECISIONS = """
DELETE FROM researchers_attribution AS copied
USING researchers_attribution AS decided, works_authorship AS mine, works_authorship AS theirs
WHERE mine.work_id = %(work)s AND copied.authorship_id = mine.id
  AND theirs.work_id = %(former)s AND decided.authorship_id = theirs.id
  AND (copied.researcher_id, copied.status, copied.basis, copied.decided_at)
    = (decided.researcher_id, decided.status, decided.basis, decided.decided_at)
  AND (copied.basis IN ('confirmed', 'curated') OR copied.status IN ('rejected', 'disputed'))
RETURNING copied.researcher_id
"""

TAKE_STATEMENTS = """
UPDATE works_sourcerecord AS statement
SET work_id = %(work)s
FROM unnest(%(sources)s::text[], %(source_ids)s::text[]) AS moved (source, source_id)
WHERE statement.source = moved.source AND statement.source_id = moved.source_id
"""

GIVE_IDENTIFIERS = """
UPDATE works_workidentifier AS identifier
SET work_id = %(leaving)s
FROM unnest(%(schemes)s::text[], %(values)s::text[]) AS given (scheme, value)
WHERE identifier.work_id = %(work)s AND identifier.scheme = given.scheme AND identifier.value = given.value
"""

# Citations follow the identifier by which they were made.
UNTIE_CITATIONS = """
UPDATE works_citation AS citation
SET cited_id = NULL
WHERE citation.cited_id = ANY(%(works)s)
  AND NOT EXISTS (
      SELECT FROM works_workidentifier AS identifier
      WHERE identifier.scheme = citation.scheme
        AND identifier.value = citation.value
        AND identifier.work_id = citation.cited_id
  )
"""

CREATE_STAGED_LOST_IDENTIFIER = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_lost_identifier (work_id bigint, scheme text, value text) ON COMMIT DROP
"""
EMPTY_STAGED_LOST_IDENTIFIER = "TRUNCATE staged_lost_identifier"

# Identifiers that no standing statement of the work gives any more.
DROP_LOST_IDENTIFIERS = """
WITH lost AS (
    DELETE FROM works_workidentifier AS identifier
    USING staged_work AS staged
    WHERE identifier.work_id = staged.id
      AND NOT EXISTS (
          SELECT FROM staged_work_identifier AS kept
          WHERE kept.work_id = identifier.work_id
            AND kept.scheme = identifier.scheme
            AND kept.value = identifier.value
      )
    RETURNING identifier.work_id, identifier.scheme, identifier.value
)
INSERT INTO staged_lost_identifier (work_id, scheme, value)
SELECT work_id, scheme, value FROM lost
RETURNING work_id
"""

FREE_IDENTIFIERS = """
SELECT DISTINCT lost.scheme, lost.value
FROM staged_lost_identifier AS lost
WHERE NOT EXISTS (
    SELECT FROM works_workidentifier AS held WHERE held.scheme = lost.scheme AND held.value = lost.value
)
"""

# Reads every statement once, however many identifiers are free: for the rare batch in which one is.
PASS_ON_IDENTIFIERS = """
WITH free AS (
    SELECT * FROM unnest(%(schemes)s::text[], %(values)s::text[]) AS free (scheme, value)
),
taker AS (
    SELECT DISTINCT ON (free.scheme, free.value) free.scheme, free.value, statement.work_id
    FROM works_sourcerecord AS statement
    CROSS JOIN LATERAL jsonb_each_text(statement.payload -> 'identifiers') AS said (scheme, value)
    JOIN free USING (scheme, value)
    JOIN works_work AS work ON work.id = statement.work_id
    WHERE statement.withdrawn_at IS NULL
      AND (statement.source <> 'upload' OR work.self_reported)
    ORDER BY free.scheme, free.value, work.self_reported, statement.work_id
)
INSERT INTO works_workidentifier (work_id, scheme, value)
SELECT work_id, scheme, value FROM taker
ON CONFLICT (scheme, value) DO NOTHING
RETURNING work_id
"""
TIE_PASSED_ON = """
UPDATE works_citation AS citation
SET cited_id = identifier.work_id
FROM staged_lost_identifier AS lost
JOIN works_workidentifier AS identifier USING (scheme, value)
WHERE citation.cited_id IS NULL
  AND citation.scheme = identifier.scheme
  AND citation.value = identifier.value
  AND citation.citing_id <> identifier.work_id
"""

# What somebody uploaded holds no identifier against a source.
TAKE_FROM_UPLOADS = """
UPDATE works_workidentifier AS identifier
SET work_id = staged.work_id
FROM staged_work_identifier AS staged, staged_work AS taker, works_work AS holder
WHERE identifier.scheme = staged.scheme
  AND identifier.value = staged.value
  AND identifier.work_id <> staged.work_id
  AND taker.id = staged.work_id
  AND NOT taker.self_reported
  AND holder.id = identifier.work_id
  AND holder.self_reported
RETURNING holder.id
"""
