"""The evidence about many researchers at once, from the tables of the rooms below."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from claims.evidence import VOUCH
from claims.evidence.coauthors import MOST_AUTHORS
from claims.examination.support import SUPPORT
from claims.models import GRACE
from trust.evidence import MOST_ORCID_IDS, MOST_SUPPORTERS, Inputs
from works.witnesses import WITNESSES

# A retracted work stays on the page but counts nowhere, here neither: it would bring points that the
# counter of works beside them does not explain. A work that only a user's upload states proves nothing:
# anybody could write a thousand of them.
# Statements are only opened (they hold abstracts) for works that two independent witnesses state.
# Two of them agree when each prints the name of the authorship, but for upper and lower case, or its
# ORCID iD somewhere among the authors.
# Of the claim it is asked who made it, and not to which page: that one may have become a part of this. Works that
# a former holder of the page confirmed are not confirmed by this one.
# Relies on attribution_of_researcher, claim_one_approved_per_person, the index of source_record(work_id) and
# the primary keys.
INPUTS = f"""
WITH chosen AS (
    SELECT id, user_id
    FROM researchers_researcher
    WHERE id = ANY(%(ids)s) AND merged_into_id IS NULL
),
listed AS MATERIALIZED (
    SELECT attribution.researcher_id, attribution.status, attribution.authorship_id,
           attribution.status = 'accepted' AND attribution.basis = 'confirmed'
               AND attribution.decided_by_id = chosen.user_id AS is_confirmed,
           authorship.work_id, authorship.name, authorship.orcid, work.authors_count
    FROM chosen
    JOIN researchers_attribution AS attribution
      ON attribution.researcher_id = chosen.id AND attribution.status IN ('accepted', 'disputed')
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
),
total AS (
    SELECT researcher_id,
           count(DISTINCT work_id) AS works,
           count(DISTINCT work_id) FILTER (WHERE is_confirmed) AS confirmed_works,
           count(DISTINCT work_id) FILTER (WHERE status = 'disputed') AS disputed_works
    FROM listed
    GROUP BY researcher_id
),
unresolved AS (
    SELECT listed.researcher_id, count(DISTINCT listed.work_id) AS works
    FROM listed
    JOIN researchers_attribution AS offer
      ON offer.authorship_id = listed.authorship_id AND offer.status = 'proposed'
    GROUP BY listed.researcher_id
),
statement AS MATERIALIZED (
    SELECT record.work_id, record.source, record.read_at
    FROM (SELECT DISTINCT work_id FROM listed) AS work
    JOIN works_sourcerecord AS record ON record.work_id = work.work_id
),
source AS (
    SELECT listed.researcher_id, statement.source,
           count(DISTINCT listed.work_id) AS works,
           (max(statement.read_at) AT TIME ZONE 'UTC')::date AS read_on
    FROM listed
    JOIN statement ON statement.work_id = listed.work_id
    GROUP BY listed.researcher_id, statement.source
),
source_list AS (
    SELECT researcher_id,
           jsonb_agg(jsonb_build_object('name', source, 'works', works, 'read_on', read_on) ORDER BY source) AS items
    FROM source
    GROUP BY researcher_id
),
witness AS (
    SELECT * FROM unnest(%(sources)s::text[], %(witnesses)s::text[]) AS witness (source, name)
),
twice_stated AS MATERIALIZED (
    SELECT statement.work_id
    FROM statement
    JOIN witness ON witness.source = statement.source
    GROUP BY statement.work_id
    HAVING count(DISTINCT witness.name) > 1
),
printed AS (
    SELECT record.work_id, witness.name AS witness,
           lower(author ->> 'name') AS name, right(author ->> 'orcid', 19) AS orcid
    FROM twice_stated
    JOIN works_sourcerecord AS record ON record.work_id = twice_stated.work_id
    JOIN witness ON witness.source = record.source
    CROSS JOIN LATERAL jsonb_path_query(record.payload, '$.authors[*]') AS author
),
agreed AS (
    SELECT listed.researcher_id, listed.work_id
    FROM listed
    JOIN printed ON printed.work_id = listed.work_id
                AND (printed.name = lower(listed.name) OR printed.orcid = nullif(listed.orcid, ''))
    GROUP BY listed.researcher_id, listed.work_id
    HAVING count(DISTINCT printed.witness) > 1
),
agreement AS (
    SELECT researcher_id, count(*) AS works FROM agreed GROUP BY researcher_id
),
orcid AS (
    SELECT researcher_id, orcid AS value, count(DISTINCT work_id) AS works
    FROM listed
    WHERE orcid <> ''
    GROUP BY researcher_id, orcid
),
ranked_orcid AS (
    SELECT *, row_number() OVER (PARTITION BY researcher_id ORDER BY works DESC, value) AS place FROM orcid
),
orcid_list AS (
    SELECT researcher_id,
           jsonb_agg(jsonb_build_object('value', value, 'works', works) ORDER BY value) AS items
    FROM ranked_orcid
    WHERE place <= %(most_orcid_ids)s
    GROUP BY researcher_id
),
claim AS (
    SELECT chosen.id AS researcher_id, claim.id,
           (claim.identity_decided_at AT TIME ZONE 'UTC')::date AS identity_decided_on,
           jsonb_build_object(
               'approved_on', (coalesce(claim.decided_at, claim.submitted_at) AT TIME ZONE 'UTC')::date,
               'is_disputed', claim.state = 'disputed',
               'email_confirmed', EXISTS (
                   SELECT FROM account_emailaddress AS address
                   WHERE address.user_id = chosen.user_id AND address.verified AND address."primary"
               )
           ) AS item
    FROM chosen
    JOIN claims_claim AS claim ON claim.user_id = chosen.user_id AND claim.state IN ('approved', 'disputed')
    JOIN accounts_user AS account ON account.id = chosen.user_id AND account.is_active
),
{SUPPORT},
nearest AS (
    SELECT *, row_number() OVER (PARTITION BY researcher_id, way ORDER BY distance, public_id) AS place
    FROM support
    WHERE counts_until IS NULL OR counts_until > (now() AT TIME ZONE 'UTC')::date
),
support_list AS (
    SELECT researcher_id,
           jsonb_agg(
               jsonb_build_object(
                   'way', way, 'by', public_id, 'distance', distance, 'given_on', given_on,
                   'counts_until', counts_until
               )
               ORDER BY way, place
           ) AS items
    FROM nearest
    WHERE place <= %(most_supporters)s
    GROUP BY researcher_id
),
piece AS (
    SELECT claim.researcher_id, evidence.kind, evidence.is_strong,
           (evidence.checked_at AT TIME ZONE 'UTC')::date AS checked_on,
           (least(evidence.expires_at, evidence.failing_since + %(grace)s) AT TIME ZONE 'UTC')::date AS counts_until,
           (evidence.failing_since AT TIME ZONE 'UTC')::date AS failing_since
    FROM claim
    JOIN claims_evidence AS evidence
      ON evidence.claim_id = claim.id AND evidence.ended_at IS NULL AND evidence.kind <> %(counted_as_support)s
),
evidence_list AS (
    SELECT researcher_id,
           jsonb_agg(
               jsonb_build_object(
                   'kind', kind, 'strong', is_strong, 'checked_on', checked_on, 'counts_until', counts_until,
                   'failing_since', failing_since
               )
               ORDER BY kind
           ) AS items
    FROM piece
    WHERE counts_until > (now() AT TIME ZONE 'UTC')::date
    GROUP BY researcher_id
)
SELECT chosen.id,
       jsonb_build_object(
           'works', coalesce(total.works, 0),
           'sources', coalesce(source_list.items, '[]'),
           'agreed_works', coalesce(agreement.works, 0),
           'orcid_ids', coalesce(orcid_list.items, '[]'),
           'claim', claim.item,
           'confirmed_works', coalesce(total.confirmed_works, 0),
           'disputed_works', coalesce(total.disputed_works, 0),
           'unresolved_works', coalesce(unresolved.works, 0),
           'evidence', coalesce(evidence_list.items, '[]'),
           'identity_decided_on', claim.identity_decided_on,
           'support', coalesce(support_list.items, '[]')
       )::text AS inputs
