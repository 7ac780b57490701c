"""What the written rules ask about a claim, gathered in a few questions."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection

from accounts.models import User
from accounts.orcid import orcid_of
from claims.evidence.institutions import owners_on
from claims.evidence.printed_addresses import digests_of
from claims.evidence.since import WAS_KNOWN
from claims.examination.rules import Facts, RecordFacts
from claims.models import Claim, ClaimEvent, Evidence
from common.mail_domains import domain_of, is_within
from common.mailboxes import is_of
from researchers.models import Researcher
from works.witnesses import STATED_DIGESTS, STATES_ORCID

# A row for each record, in the order asked for. What was withdrawn or retracted does not count, nor what somebody
# uploaded, who may print whatever they like. An iD or an address has to be printed by a source
# that looks at it (works/witnesses.py), on a work that was known before the claim was begun: others are
# waited for or brought in. Other people's drafts stand in nobody's way.
# Relies on attribution_of_researcher, attribution_one_per_pair, researcher_merged_into, the indexes of
# claim(researcher), claimedrecord(researcher) and rightsrequest(researcher), and the primary keys.
RECORDS = f"""
WITH record AS (
    SELECT id, place FROM unnest(%(records)s::bigint[]) WITH ORDINALITY AS asked (id, place)
),
listed AS MATERIALIZED (
    SELECT attribution.researcher_id, attribution.status, attribution.contested_at, attribution.authorship_id,
           authorship.work_id, authorship.orcid,
           {WAS_KNOWN} AS is_older,
           authorship.orcid = %(orcid)s AND {STATES_ORCID} AS prints_orcid,
           CASE WHEN authorship.address_digests && %(digests)s::varchar[] THEN {STATED_DIGESTS} END AS digests
    FROM record
    JOIN researchers_attribution AS attribution
      ON attribution.researcher_id = record.id AND attribution.status IN ('accepted', 'disputed')
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
),
doubtful AS (
    SELECT listed.researcher_id, count(DISTINCT listed.work_id) AS works
    FROM listed
    JOIN researchers_attribution AS offer
      ON offer.authorship_id = listed.authorship_id AND offer.status = 'proposed'
     AND offer.researcher_id <> ALL(%(records)s)
    GROUP BY listed.researcher_id
),
printed AS (
    SELECT researcher_id,
           bool_or(status = 'disputed' OR contested_at IS NOT NULL) AS is_contested,
           array_agg(DISTINCT orcid) FILTER (WHERE orcid <> '') AS orcids,
           count(DISTINCT work_id) FILTER (WHERE is_older AND orcid <> '' AND prints_orcid) AS orcid_works,
           count(DISTINCT work_id) FILTER (WHERE is_older AND digests && %(digests)s::varchar[]) AS address_works
    FROM listed
    GROUP BY researcher_id
),
rival AS (
    SELECT record.id AS researcher_id
    FROM record
    JOIN researchers_researcher AS page ON page.id = record.id OR page.merged_into_id = record.id
    JOIN claims_claim AS claim ON claim.researcher_id = page.id
    WHERE claim.state IN ('submitted', 'needs_information') AND claim.user_id <> %(claimant)s
    UNION
    SELECT record.id
    FROM record
    JOIN researchers_researcher AS page ON page.id = record.id OR page.merged_into_id = record.id
    JOIN claims_claimedrecord AS further ON further.researcher_id = page.id
    JOIN claims_claim AS claim ON claim.id = further.claim_id
    WHERE claim.state IN ('submitted', 'needs_information') AND claim.user_id <> %(claimant)s
),
asked_for AS (
    SELECT record.id AS researcher_id
    FROM record
    JOIN researchers_researcher AS page ON page.id = record.id OR page.merged_into_id = record.id
    JOIN claims_rightsrequest AS request ON request.researcher_id = page.id
    WHERE request.state = 'waiting' AND request.kind IN ('hide', 'remove', 'memorial')
      AND request.user_id IS DISTINCT FROM %(claimant)s
)
SELECT array_prepend(
           page.preferred_name,
           ARRAY(SELECT name FROM researchers_namevariant WHERE researcher_id = page.id ORDER BY works_count DESC, id)
       ) AS names,
       page.user_id IS NULL AND page.merged_into_id IS NULL AS is_free,
       page.visibility = '' AS is_public,
       page.memorial_since IS NOT NULL AS is_in_memory,
       page.contested_at IS NOT NULL OR coalesce(printed.is_contested, false)
           OR EXISTS (SELECT FROM claims_dispute WHERE researcher_id = page.id AND state = 'open') AS is_contested,
       EXISTS (SELECT FROM rival WHERE rival.researcher_id = page.id) AS is_claimed_by_others,
       EXISTS (SELECT FROM asked_for WHERE asked_for.researcher_id = page.id) AS is_asked_for,
       coalesce(doubtful.works, 0) AS doubtful_works,
       coalesce(printed.orcids, '{{}}') || ARRAY(
           SELECT value FROM researchers_externalid WHERE researcher_id = page.id AND scheme = 'orcid'
       ) AS orcids,
       coalesce(printed.orcid_works, 0) AS orcid_works,
       coalesce(printed.address_works, 0) AS address_works
