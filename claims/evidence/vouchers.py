"""The word of a verified researcher who has not written with the claimant.

The idea is arXiv's endorsement. It never suffices: to know somebody is not to know what they wrote, and people
vouch out of kindness. Who may vouch, and how often, is said in `claims.vouching`; a co-author's word is another kind
(`claims.evidence.coauthors`), so that one person's word is not evidence twice.
"""

from datetime import datetime, timedelta

from django.db import connection

from claims.evidence.coauthors import GIVEN, link_to, parameters_of, word_of
from claims.evidence.kinds import Finding, Kind, Known, Request
from claims.models import Claim

# The vouch that was found before, else the one that lasts longest. Relies on what GIVEN relies on.
WORD = f"""
WITH {GIVEN}
SELECT voucher.preferred_name, voucher.by_id, voucher.expires_at
FROM voucher
WHERE voucher.id <> %(page)s
  AND NOT EXISTS (
      SELECT
      FROM researchers_attribution AS attribution
      JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
      JOIN own_work ON own_work.id = authorship.work_id
      WHERE attribution.researcher_id = voucher.id AND attribution.status = 'accepted'
  )
ORDER BY concat('user:', voucher.by_id) = %(current)s DESC, voucher.expires_at DESC, voucher.vouch_id
LIMIT 1
"""


def check_word(claim: Claim, known: Known) -> Finding | None:
    """Whether somebody verified vouches for the claim who has written no listed work with the claimant."""
    with connection.cursor() as cursor:
        cursor.execute(WORD, parameters_of(claim, known))
        row: tuple[str, int, datetime] | None = cursor.fetchone()
    return finding_of(*row) if row else None


def finding_of(name: str, voucher: int, until: datetime) -> Finding:
    return Finding(
        found=f"{name[:200]}, a verified researcher, confirms that this page is the claimant's.",
        reference=word_of(voucher),
        until=until,
    )


class Voucher(Kind):
    """The word of a verified researcher who is no co-author."""

    key = "vouch"
    title = "A verified researcher vouches for you"
    is_strong = False
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=7)
    said_by = "a verified researcher"
    how_checked = (
        "Somebody vouches for the claim who is verified themselves, was not approved because others vouch for them, "
        "and had a confirmed address at an institution that their works print. An administrator has decided on their "
        "claim, or on that of somebody who supports them. Nobody vouches more than 5 times a month, and for 20 people "
        "in all. It counts as long as the vouch does."
    )
    why_it_counts = (
        "Researchers know each other. But knowing somebody is not knowing what they wrote, so it supports other "
        "evidence only."
    )
    advice = "Ask a researcher you know, whose page is verified, to vouch for you."

    def ask(self, claim: Claim, known: Known) -> Request:
        return Request(
            steps=(
                "Send this link to a researcher who knows you and whose page is verified.",
                "They log in, see which page you claim, and say how they know you.",
            ),
            code=link_to(known.token),
        )

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_word(claim, known)


VOUCH = Voucher()
