"""What the tables say, in rows that two databases can be compared by: other rows appear by their natural keys."""

# Without numbers of sequences and times of day.
ROWS = {
    "works": """
        SELECT work.slug, work.type, work.title, work.abstract, work.language, work.published_on,
               work.published_precision, venue.slug, work.categories, work.keywords, work.open_access,
               work.license, work.retracted, work.withdrawn, work.self_reported, former.slug, work.title_print,
               work.locked_fields, work.authors_count, work.has_code, work.cited_by_count, work.citations_count,
               work.rank
        FROM works_work AS work
        LEFT JOIN works_venue AS venue ON venue.id = venue_id
        LEFT JOIN works_work AS former ON former.id = work.joined_into_id
    """,
    "statements": """
        SELECT work.slug, source, source_id, payload, payload_hash, withdrawn_at IS NULL
        FROM works_sourcerecord JOIN works_work AS work ON work.id = work_id
    """,
    "identifiers": """
        SELECT work.slug, scheme, value FROM works_workidentifier JOIN works_work AS work ON work.id = work_id
    """,
    "authorships": """
        SELECT work.slug, position, name, name_key, family, affiliations, rors, email_domains, orcid,
               source_author_id
        FROM works_authorship JOIN works_work AS work ON work.id = work_id
    """,
    "affiliations": """
        SELECT work.slug, position, institution.slug, affiliation.basis, affiliation.confidence
        FROM works_affiliation AS affiliation
        JOIN works_authorship AS authorship ON authorship.id = authorship_id
        JOIN works_work AS work ON work.id = authorship.work_id
        JOIN works_institution AS institution ON institution.id = institution_id
    """,
    "institutions": "SELECT slug, name, key, ror, country FROM works_institution",
    "venues": "SELECT slug, name, key FROM works_venue",
    "versions": """
        SELECT work.slug, version.type, version.title, version.published_on, venue_name, doi, source
        FROM works_version AS version JOIN works_work AS work ON work.id = work_id
    """,
    "links": """
        SELECT work.slug, kind, url, origin, source
        FROM works_codelink JOIN works_work AS work ON work.id = work_id
    """,
    "topics": "SELECT slug, name, kind, codes, works_count FROM works_topic",
    "topics of works": """
        SELECT work.slug, topic.slug, origin, confidence
        FROM works_worktopic AS about
        JOIN works_work AS work ON work.id = work_id
        JOIN works_topic AS topic ON topic.id = topic_id
    """,
    "references": """
        SELECT work.slug, scheme, value, cited.slug
        FROM works_citation
        JOIN works_work AS work ON work.id = citing_id
        LEFT JOIN works_work AS cited ON cited.id = cited_id
    """,
    "joinings": """
        SELECT work.slug, former.slug, statements, basis, reasons
        FROM works_joining AS joining
        JOIN works_work AS work ON work.id = joining.work_id
        LEFT JOIN works_work AS former ON former.id = former_id
    """,
    "researchers": """
        SELECT researcher.slug, researcher.public_id, researcher.preferred_name, researcher.name_key,
               researcher.identity_key, researcher.works_count, researcher.coauthors_count,
               researcher.topics_count, researcher.citations_count, researcher.h_index, researcher.first_year,
               researcher.last_year, researcher.latest_venue, researcher.affiliation,
               researcher.affiliation_year, researcher.category, researcher.counters_stale_at IS NULL,
               researcher.trust_stale_at IS NULL, kept.slug
        FROM researchers_researcher AS researcher
        LEFT JOIN researchers_researcher AS kept ON kept.id = researcher.merged_into_id
    """,
    "name variants": """
        SELECT researcher.slug, variant.name, variant.name_key, variant.works_count
        FROM researchers_namevariant AS variant
        JOIN researchers_researcher AS researcher ON researcher.id = researcher_id
    """,
    "external ids": """
        SELECT researcher.slug, scheme, value
        FROM researchers_externalid
        JOIN researchers_researcher AS researcher ON researcher.id = researcher_id
    """,
    "attributions": """
        SELECT work.slug, position, researcher.slug, status, basis, confidence, reasons
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = authorship_id
        JOIN works_work AS work ON work.id = authorship.work_id
        JOIN researchers_researcher AS researcher ON researcher.id = researcher_id
    """,
    "log": """
        SELECT event.kind, researcher.slug, other.slug, work.slug, event.reason, event.by_id,
               details -> 'names', details -> 'more', details -> 'makes_page', details -> 'matcher', (
                   SELECT array_agg((
                       printed.slug, authorship.position, page.slug,
                       nullif(change -> 'before', 'null') - 'decided_at',
                       nullif(change -> 'after', 'null') - 'decided_at'
                   )::text ORDER BY printed.slug, authorship.position, page.slug)
                   FROM jsonb_array_elements(details -> 'changes') AS change
                   JOIN works_authorship AS authorship ON authorship.id = (change ->> 'authorship')::bigint
                   JOIN works_work AS printed ON printed.id = authorship.work_id
                   JOIN researchers_researcher AS page ON page.id = (change ->> 'researcher')::bigint
               )
        FROM researchers_identityevent AS event
        JOIN researchers_researcher AS researcher ON researcher.id = event.researcher_id
        LEFT JOIN researchers_researcher AS other ON other.id = event.other_id
        LEFT JOIN works_work AS work ON work.id = event.work_id
    """,
    "blocks": """
        SELECT key, joint, part IS NULL, anew, stale_at IS NULL, resolved_at IS NULL FROM researchers_block
    """,
    "what is common": "SELECT kind, key, number FROM researchers_commonness WHERE key <> 'newest' OR kind <> 'all'",
    "settled": """
        SELECT work.slug, position, researcher.slug
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = authorship_id
        JOIN works_work AS work ON work.id = authorship.work_id
        JOIN researchers_researcher AS researcher ON researcher.id = researcher_id
        JOIN researchers_block AS block ON block.key = authorship.block AND block.resolved_at >= decided_at
    """,
    "notices of retraction": "SELECT scheme, value, source, by FROM works_retractionnotice",
    "problems": "SELECT position, reason, piece FROM ingest_importproblem",
    "run": """
        SELECT state, error, read, created, updated, unchanged, rejected, joined, withdrawn, checkpoint
        FROM ingest_importrun
    """,
}
# Two sums of 64-bit hashes: equal for equal rows in whatever order, and for hardly any others.
DIGEST = """
SELECT count(*), sum(hashtextextended(fact::text, 1)), sum(hashtextextended(fact::text, 2)) FROM ({}) AS fact
"""

Digests = dict[str, tuple]
