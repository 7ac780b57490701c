"""From staging into the record, one named statement a step.

All of them run in one transaction under one advisory lock: batches of two imports take turns, so that
neither can deadlock with the other or write a work twice.
"""

from works.ranking import RANK

TAKE_LOCK = "SELECT pg_advisory_xact_lock(hashtext('credence: import'))"

# Checked at the end of each statement, while the rows are at hand, rather than all at the commit.
CHECK_AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"
CHECK_AT_THE_END = "SET CONSTRAINTS ALL DEFERRED"

# Relies on the unique index of works_sourcerecord(source, source_id).
KNOWN = """
SELECT staged.n, known.work_id, known.payload_hash = staged.payload_hash AND known.withdrawn_at IS NULL AS unchanged
FROM staged_statement AS staged
JOIN works_sourcerecord AS known USING (source, source_id)
"""

# Relies on the unique index of works_workidentifier(scheme, value).
IDENTIFIED = """
SELECT staged.n, min(known.work_id)
FROM staged_identifier AS staged
JOIN works_workidentifier AS known USING (scheme, value)
GROUP BY staged.n
"""

OTHER_STATEMENTS = """
SELECT work_id, source, source_id, payload::text
FROM works_sourcerecord
WHERE work_id = ANY(%(works)s) AND withdrawn_at IS NULL
"""

NEW_WORK_IDS = "SELECT nextval('works_work_id_seq') FROM generate_series(1, %(number)s)"

MAKE_TOPICS = """
INSERT INTO works_topic (slug, name, kind, codes, variants, works_count, version)
SELECT slug, name, kind, array_remove(ARRAY[code], NULL), string_to_array(variants, '|'), 0, 1
FROM unnest(%(slugs)s::text[], %(names)s::text[], %(kinds)s::text[], %(codes)s::text[], %(variants)s::text[])
    AS new (slug, name, kind, code, variants)
ON CONFLICT DO NOTHING
"""

ADD_VENUES = """
INSERT INTO works_venue (key, name, slug)
SELECT key, name, CASE WHEN taken THEN slug || '-' || left(md5(key), 8) ELSE slug END
FROM (
    SELECT staged.*,
           row_number() OVER (PARTITION BY staged.slug ORDER BY staged.key) > 1
           OR EXISTS (SELECT FROM works_venue AS other WHERE other.slug = staged.slug) AS taken
    FROM staged_venue AS staged
    WHERE NOT EXISTS (SELECT FROM works_venue AS known WHERE known.key = staged.key)
      AND EXISTS (SELECT FROM staged_work AS work WHERE work.venue_key = staged.key AND NOT work.self_reported)
) AS new_venue
"""

# A field that was corrected by hand stays: its name is in locked_fields. What only a person stated gets a new address
# from the first register that speaks of it, and brings back nothing that registers took back.
LOCKABLE = (
    "type", "title", "abstract", "language", "published_on", "published_precision", "venue_id",
    "categories", "keywords", "open_access", "license", "retracted",
)  # fmt: skip
UNLOCKABLE = ("authors_count", "has_code", "cited_by_count", "title_print", "self_reported")

ADD_WORKS = f"""
INSERT INTO works_work AS work (
    id, slug, type, title, abstract, language, published_on, published_precision, venue_id, categories,
    keywords, open_access, license, retracted, withdrawn, locked_fields, authors_count, has_code,
    cited_by_count, citations_count, rank, title_print, self_reported, version, created_at, updated_at
)
SELECT id,
       CASE WHEN taken THEN left(slug, 100) || '-' || left(md5(own_key), 10) ELSE slug END,
       type, title, abstract, language, published_on, published_precision, venue_id, categories,
       keywords, open_access, license, retracted, false, '{{}}', authors_count, has_code,
       cited_by_count, citations_count, {RANK}, title_print, self_reported, 1, now(), now()
FROM (
    SELECT staged.*, venue.id AS venue_id, 0 AS citations_count,
           row_number() OVER (PARTITION BY staged.slug ORDER BY staged.id) > 1
           OR EXISTS (SELECT FROM works_work AS other WHERE other.slug = staged.slug AND other.id <> staged.id)
           AS taken
    FROM staged_work AS staged
    LEFT JOIN works_venue AS venue ON venue.key = staged.venue_key
) AS staged
"""

PUT_WORKS = f"""{ADD_WORKS}ON CONFLICT (id) DO UPDATE SET
    {
    ", ".join(
        f"{column} = CASE WHEN '{column.removesuffix('_id')}' = ANY(work.locked_fields)"
        f" THEN work.{column} ELSE EXCLUDED.{column} END"
        for column in LOCKABLE
    )
},
    {", ".join(f"{column} = EXCLUDED.{column}" for column in UNLOCKABLE)},
    withdrawn = work.withdrawn AND EXCLUDED.self_reported,
    slug = CASE WHEN work.self_reported AND NOT EXCLUDED.self_reported THEN EXCLUDED.slug ELSE work.slug END,
    version = work.version + 1,
    updated_at = now()
"""

