"""An e-mail address at an institution that is printed beside the claimant's name.

The round trip to such an address is what ResearchGate, Google Scholar and preprint servers ask for.
It never suffices: fake profiles with verified institutional addresses exist, and institutions hand
addresses to students, guests and alumni. So it supports a claim and raises no level.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse

from accounts.models import User
from claims.evidence.kinds import Finding, Kind, Known, Request, page_of
from claims.evidence.since import WAS_KNOWN
from claims.models import Claim
from common.mail_domains import domain_of, is_public_mail, is_within, plain_domain
from works.witnesses import ONLY_THEY_STATE_PLACES, STATED_PLACES


@dataclass(frozen=True, slots=True)
class Owner:
    """A domain, and the institution that has registered it."""

    domain: str
    institution: str


# The institutions printed beside this researcher's own name, on works that count. What somebody uploaded
# names any institution they like, and whoever deposits too. The one on most works comes first.
# Relies on attribution_of_researcher, affiliation_unique and the primary keys.
OWNERS = f"""
WITH own AS MATERIALIZED (
    SELECT authorship.id, authorship.work_id, authorship.name, {ONLY_THEY_STATE_PLACES} AS is_all_theirs
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted' AND {WAS_KNOWN}
),
place AS (
    SELECT affiliation.institution_id
    FROM own
    JOIN works_affiliation AS affiliation ON affiliation.authorship_id = own.id
    WHERE own.is_all_theirs
    UNION ALL
    SELECT stated.institution_id
    FROM own AS authorship
    CROSS JOIN LATERAL {STATED_PLACES} AS stated
    WHERE NOT authorship.is_all_theirs
),
printed AS (
    SELECT institution_id, count(*) AS times FROM place GROUP BY institution_id
)
SELECT unnest(institution.domains) AS domain, institution.name
FROM printed
JOIN works_institution AS institution ON institution.id = printed.institution_id
WHERE institution.domains <> '{{}}'
ORDER BY printed.times DESC, institution.id, domain
"""


def owners_on(page: int, claim: int | None) -> list[Owner]:
    """The domains of the institutions that a page's works print beside its name, as they count for this claim."""
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, {"page": page, "claim": claim})
        return [Owner(*row) for row in cursor.fetchall()]


def domains_of(user: User) -> list[str]:
    """Where the confirmed addresses of an account are, the primary one first; nowhere that anybody can be."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    domains = map(domain_of, confirmed.values_list("email", flat=True))
    return [domain for domain in dict.fromkeys(domains) if domain and not is_public_mail(domain)]


def check_address(claim: Claim, known: Known) -> Finding | None:
    """Whether a confirmed address of the claimant is at such an institution."""
    user: User | None = claim.user
    domains = domains_of(user) if user else []
    owners = owners_on(page_of(claim), claim.pk) if domains else []
    found = (
        finding_of(domain, owner) for owner in owners for domain in domains if is_within(domain, owner.domain)
    )
    eligible = [finding for finding in found if finding.reference not in known.set_aside]
    return min(eligible, key=lambda finding: finding.reference != known.current, default=None)


def finding_of(domain: str, owner: Owner) -> Finding:
    owned = plain_domain(owner.domain)
    return Finding(
        found=(
            f"A confirmed e-mail address of the claimant is at {domain}. {owner.institution}, "
            f"which is printed beside their name, owns {owned}."
        ),
        reference=owned,
    )


class InstitutionEmail(Kind):
    """A confirmed address at an institution on the works."""

    key = "institution_email"
    title = "Address at an institution on the works"
    is_strong = False
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=30)
    said_by = "a check of the address"
    how_checked = (
        "The domains of the confirmed e-mail addresses are compared with the domains that the institutions "
        "printed beside the name on listed works have registered. Public mail providers count for nobody."
    )
    why_it_counts = (
        "Who reads mail there belongs to the place; many people do, so it supports other evidence only."
    )
    advice = (
        "Add an address at an institution that your works name to your account, and confirm it. It need not be "
        "the primary one."
    )

    def ask(self, claim: Claim, known: Known) -> Request:
        return Request(steps=(self.advice,), place=reverse("account_email"))

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_address(claim, known)


INSTITUTION_EMAIL = InstitutionEmail()
