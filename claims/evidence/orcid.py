"""The ORCID iD that the claimant has authenticated, and the iDs printed on the works of the page.

Who signs in at ORCID has an iD for sure; publishers print an iD that they had authenticated when the work was
handed in (ORCID, "Collecting and displaying authenticated iDs"). One listed work that prints it beside the name is
strong. An iD that only our record knows as the page's own came from elsewhere, or from somebody's curation: that
supports. Nothing here asks ORCID anything: the claim is decided also where ORCID does not answer. What the ORCID
record itself lists is another kind (`claims.evidence.orcid_records`).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.orcid import AuthenticatedOrcid, authenticated_orcid
from claims.evidence.kinds import Finding, Kind, Known, Missed, Request, page_of
from claims.evidence.since import WAS_KNOWN
from claims.models import Claim
from works.witnesses import STATES_ORCID, SUPPORTS_ONLY

# Who does not come back from ORCID in this time has to sign in there again.
SIGNED_IN_COUNTS = timedelta(days=2 * 365)

PRINT_IT = (
    "We compare it with the iDs printed on the works that the page lists. Is a work of yours missing that prints it? "
    "Name it in the next step: it supports your claim, and an administrator decides."
)

# Works that count: what somebody uploaded prints any iD they like. Relies on attribution_of_researcher and the
# primary keys.
PRINTED = f"""
WITH listed AS (
    SELECT authorship.work_id, authorship.orcid,
           authorship.orcid = %(orcid)s AND {WAS_KNOWN} AND {STATES_ORCID} AS is_stated
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted'
)
SELECT count(DISTINCT work_id) AS listed,
       count(DISTINCT work_id) FILTER (WHERE orcid = %(orcid)s) AS printed_on,
       count(DISTINCT work_id) FILTER (WHERE is_stated) AS stated_on,
       count(DISTINCT work_id) FILTER (WHERE orcid NOT IN ('', %(orcid)s)) AS others_printed_on,
       EXISTS (
           SELECT FROM researchers_externalid
           WHERE researcher_id = %(page)s AND scheme = 'orcid' AND value = %(orcid)s
       ) AS is_known,
       EXISTS (
           SELECT FROM researchers_externalid
           WHERE researcher_id = %(page)s AND scheme = 'orcid' AND value <> %(orcid)s
       ) AS is_another_known
FROM listed
"""


@dataclass(frozen=True, slots=True)
class OrcidTies:
    """What the page has to say of an iD."""

    orcid: str
    listed: int  # works that count
    printed_on: int  # of these
    stated_on: int  # of those, by a source that looks at what it states, and before the claim was begun
    others_printed_on: int  # of these, with another iD beside the name
    is_known: bool  # whether the record has it as the page's own
    is_another_known: bool


def ties_of(page: int, orcid: str, claim: int | None) -> OrcidTies:
    """What a page says of an iD, in one query."""
    parameters: dict[str, Any] = {"page": page, "orcid": orcid, "claim": claim}
    with connection.cursor() as cursor:
        cursor.execute(PRINTED, parameters)
        return OrcidTies(orcid, *cursor.fetchone())


def signed_in_for(claim: Claim) -> AuthenticatedOrcid | None:
    """The iD of the claimant, if they have connected one. Raises Missed where that was too long ago to count."""
    user: User | None = claim.user
    signed_in = authenticated_orcid(user) if user else None
    if signed_in and (signed_in.at + SIGNED_IN_COUNTS).date() <= timezone.now().date():
        raise Missed(
            f"The claimant signed in at ORCID as {signed_in.id} more than two years ago. Signing in there once more "
            "makes it count again."
        )
    return signed_in


def is_signed_in(claim: Claim) -> str:
    """The iD that the claimant has connected, if that is not too long ago; else nothing."""
    try:
        signed_in = signed_in_for(claim)
    except Missed:
        return ""
    return signed_in.id if signed_in else ""


def connected(orcid: str) -> str:
    return f"Your account is connected to the ORCID iD {orcid}: you need not sign in there again."


def check_orcid(claim: Claim, known: Known) -> Finding | None:
    """Whether the page has the claimant's authenticated iD. Raises Missed where it has not."""
    signed_in = signed_in_for(claim)
    if signed_in is None:
        return None
    ties = ties_of(page_of(claim), signed_in.id, claim.pk)
    if not ties.printed_on and not ties.is_known:
        raise Missed(f"{nowhere(ties)} {others(ties)}".strip())
    if ties.orcid in known.set_aside:
        return None
    return Finding(
        found=f"{printed(ties)} {others(ties)}".strip(),
        reference=ties.orcid,
        until=signed_in.at + SIGNED_IN_COUNTS,
        is_strong=ties.stated_on > 0,
    )


def printed(ties: OrcidTies) -> str:
    begin = f"The claimant signed in at ORCID as {ties.orcid}."
    if ties.printed_on:
        why = "" if ties.stated_on else f" {SUPPORTS_ONLY}"
        return (
            f"{begin} This iD is printed beside the name on {of_listed(ties.printed_on, ties.listed)}.{why}"
        )
    return f"{begin} No listed work prints this iD, but the record has it as the page's own."


def nowhere(ties: OrcidTies) -> str:
    begin = f"The claimant signed in at ORCID as {ties.orcid}."
    if not ties.listed:
        return f"{begin} No work is listed that could print it."
    return f"{begin} This iD is printed on {of_listed(0, ties.listed)}."


def others(ties: OrcidTies) -> str:
    """What speaks against it."""
    if ties.others_printed_on:
        return f"Another iD is printed beside the name on {of_listed(ties.others_printed_on, ties.listed)}."
    return "The record has another iD as the page's own." if ties.is_another_known else ""


def of_listed(number: int, listed: int) -> str:
    """ "3 of 12 listed works"."""
    works = "listed work" if listed == 1 else "listed works"
    return f"{number or 'none'} of {listed:,} {works}" if number != listed else f"all {listed:,} {works}"


class Orcid(Kind):
    """An iD that the claimant has authenticated, printed on the works."""

    key = "orcid"
    title = "ORCID iD printed on the works"
    is_strong = True
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=7)
    said_by = "ORCID, and the works"
    how_checked = (
        "The claimant signs in at ORCID, which tells us the iD. It is compared with the iDs printed beside the name "
        "on listed works. Printed on at least one it is strong; known only to the record as the page's own, it "
        "supports. It counts for two years after the claimant signed in at ORCID last."
    )
    why_it_counts = (
        "Only its owner can sign in with an iD, and publishers have authors sign in before they print one."
    )
    advice = "Connect your ORCID iD to your account: you sign in at ORCID, and nothing has to be typed."

    def advise(self, claim: Claim) -> str:
        signed_in = is_signed_in(claim)
        return f"{connected(signed_in)} {PRINT_IT}" if signed_in else self.advice

    def ask(self, claim: Claim, known: Known) -> Request:
        if signed_in := is_signed_in(claim):
            return Request(steps=(f"{connected(signed_in)} {PRINT_IT}",))
        return Request(
            steps=(
                "Go to the connections of your account, and choose to connect ORCID.",
                "Sign in at ORCID and let Credence know your iD. We cannot change anything there.",
                "Come back to your claim: we compare the iD with those that your works print.",
            ),
            place=reverse("socialaccount_connections"),
        )

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_orcid(claim, known)


ORCID = Orcid()