SOURCES = "works_sourcerecord (work_id, source, source_id, payload, payload_hash)"

PUT_SOURCES = """
INSERT INTO works_sourcerecord (work_id, source, source_id, payload, payload_hash)
SELECT work_id, source, source_id, payload, payload_hash FROM staged_source
ON CONFLICT (source, source_id) DO UPDATE SET
    payload = EXCLUDED.payload, payload_hash = EXCLUDED.payload_hash, read_at = EXCLUDED.read_at,
    withdrawn_at = NULL
"""

# Only the import that holds the lock adds statements, so what is newer than the last one is its own.
LAST_STATEMENT = "SELECT coalesce(max(id), 0) FROM works_sourcerecord"
MARK_AS_WISHED = "UPDATE works_sourcerecord SET at_wish = true WHERE id > %(last)s"

# What comes without anybody's wish counts, whoever named it before; few rows are marked.
# Relies on the index source_record_at_wish.
CLEAR_WISHES = """
UPDATE works_sourcerecord AS known
SET at_wish = false
FROM staged_statement AS staged
WHERE known.at_wish AND known.source = staged.source AND known.source_id = staged.source_id
"""

ADD_IDENTIFIERS = """
INSERT INTO works_workidentifier (work_id, scheme, value)
SELECT work_id, scheme, value FROM staged_work_identifier
ON CONFLICT (scheme, value) DO NOTHING
"""

# What a person decided about a printed name stays, even where the source no longer prints it.
DROP_LOST_AUTHORSHIPS = """
WITH lost AS (
    SELECT authorship.id
    FROM works_authorship AS authorship
    JOIN staged_work AS staged ON staged.id = authorship.work_id
    WHERE authorship.position >= staged.authors_count
      AND NOT EXISTS (
          SELECT FROM researchers_attribution AS decided
          WHERE decided.authorship_id = authorship.id
            AND (decided.basis IN ('confirmed', 'curated') OR decided.status IN ('rejected', 'disputed'))
      )
),
lost_attribution AS (
    DELETE FROM researchers_attribution AS attribution USING lost WHERE attribution.authorship_id = lost.id
    RETURNING attribution.researcher_id
),
lost_affiliation AS (
    DELETE FROM works_affiliation AS affiliation USING lost WHERE affiliation.authorship_id = lost.id
),
lost_authorship AS (
    DELETE FROM works_authorship AS authorship USING lost WHERE authorship.id = lost.id
)
SELECT DISTINCT researcher_id FROM lost_attribution
"""

ADD_AUTHORSHIPS = """
INSERT INTO works_authorship AS authorship (
    work_id, position, name, name_key, family, affiliations, rors, email_domains, address_digests, orcid,
    source_author_id, block
)
SELECT work_id, position, name, name_key, family, affiliations, rors, email_domains, address_digests, orcid,
       source_author_id, block
FROM staged_authorship
"""

PUT_AUTHORSHIPS = f"""{ADD_AUTHORSHIPS}ON CONFLICT (work_id, position) DO UPDATE SET
    name = EXCLUDED.name, name_key = EXCLUDED.name_key, family = EXCLUDED.family,
    affiliations = EXCLUDED.affiliations, rors = EXCLUDED.rors, email_domains = EXCLUDED.email_domains,
    address_digests = EXCLUDED.address_digests,
    orcid = EXCLUDED.orcid, source_author_id = EXCLUDED.source_author_id, block = EXCLUDED.block
WHERE (authorship.name, authorship.family, authorship.affiliations, authorship.rors, authorship.email_domains,
       authorship.address_digests, authorship.orcid, authorship.source_author_id)
    IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.family, EXCLUDED.affiliations, EXCLUDED.rors,
                      EXCLUDED.email_domains, EXCLUDED.address_digests, EXCLUDED.orcid, EXCLUDED.source_author_id)
"""

DROP_LOST_VERSIONS = """
DELETE FROM works_version AS version USING staged_work AS staged WHERE version.work_id = staged.id
"""

ADD_VERSIONS = """
INSERT INTO works_version (
    work_id, type, title, published_on, published_precision, venue_name, doi, source
)
SELECT work_id, type, title, published_on, published_precision, venue_name, doi, source FROM staged_version
ON CONFLICT DO NOTHING
"""

DROP_LOST_LINKS = """
DELETE FROM works_codelink AS link
USING staged_work AS staged
WHERE link.work_id = staged.id
  AND NOT EXISTS (
      SELECT FROM staged_link AS kept
      WHERE kept.work_id = link.work_id AND kept.kind = link.kind AND kept.url = link.url
  )
"""

