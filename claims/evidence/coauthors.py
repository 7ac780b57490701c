"""The word of a verified co-author.

The idea is arXiv's endorsement, and the web of trust: those who wrote with somebody know who that is. A
co-author counts only if verified themselves, and at most one step (`FARTHEST_VOUCHER`) from an administrator's
decision: so rings and chains of accounts that confirm each other reach nobody, also where a rule approved
them. Works of very many authors make no acquaintances (`MOST_AUTHORS`, the size up to which authors of one
work can be expected to know each other).
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from claims.evidence.kinds import Finding, Kind, Known, Request, page_of
from claims.evidence.since import WAS_KNOWN
from claims.models import Claim
from works.witnesses import IS_STATED

MOST_AUTHORS = 30
FARTHEST_VOUCHER = 1

# Steps of a statement that asks for the word of a person who is verified: their page is their own by an approved claim,
# the account is active and has a confirmed primary address; and who passes on support from near enough.
# Days are those of UTC, as everywhere in trust.
# Relies on vouch_standing, attribution_of_researcher, the unique index of authorship(work_id, position) and
# attribution_one_per_pair.
GIVEN = f"""
vouch AS (
    SELECT id, by_id, expires_at
    FROM claims_vouch
    WHERE claim_id = %(claim)s
      AND withdrawn_at IS NULL
      AND (expires_at AT TIME ZONE 'UTC')::date > %(today)s
      AND by_id <> %(claimant)s
      AND concat('user:', by_id) <> ALL(%(set_aside)s)
),
voucher AS (
    SELECT vouch.id AS vouch_id, vouch.by_id, vouch.expires_at, researcher.id, researcher.preferred_name
    FROM vouch
    JOIN researchers_researcher AS researcher
      ON researcher.user_id = vouch.by_id AND researcher.merged_into_id IS NULL
    JOIN accounts_user AS account ON account.id = vouch.by_id AND account.is_active
    JOIN claims_supporter AS supporter
      ON supporter.user_id = vouch.by_id AND supporter.distance <= %(farthest_voucher)s
    WHERE EXISTS (SELECT FROM claims_claim WHERE user_id = vouch.by_id AND state = 'approved')
      AND EXISTS (
          SELECT FROM account_emailaddress AS address
          WHERE address.user_id = vouch.by_id AND address.verified AND address."primary"
      )
),
own_work AS MATERIALIZED (
    SELECT work.id, work.title
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = %(page)s
      AND attribution.status = 'accepted'
      AND work.authors_count <= %(most_authors)s
      AND {WAS_KNOWN}
      AND {IS_STATED}
)
"""

# The vouch that was found before, so that no later one takes its place; else the one that lasts longest.
CONFIRMATION = f"""
WITH {GIVEN}
SELECT voucher.preferred_name, voucher.by_id, voucher.expires_at, own_work.title
FROM voucher
JOIN researchers_attribution AS attribution
  ON attribution.researcher_id = voucher.id AND attribution.status = 'accepted'
JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
JOIN own_work ON own_work.id = authorship.work_id
WHERE voucher.id <> %(page)s
ORDER BY concat('user:', voucher.by_id) = %(current)s DESC, voucher.expires_at DESC, voucher.vouch_id, own_work.id
LIMIT 1
"""


def parameters_of(claim: Claim, known: Known) -> dict[str, Any]:
    """What GIVEN and those who use it ask for."""
    return {
        "current": known.current,
        "set_aside": list(known.set_aside),
        "claim": claim.pk,
        "claimant": claim.user_id,
        "page": page_of(claim),
        "today": timezone.now().date(),
        "most_authors": MOST_AUTHORS,
        "farthest_voucher": FARTHEST_VOUCHER,
    }


def check_coauthor(claim: Claim, known: Known) -> Finding | None:
    """Whether somebody who vouches for the claim is verified, and wrote a listed work with the claimant."""
    with connection.cursor() as cursor:
        cursor.execute(CONFIRMATION, parameters_of(claim, known))
        row: tuple[str, int, datetime, str] | None = cursor.fetchone()
    return finding_of(*row) if row else None


def finding_of(name: str, voucher: int, until: datetime, title: str) -> Finding:
    return Finding(
        found=f"{name[:200]}, a verified co-author of “{title[:300]}”, confirms that this page is the claimant's.",
        reference=word_of(voucher),
        until=until,
    )


def word_of(voucher: int) -> str:
    """The reference of this user's word, which stays theirs when pages are merged. No page shows it."""
    return f"user:{voucher}"


def link_to(token: str) -> str:
    """Where a colleague vouches for the claim, for the claimant to send it to them."""
    return f"{settings.CREDENCE_SITE_URL}{reverse('claims:vouch_by_link', args=[token])}" if token else ""


class Coauthor(Kind):
    """The word of somebody who wrote with the claimant."""

    key = "coauthor"
    title = "Confirmation by a verified co-author"
    is_strong = True
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=7)
    said_by = "a verified co-author"
    how_checked = (
        "Somebody vouches for the claim who is verified themselves and is listed as an author of one of the works, "
        f"which has at most {MOST_AUTHORS} authors. An administrator has decided on their claim, or on that of "
        "somebody who supports them. It counts as long as the vouch does."
    )
    why_it_counts = (
        "People who wrote together know each other. Nobody gives it who is farther from an administrator's "
        "decision, so accounts that no administrator knows cannot help each other."
    )
    advice = "Ask a co-author whose page is verified to vouch for you."

    def ask(self, claim: Claim, known: Known) -> Request:
        return Request(
            steps=(
                "Send this link to a co-author whose page is verified.",
                "They log in, see which page you claim, and say how they know you.",
            ),
            code=link_to(known.token),
        )

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_coauthor(claim, known)


COAUTHOR = Coauthor()
