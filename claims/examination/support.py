"""The network of confirmation: who is verified, whom they support, and how far they are from an administrator.

Only verified people pass on support, along two ways: a vouch for somebody's approved claim, and a work that they
have confirmed as theirs and that the other page lists. Somebody whose claim an administrator decided is at distance
0. Somebody whose claim a rule approved is one farther than the nearest who supports them, and passes on nothing
beyond `FARTHEST`. Nor does somebody whose claim is disputed, while it is; they still are supported.

Distances are not sought through the network anew each time. What somebody passes on stands in `claims_supporter`,
and all whom they support are scored with that. So nobody who changes a fact has to follow the network: they mark
whom the fact is about, as for any other fact. Whoever scores a person then asks `note_supporters` whether they pass
on what stands there, in the same transaction; and `tell_supported` writes what they pass on now, and marks all whom
they support in another transaction: whose tie came too late to be seen there is scored with what is written. Those
are scored then, and so on: distances grow by one with each step and end at two, so this comes to rest, and at rest it
says the same as following every tie.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from claims.evidence import WORDS
from claims.evidence.coauthors import MOST_AUTHORS
from claims.examination.checking import check_evidence
from claims.models import Claim, Supporter, Vouch
from researchers.models import Researcher

FARTHEST = 2
# Each of them vouches for twenty at most, whose evidence is looked for then.
TOLD_AT_ONCE = 20
# Up to so many people's confirmed works are fewer than all the names on the works of a batch.
FEW = 300

# A page with an approved claim behind it, and an active account with a confirmed primary address.
# Relies on claim_one_approved_per_person.
VERIFIED = """
SELECT page.id AS researcher_id, page.user_id, claim.id AS claim_id, claim.rule <> '' AS by_rule
FROM researchers_researcher AS page
JOIN accounts_user AS account ON account.id = page.user_id AND account.is_active
JOIN claims_claim AS claim ON claim.user_id = page.user_id AND claim.state = 'approved'
WHERE page.merged_into_id IS NULL
  AND EXISTS (
      SELECT FROM account_emailaddress AS address
      WHERE address.user_id = page.user_id AND address.verified AND address."primary"
  )