ADD_LINKS = """
INSERT INTO works_codelink (work_id, kind, url, origin, source, added_at)
SELECT work_id, kind, url, origin, source, now() FROM staged_link
ON CONFLICT (work_id, kind, url) DO NOTHING
"""

DROP_LOST_TOPICS = """
DELETE FROM works_worktopic AS about
USING works_topic AS topic, staged_work AS staged
WHERE about.work_id = staged.id
  AND topic.id = about.topic_id
  AND NOT EXISTS (
      SELECT FROM staged_topic AS kept WHERE kept.work_id = about.work_id AND kept.slug = topic.slug
  )
"""

ADD_TOPICS = """
INSERT INTO works_worktopic AS about (work_id, topic_id, origin, confidence)
SELECT staged.work_id, topic.id, staged.origin, staged.confidence
FROM staged_topic AS staged
JOIN works_topic AS topic USING (slug)
"""

PUT_TOPICS = f"""{ADD_TOPICS}ON CONFLICT (work_id, topic_id) DO UPDATE SET
    origin = EXCLUDED.origin, confidence = EXCLUDED.confidence
WHERE (about.origin, about.confidence) IS DISTINCT FROM (EXCLUDED.origin, EXCLUDED.confidence)
"""

DROP_LOST_REFERENCES = """
DELETE FROM works_citation AS citation
USING staged_lost_reference AS lost
WHERE citation.citing_id = lost.work_id AND citation.scheme = lost.scheme AND citation.value = lost.value
RETURNING citation.cited_id
"""

ADD_REFERENCES = """
INSERT INTO works_citation (citing_id, scheme, value)
SELECT work_id, scheme, value FROM staged_reference
ON CONFLICT (citing_id, scheme, value) DO NOTHING
"""

# Both ways: new references to known works, and known references to new works. Each way has its index; one
# condition with OR would read both tables whole for a single new work.
TIE_REFERENCES = """
WITH tied AS (
    SELECT citation.id, identifier.work_id
    FROM staged_work AS staged
    JOIN works_citation AS citation ON citation.citing_id = staged.id AND citation.cited_id IS NULL
    JOIN works_workidentifier AS identifier USING (scheme, value)
    WHERE identifier.work_id <> citation.citing_id
    UNION
    SELECT citation.id, identifier.work_id
    FROM staged_work AS staged
    JOIN works_workidentifier AS identifier ON identifier.work_id = staged.id
    JOIN works_citation AS citation USING (scheme, value)
    WHERE citation.cited_id IS NULL AND identifier.work_id <> citation.citing_id
)
UPDATE works_citation AS citation
SET cited_id = tied.work_id
FROM tied
WHERE citation.id = tied.id
RETURNING citation.cited_id
"""

# What works cite that were withdrawn and are stated again: they count as citing from now on.
CITED_AGAIN = """
SELECT DISTINCT citation.cited_id
FROM staged_work AS staged
JOIN works_work AS work ON work.id = staged.id AND work.withdrawn
JOIN works_citation AS citation ON citation.citing_id = work.id AND citation.cited_id IS NOT NULL
"""

COUNT_CITATIONS = f"""
WITH counted AS (
    SELECT work.id, count(DISTINCT citing.id) AS citations_count
    FROM works_work AS work
    LEFT JOIN works_citation AS citation ON citation.cited_id = work.id
    LEFT JOIN works_work AS citing ON citing.id = citation.citing_id AND NOT citing.withdrawn
    WHERE work.id = ANY(%(works)s)
    GROUP BY work.id
),
ranked AS (
    SELECT work.id, counted.citations_count, {RANK.replace("citations_count", "counted.citations_count")} AS rank
    FROM works_work AS work
    JOIN counted USING (id)
)
UPDATE works_work AS work
SET citations_count = ranked.citations_count, rank = ranked.rank, version = work.version + 1
FROM ranked
WHERE work.id = ranked.id
  AND (work.citations_count, work.rank) IS DISTINCT FROM (ranked.citations_count::int, ranked.rank)
"""

# In this order. Where no work was known before, nothing is there to conflict with or to drop: looking for it in
# the indexes, row by row, would cost a tenth of an import.
NEW = (ADD_VENUES, ADD_WORKS, ADD_IDENTIFIERS, ADD_AUTHORSHIPS)
NEW_DETAILS = (ADD_VERSIONS, ADD_LINKS, ADD_TOPICS, ADD_REFERENCES)
FILL = (ADD_VENUES, PUT_WORKS, ADD_IDENTIFIERS, PUT_AUTHORSHIPS)
DROP_LOST = (DROP_LOST_VERSIONS, DROP_LOST_LINKS, DROP_LOST_TOPICS)
FILL_DETAILS = (ADD_VERSIONS, ADD_LINKS, PUT_TOPICS, ADD_REFERENCES)
