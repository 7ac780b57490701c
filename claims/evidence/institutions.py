"""An e-mail address at an institution that is printed beside the claimant's name.

The round trip to such an address is what ResearchGate, Google Scholar and preprint servers ask for.
It never suffices: fake profiles with verified institutional addresses exist, and institutions hand
addresses to students, guests and alumni. So it supports a claim and raises no level.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import connection

from claims.evidence.kinds import Finding, Kind, Known, page_of
from claims.models import Claim
from common.mail_domains import domain_of, is_public_mail, is_within, plain_domain


@dataclass(frozen=True, slots=True)
class Owner:
    """A domain, and the institution that has registered it."""

    domain: str
    institution: str


# The institutions printed beside this researcher's own name, on works that count. What somebody uploaded
# names any institution they like. The one on most works comes first.
# Relies on attribution_of_researcher, affiliation_unique and the primary keys.
OWNERS = """
WITH own AS (
    SELECT authorship.id
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted'
),
printed AS (
    SELECT affiliation.institution_id, count(*) AS times
    FROM own
    JOIN works_affiliation AS affiliation ON affiliation.authorship_id = own.id
    GROUP BY affiliation.institution_id
)
SELECT unnest(institution.domains) AS domain, institution.name
FROM printed
JOIN works_institution AS institution ON institution.id = printed.institution_id
WHERE institution.domains <> '{}'
ORDER BY printed.times DESC, institution.id, domain
"""


def owners_on(page: int) -> list[Owner]:
    """The domains of the institutions that a page's works print beside its name."""
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, {"page": page})
        return [Owner(*row) for row in cursor.fetchall()]


def check_address(claim: Claim, known: Known) -> Finding | None:
    """Whether the claimant's confirmed primary address is at such an institution."""
    primary = EmailAddress.objects.filter(user=claim.user_id, primary=True, verified=True).first()
    domain = domain_of(primary.email) if primary else ""
    if not domain or is_public_mail(domain):
        return None
    owners = (owner for owner in owners_on(page_of(claim)) if is_within(domain, owner.domain))
    found = (finding_of(domain, owner) for owner in owners)
    eligible = [finding for finding in found if finding.reference not in known.set_aside]
    return min(eligible, key=lambda finding: finding.reference != known.current, default=None)


def finding_of(domain: str, owner: Owner) -> Finding:
    owned = plain_domain(owner.domain)
    return Finding(
        found=(
            f"The claimant's confirmed e-mail address is at {domain}. {owner.institution}, "
            f"which is printed beside their name, owns {owned}."
        ),
        reference=owned,
    )


INSTITUTION_EMAIL = Kind(
    key="institution_email",
    title="Address at an institution on the works",
    is_strong=False,
    lifetime=timedelta(days=365),
    recheck_every=timedelta(days=30),
    check=check_address,
    said_by="a check of the address",
    how_checked=(
        "The domain of the confirmed primary e-mail address is compared with the domains that the institutions "
        "printed beside the name on listed works have registered. Public mail providers count for nobody."
    ),
    why_it_counts="Who reads mail there belongs to the place; many people do, so it supports other evidence only.",
    advice=(
        "Add an address at an institution that your works name, confirm it, and make it the primary one "
        "of your account."
    ),
)