FROM record
JOIN researchers_researcher AS page ON page.id = record.id
LEFT JOIN printed ON printed.researcher_id = page.id
LEFT JOIN doubtful ON doubtful.researcher_id = page.id
ORDER BY record.place
"""

# The names printed for this page, and beside them on the same works. Relies on attribution_of_researcher and the unique
# index of authorship(work_id, position).
NAMES_ON_WORKS = """
WITH own AS (
    SELECT authorship.id, authorship.work_id, authorship.name
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted'
)
SELECT ARRAY(SELECT DISTINCT name FROM own),
       ARRAY(
           SELECT DISTINCT beside.name
           FROM own
           JOIN works_authorship AS beside ON beside.work_id = own.work_id AND beside.id <> own.id
           LIMIT 20000
       )
"""


def gather(claim: Claim) -> Facts:
    """What the rules have to know of a claim, which the caller holds and whose claimant is there."""
    user, records = claimant_of(claim), claim.record_ids()
    primary = EmailAddress.objects.filter(user=user, primary=True, verified=True).first()
    current = [piece for piece in claim.evidence.for_check() if piece.counts or piece.is_set_aside]
    orcid = orcid_of(user)
    return Facts(
        name=user.name,
        is_active=user.is_active,
        is_administrator=user.is_administrator,
        has_confirmed_address=primary is not None,
        holds_page=Researcher.objects.filter(user=user).exists(),
        orcid=orcid,
        evidence=frozenset(piece.kind for piece in current if counts(piece)),
        strong=frozenset(piece.kind for piece in current if counts(piece) and piece.is_strong),
        was_decided_before=was_decided_before(user, records),
        was_asked_before=claim.events.filter(state=Claim.State.NEEDS_INFORMATION).exists(),
        was_set_aside=any(piece.is_set_aside for piece in current),
        records=tuple(facts_of(claim, records, claimant=user, orcid=orcid)),
        has_own_address=has_own_address(claim, user, records[0]),
    )


def has_own_address(claim: Claim, user: User, page: int) -> bool:
    """Whether a confirmed address at an institution of the works is made of the name there, and of no co-author's."""
    domains = [owner.domain for owner in owners_on(page, claim.pk)]
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    at_institutions = [
        one for one in confirmed if any(is_within(domain_of(one), domain) for domain in domains)
    ]
    if not at_institutions:
        return False
    with connection.cursor() as cursor:
        cursor.execute(NAMES_ON_WORKS, {"page": page})
        own, others = cursor.fetchone()
    return any(is_of(one, own, others) for one in at_institutions)


def claimant_of(claim: Claim) -> User:
    user: User | None = claim.user
    if user is None:
        raise ValueError("Nobody is behind this claim any more.")
    return user


def counts(piece: Evidence) -> bool:
    """Whether it was there at the latest look: what is in its time of grace convinces people, but no rule."""
    return piece.counts and piece.failing_since is None


def was_decided_before(user: User, records: Sequence[int]) -> bool:
    """Whether an administrator has ever rejected or revoked a claim of theirs to one of these pages, or with one."""
    against = [Claim.State.REJECTED, Claim.State.REVOKED]
    own = ClaimEvent.objects.filter(claim__user=user, about=ClaimEvent.About.STEP, state__in=against)
    further = "claim__further_records__researcher"
    pages = own.values_list(
        "claim__researcher", "claim__researcher__merged_into", further, f"{further}__merged_into"
    )
    return any(page in records for row in pages for page in row)


def facts_of(claim: Claim, records: Sequence[int], *, claimant: User, orcid: str) -> list[RecordFacts]:
    parameters: dict[str, Any] = {
        "records": list(records),
        "claim": claim.pk,
        "claimant": claimant.pk,
        "orcid": orcid,
        "digests": digests_of(claimant),
    }
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, parameters)
        return [record_facts(row) for row in cursor.fetchall()]


def record_facts(row: tuple[Any, ...]) -> RecordFacts:
    (
        names,
        is_free,
        is_public,
        in_memory,
        is_contested,
        by_others,
        is_asked_for,
        doubtful,
        orcids,
        orcid_works,
        addresses,
    ) = row
    return RecordFacts(
        tuple(names),
        is_free,
        is_public,
        in_memory,
        is_contested,
        by_others,
        is_asked_for,
        doubtful,
        frozenset(orcids),
        orcid_works,
        addresses,
    )