FROM chosen
LEFT JOIN total ON total.researcher_id = chosen.id
LEFT JOIN source_list ON source_list.researcher_id = chosen.id
LEFT JOIN agreement ON agreement.researcher_id = chosen.id
LEFT JOIN orcid_list ON orcid_list.researcher_id = chosen.id
LEFT JOIN claim ON claim.researcher_id = chosen.id
LEFT JOIN unresolved ON unresolved.researcher_id = chosen.id
LEFT JOIN evidence_list ON evidence_list.researcher_id = chosen.id
LEFT JOIN support_list ON support_list.researcher_id = chosen.id
ORDER BY chosen.id
"""

decode = msgspec.json.Decoder(Inputs).decode


def gather(researcher_ids: Sequence[int]) -> dict[int, Inputs]:
    """The evidence about each of these researchers, but for those merged into another."""
    parameters: dict[str, Any] = {
        "ids": list(researcher_ids),
        "grace": GRACE,
        # What a verified researcher's word says already counts as their support.
        "counted_as_support": VOUCH.key,
        "most_authors": MOST_AUTHORS,
        "most_supporters": MOST_SUPPORTERS,
        "most_orcid_ids": MOST_ORCID_IDS,
        "sources": list(WITNESSES),
        "witnesses": list(WITNESSES.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(INPUTS, parameters)
        return {researcher_id: decode(inputs) for researcher_id, inputs in cursor.fetchall()}