"""

# Steps of a statement that has `chosen` (id, user_id) and `listed` (researcher_id, work_id, status, authors_count:
# attributed works that count) before them. Works that somebody confirmed while they had another page do not count;
# where that page has become a part of another since, they do. A row of `support` for each receiver, giver and way.
# PostgreSQL's statistics often know no confirmed name: expecting one row it would go through all works again for
# each. OFFSET 0 has it look up, where few people support, what they have confirmed, and else every name on the works.
# Relies on attribution_decided_by, authorship_one_per_position, attribution_one_accepted_per_authorship and
# vouch_standing.
SUPPORT = f"""
giver AS MATERIALIZED (
    SELECT supporter.user_id, supporter.distance, page.public_id, coalesce(page.merged_into_id, page.id) AS page_id
    FROM claims_supporter AS supporter
    JOIN researchers_researcher AS page ON page.id = supporter.researcher_id
    WHERE supporter.distance IS NOT NULL
),
shared AS MATERIALIZED (
    SELECT DISTINCT work_id
    FROM listed
    WHERE authors_count <= %(most_authors)s AND (SELECT count(*) FROM giver) > {FEW}
),
confirmed AS MATERIALIZED (
    SELECT name.*
    FROM giver
    CROSS JOIN LATERAL (
        SELECT authorship.work_id, attribution.researcher_id, attribution.decided_by_id, attribution.decided_at
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
        WHERE attribution.decided_by_id = giver.user_id
          AND attribution.status = 'accepted' AND attribution.basis = 'confirmed'
        OFFSET 0
    ) AS name
    WHERE (SELECT count(*) FROM giver) <= {FEW}
    UNION ALL
    SELECT name.*
    FROM shared
    CROSS JOIN LATERAL (
        SELECT shared.work_id, attribution.researcher_id, attribution.decided_by_id, attribution.decided_at
        FROM works_authorship AS authorship
        JOIN researchers_attribution AS attribution
          ON attribution.authorship_id = authorship.id
         AND attribution.status = 'accepted' AND attribution.basis = 'confirmed'
        WHERE authorship.work_id = shared.work_id
        OFFSET 0
    ) AS name
),
support AS (
    SELECT listed.researcher_id, 'coauthor' AS way, giver.user_id AS giver_id, giver.public_id, giver.distance,
           (min(confirmed.decided_at) AT TIME ZONE 'UTC')::date AS given_on, NULL::date AS counts_until
    FROM listed
    JOIN confirmed ON confirmed.work_id = listed.work_id
    JOIN giver ON giver.user_id = confirmed.decided_by_id
    WHERE listed.status = 'accepted' AND listed.authors_count <= %(most_authors)s
      AND CASE WHEN confirmed.researcher_id = giver.page_id THEN listed.researcher_id <> giver.page_id END
    GROUP BY listed.researcher_id, giver.user_id, giver.public_id, giver.distance
    UNION ALL
    SELECT chosen.id, 'vouch', giver.user_id, giver.public_id, giver.distance,
           (vouch.given_at AT TIME ZONE 'UTC')::date, (vouch.expires_at AT TIME ZONE 'UTC')::date
    FROM chosen
    JOIN claims_claim AS claim ON claim.user_id = chosen.user_id AND claim.state IN ('approved', 'disputed')
    JOIN claims_vouch AS vouch ON vouch.claim_id = claim.id AND vouch.withdrawn_at IS NULL
    JOIN giver ON giver.user_id = vouch.by_id
)
"""

LISTED = """
listed AS MATERIALIZED (
    SELECT attribution.researcher_id, attribution.status, authorship.work_id, work.authors_count
    FROM chosen
    JOIN researchers_attribution AS attribution
      ON attribution.researcher_id = chosen.id AND attribution.status = 'accepted'
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
)
"""

# What these people pass on by now, going by what those who support them pass on.
PASSING = f"""
verified AS MATERIALIZED (
    {VERIFIED} AND page.user_id = ANY(%(users)s)
),
chosen AS (
    SELECT researcher_id AS id, user_id FROM verified WHERE by_rule
),
{LISTED},
{SUPPORT},
nearest AS (
    SELECT researcher_id, min(distance) AS distance
    FROM support
    WHERE given_on <= %(today)s AND (counts_until IS NULL OR %(today)s < counts_until)
    GROUP BY researcher_id
),
passing AS (
    SELECT verified.user_id, verified.researcher_id, 0 AS distance FROM verified WHERE NOT by_rule
    UNION ALL
    SELECT verified.user_id, verified.researcher_id, nearest.distance + 1
    FROM verified
    JOIN nearest ON nearest.researcher_id = verified.researcher_id AND nearest.distance < %(farthest)s
    WHERE by_rule
)
"""

CONCERNED = """
SELECT user_id FROM researchers_researcher WHERE id = ANY(%(ids)s) AND user_id IS NOT NULL
UNION
SELECT user_id FROM claims_supporter WHERE researcher_id = ANY(%(ids)s)
"""

# In the order of their ids, so that two who note the same people do not wait for each other.
NOTE = f"""
WITH {PASSING}
INSERT INTO claims_supporter AS supporter (user_id, is_due)
SELECT person.user_id, true
FROM unnest(%(users)s::bigint[]) AS person (user_id)
LEFT JOIN passing ON passing.user_id = person.user_id
LEFT JOIN claims_supporter AS told ON told.user_id = person.user_id
WHERE (passing.researcher_id, passing.distance) IS DISTINCT FROM (told.researcher_id, told.distance)
ORDER BY person.user_id
ON CONFLICT (user_id) DO UPDATE SET is_due = true WHERE NOT supporter.is_due
"""

WRITE = f"""
WITH {PASSING}
UPDATE claims_supporter AS supporter
SET researcher_id = passing.researcher_id, distance = passing.distance
FROM unnest(%(users)s::bigint[]) AS person (user_id)
LEFT JOIN passing ON passing.user_id = person.user_id
WHERE supporter.user_id = person.user_id AND supporter.is_due
"""

TOLD = f"""
WITH {PASSING}
UPDATE claims_supporter AS supporter
SET is_due = false
FROM unnest(%(users)s::bigint[]) AS person (user_id)
LEFT JOIN passing ON passing.user_id = person.user_id
WHERE supporter.user_id = person.user_id
  AND (supporter.researcher_id, supporter.distance) IS NOT DISTINCT FROM (passing.researcher_id, passing.distance)
