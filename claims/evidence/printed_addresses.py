"""A confirmed e-mail address of the claimant that is printed beside the name on a work.

Journals print the address of the corresponding author; who still reads mail there is that author, or has taken
over the mailbox. We keep addresses of works as keyed hashes only (`common.addresses`), and only those that are
surely this author's (`ingest.addresses`): so nothing here can tell anybody an address they do not have.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.urls import reverse

from accounts.models import User
from claims.evidence.kinds import Finding, Kind, Known, Request, page_of
from claims.evidence.since import WAS_KNOWN
from claims.models import Claim
from common.addresses import address_digest
from works.witnesses import STATED_DIGESTS, SUPPORTS_ONLY

# The address printed on most works comes first. Works that count, as everywhere: what somebody uploaded prints any
# address they like. Relies on attribution_of_researcher and the primary keys.
PRINTED = f"""
WITH printed AS (
    SELECT work.id, work.title, work.published_on, authorship.address_digests,
           CASE WHEN {WAS_KNOWN} THEN {STATED_DIGESTS} ELSE '{{}}' END AS stated
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship
      ON authorship.id = attribution.authorship_id AND authorship.address_digests && %(digests)s::varchar[]
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted'
)
SELECT digest, count(*) AS works, (array_agg(title ORDER BY is_stated DESC, published_on DESC, id))[1],
       bool_or(is_stated) AS is_stated
FROM (
    SELECT DISTINCT id, title, published_on, digest, digest = ANY(stated) AS is_stated
    FROM printed
    CROSS JOIN LATERAL unnest(address_digests) AS digest
) AS own
WHERE digest = ANY(%(digests)s)
GROUP BY digest
ORDER BY bool_or(is_stated) DESC, digest = %(current)s DESC, works DESC, digest
LIMIT 1
"""


def digests_of(user: User) -> list[str]:
    """The confirmed addresses of the account as works keep them."""
    confirmed = (
        EmailAddress.objects.filter(user=user, verified=True).order_by("pk").values_list("email", flat=True)
    )
    digests = (address_digest(address, settings.CREDENCE_ADDRESS_KEY) for address in confirmed)
    return list(filter(None, digests))


def check_printed(claim: Claim, known: Known) -> Finding | None:
    """Whether a listed work prints a confirmed address of the claimant beside their name."""
    user: User | None = claim.user
    digests = [digest for digest in digests_of(user) if digest not in known.set_aside] if user else []
    return printed_on(claim, digests, known.current) if digests else None


def printed_on(claim: Claim, digests: Iterable[str], current: str) -> Finding | None:
    parameters: dict[str, Any] = {
        "page": page_of(claim),
        "claim": claim.pk,
        "digests": list(digests),
        "current": current,
    }
    with connection.cursor() as cursor:
        cursor.execute(PRINTED, parameters)
        row: tuple[str, int, str, bool] | None = cursor.fetchone()
    return finding_of(*row) if row else None


def finding_of(digest: str, works: int, title: str, is_stated: bool) -> Finding:
    """In words that do not have the address: administrators and the log read them."""
    where = f"“{title[:300]}”" if works == 1 else f"{works:,} listed works, such as “{title[:300]}”"
    why = "" if is_stated else f" {SUPPORTS_ONLY}"
    return Finding(
        found=f"A confirmed e-mail address of the claimant is printed beside their name on {where}.{why}",
        reference=digest,
        is_strong=is_stated,
    )


class PrintedAddress(Kind):
    """A confirmed address that a listed work prints."""

    key = "printed_address"
    title = "E-mail address printed on a work"
    is_strong = True
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=30)
    said_by = "a work, and a check of the address"
    how_checked = (
        "The confirmed e-mail addresses of the account are compared with those printed beside the name on listed "
        "works. Of these we keep only hashes, made with a secret key: nobody can read them."
    )
    why_it_counts = "Whoever reads mail at the address that an author gave is that author, as a rule."
    advice = (
        "Add an address that one of your works prints to your account, and confirm it. It need not be the primary "
        "one."
    )

    def ask(self, claim: Claim, known: Known) -> Request:
        return Request(steps=(self.advice,), place=reverse("account_email"))

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_printed(claim, known)


PRINTED_ADDRESS = PrintedAddress()