"""

# Everybody to whom a tie of these people leads, whether or not they pass anything on.
SUPPORTED_BY = """
SELECT other.researcher_id
FROM researchers_attribution AS attribution
JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
JOIN works_work AS work ON work.id = authorship.work_id AND work.authors_count <= %(most_authors)s
JOIN works_authorship AS beside ON beside.work_id = work.id
JOIN researchers_attribution AS other ON other.authorship_id = beside.id AND other.status = 'accepted'
WHERE attribution.decided_by_id = ANY(%(users)s)
  AND attribution.status = 'accepted' AND attribution.basis = 'confirmed'
  AND other.researcher_id <> attribution.researcher_id
UNION
SELECT page.id
FROM claims_vouch AS vouch
JOIN claims_claim AS claim ON claim.id = vouch.claim_id AND claim.state IN ('approved', 'disputed')
JOIN researchers_researcher AS page ON page.user_id = claim.user_id
WHERE vouch.by_id = ANY(%(users)s) AND vouch.withdrawn_at IS NULL
"""


def verified_page(user_id: int) -> int | None:
    """The page of a verified person; None for everybody else."""
    with connection.cursor() as cursor:
        cursor.execute(f"{VERIFIED} AND page.user_id = %(user)s", {"user": user_id})
        row = cursor.fetchone()
        return row[0] if row else None


def note_supporters(researcher_ids: Sequence[int], today: date) -> None:
    """Remember who of these people, whose rows the caller holds, passes on something else by now.

    To be called in the transaction that scores them: whatever changes it makes them stale.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED, {"ids": list(researcher_ids)})
        users = [user for (user,) in cursor.fetchall()]
        if users:
            cursor.execute(NOTE, passing(users, today))


def tell_supported() -> int:
    """Let what some people pass on by now hold, and have all whom they support scored anew; how many people they are.

    They are due until all of it is done, so nothing is lost where it breaks off. A check of evidence that breaks keeps
    nobody waiting; it is raised at the end.
    """
    users = list(Supporter.objects.due().values_list("pk", flat=True)[:TOLD_AT_ONCE])
    if users:
        write_passed_on(users)
        errors = look_for_their_word(users)
        tell_of(users)
        if errors:
            raise ExceptionGroup("Words of supporters that could not be looked at", errors)
    return len(users)


@transaction.atomic
def write_passed_on(users: Sequence[int]) -> None:
    """Write it down for whoever asks from now on, before it is asked whom it concerns.

    Whoever vouches holds their own account: the evidence of a vouch is looked for after this, there or by
    `look_for_their_word`.
    """
    accounts = User.objects.filter(pk__in=users).order_by("pk")
    list(accounts.select_for_update(no_key=True).values_list("pk"))
    Supporter.objects.filter(pk__in=users).hold()
    with connection.cursor() as cursor:
        cursor.execute(WRITE, passing(users, timezone.now().date()))


def look_for_their_word(users: Sequence[int]) -> list[Exception]:
    """Their word is evidence for those they vouch for as long as they are near enough; what went wrong."""
    vouched = Vouch.objects.in_force().filter(by__in=users).values("claim")
    errors: list[Exception] = []
    for claim in Claim.objects.filter(pk__in=vouched).order_by("pk"):
        try:
            for kind in WORDS:
                check_evidence(claim, kind)
        except Exception as error:
            error.add_note(f"while looking for a co-author's word for claim {claim.pk}")
            errors.append(error)
    return errors


@transaction.atomic
def tell_of(users: Sequence[int]) -> None:
    """Have all whom they support scored anew. Whose tie is not known yet will be scored with what is written.

    Due no more are those of whom it was written before the ties were asked for, and still holds.
    """
    rows = Supporter.objects.filter(pk__in=users)
    written = rows.passed_on()
    supported = Researcher.objects.filter(pk__in=supported_by(users))
    supported.hold()
    supported.mark_trust_stale()
    rows.hold()  # the day, too, is asked for after that
    told = [user for user, what in rows.passed_on().items() if what == written.get(user)]
    with connection.cursor() as cursor:
        cursor.execute(TOLD, passing(told, timezone.now().date()))


def supported_by(users: Iterable[int]) -> set[int]:
    """The pages to which ties of these people lead."""
    with connection.cursor() as cursor:
        cursor.execute(SUPPORTED_BY, {"users": list(users), "most_authors": MOST_AUTHORS})
        return {researcher_id for (researcher_id,) in cursor.fetchall()}


def passing(users: Sequence[int], today: date) -> dict[str, Any]:
    """What PASSING asks for."""
    return {"users": list(users), "today": today, "most_authors": MOST_AUTHORS, "farthest": FARTHEST}
